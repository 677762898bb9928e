//! What an escape sequence means that a terminal sends.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// What the characters so far amount to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reading {
    /// It may become a sequence; a person could have typed it as well.
    Possible,
    /// It is a sequence, and not over yet.
    Unfinished,
    /// The key it stands for.
    Key(KeyEvent),
    /// Pasted text begins.
    PasteBegins,
    /// The terminal has come as far as the question whether it is well (ECMA-48 8.3.35, DSR 5), and it is.
    Ready,
    /// An answer of the terminal to a question nobody waits for any more, or a key nobody knows.
    Answer,
    /// No sequence begins like this.
    Nothing,
}

/// Reads `text`, which begins with an escape character.
pub(super) fn read(text: &str) -> Reading {
    let mut rest = text.chars();
    if rest.next() != Some('\x1b') {
        return Reading::Nothing;
    }
    match rest.next() {
        None => Reading::Possible,
        Some('[') => read_control(rest.as_str()),
        Some('O') => read_shifted(rest.as_str()),
        Some(']') => read_command(rest.as_str()),
        Some('P') => read_string(rest.as_str(), "01!>$+|"),
        Some('_') => read_string(rest.as_str(), "G"),
        Some(_) => Reading::Nothing,
    }
}

/// After `ESC [`: parameters, intermediate characters, a final one.
fn read_control(rest: &str) -> Reading {
    let parameters_end = rest.find(|c| !('0'..='?').contains(&c)).unwrap_or(rest.len());
    let (parameters, tail) = rest.split_at(parameters_end);
    let intermediates_end = tail.find(|c| !(' '..='/').contains(&c)).unwrap_or(tail.len());
    let (intermediates, last) = tail.split_at(intermediates_end);
    match last.chars().next() {
        None if rest.is_empty() => Reading::Possible,
        None => Reading::Unfinished,
        Some('~') if parameters == "200" => Reading::PasteBegins,
        // The Linux console's first five function keys: a letter follows.
        Some('[') if rest == "[" => Reading::Unfinished,
        Some('[') if rest.len() == 2 && rest.starts_with('[') => match last.chars().nth(1) {
            Some(letter @ 'A'..='E') => Reading::Key(KeyCode::F(letter as u8 - b'A' + 1).into()),
            _ => Reading::Nothing,
        },
        // The oldest reports of a mouse: a button and a place follow, a character each.
        Some('M') if rest.starts_with('M') && rest.chars().count() < 4 => Reading::Unfinished,
        Some('n') if rest == "0n" || rest == "3n" => Reading::Ready,
        Some(last @ '@'..='~') if intermediates.is_empty() => {
            control_key(parameters, last).map_or(Reading::Answer, Reading::Key)
        }
        Some('@'..='~') => Reading::Answer,
        Some(_) => Reading::Nothing,
    }
}

/// After `ESC O`: one letter.
fn read_shifted(rest: &str) -> Reading {
    match rest.chars().next() {
        None => Reading::Possible,
        // The keys of a number pad that a program was killed with before it gave them back: they are no letters.
        Some('M' | 'X' | 'j'..='y') => Reading::Answer,
        Some(letter) => letter_key(letter).map_or(Reading::Nothing, |code| Reading::Key(code.into())),
    }
}

/// After `ESC ]`: a number, and text up to BEL or `ESC \`.
fn read_command(rest: &str) -> Reading {
    read_string(rest, "0123456789")
}

/// After the beginning of a string that goes on with one of `firsts`: text up to BEL or `ESC \`.
fn read_string(rest: &str, firsts: &str) -> Reading {
    match rest.chars().next() {
        None => return Reading::Possible,
        Some(first) if !firsts.contains(first) => return Reading::Nothing,
        Some(_) => {}
    }
    let ended = rest.ends_with('\x07') || rest.ends_with("\x1b\\");
    let text = rest.strip_suffix('\x1b').unwrap_or(rest);
    if ended {
        Reading::Answer
    } else if text.ends_with(|c| (' '..='~').contains(&c)) && !text.contains('\x1b') {
        Reading::Unfinished
    } else {
        Reading::Nothing
    }
}

/// The key of a control sequence: `A`, `1;5A`, `3~` or `3;5~`.
fn control_key(parameters: &str, last: char) -> Option<KeyEvent> {
    if parameters.is_empty() {
        return match last {
            'Z' => Some(KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT)),
            letter => letter_key(letter).map(KeyEvent::from),
        };
    }
    let (number, modifiers) = match parameters.split_once(';') {
        Some((number, modifiers)) => (number, modifiers_of(modifiers)?),
        None => (parameters, KeyModifiers::NONE),
    };
    let code = match (number, last) {
        (number, '~') => numbered_key(number.parse().ok()?)?,
        // `1;5R` is the place of the cursor more often than F3 with Ctrl.
        ("1", letter) if letter != 'R' => letter_key(letter)?,
        _ => return None,
    };
    Some(KeyEvent::new(code, modifiers))
}

/// Modifiers are sent as their sum plus one; Super, Hyper and Meta are not known here.
fn modifiers_of(text: &str) -> Option<KeyModifiers> {
    let sum = text.parse::<u8>().ok()?.checked_sub(1).filter(|sum| *sum < 8)?;
    let known = [
        (1, KeyModifiers::SHIFT),
        (2, KeyModifiers::ALT),
        (4, KeyModifiers::CONTROL),
    ];
    Some(
        known
            .into_iter()
            .filter(|(bit, _)| sum & bit != 0)
            .map(|(_, modifier)| modifier)
            .collect(),
    )
}

fn letter_key(letter: char) -> Option<KeyCode> {
    Some(match letter {
        'A' => KeyCode::Up,
        'B' => KeyCode::Down,
        'C' => KeyCode::Right,
        'D' => KeyCode::Left,
        'F' => KeyCode::End,
        'H' => KeyCode::Home,
        'P' => KeyCode::F(1),
        'Q' => KeyCode::F(2),
        'R' => KeyCode::F(3),
        'S' => KeyCode::F(4),
        _ => return None,
    })
}

/// The numbers have gaps where the keyboard of the VT220 had them.
fn numbered_key(number: u8) -> Option<KeyCode> {
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F(number - 10),
        17..=21 => KeyCode::F(number - 11),
        23 | 24 => KeyCode::F(number - 12),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_told_from_answers_and_from_what_a_person_types() {
        let key = |code: KeyCode| Reading::Key(code.into());
        let with = |code, modifiers| Reading::Key(KeyEvent::new(code, modifiers));
        let table = [
            ("\x1b", Reading::Possible),
            ("\x1bx", Reading::Nothing),
            ("\x1b\x1b", Reading::Nothing),
            ("\x1b[", Reading::Possible),
            ("\x1b[A", key(KeyCode::Up)),
            ("\x1b[D", key(KeyCode::Left)),
            ("\x1b[H", key(KeyCode::Home)),
            ("\x1b[S", key(KeyCode::F(4))),
            ("\x1b[Z", with(KeyCode::BackTab, KeyModifiers::SHIFT)),
            ("\x1b[1;5C", with(KeyCode::Right, KeyModifiers::CONTROL)),
            (
                "\x1b[1;4A",
                with(KeyCode::Up, KeyModifiers::SHIFT | KeyModifiers::ALT),
            ),
            ("\x1b[3", Reading::Unfinished),
            ("\x1b[3~", key(KeyCode::Delete)),
            ("\x1b[6;2~", with(KeyCode::PageDown, KeyModifiers::SHIFT)),
            ("\x1b[15~", key(KeyCode::F(5))),
            ("\x1b[21~", key(KeyCode::F(10))),
            ("\x1b[24~", key(KeyCode::F(12))),
            ("\x1b[99~", Reading::Answer),
            ("\x1b[200~", Reading::PasteBegins),
            ("\x1b[201~", Reading::Answer),
            ("\x1b[0n", Reading::Ready),
            ("\x1b[[", Reading::Unfinished),
            ("\x1b[[A", key(KeyCode::F(1))),
            ("\x1b[[E", key(KeyCode::F(5))),
            ("\x1b[[x", Reading::Nothing),
            ("\x1bP", Reading::Possible),
            ("\x1bPx", Reading::Nothing),
            ("\x1bP1+r544e=78", Reading::Unfinished),
            ("\x1bP>|tmux 3.4\x1b\\", Reading::Answer),
            ("\x1b_Gi=1;OK\x1b\\", Reading::Answer),
            ("\x1b[12;40R", Reading::Answer),
            ("\x1b[1;5R", Reading::Answer),
            ("\x1b[?", Reading::Unfinished),
            ("\x1b[?2026;2$", Reading::Unfinished),
            ("\x1b[?2026;2$y", Reading::Answer),
            ("\x1b[?62;22c", Reading::Answer),
            ("\x1b[1\r", Reading::Nothing),
            ("\x1b[<0;10;10M", Reading::Answer),
            ("\x1b[M", Reading::Unfinished),
            ("\x1b[M !", Reading::Unfinished),
            ("\x1b[M !!", Reading::Answer),
            ("\x1bO", Reading::Possible),
            ("\x1bOA", key(KeyCode::Up)),
            ("\x1bOP", key(KeyCode::F(1))),
            ("\x1bOx", Reading::Answer),
            ("\x1bOM", Reading::Answer),
            ("\x1bOu", Reading::Answer),
            ("\x1bOi", Reading::Nothing),
            ("\x1b]", Reading::Possible),
            ("\x1b]x", Reading::Nothing),
            ("\x1b]1", Reading::Unfinished),
            ("\x1b]11;rgb:1e1e/1e1e/2e2e", Reading::Unfinished),
            ("\x1b]11;rgb:1e1e/1e1e/2e2e\x1b", Reading::Unfinished),
            ("\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\", Reading::Answer),
            ("\x1b]10;rgb:ffff/ffff/ffff\x07", Reading::Answer),
            ("\x1b]11;rgb:1e\x1bj", Reading::Nothing),
            ("\x1b]11;rgb:1e\r", Reading::Nothing),
        ];
        for (text, wanted) in table {
            assert_eq!(read(text), wanted, "{text:?}");
        }
    }
}
