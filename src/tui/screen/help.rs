//! The help: what the screen shows, and every key.

use super::{Ask, Panel};
use crate::tui::canvas::Canvas;
use crate::tui::keys;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::words::fit;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;

#[derive(Debug, Default)]
pub struct Help {
    top: usize,
}

/// What a newcomer has to know, before the keys.
const FIRST: &[&str] = &[
    "NEXT FOR YOU says what to do; Enter does it. Down goes to the accounts.",
    "CALL NOW: nobody has it. Claim it (c) before you call, so that nobody",
    "calls twice. Space records how the call ended; u takes it back.",
    "TELL AGAIN: they heard words that no longer hold; read them the new text.",
    "+7 is minutes after the start; in 48s and at 14:50 are times to come.",
    "told text 2: the second text of the public page, read to the customer.",
    "Nothing is shown as claimed or informed before the hub has said so.",
];

fn lines() -> Vec<(String, Role)> {
    let first = FIRST.iter().map(|line| ((*line).to_owned(), Role::Plain));
    let keys = keys::by_use().map(|binding| {
        (
            format!("{} {}", fit::left(binding.shown, 10), binding.about),
            Role::Plain,
        )
    });
    first
        .chain([(String::new(), Role::Plain), ("KEYS".to_owned(), Role::Strong)])
        .chain(keys)
        .collect()
}

impl Panel for Help {
    fn frame(&self, _stage: &Stage) -> (String, u16, u16) {
        ("Help".to_owned(), 110, lines().len() as u16 + 3)
    }

    fn key(&mut self, key: KeyEvent, _stage: &Stage) -> Vec<Ask> {
        let last = lines().len().saturating_sub(4);
        match key.code {
            KeyCode::Up => self.top = self.top.saturating_sub(1),
            KeyCode::Down => self.top = (self.top + 1).min(last),
            KeyCode::PageUp => self.top = self.top.saturating_sub(10),
            KeyCode::PageDown | KeyCode::Char(' ') => self.top = (self.top + 10).min(last),
            KeyCode::Esc | KeyCode::Enter | KeyCode::Char('?' | 'q') => return vec![Ask::Close],
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _stage: &Stage) {
        let lines = lines();
        let rows = (area.height as usize).saturating_sub(1);
        let top = self.top.min(lines.len().saturating_sub(rows));
        for (at, (line, role)) in lines.iter().skip(top).take(rows).enumerate() {
            canvas.text(area.x, area.y + at as u16, area.width, line, *role);
        }
        let hint = match top + rows < lines.len() {
            true => "Down shows more; Esc closes",
            false => "Esc closes",
        };
        canvas.text(
            area.x,
            area.bottom().saturating_sub(1),
            area.width,
            hint,
            Role::Key,
        );
    }
}
