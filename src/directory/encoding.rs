//! Bytes as text: UTF-8, or a sentence that says what they are instead and where that shows.

use crate::domain::text::Clean;

/// What is wrong with the bytes of a file.
pub struct NotText {
    pub line: usize,
    /// The rest of a sentence that begins with the file and the line.
    pub why: String,
}

/// What stands for the bytes 80 to 9F in Windows-1252; the five that stand for nothing are a space.
const WINDOWS: [char; 32] = [
    '€', ' ', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', ' ', 'Ž', ' ', ' ', '‘', '’', '“', '”',
    '•', '–', '—', '˜', '™', 'š', '›', 'œ', ' ', 'ž', 'Ÿ',
];

/// The text, without the mark that some spreadsheets put first.
pub fn text(bytes: &[u8]) -> Result<&str, NotText> {
    if let Some(name) = utf_16(bytes) {
        return Err(NotText {
            line: 1,
            why: format!("begins as {name} text does"),
        });
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{FEFF}').unwrap_or(text)),
        Err(wrong) => Err(not_utf_8(bytes, wrong.valid_up_to())),
    }
}

/// Which of the two orders, by the mark at the beginning or, where there is none, by the empty halves of its letters.
fn utf_16(bytes: &[u8]) -> Option<&'static str> {
    const LOOK: usize = 64;
    let (big, little) = ("UTF-16 (big-endian)", "UTF-16");
    if bytes.starts_with(&[0xFF, 0xFE]) {
        return Some(little);
    }
    if bytes.starts_with(&[0xFE, 0xFF]) {
        return Some(big);
    }
    let start = &bytes[..bytes.len().min(LOOK)];
    let empty = |from: usize| {
        start
            .iter()
            .skip(from)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (even, odd) = (empty(0), empty(1));
    let most = start.len() / 4;
    match (start.len() >= 8, odd > most && even == 0, even > most && odd == 0) {
        (true, true, _) => Some(little),
        (true, _, true) => Some(big),
        _ => None,
    }
}

/// Names what it most likely is, with the word in which it shows, so that whoever knows the list sees that it is right.
fn not_utf_8(bytes: &[u8], at: usize) -> NotText {
    let (before, rest) = bytes.split_at(at);
    let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
    let ends = |byte: &u8| matches!(byte, b'\n' | b'\r' | b',' | b';' | b'\t' | b'"' | b' ');
    let from = before.iter().rposition(ends).map_or(0, |end| end + 1);
    let to = rest.iter().position(ends).map_or(bytes.len(), |end| at + end);
    let word: String = bytes[from..to].iter().map(|byte| letter(*byte)).collect();
    let byte = rest.first().copied().unwrap_or_default();
    NotText {
        line,
        why: format!(
            "is not UTF-8 text: with the byte {byte:02X} there it looks like Windows-1252, what spreadsheets call plain CSV, \
             and would say \"{}\"",
            Clean::from(word)
        ),
    }
}

fn letter(byte: u8) -> char {
    match byte {
        0x80..=0x9F => WINDOWS[usize::from(byte - 0x80)],
        other => char::from(other),
    }
}
