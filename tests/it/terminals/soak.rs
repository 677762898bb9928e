//! A room that has seen very much: no descriptor or thread more than at its start, and the screen and the memory of one
//! that has only just begun.

use super::tty::{DEADLINE, Tty};
use super::{declared, rig, room};
use crate::hub::{note, submission};
use crate::screens::stage::Screen;
use crate::screens::world::{World, at};
use crate::trust;
use nix::unistd::Pid;
use std::time::{Duration, Instant};
use warroom::client::connection::{Address, Hub, Reach};
use warroom::tui::canvas::Lines;
use warroom::tui::msg::Msg;

/// Commands under way at a time.
const AT_ONCE: u128 = 16;

fn entries(program: Pid, folder: &str) -> usize {
    std::fs::read_dir(format!("/proc/{program}/{folder}"))
        .unwrap()
        .count()
}

/// In KB.
fn memory(program: Pid) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{program}/status")).unwrap();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .unwrap();
    line.split_whitespace().next().unwrap().parse().unwrap()
}

/// Waits until a room has no more of these than it may: what is idle goes after some seconds.
#[track_caller]
fn settles(room: &Tty, folder: &str, most: usize) {
    let until = Instant::now() + DEADLINE;
    while entries(room.id(), folder) > most {
        let now = entries(room.id(), folder);
        assert!(Instant::now() < until, "{now} in {folder}, {most} at the start");
        std::thread::park_timeout(Duration::from_millis(50));
    }
}

/// A cell that was cleared is one that was never drawn.
fn trimmed(screen: &str) -> Vec<&str> {
    screen.lines().map(str::trim_end).collect()
}

async fn write_notes(hub: &Hub, count: u128) {
    let mut wait = tokio::task::JoinSet::new();
    for worker in 0..AT_ONCE {
        let hub = hub.clone();
        wait.spawn(async move {
            for number in (worker..count).step_by(AT_ONCE as usize) {
                let submission = submission(10_000 + number, note(&format!("soak {number};")));
                hub.submit(&submission).await.unwrap();
            }
        });
    }
    while let Some(done) = wait.join_next().await {
        done.unwrap();
    }
}

#[test]
fn a_room_that_has_seen_everything_is_as_one_that_has_just_begun() {
    let events = trust::times(2_000, 100_000) as u128;
    let rig = rig();
    let served = declared(&rig);
    let token = served.token("dana", "advocate");
    let worn = room(&served, &token);
    let (files, threads) = (entries(worn.id(), "fd"), entries(worn.id(), "task"));
    let writer = served.token("omar", "advocate");
    let hub = Hub::new(Reach {
        address: Address::parse(&served.url).unwrap(),
        token: Some(std::fs::read_to_string(writer).unwrap().trim().to_owned()),
        speak_as: None,
        ca: None,
    })
    .unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(write_notes(&hub, events));
    // The last to be written is any of the last.
    let fresh = room(&served, &token);
    fresh.wait_for(&["all sent"]);
    worn.wait_until(&format!("the same as a fresh start:\n{}", fresh.text()), |shot| {
        trimmed(&shot.text) == trimmed(&fresh.text()) && shot.has_line(&["soak ", ";"])
    });
    // A connection or two to the hub may stay open for the next question.
    settles(&worn, "fd", files + 2);
    // Nor does a thread of the runtime that waits for something to do mean that they grow.
    settles(&worn, "task", threads + 2);
    let (worn_memory, fresh_memory) = (memory(worn.id()), memory(fresh.id()));
    let counts = format!(
        "{events} events: {} descriptors ({files} at its start), {} threads ({threads}), last frame that of a fresh start, memory \
         {worn_memory} KB, of a fresh start {fresh_memory} KB",
        entries(worn.id(), "fd"),
        entries(worn.id(), "task")
    );
    trust::result("T10", "soak, events", &counts);
    assert!(worn_memory <= fresh_memory * 2, "{counts}");
}

#[test]
fn a_screen_after_very_many_ticks_is_as_a_fresh_one() {
    let ticks = trust::times(2_000, 86_400) as i64;
    let world = World::new().drawn();
    let mut worn = Screen::of("pat", &world, at(13, 0), 100, 30);
    for tick in 1..=ticks {
        worn.hear(Msg::Clock(at(13, tick)));
        if tick % 100 == 0 || tick == ticks {
            let fresh = Screen::of("pat", &world, at(13, tick), 100, 30);
            let (shown, wanted) = (worn.buffer(Lines::Drawn), fresh.buffer(Lines::Drawn));
            assert_eq!(shown, wanted, "after {tick} ticks");
        }
    }
    let counts = format!("{ticks} ticks, each hundredth frame that of a fresh start");
    trust::result("T10", "soak, ticks", &counts);
}
