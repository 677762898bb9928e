//! The one table of keys: dispatch, footer, help and menu are all made from it.

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

/// Arrows, Enter, Space, Tab and Esc do everything; every letter is a shortcut for a line of the menu.
pub const KEYS: &[Binding] = &[
    looks(
        &[k(KeyCode::Enter)],
        Action::Open,
        "Enter",
        "open",
        "Does what the footer says, or opens the selected row.",
    ),
    writes(
        &[c(' ')],
        Action::Result,
        "Space",
        "result",
        "Records how a call ended; on the checklist, ticks the step.",
    ),
    writes(
        &[c('c')],
        Action::Claim,
        "c",
        "claim",
        "\"I am calling them\"; on your own claim, gives it back.",
    ),
    writes(
        &[c('n')],
        Action::Note,
        "n",
        "note",
        "Writes a fact, a guess or a deed into the timeline.",
    ),
    writes(
        &[c('i')],
        Action::Inform,
        "i",
        "inform",
        "Records that a level of the policy was informed, by what proof.",
    ),
    writes(
        &[c('u')],
        Action::Undo,
        "u",
        "undo",
        "Takes back the last thing you recorded.",
    ),
    looks(
        &[c('/')],
        Action::Filter,
        "/",
        "find",
        "Shows only the rows with these words; Esc shows all again.",
    ),
    looks(
        &[c(':'), Key::Ctrl('p')],
        Action::Menu,
        ":",
        "actions",
        "Everything that can be done now, by name.",
    ),
    looks(
        &[c('?'), k(KeyCode::F(1))],
        Action::Help,
        "?",
        "help",
        "This help.",
    ),
    looks(&[k(KeyCode::Up), c('k')], Action::Up, "Up", "up", "Moves up."),
    looks(
        &[k(KeyCode::Down), c('j')],
        Action::Down,
        "Down",
        "down",
        "Moves down.",
    ),
    looks(
        &[k(KeyCode::PageUp), Key::Ctrl('u')],
        Action::PageUp,
        "PgUp",
        "page up",
        "Moves up a page.",
    ),
    looks(
        &[k(KeyCode::PageDown), Key::Ctrl('d')],
        Action::PageDown,
        "PgDn",
        "page down",
        "Moves down a page.",
    ),
    looks(
        &[k(KeyCode::Home)],
        Action::First,
        "Home",
        "first",
        "Goes to the first row.",
    ),
    looks(
        &[k(KeyCode::End)],
        Action::Last,
        "End",
        "last",
        "Goes to the last row.",
    ),
    looks(
        &[k(KeyCode::Tab), k(KeyCode::Right)],
        Action::NextPane,
        "Tab",
        "next pane",
        "Goes to the next pane.",
    ),
    looks(
        &[k(KeyCode::BackTab), k(KeyCode::Left)],
        Action::PrevPane,
        "Shift-Tab",
        "previous pane",
        "Goes to the pane before.",
    ),
    looks(
        &[c('1')],
        Action::Accounts,
        "1",
        "accounts",
        "Goes to the affected accounts.",
    ),
    looks(
        &[c('2')],
        Action::Clock,
        "2",
        "clock",
        "Goes to the escalation clock.",
    ),
    looks(
        &[c('3')],
        Action::Checklist,
        "3",
        "checklist",
        "Goes to the outreach checklist.",
    ),
    looks(
        &[c('4')],
        Action::Timeline,
        "4",
        "timeline",
        "Goes to the timeline.",
    ),
    looks(
        &[k(KeyCode::Esc)],
        Action::Back,
        "Esc",
        "back",
        "Goes back; what was typed is kept as a draft.",
    ),
    looks(
        &[c('z')],
        Action::Zoom,
        "z",
        "zoom",
        "Shows one pane alone, and all four again.",
    ),
    looks(
        &[c('t')],
        Action::Order,
        "t",
        "order",
        "Sorts the accounts by rank or by due.",
    ),
    writes(
        &[c('p')],
        Action::Pin,
        "p",
        "pin",
        "Puts an account first on the call list.",
    ),
    writes(
        &[c('d')],
        Action::Duty,
        "d",
        "take a duty",
        "Takes command or another duty of this incident.",
    ),
    looks(
        &[c('g')],
        Action::Incidents,
        "g",
        "incidents",
        "Lists the incidents.",
    ),
    writes(
        &[c('e')],
        Action::Declare,
        "e",
        "declare",
        "Opens the form that declares an incident.",
    ),
    looks(
        &[c('w')],
        Action::Who,
        "w",
        "who is here",
        "Lists who is in the room, and what they look at.",
    ),
    looks(
        &[c('m')],
        Action::Mask,
        "m",
        "mask",
        "Hides money and numbers while the screen is being shared.",
    ),
    looks(
        &[Key::Ctrl('l')],
        Action::Redraw,
        "Ctrl-L",
        "redraw",
        "Draws the screen again.",
    ),
    looks(
        &[Key::Ctrl('z')],
        Action::Suspend,
        "Ctrl-Z",
        "suspend",
        "Back to the shell; `fg` comes back here.",
    ),
    looks(
        &[c('q'), Key::Ctrl('c')],
        Action::Quit,
        "q",
        "quit",
        "Leaves the room.",
    ),
    writes(
        &[],
        Action::Page,
        "",
        "page text",
        "Records the text that is live on the public page.",
    ),
    writes(
        &[],
        Action::Plan,
        "",
        "plan",
        "Says what the commander means to do for the next while.",
    ),
    writes(
        &[],
        Action::Mitigate,
        "",
        "mitigated",
        "The customers' pain is over; the cause may not be.",
    ),
    writes(
        &[],
        Action::Resolve,
        "",
        "resolved",
        "It is fixed; the calls go on.",
    ),
    writes(
        &[],
        Action::Reopen,
        "",
        "open again",
        "It is back: the incident is open again.",
    ),
    looks(
        &[c('a')],
        Action::Routine,
        "a",
        "all lines",
        "Shows the routine lines of the timeline as well, and folds them again.",
    ),
];

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
