//! Saying something in the room: written, decided on, published, each from the keys that a hint names.

use super::stage::Screen;
use super::world::{World, at};
use serde_json::json;
use warroom::domain::ids::IncidentId;
use warroom::domain::incident::Incident;
use warroom::domain::messages::{Change, Phase};

fn here(world: &World) -> &Incident {
    world.picture.incident(IncidentId(1)).unwrap()
}

fn drafted(audience: &str, phase: &str, text: &str) -> World {
    let mut world = World::new().drawn();
    let draft = json!({ "kind": "draft_message", "audience": audience, "phase": phase, "text": text });
    world.ask("pat", at(13, 0), draft).unwrap();
    world
}

#[test]
fn what_waits_is_counted_in_the_header_and_one_key_shows_what_is_new_in_it() {
    let world = drafted(
        "calls",
        "identified",
        "The EU is back. We write again by 14:30 UTC.",
    );
    let mut screen = Screen::of("dana", &world, at(13, 12), 80, 24);
    assert!(
        screen.text().contains("1 waits for your word: Y"),
        "{}",
        screen.text()
    );
    screen.play("Y");
    assert!(
        screen.text().contains("approve words for calls (identified)"),
        "{}",
        screen.text()
    );
    assert!(screen.text().contains("From pat"), "{}", screen.text());
    screen.play("<enter>");
    let text = screen.text();
    assert!(
        text.contains("words for calls (identified), drafted by pat"),
        "{text}"
    );
    assert!(
        text.contains("CHECK: next update: text 1 promises 14:15 UTC; now 14:30 UTC"),
        "{text}"
    );
    let other = Screen::of("pat", &world, at(13, 12), 80, 24);
    assert!(
        !other.text().contains("1 wait"),
        "it is not pat's word: {}",
        other.text()
    );
}

#[test]
fn enter_approves_with_the_meaning_that_the_phase_suggests() {
    let mut world = drafted("calls", "identified", "The EU is back.");
    let mut screen = Screen::of("dana", &world, at(13, 12), 80, 24);
    screen.play("Y<enter><space><enter>");
    screen.deliver("dana", &mut world, at(13, 13));
    assert_eq!(here(&world).words_live(), 2);
    let draft = &here(&world).messages.drafts[0];
    assert_eq!((draft.change, draft.number), (Some(Change::Meaning), Some(2)));
    assert!(!screen.text().contains("1 wait"), "{}", screen.text());
}

#[test]
fn a_text_is_sent_back_only_with_a_reason() {
    let mut world = drafted("calls", "identified", "The EU is back.");
    let mut screen = Screen::of("dana", &world, at(13, 12), 80, 24);
    screen.play("Y<enter><right><right><enter>");
    assert!(
        screen
            .text()
            .contains("Say in a few words what is to be changed."),
        "{}",
        screen.text()
    );
    screen.play("not sure yet<enter>");
    screen.deliver("dana", &mut world, at(13, 13));
    let sent_back = here(&world).messages.drafts[0].sent_back.as_ref().unwrap();
    assert_eq!(sent_back.reason, *"not sure yet".to_owned());
}

#[test]
fn a_page_text_that_lacks_something_asks_why_it_goes_out() {
    let mut world = drafted(
        "page",
        "identified",
        "A part of ours has failed. Next update by 14:15 UTC.",
    );
    let mut screen = Screen::of("dana", &world, at(13, 12), 80, 24);
    screen.play("Y<enter><space><enter>");
    assert!(
        screen.text().contains("STOP: it does not say"),
        "{}",
        screen.text()
    );
    screen.play("speed<enter>");
    screen.deliver("dana", &mut world, at(13, 13));
    let draft = &here(&world).messages.drafts[0];
    assert_eq!(draft.approved.as_ref().unwrap().despite.as_deref(), Some("speed"));
    assert_eq!(
        here(&world).public(),
        Phase::Investigating,
        "approved is not published"
    );
    screen.play("s");
    assert!(
        screen.text().contains("What we say, and to whom"),
        "{}",
        screen.text()
    );
    screen.play("<right><enter>");
    assert!(
        screen
            .text()
            .contains("Publish the approved page text (identified)"),
        "{}",
        screen.text()
    );
    screen.play("<enter>");
    screen.deliver("dana", &mut world, at(13, 14));
    assert_eq!(here(&world).public(), Phase::Identified);
    assert_eq!(
        here(&world).live_post().unwrap().place.as_deref(),
        Some("status page")
    );
}

#[test]
fn a_text_for_the_page_is_put_together_and_follows_the_rows_until_it_is_edited() {
    let mut world = World::new().drawn();
    let mut screen = Screen::of("lena", &world, at(13, 12), 80, 24);
    screen.play("s<enter>");
    let text = screen.text();
    assert!(text.contains("A new text: public page (live: text 1)"), "{text}");
    assert!(text.contains("Since 13:49 UTC"), "{text}");
    // Down to "What was noticed", which the record knew.
    screen.play("<tab><tab>, and chat");
    assert!(
        screen.text().contains("Noticed: Video calls drop, EU, and chat"),
        "{}",
        screen.text()
    );
    screen.play("<enter>");
    screen.deliver("lena", &mut world, at(13, 13));
    let draft = &here(&world).messages.drafts[0];
    assert_eq!(
        draft.slots.get("noticed").unwrap(),
        &"Video calls drop, EU, and chat"
    );
    assert!(draft.text.contains("Noticed: Video calls drop, EU, and chat"));
}

#[test]
fn the_lane_of_the_page_says_how_old_its_text_is_against_what_it_may_be() {
    let world = World::new().drawn();
    let screen = Screen::of("dana", &world, at(13, 12), 120, 40);
    let text = screen.text();
    assert!(text.contains("text 1, 6 min ago, next in 13 min"), "{text}");
    let wide = Screen::of("dana", &world, at(13, 12), 200, 60).text();
    assert!(wide.contains("page text 1, 6 min old"), "{wide}");
    let narrow = Screen::of("dana", &world, at(13, 12), 80, 24).text();
    assert!(narrow.contains("Status page in 13 min"), "{narrow}");
}
