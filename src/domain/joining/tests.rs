//! Two rooms: what was said in one, and what the other makes of it.

use super::{Late, late_entries};
use crate::domain::command::{Command, Submission};
use crate::domain::ids::IncidentId;
use crate::domain::testkit::*;
use serde_json::json;
use uuid::Uuid;

fn call() -> Command {
    let promise = json!({ "what": "news every hour", "due": at(90) });
    let call = json!({
        "account": "northwind", "disposition": "reached_decision_maker", "note": "payroll runs tonight", "told": 0,
        "promises": [promise],
    });
    command("record_attempt", call)
}

/// What was done in a local room within half an hour.
fn local() -> Room {
    let mut room = Room::declared();
    room.at(3).does("omar", note("rolled back"));
    room.at(4).does("omar", claim("northwind"));
    room.at(6).does("omar", call());
    room.at(7).does("dana", note("a slip"));
    let slip = room.log.last().unwrap().seq;
    room.at(8)
        .does("dana", command("take_back", json!({ "seq": slip })));
    room.at(9).does(
        "dana",
        command(
            "inform_level",
            json!({ "level": "ceo", "person": "carol", "how": "phone" }),
        ),
    );
    room.at(10).does("root", move_to("mitigated"));
    room
}

fn late(room: &Room) -> Vec<Late> {
    late_entries(&room.picture, &room.log, |_| true)
}

/// Another room into which all of it is brought, half an hour later.
fn joined(entries: &[Late]) -> Room {
    let mut room = Room::empty();
    room.at(40);
    bring(&mut room, entries);
    room
}

fn bring(room: &mut Room, entries: &[Late]) {
    for (number, late) in entries.iter().enumerate() {
        let submission = Submission {
            id: Uuid::from_u128(1_000 + number as u128),
            incident: (!late.declares()).then_some(IncidentId(1)),
            said_at: Some(late.said_at),
            command: late.command(),
        };
        let decided = room.submit("root", &submission);
        decided.unwrap_or_else(|refusal| panic!("{}: {refusal}", late.words));
    }
}

#[test]
fn what_was_said_and_not_taken_back_is_brought_with_who_said_it_and_when() {
    let told: Vec<_> = late(&local())
        .iter()
        .map(|late| format!("{} {} {}", late.entry.kind(), late.by, late.said_at))
        .collect();
    let expected = [
        ("declare_incident", "dana", 0),
        ("write_note", "omar", 3),
        ("record_attempt", "omar", 6),
        ("make_promise", "omar", 6),
        ("inform_level", "dana", 9),
        ("write_note", "root", 10),
    ];
    let expected = expected.map(|(kind, by, minute)| format!("{kind} {by} {}", at(minute)));
    assert_eq!(told, expected);
}

#[test]
fn the_other_room_stands_as_the_first_did() {
    let (first, entries) = (local(), late(&local()));
    let mut other = joined(&entries);
    let (here, there) = (first.here(), other.here());
    assert_eq!((here.t0, here.severity), (there.t0, there.severity));
    assert!(other.row("northwind").spoken());
    let call = &other.row("northwind").attempts[0];
    assert_eq!((call.by.as_str(), call.at), ("omar", at(6)));
    assert_eq!(there.promises.len(), 1, "the call brings it once");
    assert_eq!(there.promises[0].owner.as_str(), "omar");
    let level = there.level("ceo").unwrap().informed().unwrap();
    assert_eq!((level.person.as_str(), level.at), ("carol", at(9)));
    let last = there.timeline.last().unwrap();
    assert!(
        last.text.starts_with("in the local room: open -> mitigated"),
        "{}",
        last.text
    );
    assert!(there.timeline.iter().all(|line| line.said_at <= at(10)));
    // And it is all the same when it comes again.
    let before = other.picture.clone();
    bring(&mut other, &entries);
    assert_eq!(other.picture, before);
}

#[test]
fn what_the_other_room_cannot_plan_is_declared_plainly_and_what_it_refuses_is_said_in_words() {
    let entries = late(&local());
    let plain = entries[0].plainly().unwrap();
    let Command::BringEntry(plain) = plain else {
        panic!()
    };
    let Command::DeclareIncident(plain) = *plain.entry else {
        panic!()
    };
    assert_eq!((plain.playbook, plain.components), (None, Vec::new()));
    assert_eq!(entries[1].plainly(), None);
    let words = entries[2].in_words().unwrap();
    let said = serde_json::to_value(&words).unwrap();
    let text = said["entry"]["text"].as_str().unwrap();
    assert!(
        text.starts_with("in the local room: Northwind: ") && text.contains("payroll runs tonight"),
        "{text}"
    );
    assert_eq!(said["by"], "omar");
    assert_eq!(entries[1].in_words(), None, "a note is words already");
}

#[test]
fn what_somebody_said_who_is_called_as_the_hub_is_theirs_and_what_the_hub_did_is_not_brought() {
    let mut room = Room::declared();
    room.at(3).does("omar", claim("northwind"));
    room.at(4).does("hub", note("rolled back"));
    room.at(60).does("hub", command("end_claims", json!({})));
    let told: Vec<_> = late(&room)
        .iter()
        .map(|late| format!("{} {}", late.entry.kind(), late.by))
        .collect();
    assert_eq!(told, ["declare_incident dana", "write_note hub"]);
}
