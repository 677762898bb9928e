//! Text that was written to do harm, and what of it may never come out again.

use crate::fuzz::doors::harmless::foreign;
use serde_json::Value;
use unicode_segmentation::UnicodeSegmentation;
use vte::{Params, Parser, Perform};

/// What the public list does not have: sequences that terminals obey, and characters that deceive.
const OWN: &[&str] = &[
    "\u{1b}[2J\u{1b}[Hgone",
    "\u{1b}[?1049l\u{1b}[?25h",
    "\u{1b}]0;title\u{7}",
    "\u{1b}]2;title\u{1b}\\",
    "\u{1b}]8;;https://evil.example\u{1b}\\bank\u{1b}]8;;\u{1b}\\",
    "\u{1b}]9;4;1;50\u{7}",
    "\u{1b}]52;c;ZXZpbA==\u{7}paste",
    "\u{9d}52;c;ZXZpbA==\u{9c}paste",
    "\u{1b}P$q\"p\u{1b}\\",
    "\u{1b}Ptmux;\u{1b}\u{1b}]52;c;eA==\u{7}\u{1b}\\",
    "\u{90}q#0;2;0;0;0\u{9c}",
    "\u{1b}_Gi=1;AAAA\u{1b}\\",
    "\u{1b}^private\u{1b}\\\u{1b}Xstring\u{1b}\\",
    "\u{9b}6n\u{9b}0c",
    "\u{1b}c\u{1b}(0lqqk",
    "\u{1b}",
    "\u{1b}[",
    "\u{1b}]52;c;never ends",
    "a\u{0}b\u{8}\u{8}c\u{7f}d\u{5}e\u{e}f",
    "all is well\rall is lost",
    "one\ntwo\r\n2026-03-03T13:49:00Z ERROR three",
    "one\u{2028}two\u{2029}three\u{85}four\u{b}five\u{c}six",
    "invoice\u{202e}fdp.exe",
    "\u{2066}a\u{2067}b\u{2069}\u{200f}c\u{61c}",
    "pay\u{200b}pal\u{2060}.com\u{feff}",
    "ok\u{e0001}\u{e0068}\u{e0069}\u{e007f}",
    "a\u{fff9}b\u{fffa}c\u{fffb}",
    "👨\u{200d}👩\u{200d}👧\u{200d}👦\u{200d}",
    "🇳🇱🇩🇪👩🏽\u{200d}❤\u{fe0f}\u{200d}👨",
    "表意文字表意文字表意文字表意文字",
    "\u{600}\u{600}\u{600}\u{600}\u{600}\u{600}\u{600}\u{600}\u{600}x",
    "กำ\u{e33}\u{e33}\u{e33}",
    "\u{301}\u{302}",
    "{{ 7 * 7 }}{% raw %}",
    "<script>alert(1)</script>](javascript:alert(1))",
];

/// The public list, our own, and a letter under a thousand accents.
pub fn strings() -> Vec<String> {
    let zalgo = format!("z{}algo", "\u{35b}\u{317}".repeat(500));
    let fixed = naughty_strings::BLNS
        .iter()
        .chain(OWN)
        .map(|text| (*text).to_owned());
    fixed.chain([zalgo, "long ".repeat(2_000)]).collect()
}

/// Where every string of a body stands, as JSON pointers.
pub fn places(body: &Value) -> Vec<String> {
    let below = |key: String, value: &Value| {
        let deeper = places(value).into_iter();
        deeper
            .map(move |place| format!("/{key}{place}"))
            .collect::<Vec<_>>()
    };
    match body {
        Value::String(_) => vec![String::new()],
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items.flat_map(|(at, item)| below(at.to_string(), item)).collect()
        }
        Value::Object(fields) => {
            let fields = fields.iter();
            fields
                .flat_map(|(key, value)| below(key.replace('~', "~0").replace('/', "~1"), value))
                .collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
    }
}

/// What is wrong with text that is printed or drawn by lines.
pub fn fault(text: &str) -> Option<String> {
    let foreign = text.chars().find(|c| *c != '\n' && foreign(*c));
    let heaped = text.graphemes(true).find(|grapheme| grapheme.chars().count() > 8);
    foreign
        .map(|c| format!("{c:?} in {text:?}"))
        .or_else(|| heaped.map(|grapheme| format!("{} characters in a cell", grapheme.chars().count())))
}

/// Reads what was sent to a terminal and keeps whatever a frame has no use for.
#[derive(Default)]
pub struct Grammar {
    pub foreign: Vec<String>,
}

/// What a terminal would be told beyond the movements, colours and modes of a frame.
pub fn beyond_a_frame(bytes: &[u8]) -> Vec<String> {
    let mut grammar = Grammar::default();
    Parser::new().advance(&mut grammar, bytes);
    grammar.foreign
}

impl Perform for Grammar {
    fn print(&mut self, c: char) {
        if foreign(c) {
            self.foreign.push(format!("{c:?} is printed"));
        }
    }

    fn execute(&mut self, byte: u8) {
        // A frame goes to the next row, to the first column, and back.
        if !matches!(byte, b'\r' | b'\n' | 8) {
            self.foreign.push(format!("control {byte:#x}"));
        }
    }

    fn csi_dispatch(&mut self, params: &Params, intermediates: &[u8], _: bool, action: char) {
        let first = params.iter().next().and_then(|param| param.first().copied());
        let known = match (intermediates, action) {
            ([], 'm' | 'H' | 'A' | 'B' | 'C' | 'D') => true,
            ([], 'J') => first == Some(2),
            ([b'?'], 'h' | 'l') => matches!(first, Some(25 | 2026)),
            _ => false,
        };
        if !known {
            self.foreign
                .push(format!("CSI {intermediates:?} {params:?} {action}"));
        }
    }

    fn osc_dispatch(&mut self, params: &[&[u8]], _: bool) {
        self.foreign.push(format!("OSC {params:?}"));
    }

    fn hook(&mut self, _: &Params, _: &[u8], _: bool, action: char) {
        self.foreign.push(format!("DCS {action}"));
    }

    fn esc_dispatch(&mut self, intermediates: &[u8], _: bool, byte: u8) {
        // The second half of the terminator of a string, which alone does nothing.
        self.foreign.push(format!("ESC {intermediates:?} {byte:#x}"));
    }
}

#[test]
fn the_grammar_finds_what_no_frame_says() {
    assert_eq!(
        beyond_a_frame(b"\x1b[?2026h\x1b[;1;31m\x1b[3;4Hdown\r\n\x1b[?2026l"),
        [""; 0]
    );
    // The first is what a frame may say itself: text with it is found only where text is looked at.
    assert!(fault(OWN[0]).is_some());
    for text in &OWN[1..15] {
        assert!(!beyond_a_frame(text.as_bytes()).is_empty(), "{text:?}");
        assert!(fault(text).is_some(), "{text:?}");
    }
    assert!(strings().len() > 450, "{}", strings().len());
}
