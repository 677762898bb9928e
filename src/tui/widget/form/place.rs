//! Where the rows of a form stand, and which of them are in view when there is not room for all.

use super::row::{Part, Row};
use super::{Form, Remark};
use crate::domain::speech::{say, word};
use crate::tui::canvas::Canvas;
use crate::tui::theme::Role;
use crate::tui::words::fit;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Cells before every row, for the mark of the one with the focus.
const MARK: u16 = 2;
/// The widest label that the others are lined up with, in cells.
const LABEL: usize = 26;
/// From so many lines on one of them can say that there are more.
const ROOMY: u16 = 8;
/// The box around a form: cells across, and lines.
const BOX: (u16, u16) = (4, 2);

impl Form {
    /// The title and the size of the dialog around it, on a screen of so many cells in width.
    pub fn frame(&self, title: impl Into<String>, screen: u16) -> (String, u16, u16) {
        let cells = self.cells(screen);
        let remarks = self.sentences(cells).len() as u16;
        let (_, rows) = self.places(cells, u16::MAX);
        let said = remarks + u16::from(remarks > 0);
        (title.into(), self.width, rows + said + 2 + BOX.1)
    }

    /// Cells a row has on a screen of this width.
    pub(super) fn cells(&self, screen: u16) -> u16 {
        self.width.min(screen).saturating_sub(BOX.0 + MARK)
    }

    pub fn draw(&self, canvas: &mut Canvas, area: Rect) {
        let Some(last) = area.height.checked_sub(1) else {
            return;
        };
        let cells = area.width.saturating_sub(MARK);
        let sentences = self.sentences(cells);
        let room = match sentences.len() {
            0 => 0,
            // A third at most: the row that is typed into stays in view.
            count => (count as u16).min((area.height / 3).max(1)),
        };
        let body = Rect {
            height: last.saturating_sub(room),
            ..area
        };
        let (mut places, mut total) = self.places(cells, body.height);
        let mut body = body;
        if total > body.height && body.height >= ROOMY {
            // The last line of them says that there is more; where there is hardly any room the rows need it more.
            body.height -= 1;
            (places, total) = self.places(cells, body.height);
            canvas.text(
                area.x + MARK,
                body.bottom(),
                cells,
                word!("PgUp, PgDn: the rest of it"),
                Role::Key,
            );
        }
        let below = body.bottom() + u16::from(total > body.height && body.height + 1 >= ROOMY);
        let gap = u16::from(total < body.height);
        self.draw_rows(canvas, body, &places, total);
        // Right under the rows when there is room, and above the last line in any case.
        let y = (body.y + total + gap).min(below);
        let room = room.min((area.y + last).saturating_sub(y));
        for (at, (text, role)) in sentences.iter().take(room as usize).enumerate() {
            let left = sentences.len() - at;
            let cut = at as u16 + 1 == room && left > 1;
            let more = say!("... {left} more lines, in a taller window", left);
            let text = if cut { &more } else { text };
            canvas.text(area.x + MARK, y + at as u16, cells, text, *role);
        }
        self.last_line(canvas, area.x, area.y + last, cells);
    }

    fn last_line(&self, canvas: &mut Canvas, x: u16, y: u16, cells: u16) {
        let focused = self.rows.get(self.focus).map(|row| &row.part);
        let many = self.stops().len() > 1;
        let text = match focused {
            _ if self.unsaid().is_some() => word!("Space chooses; until then Enter sends nothing").to_owned(),
            Some(Part::Text(..)) => say!("Enter: a new line; Tab goes on, then {enter}", enter = self.enter),
            Some(Part::Choice { .. }) if many => {
                say!("{enter}; left/right: another; Tab: next", enter = self.enter)
            }
            Some(Part::Choice { .. }) => say!("{enter}; left/right: another", enter = self.enter),
            Some(Part::Line(_)) if many => say!("{enter}; Tab: next", enter = self.enter),
            Some(Part::Line(_) | Part::Says) | None => self.enter.clone(),
        };
        if self.focus == self.rows.len() && many {
            canvas.text(x, y, MARK, canvas.pointer(), Role::Strong);
        }
        canvas.text(x + MARK, y, cells, &text, Role::Key);
    }

    /// Draws all rows on a sheet of their own, and of that what has room, with the focused row in it.
    fn draw_rows(&self, canvas: &mut Canvas, view: Rect, places: &[(usize, Rect)], total: u16) {
        let mut sheet = Buffer::empty(Rect::new(0, 0, view.width, total));
        let mut drawn = Canvas {
            buffer: &mut sheet,
            theme: canvas.theme,
            lines: canvas.lines,
            cursor: None,
        };
        drawn.ground();
        let labels = self.labels();
        for (at, area) in places {
            let focused = *at == self.focus;
            if focused {
                drawn.text(0, area.y, MARK, drawn.pointer(), Role::Strong);
            }
            self.rows[*at].draw(&mut drawn, *area, labels, focused);
        }
        let cursor = drawn.cursor;
        let above = self.above.min(total.saturating_sub(view.height));
        let top = self.top(places, total, view.height).saturating_sub(above);
        for y in 0..view.height.min(total - top) {
            for x in 0..view.width {
                if let Some(cell) = canvas.buffer.cell_mut((view.x + x, view.y + y)) {
                    *cell = sheet[(x, top + y)].clone();
                }
            }
        }
        let seen = cursor.filter(|at| at.x < view.width && (top..top + view.height).contains(&at.y));
        if let Some(at) = seen {
            canvas.cursor = Some(Position {
                x: view.x + at.x,
                y: view.y + at.y - top,
            });
        }
    }

    /// The first line in view: as near to the start as lets the focused row be seen whole, and at the last row the end.
    fn top(&self, places: &[(usize, Rect)], total: u16, height: u16) -> u16 {
        let over = total.saturating_sub(height);
        let focusable = |(at, _): &&(usize, Rect)| self.rows[*at].focusable();
        let last = places.iter().rfind(focusable).map(|(at, _)| *at);
        match places.iter().find(|(at, _)| *at == self.focus) {
            None => over,
            Some((at, area)) if Some(*at) == last => over.min(area.y),
            Some((_, area)) => area.bottom().saturating_sub(height).min(area.y),
        }
    }

    /// Where every row that is shown stands on a sheet as wide as these cells with the mark before them, and how many
    /// lines the sheet has. A row of more than a line has an empty one around it.
    fn places(&self, cells: u16, tallest: u16) -> (Vec<(usize, Rect)>, u16) {
        let (mut places, mut y, mut roomy): (Vec<(usize, Rect)>, u16, bool) = (Vec::new(), 0, false);
        for (at, row) in self.rows.iter().enumerate().filter(|(_, row)| row.shown) {
            let height = row.height(cells, tallest);
            let tall = height > 1 || !row.focusable();
            y += u16::from(!places.is_empty() && (tall || roomy));
            places.push((at, Rect::new(MARK, y, cells, height)));
            y += height;
            roomy = tall;
        }
        (places, y)
    }

    /// Cells that the labels of one line take.
    fn labels(&self) -> usize {
        let one_line = |row: &&Row| row.shown && matches!(row.part, Part::Line(_) | Part::Choice { .. });
        let labels = self.rows.iter().filter(one_line);
        let widths = labels.map(|row| fit::width(&row.label));
        widths.filter(|width| *width <= LABEL).max().unwrap_or(0)
    }

    fn sentences(&self, cells: u16) -> Vec<(String, Role)> {
        let wrapped = |remark: &Remark| {
            let lines = fit::wrap(&remark.sentence(), cells as usize);
            let role = remark.role;
            lines.into_iter().map(move |line| (line, role))
        };
        self.remarks.iter().flat_map(wrapped).collect()
    }
}
