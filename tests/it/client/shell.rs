//! The shell against a whole hub: news, answers, and a hub that goes away and comes back.

use crate::hub::live::{Live, memory, settings};
use crate::hub::{at, by, claim, declare, import, note, number, submission};
use serde_json::json;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::net::UnixListener;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use warroom::client::connection::{Address, Hub, Reach};
use warroom::client::feed::Liveness;
use warroom::client::shell::{Link, Message, Settings, start};
use warroom::client::time::Stopwatch;
use warroom::domain::ids::Seq;

fn reach(address: Address, token: Option<&str>) -> Hub {
    Hub::new(Reach {
        address,
        token: token.map(str::to_owned),
        speak_as: None,
        ca: None,
    })
    .unwrap()
}

fn screen(hub: Hub) -> (Link, UnboundedReceiver<Message>) {
    screen_by(hub, Stopwatch::start())
}

fn screen_by(hub: Hub, stopwatch: Stopwatch) -> (Link, UnboundedReceiver<Message>) {
    let (tell, messages) = unbounded_channel();
    let settings = Settings {
        screen: Some(number(77)),
        incident: None,
        after: Seq(0),
        stopwatch,
        keeps: false,
        seed: 7,
    };
    let link = start(hub, settings, move |message| drop(tell.send(message)));
    (link, messages)
}

/// The next message that says something to `pick`.
async fn next<T>(messages: &mut UnboundedReceiver<Message>, pick: impl Fn(&Message) -> Option<T>) -> T {
    let found = async {
        loop {
            let message = messages.recv().await.expect("the shell goes on");
            if let Some(found) = pick(&message) {
                return found;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(20), found)
        .await
        .expect("the message comes")
}

fn liveness(message: &Message) -> Option<Liveness> {
    match message {
        Message::Liveness(liveness) => Some(liveness.clone()),
        _ => None,
    }
}

fn live(message: &Message) -> Option<()> {
    (liveness(message)? == Liveness::Live).then_some(())
}

fn through(wanted: u64) -> impl Fn(&Message) -> Option<()> {
    move |message| match message {
        Message::News(news, _) if news.through.0 >= wanted => Some(()),
        _ => None,
    }
}

/// The word on the command of a number.
fn word(id: u128) -> impl Fn(&Message) -> Option<String> {
    move |message| match message {
        Message::Settled { id: found, result } if *found == number(id) => Some(match result {
            Ok(accepted) => format!("{:?}", accepted.outcome),
            Err(problem) => problem.refusal.clone().unwrap_or_else(|| problem.title.clone()),
        }),
        Message::Unknown { id: found, .. } if *found == number(id) => Some("unknown".to_owned()),
        Message::NotSent { id: found, .. } if *found == number(id) => Some("not sent".to_owned()),
        _ => None,
    }
}

#[tokio::test]
async fn what_one_screen_does_another_sees_and_each_has_the_hubs_word() {
    let room = Live::start().await;
    let address = Address::parse(&room.url).unwrap();
    let (dana, mut to_dana) = screen(reach(address.clone(), Some("lead")));
    let (_omar, mut to_omar) = screen(reach(address.clone(), Some("advocate")));
    next(&mut to_dana, live).await;
    next(&mut to_omar, live).await;
    dana.submit(submission(1, import()));
    assert_eq!(next(&mut to_dana, word(1)).await, "Accepted");
    dana.submit(submission(2, declare()));
    dana.submit(submission(3, note("rolled back")));
    assert_eq!(next(&mut to_dana, word(2)).await, "Accepted");
    next(&mut to_omar, through(3)).await;
    dana.submit(submission(4, claim("nobody")));
    assert_eq!(next(&mut to_dana, word(4)).await, "unknown_account");
}

#[tokio::test]
async fn a_token_that_is_not_known_is_offline_with_the_hubs_sentence() {
    let room = Live::start().await;
    let (_link, mut messages) = screen(reach(Address::parse(&room.url).unwrap(), Some("nobody's")));
    let reason = next(&mut messages, |message| match liveness(message)? {
        Liveness::Offline { reason, .. } => Some(reason),
        _ => None,
    });
    assert!(reason.await.contains("does not know this token"));
}

async fn on_socket(path: &Path) -> warroom::hub::Hub {
    let _ = std::fs::remove_file(path);
    let hub = warroom::hub::Hub::start(settings(memory())).unwrap();
    hub.serve_unix(UnixListener::bind(path).unwrap());
    hub
}

#[tokio::test]
async fn a_hub_that_goes_away_is_noticed_and_one_with_another_log_is_read_from_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hub.sock");
    let hub = on_socket(&path).await;
    let (link, mut messages) = screen(reach(Address::Socket(path.clone()), None));
    next(&mut messages, live).await;
    link.submit(submission(1, declare()));
    next(&mut messages, through(1)).await;
    hub.stop().await;
    next(&mut messages, |message| {
        matches!(liveness(message)?, Liveness::Stale { .. }).then_some(())
    })
    .await;
    let reason = next(&mut messages, |message| match liveness(message)? {
        Liveness::Offline { reason, .. } => Some(reason),
        _ => None,
    });
    assert!(reason.await.contains("hub.sock"), "it says where it looked");
    // Kept, and delivered to whoever is there next; a claim is not.
    link.submit(submission(2, note("rolled back")));
    link.submit(submission(3, claim("acme")));
    assert_eq!(next(&mut messages, word(3)).await, "not sent");
    let hub = on_socket(&path).await;
    // In whichever order the two find the hub back.
    let either = |message: &Message| match message {
        Message::StartOver(_) => Some("start over".to_owned()),
        other => word(2)(other),
    };
    let mut heard = [
        next(&mut messages, either).await,
        next(&mut messages, either).await,
    ];
    heard.sort();
    assert_eq!(heard, ["no_incident", "start over"]);
    hub.stop().await;
}

#[tokio::test]
async fn a_screen_counts_hub_time_and_not_its_own() {
    let hub = Live::with(warroom::hub::Settings {
        clock: warroom::clock::Clock::starting_at(at("14:00:00"), 10.0),
        ..settings(memory())
    })
    .await;
    let submitted = hub
        .hub
        .handle()
        .submit_at(submission(1, declare()), by("dana"), at("14:00:00"))
        .await;
    submitted.unwrap();
    let stopwatch = Stopwatch::start();
    let (_link, mut messages) = screen(reach(Address::parse(&hub.url).unwrap(), Some("lead")));
    let time = next(&mut messages, |message| match message {
        Message::News(_, time) => Some(*time),
        _ => None,
    })
    .await;
    let now = time.now(stopwatch.read());
    assert!(now >= at("14:00:00") && now < at("15:00:00"), "{now}");
}

#[tokio::test]
async fn when_the_last_hold_on_it_is_dropped_the_shell_ends() {
    let room = Live::start().await;
    let (link, mut messages) = screen(reach(Address::parse(&room.url).unwrap(), Some("lead")));
    next(&mut messages, live).await;
    drop(link);
    let ended = async { while messages.recv().await.is_some() {} };
    tokio::time::timeout(Duration::from_secs(20), ended)
        .await
        .expect("it ends");
}

/// A record in memory that has this declared, and as many notes.
async fn recorded(title: &str, notes: u128) -> warroom::hub::Hub {
    let hub = warroom::hub::Hub::start(settings(memory())).unwrap();
    let declared = submission(
        1,
        json!({ "kind": "declare_incident", "title": title, "severity": "sev1" }),
    );
    let notes = (2..2 + notes).map(|id| submission(id, note(&format!("note {id}"))));
    for submission in std::iter::once(declared).chain(notes) {
        let said = hub
            .handle()
            .submit_at(submission, by("dana"), at("14:00:00"))
            .await;
        said.unwrap();
    }
    hub
}

#[tokio::test]
async fn a_hub_with_a_log_that_has_grown_longer_in_the_place_of_another_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hub.sock");
    let first = recorded("Video calls drop", 2).await;
    first.serve_unix(UnixListener::bind(&path).unwrap());
    let (link, mut messages) = screen(reach(Address::Socket(path.clone()), None));
    next(&mut messages, through(3)).await;
    first.stop().await;
    std::fs::remove_file(&path).unwrap();
    link.submit(submission(77, note("said while it was away")));

    let second = recorded("Checkout fails", 9).await;
    second.serve_unix(UnixListener::bind(&path).unwrap());
    next(&mut messages, |message| {
        matches!(message, Message::StartOver(_)).then_some(())
    })
    .await;
    let title = next(&mut messages, |message| match message {
        Message::News(news, _) => Some(format!("{:?}", news.events.first()?.event)),
        _ => None,
    });
    assert!(title.await.contains("Checkout fails"));
    second.stop().await;
}

#[tokio::test]
async fn after_the_machine_has_slept_a_screen_is_stale_until_it_has_asked_again() {
    /// Minutes slept.
    static SLEPT: AtomicU64 = AtomicU64::new(0);
    fn clock() -> Duration {
        static FIRST: OnceLock<Instant> = OnceLock::new();
        FIRST.get_or_init(Instant::now).elapsed() + Duration::from_secs(60 * SLEPT.load(Ordering::SeqCst))
    }
    let room = Live::start().await;
    let stopwatch = Stopwatch::by(clock);
    let hub = reach(Address::parse(&room.url).unwrap(), Some("lead"));
    let (link, mut messages) = screen_by(hub, stopwatch);
    next(&mut messages, live).await;
    SLEPT.store(10, Ordering::SeqCst);
    // Whatever wakes it: it sees how late it is.
    link.looking_at(None);
    next(&mut messages, |message| {
        matches!(liveness(message)?, Liveness::Stale { .. }).then_some(())
    })
    .await;
    next(&mut messages, live).await;
}
