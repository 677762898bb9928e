//! What a terminal is told beside the screen: a text for its clipboard, a notification, the title of its window.
//!
//! Nothing here can end its sequence early: text is [`Clean`], or in base64.

use super::ascii::plainly;
use crate::domain::text::{Clean, CleanText};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// What stands between this program and the terminal somebody looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Through {
    Terminal,
    Tmux,
    Screen,
    /// A terminal that knows nothing of all this.
    Nothing,
}

/// GNU screen takes a sequence to be passed through in pieces of less than 768 bytes.
const PIECE: usize = 700;

impl Through {
    /// Judged by the environment alone: nothing is asked of the terminal.
    pub fn of(env: &dyn Fn(&str) -> Option<String>) -> Through {
        let set = |name: &str| env(name).is_some_and(|value| !value.is_empty());
        let term = env("TERM").unwrap_or_default();
        match term.as_str() {
            "" | "dumb" | "linux" => Through::Nothing,
            hardware if hardware.starts_with("vt") => Through::Nothing,
            _ if set("TMUX") || term.starts_with("tmux") => Through::Tmux,
            _ if set("STY") || term.starts_with("screen") => Through::Screen,
            _ => Through::Terminal,
        }
    }

    /// The sequence handed on to the terminal outside.
    fn wrapped(self, sequence: &str) -> String {
        match self {
            Through::Terminal => sequence.to_owned(),
            Through::Tmux => format!("\x1bPtmux;{}\x1b\\", sequence.replace('\x1b', "\x1b\x1b")),
            Through::Screen => {
                let pieces = sequence.as_bytes().chunks(PIECE).map(String::from_utf8_lossy);
                pieces.map(|piece| format!("\x1bP{piece}\x1b\\")).collect()
            }
            Through::Nothing => String::new(),
        }
    }
}

/// Puts a text into the clipboard (OSC 52); empty where that cannot be. Whether it is taken nobody tells.
pub fn copy(text: &CleanText, through: Through) -> String {
    let sequence = format!("\x1b]52;c;{}\x07", STANDARD.encode(text.as_bytes()));
    match through {
        // tmux takes it itself, or hands it on, or neither, as it is set up.
        Through::Tmux => sequence.clone() + &through.wrapped(&sequence),
        Through::Terminal | Through::Screen | Through::Nothing => through.wrapped(&sequence),
    }
}

/// A notification of the desktop (OSC 9), with the bell where it may not get through.
pub fn notification(text: &Clean, through: Through, ascii: bool) -> String {
    let text = plain(text, ascii);
    let sequence = through.wrapped(&format!("\x1b]9;warroom: {text}\x07"));
    match through {
        Through::Terminal => sequence,
        Through::Tmux | Through::Screen | Through::Nothing => sequence + "\x07",
    }
}

/// The title of the window (OSC 2); empty where there is none.
pub fn title(text: &Clean, through: Through, ascii: bool) -> String {
    match through {
        Through::Nothing => String::new(),
        Through::Terminal | Through::Tmux | Through::Screen => format!("\x1b]2;{}\x07", plain(text, ascii)),
    }
}

/// Where the locale is not UTF-8, parts of other letters would be control characters.
fn plain(text: &Clean, ascii: bool) -> String {
    match ascii {
        true => text.chars().map(plainly).collect(),
        false => text.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(variables: &[(&str, &str)]) -> Through {
        let found = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        Through::of(&found)
    }

    #[test]
    fn what_stands_between_is_told_by_the_environment() {
        assert_eq!(of(&[("TERM", "xterm-256color")]), Through::Terminal);
        assert_eq!(
            of(&[("TERM", "xterm-256color"), ("TMUX", "/tmp/x,1,0")]),
            Through::Tmux
        );
        assert_eq!(of(&[("TERM", "tmux-256color")]), Through::Tmux);
        assert_eq!(of(&[("TERM", "screen.xterm"), ("STY", "1.pts")]), Through::Screen);
        for term in ["", "dumb", "linux", "vt100"] {
            assert_eq!(of(&[("TERM", term)]), Through::Nothing, "{term}");
        }
        assert_eq!(of(&[]), Through::Nothing);
    }

    #[test]
    fn a_copied_text_arrives_as_it_was_through_everything_that_stands_between() {
        let text = CleanText::new("+49 30 555 0142");
        let sequence = "\x1b]52;c;KzQ5IDMwIDU1NSAwMTQy\x07";
        assert_eq!(copy(&text, Through::Terminal), sequence);
        let passed = format!("\x1bPtmux;\x1b{sequence}\x1b\\");
        assert_eq!(copy(&text, Through::Tmux), sequence.to_owned() + &passed);
        assert_eq!(copy(&text, Through::Screen), format!("\x1bP{sequence}\x1b\\"));
        assert_eq!(copy(&text, Through::Nothing), "");
        let long = CleanText::new(&"word ".repeat(4_000));
        let pieces = copy(&long, Through::Screen);
        assert!(pieces.split("\x1bP").all(|piece| piece.len() < 768));
        assert_eq!(
            pieces.replace("\x1bP", "").replace("\x1b\\", ""),
            copy(&long, Through::Terminal)
        );
    }

    #[test]
    fn hostile_text_never_ends_its_sequence() {
        let evil = Clean::line("a\u{7}b\u{9c}c\u{1b}\\d\u{1b}]52;c;AAAA\u{7}");
        for through in [Through::Terminal, Through::Tmux, Through::Screen] {
            for ascii in [true, false] {
                let said = title(&evil, through, ascii);
                let inside = said
                    .strip_prefix("\x1b]2;")
                    .and_then(|rest| rest.strip_suffix('\u{7}'));
                assert!(!inside.unwrap().chars().any(char::is_control), "{said:?}");
                let called = notification(&evil, Through::Terminal, ascii);
                assert_eq!(called.matches('\u{7}').count(), 1, "{called:?}");
                assert_eq!(called.matches('\u{1b}').count(), 1, "{called:?}");
            }
        }
        assert!(title(&Clean::line("Zürich ✓"), Through::Terminal, true).is_ascii());
    }

    #[test]
    fn a_notification_that_may_be_swallowed_rings_as_well() {
        let text = Clean::line("2 overdue");
        assert_eq!(
            notification(&text, Through::Terminal, false),
            "\x1b]9;warroom: 2 overdue\x07"
        );
        assert!(notification(&text, Through::Tmux, false).ends_with("\x1b\\\x07"));
        assert_eq!(notification(&text, Through::Nothing, false), "\x07");
    }
}
