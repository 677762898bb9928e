//! D2: nothing is answered before it is on the disk, as the system sees it: write, sync, answer.

use super::Line;
use crate::binary::rig::{DEADLINE, Rig, SETTINGS};
use crate::trust;
use std::fs;
use std::path::Path;
use std::time::Instant;
use uuid::Uuid;

/// What a trace shows of the order.
#[derive(Debug, Default, PartialEq)]
struct Order {
    /// Answers 200 to a command.
    answers: usize,
    /// Of those, how many came when something was written and not synced, or without anything being synced.
    early: usize,
}

/// Reads a trace of one asker who waits for each answer before asking again.
fn order(trace: &str) -> Order {
    let mut order = Order::default();
    let (mut dirty, mut synced) = (false, false);
    for line in trace.lines() {
        let injected = line.contains("(INJECTED)");
        let done = !line.contains("<unfinished");
        if line.contains("pwrite64(") && line.contains("-wal>") {
            (dirty, synced) = (true, false);
        } else if line.contains("sync") && line.contains("= 0") && done && !injected {
            let of_the_log = line.contains("-wal>") || line.contains("resumed");
            if of_the_log && dirty {
                (dirty, synced) = (false, true);
            }
        } else if line.contains("\"HTTP/1.1 200") && line.contains("accepted") {
            order.answers += 1;
            order.early += usize::from(dirty || !synced);
            synced = false;
        }
    }
    order
}

/// What the system saw of a hub that answered so many notes.
fn traced(acks: usize, more: &[&str]) -> Order {
    let rig = Rig::with(SETTINGS);
    let file = rig.path("trace");
    let calls = "trace=pwrite64,fdatasync,fsync,sendto,write,writev";
    // The hub is then the process that was started, and the tracer one beside it.
    let strace = [
        "strace",
        "-D",
        "-f",
        "-y",
        "-s",
        "600",
        "-o",
        file.to_str().unwrap(),
        "-e",
        calls,
    ];
    let hub = rig.serve_under(&[&strace, more].concat());
    let mut line = Line::to(&hub);
    line.declare();
    for _ in 0..acks {
        assert_eq!(line.note(Uuid::new_v4(), 40).unwrap().0, 200);
    }
    drop(line);
    hub.kill();
    order(&whole(&file))
}

/// The trace, once its tracer has written the end.
fn whole(file: &Path) -> String {
    let until = Instant::now() + DEADLINE;
    loop {
        let trace = fs::read_to_string(file).unwrap();
        let last = trace.lines().last().unwrap_or_default();
        if last.contains("+++ killed by SIGKILL") {
            return trace;
        }
        assert!(Instant::now() < until, "the trace does not end: {last}");
        std::thread::yield_now();
    }
}

#[test]
fn nothing_is_answered_before_it_is_written_and_synced() {
    if !trust::has("strace", &["-o", "/dev/null", "true"]) {
        return;
    }
    let acks = trust::times(50, 1_000);
    let seen = traced(acks, &[]);
    assert_eq!((seen.answers, seen.early), (acks + 1, 0));
    trust::result(
        "D2",
        "write, fdatasync, answer by strace",
        &format!("{} answers, 0 before their sync", seen.answers),
    );
}

#[test]
fn a_hub_whose_syncs_are_dropped_is_caught() {
    if !trust::has("strace", &["-o", "/dev/null", "true"]) {
        return;
    }
    let seen = traced(10, &["-e", "inject=fdatasync,fsync:retval=0"]);
    assert_eq!((seen.answers, seen.early), (11, 11));
}
