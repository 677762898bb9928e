//! What screens draw on: a buffer, the theme, and the marks a terminal without line drawing can show.

use super::theme::{Role, Theme};
use super::words::fit;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};

/// Line drawing, or what stands in for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    Drawn,
    Ascii,
}

pub struct Canvas<'a> {
    pub buffer: &'a mut Buffer,
    pub theme: Theme,
    pub lines: Lines,
    /// Where the terminal's cursor is to stand, if anywhere.
    pub cursor: Option<Position>,
}

impl Canvas<'_> {
    pub fn area(&self) -> Rect {
        self.buffer.area
    }

    /// Lays the ground of the theme where nothing is drawn yet.
    pub fn ground(&mut self) {
        let (area, style) = (self.area(), self.theme.style(Role::Plain));
        self.buffer.set_style(area, style);
    }

    /// A line at a place, in at most `width` cells.
    pub fn line(&mut self, x: u16, y: u16, width: u16, line: Line<'_>) {
        if self.area().contains(Position { x, y }) {
            self.buffer
                .set_line(x, y, &line, width.min(self.area().right() - x));
        }
    }

    /// How much of a width there is from here on: what would go over the edge is cut like everything else.
    fn room(&self, x: u16, width: u16) -> u16 {
        width.min(self.area().right().saturating_sub(x))
    }

    /// A text of one role at a place, cut with a mark when it is longer than `width`.
    pub fn text(&mut self, x: u16, y: u16, width: u16, text: &str, role: Role) {
        let width = self.room(x, width);
        let span = Span::styled(fit::cut(text, width as usize), self.theme.style(role));
        self.line(x, y, width, Line::from(span));
    }

    /// Several texts behind one another; what does not fit is cut at the end.
    pub fn spans(&mut self, x: u16, y: u16, width: u16, parts: &[(&str, Role)]) {
        self.heavier(x, y, width, parts, Modifier::empty());
    }

    /// The same in bold, for what is read from the other end of a room.
    pub fn bold(&mut self, x: u16, y: u16, width: u16, parts: &[(&str, Role)]) {
        self.heavier(x, y, width, parts, Modifier::BOLD);
    }

    fn heavier(&mut self, x: u16, y: u16, width: u16, parts: &[(&str, Role)], more: Modifier) {
        let width = self.room(x, width);
        let mut left = width as usize;
        let mut spans = Vec::with_capacity(parts.len());
        for (text, role) in parts {
            let whole = fit::width(text) <= left;
            let text = fit::cut(text, left);
            left -= fit::width(&text);
            // A blank says nothing: no line below it, and no ground of its own.
            let role = if text.trim().is_empty() {
                Role::Plain
            } else {
                *role
            };
            spans.push(Span::styled(text, self.theme.style(role).add_modifier(more)));
            if !whole {
                break;
            }
        }
        self.line(x, y, width, Line::from(spans));
    }

    /// The title of a pane over a rule as wide as the pane; a focused one is marked and strong.
    pub fn title(&mut self, area: Rect, title: &str, focused: bool) {
        let rule = match self.lines {
            Lines::Drawn => "─",
            Lines::Ascii => "-",
        };
        let mark = match (focused, self.lines) {
            (true, Lines::Drawn) => "▌",
            (true, Lines::Ascii) => ">",
            (false, _) => " ",
        };
        let text = fit::cut(&format!("{mark}{title} "), area.width as usize);
        let rest = area.width as usize - fit::width(&text);
        let role = if focused { Role::Focus } else { Role::Title };
        // The name is what people look for; what follows it is read once it is found.
        let (name, said) = text.split_at(text.find("  ").unwrap_or(text.len()));
        self.bold(area.x, area.y, area.width, &[(name, role)]);
        let width = fit::width(name) as u16;
        self.spans(
            area.x + width,
            area.y,
            area.width - width,
            // What is said keeps its weight: the mark and the name show where the keys go.
            &[(said, Role::Title), (&rule.repeat(rest), Role::Rule)],
        );
    }

    /// A rule down the left edge of an area.
    pub fn divider(&mut self, x: u16, y: u16, height: u16) {
        let rule = match self.lines {
            Lines::Drawn => "│",
            Lines::Ascii => "|",
        };
        for row in y..y + height {
            self.text(x, row, 1, rule, Role::Rule);
        }
    }

    /// The mark beside the selected row.
    pub fn pointer(&self) -> &'static str {
        match self.lines {
            Lines::Drawn => "▶ ",
            Lines::Ascii => "> ",
        }
    }

    /// Lays the ground of a role under an area, to be seen from afar.
    pub fn band(&mut self, area: Rect, role: Role) {
        let area = area.intersection(self.area());
        self.buffer.set_style(area, self.theme.style(role));
    }

    /// Blanks an area: the ground of the theme and nothing on it.
    pub fn clear(&mut self, area: Rect) {
        for row in area.intersection(self.area()).rows() {
            self.buffer.set_stringn(
                row.x,
                row.y,
                " ".repeat(row.width as usize),
                row.width as usize,
                self.theme.style(Role::Plain),
            );
        }
    }
}
