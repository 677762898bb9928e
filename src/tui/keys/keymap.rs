//! The keys of one screen: those of the table, with what somebody has chosen instead.

use super::name::{parse, shown};
use super::{Binding, KEYS, Key, binding, pressed};
use crate::domain::nearest::nearest;
use crate::domain::speech::{mark, said, say, word};
use crate::tui::action::Action;
use crossterm::event::{KeyCode, KeyEvent};

/// Which keys ask for what.
#[derive(Clone, Debug)]
pub struct Keymap {
    rows: Vec<Row>,
}

#[derive(Clone, Debug)]
struct Row {
    action: Action,
    keys: Vec<Key>,
    /// The first of them in words, and the one that was chosen before one that always is; empty without one.
    shown: String,
}

/// What somebody wants: these keys for what the configuration calls so, and no others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    pub action: String,
    pub keys: Vec<String>,
}

/// Why a wish is not granted; what it is about has the keys of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Its place among the wishes.
    pub at: usize,
    /// A sentence without its full stop.
    pub what: String,
}

/// Keys that always mean what they mean: whoever knows nothing else finds the way with them, and some mean it even while
/// something is typed.
const FIXED: &[Key] = &[
    Key::Plain(KeyCode::Enter),
    Key::Plain(KeyCode::Char(' ')),
    Key::Plain(KeyCode::Esc),
    Key::Plain(KeyCode::Tab),
    Key::Plain(KeyCode::BackTab),
    Key::Plain(KeyCode::Up),
    Key::Plain(KeyCode::Down),
    Key::Plain(KeyCode::Left),
    Key::Plain(KeyCode::Right),
    Key::Plain(KeyCode::PageUp),
    Key::Plain(KeyCode::PageDown),
    Key::Plain(KeyCode::Home),
    Key::Plain(KeyCode::End),
    Key::Plain(KeyCode::F(1)),
    Key::Ctrl('c'),
    Key::Ctrl('l'),
    Key::Ctrl('z'),
];

/// Keys with Ctrl that never arrive as what was pressed, or that others want.
const TAKEN: &[(char, &str)] = &[
    ('s', mark!("stops the terminal, and Ctrl-Q lets it go on")),
    ('q', mark!("lets a stopped terminal go on")),
    ('a', mark!("is for screen")),
    ('b', mark!("is for tmux")),
    ('h', mark!("is what some terminals send for Backspace")),
    ('i', mark!("is what a terminal sends for Tab")),
    ('j', mark!("is what a terminal sends for a new line")),
    ('m', mark!("is what a terminal sends for Enter")),
    ('[', mark!("is what a terminal sends for Esc")),
    ('\\', mark!("ends programs")),
];

/// Letters that a split sequence of an arrow or function key ends in.
const SPLIT: &str = "OABCDFHPQRSZ";

impl Default for Keymap {
    fn default() -> Self {
        let row = |row: &Binding| Row {
            action: row.action,
            keys: row.keys.to_vec(),
            shown: row.shown.to_owned(),
        };
        Keymap {
            rows: KEYS.iter().map(row).collect(),
        }
    }
}

impl Keymap {
    /// What a key asks for outside of a text field.
    pub fn action(&self, key: KeyEvent) -> Option<Action> {
        let pressed = pressed(key)?;
        let row = self.rows.iter().find(|row| row.keys.contains(&pressed))?;
        Some(row.action)
    }

    /// The key of an action as the footer and the help write it; empty without one.
    pub fn shown(&self, action: Action) -> &str {
        let row = self.rows.iter().find(|row| row.action == action);
        row.map_or("", |row| row.shown.as_str())
    }

    /// What to press for it, in a sentence: where it has no key, that of the menu in which it stands.
    pub fn press(&self, action: Action) -> &str {
        match self.shown(action) {
            "" => self.shown(Action::Menu),
            key => key,
        }
    }

    /// The table with these wishes granted, as far as they can be, and why the others are not.
    pub fn chosen(wishes: &[Wish]) -> (Keymap, Vec<Fault>) {
        let mut faults = Vec::new();
        let mut granted: Vec<(usize, Action, Vec<Key>)> = Vec::new();
        for (at, wish) in wishes.iter().enumerate() {
            match understood(wish) {
                Ok((action, keys)) => granted.push((at, action, keys)),
                Err(what) => faults.push(Fault { at, what }),
            }
        }
        // A wish that is not granted leaves its action the key of the table, and that may be in the way of another.
        loop {
            let map = Keymap::with(&granted);
            let clashes: Vec<Fault> = granted
                .iter()
                .filter_map(|(at, action, keys)| {
                    let what = keys.iter().find_map(|key| map.clash(*key, *action))?;
                    Some(Fault { at: *at, what })
                })
                .collect();
            if clashes.is_empty() {
                faults.sort_by_key(|fault| fault.at);
                return (map, faults);
            }
            granted.retain(|(at, _, _)| clashes.iter().all(|clash| clash.at != *at));
            faults.extend(clashes);
        }
    }

    fn with(granted: &[(usize, Action, Vec<Key>)]) -> Keymap {
        let mut map = Keymap::default();
        for row in &mut map.rows {
            let Some((_, _, keys)) = granted.iter().find(|(_, action, _)| *action == row.action) else {
                continue;
            };
            let always = row
                .keys
                .iter()
                .filter(|key| FIXED.contains(key) && !keys.contains(key));
            row.keys = keys.iter().chain(always).copied().collect();
            row.shown = row.keys.first().map_or_else(String::new, |key| shown(*key));
        }
        map
    }

    /// Why a key cannot be for this action: it is for another as well.
    fn clash(&self, key: Key, action: Action) -> Option<String> {
        let mut others = self.rows.iter().filter(|row| row.action != action);
        let other = others.find(|row| row.keys.contains(&key))?;
        let (key, other) = (shown(key), other.action.name());
        Some(say!(
            "{key} is {other} already; give {other} another key too, or choose another here",
            key,
            other
        ))
    }
}

/// The action and the keys of a wish, or why it cannot be.
fn understood(wish: &Wish) -> Result<(Action, Vec<Key>), String> {
    let names: Vec<(Action, String)> = KEYS.iter().map(|row| (row.action, row.action.name())).collect();
    let Some((action, _)) = names.iter().find(|(_, name)| *name == wish.action) else {
        let like = nearest(&wish.action, names.iter().map(|(_, name)| name.as_str()));
        let like = like.map_or_else(
            || word!("the help lists what there is").to_owned(),
            |like| say!("did you mean {like}?", like),
        );
        return Err(say!(
            "nothing here is called {action:?}; {like}",
            action = wish.action,
            like
        ));
    };
    let mut keys = Vec::new();
    for text in &wish.keys {
        let key = parse(text).map_err(|why| format!("{text:?} {why}"))?;
        if let Some(why) = refused(key, *action) {
            return Err(format!("{text:?} {why}"));
        }
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    if keys.is_empty() && *action == Action::Menu {
        return Err(word!("what has no key is found in the menu, so the menu needs one").to_owned());
    }
    Ok((*action, keys))
}

/// Why no one may have this key for this, whatever else is chosen.
fn refused(key: Key, action: Action) -> Option<String> {
    let row = binding(action);
    if row.keys.contains(&key) {
        return None;
    }
    if FIXED.contains(&key) {
        let owner = KEYS.iter().find(|row| row.keys.contains(&key));
        let owner = owner.map_or_else(String::new, |owner| format!(" {}", owner.action.name()));
        return Some(say!("always means{owner} and can be nothing else", owner));
    }
    match key {
        Key::Ctrl(letter) => {
            let taken = TAKEN.iter().find(|(taken, _)| *taken == letter);
            match (taken, row.writes) {
                (Some((_, why)), _) => Some(said(why).to_owned()),
                (None, true) => Some(say!(
                    "cannot be {action}: {why}",
                    action = action.name(),
                    why = said(WRITES)
                )),
                (None, false) => None,
            }
        }
        Key::Plain(KeyCode::Char('[' | ']')) => {
            Some(word!("cannot be used: answers of the terminal itself begin with it").to_owned())
        }
        Key::Plain(KeyCode::Backspace) => {
            Some(word!("cannot be used: it is for taking letters back").to_owned())
        }
        Key::Plain(KeyCode::Char(letter)) if row.writes && SPLIT.contains(letter) => Some(say!(
            "cannot be {action}: on a slow line an arrow key may arrive as Esc, [ and a capital",
            action = action.name()
        )),
        Key::Plain(KeyCode::Char(letter)) if row.writes && !letter.is_ascii_lowercase() => Some(say!(
            "cannot be {action}: {WRITES}",
            action = action.name(),
            WRITES
        )),
        Key::Plain(KeyCode::Char(_)) => None,
        Key::Plain(_) if row.writes => Some(say!(
            "cannot be {action}: {WRITES}",
            action = action.name(),
            WRITES
        )),
        Key::Plain(_) => None,
    }
}

const WRITES: &str =
    mark!("what is recorded is asked for by a small letter from a to z, which no terminal sends by itself");

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::KeyModifiers;

    fn wishes(wanted: &[(&str, &[&str])]) -> (Keymap, Vec<String>) {
        let wish = |(action, keys): &(&str, &[&str])| Wish {
            action: (*action).to_owned(),
            keys: keys.iter().map(|key| (*key).to_owned()).collect(),
        };
        let wishes: Vec<Wish> = wanted.iter().map(wish).collect();
        let (map, faults) = Keymap::chosen(&wishes);
        let faults = faults
            .into_iter()
            .map(|fault| format!("{}: {}", fault.at, fault.what));
        (map, faults.collect())
    }

    fn means(map: &Keymap, letter: char) -> Option<Action> {
        map.action(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE))
    }

    #[test]
    fn chosen_keys_take_the_place_of_those_of_the_table_and_are_shown() {
        let (map, faults) = wishes(&[("claim", &["x", "c"]), ("asks", &["F5"]), ("note", &[])]);
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(means(&map, 'x'), Some(Action::Claim));
        assert_eq!(means(&map, 'c'), Some(Action::Claim));
        assert_eq!(means(&map, 'n'), None, "it is in the menu only");
        assert_eq!((map.shown(Action::Claim), map.shown(Action::Asks)), ("x", "F5"));
        assert_eq!((map.shown(Action::Note), map.press(Action::Note)), ("", ":"));
        let f5 = KeyEvent::new(KeyCode::F(5), KeyModifiers::NONE);
        assert_eq!(map.action(f5), Some(Action::Asks));
    }

    #[test]
    fn two_may_change_places() {
        let (map, faults) = wishes(&[("claim", &["n"]), ("note", &["c"])]);
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(means(&map, 'n'), Some(Action::Claim));
        assert_eq!(means(&map, 'c'), Some(Action::Note));
    }

    #[test]
    fn a_key_that_is_somebody_elses_is_refused_and_the_table_stands() {
        let (map, faults) = wishes(&[("claim", &["n"])]);
        let said = "0: n is note already; give note another key too, or choose another here";
        assert_eq!(faults, [said]);
        assert_eq!(means(&map, 'c'), Some(Action::Claim));
        assert_eq!(means(&map, 'n'), Some(Action::Note));
    }

    #[test]
    fn a_key_chosen_twice_is_nobodys_and_what_hung_on_a_refused_wish_falls_with_it() {
        let (map, faults) = wishes(&[
            ("claim", &["!"]),
            ("brief", &["w"]),
            ("who", &["%"]),
            ("owed", &["%"]),
        ]);
        assert_eq!(faults.len(), 4, "{faults:?}");
        assert!(faults[0].contains("a small letter"), "{faults:?}");
        assert!(faults[1].contains("w is who already"), "{faults:?}");
        assert!(faults[2].contains("% is owed already"), "{faults:?}");
        assert!(faults[3].contains("% is who already"), "{faults:?}");
        for row in KEYS {
            assert_eq!(map.shown(row.action), row.shown, "{:?}", row.action);
        }
    }

    #[test]
    fn what_nobody_may_have_is_refused_with_the_reason() {
        for (action, key, why) in [
            ("claim", "esc", "always means back"),
            ("brief", "ctrl-c", "always means quit"),
            ("brief", "Ctrl-Z", "always means suspend"),
            ("brief", "ctrl-s", "stops the terminal"),
            ("brief", "ctrl-m", "sends for Enter"),
            ("brief", "[", "answers of the terminal"),
            ("brief", "]", "answers of the terminal"),
            ("brief", "alt-b", "Esc and a letter"),
            ("brief", "bb", "is no key"),
            ("claim", "O", "Esc, [ and a capital"),
            ("claim", "C", "Esc, [ and a capital"),
            ("claim", "G", "small letter"),
            ("claim", "f2", "small letter"),
            ("claim", "ctrl-k", "small letter"),
            ("klaim", "k", "did you mean claim?"),
        ] {
            let (map, faults) = wishes(&[(action, &[key])]);
            assert!(faults[0].contains(why), "{action} {key}: {faults:?}");
            assert_eq!(means(&map, 'c'), Some(Action::Claim));
        }
    }

    #[test]
    fn what_always_works_still_does_whatever_is_chosen() {
        let (map, faults) = wishes(&[
            ("back", &["F9"]),
            ("quit", &[]),
            ("result", &[]),
            ("open", &["%"]),
        ]);
        assert!(faults.is_empty(), "{faults:?}");
        let plain = |code| map.action(KeyEvent::new(code, KeyModifiers::NONE));
        assert_eq!(plain(KeyCode::Esc), Some(Action::Back));
        assert_eq!(plain(KeyCode::Enter), Some(Action::Open));
        assert_eq!(plain(KeyCode::Char(' ')), Some(Action::Result));
        assert_eq!(map.shown(Action::Open), "%");
        let ctrl_c = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
        assert_eq!(map.action(ctrl_c), Some(Action::Quit));
        assert_eq!(map.shown(Action::Quit), "Ctrl-C");
    }
}
