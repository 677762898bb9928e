//! Severity, T0 and playbook of a running incident: what each moves and what it leaves.

use crate::domain::changes::in_words;
use crate::domain::command::Command;
use crate::domain::due::dues;
use crate::domain::escalation::LevelState;
use crate::domain::severity::Severity;
use crate::domain::testkit::*;
use jiff::SignedDuration;
use serde_json::{Value, json};
use std::sync::Arc;

fn severity(to: &str, reason: Option<&str>) -> Command {
    command("change_severity", json!({ "severity": to, "reason": reason }))
}

fn start(minutes: i64, reason: &str) -> Command {
    command("correct_start", json!({ "t0": at(minutes), "reason": reason }))
}

fn switch(name: &str) -> Command {
    command("switch_playbook", json!({ "playbook": name }))
}

/// A room whose playbook asks for less at SEV3: support alone, a page every hour, and for the CEO later at SEV2.
fn graded() -> Room {
    let mut room = Room::empty();
    room.reference.playbooks[1] = Arc::new(graded_playbook(json!({})));
    let fields = json!({ "components": ["video-eu"], "playbook": "outage", "severity": "sev3" });
    room.does("dana", declare(fields));
    room.incident = Some("INC-1".parse().unwrap());
    room
}

fn graded_playbook(changed: Value) -> crate::domain::playbook::Playbook {
    let mut whole = serde_json::to_value(playbook("outage", json!({}))).unwrap();
    whole["at"] = json!({
        "sev2": { "levels": { "support_lead": "4m", "head_of_cs": "20m", "ceo": "1h" } },
        "sev3": {
            "levels": { "support_lead": "15m" },
            "public": { "first": "30m", "investigating": "1h", "identified": "1h", "monitoring": "2h" },
            "calls": { "strategic": "24h", "key": "48h", "named": "72h", "claim": "10m" },
        },
    });
    for (key, value) in changed.as_object().unwrap() {
        whole[key] = value.clone();
    }
    serde_json::from_value(whole).unwrap()
}

fn due(room: &Room, what: &str) -> Option<i64> {
    let dues = dues(room.here());
    let found = dues.iter().find(|due| due.what.as_str() == what)?;
    Some(found.at.duration_since(at(0)).as_mins())
}

fn line(room: &Room) -> String {
    room.here().timeline.last().unwrap().text.to_string()
}

#[test]
fn raising_asks_nobody_and_brings_levels_page_and_calls_forward() {
    let mut room = graded();
    assert_eq!((due(&room, "CEO"), due(&room, "Support")), (None, Some(15)));
    assert_eq!(due(&room, "first page text"), Some(30));
    room.at(12).does("omar", severity("sev1", None));
    assert_eq!((due(&room, "CEO"), due(&room, "Support")), (Some(20), Some(4)));
    assert_eq!(due(&room, "first page text"), Some(10));
    assert_eq!(due(&room, "2 strategic accounts not tried"), Some(30));
    assert_eq!(
        line(&room),
        "raised to SEV1: Support by T+4 min, Head of CS by T+8 min, CEO by T+20 min, first page text by T+10 min, \
         strategic accounts called by T+30 min, key accounts called by T+1 h 30 min, named accounts called by T+1 d"
    );
    let ceo = room.here().level("ceo").unwrap();
    assert_eq!(
        ceo.people().unwrap(),
        "carol, or dave",
        "looked up when it changed"
    );
    room.already("omar", severity("sev1", None));
}

#[test]
fn lowering_takes_command_and_a_reason() {
    let mut room = Room::declared();
    room.does("dana", role("commander"));
    let refusal = room.refused("omar", "duty_needed", severity("sev3", Some("a blip")));
    assert!(refusal.contains("that is dana"), "{refusal}");
    room.refused("dana", "reason_needed", severity("sev3", Some(" ")));
    room.does("dana", severity("sev3", Some("one user")));
    assert_eq!(room.here().severity, Severity::Sev3);
    assert_eq!(line(&room), "lowered to SEV3 (one user)");
}

#[test]
fn what_was_done_of_a_level_stays_whatever_the_plan_asks_for_then() {
    let mut room = graded();
    room.does("dana", role("commander"));
    room.at(1).does("dana", severity("sev1", None));
    room.at(2)
        .does("dana", inform("support_lead", json!({ "person": "sam" })));
    room.at(3)
        .does("dana", command("try_level", json!({ "level": "ceo" })));
    let skip = json!({ "level": "head_of_cs", "reason": "on leave" });
    room.does("dana", command("skip_level", skip));
    room.at(5).does("dana", severity("sev3", Some("one user")));
    let state = |room: &Room, role: &str| room.here().level(role).unwrap().state(room.now);
    assert_eq!(state(&room, "support_lead"), LevelState::Informed);
    assert_eq!(state(&room, "head_of_cs"), LevelState::Skipped);
    assert_eq!(state(&room, "ceo"), LevelState::NotAsked, "tried, and not owed");
    assert_eq!(due(&room, "CEO"), None);
    room.at(30).does("dana", severity("sev1", None));
    assert_eq!(state(&room, "ceo"), LevelState::Late);
    assert_eq!(room.here().level("ceo").unwrap().tries.len(), 1);
    let said = line(&room);
    assert!(said.contains("Head of CS stays skipped (on leave)"), "{said}");
    assert!(!said.contains("Support"), "sam knows: {said}");
}

#[test]
fn a_plan_that_changes_later_makes_nobody_late_after_the_fact() {
    let mut room = graded();
    room.at(1).does("dana", severity("sev2", None));
    room.at(30).does("dana", inform("ceo", json!({})));
    room.at(31).does("dana", severity("sev1", None));
    let ceo = room.here().level("ceo").unwrap();
    assert_eq!((ceo.due, ceo.informed_late()), (at(20), false), "she had an hour");
    // T0 is a fact, and how late it was counts from it.
    room.does("dana", role("commander"));
    room.at(32).does("dana", start(-40, "the monitor was blind"));
    assert!(room.here().level("ceo").unwrap().informed_late());
}

#[test]
fn what_it_would_change_is_told_before_it_is_decided() {
    let room = graded();
    assert_eq!(
        in_words(&room.here().would_change(Severity::Sev2)),
        "Support by T+4 min, Head of CS by T+20 min, CEO by T+1 h, first page text by T+10 min, \
         strategic accounts called by T+30 min, key accounts called by T+1 h 30 min, named accounts called by T+1 d"
    );
    assert_eq!(room.here().would_change(Severity::Sev3), []);
}

#[test]
fn correcting_t0_moves_every_due_that_counts_from_it() {
    let mut room = Room::declared();
    room.at(5)
        .does("dana", inform("support_lead", json!({ "person": "sam" })));
    assert!(room.here().level("support_lead").unwrap().informed_late());
    room.refused("dana", "duty_needed", start(2, "a clock was wrong"));
    room.does("dana", role("commander"));
    room.does("dana", start(2, "a clock was wrong"));
    assert_eq!(room.here().t0, at(2));
    assert_eq!(
        (due(&room, "CEO"), due(&room, "first page text")),
        (Some(22), Some(12))
    );
    assert_eq!(due(&room, "2 strategic accounts not tried"), Some(32));
    assert_eq!(due(&room, "Open the bridge"), Some(7));
    assert!(!room.here().level("support_lead").unwrap().informed_late());
    assert_eq!(line(&room), "T0 corrected, 2 min later: a clock was wrong");
    assert_eq!(room.here().timeline.last().unwrap().until, Some(at(2)));
    room.already("dana", start(2, "a clock was wrong"));
}

#[test]
fn t0_is_neither_in_the_future_nor_long_ago_and_needs_a_reason() {
    let mut room = Room::declared();
    room.does("dana", role("commander"));
    room.refused("dana", "wrong_time", start(1, "soon"));
    room.refused("dana", "wrong_time", start(-30 * 24 * 60 - 1, "long ago"));
    room.refused("dana", "reason_needed", start(-5, " "));
    room.does("dana", start(-30 * 24 * 60, "nobody had noticed"));
}

#[test]
fn another_playbook_keeps_what_was_done_and_replaces_what_was_not() {
    let mut room = Room::declared();
    let mut other = graded_playbook(json!({ "name": "login", "title": "Login fails" }));
    other.levels[0].by = "2m".parse().unwrap();
    other.levels.remove(1);
    let step = json!([
        { "id": "bridge", "text": "Open the bridge", "by": "5m" },
        { "id": "reset", "text": "Stop password resets", "by": "9m" },
    ]);
    other.steps = serde_json::from_value(step).unwrap();
    room.reference.playbooks.push(Arc::new(other));
    room.at(3)
        .does("dana", inform("head_of_cs", json!({ "person": "omar" })));
    room.does("dana", command("tick_step", json!({ "step": "bridge" })));
    room.at(4).does("dana", switch("login"));
    assert_eq!(room.here().playbook.name, "login");
    assert_eq!((due(&room, "Support"), due(&room, "CEO")), (Some(2), Some(20)));
    assert_eq!(
        (due(&room, "Open the bridge"), due(&room, "Stop password resets")),
        (None, Some(9))
    );
    let head = room.here().level("head_of_cs").unwrap();
    assert_eq!((head.state(room.now), head.asked), (LevelState::Informed, false));
    assert_eq!(
        line(&room),
        "playbook login, was outage: Support by T+2 min, CEO by T+20 min"
    );
    room.already("dana", switch("login"));
    let refusal = room.refused("dana", "unknown_playbook", switch("logni"));
    assert!(refusal.contains("\"login\""), "{refusal}");
    room.does("dana", role("commander"));
    room.refused("omar", "duty_needed", switch("outage"));
    room.does("dana", switch("outage"));
}

#[test]
fn coming_back_is_counted_and_the_sheet_is_the_same() {
    let mut room = Room::declared();
    room.does("omar", told("northwind", 0));
    room.does("dana", move_to("resolved"));
    room.at(30).does("dana", move_to("open"));
    assert_eq!(room.here().rounds, 2);
    assert_eq!(line(&room), "resolved -> open again, 2nd time");
    assert!(room.row("northwind").spoken());
}

#[test]
fn a_due_is_an_exact_length_of_time_whatever_the_calendar_does() {
    // Clocks go forward and back in Berlin and New York, a leap day, the end of a month and of a year.
    for t0 in [
        "2026-03-29T00:45:00Z",
        "2026-10-25T00:45:00Z",
        "2026-03-08T06:50:00Z",
        "2028-02-28T23:50:00Z",
        "2028-02-29T23:50:00Z",
        "2026-01-31T23:55:00Z",
        "2026-12-31T23:55:00Z",
    ] {
        let mut room = Room::empty();
        room.now = t0.parse().unwrap();
        room.does(
            "dana",
            declare(json!({ "playbook": "outage", "components": ["video-eu"] })),
        );
        room.incident = Some("INC-1".parse().unwrap());
        let t0 = room.now;
        room.does("dana", role("commander"));
        room.does("dana", severity("sev2", Some("less")));
        room.does("dana", severity("sev1", None));
        let minutes = |what: &str| {
            let dues = dues(room.here());
            let found = dues.iter().find(|due| due.what.as_str() == what).unwrap();
            found.at.duration_since(t0)
        };
        assert_eq!(minutes("CEO"), SignedDuration::from_mins(20), "{t0}");
        assert_eq!(
            minutes("1 named account not tried"),
            SignedDuration::from_hours(24),
            "{t0}"
        );
    }
}
