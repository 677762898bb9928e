//! `--read-only`: the ordinary screen, and no key of it records anything.

use super::stage::Screen;
use super::world::{World, at};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use warroom::tui::effect::Effect;
use warroom::tui::keys::{Binding, KEYS, Key};
use warroom::tui::manner::Manner;

fn opened(world: &World, manner: Manner) -> Screen {
    let mut screen = Screen::of("pat", world, at(13, 12), 120, 40);
    screen.model.open_as(manner, None);
    screen
}

/// Asks for it by its key, or by its name in the menu.
fn press(screen: &mut Screen, binding: &Binding) {
    match binding.keys.first() {
        // No two have the same sentence.
        None => screen.play(&format!(":{}<enter>", binding.about)),
        Some(Key::Plain(KeyCode::Char(letter))) => screen.play(&letter.to_string()),
        Some(key) => {
            let (code, modifiers) = match key {
                Key::Plain(code) => (*code, KeyModifiers::NONE),
                Key::Ctrl(letter) => (KeyCode::Char(*letter), KeyModifiers::CONTROL),
            };
            screen.hear(warroom::tui::msg::Msg::Key(KeyEvent::new(code, modifiers)));
        }
    }
}

/// What people press in what that has opened.
const THEN: [&str; 6] = [
    "<enter><enter><enter>",
    "<space><enter><enter>",
    "words<tab>more<tab><enter><enter>",
    "<down><enter>y<enter>",
    "<tab><tab><tab><enter>",
    "a reason<enter>",
];

/// Presses every key of the table, from every pane, and what may follow it; how many commands that sends.
fn press_everything(manner: Manner) -> (usize, Vec<Effect>) {
    let world = World::new().drawn();
    let (mut sent, mut effects) = (0, Vec::new());
    for binding in KEYS {
        for pane in ["", "1", "2", "3", "4"] {
            let mut screen = opened(&world, manner);
            for then in THEN {
                screen.play(&format!("<esc><esc><esc><esc>{pane}"));
                press(&mut screen, binding);
                screen.play(then);
            }
            sent += screen.sent.len();
            effects.append(&mut screen.effects);
        }
    }
    (sent, effects)
}

#[test]
fn no_key_of_a_read_only_screen_records_anything() {
    let (sent, effects) = press_everything(Manner::ReadOnly);
    assert_eq!(sent, 0, "commands were sent");
    let writes = |effect: &&Effect| {
        matches!(
            effect,
            Effect::Submit { .. } | Effect::Edit { .. } | Effect::LookingAt(_) | Effect::KeepDrafts(_)
        )
    };
    let wrote: Vec<_> = effects.iter().filter(writes).collect();
    assert!(wrote.is_empty(), "{wrote:?}");
    let (sent, _) = press_everything(Manner::TakesPart);
    assert!(
        sent > 50,
        "the same keys send {sent} commands elsewhere, so this shows little"
    );
}

#[test]
fn every_key_that_writes_is_refused_with_a_sentence() {
    let world = World::new().drawn();
    let mut refused = 0;
    for binding in KEYS.iter().filter(|binding| binding.writes) {
        let mut screen = opened(&world, Manner::ReadOnly);
        screen.play("1");
        press(&mut screen, binding);
        let text = screen.text();
        if binding.keys.is_empty() && text.contains("not now: ") {
            // The menu says why it cannot be done by anybody now.
            continue;
        }
        assert!(
            text.contains("This screen only reads (--read-only)"),
            "{}:\n{text}",
            binding.label
        );
        assert!(screen.model.dialogs.is_empty(), "{}", binding.label);
        refused += 1;
    }
    assert!(refused > 15, "{refused}");
}

#[test]
fn what_only_looks_goes_on_as_before() {
    let world = World::new().drawn();
    for (keys, seen) in [
        ("?", "KEYS"),
        ("g", "Incidents"),
        ("b", "They feel"),
        ("4z", "rolled back media-eu"),
    ] {
        let mut screen = opened(&world, Manner::ReadOnly);
        screen.play(keys);
        assert!(screen.text().contains(seen), "{keys}: {}", screen.text());
    }
}
