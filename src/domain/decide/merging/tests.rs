//! Incidents merged and split, and alerts moved: everything goes on somewhere, once.

use crate::domain::command::Command;
use crate::domain::due::dues;
use crate::domain::escalation::LevelState;
use crate::domain::ids::IncidentId;
use crate::domain::outreach::Disposition;
use crate::domain::severity::Severity;
use crate::domain::state::Internal;
use crate::domain::testkit::*;
use serde_json::{Value, json};

const FIRST: IncidentId = IncidentId(1);
const SECOND: IncidentId = IncidentId(2);

fn merge(into: IncidentId) -> Command {
    command("merge_incident", json!({ "into": into, "reason": "one outage" }))
}

fn split(fields: Value) -> Command {
    command("split_incident", fields)
}

fn moved(fingerprint: &str, to: &str) -> Command {
    let alert = json!({ "source": "alertmanager", "fingerprint": fingerprint });
    command("move_alert", json!({ "alert": alert, "to": to }))
}

/// `INC-1` on video in Europe, and `INC-2` on chat, where wingtip was called and promised something.
fn two() -> Room {
    let mut room = Room::declared();
    room.at(1).does(
        "dana",
        declare(json!({ "title": "Chat is slow", "components": ["chat", "video-eu"], "severity": "sev2" })),
    );
    room.incident = Some(SECOND);
    room.at(2).does("omar", told("wingtip", 0));
    let promise = json!({ "account": "wingtip", "what": "a report", "due": at(60) });
    room.does("omar", command("make_promise", promise));
    room.does("omar", note("queues are full"));
    room
}

#[test]
fn everything_of_a_merged_incident_goes_on_in_the_other() {
    let mut room = two();
    room.does("omar", claim("northwind"));
    room.at(3).does("omar", inform("ceo", json!({})));
    room.at(4)
        .does("lena", attempt("northwind", Disposition::NoAnswer));
    room.at(5).does("dana", merge(FIRST));
    let source = room.picture.incident(SECOND).unwrap();
    assert_eq!(
        (source.internal, source.merged_into),
        (Internal::Closed, Some(FIRST))
    );
    assert_eq!(dues(source), []);
    assert_eq!(
        source.timeline.last().unwrap().text,
        "closed: merged into INC-1 (one outage)"
    );
    assert_eq!(room.picture.open().len(), 1);
    room.incident = Some(FIRST);
    assert!(room.row("wingtip").spoken());
    assert_eq!(room.row("northwind").attempts.len(), 1);
    assert_eq!(room.here().promises.len(), 1);
    assert_eq!(room.here().components, ["video-eu".into(), "chat".into()]);
    assert_eq!(room.here().t0, at(0), "T0 moves by a correction alone");
    assert_eq!(
        room.here().level("ceo").unwrap().state(room.now),
        LevelState::Informed
    );
    let claim = room.claim("northwind").unwrap();
    assert_eq!(
        (claim.holder.as_str(), claim.incident, claim.number),
        ("omar", FIRST, 1)
    );
    let lines: Vec<&str> = room
        .here()
        .timeline
        .iter()
        .map(|line| line.text.as_str())
        .collect();
    assert!(lines.contains(&"queues are full"), "{lines:?}");
    assert!(
        lines.contains(&"INC-2: declared SEV2: Chat is slow (playbook unknown)"),
        "{lines:?}"
    );
    assert_eq!(
        *lines.last().unwrap(),
        "INC-2 goes on here: Chat is slow (one outage)"
    );
}

#[test]
fn what_was_recorded_in_a_merged_incident_can_still_be_taken_back() {
    let mut room = two();
    room.does("omar", told("wingtip", 0));
    let call = room.last();
    room.does("dana", merge(FIRST));
    room.incident = Some(FIRST);
    room.does("omar", take_back(call));
    assert_eq!(room.row("wingtip").standing().count(), 1);
}

#[test]
fn a_merged_incident_is_named_no_more_but_what_only_one_person_knew_is_kept() {
    let mut room = two();
    room.does("dana", merge(FIRST));
    let refusal = room.refused("dana", "was_merged", role("commander"));
    assert_eq!(refusal, "INC-2 was merged into INC-1; say it there");
    room.refused("dana", "was_merged", merge(FIRST));
    room.refused("dana", "was_merged", move_to("open"));
    let call = json!({ "account": "wingtip", "disposition": "reached_other", "told": 7 });
    room.does("omar", command("record_attempt", call));
    room.does("omar", note("was away"));
    room.incident = Some(FIRST);
    assert_eq!(room.row("wingtip").attempts.len(), 2);
    assert_eq!(room.row("wingtip").told(), Some(0));
    assert_eq!(room.here().timeline.last().unwrap().text, "was away");
}

#[test]
fn the_worse_severity_and_the_word_of_the_incident_that_goes_on_count() {
    let mut room = two();
    room.does("lena", role("commander"));
    room.does("lena", role("scribe"));
    room.does("lena", post("investigating", "Chat is slow."));
    room.does("omar", told("wingtip", 1));
    room.incident = Some(FIRST);
    room.does("dana", role("commander"));
    room.does("dana", post("investigating", "Calls drop."));
    room.refused("omar", "duty_needed", merge(SECOND));
    // INC-1 is SEV1, so INC-2 is from now on.
    room.does("lena", merge(SECOND));
    room.incident = Some(SECOND);
    assert_eq!(room.here().severity, Severity::Sev1);
    assert_eq!(room.here().live_post().unwrap().text, *"Chat is slow.".to_owned());
    use crate::domain::people::Duty;
    assert_eq!(room.here().holder(Duty::Commander).unwrap().as_str(), "lena");
    assert_eq!(room.row("wingtip").told(), Some(1), "its own words");
    assert_eq!(room.here().rows.len(), 7);
}

#[test]
fn a_merge_needs_two_incidents_of_which_the_second_goes_on() {
    let mut room = two();
    room.refused("dana", "into_itself", merge(SECOND));
    room.refused("dana", "unknown_incident", merge(IncidentId(9)));
    room.incident = Some(FIRST);
    room.does("dana", move_to("resolved"));
    room.does("dana", move_to("closed"));
    room.incident = Some(SECOND);
    let refusal = room.refused("dana", "is_closed", merge(FIRST));
    assert_eq!(refusal, "INC-1 is closed; open it again first");
}

#[test]
fn alerts_follow_and_keep_their_incident_when_they_fire_again() {
    let mut room = Room::declared();
    let labels = json!({ "alertname": "MediaDown", "component": "chat" });
    room.does("monitor", report(&[firing("chat", 0, labels.clone())]));
    room.incident = Some(SECOND);
    room.does("dana", merge(FIRST));
    let of = |room: &Room| room.picture.alerts.values().next().unwrap().incident;
    assert_eq!(of(&room), Some(FIRST));
    room.does("monitor", report(&[cleared("chat", 0)]));
    room.does("monitor", report(&[firing("chat", 9, labels)]));
    assert_eq!((of(&room), room.picture.incidents().count()), (Some(FIRST), 2));
}

#[test]
fn an_alert_is_moved_between_incidents_and_the_inbox_and_both_say_so() {
    let mut room = two();
    room.does("monitor", report(&[firing("disk", 0, json!({}))]));
    assert_eq!(room.picture.inbox().len(), 1);
    room.does("omar", moved("disk", "INC-2"));
    assert_eq!(
        room.here().timeline.last().unwrap().text,
        "moved here from the inbox: disk"
    );
    room.does("omar", moved("disk", "INC-1"));
    assert_eq!(room.here().timeline.last().unwrap().text, "moved to INC-1: disk");
    room.already("omar", moved("disk", "INC-1"));
    room.does("omar", moved("disk", "inbox"));
    assert_eq!(room.picture.inbox().len(), 1);
    room.refused("omar", "unknown_alert", moved("disc", "INC-1"));
    room.refused("omar", "unknown_incident", moved("disk", "INC-9"));
    room.does("dana", merge(FIRST));
    let refusal = room.refused("omar", "was_merged", moved("disk", "INC-2"));
    assert!(refusal.contains("INC-1"), "{refusal}");
}

#[test]
fn a_split_takes_rows_with_their_history_and_leaves_the_rest() {
    let mut room = Room::declared();
    room.does(
        "monitor",
        report(&[firing(
            "a",
            0,
            json!({ "alertname": "MediaDown", "component": "video-eu" }),
        )]),
    );
    room.does("omar", told("northwind", 0));
    let promise = json!({ "account": "northwind", "what": "a report", "due": at(60) });
    room.does("omar", command("make_promise", promise));
    room.does("omar", told("fabrikam", 0));
    room.does("omar", claim("northwind"));
    room.at(3).does("dana", inform("ceo", json!({})));
    let informed = room.last();
    let alert = json!({ "source": "alertmanager", "fingerprint": "a" });
    let fields =
        json!({ "title": "Recordings", "accounts": ["northwind"], "alerts": [alert], "severity": "sev2" });
    room.at(9).does("dana", split(fields));
    assert_eq!(
        room.here().timeline.last().unwrap().text,
        "split: 1 account, 1 alert now in INC-2 Recordings"
    );
    assert!(!room.here().rows.contains_key("northwind"));
    assert!(room.row("fabrikam").spoken());
    assert_eq!(room.here().promises.len(), 0);
    room.incident = Some(SECOND);
    assert_eq!((room.here().t0, room.here().severity), (at(0), Severity::Sev2));
    assert_eq!(room.here().playbook.name, "outage");
    assert!(room.row("northwind").spoken());
    assert_eq!(room.here().promises.len(), 1);
    assert_eq!(room.claim("northwind").unwrap().incident, SECOND);
    assert_eq!(
        room.picture.alerts.values().next().unwrap().incident,
        Some(SECOND)
    );
    assert_eq!(
        room.here().level("ceo").unwrap().state(room.now),
        LevelState::Informed
    );
    room.does("dana", take_back(informed));
    for id in [FIRST, SECOND] {
        room.incident = Some(id);
        let state = room.here().level("ceo").unwrap().state(room.now);
        assert_eq!(state, LevelState::Waiting, "taken back for both: {id}");
    }
}

#[test]
fn what_was_split_away_does_not_come_back_with_an_import() {
    let mut room = Room::declared();
    room.does("dana", role("commander"));
    room.does(
        "dana",
        split(json!({ "title": "Theirs alone", "accounts": ["contoso"] })),
    );
    let again = || command("match_accounts", json!({}));
    room.already("hub", again());
    assert!(!room.here().rows.contains_key("contoso"));
    assert!(
        room.picture
            .incident(SECOND)
            .unwrap()
            .rows
            .contains_key("contoso")
    );
}

#[test]
fn a_split_needs_a_title_and_something_of_the_incident() {
    let mut room = Room::declared();
    room.refused("dana", "empty", split(json!({ "title": "Chat" })));
    room.refused(
        "dana",
        "empty",
        split(json!({ "title": " ", "accounts": ["northwind"] })),
    );
    room.refused(
        "dana",
        "unknown_account",
        split(json!({ "title": "Chat", "accounts": ["wingtip"] })),
    );
    room.refused(
        "dana",
        "not_part",
        split(json!({ "title": "Chat", "components": ["chat"] })),
    );
    room.does(
        "dana",
        split(json!({ "title": "All of it", "components": ["video-eu"] })),
    );
    assert_eq!(room.here().components, []);
}

#[test]
fn what_both_parts_of_a_split_have_is_taken_back_in_both() {
    let mut room = Room::declared();
    let question = json!({ "to": "tech_lead", "question": "Is data lost?", "account": "northwind" });
    room.does("omar", command("ask_question", question));
    let asked = room.last();
    room.does(
        "dana",
        split(json!({ "title": "Recordings", "accounts": ["northwind"] })),
    );
    assert_eq!(
        room.here().asks.open().count(),
        1,
        "the question is still to be answered"
    );
    room.incident = Some(SECOND);
    room.does("omar", take_back(asked));
    room.incident = Some(FIRST);
    assert_eq!(room.here().asks.open().count(), 0);
}

#[test]
fn an_open_incident_merged_into_a_resolved_one_opens_it_again() {
    let mut room = two();
    room.incident = Some(FIRST);
    room.does("dana", move_to("resolved"));
    room.incident = Some(SECOND);
    room.at(5).does("dana", merge(FIRST));
    room.incident = Some(FIRST);
    assert_eq!(
        (room.here().internal, room.here().resolved_at, room.here().rounds),
        (Internal::Open, None, 2)
    );
    let lines = &room.here().timeline;
    let why = "INC-2 is merged into it";
    assert!(
        lines
            .iter()
            .any(|line| line.text.contains("open") && line.text.contains(why))
    );
}

#[test]
fn what_is_over_in_both_stays_over() {
    let mut room = two();
    for id in [FIRST, SECOND] {
        room.incident = Some(id);
        room.does("dana", move_to("resolved"));
    }
    room.does("dana", merge(FIRST));
    room.incident = Some(FIRST);
    assert_eq!(room.here().internal, Internal::Resolved);
}

#[test]
fn a_split_by_component_takes_whom_only_that_hits_and_lists_whom_it_hits_as_well() {
    let mut room = Room::empty();
    let mut both = (*room.reference.accounts["contoso"]).clone();
    both.products.push("chat".into());
    room.reference.accounts.insert(both.id.clone(), both.into());
    room.does(
        "dana",
        declare(json!({ "components": ["video-eu", "chat"], "playbook": "outage" })),
    );
    room.incident = Some(FIRST);
    room.does("omar", told("wingtip", 0));
    room.does("omar", told("contoso", 0));
    room.does("omar", claim("wingtip"));
    room.does("dana", split(json!({ "title": "Chat", "components": ["chat"] })));
    assert!(!room.here().rows.contains_key("wingtip"));
    assert!(room.row("contoso").spoken() && room.row("northwind").untouched());
    room.incident = Some(SECOND);
    let listed: Vec<&str> = room.here().rows.keys().map(|id| id.as_str()).collect();
    assert_eq!(listed, ["contoso", "wingtip"]);
    assert!(room.row("wingtip").spoken() && room.row("contoso").untouched());
    assert_eq!(room.claim("wingtip").unwrap().incident, SECOND);
}

#[test]
fn what_a_screen_kept_about_an_account_is_said_where_the_account_is_now() {
    let wish = json!({ "account": "northwind", "whom": "your CEO" });
    let kept = [
        ("record_attempt", json!({ "disposition": "no_answer" })),
        (
            "record_moment",
            json!({ "what": "trading opens", "from": at(60), "until": at(120) }),
        ),
        ("want_executive", wish),
        ("give_gesture", json!({ "what": "flowers" })),
        (
            "mark_condition",
            json!({ "condition": "reassured", "mark": "met", "text": "they say so" }),
        ),
        ("record_lost", json!({ "reason": "they had enough" })),
        ("tick_step", json!({ "step": "settled" })),
        ("make_promise", json!({ "what": "a report", "due": at(60) })),
        ("write_note", json!({ "text": "their CTO is on a plane" })),
        ("tag_topic", json!({ "name": "exports" })),
    ];
    for (kind, mut fields) in kept {
        let mut room = Room::declared();
        room.does(
            "dana",
            split(json!({ "title": "Recordings", "accounts": ["northwind"] })),
        );
        let before = room.here().timeline.len();
        let said = fields.as_object_mut().unwrap();
        said.insert("account".into(), "northwind".into());
        room.does("omar", command(kind, fields));
        assert_eq!(room.here().timeline.len(), before, "{kind}");
        room.incident = Some(SECOND);
        let line = room.here().timeline.last().unwrap();
        assert_eq!(line.account, Some("northwind".into()), "{kind}");
    }
}
