//! Tests of handing a duty over.

use crate::domain::due::{Kind, owed};
use crate::domain::event::Event;
use crate::domain::people::Duty;
use crate::domain::testkit::*;
use serde_json::{Value, json};

fn offer(fields: Value) -> crate::domain::command::Command {
    let mut body = json!({ "duty": "commander", "to": "omar" });
    body.as_object_mut()
        .unwrap()
        .extend(fields.as_object().unwrap().clone());
    command("offer_duty", body)
}

fn accept() -> crate::domain::command::Command {
    command("accept_duty", json!({ "duty": "commander" }))
}

fn decline() -> crate::domain::command::Command {
    command("decline_duty", json!({ "duty": "commander" }))
}

fn commander(room: &Room) -> &str {
    room.here().holder(Duty::Commander).unwrap().as_str()
}

fn said_last(room: &Room) -> String {
    room.here().timeline.last().unwrap().text.to_string()
}

/// Dana commands, has promised two things and kept one, holds two accounts and is on the phone with one of them.
fn with_hands_full() -> Room {
    let mut room = Room::declared();
    room.does("dana", role("commander"));
    for what in ["news", "logs"] {
        let promise = json!({ "account": "northwind", "what": what, "due": at(60) });
        room.does("dana", command("make_promise", promise));
    }
    let kept = room.last();
    room.does("dana", command("keep_promise", json!({ "promise": kept })));
    room.does(
        "omar",
        command("make_promise", json!({ "what": "a call", "due": at(60) })),
    );
    room.does("dana", claim("fabrikam"));
    room.does("dana", claim("tailspin"));
    room.does("dana", command("start_call", json!({ "account": "tailspin" })));
    room.does("dana", post("investigating", "Calls drop."));
    room
}

#[test]
fn a_duty_moves_when_it_is_accepted_with_promises_and_claims() {
    let mut room = with_hands_full();
    room.at(3).does("dana", offer(json!({ "note": "my shift ends" })));
    assert_eq!(commander(&room), "dana", "nobody has said yes");
    assert_eq!(
        said_last(&room),
        "dana offers omar to be commander: my shift ends"
    );
    room.does("omar", accept());
    assert_eq!(commander(&room), "omar");
    let lines: Vec<_> = room
        .here()
        .timeline
        .iter()
        .rev()
        .filter(|line| !line.routine)
        .take(1)
        .collect();
    assert_eq!(
        lines[0].text,
        "omar is commander, handed over by dana with 1 promise, 1 claim; last words to customers: text 1"
    );
    assert_eq!(lines[0].until, Some(at(0)), "and since when they hold");
    assert!(
        room.here()
            .owed_promises()
            .all(|promise| promise.owner.as_str() == "omar")
    );
    let moved = room.claim("fabrikam").unwrap();
    assert_eq!((moved.holder.as_str(), moved.number), ("omar", 2));
    assert_eq!(
        room.holder("tailspin"),
        Some("dana"),
        "whoever speaks finishes the call"
    );
}

#[test]
fn accepting_twice_and_offering_again_change_nothing() {
    let mut room = with_hands_full();
    room.does("dana", offer(json!({})));
    room.already("dana", offer(json!({})));
    room.already("dana", offer(json!({ "to": "dana" })));
    room.does("omar", accept());
    room.already("omar", accept());
}

#[test]
fn a_bare_offer_leaves_promises_and_claims_where_they_are() {
    let mut room = with_hands_full();
    room.does("dana", offer(json!({ "bare": true })));
    room.does("omar", accept());
    assert_eq!(room.holder("fabrikam"), Some("dana"));
    let of_dana = room
        .here()
        .owed_promises()
        .filter(|promise| promise.owner.as_str() == "dana");
    assert_eq!(of_dana.count(), 1);
}

#[test]
fn a_promise_put_on_long_term_and_the_asks_go_with_it_too() {
    let mut room = with_hands_full();
    let number = room.here().promises[0].seq;
    let long = json!({
        "debt": format!("promise:{number}"), "how": "long_term", "reason": "next quarter", "due": at(90_000),
    });
    room.does("dana", command("settle_debt", long));
    let ask = json!({ "to": "commander", "question": "May we offer a credit?" });
    room.does("lena", command("ask_question", ask));
    room.does("dana", offer(json!({})));
    let events = room.does("omar", accept());
    let Event::DutyHandedOver(handed) = &events[0] else {
        panic!("{events:?}")
    };
    assert_eq!(
        (handed.promises.as_slice(), handed.asks),
        ([number].as_slice(), 1)
    );
    let owed = owed(room.here());
    let due = owed.iter().find(|due| due.kind == Kind::Promise(number)).unwrap();
    assert_eq!(
        (due.owner.as_ref().unwrap().as_str(), due.at),
        ("omar", at(90_000))
    );
}

#[test]
fn only_whom_it_is_offered_to_accepts_and_only_its_holder_offers() {
    let mut room = Room::declared();
    let nothing = room.refused("dana", "not_offered", offer(json!({})));
    assert_eq!(
        nothing,
        "nobody is commander, so there is nothing to hand over; give it to omar with the role itself"
    );
    room.does("dana", role("commander"));
    let not_yours = room.refused("lena", "duty_needed", offer(json!({})));
    assert_eq!(not_yours, "only whoever holds the duty may do this; that is dana");
    let not_offered = room.refused("omar", "not_offered", accept());
    assert_eq!(not_offered, "nobody offers you to be commander; ask dana to");
    room.does("dana", offer(json!({ "to": "Omar" })));
    room.refused("lena", "not_offered", accept());
    room.refused("lena", "not_offered", decline());
    room.refused("dana", "empty", offer(json!({ "to": " " })));
    room.does("root", offer(json!({ "to": "lena" })));
    room.refused("omar", "not_offered", accept());
    room.does("lena", accept());
}

#[test]
fn a_no_and_a_change_of_mind_leave_the_duty_where_it_is() {
    let mut room = Room::declared();
    room.does("dana", role("commander"));
    room.does("dana", offer(json!({})));
    room.does("omar", decline());
    assert_eq!(said_last(&room), "omar is not to be commander: dana keeps it");
    room.refused("omar", "not_offered", accept());
    room.does("dana", offer(json!({})));
    room.does("dana", decline());
    room.refused("omar", "not_offered", accept());
    room.does("dana", offer(json!({})));
    let offered = room.last();
    room.does("dana", take_back(offered));
    room.refused("omar", "not_offered", accept());
}

#[test]
fn a_duty_taken_meanwhile_is_no_longer_its_givers_to_give() {
    let mut room = Room::declared();
    room.does("dana", role("commander"));
    room.does("dana", offer(json!({})));
    let reason = json!({ "role": "commander", "reason": "dana's link is down" });
    room.does("lena", command("take_role", reason));
    room.refused("omar", "not_offered", accept());
}

#[test]
fn a_yes_taken_back_leaves_everything_as_it_was_but_the_claims() {
    let mut room = with_hands_full();
    room.does("dana", offer(json!({})));
    let offered = room.last();
    room.does("omar", accept());
    let yes = crate::domain::ids::Seq(offered.0 + 1);
    room.refused("dana", "acted_since", take_back(offered));
    room.does("omar", take_back(yes));
    assert_eq!(commander(&room), "dana");
    let of_dana = room
        .here()
        .owed_promises()
        .filter(|promise| promise.owner.as_str() == "dana");
    assert_eq!(of_dana.count(), 1);
    assert_eq!(room.holder("fabrikam"), Some("omar"), "others acted on that");
    room.does("omar", accept());
}

#[test]
fn an_advocate_who_hands_over_is_one_no_more() {
    let mut room = Room::declared();
    room.does("dana", role("advocate"));
    room.does("lena", role("advocate"));
    room.does("dana", claim("northwind"));
    let to_omar = json!({ "duty": "advocate", "to": "omar" });
    room.does("dana", command("offer_duty", to_omar));
    room.does("omar", command("accept_duty", json!({ "duty": "advocate" })));
    let advocates: Vec<_> = room.here().advocates().map(|name| name.as_str()).collect();
    assert_eq!(advocates, ["lena", "omar"]);
    assert_eq!(room.holder("northwind"), Some("omar"));
}
