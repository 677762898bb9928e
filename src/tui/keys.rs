//! The one table of keys: dispatch, footer, help and menu are all made from it.

mod keymap;
mod name;
#[cfg(test)]
mod rules;
mod table;

pub use keymap::{Fault, Keymap, Wish};
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

/// The whole table in the order of use, for a page about it: the key as it is shown (empty without one), what the
/// configuration calls it, its name in the menu, and a sentence.
pub fn listed() -> impl Iterator<Item = (&'static str, String, &'static str, &'static str)> {
    by_use().map(|row| (row.shown, row.action.name(), row.label, row.about))
}

/// A key as it was pressed; `None` with Alt, and with Ctrl on anything but a letter.
fn pressed(key: KeyEvent) -> Option<Key> {
    match key.code {
        KeyCode::Char(letter) if key.modifiers.contains(KeyModifiers::CONTROL) => Some(Key::Ctrl(letter)),
        _ if key
            .modifiers
            .intersects(KeyModifiers::ALT.union(KeyModifiers::CONTROL)) =>
        {
            None
        }
        code => Some(Key::Plain(code)),
    }
}
