//! D2: nothing is answered before it is on the disk, as the system sees it: write, sync, answer.

use super::Line;
use crate::binary::rig::{Rig, SETTINGS};
use crate::trace::calls;
use crate::trust;
use std::fs;
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
    for call in calls(trace) {
        let of_the_log = call.contains("-wal>");
        let sync = call.starts_with("fdatasync(") || call.starts_with("fsync(");
        if call.starts_with("pwrite64(") && of_the_log {
            (dirty, synced) = (true, false);
        } else if sync && of_the_log && dirty && call.contains("= 0") && !call.contains("(INJECTED)") {
            (dirty, synced) = (false, true);
        } else if call.contains("\"HTTP/1.1 200") && call.contains("accepted") {
            order.answers += 1;
            order.early += usize::from(dirty || !synced);
            synced = false;
        }
    }
    order
}

/// What the system saw of a hub that answered so many notes, and its words for it.
fn traced(acks: usize, more: &[&str]) -> (Order, String) {
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
    hub.killed();
    let trace = fs::read_to_string(&file).unwrap();
    (order(&trace), trace)
}

#[test]
fn a_call_told_on_two_lines_is_one_where_it_was_over() {
    let trace = "7 pwrite64(9</hub.sqlite-wal>, \"a\", 1, 0 <unfinished ...>\n\
        8  write(2<pipe>, \"sync = 0\", 8) = 8\n\
        7 <... pwrite64 resumed>) = 1\n\
        7 fdatasync(9</hub.sqlite-wal> <unfinished ...>\n\
        8 sendto(4<socket>, \"HTTP/1.1 200 OK accepted\", 24, 0, NULL, 0) = 24\n\
        7 <... fdatasync resumed>) = 0\n\
        8 sendto(4<socket>, \"HTTP/1.1 200 OK accepted\", 24, 0, NULL, 0) = 24\n";
    assert_eq!(order(trace), Order { answers: 2, early: 1 });
}

#[test]
fn nothing_is_answered_before_it_is_written_and_synced() {
    if !trust::has("strace", &["-o", "/dev/null", "true"]) {
        return;
    }
    let acks = trust::times(50, 1_000);
    let (seen, trace) = traced(acks, &[]);
    assert_eq!((seen.answers, seen.early), (acks + 1, 0), "{trace}");
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
    let (seen, trace) = traced(10, &["-e", "inject=fdatasync,fsync:retval=0"]);
    assert_eq!((seen.answers, seen.early), (11, 11), "{trace}");
}
