//! C5: many waiting screens while much happens: each hears of every event once, in order, and all of the same ones.

use super::{let_in, none_wrong, recorded, room_for};
use crate::binary::rig::{Rig, SETTINGS};
use crate::record::Line;
use crate::trust;
use serde::Deserialize;
use std::thread;
use std::time::{Duration, Instant};
use uuid::Uuid;
use warroom::domain::actor::Access;

const WRITERS: usize = 4;
/// So many have a token in common: one may only ask for so much.
const SCREENS_OF_A_TOKEN: usize = 20;
/// One thread a screen, and each needs little.
const STACK: usize = 256 << 10;
/// Nobody waits this long in vain for something that was recorded.
const LONGEST: Duration = Duration::from_secs(600);

/// Number and cause of an event.
type Heard = (u64, Uuid);

#[derive(Deserialize)]
struct News {
    through: u64,
    events: Vec<Event>,
}

#[derive(Deserialize)]
struct Event {
    seq: u64,
    cause: Uuid,
}

/// What is wrong with what one screen has heard, of a log.
fn faults(heard: &[Heard], log: &[Heard]) -> Vec<String> {
    let mut faults = Vec::new();
    for (at, (heard, recorded)) in heard.iter().zip(log).enumerate() {
        if heard != recorded {
            let before = at.checked_sub(1).map_or(0, |before| log[before].0);
            faults.push(format!(
                "after {before} comes {}, and not {}",
                heard.0, recorded.0
            ));
            break;
        }
    }
    if faults.is_empty() && heard.len() != log.len() {
        faults.push(format!("{} of {} were heard", heard.len(), log.len()));
    }
    faults
}

/// One screen, until it has heard of the event `last`.
fn watch(address: &str, token: &str, after: u64, last: u64) -> Vec<Heard> {
    let mut line = Line::at(address, token).expect("there is room for every screen");
    let (screen, mut after, mut heard) = (Uuid::new_v4(), after, Vec::new());
    let until = Instant::now() + LONGEST;
    while after < last && Instant::now() < until {
        let path = format!("/v1/events?after={after}&wait=5&screen={screen}");
        let (status, body) = line.ask("GET", &path, "").expect("an answer");
        assert_eq!(status, 200, "{body}");
        let news: News = serde_json::from_str(&body).unwrap();
        heard.extend(news.events.iter().map(|event| (event.seq, event.cause)));
        after = news.through;
    }
    heard
}

fn write(address: &str, notes: usize) {
    let mut line = Line::at(address, "dana").unwrap();
    for _ in 0..notes {
        let body = serde_json::json!({ "id": Uuid::new_v4(), "kind": "write_note", "text": "still failing" });
        let (status, said) = line.command(&body).expect("an answer");
        assert_eq!(status, 200, "{said}");
    }
}

#[test]
fn every_waiting_screen_hears_of_every_event_once_and_in_order() {
    let (screens, notes) = (trust::times(200, 2_000), trust::times(200, 1_000));
    if !room_for(screens) {
        return;
    }
    let rig = Rig::with(SETTINGS);
    let walls: Vec<String> = (0..screens.div_ceil(SCREENS_OF_A_TOKEN))
        .map(|at| format!("wall-{at}"))
        .collect();
    let_in(&rig, walls.iter().map(|name| (name.as_str(), Access::Wall)));
    let_in(&rig, [("dana", Access::Admin)]);
    let hub = rig.serve();
    Line::at(hub.address(), "dana").unwrap().declare();
    let address = hub.address().to_owned();
    let opening = super::events(&mut Line::at(&address, "dana").unwrap(), 0).len() as u64;
    let last = opening + notes as u64;
    let heard: Vec<Vec<Heard>> = thread::scope(|scope| {
        let address = &address;
        let watchers: Vec<_> = (0..screens)
            .map(|at| {
                let token = &walls[at / SCREENS_OF_A_TOKEN];
                let thread = thread::Builder::new().stack_size(STACK);
                thread
                    .spawn_scoped(scope, move || watch(address, token, opening, last))
                    .unwrap()
            })
            .collect();
        for writer in 0..WRITERS {
            let share = notes / WRITERS + usize::from(writer < notes % WRITERS);
            scope.spawn(move || write(address, share));
        }
        watchers
            .into_iter()
            .map(|screen| screen.join().unwrap())
            .collect()
    });
    hub.terminate();
    let log = recorded(&rig.path("hub.sqlite"));
    let log: Vec<Heard> = log[opening as usize..]
        .iter()
        .map(|event| (event.seq.0, event.cause))
        .collect();
    assert_eq!(log.len(), notes);
    let wrong: Vec<String> = heard.iter().flat_map(|heard| faults(heard, &log)).collect();
    none_wrong(&wrong);
    let counts = format!(
        "{screens} screens x {notes} events: {} deliveries, 0 lost, 0 doubled, all in order",
        heard.iter().map(Vec::len).sum::<usize>()
    );
    trust::result("C5", "waiting screens", &counts);
}

#[test]
fn a_screen_that_misses_an_event_or_hears_one_twice_or_too_early_is_found_out() {
    let log: Vec<Heard> = (1..=5).map(|seq| (seq, Uuid::from_u128(seq.into()))).collect();
    let without = |at: usize| {
        let mut heard = log.clone();
        heard.remove(at);
        heard
    };
    let mut twice = log.clone();
    twice.insert(2, log[1]);
    let mut early = log.clone();
    early.swap(2, 3);
    let mut other = log.clone();
    other[4].1 = Uuid::from_u128(9);
    assert_eq!(faults(&log, &log), [] as [String; 0]);
    assert_eq!(faults(&without(2), &log), ["after 2 comes 4, and not 3"]);
    assert_eq!(faults(&without(4), &log), ["4 of 5 were heard"]);
    assert_eq!(faults(&twice, &log), ["after 2 comes 2, and not 3"]);
    assert_eq!(faults(&early, &log), ["after 2 comes 4, and not 3"]);
    assert_eq!(faults(&other, &log), ["after 4 comes 5, and not 5"]);
}
