//! One line of typed text: a field with a label, and what keys do in it.

use crate::domain::text::{Clean, CleanText};
use crossterm::event::{Event, KeyEvent};
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use tui_input::Input;
use tui_input::backend::crossterm::EventHandler;

use crate::tui::canvas::Canvas;
use crate::tui::theme::Role;
use crate::tui::words::fit;

/// How a line break looks in one line, as [`Clean`] writes it.
const BREAK: &str = " ⏎ ";

/// A field and what was typed into it.
#[derive(Clone, Debug, Default)]
pub struct Field {
    input: Input,
}

impl Field {
    pub fn with(text: &str) -> Self {
        Field {
            input: Input::new(text.to_owned()),
        }
    }

    /// What was typed, without space at the ends.
    pub fn text(&self) -> &str {
        self.input.value().trim()
    }

    /// The same with the space at its ends: whether a word is still being typed.
    pub fn value(&self) -> &str {
        self.input.value()
    }

    pub fn is_empty(&self) -> bool {
        self.text().is_empty()
    }

    /// A key goes into the text; a control key that means nothing here does nothing, and a letter more than are kept of
    /// a line neither.
    pub fn key(&mut self, key: KeyEvent) {
        let before = self.input.clone();
        self.input.handle_event(&Event::Key(key));
        let longer = self.input.value().len() > before.value().len();
        if longer && Clean::whole(self.input.value()).is_err() {
            self.input = before;
        }
    }

    /// Pasted text comes in at the cursor, as one line and cleaned: it can never press a key. Where it is more than can be
    /// kept, its end is left out and an ellipsis shows where.
    pub fn paste(&mut self, text: &str) {
        let (value, cursor) = (self.input.value(), self.input.cursor());
        let pasted = fitting(
            &Clean::from(text),
            Clean::LIMIT.saturating_sub(value.chars().count()),
        );
        let at = value.char_indices().nth(cursor).map_or(value.len(), |(at, _)| at);
        // At once: letter by letter, each would look for its place from the beginning.
        let whole = format!("{}{pasted}{}", &value[..at], &value[at..]);
        let cursor = cursor + pasted.chars().count();
        self.input = std::mem::take(&mut self.input)
            .with_value(whole)
            .with_cursor(cursor);
    }

    /// What was typed, with the line breaks that were pasted.
    pub fn lines(&self) -> CleanText {
        CleanText::from(self.text().replace(BREAK, "\n"))
    }

    /// Draws the label and the text, and puts the terminal's cursor into it when it is the focused one.
    pub fn draw(&self, canvas: &mut Canvas, area: Rect, label: &str, focused: bool) {
        let label_width = fit::width(label) as u16 + 1;
        let room = area.width.saturating_sub(label_width + 1) as usize;
        let scroll = self.input.visual_scroll(room);
        // What has no room is cut where it is seen: the end, or before the cursor the beginning.
        let shown: String = match (focused, scroll) {
            (false, _) => self.input.value().to_owned(),
            (true, 0) => visible(self.input.value(), 0, room),
            (true, _) => {
                let rest = visible(self.input.value(), scroll + 1, room.saturating_sub(1));
                format!("{}{rest}", fit::CUT)
            }
        };
        let role = if focused { Role::Strong } else { Role::Plain };
        let line = Line::from(vec![
            Span::styled(format!("{label} "), canvas.theme.style(role)),
            Span::styled(fit::left(&shown, room), canvas.theme.style(Role::Plain)),
        ]);
        canvas.line(area.x, area.y, area.width, line);
        if focused {
            let x = area.x + label_width + self.input.visual_cursor().saturating_sub(scroll) as u16;
            canvas.cursor = Some(Position {
                x: x.min(area.right().saturating_sub(1)),
                y: area.y,
            });
        }
    }
}

/// Of a text that is pasted, what there is room for in characters.
pub(super) fn fitting(pasted: &str, room: usize) -> String {
    match pasted.chars().count() > room {
        true => pasted
            .chars()
            .take(room.saturating_sub(1))
            .chain(['…'])
            .take(room)
            .collect(),
        false => pasted.to_owned(),
    }
}

/// The part of a text that starts `skip` cells in and takes at most `room`.
fn visible(text: &str, skip: usize, room: usize) -> String {
    let mut at = 0;
    let mut shown = String::new();
    for c in text.chars() {
        let wide = fit::width(c.encode_utf8(&mut [0; 4]));
        if at >= skip && at + wide <= skip + room {
            shown.push(c);
        }
        at += wide;
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::KeyCode;

    #[test]
    fn no_letter_is_taken_beyond_what_is_kept_and_a_paste_ends_there_with_an_ellipsis() {
        let mut field = Field::with(&"é".repeat(Clean::LIMIT - 1));
        for letter in ['b', 'c'] {
            field.key(KeyCode::Char(letter).into());
        }
        assert!(field.text().ends_with("éb"));
        field.key(KeyCode::Backspace.into());
        field.key(KeyCode::Backspace.into());
        field.paste("word");
        assert!(field.text().ends_with("éw…"));
        assert!(Clean::whole(field.text()).is_ok());
        field.paste("more");
        assert_eq!(field.text().chars().count(), Clean::LIMIT);
    }
}
