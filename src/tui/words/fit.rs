//! Text made to fit a number of cells, with a mark where something is missing.

use std::fmt::Write as _;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// What stands where the rest of a text was.
pub const CUT: &str = "…";

/// How many cells a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The start of a text in at most `cells` cells. A number that is cut is left out whole: the start of one is another
/// number.
pub fn cut(text: &str, cells: usize) -> String {
    if width(text) <= cells {
        return text.to_owned();
    }
    let Some(room) = cells.checked_sub(1) else {
        return String::new();
    };
    let mut kept = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        if used + width(grapheme) > room {
            break;
        }
        used += width(grapheme);
        kept.push_str(grapheme);
    }
    while ends_in_number(&kept) {
        kept.truncate(start_of_word(&kept));
    }
    kept.truncate(kept.trim_end().len());
    kept.push_str(CUT);
    kept
}

/// Where the last run of letters, digits and what joins those of a number begins.
fn start_of_word(text: &str) -> usize {
    let joins = |c: char| c.is_alphanumeric() || ".,:'+-%".contains(c);
    text.trim_end().trim_end_matches(joins).len()
}

/// Its last word is a number or a length, whole or the start of one; a name with a digit in it is neither.
fn ends_in_number(text: &str) -> bool {
    const UNIT: usize = 2;
    let word = &text.trim_end()[start_of_word(text)..];
    let letters = word.chars().rev().take_while(|c| c.is_alphabetic()).count();
    letters <= UNIT && word.chars().any(|c| c.is_ascii_digit())
}

/// What follows a comma is left out where there is no room for it, the last first; the first of it is cut.
pub fn pieces(text: &str, cells: usize) -> String {
    let mut kept = text;
    while width(kept) > cells {
        match kept.rsplit_once(", ") {
            Some((first, _)) => kept = first,
            None => return cut(kept, cells),
        }
    }
    kept.to_owned()
}

/// The start of a text in exactly `cells` cells, filled up with spaces on the right.
pub fn left(text: &str, cells: usize) -> String {
    let mut kept = cut(text, cells);
    let missing = cells.saturating_sub(width(&kept));
    let _ = write!(kept, "{:missing$}", "");
    kept
}

/// The start of a text in exactly `cells` cells, filled up with spaces on the left.
pub fn right(text: &str, cells: usize) -> String {
    let kept = cut(text, cells);
    let missing = cells.saturating_sub(width(&kept));
    format!("{:missing$}{kept}", "")
}

/// A text broken into lines of at most `cells` cells, at spaces where there are any.
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            let gap = usize::from(!line.is_empty());
            if width(&line) + gap + width(word) > cells && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(&cut(word, cells));
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_long_name_keeps_its_start_and_shows_that_it_was_cut() {
        assert_eq!(cut("Northwind Traders", 10), "Northwind…");
        assert_eq!(cut("Northwind", 10), "Northwind");
        assert_eq!(left("Kyoto", 8), "Kyoto   ");
        assert_eq!(right("42", 5), "   42");
        assert_eq!(cut("x", 0), "");
    }

    #[test]
    fn a_number_at_the_cut_is_left_out_whole() {
        for (text, cells, shown) in [
            ("since 1,240 min", 9, "since…"),
            ("Northwind 1.2M EUR", 14, "Northwind…"),
            ("call +49 30 901820", 14, "call…"),
            ("next in 6m48s", 12, "next in…"),
            ("3M Company of Ohio", 9, "3M Compa…"),
            ("INC-12 of 40", 6, "…"),
            ("7-Eleven Stores", 7, "7-Elev…"),
        ] {
            assert_eq!(cut(text, cells), shown, "{text}");
        }
    }

    #[test]
    fn the_last_pieces_are_left_out_first() {
        assert_eq!(
            pieces("you may, heard text 1, night desk", 24),
            "you may, heard text 1"
        );
        assert_eq!(pieces("you may, heard text 1", 7), "you may");
        assert_eq!(pieces("you may, heard text 1", 5), "you…");
    }

    #[test]
    fn words_wrap_at_spaces() {
        assert_eq!(wrap("we know and are on it", 10), ["we know", "and are on", "it"]);
    }

    proptest! {
        #[test]
        fn what_is_fitted_takes_exactly_its_cells(text in "\\PC{0,40}", cells in 0_usize..30) {
            prop_assert_eq!(width(&left(&text, cells)), cells);
            prop_assert_eq!(width(&right(&text, cells)), cells);
            let shown = cut(&text, cells);
            let before = shown.strip_suffix(CUT).filter(|_| shown != text);
            prop_assert!(before.is_none_or(|kept| !kept.ends_with(|c: char| c.is_ascii_digit())), "{shown}");
            for line in wrap(&text, cells.max(2)) {
                prop_assert!(width(&line) <= cells.max(2));
            }
        }
    }
}
