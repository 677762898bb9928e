//! Several lines of typed text: wrapped in the area they have, with Enter for a new line.

use crate::domain::text::CleanText;
use crate::tui::canvas::Canvas;
use crate::tui::theme::Role;
use crate::tui::widget::input::fitting;
use crate::tui::words::fit;
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::{Position, Rect};
use std::ops::Range;
use tui_input::backend::crossterm::EventHandler;
use tui_input::{Input, InputRequest};

/// The text, and where the cursor is in it.
#[derive(Clone, Debug, Default)]
pub struct Paper {
    input: Input,
}

/// Where a key led that has no place in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    Above,
    Below,
}

impl Paper {
    pub fn with(text: &str) -> Self {
        Paper {
            input: Input::new(text.to_owned()),
        }
    }

    /// What was typed, without space at the ends.
    pub fn text(&self) -> &str {
        self.input.value().trim()
    }

    /// A key goes into the text as it stands wrapped in so many cells. Says where the cursor left it, if it did.
    pub fn key(&mut self, key: KeyEvent, cells: usize) -> Option<Left> {
        match (key.code, key.modifiers) {
            (KeyCode::Enter, _) => self.change(|input| input.handle(InputRequest::InsertChar('\n'))),
            (KeyCode::Up, _) => return self.climb(cells, -1),
            (KeyCode::Down, _) => return self.climb(cells, 1),
            (KeyCode::Home, KeyModifiers::NONE) => self.go(|row, _| row.start, cells),
            (KeyCode::End, KeyModifiers::NONE) => self.go(end, cells),
            // These mean one line in a field; here they would empty the page.
            (KeyCode::Char('u' | 'k' | 'a' | 'e'), KeyModifiers::CONTROL) => {}
            _ => self.change(|input| input.handle_event(&Event::Key(key))),
        }
        None
    }

    /// A letter more than are kept of a text does nothing.
    fn change<T>(&mut self, change: impl FnOnce(&mut Input) -> T) {
        let before = self.input.clone();
        // What it says of the change is seen in the text.
        let _ = change(&mut self.input);
        let longer = self.input.value().len() > before.value().len();
        if longer && CleanText::whole(self.input.value()).is_err() {
            self.input = before;
        }
    }

    /// Pasted text comes in at the cursor, cleaned and with its lines: it can never press a key. Where it is more than can
    /// be kept, its end is left out and an ellipsis shows where.
    pub fn paste(&mut self, text: &str) {
        let room = CleanText::LIMIT.saturating_sub(self.input.value().chars().count());
        let clean = fitting(&CleanText::from(text), room);
        let before: String = self.input.value().chars().take(self.input.cursor()).collect();
        let after = &self.input.value()[before.len()..];
        let cursor = self.input.cursor() + clean.chars().count();
        self.input = Input::new(format!("{before}{clean}{after}")).with_cursor(cursor);
    }

    /// Draws the text, the cursor's row always in view, and puts the terminal's cursor into it when it has the focus.
    pub fn draw(&self, canvas: &mut Canvas, area: Rect, focused: bool) {
        let (rows, at, column) = self.wrapped(area.width as usize);
        let top = (at + 1).saturating_sub(area.height as usize);
        let chars: Vec<char> = self.input.value().chars().collect();
        for (line, row) in rows.iter().skip(top).take(area.height as usize).enumerate() {
            let text: String = chars[row.clone()].iter().collect();
            canvas.text(
                area.x,
                area.y + line as u16,
                area.width,
                text.trim_end(),
                Role::Plain,
            );
        }
        if focused {
            canvas.cursor = Some(Position {
                x: (area.x + column as u16).min(area.right().saturating_sub(1)),
                y: area.y + (at - top) as u16,
            });
        }
    }

    /// How many rows it takes in so many cells, and the one with the cursor.
    pub fn rows(&self, cells: usize) -> (usize, usize) {
        let (rows, at, _) = self.wrapped(cells);
        (rows.len(), at)
    }

    /// The rows, the one with the cursor, and how many cells into it the cursor stands.
    fn wrapped(&self, cells: usize) -> (Vec<Range<usize>>, usize, usize) {
        let chars: Vec<char> = self.input.value().chars().collect();
        let rows = wrap(&chars, cells);
        let cursor = self.input.cursor();
        let at = rows.iter().rposition(|row| row.start <= cursor).unwrap_or(0);
        let column = chars[rows[at].start..cursor].iter().map(|c| wide(*c)).sum();
        (rows, at, column)
    }

    fn go(&mut self, to: impl Fn(&Range<usize>, bool) -> usize, cells: usize) {
        let (rows, at, _) = self.wrapped(cells);
        let target = to(&rows[at], self.hard(&rows[at]));
        self.input.handle(InputRequest::SetCursor(target));
    }

    /// A row up or down, in the same column where there is one.
    fn climb(&mut self, cells: usize, by: isize) -> Option<Left> {
        let (rows, at, column) = self.wrapped(cells);
        let Some(row) = at.checked_add_signed(by).and_then(|to| rows.get(to)) else {
            return Some(if by < 0 { Left::Above } else { Left::Below });
        };
        let (mut target, mut used) = (row.start, 0);
        for c in self.input.value().chars().skip(row.start).take(row.len()) {
            used += wide(c);
            if used > column {
                break;
            }
            target += 1;
        }
        let target = target.min(end(row, self.hard(row)));
        self.input.handle(InputRequest::SetCursor(target));
        None
    }

    /// The row ends where somebody ended it, not where it was wrapped.
    fn hard(&self, row: &Range<usize>) -> bool {
        self.input
            .value()
            .chars()
            .nth(row.end)
            .is_none_or(|next| next == '\n')
    }
}

/// The last place for the cursor in a row: that behind a wrapped one is the start of the next.
fn end(row: &Range<usize>, hard: bool) -> usize {
    match hard {
        true => row.end,
        false => row.end.saturating_sub(1).max(row.start),
    }
}

fn wide(c: char) -> usize {
    fit::width(c.encode_utf8(&mut [0; 4]))
}

/// The characters of each row. Unlike [`fit::wrap`] it loses none, so that the cursor can stand at every one; spaces
/// at the end of a row may stand over its edge.
fn wrap(chars: &[char], cells: usize) -> Vec<Range<usize>> {
    let (mut rows, mut start, mut used, mut gap) = (Vec::new(), 0, 0, None);
    for (at, c) in chars.iter().enumerate() {
        if *c == '\n' {
            rows.push(start..at);
            (start, used, gap) = (at + 1, 0, None);
            continue;
        }
        while *c != ' ' && used + wide(*c) > cells && start < at {
            let end = gap.take().unwrap_or(at);
            rows.push(start..end);
            start = end;
            used = chars[start..at].iter().map(|c| wide(*c)).sum();
        }
        used += wide(*c);
        if *c == ' ' {
            gap = Some(at + 1);
        }
    }
    rows.push(start..chars.len());
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn press(paper: &mut Paper, code: KeyCode) -> Option<Left> {
        paper.key(KeyEvent::new(code, KeyModifiers::NONE), 10)
    }

    fn typed(text: &str) -> Paper {
        let mut paper = Paper::default();
        for c in text.chars() {
            let code = if c == '\n' {
                KeyCode::Enter
            } else {
                KeyCode::Char(c)
            };
            press(&mut paper, code);
        }
        paper
    }

    fn drawn(text: &str, cells: usize) -> Vec<String> {
        let chars: Vec<char> = text.chars().collect();
        let rows = wrap(&chars, cells);
        rows.into_iter().map(|row| chars[row].iter().collect()).collect()
    }

    #[test]
    fn text_wraps_behind_spaces_and_loses_none() {
        assert_eq!(
            drawn("we know and are on it", 10),
            ["we know ", "and are on ", "it"]
        );
        assert_eq!(drawn("one\n\ntwo", 10), ["one", "", "two"]);
        assert_eq!(drawn("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(drawn("", 3), [""]);
    }

    #[test]
    fn enter_makes_a_new_line_and_the_arrows_leave_only_at_the_edges() {
        let mut paper = typed("we know and are on it\nsoon");
        assert_eq!(paper.text(), "we know and are on it\nsoon");
        assert_eq!(paper.rows(10), (4, 3));
        assert_eq!(press(&mut paper, KeyCode::Down), Some(Left::Below));
        for row in [2, 1, 0] {
            assert_eq!(press(&mut paper, KeyCode::Up), None);
            assert_eq!(paper.rows(10).1, row);
        }
        assert_eq!(press(&mut paper, KeyCode::Up), Some(Left::Above));
        press(&mut paper, KeyCode::End);
        press(&mut paper, KeyCode::Char('!'));
        assert_eq!(paper.text(), "we know! and are on it\nsoon");
    }

    #[test]
    fn pasted_lines_come_in_at_the_cursor_and_cleaned() {
        let mut paper = typed("ad");
        press(&mut paper, KeyCode::Left);
        paper.paste("b\u{1b}[2J\nc");
        press(&mut paper, KeyCode::Char('!'));
        assert_eq!(paper.text(), "ab\nc (cleaned)!d");
    }

    #[test]
    fn no_letter_is_taken_beyond_what_is_kept_and_a_paste_ends_there_with_an_ellipsis() {
        let mut paper = Paper::with(&"a".repeat(CleanText::LIMIT - 2));
        paper.input.handle(InputRequest::GoToEnd);
        for letter in ['b', 'c', 'd', '\n'] {
            press(&mut paper, KeyCode::Char(letter));
        }
        assert!(paper.text().ends_with("abc"));
        press(&mut paper, KeyCode::Backspace);
        press(&mut paper, KeyCode::Backspace);
        paper.paste("word");
        assert!(paper.text().ends_with("aw…"));
        assert_eq!(paper.text().chars().count(), CleanText::LIMIT);
    }

    #[test]
    fn no_key_empties_the_page() {
        let mut paper = typed("a page of work");
        for letter in "abcdefghijklmnopqrstuvwxyz"
            .chars()
            .filter(|c| !"hwd".contains(*c))
        {
            paper.key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL), 10);
        }
        assert_eq!(paper.text(), "a page of work");
    }

    proptest! {
        #[test]
        fn every_row_fits_and_every_character_is_in_one(text in "[a-c 好\n]{0,60}", cells in 2_usize..12) {
            let chars: Vec<char> = text.chars().collect();
            let rows = wrap(&chars, cells);
            let kept: usize = rows.iter().map(|row| row.len()).sum();
            prop_assert_eq!(kept + chars.iter().filter(|c| **c == '\n').count(), chars.len());
            for row in drawn(&text, cells) {
                prop_assert!(fit::width(row.trim_end()) <= cells, "{row:?}");
            }
        }
    }
}
