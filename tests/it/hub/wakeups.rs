//! A waiting poll waits from the number it asked for: nothing recorded in between is ever missed.

use super::live::{Live, memory, settings};
use super::*;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::task::JoinSet;
use warroom::client::connection::{Address, Hub, Reach};
use warroom::domain::event::Recorded;
use warroom::domain::ids::Seq;
use warroom::hub::feed::{Feed, Read, Wanted};
use warroom::store::chain::Head;
use warroom::store::{Change, Line};
use warroom::wire::{News, Poll};

const READERS: usize = 64;
const EVENTS: u64 = 1_000;
/// A lost wake-up would make somebody wait for the end of a poll, which is later than this.
const LOST: Duration = Duration::from_secs(25);

fn hub(live: &Live) -> Hub {
    Hub::new(Reach {
        address: Address::parse(&live.url).unwrap(),
        token: Some("lead".to_owned()),
        speak_as: None,
        ca: None,
    })
    .unwrap()
}

async fn poll(hub: &Hub, after: u64, wait: u64) -> News {
    let poll = Poll {
        after: Seq(after),
        wait,
        ..Poll::default()
    };
    hub.poll(&poll, || ()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_reader_gets_every_event_once_and_in_order() {
    let live = Live::start().await;
    live.command(Access::Lead, 1, declare()).await;
    let mut readers = JoinSet::new();
    for start in 0..READERS {
        let hub = hub(&live);
        readers.spawn(async move {
            let mut after = (start % 2) as u64;
            while after < EVENTS + 1 {
                let news = poll(&hub, after, 30).await;
                for event in &news.events {
                    assert_eq!(event.seq.0, after + 1, "a hole, or one twice");
                    after = event.seq.0;
                }
                assert_eq!(news.through.0, after, "nothing is left out of an answer");
            }
        });
    }
    let handle = live.hub.handle();
    for id in 0..EVENTS {
        let said = handle.submit(submission(1_000 + u128::from(id), note("tick")), by("dana"));
        said.await.unwrap();
        if id % 7 == 0 {
            tokio::task::yield_now().await;
        }
    }
    let all = async { while readers.join_next().await.transpose().unwrap().is_some() {} };
    tokio::time::timeout(LOST, all)
        .await
        .expect("somebody lost a wake-up");
}

#[tokio::test]
async fn a_long_log_is_told_to_go_on_until_its_last_page_also_what_is_no_longer_in_memory() {
    let live = Live::start().await;
    live.command(Access::Lead, 1, declare()).await;
    live.command(Access::Lead, 2, note("tick")).await;
    let mut log = poll(&hub(&live), 0, 0).await.events;
    let tick = log[1].clone();
    // More than are in memory after a start.
    log.extend((3..=2_600).map(|seq| Recorded {
        seq: Seq(seq),
        cause: number(u128::from(seq)),
        ..tick.clone()
    }));
    let mut store = memory();
    let change = Change {
        events: log,
        ..Change::default()
    };
    store.commit(&[change]).unwrap();
    let live = Live::with(settings(store)).await;
    let hub = hub(&live);
    let (mut after, mut pages) = (0, 0);
    loop {
        let news = poll(&hub, after, 0).await;
        after = news.through.0;
        pages += 1;
        assert_eq!(news.more, after < 2_600, "at {after}");
        if !news.more {
            break;
        }
    }
    assert!(pages >= 6, "pages of 500 at most");
}

#[tokio::test]
async fn a_poll_waits_for_news_and_is_answered_the_moment_there_is_some() {
    let live = Live::start().await;
    live.command(Access::Lead, 1, declare()).await;
    let hub = hub(&live);
    let waiting = tokio::spawn(async move { poll(&hub, 1, 30).await });
    while !live
        .get("/metrics", Access::Lead)
        .await
        .text
        .contains("warroom_polls_waiting 1")
    {
        tokio::task::yield_now().await;
    }
    live.command(Access::Lead, 2, note("found it")).await;
    let news = tokio::time::timeout(LOST, waiting).await.unwrap().unwrap();
    assert_eq!(news.events.len(), 1);
    assert_eq!(news.through.0, 2);
}

#[tokio::test]
async fn a_poll_about_one_incident_sleeps_through_what_happens_in_another() {
    let live = Live::start().await;
    live.command(Access::Lead, 1, declare()).await;
    live.command(Access::Lead, 2, declare()).await;
    let hub = hub(&live);
    let waiting = tokio::spawn(async move {
        let poll = Poll {
            after: Seq(2),
            wait: 30,
            incident: Some("INC-2".to_owned()),
            ..Poll::default()
        };
        hub.poll(&poll, || ()).await.unwrap()
    });
    while !live
        .get("/metrics", Access::Lead)
        .await
        .text
        .contains("warroom_polls_waiting 1")
    {
        tokio::task::yield_now().await;
    }
    for (id, incident) in [(3, "INC-1"), (4, "INC-2")] {
        let mut note = note("found it");
        note["incident"] = json!(incident);
        assert_eq!(live.command(Access::Lead, id, note).await.status, 200);
    }
    let news = tokio::time::timeout(LOST, waiting).await.unwrap().unwrap();
    let seqs: Vec<u64> = news.events.iter().map(|event| event.seq.0).collect();
    assert_eq!((seqs, news.through.0), (vec![4], 4));
}

#[tokio::test]
async fn what_is_recorded_between_the_look_and_the_wait_wakes_all_the_same() {
    const ROUNDS: u64 = 10_000;
    let feed = Arc::new(Feed::new(Head::default(), Vec::new(), at("14:00:00")));
    let seen = Arc::new(AtomicU64::new(0));
    let (writing, shown) = (feed.clone(), seen.clone());
    // Records the next line the moment the last one was seen, which is while the reader looks again.
    let writer = std::thread::spawn(move || {
        for seq in 1..=ROUNDS {
            while shown.load(Ordering::Acquire) < seq - 1 {
                std::thread::yield_now();
            }
            let line = Line {
                seq: Seq(seq),
                incident: None,
                json: String::new(),
            };
            writing.publish(vec![line], at("14:00:00"));
        }
    });
    let mut follower = feed.follow();
    let mut wanted = Wanted {
        after: Seq(0),
        mark: None,
        limit: 10,
        incident: None,
    };
    while wanted.after.0 < ROUNDS {
        match follower.look(&wanted) {
            Read::News(batch) => {
                wanted.after = batch.through;
                wanted.mark = batch.mark;
                seen.store(batch.through.0, Ordering::Release);
            }
            Read::Nothing { .. } => {
                let woken = tokio::time::timeout(LOST, follower.changed());
                woken.await.expect("a wake-up was lost");
            }
            other => panic!("{other:?}"),
        }
    }
    writer.join().unwrap();
}
