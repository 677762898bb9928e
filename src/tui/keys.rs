//! The one table of keys: dispatch, footer, help and menu are all made from it.

mod table;

pub use table::KEYS;

use super::action::Action;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    pub keys: &'static [Key],
    pub action: Action,
    /// As the footer and the help write the key.
    pub shown: &'static str,
    /// Two or three words for the footer and the menu.
    pub label: &'static str,
    /// A sentence for the help.
    pub about: &'static str,
    /// It can change the record. Such a key is a plain small letter or Space, and what it does can be taken back
    /// or opens a dialog first.
    pub writes: bool,
}

/// A key by itself or with Ctrl.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    Plain(KeyCode),
    Ctrl(char),
}

const fn c(letter: char) -> Key {
    Key::Plain(KeyCode::Char(letter))
}

const fn k(code: KeyCode) -> Key {
    Key::Plain(code)
}

const fn looks(
    keys: &'static [Key],
    action: Action,
    shown: &'static str,
    label: &'static str,
    about: &'static str,
) -> Binding {
    Binding {
        keys,
        action,
        shown,
        label,
        about,
        writes: false,
    }
}

const fn writes(
    keys: &'static [Key],
    action: Action,
    shown: &'static str,
    label: &'static str,
    about: &'static str,
) -> Binding {
    Binding {
        keys,
        action,
        shown,
        label,
        about,
        writes: true,
    }
}

/// Every row as the menu and the help list them: first what is done about customers, last what only moves about.
pub fn by_use() -> impl Iterator<Item = &'static Binding> {
    let mut rows: Vec<&'static Binding> = KEYS.iter().collect();
    rows.sort_by_key(|binding| place(binding.action));
    rows.into_iter()
}

fn place(action: Action) -> u8 {
    match action {
        Action::Open | Action::Result | Action::Claim | Action::Inbound | Action::Note | Action::Undo => 0,
        Action::Assign
        | Action::Deal
        | Action::Executives
        | Action::Topics
        | Action::Recovery
        | Action::Others
        | Action::Unreached
        | Action::Moment
        | Action::Pin
        | Action::Filter => 1,
        Action::Up
        | Action::Down
        | Action::PageUp
        | Action::PageDown
        | Action::First
        | Action::Last
        | Action::NextPane
        | Action::PrevPane
        | Action::Accounts
        | Action::Clock
        | Action::Checklist
        | Action::Timeline
        | Action::Redraw
        | Action::Suspend => 3,
        _ => 2,
    }
}

/// The row of an action.
pub fn binding(action: Action) -> &'static Binding {
    // Cannot fail: a test holds every action and the table together.
    KEYS.iter()
        .find(|binding| binding.action == action)
        .expect("every action has a row")
}

/// What a key asks for outside of a text field.
pub fn action(key: KeyEvent) -> Option<Action> {
    let pressed = match key.code {
        KeyCode::Char(letter) if key.modifiers.contains(KeyModifiers::CONTROL) => Key::Ctrl(letter),
        _ if key
            .modifiers
            .intersects(KeyModifiers::ALT.union(KeyModifiers::CONTROL)) =>
        {
            return None;
        }
        code => Key::Plain(code),
    };
    KEYS.iter()
        .find(|binding| binding.keys.contains(&pressed))
        .map(|binding| binding.action)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_means_two_things() {
        let all: Vec<Key> = KEYS.iter().flat_map(|binding| binding.keys).copied().collect();
        for (at, key) in all.iter().enumerate() {
            assert!(!all[..at].contains(key), "{key:?} is bound twice");
        }
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
}
