//! What a playbook brings to the screens: the script of a call, the experts to call, the test before it is over.

use super::stage::Screen;
use super::world::{World, at};
use std::sync::Arc;
use warroom::config::playbooks;
use warroom::domain::playbook::Playbook;

/// The room on a small terminal, with the built-in playbook that the other tests replace by a short one.
fn room() -> (World, Screen) {
    let mut world = World::new();
    let built_in = playbooks::load(&[]).playbooks;
    let whole = built_in
        .iter()
        .find(|playbook| playbook.name == "full-outage")
        .unwrap();
    let mut whole = Playbook::clone(whole);
    // The drawn story ticks this step.
    whole.steps[0].id = "bridge".into();
    world.reference.playbooks[0] = Arc::new(whole);
    let world = world.drawn();
    let screen = Screen::of("pat", &world, at(13, 12), 80, 24);
    (world, screen)
}

#[test]
fn the_card_begins_with_whom_to_call_and_what_to_say_and_goes_on_to_what_may_be_offered() {
    let (_, mut screen) = room();
    screen.play("1<enter>");
    let first = screen.text();
    assert!(
        first.contains("You may call") && first.contains("Call"),
        "{first}"
    );
    let mut seen = first;
    for _ in 0..20 {
        screen.play("<down>");
        seen += &screen.text();
    }
    for words in [
        "Would it help if we take what is urgent by phone",
        "or would something else help more?",
        "Say nothing for three breaths",
        "small kindnesses up to 50 EUR an account need no approval",
    ] {
        assert!(seen.contains(words), "{words}\n{seen}");
    }
    screen.play(&"<up>".repeat(20));
    assert!(screen.text().contains("You may call"), "{}", screen.text());
}

#[test]
fn an_expert_is_called_from_the_menu_and_the_timeline_says_so() {
    let (mut world, mut screen) = room();
    screen.play(":call an expert<enter>");
    let dialog = screen.text();
    assert!(dialog.contains("the hotline of the hosting vendor"), "{dialog}");
    assert!(dialog.contains("have the contract number"), "{dialog}");
    assert!(
        dialog.contains("it is 15 min after the start and not mitigated"),
        "{dialog}"
    );
    assert!(dialog.contains("Enter records that they were called"), "{dialog}");
    screen.play("<enter>");
    screen.deliver("pat", &mut world, at(13, 20));
    let text = screen.text();
    assert!(
        text.contains("called the hotline of the hosting vendor"),
        "{text}"
    );
    screen.play(":call an expert<enter>");
    assert!(
        !screen.text().contains("the hotline of the hosting vendor  "),
        "{}",
        screen.text()
    );
}

#[test]
fn before_anyone_says_that_it_is_over_the_exit_test_is_there_to_be_read() {
    let (_, mut screen) = room();
    screen.play(":resolved<enter>");
    let text = screen.text();
    assert!(text.contains("Over only when all of this is so"), "{text}");
    assert!(text.contains("- Two customers who were down said"), "{text}");
    assert!(
        text.contains("Reason:") && text.contains("Enter says so"),
        "{text}"
    );
}
