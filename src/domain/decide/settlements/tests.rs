//! Debts settled: who may, how, and what has a better way.

use crate::domain::command::Command;
use crate::domain::due::{Due, dues, owed};
use crate::domain::ids::IncidentId;
use crate::domain::outreach::Disposition;
use crate::domain::testkit::*;
use serde_json::{Value, json};

fn settle(debt: &str, how: &str, mut fields: Value) -> Command {
    fields["debt"] = debt.into();
    fields["how"] = how.into();
    command("settle_debt", fields)
}

/// A room with a promise of omar's, and its key.
fn promised() -> (Room, String) {
    let mut room = Room::declared();
    let promise = json!({ "account": "northwind", "what": "a report", "due": at(60) });
    room.does("omar", command("make_promise", promise));
    let key = format!("promise:{}", room.last());
    room.does("dana", role("commander"));
    (room, key)
}

fn only(room: &Room) -> Due {
    let owed = owed(room.here());
    assert_eq!(owed.len(), 1, "{owed:?}");
    owed.into_iter().next().unwrap()
}

#[test]
fn a_debt_waived_is_gone_until_the_word_is_taken_back() {
    let (mut room, key) = promised();
    let waive = settle(&key, "waived", json!({ "reason": "they have it already" }));
    room.refused("omar", "duty_needed", waive.clone());
    room.refused(
        "dana",
        "reason_needed",
        settle(&key, "waived", json!({ "reason": " " })),
    );
    room.does("dana", waive.clone());
    assert!(owed(room.here()).is_empty());
    let line = room.here().timeline.last().unwrap();
    assert_eq!(
        line.text,
        "waived: Northwind: a report (was omar's), because they have it already"
    );
    let waived = room.last();
    room.already("dana", waive);
    let refusal = room.refused(
        "dana",
        "settled_already",
        settle(&key, "transferred", json!({ "to": "lena" })),
    );
    assert!(refusal.contains("waived by dana"), "{refusal}");
    room.does("dana", take_back(waived));
    assert_eq!(only(&room).owner.unwrap().as_str(), "omar");
}

#[test]
fn what_a_closed_incident_owes_is_settled_months_later_though_others_are_open() {
    let (mut room, key) = promised();
    room.does("dana", command("issue_stop", json!({ "stop": "mail" })));
    room.does("dana", move_to("resolved"));
    let owing = json!({ "to": "closed", "owing": true, "reason": "next quarter" });
    room.does("dana", command("change_state", owing));
    room.does("dana", declare(json!({ "title": "Another" })));
    room.incident = None;
    room.at(200_000);
    let first = |room: &Room| room.picture.incident(IncidentId(1)).unwrap().state_words();
    assert_eq!(first(&room), "closed, owing");
    room.refused(
        "dana",
        "unknown_promise",
        settle("promise:999", "kept", json!({})),
    );
    room.does(
        "dana",
        settle(&key, "waived", json!({ "reason": "they left us" })),
    );
    room.does("dana", settle("resume:mail", "kept", json!({})));
    assert_eq!(first(&room), "closed");
}

#[test]
fn a_debt_is_handed_over_by_who_owes_it_and_taken_on_by_anyone() {
    let (mut room, key) = promised();
    let to = |name: &str| settle(&key, "transferred", json!({ "to": name }));
    room.refused("lena", "duty_needed", to("carol"));
    room.does("lena", to("lena"));
    room.already("dana", to("lena"));
    room.does("lena", to("Carol"));
    assert_eq!(
        only(&room).owner.unwrap().as_str(),
        "carol",
        "by her sign-in name"
    );
    room.refused("dana", "empty", to(" "));
    assert_eq!(only(&room).at, at(60), "its time stays");
}

#[test]
fn a_debt_on_long_term_has_an_owner_a_reason_and_a_time_to_come() {
    let (mut room, key) = promised();
    let later = |fields: Value| settle(&key, "long_term", fields);
    let fix = json!({ "reason": "needs the new storage", "owner": "carol", "due": at(129_600) });
    room.refused("omar", "duty_needed", later(fix.clone()));
    room.refused("dana", "reason_needed", later(json!({ "due": at(90) })));
    room.refused(
        "dana",
        "wrong_time",
        later(json!({ "reason": "later", "due": at(0) })),
    );
    room.does("dana", later(fix.clone()));
    room.already("dana", later(fix));
    let debt = only(&room);
    assert!(debt.long_term);
    assert_eq!((debt.owner.unwrap().as_str(), debt.at), ("carol", at(129_600)));
    room.does("dana", settle(&key, "kept", json!({})));
    assert!(owed(room.here()).is_empty());
}

#[test]
fn kept_is_the_same_word_as_keeping_the_promise() {
    let (mut room, key) = promised();
    room.does("lena", settle(&key, "kept", json!({})));
    assert_eq!(room.here().owed_promises().count(), 0);
    room.already("lena", settle(&key, "kept", json!({})));
}

#[test]
fn what_nobody_owes_is_refused_with_the_nearest_and_what_has_its_own_way_with_that() {
    let (mut room, key) = promised();
    let waive = |debt: &str| settle(debt, "waived", json!({ "reason": "r" }));
    let refusal = room.refused("dana", "unknown_debt", waive("promise:999"));
    assert!(refusal.contains(&format!("did you mean {key:?}")), "{refusal}");
    assert!(refusal.contains("`warroom owed`"), "{refusal}");
    for (debt, way) in [
        ("level:ceo", "skip"),
        ("page", "record the text"),
        ("step:bridge", "tick it"),
        ("calls:strategic", "call them"),
    ] {
        let refusal = room.refused("dana", "settled_elsewhere", waive(debt));
        assert!(refusal.contains(way), "{refusal}");
    }
}

#[test]
fn a_callback_waived_is_that_callback_and_not_the_next_one() {
    let (mut room, _) = promised();
    room.does("omar", attempt("fabrikam", Disposition::NoAnswer));
    room.refused(
        "omar",
        "settled_elsewhere",
        settle("callback:fabrikam", "kept", json!({})),
    );
    room.does(
        "dana",
        settle(
            "callback:fabrikam",
            "waived",
            json!({ "reason": "a letter went out" }),
        ),
    );
    let waits = |room: &Room| {
        dues(room.here())
            .iter()
            .any(|due| due.what == "call Fabrikam again")
    };
    assert!(!waits(&room));
    room.at(5)
        .does("omar", attempt("fabrikam", Disposition::CallbackRequested));
    assert!(waits(&room), "they asked anew");
    let later = json!({ "reason": "on leave", "due": at(9_000) });
    room.refused(
        "dana",
        "settled_elsewhere",
        settle("callback:fabrikam", "long_term", later),
    );
}
