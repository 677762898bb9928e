//! Changing the plan of a running incident, and moving things between incidents, on the screen.

use super::stage::Screen;
use super::world::{World, at};
use insta::assert_snapshot;
use serde_json::json;
use std::sync::Arc;
use warroom::domain::ids::IncidentId;
use warroom::domain::incident::Severity;
use warroom::domain::playbook::Playbook;
use warroom::tui::effect::Effect;
use warroom::tui::msg::Msg;
use warroom::wire::PlaybookLine;

/// As drawn, with a severity matrix and with deputies.
fn world() -> World {
    let mut world = World::new();
    let mut graded = serde_json::to_value(&*world.reference.playbooks[0]).unwrap();
    graded["at"] = json!({
        "sev1": { "when": ["a quarter of all customers or all of a region cannot call", "data lost or exposed"] },
        "sev2": {
            "when": ["calls connect, but drop or sound bad", "three key accounts hit"],
            "levels": { "support_lead": "4m", "head_of_cs": "20m", "ceo": "1h" },
            "public": { "first": "15m", "investigating": "15m", "identified": "30m", "monitoring": "1h" },
            "calls": { "strategic": "1h", "key": "8h", "named": "24h", "claim": "10m" },
        },
        "sev3": { "when": ["few customers, and there is a way around it"], "levels": { "support_lead": "15m" } },
    });
    let graded: Playbook = serde_json::from_value(graded).unwrap();
    world.reference.playbooks[0] = Arc::new(graded);
    for person in &mut world.reference.people {
        if person.id.as_str() == "ines" {
            person.deputy = Some("dave".into());
        }
    }
    world.drawn()
}

fn room() -> (World, Screen) {
    let world = world();
    let screen = Screen::of("pat", &world, at(13, 12), 80, 24);
    (world, screen)
}

/// Presses keys and hands what was sent to the hub.
fn played(world: &mut World, screen: &mut Screen, keys: &str) -> String {
    screen.play(keys);
    screen.deliver("pat", world, at(13, 20));
    screen.text()
}

#[test]
fn what_another_severity_would_change_stands_there_before_enter() {
    let (_, mut screen) = room();
    screen.play("v<down>");
    assert_snapshot!(screen.text());
}

#[test]
fn lowering_asks_for_a_reason_and_what_was_typed_is_kept() {
    let (mut world, mut screen) = room();
    screen.play("v<down><enter>");
    assert!(screen.sent.is_empty());
    screen.play("calls connect<esc>");
    let text = played(&mut world, &mut screen, "v<down><enter>");
    assert_eq!(
        world.picture.incident(IncidentId(1)).unwrap().severity,
        Severity::Sev2
    );
    assert!(
        text.contains("lowered to SEV2 (calls connect): CEO by T+1 h"),
        "{text}"
    );
    assert!(
        text.contains("CEO in 46 min"),
        "the lane follows the plan: {text}"
    );
}

#[test]
fn the_deputy_is_one_key_and_a_late_entry_shows_both_times() {
    let (mut world, mut screen) = room();
    screen.play("i<down><right>");
    assert_snapshot!(screen.text());
    let text = played(
        &mut world,
        &mut screen,
        "<tab><tab>calls are failing<tab>omar<tab>4 min ago<enter>",
    );
    let incident = world.picture.incident(IncidentId(1)).unwrap();
    let informed = incident.level("ceo").unwrap().informed().unwrap();
    assert_eq!((informed.person.as_str(), informed.at), ("dave", at(9, 12)));
    assert!(text.contains("CEO informed: dave, deputy"), "{text}");
    let mut wide = Screen::of("pat", &world, at(13, 20), 120, 40);
    wide.play("2z");
    let wide = wide.text();
    assert!(wide.contains("CEO (noted +13)"), "{wide}");
}

#[test]
fn a_time_that_is_none_or_still_to_come_is_told_and_nothing_is_sent() {
    let (_, mut screen) = room();
    for keys in ["i<tab><tab><tab><tab>soon<enter>", "2099-01-01T00:00:00Z<enter>"] {
        screen.play(keys);
        assert!(screen.sent.is_empty(), "{}", screen.text());
    }
}

#[test]
fn t0_is_corrected_with_a_reason_and_says_who_is_late_then() {
    let (mut world, mut screen) = room();
    screen.play(":correct T0<enter>13:40<tab>");
    assert!(
        screen.text().contains("late then: VP Eng, CEO"),
        "{}",
        screen.text()
    );
    screen.play("<enter>");
    assert!(screen.sent.is_empty(), "a reason is missing");
    let text = played(&mut world, &mut screen, "first ticket<enter>");
    assert_eq!(world.picture.incident(IncidentId(1)).unwrap().t0, at(-9, 0));
    assert!(text.contains("declared +9"), "{text}");
}

#[test]
fn the_playbooks_are_asked_for_and_chosen_by_what_one_sees() {
    let (mut world, mut screen) = room();
    screen.play(":goes on by another<enter>");
    assert!(screen.effects.contains(&Effect::FetchPlaybooks));
    let line = |name: &str, trigger: &str| PlaybookLine {
        name: name.into(),
        title: name.into(),
        trigger: trigger.into(),
        severity: Severity::Sev1,
    };
    let list = vec![
        line("full-outage", "nobody can call"),
        line("unknown", "nothing else fits"),
    ];
    screen.hear(Msg::Playbooks(Ok(list)));
    screen.play("<down>");
    assert!(
        screen.text().contains("When: nothing else fits"),
        "{}",
        screen.text()
    );
    let text = played(&mut world, &mut screen, "<enter>");
    assert!(text.contains("playbook unknown, was full-outage"), "{text}");
}

#[test]
fn an_incident_is_split_off_and_merged_back_without_losing_a_call() {
    let (mut world, mut screen) = room();
    played(
        &mut world,
        &mut screen,
        ":makes part<enter>Sales<tab>Wide World Importers, tailspin-toys<enter>",
    );
    let calls = |world: &World, id| world.picture.incident(IncidentId(id)).unwrap().rows.len();
    assert_eq!((calls(&world, 1), calls(&world, 2)), (20, 2));
    screen.play(":merge<enter><enter>");
    let text = screen.text();
    assert!(text.contains("INC-1 Video calls drop, EU closes"), "{text}");
    let text = played(&mut world, &mut screen, "one cause<enter>");
    assert_eq!(calls(&world, 2), 22);
    assert!(
        text.contains("Sales"),
        "the screen goes on where the incident does: {text}"
    );
    assert!(text.contains("INC-1 goes on here"), "{text}");
}

#[test]
fn an_alert_is_picked_and_then_its_place() {
    let (mut world, mut screen) = room();
    let fired =
        json!({ "fingerprint": "disk", "title": "Disk full", "signal": "firing", "started_at": at(3, 0) });
    let report = json!({ "kind": "receive_alerts", "source": "alertmanager", "alerts": [fired] });
    world.ask("monitor", at(13, 12), report).unwrap();
    let after = screen.model.stage.confirmed().through();
    screen.hear(Msg::News(Box::new(world.news(after, at(13, 13)))));
    screen.play(":move an alert<enter>");
    assert!(
        screen.text().contains("inbox  firing 10 min  Disk full"),
        "{}",
        screen.text()
    );
    let text = played(&mut world, &mut screen, "<enter><enter>");
    assert!(text.contains("moved here from the inbox: Disk full"), "{text}");
}

#[test]
fn what_has_come_back_says_how_often() {
    let (mut world, mut screen) = room();
    for state in ["resolved", "open"] {
        let command = json!({ "kind": "change_state", "to": state });
        world.ask("dana", at(13, 12), command).unwrap();
    }
    let after = screen.model.stage.confirmed().through();
    screen.hear(Msg::News(Box::new(world.news(after, at(13, 13)))));
    assert!(
        screen.text().contains("open again, 2nd time"),
        "{}",
        screen.text()
    );
}

#[test]
fn a_level_that_somebody_else_records_meanwhile_stays_the_one_the_form_is_about() {
    let (mut world, mut screen) = room();
    screen.play("i");
    let command = json!({ "kind": "inform_level", "level": "vp_eng" });
    world.ask("dana", at(13, 12), command).unwrap();
    let after = screen.model.stage.confirmed().through();
    screen.hear(Msg::News(Box::new(world.news(after, at(13, 13)))));
    let text = screen.text();
    assert!(text.contains("▶ VP Eng            informed"), "{text}");
    assert!(text.contains("< paul >"), "{text}");
}
