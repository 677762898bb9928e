//! The poller, as sequences of what happens to it and what it then does.

use super::{PAGER, described, moment};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use serde_json::{Value, json};
use warroom::connect::json::Described;
use warroom::connect::json::poll::{Input, Output, Poller};
use warroom::connect::{Batch, Delivery, FetchError};
use warroom::domain::alerts::{Sighting, Signal};
use warroom::domain::command::Command;
use warroom::domain::span::Span;

const URL: &str = "https://api.pagers.test/incidents";

/// A poller, the time, and what it did last in words.
struct Play {
    poller: Poller,
    now: Timestamp,
    delivered: Vec<Delivery>,
}

fn play(change: impl Fn(&mut Described)) -> Play {
    let mut source = described(PAGER);
    source.next = Some("next".to_owned());
    change(&mut source);
    Play {
        poller: Poller::new(source),
        now: moment("2026-11-22T00:00:00Z"),
        delivered: Vec::new(),
    }
}

impl Play {
    /// `fetch URL`, `deliver ID+ ID-` (firing, cleared), `wait SECONDS`.
    fn step(&mut self, input: Input) -> Vec<String> {
        let outputs = self.poller.step(input, self.now, 1.0);
        let told = outputs.into_iter().map(|output| match output {
            Output::Fetch { url } => format!("fetch {url}"),
            Output::Wait(until) => format!("wait {}", until.duration_since(self.now).as_secs()),
            Output::Deliver(delivery) => {
                let Batch::Incidents(sightings) = &delivery.batch else {
                    unreachable!()
                };
                let told = sightings.iter().map(|sighting| match sighting.signal {
                    Signal::Firing => format!(" {}+", sighting.fingerprint),
                    Signal::Suppressed => format!(" {}~", sighting.fingerprint),
                    Signal::Cleared => format!(" {}-", sighting.fingerprint),
                });
                let told = format!("deliver{}", told.collect::<String>());
                self.delivered.push(delivery);
                told
            }
        });
        told.collect()
    }

    fn due(&mut self) -> Vec<String> {
        self.step(Input::Due)
    }

    fn answer(&mut self, body: Value) -> Vec<String> {
        self.step(Input::Answer(body.to_string().into_bytes()))
    }

    fn fails(&mut self, error: FetchError) -> Vec<String> {
        self.step(Input::Failed(error))
    }

    /// A whole round of one page.
    fn round(&mut self, items: &[Value]) -> Vec<String> {
        assert_eq!(self.due(), [format!("fetch {URL}")]);
        self.answer(page(items, json!(null)))
    }
}

fn page(items: &[Value], next: Value) -> Value {
    json!({"incidents": items, "next": next})
}

fn open(id: &str) -> Value {
    json!({"id": id, "title": "down", "status": "open", "created_at": "2026-11-21T23:50:00Z"})
}

fn closed(id: &str) -> Value {
    json!({"id": id, "title": "down", "status": "resolved", "created_at": "2026-11-21T23:50:00Z"})
}

fn server_fault() -> FetchError {
    FetchError::Server {
        status: 502,
        retry_after: None,
    }
}

fn slow_down(seconds: i64) -> FetchError {
    FetchError::RateLimited {
        retry_after: Some(Span(SignedDuration::from_secs(seconds))),
    }
}

#[test]
fn only_what_is_news_is_delivered() {
    let mut play = play(|_| {});
    assert_eq!(play.round(&[open("a"), open("b")]), ["deliver a+ b+", "wait 30"]);
    assert_eq!(play.round(&[open("b"), open("a")]), ["wait 30"]);
    assert_eq!(
        play.round(&[open("a"), closed("b"), open("c")]),
        ["deliver b- c+", "wait 30"]
    );
    assert_eq!(play.round(&[open("a"), closed("b"), open("c")]), ["wait 30"]);
    assert_eq!(
        play.round(&[open("a"), open("b"), open("c")]),
        ["deliver b+", "wait 30"]
    );
}

#[test]
fn an_item_listed_twice_counts_once_as_it_came_first() {
    let mut play = play(|_| {});
    assert_eq!(play.round(&[open("a"), closed("a")]), ["deliver a+", "wait 30"]);
    assert_eq!(play.round(&[open("a"), closed("a")]), ["wait 30"]);
}

#[test]
fn an_incident_that_is_no_longer_listed_is_not_over() {
    let mut play = play(|_| {});
    play.round(&[open("a")]);
    assert_eq!(play.round(&[]), ["wait 30"]);
}

#[test]
fn where_absence_says_so_it_is_over_once() {
    let mut play = play(|source| source.absent_means_cleared = true);
    play.round(&[open("a"), open("b"), closed("c")]);
    assert_eq!(play.round(&[open("b")]), ["deliver a-", "wait 30"]);
    assert_eq!(play.round(&[open("b")]), ["wait 30"]);
    assert_eq!(play.round(&[open("a"), open("b")]), ["deliver a+", "wait 30"]);
}

#[test]
fn absence_says_nothing_while_the_list_is_not_whole() {
    let mut play = play(|source| source.absent_means_cleared = true);
    play.round(&[open("a"), open("b")]);
    let unreadable = json!({"id": "b", "title": "down", "status": "of next week"});
    assert_eq!(play.round(&[open("a"), unreadable]), ["wait 30"]);
    play.due();
    assert_eq!(
        play.answer(page(&[open("a")], json!("/page2"))),
        ["fetch https://api.pagers.test/page2"]
    );
    assert_eq!(play.fails(server_fault()), ["wait 30"]);
    play.due();
    assert_eq!(
        play.answer(page(&[open("a")], json!("https://elsewhere.test/2"))),
        ["wait 30"]
    );
    assert_eq!(play.round(&[open("a")]), ["deliver b-", "wait 30"]);
}

#[test]
fn after_a_restart_the_absent_are_missed_if_the_hub_says_what_fires() {
    let mut play = play(|source| source.absent_means_cleared = true);
    play.round(&[open("a"), open("b")]);
    let Batch::Incidents(firing) = play.delivered.remove(0).batch else {
        unreachable!()
    };
    let mut after = self::play(|source| source.absent_means_cleared = true);
    after.poller.remember(firing);
    assert_eq!(after.round(&[open("b")]), ["deliver b+ a-", "wait 30"]);
}

#[test]
fn what_did_not_arrive_is_news_again() {
    let mut play = play(|source| source.absent_means_cleared = true);
    play.round(&[open("a"), open("b")]);
    play.round(&[open("b")]);
    for lost in std::mem::take(&mut play.delivered) {
        play.poller.not_delivered(lost);
    }
    assert_eq!(play.round(&[open("b")]), ["deliver b+ a-", "wait 30"]);
    assert_eq!(play.round(&[open("b")]), ["wait 30"]);
}

#[test]
fn failures_are_asked_about_ever_more_rarely_and_one_success_ends_that() {
    let mut play = play(|_| {});
    let mut waits = Vec::new();
    for _ in 0..6 {
        play.due();
        waits.extend(play.fails(server_fault()));
    }
    assert_eq!(
        waits,
        [
            "wait 30", "wait 60", "wait 120", "wait 240", "wait 300", "wait 300"
        ]
    );
    let health = play.poller.health();
    assert_eq!((health.failures, health.last_success), (6, None));
    assert_eq!(health.last_error.as_deref(), Some("failed (502)"));
    assert_eq!(health.next_try, Some(moment("2026-11-22T00:05:00Z")));
    assert_eq!(play.round(&[open("a")]), ["deliver a+", "wait 30"]);
    let health = play.poller.health();
    assert_eq!(
        (health.failures, &health.last_error, health.last_success),
        (0, &None, Some(play.now))
    );
    play.due();
    assert_eq!(play.fails(server_fault()), ["wait 30"]);
}

#[test]
fn jitter_spreads_a_pause_over_its_second_half() {
    for (jitter, wait) in [(0.0, 15), (0.5, 22), (1.0, 30), (9.0, 30), (-1.0, 15)] {
        let mut poller = Poller::new(described(PAGER));
        let now = moment("2026-11-22T00:00:00Z");
        poller.step(Input::Due, now, jitter);
        let outputs = poller.step(Input::Failed(server_fault()), now, jitter);
        let Output::Wait(until) = outputs[0] else {
            unreachable!()
        };
        assert_eq!(until.duration_since(now).as_secs(), wait, "{jitter}");
    }
}

#[test]
fn a_source_that_asks_for_a_pause_gets_it() {
    let mut play = play(|_| {});
    for (error, wait) in [
        (slow_down(100), "wait 100"),
        (slow_down(1), "wait 60"),
        (FetchError::Auth { status: 401 }, "wait 120"),
        (
            FetchError::Network("no whole answer within 30 s".into()),
            "wait 240",
        ),
    ] {
        play.due();
        assert_eq!(play.fails(error), [wait]);
    }
    assert_eq!(
        play.poller.health().last_error.as_deref(),
        Some("cannot be reached: no whole answer within 30 s")
    );
}

#[test]
fn a_rare_source_that_fails_is_asked_again_within_five_minutes() {
    let mut play = play(|source| source.every = "6h".parse().unwrap());
    play.due();
    assert_eq!(play.fails(server_fault()), ["wait 300"]);
    assert_eq!(play.round(&[]), ["wait 21600"]);
}

#[test]
fn a_body_that_cannot_be_read_is_a_failure_and_a_bad_item_is_not() {
    let mut play = play(|_| {});
    play.due();
    assert_eq!(play.step(Input::Answer(b"<html>".to_vec())), ["wait 30"]);
    assert!(
        play.poller
            .health()
            .last_error
            .as_ref()
            .unwrap()
            .starts_with("the body is not JSON")
    );
    assert_eq!(play.round(&[json!(7), open("a")]), ["deliver a+", "wait 30"]);
    assert_eq!(play.poller.health().faults, ["item 1: is not an object"]);
    assert_eq!(play.round(&[open("a")]), ["wait 30"]);
    assert_eq!(play.poller.health().faults, [""; 0]);
}

#[test]
fn pages_are_followed_and_delivered_together() {
    let mut play = play(|_| {});
    play.due();
    let second = format!("{URL}?page=2");
    assert_eq!(
        play.answer(page(&[open("a")], json!("?page=2"))),
        [format!("fetch {second}")]
    );
    assert_eq!(
        play.answer(page(&[open("a"), open("b")], json!(""))),
        ["deliver a+ b+", "wait 30"]
    );
}

#[test]
fn a_mark_goes_into_the_query_beside_what_is_there() {
    let mut play = play(|source| {
        source.url = format!("{URL}?status=open");
        source.next_query = Some("after".to_owned());
    });
    play.due();
    assert_eq!(
        play.answer(page(&[], json!("x y"))),
        [format!("fetch {URL}?status=open&after=x+y")]
    );
    assert_eq!(
        play.answer(page(&[], json!(7))),
        [format!("fetch {URL}?status=open&after=7")]
    );
    assert_eq!(play.answer(page(&[], json!(null))), ["wait 30"]);
}

#[test]
fn pages_before_a_failure_are_delivered_and_the_rest_when_it_is_over() {
    let mut play = play(|_| {});
    play.due();
    play.answer(page(&[open("a")], json!("?page=2")));
    assert_eq!(play.fails(slow_down(10)), ["deliver a+", "wait 30"]);
    play.due();
    play.answer(page(&[open("a")], json!("?page=2")));
    assert_eq!(
        play.answer(page(&[open("b")], json!(null))),
        ["deliver b+", "wait 30"]
    );
}

#[test]
fn a_list_that_goes_on_where_it_must_not_is_cut_and_what_it_held_is_kept() {
    for (next, why) in [
        ("https://elsewhere.test/incidents?page=2", "another host"),
        ("http://api.pagers.test/incidents?page=2", "another host"),
        ("https://api.pagers.test:8443/incidents", "another host"),
        ("https://api.pagers.test@elsewhere.test/", "another host"),
        ("//elsewhere.test/", "another host"),
        ("file:///etc/passwd", "another host"),
        ("https://[", "no address"),
        (URL, "a page we had"),
        ("/incidents", "a page we had"),
    ] {
        let mut play = play(|_| {});
        play.due();
        assert_eq!(
            play.answer(page(&[open("a")], json!(next))),
            ["deliver a+", "wait 30"],
            "{next}"
        );
        let faults = &play.poller.health().faults;
        assert!(faults[0].contains(why), "{next}: {faults:?}");
    }
}

#[test]
fn a_list_without_end_is_cut_at_fifty_pages() {
    let mut play = play(|_| {});
    let mut told = play.due();
    let mut pages = 0;
    while told.last().unwrap().starts_with("fetch") {
        pages += 1;
        told = play.answer(page(&[], json!(format!("?page={pages}"))));
    }
    assert_eq!((pages, told), (50, vec!["wait 30".to_owned()]));
    assert!(play.poller.health().faults[0].contains("50 pages"));
}

#[test]
fn a_delivery_is_a_command_for_the_hub() {
    let mut play = play(|_| {});
    play.round(&[open("a")]);
    let Command::ReceiveAlerts(received) = play.delivered.remove(0).command() else {
        unreachable!()
    };
    let ids: Vec<_> = received
        .alerts
        .iter()
        .map(|alert: &Sighting| alert.fingerprint.as_str())
        .collect();
    assert_eq!((received.source.as_str(), ids), ("test", vec!["a"]));
    let accounts = Delivery {
        source: "crm".into(),
        batch: Batch::Accounts(vec![]),
        hash: "ab".into(),
        columns: vec!["id".into(), "name".into()],
    };
    let Command::ImportDirectory(import) = accounts.command() else {
        unreachable!()
    };
    assert_eq!((import.from.as_str(), import.hash.as_str()), ("crm", "ab"));
    assert_eq!(import.columns, ["id", "name"]);
}

proptest! {
    /// Whatever happens, each step ends by asking or by waiting, no later than an hour and a bit.
    #[test]
    fn a_poller_never_stops_and_never_spins(steps in prop::collection::vec((0..6_u8, 0.0..1.0_f64), 1..60)) {
        let mut poller = Poller::new(described(PAGER));
        let mut now = moment("2026-11-22T00:00:00Z");
        for (step, jitter) in steps {
            let input = match step {
                0 => Input::Due,
                1 => Input::Answer(page(&[open("a")], json!("?p=1")).to_string().into_bytes()),
                2 => Input::Answer(page(&[closed("a")], json!(null)).to_string().into_bytes()),
                3 => Input::Answer(b"\xff".to_vec()),
                4 => Input::Failed(slow_down(3_600)),
                _ => Input::Failed(server_fault()),
            };
            let outputs = poller.step(input, now, jitter);
            let (last, before) = outputs.split_last().unwrap();
            prop_assert!(before.iter().all(|output| matches!(output, Output::Deliver(_))));
            match last {
                Output::Wait(until) => {
                    let wait = until.duration_since(now);
                    prop_assert!(wait >= SignedDuration::from_secs(15) && wait <= SignedDuration::from_hours(1));
                    now = *until;
                }
                Output::Fetch { url } => prop_assert!(url.starts_with(URL)),
                Output::Deliver(_) => prop_assert!(false, "a step ends with a delivery"),
            }
        }
    }
}
