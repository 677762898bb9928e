//! The demo on a real hub with its socket, hundreds of times faster than life.

use super::stage::play;
use std::io::{self, Write};
use warroom::domain::event::{Event, Recorded};
use warroom::run::demo::timeline::print_timeline;
use warroom::run::demo::{Demo, DemoError, Options};
use warroom::wire::{LONGEST_WAIT, Poll};

fn options(folder: &tempfile::TempDir) -> Options {
    Options {
        scenario: "region-down".to_owned(),
        seed: 1,
        speed: 3_000.0,
        exit_after: None,
        socket: folder.path().join("state").join("demo.sock"),
    }
}

async fn log(demo: &Demo) -> Vec<Recorded> {
    let poll = Poll {
        limit: Some(5_000),
        ..Poll::default()
    };
    demo.reader().poll(&poll, || ()).await.unwrap().events
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_hub_whose_clock_runs_it_gives_the_log_of_the_simulation_byte_for_byte() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start(options(&folder)).await.unwrap();
    demo.finished().await;
    let played = log(&demo).await;
    demo.stop().await;
    let written = played
        .iter()
        .map(|recorded| serde_json::to_string(recorded).unwrap());
    let simulated = play(1).log();
    for (live, simulated) in written.zip(simulated.lines()) {
        assert_eq!(live, simulated);
    }
    assert_eq!(played.len(), simulated.lines().count());
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_pipe_it_prints_its_timeline_and_ends_when_the_time_given_is_over() {
    let folder = tempfile::tempdir().unwrap();
    let exit_after = Some("5m".parse().unwrap());
    let demo = Demo::start(Options {
        exit_after,
        ..options(&folder)
    })
    .await
    .unwrap();
    let mut out = Vec::new();
    print_timeline(&demo, &mut out).await.unwrap();
    demo.time_is_up().await;
    demo.stop().await;
    let printed = String::from_utf8(out).unwrap();
    let (headline, lines) = printed.split_once('\n').unwrap();
    assert!(
        headline.contains("Halloway") && headline.contains("3000 times"),
        "{headline}"
    );
    let whole = play(1).until(5, 0);
    let until: Vec<String> = whole
        .timeline()
        .lines()
        .take_while(|line| *line < "13:54:00")
        .map(str::to_owned)
        .collect();
    assert_eq!(lines.lines().collect::<Vec<_>>(), until);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_acted_is_in_the_room() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start(options(&folder)).await.unwrap();
    let mut poll = Poll {
        wait: LONGEST_WAIT,
        screen: Some(uuid::Uuid::from_u128(1)),
        ..Poll::default()
    };
    let cast = ["dana", "ines", "lena", "omar", "pat"];
    loop {
        let news = demo.reader().poll(&poll, || ()).await.unwrap();
        poll.after = news.through;
        let present = news.present.unwrap_or_default();
        if cast
            .iter()
            .all(|name| present.iter().any(|one| one.name.as_str() == *name))
        {
            break;
        }
    }
    demo.stop().await;
}

struct Closed;

impl Write for Closed {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_who_has_seen_enough_ends_it_without_a_complaint() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start(options(&folder)).await.unwrap();
    print_timeline(&demo, &mut Closed).await.unwrap();
    demo.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_joins_by_the_socket_and_takes_an_account_before_the_cast_does() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start(Options {
        speed: 5.0,
        ..options(&folder)
    })
    .await
    .unwrap();
    let mut after = Default::default();
    let declared = loop {
        let poll = Poll {
            after,
            wait: LONGEST_WAIT,
            ..Poll::default()
        };
        let news = demo.reader().poll(&poll, || ()).await.unwrap();
        after = news.through;
        if let Some(declared) = news.events.iter().find_map(|recorded| recorded.incident) {
            break declared;
        }
    };
    let claim = serde_json::json!({"id": uuid::Uuid::from_u128(7), "incident": declared, "kind": "claim_account",
        "account": "northwind"});
    let claim = serde_json::from_value(claim).unwrap();
    demo.reader().submit(&claim).await.unwrap();
    let claimed = log(&demo)
        .await
        .into_iter()
        .find_map(|recorded| match recorded.event {
            Event::AccountClaimed(claimed) => Some((recorded.cause, claimed.account)),
            _ => None,
        });
    assert_eq!(
        claimed,
        Some((claim.id, "northwind".into())),
        "the first claim of all is the guest's"
    );
    demo.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_demo_says_where_the_first_is_and_nothing_is_left_of_either() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start(options(&folder)).await.unwrap();
    let second = Demo::start(options(&folder)).await;
    let socket = demo.socket().to_owned();
    match second {
        Err(error @ DemoError::Running { .. }) => {
            assert!(
                error
                    .to_string()
                    .contains(&format!("--hub unix:{}", socket.display())),
                "{error}"
            );
        }
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("two demos at one socket"),
    }
    demo.stop().await;
    assert!(!socket.exists());
    // What a demo that was killed has left there.
    drop(std::os::unix::net::UnixListener::bind(&socket).unwrap());
    Demo::start(options(&folder)).await.unwrap().stop().await;
}
