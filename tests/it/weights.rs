//! The real hub under weight: killed, asked a thousand times at once, asked everything thrice, cut off, with wrong clocks;
//! and what everybody was told held against what is recorded.

mod agreed;
mod claims;
mod clocks;
mod cut_off;
mod folds;
mod history;
mod holders;
mod kills;
mod linear;
mod people;
mod proxy;
mod screens;
mod thrice;

use crate::binary::rig::Rig;
use crate::record::Line;
use jiff::Timestamp;
use serde_json::Value;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use warroom::clock::Clock;
use warroom::domain::actor::Access;
use warroom::domain::event::Recorded;
use warroom::domain::ids::Name;
use warroom::hub::auth::token_hash;
use warroom::store::{Store, check};

/// Gives everybody a token before the hub begins: their name.
fn let_in<'a>(rig: &Rig, people: impl IntoIterator<Item = (&'a str, Access)>) {
    let mut store = Store::open(&rig.path("hub.sqlite"), [7; 32]).unwrap();
    for (name, access) in people {
        store
            .add_token(&Name::from(name), access, token_hash(name))
            .unwrap();
    }
}

/// Whether so many connections can be open here, and in a hub that is started from here; else says that it is skipped.
fn room_for(connections: usize) -> bool {
    /// Of the other tests, and for what else is open.
    const MORE: usize = 1_000;
    let wanted = connections + MORE;
    if open_files() < wanted {
        let this = std::process::id().to_string();
        // Where that is not allowed, it is seen below.
        let _ = Command::new("prlimit")
            .args(["--pid", &this, &format!("--nofile={wanted}:")])
            .status();
    }
    let room = open_files() >= wanted;
    if !room {
        eprintln!(
            "skipped: {wanted} open files are wanted, and {} are allowed here",
            open_files()
        );
    }
    room
}

/// How many files this process may have open.
fn open_files() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits.lines().find(|line| line.starts_with("Max open files"));
    let soft = line.and_then(|line| line.split_whitespace().nth(3));
    match soft {
        Some("unlimited") => usize::MAX,
        soft => soft.and_then(|soft| soft.parse().ok()).unwrap_or(0),
    }
}

/// The whole record of a hub that does not run, every link of it looked at.
fn recorded(store: &Path) -> Vec<Recorded> {
    let mut log = Vec::new();
    check::check(store, &mut |recorded| log.push(recorded.clone())).unwrap();
    log
}

/// What comes after an event, as the hub tells it.
fn events(line: &mut Line, after: u64) -> Vec<Value> {
    let path = format!("/v1/events?after={after}&limit=5000");
    let mut answer = read(line.ask("GET", &path, ""));
    let Value::Array(events) = answer["events"].take() else {
        panic!("no events: {answer}");
    };
    events
}

/// The time of this machine.
fn now() -> Timestamp {
    Clock::real().now()
}

/// The body of a good answer.
#[track_caller]
fn read(answer: Option<(u16, String)>) -> Value {
    let (status, body) = answer.expect("the hub answers");
    assert_eq!(status, 200, "{body}");
    serde_json::from_str(&body).unwrap()
}

/// Waits so long, by polls that wait for news.
fn pass(line: &mut Line, length: Duration) {
    /// Seconds that a poll waits at most.
    const LONGEST: u64 = 30;
    let until = Instant::now() + length;
    let mut after = 0;
    loop {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return;
        }
        let wait = left.as_secs().clamp(1, LONGEST);
        let path = format!("/v1/events?after={after}&limit=5000&wait={wait}");
        after = read(line.ask("GET", &path, ""))["through"].as_u64().unwrap();
    }
}

#[track_caller]
fn none_wrong(faults: &[String]) {
    let first = faults.iter().take(20).cloned().collect::<Vec<_>>().join("\n");
    assert!(faults.is_empty(), "{} faults:\n{first}", faults.len());
}
