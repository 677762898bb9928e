//! What this screen has said: its last hundred lines with their times, the newest first.

use super::{Ask, Panel};
use crate::tui::canvas::Canvas;
use crate::tui::stage::{Stage, Tone};
use crate::tui::theme::Role;
use crate::tui::words::{fit, when};
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;

/// Lines that PgUp, PgDn and Space go.
const PAGE: usize = 10;

#[derive(Debug, Default)]
pub struct Log {
    top: usize,
}

/// Every line wrapped under its time.
fn lines(stage: &Stage, cells: usize) -> Vec<(String, Role)> {
    let mut lines = Vec::new();
    for toast in stage.said.newest_first() {
        let at = when::clock(toast.since, stage.now, &stage.setting.zone);
        let indent = fit::width(&at) + 2;
        let role = match toast.tone {
            Tone::Refused => Role::Overdue,
            Tone::Undoable | Tone::Plain | Tone::Asking => Role::Plain,
        };
        for (line, text) in fit::wrap(&toast.text, cells.saturating_sub(indent))
            .iter()
            .enumerate()
        {
            let before = if line == 0 {
                format!("{at}  ")
            } else {
                " ".repeat(indent)
            };
            lines.push((before + text, role));
        }
    }
    if lines.is_empty() {
        lines.push(("Nothing so far.".to_owned(), Role::Plain));
    }
    lines
}

impl Panel for Log {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        let width = 110.min(stage.width);
        let rows = lines(stage, width.saturating_sub(4) as usize).len() as u16;
        ("What it told you".to_owned(), width, rows.saturating_add(3))
    }

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        // The panel clips what is below the last line when it is drawn.
        let last = lines(stage, 106.min(stage.width.saturating_sub(4)) as usize).len() - 1;
        match key.code {
            KeyCode::Up => self.top = self.top.saturating_sub(1),
            KeyCode::Down => self.top = (self.top + 1).min(last),
            KeyCode::PageUp => self.top = self.top.saturating_sub(PAGE),
            KeyCode::PageDown | KeyCode::Char(' ') => self.top = (self.top + PAGE).min(last),
            KeyCode::Home => self.top = 0,
            KeyCode::End => self.top = last,
            KeyCode::Esc | KeyCode::Enter => return vec![Ask::Close],
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        let lines = lines(stage, area.width as usize);
        let rows = (area.height as usize).saturating_sub(1);
        let top = self.top.min(lines.len().saturating_sub(rows));
        for (at, (line, role)) in lines.iter().skip(top).take(rows).enumerate() {
            canvas.text(area.x, area.y + at as u16, area.width, line, *role);
        }
        let hint = match top + rows < lines.len() {
            true => "Down shows more; Esc closes",
            false => "Esc closes",
        };
        let last = area.bottom().saturating_sub(1);
        canvas.text(area.x, last, area.width, hint, Role::Key);
    }
}
