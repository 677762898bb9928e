//! Keys as people write them: `c`, `space`, `ctrl-p`, `f2`, `pgdn`.

use super::Key;
use crossterm::event::KeyCode;

const NAMED: &[(&str, KeyCode, &str)] = &[
    ("enter", KeyCode::Enter, "Enter"),
    ("space", KeyCode::Char(' '), "Space"),
    ("esc", KeyCode::Esc, "Esc"),
    ("tab", KeyCode::Tab, "Tab"),
    ("shift-tab", KeyCode::BackTab, "Shift-Tab"),
    ("up", KeyCode::Up, "Up"),
    ("down", KeyCode::Down, "Down"),
    ("left", KeyCode::Left, "Left"),
    ("right", KeyCode::Right, "Right"),
    ("pgup", KeyCode::PageUp, "PgUp"),
    ("pgdn", KeyCode::PageDown, "PgDn"),
    ("home", KeyCode::Home, "Home"),
    ("end", KeyCode::End, "End"),
    ("insert", KeyCode::Insert, "Insert"),
    ("delete", KeyCode::Delete, "Delete"),
    ("backspace", KeyCode::Backspace, "Backspace"),
];

/// A key by its name; the rest of a sentence that begins with the name where there is none.
pub(super) fn parse(text: &str) -> Result<Key, String> {
    let mut letters = text.chars();
    if let (Some(only), None) = (letters.next(), letters.next()) {
        return match only.is_control() || only == ' ' {
            true => Err("is no key; the long one is written space".to_owned()),
            false => Ok(Key::Plain(KeyCode::Char(only))),
        };
    }
    let name = text.to_lowercase();
    if let Some((_, code, _)) = NAMED.iter().find(|(named, _, _)| *named == name) {
        return Ok(Key::Plain(*code));
    }
    if let Some(number) = name.strip_prefix('f').and_then(|number| number.parse().ok())
        && (1..=12).contains(&number)
    {
        return Ok(Key::Plain(KeyCode::F(number)));
    }
    if name.starts_with("alt-") || name.starts_with("meta-") {
        return Err("cannot be used: a terminal sends Esc and a letter for it".to_owned());
    }
    let ctrl = name.strip_prefix("ctrl-").or(name.strip_prefix("c-"));
    let mut letters = ctrl.unwrap_or_default().chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) if letter.is_ascii_graphic() => Ok(Key::Ctrl(letter)),
        _ => Err("is no key; expected a letter, space, f2, pgdn, ctrl-p or the like".to_owned()),
    }
}

/// As the footer and the help write it.
pub(super) fn shown(key: Key) -> String {
    match key {
        Key::Ctrl(letter) => format!("Ctrl-{}", letter.to_uppercase()),
        Key::Plain(KeyCode::Char(letter)) if letter != ' ' => letter.to_string(),
        Key::Plain(KeyCode::F(number)) => format!("F{number}"),
        Key::Plain(code) => {
            let named = NAMED.iter().find(|(_, named, _)| *named == code);
            named.map_or_else(String::new, |(_, _, shown)| (*shown).to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::keys::KEYS;

    #[test]
    fn every_key_of_the_table_can_be_written_in_the_configuration_as_it_is_shown() {
        for row in KEYS {
            for (at, key) in row.keys.iter().enumerate() {
                assert_eq!(parse(&shown(*key)), Ok(*key), "{:?}", row.action);
                if at == 0 {
                    assert_eq!(shown(*key), row.shown, "{:?}", row.action);
                }
            }
        }
    }

    #[test]
    fn what_is_no_key_is_told_in_words() {
        for text in [
            "", "cc", " ", "f13", "ctrl-", "ctrl-ab", "\u{7}", "hyper-x", "alt-x",
        ] {
            assert!(parse(text).is_err(), "{text:?}");
        }
        assert_eq!(parse("C-p"), Ok(Key::Ctrl('p')));
        assert_eq!(parse("Ö"), Ok(Key::Plain(KeyCode::Char('Ö'))));
    }
}
