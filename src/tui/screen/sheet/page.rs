//! The lines of a sheet under one another, scrolled so that the step with the cursor is in view.

use super::step::Step;
use crate::domain::speech::{say, word};
use crate::tui::canvas::Canvas;
use crate::tui::theme::Role;
use crate::tui::words::fit;
use ratatui::layout::Rect;

/// Cells before the text: the pointer, then the label.
const MARK: usize = 2;
const LABEL: usize = 9;

struct Line {
    step: Option<Step>,
    label: String,
    text: String,
    role: Role,
}

pub struct Page {
    lines: Vec<Line>,
    cells: usize,
}

impl Page {
    /// For an area of this width.
    pub fn new(width: u16) -> Self {
        Page {
            lines: Vec::new(),
            cells: (width as usize).saturating_sub(MARK + LABEL),
        }
    }

    /// A labelled text, wrapped. Everything said with the same step is shown together.
    pub fn say(&mut self, step: Option<Step>, label: &str, text: &str, role: Role) {
        for (at, line) in fit::wrap(text, self.cells).into_iter().enumerate() {
            self.lines.push(Line {
                step,
                label: if at == 0 { titled(label) } else { String::new() },
                text: line,
                role,
            });
        }
    }

    /// Every line with its step, its label, its text, and whether whoever reads has written it.
    pub fn said(&self) -> impl Iterator<Item = (Option<Step>, &str, &str, bool)> {
        self.lines.iter().map(|line| {
            let mine = line.role == Role::Mine;
            (line.step, line.label.as_str(), line.text.as_str(), mine)
        })
    }

    pub fn draw(&self, canvas: &mut Canvas, area: Rect, at: Step) {
        let height = area.height as usize;
        let mine = |line: &Line| line.step == Some(at);
        let first = self.lines.iter().position(mine).unwrap_or(0);
        let last = self.lines.iter().rposition(mine).unwrap_or(0);
        // A third of the room shows what came before; all of the step is in view where it fits.
        let top = first
            .saturating_sub(height / 3)
            .max((last + 2).saturating_sub(height).min(first));
        let top = top.min(self.lines.len().saturating_sub(height));
        for (y, line) in self.lines.iter().skip(top).take(height).enumerate() {
            let starts = top + y == first && mine(line);
            let pointer = if starts { canvas.pointer() } else { "  " };
            let label = fit::left(&line.label, LABEL);
            let (here, aside) = match mine(line) {
                true => (Role::Strong, Role::Strong),
                false => (Role::Plain, Role::Quiet),
            };
            let role = match line.role {
                Role::Plain => here,
                other => other,
            };
            let parts = [(pointer, Role::Selected), (&*label, aside), (&*line.text, role)];
            canvas.spans(area.x, area.y + y as u16, area.width, &parts);
        }
        if top + height < self.lines.len() && height > 0 {
            let more = say!("  {lines} more below", lines = self.lines.len() - top - height);
            let cells = (fit::width(&more) as u16).min(area.width);
            let y = area.y + area.height - 1;
            canvas.text(area.x + area.width - cells, y, cells, &more, Role::Quiet);
        }
    }
}

/// Labels that come from elsewhere are written like the others; "or" goes on from the line above.
fn titled(label: &str) -> String {
    let mut letters = label.chars();
    match letters.next() {
        Some(first) if label != word!("or") => first.to_uppercase().chain(letters).collect(),
        Some(_) | None => label.to_owned(),
    }
}
