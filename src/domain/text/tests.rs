//! What hostile, broken and innocent text becomes.

use std::collections::HashSet;

use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::{Clean, CleanText, is_clean};

/// (what it is, what came in, the line that is left)
const LINES: &[(&str, &str, &str)] = &[
    ("plain words", "Acme: checkout is down", "Acme: checkout is down"),
    (
        "accents and other scripts",
        "Zoë Müller, 山田, Ольга, नमस्ते",
        "Zoë Müller, 山田, Ольга, नमस्ते",
    ),
    ("a colour", "\x1b[1;31mred\x1b[0m", "red (cleaned)"),
    ("clear screen", "a\x1b[2Jb", "ab (cleaned)"),
    ("a question to the terminal", "a\x1b[?2026$pb", "ab (cleaned)"),
    ("CSI in one character", "a\u{9b}2Jb", "ab (cleaned)"),
    ("CSI cut short", "a\x1b[12", "a (cleaned)"),
    ("CSI that breaks off", "a\x1b[12é", "aé (cleaned)"),
    (
        "clipboard, ended by BEL",
        "a\x1b]52;c;ZXZpbA==\x07b",
        "ab (cleaned)",
    ),
    (
        "clipboard, ended by ST",
        "a\x1b]52;c;ZXZpbA==\x1b\\b",
        "ab (cleaned)",
    ),
    (
        "clipboard in one character",
        "a\u{9d}52;c;ZXZpbA==\u{9c}b",
        "ab (cleaned)",
    ),
    (
        "a link",
        "\x1b]8;;https://evil.example\x1b\\bank\x1b]8;;\x1b\\",
        "bank (cleaned)",
    ),
    (
        "a string broken off by the next sequence",
        "a\x1b]0;title\x1b[1mb",
        "ab (cleaned)",
    ),
    ("a string broken off by CAN", "a\x1b]0;title\x18b", "ab (cleaned)"),
    (
        "a string without an end",
        "a\x1b]the database is back",
        "athe database is back (cleaned)",
    ),
    ("DCS", "a\x1bPtmux;\x1b\x1b]52;c;eA==\x07\x1b\\b", "ab (cleaned)"),
    (
        "APC, PM and SOS",
        "\x1b_a\x1b\\1\x1b^b\x1b\\2\x1bXc\x1b\\3",
        "123 (cleaned)",
    ),
    (
        "APC, PM, SOS and DCS in one character",
        "\u{9f}a\u{9c}1\u{9e}b\u{9c}2\u{98}c\u{9c}3\u{90}d\u{9c}4",
        "1234 (cleaned)",
    ),
    ("character set and reset", "\x1b(Ba\x1bcb", "ab (cleaned)"),
    ("a lone ESC at the end", "a\x1b", "a (cleaned)"),
    (
        "bell, backspace and delete",
        "a\x07b\x08c\x7fd",
        "a b c d (cleaned)",
    ),
    ("other C1", "a\u{85}b\u{8d}c", "a b c (cleaned)"),
    ("tab", "a\tb", "a b"),
    ("carriage return", "all fine\rall lost", "all fine all lost"),
    ("line breaks", "one\ntwo\r\nthree", "one ⏎ two ⏎ three"),
    (
        "empty lines and the last newline",
        "\none\n\n\ntwo\n",
        "one ⏎ two",
    ),
    ("line and paragraph separators", "a\u{2028}b\u{2029}c", "a b c"),
    (
        "direction override",
        "invoice\u{202e}fdp.exe",
        "invoicefdp.exe (cleaned)",
    ),
    (
        "isolates and direction marks",
        "\u{2066}a\u{2069}\u{200e}b\u{200f}c\u{61c}",
        "abc",
    ),
    (
        "zero width",
        "pay\u{200b}pal\u{200c}.\u{200d}com\u{feff}\u{2060}",
        "paypal.com (cleaned)",
    ),
    ("tags", "ok\u{e0001}\u{e0068}\u{e0069}\u{e007f}", "ok (cleaned)"),
    (
        "interlinear notes",
        "a\u{fff9}b\u{fffa}c\u{fffb}",
        "abc (cleaned)",
    ),
    ("emoji style", "❤\u{fe0f}", "❤"),
    (
        "a family",
        "👨\u{200d}👩\u{200d}👧\u{200d}👦",
        "👨\u{200d}👩\u{200d}👧\u{200d}👦",
    ),
    (
        "emoji with a skin and a style",
        "👩🏽\u{200d}❤\u{fe0f}\u{200d}👨",
        "👩🏽\u{200d}❤\u{200d}👨",
    ),
    ("a joiner before a letter", "👩\u{200d}a", "👩a"),
    ("joiners in a row", "👩\u{200d}\u{200d}\u{200d}👩", "👩\u{200d}👩"),
    ("a joiner between consonants", "क्\u{200d}ष", "क्ष"),
    ("flags", "🇳🇱🇩🇪", "🇳🇱🇩🇪"),
];

#[test]
fn hostile_text_becomes_a_line_that_can_be_drawn() {
    for (what, raw, left) in LINES {
        assert_eq!(Clean::line(raw), *left, "{what}");
    }
}

#[test]
fn a_note_keeps_its_line_breaks_and_nothing_else() {
    let note = CleanText::new("one\r\n\ttwo\x1b[2J\n\nthree\r\u{9b}31mfour\n");
    assert_eq!(note, "one\n two\n\nthree four\n (cleaned)");
    assert_eq!(Clean::line(&note), "one ⏎  two ⏎ three four ⏎  (cleaned)");
    assert_eq!(Clean::text("one\ntwo"), CleanText::new("one\ntwo"));
}

#[test]
fn a_letter_keeps_seven_marks_and_loses_the_kilobytes() {
    let zalgo = format!("a{}b", "\u{301}".repeat(4_000));
    assert_eq!(
        Clean::line(&zalgo),
        *format!("a{}b (cleaned)", "\u{301}".repeat(7))
    );
}

#[test]
fn letters_that_cling_are_not_lost_behind_a_full_grapheme() {
    // Eight Arabic number signs make one grapheme with whatever follows them.
    let line = Clean::line(&format!("{}SEV1", "\u{600}".repeat(9)));
    assert!(line.ends_with("SEV1 (cleaned)"), "{line:?}");
}

#[test]
fn text_without_end_is_cut_between_graphemes_and_says_so() {
    assert_eq!(Clean::line(&"a".repeat(4_000)), *"a".repeat(4_000));
    assert_eq!(
        Clean::line(&"a".repeat(4_001)),
        *format!("{}…", "a".repeat(3_999))
    );
    assert_eq!(
        Clean::line(&"é".repeat(9_000)),
        *format!("{}…", "é".repeat(3_999))
    );
    assert_eq!(
        Clean::line(&"e\u{301}".repeat(4_000)),
        *format!("{}…", "e\u{301}".repeat(1_999))
    );
    assert_eq!(
        CleanText::new(&"a\n".repeat(40_000)).chars().count(),
        CleanText::LIMIT
    );
}

#[test]
fn text_is_cleaned_on_the_way_in_from_json_and_written_as_it_is() {
    let line: Clean = serde_json::from_str(r#""Acme\u001b[2J\nEU""#).unwrap();
    let note: CleanText = serde_json::from_str(r#""Acme\u001b[2J\nEU""#).unwrap();
    assert_eq!(line, "Acme ⏎ EU (cleaned)");
    assert_eq!(serde_json::to_string(&line).unwrap(), r#""Acme ⏎ EU (cleaned)""#);
    assert_eq!(serde_json::to_string(&note).unwrap(), r#""Acme\nEU (cleaned)""#);
}

#[test]
fn what_nothing_is_left_of_stays_empty_and_a_cut_text_still_says_that_it_was_cleaned() {
    assert_eq!(Clean::line("\x1b[2J\u{200b}"), "");
    assert_eq!(Clean::line(" \u{202e}"), " ");
    let long = Clean::line(&format!("\x1b[2J{}", "a".repeat(4_000)));
    assert_eq!(long, *format!("{}… (cleaned)", "a".repeat(Clean::LIMIT - 11)));
    assert!(is_clean("Acme ⏎ é 👩\u{200d}👩") && !is_clean("a\u{2028}b") && !is_clean("a\u{e0041}"));
}

#[test]
fn a_line_is_found_by_its_text_and_padded_like_it() {
    let names = HashSet::from([Clean::line("Acme")]);
    assert!(names.contains("Acme"));
    assert_eq!(
        format!("{:<6}|{:.2}", Clean::line("Acme"), CleanText::new("Acme")),
        "Acme  |Ac"
    );
}

/// The pieces that interact: introducers, terminators, joiners, marks, and letters that cling.
const PIECES: &[&str] = &[
    "\x1b",
    "[",
    "]",
    "\\",
    "P",
    "\u{9b}",
    "\u{9c}",
    "\u{9d}",
    "\x07",
    "\x18",
    "2J",
    "(",
    "\r",
    "\n",
    "\t",
    " ",
    "a",
    "⏎",
    "…",
    "\u{301}",
    "\u{200d}",
    "\u{fe0f}",
    "\u{202e}",
    "\u{600}",
    "👩",
    "❤",
    "🏽",
    "🇳",
    "क",
    "्",
    "ा",
    "ᄀ",
    "ᅡ",
    "ᆨ",
    "\u{e0041}",
];

fn hostile() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..60).prop_map(|chosen| chosen.concat())
}

/// Hostile pieces, any characters at all, or the one within the other.
fn anything() -> impl Strategy<Value = String> {
    prop_oneof![
        hostile(),
        any::<String>(),
        (hostile(), any::<String>(), hostile()).prop_map(|(a, b, c)| a + &b + &c)
    ]
}

proptest! {
    #[test]
    fn no_control_character_survives(raw in anything()) {
        let (line, text) = (Clean::line(&raw), CleanText::new(&raw));
        prop_assert!(!line.chars().any(char::is_control), "{line:?}");
        prop_assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text:?}");
    }

    #[test]
    fn cleaning_again_changes_nothing(raw in anything()) {
        let (line, text) = (Clean::line(&raw), CleanText::new(&raw));
        prop_assert_eq!(&Clean::line(&line), &line);
        prop_assert_eq!(&CleanText::new(&text), &text);
    }

    #[test]
    fn cleaning_again_changes_nothing_where_text_was_cut(piece in hostile(), other in hostile()) {
        let line = Clean::line(&(piece + "ab" + &other).repeat(1_500));
        prop_assert!(line.chars().count() <= Clean::LIMIT);
        prop_assert_eq!(&Clean::line(&line), &line);
    }

    #[test]
    fn no_grapheme_is_longer_than_eight_characters(raw in anything()) {
        let text = CleanText::new(&raw);
        prop_assert!(text.graphemes(true).all(|grapheme| grapheme.chars().count() <= 8), "{text:?}");
    }

    #[test]
    fn plain_text_is_left_alone(raw in "[ -~]{0,80}", more in "[ -~\n]{0,80}") {
        prop_assert_eq!(Clean::line(&raw), raw.as_str());
        prop_assert_eq!(CleanText::new(&more), more.as_str());
    }
}
