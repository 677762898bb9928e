//! Recovery, check-ins, breaks and the debrief on the screen: arrows, Enter and letters are enough.

use super::stage::Screen;
use super::world::{World, at};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use warroom::domain::ids::IncidentId;
use warroom::domain::outreach::Feeling;
use warroom::tui::msg::Msg;

fn room(who: &str) -> (World, Screen) {
    let world = World::new().drawn();
    let screen = Screen::of(who, &world, at(13, 12), 80, 24);
    (world, screen)
}

/// Presses keys and hands what was sent to the hub.
fn played(world: &mut World, screen: &mut Screen, who: &str, keys: &str) -> String {
    screen.play(keys);
    screen.deliver(who, world, at(13, 20));
    screen.text()
}

#[test]
fn what_a_customer_has_and_wants_is_said_of_the_account_under_the_cursor() {
    let (mut world, mut screen) = room("pat");
    screen.play("1R<enter><enter>");
    assert!(screen.sent.is_empty(), "without evidence");
    let text = screen.text();
    assert!(text.contains("Write how you know"), "{text}");
    let text = played(&mut world, &mut screen, "pat", "their CTO said so<enter>");
    assert!(
        text.contains("1 of the first 7 settled") && text.contains("their CTO said so"),
        "{text}"
    );
    let wish = "<down><down><down><space>the report<down><right><enter>";
    let text = played(&mut world, &mut screen, "pat", wish);
    assert!(text.contains("WANTS IT"), "{text}");
    let text = played(&mut world, &mut screen, "pat", "R");
    let summary = "Recovery: 1 reassured, 1 wants proof of no repeat, lost: 0";
    assert!(text.contains(summary), "{text}");
    let text = played(&mut world, &mut screen, "pat", "<esc>u<enter>");
    assert!(!text.contains("Recovery:"), "{text}");
    let here = world.picture.incident(IncidentId(1)).unwrap();
    assert_eq!(here.recovery().wanted.len(), 0, "taken back: {text}");
}

#[test]
fn a_check_in_is_recorded_with_how_it_goes_and_the_next_one_is_due() {
    let (mut world, _) = room("pat");
    let mitigated = json!({ "kind": "change_state", "to": "mitigated" });
    world.ask("dana", at(14, 0), mitigated).unwrap();
    let day_1 = at(14, 0) + SignedDuration::from_hours(25);
    let mut screen = Screen::of("pat", &world, day_1, 80, 24);
    screen.play("2R<enter>");
    let check_in = "<down>".repeat(9) + "<enter>";
    screen.play(&check_in);
    let text = screen.text();
    assert!(
        text.contains("Check in with Wide World Importers, day 1: how does it go?"),
        "{text}"
    );
    screen.play("<right><down>they still see it now and then<enter>");
    screen.deliver("pat", &mut world, day_1);
    let here = world.picture.incident(IncidentId(1)).unwrap();
    let row = here.row(&"wide-world-importers".into()).unwrap();
    assert_eq!(row.last().unwrap().facts.feeling, Some(Feeling::Noticed));
    let days = here.check_ins(row);
    assert!(days[0].held.is_some() && days[1].held.is_none());
    let text = screen.text();
    assert!(text.contains("still noticed: they still see it"), "{text}");
}

fn hard_calls(world: &mut World, until: Timestamp) {
    for account in ["fabrikam", "litware", "proseware"] {
        let call = json!({ "kind": "record_attempt", "account": account, "disposition": "reached_other",
            "feeling": "crisis" });
        world.ask("pat", until, call).unwrap();
    }
}

#[test]
fn a_break_is_suggested_to_the_person_and_the_commander_sees_only_how_many() {
    let (mut world, _) = room("pat");
    hard_calls(&mut world, at(13, 0));
    let mut screen = Screen::of("pat", &world, at(13, 12), 80, 24);
    let text = screen.text();
    assert!(
        text.contains("3 hard calls in a row: take a break?   Enter = take it, or not"),
        "{text}"
    );
    let mut dana = Screen::of("dana", &world, at(13, 12), 80, 24);
    dana.play("w");
    let text = dana.text();
    assert!(text.contains("1 person is due a break"), "{text}");
    assert!(!text.contains("hard"), "{text}");
    let text = played(&mut world, &mut screen, "pat", "<enter><space><enter>");
    assert!(text.contains("you are on a break until 14:17"), "{text}");
    screen.hear(Msg::Clock(at(13, 20) + SignedDuration::from_mins(15)));
    let text = screen.text();
    assert!(!text.contains("on a break"), "back by itself: {text}");
}

#[test]
fn the_three_questions_are_answered_and_shown_without_a_name() {
    let (mut world, mut screen) = room("tess");
    screen.play(":debrief<enter><enter>");
    let text = screen.text();
    assert!(text.contains("Thank you."), "{text}");
    screen.play("no list of numbers<down><down>sleep<enter>");
    screen.deliver("tess", &mut world, at(13, 20));
    let mut dana = Screen::of("dana", &world, at(13, 21), 80, 24);
    dana.play(":debrief<enter>");
    let text = dana.text();
    assert!(
        text.contains("no list of numbers") && text.contains("sleep"),
        "{text}"
    );
    let box_of_it: Vec<&str> = text
        .lines()
        .filter(|line| line.contains("no list of numbers"))
        .collect();
    assert!(box_of_it.iter().all(|line| !line.contains("tess")), "{text}");
}

#[test]
fn after_mitigation_the_checklist_says_how_recovery_stands_and_what_it_costs_to_who_decides() {
    let mut world = World::new().drawn();
    let seen = |world: &World, who: &str, keys: &str| {
        let mut screen = Screen::of(who, world, at(15, 0), 120, 40);
        screen.play(keys);
        screen.text()
    };
    assert!(!seen(&world, "dana", "3").contains("recovery:"));
    let mitigated = json!({ "kind": "change_state", "to": "mitigated" });
    world.ask("dana", at(14, 0), mitigated).unwrap();
    let credit = json!({ "kind": "propose_credit", "accounts": ["northwind-traders"], "amount": 54000, "currency": "EUR",
        "reason": "a launch was lost" });
    world.ask("dana", at(14, 5), credit).unwrap();
    let dana = seen(&world, "dana", "3");
    assert!(dana.contains("recovery: 0 reassured, lost: 0"), "{dana}");
    assert!(dana.contains("credits: 54k EUR"), "{dana}");
    let zoomed = seen(&world, "dana", "3z");
    assert!(
        zoomed.contains("recovery:") && zoomed.contains("credits:"),
        "{zoomed}"
    );
    for (who, keys) in [("pat", "3"), ("dana", "m3")] {
        let text = seen(&world, who, keys);
        assert!(
            text.contains("recovery:") && !text.contains("54k"),
            "{who}: {text}"
        );
    }
}
