//! What a desk says of what it hears: who moved it elsewhere, what was not known, and what is read again.

use super::*;
use crate::client::connection::{Address, Reach};
use crate::domain::actor::{Access, Actor};
use crate::domain::command::Submission;
use crate::domain::testkit::*;
use crate::report::Template;
use crate::wire::{Accepted, Anew, News, Outcome};
use jiff::tz::TimeZone;
use serde_json::json;

/// Dana's, who has heard everything of this room; its hub is none.
fn desk(room: &Room, on_due: Option<Vec<String>>) -> Desk {
    let folder = PathBuf::from("nowhere");
    let reach = Reach {
        address: Address::Socket(folder.join("hub.sock")),
        token: None,
        speak_as: None,
        ca: None,
    };
    let opening = Opening {
        hub: Hub::new(reach).unwrap(),
        setting: Setting {
            me: Actor::new("dana", Access::Admin),
            zone: TimeZone::UTC,
            label: None,
            join: Some("warroom --as NAME".to_owned()),
            template: Template::built_in(),
        },
        place: "hub.sock".to_owned(),
        hindrance: Hindrance::default(),
        incident: None,
        manner: Manner::TakesPart,
        paths: Paths::under(folder),
        keeps: false,
        on_due,
    };
    let (sender, receiver) = unbounded_channel();
    let mut desk = Desk::begin(opening, sender, receiver).unwrap();
    hears(&mut desk, news(room, Seq::default(), false));
    hears(&mut desk, Msg::Liveness(Liveness::Live));
    assert_eq!(told(&mut desk), Vec::<String>::new());
    desk
}

fn news(room: &Room, after: Seq, more: bool) -> Msg {
    let events = room.log.iter().filter(|recorded| recorded.seq > after);
    Msg::News(Box::new(News {
        now: room.now,
        rate: 1.0,
        through: room.last(),
        mark: None,
        more,
        events: events.cloned().collect(),
        presence: None,
        present: None,
    }))
}

fn hears(desk: &mut Desk, msg: Msg) {
    assert_eq!(desk.take_in(Heard::Msg(msg)), None);
}

/// In words; a line of the timeline with "News".
fn told(desk: &mut Desk) -> Vec<String> {
    let told = desk.tellings().into_iter().map(|telling| match telling {
        Telling::Line { text, .. } => format!("News: {text}"),
        Telling::Urgent(text) | Telling::Answer(text) | Telling::Plain(text) => text,
        Telling::Overdue(due) => panic!("in no words: {due:?}"),
    });
    told.collect()
}

#[track_caller]
fn tells(desk: &mut Desk, words: &str) {
    let told = told(desk);
    assert!(told.iter().any(|told| told.contains(words)), "{told:?}");
}

/// Asks the hub for it and hears that nobody knows.
fn unknown(desk: &mut Desk, room: &mut Room, asked: crate::domain::command::Command) -> Submission {
    let id = desk.submit(None, None, asked.clone(), None).unwrap();
    hears(
        desk,
        Msg::Answered {
            id,
            answer: Answer::Unknown,
        },
    );
    Submission {
        id,
        ..room.submission(asked)
    }
}

#[tokio::test]
async fn what_nobody_knew_is_told_when_it_is_known() {
    let mut room = Room::declared();
    let mut desk = desk(&room, None);
    for (outcome, words) in [
        (Outcome::Accepted, "It is recorded, as the hub says now: "),
        (Outcome::AlreadySo, "It was so already; nothing was recorded: "),
    ] {
        let asked = unknown(&mut desk, &mut room, claim("northwind"));
        assert_eq!(told(&mut desk), Vec::<String>::new());
        let before = room.last();
        if outcome == Outcome::Accepted {
            room.submit("dana", &asked).unwrap();
            // A claim is no line that is told by itself.
            hears(&mut desk, news(&room, before, false));
        }
        let through = room.last();
        let answer = Answer::Accepted(Accepted { outcome, through });
        hears(&mut desk, Msg::Answered { id: asked.id, answer });
        tells(&mut desk, words);
    }
}

#[tokio::test]
async fn what_was_known_at_once_is_not_told_again() {
    let mut room = Room::declared();
    let mut desk = desk(&room, None);
    let id = desk.submit(None, None, claim("northwind"), None).unwrap();
    let asked = Submission {
        id,
        ..room.submission(claim("northwind"))
    };
    let before = room.last();
    room.submit("dana", &asked).unwrap();
    let accepted = Accepted {
        outcome: Outcome::Accepted,
        through: room.last(),
    };
    let answer = Answer::Accepted(accepted);
    hears(&mut desk, Msg::Answered { id, answer });
    hears(&mut desk, news(&room, before, false));
    assert_eq!(told(&mut desk), Vec::<String>::new());
}

/// INC-1 is closed, and INC-2 is open.
fn closes(room: &mut Room) {
    for state in ["mitigated", "resolved"] {
        room.does("dana", move_to(state));
    }
    let close = json!({ "to": "closed", "owing": true, "reason": "later" });
    room.does("dana", command("change_state", close));
}

fn two() -> Room {
    let mut room = Room::declared();
    room.incident = None;
    room.does(
        "dana",
        declare(json!({ "components": ["chat"], "playbook": "outage" })),
    );
    room.incident = Some(IncidentId(1));
    room
}

#[tokio::test]
async fn that_another_incident_is_meant_from_now_on_is_told() {
    let mut room = two();
    let mut desk = desk(&room, None);
    desk.choose(IncidentId(1));
    desk.model.stage.read_closed = false;
    let before = room.last();
    closes(&mut room);
    hears(&mut desk, news(&room, before, false));
    tells(
        &mut desk,
        "INC-1 is closed. What you type from now on is about INC-2",
    );
}

#[tokio::test]
async fn a_call_that_is_gone_through_stays_with_its_incident() {
    let mut room = two();
    let mut desk = desk(&room, None);
    desk.choose(IncidentId(1));
    (desk.model.stage.read_closed, desk.read_closed) = (false, false);
    desk.hold();
    let before = room.last();
    closes(&mut room);
    hears(&mut desk, news(&room, before, false));
    let shown = desk.stage().incident().map(|incident| incident.id);
    assert_eq!(shown, Some(IncidentId(1)));
    assert!(!told(&mut desk).iter().any(|told| told.contains("What you type")));
    desk.let_go();
    tells(&mut desk, "What you type from now on is about INC-2");
}

#[tokio::test]
async fn a_record_that_is_read_again_for_a_duty_goes_on_as_before() {
    let mut room = Room::declared();
    let mut desk = desk(&room, None);
    let (first, last) = (room.log[..1].to_vec(), room.last());
    room.does("lena", note("said meanwhile"));
    hears(&mut desk, Msg::StartOver(Anew::OtherSight));
    hears(&mut desk, Msg::Liveness(Liveness::Stale { since: room.now }));
    let Msg::News(page) = news(&room, Seq::default(), true) else {
        panic!("it is news");
    };
    let page = News {
        through: Seq(1),
        events: first,
        ..*page
    };
    hears(&mut desk, Msg::News(Box::new(page)));
    assert_eq!(
        desk.stage().confirmed().through(),
        last,
        "what is half read is not shown"
    );
    hears(&mut desk, news(&room, Seq(1), false));
    hears(&mut desk, Msg::Liveness(Liveness::Live));
    let told = told(&mut desk);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told[0].starts_with("Your duties show you other parts"),
        "{told:?}"
    );
    assert!(told[1].contains("said meanwhile"), "{told:?}");
    // News go on.
    let before = room.last();
    room.does("lena", note("said after"));
    hears(&mut desk, news(&room, before, false));
    tells(&mut desk, "said after");
}

#[tokio::test]
async fn what_becomes_overdue_is_told_once_and_the_program_is_run_for_it() {
    let room = Room::declared();
    let mut desk = desk(&room, Some(vec!["/nowhere/page".to_owned()]));
    let mut all = Vec::new();
    for minute in 1..60 {
        hears(&mut desk, Msg::Clock(at(minute)));
        all.extend(told(&mut desk));
    }
    let overdue: Vec<&String> = all.iter().filter(|told| told.starts_with("OVERDUE: ")).collect();
    assert!(!overdue.is_empty(), "{all:?}");
    let mut once = overdue.clone();
    once.sort_by_key(|told| told.split(',').next());
    once.dedup_by_key(|told| told.split(',').next());
    assert_eq!(once.len(), overdue.len(), "{overdue:?}");
    // It cannot be started, and that is said.
    loop {
        let heard = desk.receiver.recv().await.unwrap();
        if matches!(&heard, Heard::Msg(Msg::Said(why)) if why.starts_with("on_due: /nowhere/page")) {
            break;
        }
    }
}

#[tokio::test]
async fn where_the_room_lives_in_this_process_ctrl_z_does_not_stop_it() {
    let mut desk = desk(&Room::declared(), None);
    assert!(!desk.answers());
    desk.take_in(Heard::Stop);
    assert!(desk.answers(), "whoever pressed it waits");
    tells(&mut desk, "keeps the room going");
}

#[tokio::test]
async fn a_prompt_that_nobody_touches_fills_no_memory() {
    let mut desk = desk(&Room::declared(), None);
    desk.tellings.push(Telling::Urgent("to know at once".to_owned()));
    for number in 0..5_000 {
        desk.tellings.push(Telling::Plain(format!("{number}")));
    }
    let told = told(&mut desk);
    assert!(told.len() <= 1_000, "{}", told.len());
    assert_eq!(told[0], "to know at once");
    assert_eq!(told.last().unwrap(), "4999");
}
