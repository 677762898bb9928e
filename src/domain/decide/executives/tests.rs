//! The desk from the wish to the call.

use crate::domain::command::Command;
use crate::domain::due::{Kind, dues, owed};
use crate::domain::event::Event;
use crate::domain::executives::{NewWish, Standing};
use crate::domain::ids::{IncidentId, Seq};
use crate::domain::outreach::Disposition;
use crate::domain::testkit::*;
use serde_json::{Value, json};

fn want(account: &str, mut fields: Value) -> Command {
    fields["account"] = account.into();
    command("want_executive", fields)
}

fn promise(request: Seq, executive: &str, minutes: i64) -> Command {
    let fields = json!({ "request": request, "executive": executive, "at": at(minutes) });
    command("promise_executive_call", fields)
}

fn record(request: Seq, outcome: &str) -> Command {
    command(
        "record_executive_call",
        json!({ "request": request, "outcome": outcome, "text": "calm now" }),
    )
}

fn slots(executive: &str, slots: u32) -> Command {
    command(
        "set_slots",
        json!({ "executive": executive, "slots": slots, "until": at(600) }),
    )
}

/// Dana commands, carol leads CS, and these accounts wish to speak with somebody.
fn wishing(accounts: &[&str]) -> (Room, Vec<Seq>) {
    let mut room = Room::declared();
    room.does("dana", role("commander"));
    room.does("carol", role("cs_lead"));
    let wishes = accounts.iter().map(|account| {
        room.does(
            "omar",
            want(account, json!({ "whom": "your CEO", "topic": "the contract" })),
        );
        room.last()
    });
    let wishes = wishes.collect();
    (room, wishes)
}

fn next_step(room: &Room, request: Seq) -> Option<(String, Option<String>, i64)> {
    let dues = dues(room.here());
    let due = dues
        .into_iter()
        .find(|due| due.kind == Kind::Executive(request))?;
    let minutes = due.at.duration_since(at(0)).as_mins();
    Some((
        due.what.to_string(),
        due.owner.map(|owner| owner.to_string()),
        minutes,
    ))
}

#[test]
fn a_wish_is_owed_a_time_then_the_call_then_nothing() {
    let (mut room, wishes) = wishing(&["northwind"]);
    let wish = wishes[0];
    let step = |room: &Room| next_step(room, wish);
    let owed_to = |what: &str, owner: &str, at| Some((what.to_owned(), Some(owner.to_owned()), at));
    assert_eq!(
        step(&room),
        owed_to("promise a time: Northwind wants your CEO", "carol", 60)
    );
    room.at(5).does("carol", promise(wish, "Dave", 120));
    room.already("dana", promise(wish, "dave", 120));
    assert_eq!(step(&room), owed_to("dave calls Northwind", "dave", 120));
    room.at(130).does("omar", record(wish, "missed"));
    assert_eq!(
        step(&room),
        owed_to("promise a time: Northwind wants your CEO", "carol", 190)
    );
    room.at(140).does("carol", promise(wish, "dave", 200));
    room.at(210).does("omar", record(wish, "held"));
    assert_eq!(step(&room), None);
    let refusal = room.refused("carol", "decided_already", promise(wish, "dave", 400));
    assert!(
        refusal.contains("Northwind's wish for your CEO") && refusal.contains("omar"),
        "{refusal}"
    );
}

#[test]
fn a_wish_for_the_next_half_hour_does_not_wait_an_hour_for_its_time() {
    let (mut room, _) = wishing(&[]);
    room.does("omar", want("northwind", json!({ "due": at(30) })));
    let wish = room.last();
    let step = next_step(&room, wish).unwrap();
    assert_eq!(
        (step.0.as_str(), step.2),
        ("promise a time: Northwind wants an executive", 30)
    );
    room.at(5);
    let refusal = room.refused("omar", "wrong_time", want("northwind", json!({ "due": at(4) })));
    assert!(refusal.contains("before they said so"), "{refusal}");
}

#[test]
fn whoever_asks_for_an_executive_on_a_call_has_a_wish_even_if_nobody_wrote_more() {
    let (mut room, _) = wishing(&[]);
    let kinds = |events: Vec<Event>| events.iter().map(Event::kind).collect::<Vec<_>>();
    let asked = attempt("northwind", Disposition::ExecCallRequested);
    assert_eq!(
        kinds(room.does("omar", asked.clone())),
        ["attempt_recorded", "executive_wanted"]
    );
    assert_eq!(
        kinds(room.does("omar", asked)),
        ["attempt_recorded"],
        "they wait already"
    );
    let with = json!({
        "account": "fabrikam", "disposition": "reached_decision_maker",
        "executive": { "whom": "your CTO", "topic": "data", "due": at(90) },
    });
    room.does("omar", command("record_attempt", with));
    let row = room.row("fabrikam");
    assert_eq!(row.redress.wishes().next().unwrap().facts.whom(), "your CTO");
    let last = room.last();
    room.does("omar", take_back(last));
    assert_eq!(
        room.row("fabrikam").redress.wishes().count(),
        0,
        "taken back with its call"
    );
    assert!(!room.row("fabrikam").spoken());
}

#[test]
fn more_calls_than_an_executive_has_are_promised_and_said() {
    let (mut room, wishes) = wishing(&["northwind", "fabrikam", "contoso"]);
    room.does("carol", slots("dave", 2));
    room.already("dana", slots("dave", 2));
    let beyond = |room: &mut Room, wish: usize, minutes| match room
        .does("carol", promise(wishes[wish], "dave", minutes))
        .remove(0)
    {
        Event::ExecutiveCallPromised(event) => event.beyond,
        other => panic!("{other:?}"),
    };
    assert_eq!(beyond(&mut room, 0, 60), 0);
    assert_eq!(beyond(&mut room, 1, 90), 0);
    assert_eq!(beyond(&mut room, 1, 100), 0, "moved, not one more");
    assert_eq!(beyond(&mut room, 2, 120), 1);
    let said = room.here().timeline.last().unwrap().text.to_string();
    assert!(said.contains("1 more than dave has"), "{said}");
    room.does("omar", record(wishes[0], "missed"));
    assert_eq!(
        beyond(&mut room, 2, 130),
        0,
        "the call nobody answered is free again"
    );
    let giving = room.here().giving(&room.picture);
    assert_eq!(
        (giving[0].executive.as_str(), giving[0].taken, giving[0].left()),
        ("dave", 2, Some(0))
    );
    assert_eq!(beyond(&mut room, 2, 601), 1, "after the time they are given for");
}

#[test]
fn who_has_not_said_how_many_calls_they_have_is_never_over_them() {
    let (mut room, wishes) = wishing(&["northwind"]);
    room.does("carol", promise(wishes[0], "dave", 60));
    let giving = &room.here().giving(&room.picture)[0];
    assert_eq!((giving.left(), giving.taken), (None, 1));
    assert_eq!(giving.beyond(at(60)), 0);
}

#[test]
fn what_an_executive_has_to_give_is_no_more_after_a_split() {
    let (mut room, wishes) = wishing(&["northwind", "fabrikam"]);
    room.does("carol", slots("dave", 1));
    room.does("carol", promise(wishes[0], "dave", 60));
    let split = json!({ "title": "Recordings", "accounts": ["fabrikam"] });
    room.does("dana", command("split_incident", split));
    room.incident = Some(IncidentId(2));
    let giving = room.here().giving(&room.picture);
    assert_eq!((giving[0].taken, giving[0].left()), (1, Some(0)));
    room.does("dana", role("commander"));
    room.does("dana", promise(wishes[1], "dave", 90));
    assert!(
        room.here()
            .timeline
            .last()
            .unwrap()
            .text
            .contains("1 more than dave has")
    );
}

#[test]
fn the_desk_is_in_the_order_to_see_to_it() {
    let (mut room, wishes) = wishing(&["tailspin", "contoso", "northwind", "fabrikam"]);
    room.does("carol", promise(wishes[0], "dave", 300));
    room.does("carol", promise(wishes[1], "dave", 200));
    room.does("omar", record(wishes[3], "not_wanted"));
    let desk = room.here().executive_desk();
    let order: Vec<&str> = desk.iter().map(|wished| wished.row.name().as_str()).collect();
    assert_eq!(order, ["Northwind", "Contoso", "Tailspin", "Fabrikam"]);
    assert!(matches!(desk[3].wish.standing(), Standing::Done(_)));
}

#[test]
fn only_who_directs_promises_an_executive_and_the_refusal_says_who_that_is() {
    let (mut room, wishes) = wishing(&["northwind"]);
    let refusal = room.refused("omar", "duty_needed", promise(wishes[0], "dave", 60));
    assert!(
        refusal.contains("the commander, the deputy or the CS lead"),
        "{refusal}"
    );
    room.refused("omar", "duty_needed", slots("dave", 2));
    room.refused("carol", "empty", slots(" ", 2));
    room.refused("carol", "unknown_number", promise(Seq(999), "dave", 60));
    room.at(70)
        .refused("carol", "wrong_time", promise(wishes[0], "dave", 60));
}

#[test]
fn a_wish_goes_with_its_account_into_another_incident_and_is_owed_there_when_that_is_closed() {
    let (mut room, wishes) = wishing(&["northwind"]);
    room.does("carol", slots("dave", 2));
    room.does(
        "dana",
        declare(json!({ "title": "Recordings", "components": ["video-eu"] })),
    );
    room.incident = Some(IncidentId(2));
    room.does("dana", role("commander"));
    room.incident = Some(IncidentId(1));
    room.does("dana", command("merge_incident", json!({ "into": "INC-2" })));
    room.incident = Some(IncidentId(2));
    assert_eq!(room.here().giving(&room.picture)[0].left(), Some(2));
    room.does("dana", promise(wishes[0], "dave", 60));
    assert!(
        owed(room.here())
            .iter()
            .any(|due| due.kind == Kind::Executive(wishes[0]))
    );
    let waive =
        json!({ "debt": format!("executive:{}", wishes[0]), "how": "waived", "reason": "they left us" });
    room.does("dana", command("settle_debt", waive));
    assert!(next_step(&room, wishes[0]).is_none());
}

#[test]
fn one_line_says_with_whom_and_about_what() {
    for (line, whom, topic) in [
        ("the CFO, about the contract", "the CFO", "the contract"),
        ("about Friday", "an executive", "Friday"),
        ("the contract", "the contract", ""),
        ("", "an executive", ""),
    ] {
        let wish = NewWish::told(line);
        assert_eq!((wish.whom(), wish.topic.as_str()), (whom, topic), "{line}");
    }
}

#[test]
fn nobody_who_is_on_no_list_is_promised() {
    let (mut room, wishes) = wishing(&["northwind"]);
    let refusal = room.refused("carol", "unknown_person", promise(wishes[0], "soon", 30));
    assert_eq!(refusal, "nobody in the list of people is called \"soon\"");
    let refusal = room.refused("carol", "unknown_person", promise(wishes[0], "Dav", 30));
    assert!(refusal.contains("Did you mean \"dave\"?"), "{refusal}");
    room.does("carol", promise(wishes[0], "Dave", 30));
}

#[test]
fn a_line_says_whom_they_want_and_about_what() {
    let told = |line: &str| {
        let wish = NewWish::told(line);
        (wish.whom.to_string(), wish.topic.to_string())
    };
    let pair = |whom: &str, topic: &str| (whom.to_owned(), topic.to_owned());
    assert_eq!(
        told("Dr Bellini CEO wants yours"),
        pair("Dr Bellini CEO wants yours", "")
    );
    assert_eq!(
        told("your CFO, about the contract"),
        pair("your CFO", "the contract")
    );
    assert_eq!(told("your CFO, the contract"), pair("your CFO", "the contract"));
    assert_eq!(told("about the contract"), pair("", "the contract"));
}

#[test]
fn a_wish_said_again_with_more_is_bettered_and_not_doubled() {
    let mut room = Room::declared();
    let wishes = |room: &Room| {
        let wishes = room.row("northwind").redress.wishes();
        wishes
            .map(|wish| (wish.seq, wish.facts.clone()))
            .collect::<Vec<_>>()
    };
    room.does("omar", want("northwind", json!({})));
    let first = room.last();
    room.at(1)
        .does("omar", want("northwind", json!({ "due": at(90) })));
    room.at(2)
        .does("lena", want("northwind", json!({ "whom": "your CEO" })));
    let better = room.last();
    let both = NewWish {
        whom: "your CEO".into(),
        topic: "".into(),
        due: Some(at(90)),
    };
    assert_eq!(wishes(&room), [(first, both)]);
    room.already("omar", want("northwind", json!({ "due": at(90) })));
    room.does("lena", take_back(better));
    assert_eq!(wishes(&room)[0].1.whom, "");
    room.does(
        "omar",
        want("northwind", json!({ "whom": "your CTO", "topic": "the API" })),
    );
    room.does("omar", want("northwind", json!({ "whom": "the CEO" })));
    assert_eq!(wishes(&room).len(), 2, "two people of ours are wanted");
}

#[test]
fn what_was_held_already_is_said_in_a_sentence() {
    let (mut room, wishes) = wishing(&["northwind"]);
    room.does("omar", record(wishes[0], "held"));
    let refusal = room
        .at(9)
        .refused("carol", "decided_already", record(wishes[0], "missed"));
    assert!(
        refusal.starts_with("Northwind's wish for your CEO was recorded as held by omar 9 min ago already"),
        "{refusal}"
    );
}
