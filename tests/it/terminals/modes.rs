//! What a program has switched on in a terminal and not off again, by every byte it wrote.

use std::collections::BTreeSet;
use vte::{Params, Parser, Perform};

/// Modes that are on in a terminal nobody has touched: wrapping at the end of a line, and the cursor.
const ON: [u16; 2] = [7, 25];
const ALTERNATE_SCREEN: u16 = 1049;

#[derive(Default)]
pub struct Modes {
    parser: Parser,
    switched: Switched,
    /// How often the alternate screen was left.
    pub times_left: usize,
    /// How often the window was given a title.
    pub times_titled: usize,
}

#[derive(Default)]
struct Switched {
    /// Private modes that are not as they were.
    private: BTreeSet<u16>,
    titles: i32,
    keyboards: i32,
    region: bool,
    styled: bool,
    shaped: bool,
    keypad: bool,
    charset: bool,
    asked: usize,
    times_left: usize,
    times_titled: usize,
}

impl Modes {
    /// Gives how often the terminal was asked whether it is well.
    pub fn process(&mut self, bytes: &[u8]) -> usize {
        self.parser.advance(&mut self.switched, bytes);
        self.times_left = self.switched.times_left;
        self.times_titled = self.switched.times_titled;
        std::mem::take(&mut self.switched.asked)
    }

    /// In words, what is not as it was before.
    pub fn left_on(&self) -> Vec<String> {
        let is = &self.switched;
        let private = is.private.iter().map(|mode| match ON.contains(mode) {
            true => format!("mode ?{mode} is off"),
            false => format!("mode ?{mode} is on"),
        });
        let flags = [
            (is.titles != 0, "the title is not the one before"),
            (is.keyboards != 0, "the keyboard is not as before"),
            (is.region, "only a part of the screen scrolls"),
            (is.styled, "text has a style"),
            (is.shaped, "the cursor has another shape"),
            (is.keypad, "the keypad sends other keys"),
            (is.charset, "letters are drawn as lines"),
        ];
        let flags = flags.into_iter().filter(|(on, _)| *on);
        private.chain(flags.map(|(_, words)| words.to_owned())).collect()
    }
}

/// Modes that terminals have. Where a stalled one has lost what was queued for it, the halves of two sequences come
/// together, and may be one of a mode that none has: `?20` and `026h`.
fn is_known(mode: u16) -> bool {
    matches!(mode, 1..=19 | 25 | 30..=47 | 66..=69 | 80 | 95 | 1000..=1061 | 2004 | 2026 | 2027 | 2031 | 2048)
}

impl Perform for Switched {
    fn csi_dispatch(&mut self, params: &Params, intermediates: &[u8], _: bool, action: char) {
        let numbers: Vec<u16> = params.iter().flatten().copied().collect();
        let first = numbers.first().copied().unwrap_or(0);
        match (intermediates, action) {
            (b"?", 'h' | 'l') => {
                for mode in numbers.into_iter().filter(|mode| is_known(*mode)) {
                    match (action == 'h') == ON.contains(&mode) {
                        true => self.private.remove(&mode),
                        false => self.private.insert(mode),
                    };
                    self.times_left += usize::from(mode == ALTERNATE_SCREEN && action == 'l');
                }
            }
            (b"", 't') if first == 22 => self.titles += 1,
            (b"", 't') if first == 23 => self.titles -= 1,
            (b">", 'u') => self.keyboards += 1,
            (b"<", 'u') => self.keyboards -= 1,
            (b"", 'n') if first == 5 => self.asked += 1,
            (b"", 'r') => self.region = numbers.iter().any(|row| *row != 0),
            (b"", 'm') => self.styled = numbers.last().is_some_and(|last| *last != 0),
            (b" ", 'q') => self.shaped = first != 0,
            _ => {}
        }
    }

    fn osc_dispatch(&mut self, params: &[&[u8]], _: bool) {
        self.times_titled += usize::from(matches!(params.first(), Some(&(b"0" | b"1" | b"2"))));
    }

    fn esc_dispatch(&mut self, intermediates: &[u8], _: bool, byte: u8) {
        match (intermediates, byte) {
            (b"", b'=') => self.keypad = true,
            (b"", b'>') => self.keypad = false,
            (b"(", _) => self.charset = byte != b'B',
            _ => {}
        }
    }
}

#[test]
fn what_is_left_on_is_told_and_what_was_switched_back_is_not() {
    let table = [
        (
            "\x1b[?1049h\x1b[?25l\x1b[31mred\x1b[m\x1b[?25h\x1b[?1049l",
            &[][..],
        ),
        ("\x1b[?1049h\x1b[?1049l\x1b[?25l", &["mode ?25 is off"]),
        ("\x1b[?1000;1006h\x1b[?1000l", &["mode ?1006 is on"]),
        ("\x1b[?2004h", &["mode ?2004 is on"]),
        ("\x1b[?2026h", &["mode ?2026 is on"]),
        ("\x1b[?7l", &["mode ?7 is off"]),
        (
            "\x1b[22;2t\x1b]2;warroom\x07",
            &["the title is not the one before"],
        ),
        ("\x1b[1;31m", &["text has a style"]),
        ("\x1b[2;9r", &["only a part of the screen scrolls"]),
        ("\x1b[2;9r\x1b[r", &[]),
        ("\x1b[>1u", &["the keyboard is not as before"]),
        ("\x1b=", &["the keypad sends other keys"]),
        ("\x1b(0", &["letters are drawn as lines"]),
        ("\x1b[5 q", &["the cursor has another shape"]),
    ];
    for (written, wanted) in table {
        let mut modes = Modes::default();
        modes.process(written.as_bytes());
        assert_eq!(modes.left_on(), wanted, "{written:?}");
    }
}
