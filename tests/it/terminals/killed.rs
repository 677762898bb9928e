//! Terminals killed while they record what no hub has: what they have shown as done is delivered, once.

use super::tty::Tty;
use super::{declared, rig, room};
use crate::trust;

/// Notes of one round.
const NOTES: usize = 4;

/// What is wrong with a log after a terminal was killed: `shown` of what was `typed` had been shown as done.
pub fn faults(log: &str, typed: &[String], shown: &[String]) -> Vec<String> {
    let mut faults = Vec::new();
    for text in typed {
        match (log.matches(text.as_str()).count(), shown.contains(text)) {
            (0, true) => faults.push(format!("lost: {text}")),
            (2.., _) => faults.push(format!("doubled: {text}")),
            (0, false) | (1, _) => {}
        }
    }
    faults
}

#[test]
fn what_a_killed_terminal_has_shown_as_done_is_delivered_once() {
    let rounds = trust::times(2, 60);
    let rig = rig();
    let mut hub = declared(&rig);
    let address = hub.address().to_owned();
    let token = hub.token("dana", "advocate");
    let (mut typed, mut shown) = (Vec::new(), Vec::new());
    for round in 0..rounds {
        let mut dana = room(&hub, &token);
        dana.press(&format!("nround {round} begins\r"));
        dana.wait_for(&["dana", &format!("round {round} begins")]);
        dana.wait_for(&["all sent"]);
        hub.kill();
        dana.wait_for(&["OFFLINE"]);
        let notes: Vec<String> = (0..NOTES).map(|at| format!("round {round} note {at};")).collect();
        // Killed while later ones are still on their way: another one each round is waited for.
        let awaited = &notes[round % NOTES];
        for note in &notes {
            dana.press(&format!("n{note}\r"));
        }
        dana.wait_for(&["dana", awaited]);
        dana.kill_and_wait();
        let seen = dana.text();
        shown.extend(notes.iter().filter(|note| seen.contains(*note)).cloned());
        typed.extend(notes);
        drop(dana);
        hub = rig.serve_at(&address);
        let next = room(&hub, &token);
        next.wait_for_sight(0, &["What had waited is sent"]);
        next.wait_for(&["all sent"]);
    }
    let log = hub.run(&["log"]).well();
    assert_eq!(faults(&log, &typed, &shown), [] as [String; 0]);
    let delivered = typed.iter().filter(|note| log.contains(note.as_str()));
    let counts = format!(
        "{rounds} kills, {} notes shown as kept, {} of {} typed delivered, 0 lost, 0 doubled",
        shown.len(),
        delivered.count(),
        typed.len()
    );
    trust::result("C8", "terminals killed with unsent work", &counts);
}

#[test]
fn a_terminal_whose_disk_forgets_is_found_out() {
    let rig = rig();
    let hub = declared(&rig);
    let address = hub.address().to_owned();
    let token = hub.token("dana", "advocate");
    let mut dana = room(&hub, &token);
    dana.press("nround 0 begins\r");
    dana.wait_for(&["dana", "round 0 begins"]);
    dana.wait_for(&["all sent"]);
    hub.kill();
    dana.wait_for(&["OFFLINE"]);
    let note = "round 0 note 0;".to_owned();
    dana.press(&format!("n{note}\r"));
    dana.wait_for(&["dana", &note]);
    dana.kill_and_wait();
    drop(dana);
    // As if nothing had been written.
    std::fs::remove_dir_all(rig.path("state/warroom/outbox")).unwrap();
    let hub = rig.serve_at(&address);
    room(&hub, &token).wait_for(&["all sent"]);
    let log = hub.run(&["log"]).well();
    let found = faults(&log, std::slice::from_ref(&note), std::slice::from_ref(&note));
    assert_eq!(found, ["lost: round 0 note 0;"]);
    let twice = format!("{note}\n{note}");
    assert_eq!(
        faults(&twice, std::slice::from_ref(&note), &[]),
        ["doubled: round 0 note 0;"]
    );
}

#[test]
fn a_start_while_the_hub_is_away_says_how_much_waits_for_it() {
    let rig = rig();
    let hub = declared(&rig);
    let token = hub.token("dana", "advocate");
    let mut again = hub.command(&[]);
    let mut dana = room(&hub, &token);
    // Once this shows, it is known whose outbox it is.
    dana.wait_for(&["all sent"]);
    hub.kill();
    dana.wait_for(&["OFFLINE"]);
    dana.press("nthe line is dead\r");
    dana.wait_for(&["1 NOT SENT YET"]);
    dana.kill_and_wait();
    let next = Tty::open(again.env("WARROOM_TOKEN_FILE", &token), 80, 24);
    next.wait_for(&["Looking for the hub at"]);
    next.wait_for(&["1 recorded before and not sent"]);
}
