//! Where the call sheet says that somebody stands with an account: what is done is not to be called, and who only looks
//! is not told to call.

use super::sheet::{room, shows};
use super::stage::Screen;
use super::world::{World, at};
use std::sync::Arc;
use warroom::domain::actor::{Access, Actor};
use warroom::domain::playbook::Playbook;
use warroom::tui::msg::Msg;

fn reads(screen: &Screen, not: &str) {
    let text = screen.text();
    assert!(!text.contains(not), "{not:?} is on\n{text}");
}

#[test]
fn whoever_was_reached_is_not_to_be_called_but_can_be() {
    let (mut world, mut screen) = room();
    screen.play("/wide<enter><enter>");
    shows(&screen, "Nothing to call for: you reached them, told text 1.");
    shows(&screen, "Enter = call them all the same");
    reads(&screen, "You may call");
    screen.play("<enter>");
    screen.deliver("pat", &mut world, at(13, 20));
    shows(&screen, "you are on the phone with Wide World Importers");
}

#[test]
fn who_only_looks_is_not_told_to_call_and_claims_nothing() {
    let (_, mut screen) = room();
    screen.hear(Msg::Me(Actor::new("pat", Access::Viewer)));
    screen.play("/fabrikam<enter><enter>");
    shows(&screen, "Nobody has them.");
    reads(&screen, "You may call");
    screen.play("<enter><enter>");
    assert!(screen.sent.is_empty(), "{:?}", screen.sent);
}

#[test]
fn a_masked_sheet_has_the_ideas_for_kindnesses_and_no_amount() {
    let mut world = World::new();
    for playbook in &mut world.reference.playbooks {
        let mut kind = Playbook::clone(playbook);
        kind.gestures.allowance = "50".parse().unwrap();
        kind.gestures.currency = "EUR".into();
        kind.gestures.ideas = vec!["a month of support".into()];
        *playbook = Arc::new(kind);
    }
    let world = world.drawn();
    let mut screen = Screen::of("pat", &world, at(13, 12), 120, 60);
    screen.play("/fabrikam<enter><enter>");
    shows(&screen, "up to 50 EUR an account");
    shows(&screen, "a month of support");
    screen.model.stage.masked = true;
    shows(&screen, "a month of support");
    reads(&screen, "50 EUR");
}
