//! The whole room in one thread with virtual time: hub, screens, outboxes and journals as the machines they are, while
//! the line, the disks and the clocks fail and anything is killed between any two steps.
//!
//! A run follows from its seed. `WARROOM_SIM_SEED=7 cargo test --test it simulation::one` plays one again and shows what
//! happened; `WARROOM_SIM_HOURS=8 cargo test --test it simulation::overnight -- --ignored` goes on for a night.

mod deeds;
pub mod dice;
mod disk;
mod faults;
mod hub;
mod oracle;
mod screen;
mod troubles;
mod world;

use crate::trust;
use faults::Broken;
use oracle::Counts;
use std::env;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};
use world::{Ran, World};

/// One run; a panic of a machine is a violation like the others.
fn play(seed: u64, broken: Broken) -> Ran {
    let ran = catch_unwind(AssertUnwindSafe(|| World::new(seed, broken).run()));
    ran.unwrap_or_else(|panic| {
        let what = panic.downcast_ref::<String>().cloned();
        let what = what.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        Ran {
            counts: Counts::default(),
            digest: 0,
            result: Err(format!("panic: {}", what.unwrap_or_default())),
        }
    })
}

fn replay(seed: u64) -> String {
    format!("replay it: WARROOM_SIM_SEED={seed} cargo test --test it simulation::one -- --nocapture")
}

#[track_caller]
fn hold(seed: u64) -> Ran {
    let ran = play(seed, Broken::Nothing);
    if let Err(wrong) = &ran.result {
        panic!("seed {seed}: {wrong}\n{}", replay(seed));
    }
    ran
}

fn told(runs: usize, counts: &Counts) -> String {
    format!(
        "{runs} seeds, {} commands, {} acknowledged, {} refused, {} claims, {} events, {} kills, {} troubles, none wrong",
        counts.deeds,
        counts.acknowledged,
        counts.refused,
        counts.claims,
        counts.events,
        counts.kills,
        counts.troubles
    )
}

#[test]
fn one() {
    let seed = env::var("WARROOM_SIM_SEED").map_or(1, |seed| seed.parse().expect("a seed is a number"));
    let (first, again) = (hold(seed), hold(seed));
    assert_eq!(
        first.digest, again.digest,
        "a seed plays the same twice, bit for bit"
    );
}

#[test]
fn whatever_fails_nothing_acknowledged_is_lost_or_doubled_and_all_pictures_are_equal() {
    let runs = trust::times(500, 20_000);
    let mut counts = Counts::default();
    for seed in 1..=runs as u64 {
        counts.add(&hold(seed).counts);
    }
    trust::result("C9", "simulation", &told(runs, &counts));
}

/// As many seeds as there is time for, other ones than those above.
#[test]
#[ignore = "goes on for WARROOM_SIM_HOURS"]
fn overnight() {
    let hours: f64 = env::var("WARROOM_SIM_HOURS").map_or(8.0, |hours| hours.parse().expect("hours"));
    let end = Instant::now() + Duration::from_secs_f64(hours * 3_600.0);
    let start = 1_000_000;
    let (mut counts, mut runs) = (Counts::default(), 0);
    while Instant::now() < end {
        counts.add(&hold(start + runs).counts);
        runs += 1;
    }
    trust::result("C9", "simulation overnight", &told(runs as usize, &counts));
}

#[test]
fn what_is_broken_on_purpose_is_noticed() {
    for (broken, words) in [
        (Broken::HubForgetsAnswers, &["written twice", "a second time"][..]),
        (Broken::HubAnswersUnwritten, &["are left"]),
        (Broken::HubSkipsALine, &["another picture", "is told"]),
        (Broken::OutboxForgetsItsJournal, &["never delivered"]),
        (Broken::JournalLies, &["never delivered"]),
        (Broken::ScreenSkipsAnEvent, &["another picture", "is told"]),
        (Broken::ScreenKnowsNoMark, &["another picture", "is told"]),
        (Broken::ScreenIsNeverStale, &["looks live"]),
    ] {
        let found = (1..=300).find_map(|seed| {
            let wrong = play(seed, broken).result.err()?;
            Some((seed, wrong.lines().next().unwrap_or_default().to_owned()))
        });
        let (seed, wrong) = found.unwrap_or_else(|| panic!("{broken:?} is not noticed"));
        eprintln!("{broken:?} is noticed with seed {seed}: {wrong}");
        let right = words.iter().any(|word| wrong.contains(word));
        assert!(right, "{broken:?}: {wrong}");
    }
}
