//! What the timeline says of each kind of event.

use crate::domain::outreach::Disposition;
use crate::domain::testkit::*;
use serde_json::json;

fn last(room: &Room) -> String {
    let entry = room.here().timeline.last().unwrap();
    let subject = entry
        .subject
        .as_ref()
        .map(|name| format!("{name}: "))
        .unwrap_or_default();
    format!("{} {} {subject}{}", entry.what.as_str(), entry.by, entry.text)
}

#[test]
fn everything_that_happens_is_said_in_words() {
    let mut room = Room::declared();
    assert_eq!(last(&room), "scope dana 5 key accounts affected, 1 maybe");
    for (who, command, said) in [
        ("dana", role("commander"), "role dana dana is commander"),
        (
            "dana",
            post("investigating", "We look into it."),
            "page dana page text 1 (investigating): We look into it.",
        ),
        (
            "omar",
            claim("northwind"),
            "claim omar Northwind: claimed, to call them",
        ),
        (
            "omar",
            release("northwind"),
            "claim omar Northwind: omar gave it back",
        ),
        (
            "omar",
            told("northwind", 1),
            "call omar Northwind: reached, told text 1",
        ),
        (
            "omar",
            attempt("fabrikam", Disposition::NoAnswer),
            "call omar Fabrikam: no answer",
        ),
        (
            "dana",
            inform("ceo", json!({ "person": "dave" })),
            "level dana CEO informed: dave, deputy (witness dana)",
        ),
        (
            "dana",
            command(
                "skip_level",
                json!({ "level": "support_lead", "reason": "saw it" }),
            ),
            "level dana Support skipped: saw it",
        ),
        (
            "dana",
            command("tick_step", json!({ "step": "bridge" })),
            "checklist dana done: Open the bridge",
        ),
        (
            "dana",
            command(
                "tick_step",
                json!({ "step": "called", "account": "contoso", "reason": "met them" }),
            ),
            "checklist dana Contoso: done: called (by hand: met them)",
        ),
        (
            "dana",
            command("set_intent", json!({ "text": "watch" })),
            "plan dana plan: watch",
        ),
        ("dana", move_to("mitigated"), "state dana open -> mitigated"),
    ] {
        room.does(who, command);
        assert_eq!(last(&room), said);
    }
}

#[test]
fn a_line_recorded_late_is_known_by_its_two_times() {
    let mut room = Room::declared();
    room.at(5).says("dana", 2, note("it began in Dublin"));
    let entry = room.here().timeline.last().unwrap();
    assert_eq!((entry.said_at, entry.at, entry.late()), (at(2), at(5), true));
    room.does("dana", note("now"));
    assert!(!room.here().timeline.last().unwrap().late());
}

#[test]
fn what_happens_all_the_time_is_routine() {
    let mut room = Room::declared();
    room.does("omar", claim("northwind"));
    assert!(room.here().timeline.last().unwrap().routine);
    room.at(10).does("hub", command("end_claims", json!({})));
    assert!(
        !room.here().timeline.last().unwrap().routine,
        "that a claim ran out is worth a look"
    );
}
