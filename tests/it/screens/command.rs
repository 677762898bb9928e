//! Command on the screen: taking it, handing it over, the brief.

use super::stage::Screen;
use super::world::{World, at};
use insta::assert_snapshot;
use serde_json::json;
use warroom::domain::command::Command;
use warroom::domain::people::Duty;
use warroom::tui::msg::Msg;

fn screen(name: &str, world: &World, minute: i64) -> Screen {
    Screen::of(name, world, at(minute, 12), 80, 24)
}

/// Dana commands, has promised something, and holds an account.
fn with_hands_full() -> World {
    let mut world = World::new().drawn();
    let promise =
        json!({ "kind": "make_promise", "account": "contoso", "what": "hourly news", "due": at(60, 0) });
    world.ask("dana", at(12, 50), promise).unwrap();
    let claim = json!({ "kind": "claim_account", "account": "northwind-traders" });
    world.ask("dana", at(12, 55), claim).unwrap();
    world
}

fn offered() -> World {
    let mut world = with_hands_full();
    let offer = json!({ "kind": "offer_duty", "duty": "commander", "to": "ines", "note": "my shift ends" });
    world.ask("dana", at(13, 0), offer).unwrap();
    world
}

#[test]
fn the_duties_and_what_enter_does_with_each() {
    let mut screen = screen("ines", &offered(), 13);
    screen.play("d");
    assert_snapshot!(screen.text());
}

#[test]
fn handing_command_over_says_what_goes_with_it() {
    let mut screen = screen("dana", &with_hands_full(), 13);
    screen.play("h");
    assert_snapshot!(screen.text());
    screen.play("<tab><right>");
    screen.play("<tab>");
    screen.play("<right>");
    assert!(screen.text().contains("With it: no promise"), "{}", screen.text());
}

#[test]
fn what_is_offered_is_accepted_once_somebody_chose_to() {
    let mut world = offered();
    let mut screen = screen("ines", &world, 13);
    assert!(screen.text().contains("dana offers you to be commander"));
    screen.play("<esc><enter>");
    assert_snapshot!(screen.text());
    screen.play("<enter>");
    assert!(screen.sent.is_empty(), "Enter alone takes no duty");
    screen.play("<space><enter>");
    screen.deliver("ines", &mut world, at(13, 20));
    let here = world.picture.incidents().next().unwrap();
    assert_eq!(here.holder(Duty::Commander).unwrap().as_str(), "ines");
    assert!(screen.text().contains("Commander ines"), "{}", screen.text());
}

#[test]
fn what_is_offered_is_declined_with_its_letter_or_a_turn_and_enter() {
    for keys in ["hd<enter>", "h<space><right><enter>"] {
        let mut screen = screen("ines", &offered(), 13);
        screen.play(keys);
        assert!(
            matches!(screen.sent[0].command, Command::DeclineDuty(_)),
            "{keys}"
        );
    }
}

#[test]
fn an_offer_is_said_when_it_comes() {
    let mut world = with_hands_full();
    let mut screen = screen("ines", &world, 13);
    let through = world.picture.through();
    let offer = json!({ "kind": "offer_duty", "duty": "commander", "to": "ines" });
    world.ask("dana", at(13, 20), offer).unwrap();
    screen.hear(Msg::News(Box::new(world.news(through, at(13, 20)))));
    assert!(
        screen
            .text()
            .contains("dana offers you to be commander; h shows what comes with it."),
        "{}",
        screen.text()
    );
}

#[test]
fn taking_command_is_one_key_and_shows_what_is_taken_over() {
    let mut world = World::new();
    let declare =
        json!({ "kind": "declare_incident", "title": "Video calls drop, EU", "components": ["video-eu"] });
    world.ask("dana", at(0, 20), declare).unwrap();
    let mut screen = screen("dana", &world, 5);
    screen.play("<enter>");
    assert!(matches!(screen.sent[0].command, Command::TakeRole(_)));
    let text = screen.text();
    assert!(text.contains("Asking the hub for command"), "{text}");
    screen.deliver("dana", &mut world, at(5, 20));
    assert_snapshot!(screen.text());
    screen.play("<enter>");
    assert!(screen.text().contains("Commander dana"));
}

#[test]
fn command_of_somebody_who_speaks_takes_a_reason() {
    let mut screen = screen("lena", &with_hands_full(), 13);
    screen.play("d<enter>");
    assert_snapshot!(screen.text());
    screen.play("<enter>");
    assert!(screen.sent.is_empty());
    screen.play("dana's link is down<enter>");
    let Command::TakeRole(taken) = &screen.sent[0].command else {
        panic!("{:?}", screen.sent)
    };
    assert_eq!(taken.reason.as_deref(), Some("dana's link is down"));
}

#[test]
fn the_deputy_of_a_silent_commander_takes_over_and_never_by_one_enter_too_many() {
    let mut world = with_hands_full();
    let deputy = json!({ "kind": "take_role", "role": "deputy" });
    world.ask("lena", at(12, 56), deputy).unwrap();
    let release = json!({ "kind": "release_claim", "account": "contoso" });
    world.ask("lena", at(12, 57), release).unwrap();
    let amber = screen("lena", &world, 21).text();
    let row = amber.lines().find(|line| line.contains("dana silent")).unwrap();
    assert!(row.contains("soon") && row.contains("8 min"), "{amber}");
    let mut screen = screen("lena", &world, 24);
    let text = screen.text();
    assert!(text.contains("take command: dana silent 11 min"), "{text}");
    screen.play("<esc><enter><enter>");
    assert!(screen.sent.is_empty(), "{}", screen.text());
    screen.play("<space><enter>");
    screen.deliver("lena", &mut world, at(24, 20));
    let here = world.picture.incidents().next().unwrap();
    assert_eq!(here.holder(Duty::Commander).unwrap().as_str(), "lena");
}

#[test]
fn the_brief_is_one_page_and_enter_says_that_it_was_given() {
    let mut world = with_hands_full();
    let mut screen = screen("lena", &world, 13);
    screen.play("b");
    assert_snapshot!(screen.text());
    screen.play("<end>");
    assert!(screen.text().contains("Next due"), "{}", screen.text());
    screen.play("<enter>");
    screen.deliver("lena", &mut world, at(13, 20));
    let here = world.picture.incidents().next().unwrap();
    assert_eq!(here.last_brief().unwrap().by.as_str(), "lena");
}

#[test]
fn a_required_duty_nobody_has_ticks_and_enter_on_its_row_takes_it() {
    let mut world = World::new();
    for playbook in &mut world.reference.playbooks {
        let mut wants = (**playbook).clone();
        wants.duties = serde_json::from_value(json!([{ "duty": "scribe", "by": "2m" }])).unwrap();
        *playbook = wants.into();
    }
    let mut world = world.drawn();
    let mut wide = Screen::of("tess", &world, at(13, 12), 120, 40);
    let text = wide.text();
    assert!(text.contains("nobody: scribe"), "{text}");
    let row = |line: &&str| line.contains("LATE") && line.contains("scribe: nobody");
    assert_eq!(text.lines().filter(row).count(), 1, "{text}");
    wide.play("2<enter>");
    wide.deliver("tess", &mut world, at(13, 20));
    let here = world.picture.incidents().next().unwrap();
    assert_eq!(here.holder(Duty::Scribe).unwrap().as_str(), "tess");
    assert!(!wide.text().contains("nobody: scribe"));
}
