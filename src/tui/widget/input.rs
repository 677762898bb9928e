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

    /// A key goes into the text; a control key that means nothing here does nothing.
    pub fn key(&mut self, key: KeyEvent) {
        self.input.handle_event(&Event::Key(key));
    }

    /// Pasted text comes in at the cursor, as one line and cleaned: it can never press a key.
    pub fn paste(&mut self, text: &str) {
        let pasted = Clean::from(text);
        let (value, cursor) = (self.input.value(), self.input.cursor());
        let at = value.char_indices().nth(cursor).map_or(value.len(), |(at, _)| at);
        // At once: letter by letter, each would look for its place from the beginning.
        let whole = format!("{}{}{}", &value[..at], pasted.as_str(), &value[at..]);
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
