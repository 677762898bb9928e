//! What holds for every row of the table of keys (`no key means two things`, and no terminal writes by itself).

use super::*;

fn action(key: KeyEvent) -> Option<Action> {
    Keymap::default().action(key)
}

#[test]
fn no_key_means_two_things() {
    let all: Vec<Key> = KEYS.iter().flat_map(|binding| binding.keys).copied().collect();
    for (at, key) in all.iter().enumerate() {
        assert!(!all[..at].contains(key), "{key:?} is bound twice");
    }
}

#[test]
fn nothing_stands_in_the_table_twice_and_every_row_says_what_it_is() {
    for (at, row) in KEYS.iter().enumerate() {
        assert!(
            !row.label.is_empty() && row.about.ends_with('.'),
            "{:?}",
            row.action
        );
        assert_eq!(row.shown.is_empty(), row.keys.is_empty(), "{:?}", row.action);
        for other in &KEYS[..at] {
            assert_ne!(other.action, row.action);
            assert_ne!(other.label, row.label);
        }
    }
    assert_eq!(listed().count(), KEYS.len());
}

#[test]
fn a_key_that_writes_is_a_small_letter_or_space_and_no_part_of_an_escape_sequence() {
    for binding in KEYS.iter().filter(|binding| binding.writes) {
        for key in binding.keys {
            let Key::Plain(KeyCode::Char(letter)) = key else {
                panic!("{key:?} writes")
            };
            assert!(letter.is_ascii_lowercase() || *letter == ' ', "{letter} writes");
        }
    }
}

#[test]
fn what_begins_an_answer_of_the_terminal_means_nothing() {
    for letter in ['[', ']', ';', '\\', '\u{1b}'] {
        let key = KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE);
        assert_eq!(action(key), None, "{letter}");
    }
}

#[test]
fn keys_that_tmux_screen_and_flow_control_want_are_left_alone() {
    for letter in ['a', 'b', 's', 'q', 'h', 'i', 'j', 'm', '['] {
        let key = KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL);
        assert_eq!(action(key), None, "Ctrl-{letter}");
    }
}

#[test]
fn a_key_with_alt_is_not_the_key_without() {
    assert_eq!(action(KeyEvent::new(KeyCode::Char('c'), KeyModifiers::ALT)), None);
    assert_eq!(
        action(KeyEvent::new(KeyCode::Char('c'), KeyModifiers::NONE)),
        Some(Action::Claim)
    );
    assert_eq!(
        action(KeyEvent::new(KeyCode::Char('?'), KeyModifiers::SHIFT)),
        Some(Action::Help)
    );
}
