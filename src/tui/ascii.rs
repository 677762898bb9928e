//! A screen in ASCII alone, for terminals that show nothing else: what came from elsewhere is written in plain letters too.

use crate::tui::words::fit;
use ratatui::buffer::Buffer;
use unicode_width::UnicodeWidthStr;

/// Letters with marks, and the letters without them that stand for them.
const LETTERS: [(&str, char); 23] = [
    ("àáâãäåāă", 'a'),
    ("ÀÁÂÃÄÅĀĂ", 'A'),
    ("çćč", 'c'),
    ("ÇĆČ", 'C'),
    ("èéêëēęě", 'e'),
    ("ÈÉÊËĒĘĚ", 'E'),
    ("ìíîïī", 'i'),
    ("ÌÍÎÏĪ", 'I'),
    ("ñńň", 'n'),
    ("ÑŃŇ", 'N'),
    ("òóôõöøō", 'o'),
    ("ÒÓÔÕÖØŌ", 'O'),
    ("ùúûüūů", 'u'),
    ("ÙÚÛÜŪŮ", 'U'),
    ("śšß", 's'),
    ("ŚŠ", 'S'),
    ("ł", 'l'),
    ("Ł", 'L'),
    ("źżž", 'z'),
    ("ŹŻŽ", 'Z'),
    ("–—−·", '-'),
    ("‘’´", '\''),
    ("“”„«»", '"'),
];

/// Replaces every cell that is not ASCII. A text that was cut ends in `~`; what has no plain letter is `?`.
pub fn only(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        if cell.symbol().is_ascii() {
            continue;
        }
        let plain = plain(cell.symbol());
        // A wide letter takes two cells.
        let cells = cell.symbol().width().max(1);
        cell.set_symbol(&format!("{plain:<cells$}"));
    }
}

/// A letter for a terminal that shows nothing but ASCII.
pub fn plainly(letter: char) -> char {
    match letter.is_ascii() {
        true => letter,
        false => plain(letter.encode_utf8(&mut [0; 4])),
    }
}

fn plain(symbol: &str) -> char {
    if symbol == fit::CUT {
        return '~';
    }
    let first = symbol.chars().next().unwrap_or(' ');
    let known = LETTERS.iter().find(|(letters, _)| letters.contains(first));
    match known {
        Some((_, plain)) => *plain,
        None if first.is_ascii() => first,
        None => '?',
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    #[test]
    fn names_are_written_in_plain_letters_and_what_was_cut_says_so() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 1));
        buffer.set_string(0, 0, "Zürich…京 “x”", Style::reset());
        only(&mut buffer);
        let text: String = buffer.content.iter().map(|cell| cell.symbol()).collect();
        assert!(text.is_ascii(), "{text}");
        assert!(text.starts_with("Zurich~? "), "{text}");
    }
}
