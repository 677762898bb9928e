//! What is owed: every due of 5,000 accounts and 20,000 events, and how that grows with the events and the accounts.

#![allow(clippy::unwrap_used)]

mod kit;
#[path = "../tests/it/screens/stage.rs"]
#[allow(dead_code)]
mod stage;
#[path = "../tests/it/screens/world.rs"]
#[allow(dead_code)]
mod world;

use kit::{busy, ms, percentile, ratio, say};
use std::time::{Duration, Instant};
use warroom::domain::due::{dues, owed};
use warroom::domain::incident::Incident;
use warroom::domain::waits::waiting;
use world::World;

const ROUNDS: usize = 25;

fn main() {
    let large = busy(5_000, 20_000);
    let few_events = busy(500, 2_000);
    let many_events = busy(500, 20_000);
    let few_accounts = busy(500, 20_000);
    let all = measured(&large, |incident| dues(incident).len());
    say("every due of 5,000 accounts, 20,000 events", ms(all));
    say(
        "what of it outlives the incident",
        ms(measured(&large, |incident| owed(incident).len())),
    );
    say(
        "what waits for a word",
        ms(measured(&large, |incident| waiting(incident).len())),
    );
    let (few, many) = (
        measured(&few_events, |incident| dues(incident).len()),
        measured(&many_events, |incident| dues(incident).len()),
    );
    say(
        "ten times the events (500 accounts)",
        format!("x{:.2} of the time", ratio(many, few)),
    );
    let less = measured(&few_accounts, |incident| dues(incident).len());
    say(
        "ten times the accounts (20,000 events)",
        format!("x{:.2} of the time", ratio(all, less)),
    );
}

fn measured(world: &World, ask: impl Fn(&Incident) -> usize) -> Duration {
    let incident = world.picture.open()[0];
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            let found = std::hint::black_box(ask(incident));
            let took = start.elapsed();
            assert!(found < 1_000_000);
            took
        })
        .collect();
    percentile(&mut times, 0.5)
}
