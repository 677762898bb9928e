//! The call list: 5,000 accounts ranked again for one person, and whom they call next.

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
use warroom::domain::accounts::Account;
use warroom::domain::call_list::{Order, call_list, call_list_again, call_list_of, next_call};
use warroom::domain::critical::Critical;
use warroom::domain::ids::Name;
use world::{World, at};

const ROUNDS: usize = 25;

fn main() {
    let (small, large) = (busy(500, 2_000), busy(5_000, 20_000));
    let hours = critical(5_000);
    let who = Name::from("pat");
    // As on a screen: the list before it gives its memory to the next one.
    let again = |world: &World, order: Order| {
        let mut list = Vec::new();
        let mut times = timed(|| {
            let (picture, before) = (&world.picture, std::mem::take(&mut list));
            list = call_list_again(before, &who, picture, picture.open()[0], at(20, 0), order);
            list.len()
        });
        percentile(&mut times, 0.5)
    };
    let all = again(&large, Order::Rank);
    say("5,000 accounts ranked again for one person", ms(all));
    say("the same, soonest due first", ms(again(&large, Order::Due)));
    say(
        "the same, each with hours that matter to it",
        ms(again(&hours, Order::Rank)),
    );
    let mut everybody =
        timed(|| call_list(&large.picture, large.picture.open()[0], at(20, 0), Order::Rank).len());
    say(
        "a first list, as everybody has it",
        ms(percentile(&mut everybody, 0.5)),
    );
    say(
        "ten times the accounts",
        format!("x{:.2} of the time", ratio(all, again(&small, Order::Rank))),
    );
    let incident = large.picture.open()[0];
    let list = call_list_of(&who, &large.picture, incident, at(20, 0), Order::Rank);
    let mut times = timed(|| usize::from(next_call(&list, &who, at(20, 0)).is_some()));
    say("whom to call next, of the list", ms(percentile(&mut times, 0.5)));
}

/// Accounts nobody has called yet, every one with its opening of the day and its payroll on Fridays.
fn critical(accounts: usize) -> World {
    let hours = ["daily 09:00-10:00 opening", "fri 14:00-18:00 payroll"];
    let hours: Vec<Critical> = hours.iter().map(|hours| hours.parse().unwrap()).collect();
    let account = |number| Account {
        critical: hours.clone(),
        ..kit::account(number)
    };
    let mut world = World::with((0..accounts).map(account).collect());
    let declare = serde_json::json!({ "kind": "declare_incident", "title": "Video calls drop, EU", "severity": "sev1",
        "components": ["video-eu"], "playbook": "full-outage", "alerted_at": at(0, 0) });
    world.ask("monitor", at(0, 20), declare).unwrap();
    world
}

fn timed(mut work: impl FnMut() -> usize) -> Vec<Duration> {
    let round = |_| {
        let start = Instant::now();
        let found = std::hint::black_box(work());
        let took = start.elapsed();
        assert!(found < 1_000_000);
        took
    };
    (0..ROUNDS).map(round).collect()
}
