//! The wall: what it says from far away, what it never says, and that no key of it writes.

use super::bytes::Wire;
use super::stage::{Screen, lines_of};
use super::world::{World, at, t0};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use insta::assert_snapshot;
use serde_json::json;
use std::collections::BTreeSet;
use warroom::domain::command::{Command, Submission};
use warroom::domain::ids::{IncidentId, Seq};
use warroom::tui::canvas::Lines;
use warroom::tui::effect::Effect;
use warroom::tui::keys::{KEYS, Key};
use warroom::tui::manner::Manner;
use warroom::tui::msg::{Liveness, Msg};

/// The wall on a world at a moment.
pub fn wall(world: &World, now: jiff::Timestamp, width: u16, height: u16) -> Screen {
    let mut screen = Screen::of("wall-tv", world, now, width, height);
    screen.model.open_as(Manner::Wall, None);
    screen.hear(Msg::Clock(now));
    screen
}

pub fn offline(screen: &mut Screen, since: jiff::Timestamp, now: jiff::Timestamp) {
    screen.hear(Msg::Liveness(Liveness::Offline {
        since,
        trouble: "connection refused".to_owned(),
    }));
    screen.hear(Msg::Clock(now));
}

fn drawn(width: u16, height: u16) -> String {
    wall(&World::new().drawn(), at(13, 12), width, height).text()
}

/// The world of the drawing with two more incidents, one of them worse than the other.
fn three() -> World {
    let mut world = World::new().drawn();
    for (title, severity, minute) in [("Login is slow", "sev3", 8), ("Exports fail", "sev2", 9)] {
        let declare = json!({ "kind": "declare_incident", "title": title, "severity": severity,
            "playbook": "unknown", "alerted_at": at(minute, 0) });
        world.ask("dana", at(minute, 10), declare).unwrap();
    }
    world
}

fn submit(world: &mut World, incident: &str, when: jiff::Timestamp, command: serde_json::Value) {
    let submission = Submission {
        id: uuid::Uuid::from_u128(u128::from(u64::MAX) + world.log.len() as u128),
        incident: Some(incident.parse::<IncidentId>().unwrap()),
        said_at: None,
        command: serde_json::from_value::<Command>(command).unwrap(),
    };
    world.submit("dana", when, &submission).unwrap();
}

#[test]
fn the_wall_at_200x60() {
    assert_snapshot!(drawn(200, 60));
}

#[test]
fn the_wall_at_120x36() {
    assert_snapshot!(drawn(120, 36));
}

#[test]
fn the_wall_at_80x24() {
    assert_snapshot!(drawn(80, 24));
}

#[test]
fn the_wall_in_lines_at_60x16() {
    assert_snapshot!(drawn(60, 16));
}

#[test]
fn the_wall_when_the_hub_is_away() {
    let mut screen = wall(&World::new().drawn(), at(13, 12), 80, 24);
    offline(&mut screen, at(13, 12), at(16, 40));
    assert_snapshot!(screen.text());
}

#[test]
fn the_wall_of_ascii_with_several_incidents() {
    let screen = wall(&three(), at(13, 12), 120, 36);
    let text = lines_of(&screen.buffer(Lines::Ascii)).join("\n");
    assert!(text.is_ascii(), "{text}");
    assert_snapshot!(text);
}

#[test]
fn the_wall_when_nothing_is_broken() {
    assert_snapshot!(wall(&World::new(), at(0, 0), 80, 24).text());
}

#[test]
fn before_the_first_answer_a_wall_says_that_it_knows_nothing() {
    let mut screen = wall(&World::new(), at(0, 0), 80, 24);
    screen.hear(Msg::Liveness(Liveness::Connecting {
        place: "unix:room.sock".to_owned(),
        trouble: Some("no such file".to_owned()),
    }));
    for (width, height) in [(200, 60), (80, 24), (40, 3), (14, 1)] {
        screen.hear(Msg::Resize { width, height });
        let text = screen.text();
        assert!(text.contains("NOT CONNECTED"), "{text}");
        assert!(!text.contains("BROKEN") && !text.contains("LIVE"), "{text}");
    }
}

fn may_leave_a_wall(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::Quit | Effect::Redraw | Effect::Bell | Effect::Overdue(_)
    )
}

#[test]
fn no_key_of_the_wall_writes() {
    let mut pressed = 0;
    let mut screen = wall(&three(), at(13, 12), 120, 36);
    let mut press = |screen: &mut Screen, code: KeyCode, modifiers: KeyModifiers| {
        screen.hear(Msg::Key(KeyEvent::new(code, modifiers)));
        pressed += 1;
    };
    let bound = KEYS.iter().flat_map(|binding| binding.keys).map(|key| match key {
        Key::Plain(code) => (*code, KeyModifiers::NONE),
        Key::Ctrl(letter) => (KeyCode::Char(*letter), KeyModifiers::CONTROL),
    });
    let bound: Vec<_> = bound.collect();
    let letters = (0..=255_u8).map(|byte| KeyCode::Char(char::from(byte)));
    let others = [
        KeyCode::Delete,
        KeyCode::Insert,
        KeyCode::Backspace,
        KeyCode::F(5),
    ];
    let any: Vec<KeyCode> = letters.chain(others).collect();
    let kinds = [
        KeyModifiers::NONE,
        KeyModifiers::SHIFT,
        KeyModifiers::CONTROL,
        KeyModifiers::ALT,
    ];
    for (first, with) in &bound {
        press(&mut screen, *first, *with);
        // Whatever that has opened, the next key does nothing either.
        for second in [
            KeyCode::Enter,
            KeyCode::Char(' '),
            KeyCode::Char('y'),
            KeyCode::Char('c'),
        ] {
            press(&mut screen, second, KeyModifiers::NONE);
        }
    }
    for kind in kinds {
        for code in &any {
            press(&mut screen, *code, kind);
        }
    }
    screen.hear(Msg::Paste("c\n y\nEnter\n".to_owned()));
    assert!(pressed > 1_200, "{pressed}");
    assert_eq!(screen.sent, [], "commands were sent");
    let left: Vec<_> = screen
        .effects
        .iter()
        .filter(|effect| !may_leave_a_wall(effect))
        .collect();
    assert!(left.is_empty(), "{left:?}");
    assert!(screen.model.dialogs.is_empty());
    assert!(screen.text().contains("WALL, read-only"));
}

#[test]
fn q_and_ctrl_c_leave_the_wall_at_once() {
    for (code, modifiers) in [
        (KeyCode::Char('q'), KeyModifiers::NONE),
        (KeyCode::Char('c'), KeyModifiers::CONTROL),
    ] {
        let mut screen = wall(&World::new().drawn(), at(13, 12), 20, 2);
        screen.effects.clear();
        screen.hear(Msg::Key(KeyEvent::new(code, modifiers)));
        assert_eq!(screen.effects, [Effect::Quit]);
    }
}

#[test]
fn somebody_who_watches_keeps_no_claim_alive() {
    let world = World::new().drawn();
    let looks = |manner| {
        // omar is on the phone with Adventure Works, on another screen.
        let mut screen = Screen::of("omar", &World::new(), at(10, 0), 120, 40);
        screen.model.open_as(manner, None);
        screen.hear(Msg::News(Box::new(world.news(Seq(0), at(13, 12)))));
        screen
            .effects
            .iter()
            .any(|effect| matches!(effect, Effect::LookingAt(_)))
    };
    assert!(looks(Manner::TakesPart), "then this shows nothing");
    assert!(!looks(Manner::Wall));
    assert!(!looks(Manner::ReadOnly));
}

/// What may not be read in passing, wherever somebody wrote it.
const SECRETS: [&str; 9] = [
    "901820",
    "0142",
    "Chen",
    "750k",
    "1.2M",
    "EUR",
    "chen@northwind",
    "their board meets",
    "maybe the codec",
];

fn full_of_secrets() -> World {
    let mut world = World::new().drawn();
    let asks = [
        (
            "tess",
            json!({ "kind": "write_note", "text": "vendor answers at +49 30 901820, lost EUR 750k", "stance": "fact" }),
        ),
        (
            "tess",
            json!({ "kind": "write_note", "text": "maybe the codec", "stance": "guess" }),
        ),
        (
            "pat",
            json!({ "kind": "write_note", "text": "their board meets, ask Ms Chen", "stance": "fact", "account": "northwind-traders" }),
        ),
        (
            "pat",
            json!({ "kind": "record_attempt", "account": "northwind-traders", "disposition": "reached_decision_maker", "told": 1,
            "note": "Chen says 1.2M EUR are at risk, call +1 415 555 0142", "feeling": "crisis",
            "promises": [{ "what": "call Chen at +1 415 555 0142", "due": at(15, 0) }] }),
        ),
        (
            "dana",
            json!({ "kind": "set_intent", "text": "watch errors, mail m.chen@northwind.example", "until": at(31, 0) }),
        ),
        (
            "lena",
            json!({ "kind": "record_post", "phase": "identified", "text": "We found it. Call +49 30 901820 for help." }),
        ),
    ];
    for (second, (by, command)) in (0..).zip(asks) {
        let said = command.to_string();
        world
            .ask(by, at(13, second), command)
            .unwrap_or_else(|why| panic!("{said}: {why:?}"));
    }
    world
}

#[test]
fn a_title_is_no_place_for_a_number_either() {
    let mut world = World::new();
    let declare =
        json!({ "kind": "declare_incident", "title": "Down, call +49 30 901820", "severity": "sev1" });
    world.ask("dana", at(0, 0), declare).unwrap();
    for (width, height) in [(200, 60), (120, 36), (80, 24), (79, 40), (60, 16), (40, 1)] {
        let text = wall(&world, at(13, 30), width, height).text();
        assert!(
            !text.contains("901820") && !text.contains("+49"),
            "{width}x{height}:\n{text}"
        );
    }
}

#[test]
fn what_becomes_overdue_while_another_incident_is_shown_is_told_when_it_comes_back() {
    let world = three();
    let mut screen = wall(&world, at(13, 0), 120, 36);
    let rings = |screen: &mut Screen| -> BTreeSet<String> {
        let told = std::mem::take(&mut screen.effects)
            .into_iter()
            .filter_map(|effect| match effect {
                Effect::Overdue(dues) => Some(dues),
                _ => None,
            });
        told.flatten().map(|due| due.incident.to_string()).collect()
    };
    rings(&mut screen);
    // Long enough for each of them to have been shown again and again.
    let mut heard = BTreeSet::new();
    for second in 0..1_800 {
        screen.hear(Msg::Clock(at(13, second)));
        heard.extend(rings(&mut screen));
    }
    let all: BTreeSet<String> = ["INC-1", "INC-2", "INC-3"].map(str::to_owned).into();
    assert_eq!(
        heard, all,
        "each has a level or a text that became overdue within half an hour"
    );
}

#[test]
fn a_wall_shows_no_number_no_money_and_nothing_a_customer_said() {
    let world = full_of_secrets();
    let mut room = Screen::of("pat", &world, at(13, 30), 200, 60);
    room.play("4z");
    let said = room.text();
    assert!(
        said.contains("901820") && said.contains("Chen"),
        "then there is nothing to hide: {said}"
    );
    for now in [at(13, 30), at(16, 0), at(90, 0)] {
        for (width, height) in [(200, 60), (120, 36), (80, 24), (79, 40), (60, 16), (30, 8)] {
            let text = wall(&world, now, width, height).text();
            for secret in SECRETS {
                assert!(!text.contains(secret), "{secret} at {width}x{height}:\n{text}");
            }
        }
    }
    let text = wall(&world, at(13, 30), 200, 60).text();
    assert!(
        text.contains("vendor answers at (hidden) lost (hidden)"),
        "{text}"
    );
    assert!(text.contains("Northwind Traders: reached, told text 1"), "{text}");
    assert!(text.contains("by revenue"), "{text}");
}

/// As the hub masks what it tells whoever has the access of a wall; says how many fields that were.
fn without_money(value: &mut serde_json::Value) -> usize {
    match value {
        serde_json::Value::Object(fields) => {
            let before = fields.len();
            fields.retain(|name, _| !["arr", "arr_reported"].contains(&name.as_str()));
            before - fields.len() + fields.values_mut().map(without_money).sum::<usize>()
        }
        serde_json::Value::Array(values) => values.iter_mut().map(without_money).sum(),
        _ => 0,
    }
}

#[test]
fn with_a_token_of_a_wall_the_bar_counts_accounts() {
    let world = World::new().drawn();
    let news = serde_json::to_string(&world.news(Seq(0), at(13, 12))).unwrap();
    let mut told: serde_json::Value = serde_json::from_str(&news).unwrap();
    assert!(without_money(&mut told) > 0, "there is money in it");
    let told = serde_json::from_value(told).unwrap();
    let mut screen = Screen::of("wall-tv", &World::new(), at(0, 0), 80, 24);
    screen.model.open_as(Manner::Wall, None);
    screen.hear(Msg::News(Box::new(told)));
    let text = screen.text();
    assert!(
        text.contains("5 % of the accounts") && !text.contains("revenue"),
        "{text}"
    );
}

fn shown(screen: &Screen) -> String {
    screen.model.stage.incident().unwrap().title.to_string()
}

#[test]
fn open_incidents_take_turns_until_somebody_chooses_one() {
    let world = three();
    let mut screen = wall(&world, at(13, 0), 120, 36);
    assert_eq!(shown(&screen), "Video calls drop, EU", "the worst comes first");
    let text = screen.text();
    assert!(
        text.contains("ALSO OPEN  INC-3 SEV2") && text.contains("INC-2 SEV3"),
        "{text}"
    );
    screen.hear(Msg::Clock(at(13, 19)));
    assert_eq!(shown(&screen), "Video calls drop, EU");
    screen.hear(Msg::Clock(at(13, 20)));
    assert_eq!(shown(&screen), "Exports fail");
    screen.hear(Msg::Clock(at(13, 41)));
    assert_eq!(shown(&screen), "Login is slow");
    screen.play("<tab>");
    assert_eq!(shown(&screen), "Video calls drop, EU");
    screen.hear(Msg::Clock(at(15, 0)));
    assert_eq!(shown(&screen), "Video calls drop, EU", "somebody reads it");
    screen.hear(Msg::Clock(at(18, 42)));
    assert_eq!(shown(&screen), "Exports fail", "nobody does any more");
}

#[test]
fn something_worse_is_shown_at_once_and_what_was_named_stays() {
    let mut world = World::new();
    let declare = |title: &str, severity: &str| json!({ "kind": "declare_incident", "title": title, "severity": severity, "playbook": "unknown", "alerted_at": t0() });
    world
        .ask("dana", at(0, 10), declare("Login is slow", "sev3"))
        .unwrap();
    let mut free = wall(&world, at(1, 0), 120, 36);
    let mut named = wall(&world, at(1, 0), 120, 36);
    named.model.open_as(Manner::Wall, Some("INC-1".parse().unwrap()));
    world
        .ask("dana", at(1, 10), declare("Exports fail", "sev1"))
        .unwrap();
    for screen in [&mut free, &mut named] {
        let after = screen.model.stage.confirmed().through();
        screen.hear(Msg::News(Box::new(world.news(after, at(1, 11)))));
    }
    assert_eq!(shown(&free), "Exports fail");
    named.hear(Msg::Clock(at(9, 0)));
    assert_eq!(shown(&named), "Login is slow");
    assert!(named.text().contains("ALSO OPEN  INC-2 SEV1"), "{}", named.text());
}

#[test]
fn an_incident_that_is_closed_leaves_the_wall() {
    let mut world = three();
    let mut screen = wall(&world, at(14, 0), 80, 24);
    screen.play("<down>");
    assert_eq!(shown(&screen), "Exports fail");
    let after = screen.model.stage.confirmed().through();
    for to in ["resolved", "closed"] {
        let state = json!({ "kind": "change_state", "to": to, "owing": to == "closed" });
        submit(&mut world, "INC-3", at(14, 30), state);
    }
    screen.hear(Msg::News(Box::new(world.news(after, at(14, 31)))));
    assert_eq!(shown(&screen), "Video calls drop, EU");
}

#[test]
fn a_second_on_the_wall_is_some_dozens_of_bytes() {
    for (width, height) in [(200, 60), (120, 36), (80, 24)] {
        let mut wire = Wire::of(wall(&World::new().drawn(), at(14, 10), width, height));
        wire.draw();
        let mut costs = Vec::new();
        for second in 11..59 {
            wire.screen.hear(Msg::Clock(at(14, second)));
            let (bytes, writes) = wire.draw();
            assert!(writes <= 1);
            costs.push(bytes);
        }
        costs.sort_unstable();
        let (median, most) = (costs[costs.len() / 2], costs[costs.len() - 1]);
        eprintln!("{width}x{height}: median {median}, most {most}");
        assert!(
            median <= 80 && most <= 260,
            "{width}x{height}: median {median}, most {most}"
        );
    }
}
