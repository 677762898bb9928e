//! Texts that agree with what was told before, and texts that do not.

use super::*;
use crate::domain::testkit::*;
use serde_json::json;

fn said(room: &Room, audience: Audience, phase: Phase, text: &str) -> Vec<String> {
    let text = text.into();
    let saying = Saying {
        audience,
        phase,
        text: &text,
        next_update: None,
        live: None,
    };
    let found = differences(room.here(), &saying, room.now);
    found.iter().map(ToString::to_string).collect()
}

fn on_page(room: &Room, phase: Phase, text: &str) -> Vec<String> {
    said(room, Audience::Page, phase, text)
}

fn room() -> Room {
    let mut room = Room::declared();
    let text = "Since 12:00 UTC calls fail. Next update by 12:17 UTC.";
    room.at(7).does("dana", post("investigating", text));
    room.at(12);
    room
}

#[test]
fn a_text_that_agrees_with_all_before_it_differs_in_nothing() {
    let text = "Since 12:00 UTC calls fail in Europe. Next update by 12:20 UTC.";
    assert!(on_page(&room(), Phase::Identified, text).is_empty());
}

#[test]
fn another_start_is_told_with_before_and_now() {
    let text = "Since 12:10 UTC calls fail. Next update by 12:20 UTC.";
    assert_eq!(
        on_page(&room(), Phase::Investigating, text),
        ["start: text 1 says 12:00 UTC; now 12:10 UTC"]
    );
    let mut fresh = Room::declared();
    fresh.at(12);
    assert_eq!(
        on_page(&fresh, Phase::Investigating, text),
        ["start: the record says 12:00 UTC; now 12:10 UTC"]
    );
}

#[test]
fn the_next_update_is_held_to_the_playbook_on_the_page_and_to_the_page_elsewhere() {
    let room = room();
    assert_eq!(
        on_page(&room, Phase::Investigating, "We look into it."),
        ["next update: the playbook asks for one within 10 min; now no time is given"]
    );
    assert_eq!(
        on_page(&room, Phase::Investigating, "Next update within 45 minutes."),
        ["next update: the playbook asks for one within 10 min; now 12:57 UTC, in 45 min"]
    );
    assert_eq!(
        said(
            &room,
            Audience::Calls,
            Phase::Investigating,
            "Next update by 12:30 UTC."
        ),
        ["next update: text 1 promises 12:17 UTC; now 12:30 UTC, later"]
    );
    assert!(
        said(
            &room,
            Audience::Calls,
            Phase::Investigating,
            "We know more by then."
        )
        .is_empty()
    );
}

#[test]
fn a_phase_that_goes_back_or_runs_ahead_is_shown() {
    let mut room = room();
    room.does("dana", post("monitoring", "Back. Next update by 12:40 UTC"));
    let back = on_page(
        &room,
        Phase::Identified,
        "It broke again. Next update by 12:20 UTC.",
    );
    assert_eq!(
        back,
        ["phase goes back: the page says monitoring; now identified"]
    );
    let ahead = on_page(&room, Phase::Resolved, "Over.");
    assert_eq!(ahead, ["phase runs ahead: the incident is open; now resolved"]);
}

#[test]
fn a_cause_is_stated_only_once_it_is_confirmed() {
    let mut room = room();
    let text = "Calls fail due to a bad release. Next update by 12:20 UTC.";
    let cause = |room: &Room| on_page(room, Phase::Identified, text);
    let stated = "now stated as a fact: a bad release";
    assert_eq!(cause(&room), [format!("cause: the cause is unknown; {stated}")]);
    let find =
        |certainty: &str, text: &str| command("find_cause", json!({ "certainty": certainty, "text": text }));
    room.does("omar", find("suspected", "the release of 11:50"));
    assert_eq!(
        cause(&room),
        [format!("cause: only suspected: the release of 11:50; {stated}")]
    );
    room.does("tess", role("tech_lead"));
    room.does("tess", find("confirmed", "the release of 11:50"));
    assert!(cause(&room).is_empty());
    room.does("tess", find("confirmed", "a broken switch"));
    assert_eq!(
        cause(&room),
        [format!("cause: confirmed: a broken switch; {stated}")]
    );
    let hedged = "We suspect it is due to a supplier. Next update by 12:20 UTC.";
    assert!(on_page(&room, Phase::Identified, hedged).is_empty());
}

#[test]
fn what_is_said_of_data_is_held_to_the_finding() {
    let mut room = room();
    let text = "No data was lost. Next update by 12:20 UTC.";
    let data = |room: &Room| on_page(room, Phase::Identified, text);
    assert_eq!(
        data(&room),
        ["customers' data: nobody has found out yet; now said to be safe"]
    );
    room.does("omar", command("find_data", json!({ "state": "lost" })));
    assert_eq!(data(&room), ["customers' data: found lost; now said to be safe"]);
    room.does("omar", command("find_data", json!({ "state": "safe" })));
    assert!(data(&room).is_empty());
    let open = "We are checking whether data was lost. Next update by 12:20 UTC.";
    assert!(on_page(&room, Phase::Identified, open).is_empty());
}

#[test]
fn the_same_words_again_and_words_not_to_be_said_are_shown() {
    let mut room = Room::empty();
    let mut outage = (*room.reference.playbooks[1]).clone();
    outage.do_not_say = vec![
        "\"only\", \"just\": not to them".into(),
        "credits, refunds or any amount".into(),
    ];
    room.reference.playbooks[1] = outage.into();
    room.does("dana", declare(json!({ "playbook": "outage" })));
    let text = "Only Europe is hit, refunds follow. Next update by 12:10 UTC.";
    let found = on_page(&room, Phase::Investigating, text);
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(
        found[0].ends_with("now \"only\" stands in the text"),
        "{found:#?}"
    );
    room.does("dana", post("investigating", text));
    let again = on_page(&room, Phase::Investigating, text);
    assert!(again[0].starts_with("twice the same: text 1"), "{again:#?}");
    let unfilled = on_page(&room, Phase::Identified, "{remedy}. Next update by 12:10 UTC.");
    assert_eq!(
        unfilled,
        ["still to be filled: {remedy} stands in the text; now nothing in its place"]
    );
}

#[test]
fn a_text_that_is_live_already_is_held_against_what_was_told_before_it_and_not_against_itself() {
    let mut room = room();
    let text = "Since 12:10 UTC calls fail. No data was lost. Next update by 12:20 UTC.";
    room.does("dana", post("investigating", text));
    let live = room.here().live_post().unwrap();
    let saying = Saying {
        audience: Audience::Page,
        phase: live.phase,
        text: &live.text,
        next_update: live.next_update,
        live: Some(live.seq),
    };
    let found = differences(room.here(), &saying, live.at);
    let found: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        [
            "start: text 1 says 12:00 UTC; now 12:10 UTC",
            "customers' data: nobody has found out yet; now said to be safe",
        ]
    );
}

#[test]
fn a_customer_is_named_in_no_text_that_every_customer_hears() {
    let room = room();
    let text = "Northwind reports that calls fail. Next update by 12:20 UTC.";
    for audience in [Audience::Page, Audience::Calls] {
        let found = said(&room, audience, Phase::Investigating, text);
        let named = "names a customer: every customer reads or hears it; now Northwind stands in the text";
        assert!(found.iter().any(|found| found == named), "{found:?}");
    }
    let inside = said(&room, Audience::Internal, Phase::Investigating, text);
    assert!(
        !inside.iter().any(|found| found.contains("Northwind")),
        "{inside:?}"
    );
}
