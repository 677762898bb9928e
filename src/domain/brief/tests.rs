//! Tests of the brief.

use super::*;
use crate::domain::testkit::*;
use serde_json::json;

fn of(room: &Room) -> Brief {
    brief(&room.picture, room.here(), room.now, true)
}

fn lines<'a>(brief: &'a Brief, title: &str) -> Vec<&'a str> {
    let part = brief.parts.iter().find(|part| part.title == title).unwrap();
    part.lines.iter().map(|line| line.text.as_str()).collect()
}

fn did(text: &str) -> crate::domain::command::Command {
    command("write_note", json!({ "text": text, "stance": "did" }))
}

#[test]
fn the_five_lines_say_what_an_executive_asks_for() {
    let mut room = Room::declared();
    let executives = |room: &Room| of(room).executives.map(|line| line.text.to_string());
    assert_eq!(
        executives(&room),
        [
            "Video calls drop; nobody has told us yet how it feels",
            "5 key accounts, ARR 3.1M; 0 have heard from us, 5 not yet",
            "hurting for 0 s",
            "no plan is recorded yet; next public text",
            "nothing from you now",
        ]
    );
    let call =
        json!({ "account": "northwind", "disposition": "reached_decision_maker", "feeling": "crisis" });
    room.at(25).does("omar", command("record_attempt", call));
    room.does("dana", did("rolled back"));
    assert_eq!(
        executives(&room),
        [
            "Video calls drop; of 1 who told us: 1 in crisis",
            "5 key accounts, ARR 3.1M; 1 has heard from us, 4 not yet",
            "hurting for 25 min",
            "rolled back; the next public text is overdue",
            "Support is to be told; Head of CS is to be told; CEO is to be told",
        ]
    );
    room.does("dana", move_to("mitigated"));
    let since = of(&room).executives[2].clone();
    assert_eq!(since.text, "mitigated; it hurt for 25 min");
    assert_eq!((since.word, since.at), ("since", Some(at(0))));
}

#[test]
fn amounts_are_left_out_where_they_are_masked() {
    let room = Room::declared();
    let masked = brief(&room.picture, room.here(), room.now, false);
    assert!(!masked.executives[1].text.contains("ARR"));
}

#[test]
fn a_guess_and_a_suspicion_never_reach_a_brief() {
    let mut room = Room::declared();
    let guess = json!({ "text": "it is the cache", "stance": "guess" });
    room.does("dana", command("write_note", guess));
    let cause = json!({ "certainty": "suspected", "text": "it is the cache" });
    room.does("dana", command("find_cause", cause));
    room.does("dana", note("errors at 4 %"));
    let json = serde_json::to_string(&of(&room)).unwrap();
    assert!(!json.contains("cache"), "{json}");
    assert_eq!(lines(&of(&room), "Situation"), ["errors at 4 %"]);
    room.does("dana", role("commander"));
    let cause = json!({ "certainty": "confirmed", "text": "a bad release" });
    room.does("dana", command("find_cause", cause));
    assert_eq!(
        lines(&of(&room), "Situation"),
        ["errors at 4 %", "cause confirmed: a bad release"]
    );
}

#[test]
fn the_page_names_who_calls_whom_what_is_promised_and_who_is_missing() {
    let mut room = Room::empty();
    let mut playbook = (*room.reference.playbooks[0]).clone();
    playbook.duties = serde_json::from_value(json!([{ "duty": "scribe", "by": "5m" }])).unwrap();
    room.reference.playbooks[0] = playbook.into();
    room.does("dana", declare(json!({ "components": ["video-eu"] })));
    room.does("dana", role("commander"));
    room.does("omar", claim("northwind"));
    for what in ["news", "logs", "a call", "a report", "a visit", "a credit"] {
        let promise = json!({ "account": "fabrikam", "what": what, "due": at(60) });
        room.does("lena", command("make_promise", promise));
    }
    let brief = of(&room);
    assert_eq!(lines(&brief, "Doing"), ["omar is calling Northwind"]);
    assert_eq!(lines(&brief, "Roles"), ["commander dana", "nobody: scribe"]);
    let promises = lines(&brief, "Promises");
    assert_eq!(
        (promises.len(), promises[0], promises[4]),
        (5, "Fabrikam: news (lena)", "and 2 more")
    );
    assert_eq!(lines(&brief, "Plan"), ["nothing recorded"]);
    assert_eq!(brief.executives[4].text, "somebody as scribe");
}

#[test]
fn who_was_not_told_in_time_is_asked_of_nobody_once_it_is_over() {
    let mut room = Room::declared();
    room.at(25);
    let needed = |room: &Room| of(room).executives[4].text.to_string();
    assert!(needed(&room).contains("CEO is to be told"));
    room.does("dana", move_to("resolved"));
    assert_eq!(needed(&room), "nothing from you now");
}
