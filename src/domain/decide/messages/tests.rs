//! What may be said, by whose word.

use crate::domain::command::Command;
use crate::domain::due::{Kind, dues};
use crate::domain::ids::Seq;
use crate::domain::messages::Phase;
use crate::domain::testkit::*;
use serde_json::json;

#[test]
fn the_public_phase_begins_at_none_and_moves_with_the_texts() {
    let mut room = Room::declared();
    assert_eq!((room.here().public(), room.here().words_live()), (Phase::None, 0));
    room.does("dana", post("investigating", "We look into it."));
    assert_eq!(
        (room.here().public(), room.here().words_live()),
        (Phase::Investigating, 1)
    );
    room.already("omar", post("investigating", "We look into it."));
    room.does("omar", post("identified", "A bad deploy."));
    assert_eq!(
        (room.here().public(), room.here().words_live()),
        (Phase::Identified, 2)
    );
}

#[test]
fn resolving_posts_nothing() {
    let mut room = Room::declared();
    room.does("dana", post("investigating", "We look into it."));
    room.does("dana", move_to("resolved"));
    assert_eq!(room.here().public(), Phase::Investigating);
}

#[test]
fn a_text_recorded_late_takes_its_place_in_the_past() {
    let mut room = Room::declared();
    room.at(10).does("dana", post("identified", "A bad deploy."));
    room.at(12)
        .says("dana", 5, post("investigating", "We look into it."));
    assert_eq!(
        (room.here().public(), room.here().words_live()),
        (Phase::Identified, 1)
    );
    room.at(13).does("dana", post("monitoring", "Rolled back."));
    assert_eq!(room.here().words_live(), 3);
}

#[test]
fn an_empty_text_is_no_text() {
    let mut room = Room::declared();
    room.refused("dana", "empty", post("investigating", " \n "));
    room.refused("dana", "empty", post("none", "Words."));
}

fn draft(audience: &str, phase: &str, text: &str) -> Command {
    command(
        "draft_message",
        json!({ "audience": audience, "phase": phase, "text": text }),
    )
}

fn approve(seq: Seq) -> Command {
    command("approve_message", json!({ "draft": seq }))
}

fn despite(seq: Seq) -> Command {
    command(
        "approve_message",
        json!({ "draft": seq, "despite": "nothing more is known" }),
    )
}

fn send_back(seq: Seq, reason: &str) -> Command {
    command("reject_draft", json!({ "draft": seq, "reason": reason }))
}

fn publish(seq: Seq) -> Command {
    command("record_post", json!({ "draft": seq, "place": "status page" }))
}

fn commanded() -> Room {
    let mut room = Room::declared();
    room.does("dana", role("commander"));
    room.does("sam", role("liaison"));
    room
}

#[test]
fn a_page_text_is_drafted_approved_and_published_and_has_its_number_from_then_on() {
    let mut room = commanded();
    room.does(
        "sam",
        draft(
            "page",
            "investigating",
            "We look into it. Next update within 20 min.",
        ),
    );
    let text = room.last();
    room.refused("sam", "duty_needed", approve(text));
    room.does("dana", despite(text));
    assert_eq!((room.here().words_live(), room.here().public()), (0, Phase::None));
    room.already("dana", approve(text));
    let late = room.refused("root", "decided_already", approve(text));
    assert_eq!(
        late,
        format!(
            "draft {text} was approved by dana 0 s ago already; to change that, take it back first (`u`, \
             `warroom undo`)"
        )
    );
    room.at(4).does("sam", publish(text));
    let live = room.here().live_post().unwrap();
    assert_eq!(
        (live.number, live.draft, live.next_update),
        (1, Some(text), Some(at(24)))
    );
    assert_eq!(live.approved.as_ref().unwrap().by.as_str(), "dana");
    assert_eq!(room.here().words_live(), 1);
    room.already("sam", publish(text));
}

#[test]
fn the_same_words_published_without_naming_the_draft_are_the_draft() {
    let mut room = commanded();
    room.does("sam", draft("page", "investigating", "We look into it."));
    let text = room.last();
    room.does("dana", despite(text));
    room.does("sam", post("investigating", "We look into it."));
    assert!(room.here().live_post().unwrap().approved.is_some());
    room.does("sam", post("investigating", "We look, and see nothing yet."));
    assert!(
        room.here().live_post().unwrap().approved.is_none(),
        "those words nobody approved"
    );
}

#[test]
fn what_calls_may_say_is_live_once_it_is_approved() {
    let mut room = commanded();
    room.does(
        "omar",
        draft("calls", "investigating", "Your calls to the US go through."),
    );
    let words = room.last();
    room.does("dana", approve(words));
    assert_eq!(
        room.here().words_for_calls(),
        (1, &"Your calls to the US go through.".into())
    );
    room.does("omar", told("northwind", 1));
    assert_eq!(room.here().public(), Phase::None, "the page says nothing by it");
    room.does("dana", post("investigating", "We look into it."));
    assert_eq!(room.here().words_live(), 2, "one series for page and calls");
}

#[test]
fn a_text_that_went_live_without_a_word_is_told_to_nobody_before_it_has_one() {
    let mut room = commanded();
    room.does("sam", post("investigating", "We look into it."));
    let live = room.last();
    assert_eq!(
        (room.here().public(), room.here().words_live()),
        (Phase::Investigating, 0)
    );
    let said = room.refused("omar", "not_approved", told("northwind", 1));
    assert_eq!(
        said,
        "text 1 is on the page and nobody approved it; tell text 0, or have the commander approve it"
    );
    room.does("omar", told("northwind", 0));
    assert!(
        !room.here().stale(room.row("northwind")),
        "nothing approved has replaced the first words"
    );
    room.does("dana", approve(live));
    room.does("omar", told("fabrikam", 1));
    assert!(room.here().stale(room.row("northwind")));
}

#[test]
fn anyone_gives_the_word_while_nobody_commands_and_a_deputy_stands_in() {
    let mut room = Room::declared();
    room.does("sam", post("investigating", "We look into it."));
    assert_eq!(room.here().words_live(), 1);
    room.does("lena", role("deputy"));
    room.does("sam", draft("calls", "investigating", "We are on it."));
    let words = room.last();
    let said = room.refused("sam", "duty_needed", approve(words));
    assert_eq!(said, "only the commander or the deputy may do this; that is lena");
    room.does("lena", approve(words));
    room.does("sam", draft("internal", "investigating", "All hands."));
    let words = room.last();
    room.does("root", approve(words));
}

#[test]
fn drafting_again_takes_the_place_of_ones_own_draft_and_of_no_other() {
    let mut room = commanded();
    room.does("sam", draft("internal", "investigating", "One."));
    let first = room.last();
    room.already("sam", draft("internal", "investigating", "One."));
    room.does("sam", draft("internal", "investigating", "Two."));
    room.does("omar", draft("internal", "investigating", "Three."));
    let waiting: Vec<_> = room
        .here()
        .undecided()
        .map(|draft| draft.text.to_string())
        .collect();
    assert_eq!(waiting, ["Two.", "Three."]);
    let said = room.refused("dana", "draft_done", approve(first));
    assert!(said.contains("was replaced by draft"), "{said}");
    let others = room.last();
    let fields =
        json!({ "audience": "internal", "phase": "investigating", "text": "Four.", "replaces": others });
    room.does("dana", command("draft_message", fields));
    assert_eq!(room.here().undecided().count(), 2);
    let said = room.refused("dana", "unknown_draft", approve(Seq(1)));
    assert!(said.starts_with("there is no draft 1; waiting: "), "{said}");
}

#[test]
fn a_draft_sent_back_says_why_and_is_drafted_anew() {
    let mut room = commanded();
    room.does("sam", draft("internal", "investigating", "One."));
    let text = room.last();
    room.refused("dana", "reason_needed", send_back(text, " "));
    room.refused("omar", "duty_needed", send_back(text, "no"));
    room.does("dana", send_back(text, "say more"));
    let said = room.refused("dana", "draft_done", approve(text));
    assert!(said.contains("was sent back by dana: say more"), "{said}");
    room.does("sam", draft("internal", "investigating", "One."));
    let again = room.last();
    assert_eq!(room.here().messages.draft(text).unwrap().replaced_by, Some(again));
    room.does("sam", send_back(again, "not needed any more"));
    assert_eq!(room.here().undecided().count(), 0);
}

#[test]
fn drafts_of_a_past_phase_fall_away_and_a_relapse_may_be_drafted() {
    let mut room = commanded();
    room.does("sam", draft("executives", "investigating", "Early."));
    let early = room.last();
    room.does("sam", draft("executives", "monitoring", "Later."));
    room.does("dana", post("identified", "Found."));
    let waiting: Vec<_> = room.here().undecided().map(|draft| draft.phase).collect();
    assert_eq!(waiting, [Phase::Monitoring]);
    let said = room.refused("dana", "draft_done", approve(early));
    assert!(
        said.contains("is for investigating, and the page says identified"),
        "{said}"
    );
    assert_eq!(room.here().messages.drafts.len(), 2, "it is kept");
    room.does("dana", post("monitoring", "Back."));
    room.does("sam", draft("page", "identified", "It broke again."));
    assert!(
        room.here()
            .undecided()
            .any(|draft| draft.phase == Phase::Identified)
    );
}

#[test]
fn a_page_text_with_empty_slots_needs_a_reason() {
    let mut room = commanded();
    room.does("sam", draft("page", "resolved", "Over."));
    let text = room.last();
    let said = room.refused("dana", "slots_missing", approve(text));
    assert!(said.contains("whether data was lost or seen by others"), "{said}");
    room.does("dana", despite(text));
    let slots = json!({ "confirmed": "15:03 UTC", "data": "none lost", "leftovers": "write to us", "report": "Monday",
        "speaker": "Dana" });
    let full = json!({ "audience": "page", "phase": "resolved", "text": "All over.", "slots": slots });
    room.does("sam", command("draft_message", full));
    let text = room.last();
    room.does("dana", approve(text));
}

#[test]
fn a_fixed_wording_is_no_reason_to_call_again_and_a_new_meaning_is() {
    let mut room = commanded();
    room.does("dana", post("investigating", "We look into it."));
    room.does("omar", told("northwind", 1));
    let fixed = json!({ "phase": "identified", "text": "We look into it, still.", "change": "wording" });
    room.does("dana", command("record_post", fixed));
    assert!(!room.here().stale(room.row("northwind")));
    let moved = json!({ "phase": "identified", "text": "Half of it works.", "change": "meaning" });
    room.does("dana", command("record_post", moved));
    assert!(room.here().stale(room.row("northwind")));
    assert_eq!(room.here().coverage().stale, 1);
    room.does("omar", told("northwind", 3));
    room.does("dana", post("monitoring", "Back."));
    room.does("dana", post("identified", "It broke again."));
    assert!(
        room.here().stale(room.row("northwind")),
        "the same phase again is another meaning"
    );
}

#[test]
fn the_next_update_promised_in_public_binds_the_clock() {
    let mut room = commanded();
    room.at(7).does(
        "dana",
        post("investigating", "We look into it. Next update within 30 minutes."),
    );
    let page = |room: &Room| {
        let dues = dues(room.here());
        let due = dues.into_iter().find(|due| due.kind == Kind::Page).unwrap();
        (due.what.to_string(), due.at)
    };
    assert_eq!(
        page(&room),
        ("page update, promised in text 1".to_owned(), at(37))
    );
    room.at(20).does("dana", post("investigating", "We look on."));
    assert_eq!(page(&room), ("page update".to_owned(), at(30)));
}

#[test]
fn a_draft_says_something_about_some_phase_and_of_a_time_to_come() {
    let mut room = commanded();
    room.refused("sam", "empty", draft("page", "investigating", " "));
    room.refused("sam", "empty", draft("page", "none", "Words."));
    let past =
        json!({ "audience": "page", "phase": "investigating", "text": "Words.", "next_update": at(-1) });
    room.refused("sam", "wrong_time", command("draft_message", past));
    room.refused("sam", "unknown_draft", publish(Seq(1)));
}

#[test]
fn a_time_in_the_words_that_is_over_does_not_hide_the_one_given_with_the_draft() {
    let mut room = commanded();
    let text = "We said: next update by 12:05 UTC. More to come.";
    let fields = json!({ "audience": "page", "phase": "investigating", "text": text, "next_update": at(30) });
    room.at(8).does("sam", command("draft_message", fields));
    let seq = room.last();
    let despite = json!({ "draft": seq, "despite": "first words" });
    room.does("dana", command("approve_message", despite));
    room.at(10)
        .does("sam", command("record_post", json!({ "draft": seq })));
    assert_eq!(room.here().live_post().unwrap().next_update, Some(at(30)));
}

#[test]
fn a_draft_takes_the_place_of_one_for_the_same_audience_only() {
    let mut room = commanded();
    room.does("sam", draft("calls", "investigating", "One."));
    let calls = room.last();
    let fields =
        json!({ "audience": "internal", "phase": "investigating", "text": "Two.", "replaces": calls });
    let said = room.refused("omar", "draft_done", command("draft_message", fields));
    assert_eq!(
        said,
        format!("draft {calls} is for calls, and this one is for internal; leave out what it replaces")
    );
}
