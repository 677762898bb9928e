//! What this screen has said: its last hundred lines with their times, the newest first.

use super::{Ask, Panel};
use crate::domain::speech::word;
use crate::tui::canvas::Canvas;
use crate::tui::stage::{Stage, Tone};
use crate::tui::theme::Role;
use crate::tui::toast::Toast;
use crate::tui::widget::scroll::Scroll;
use crate::tui::words::{fit, when};
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;

#[derive(Debug)]
pub struct Log {
    /// As it was when it was opened: nothing moves under whoever reads it.
    said: Vec<Toast>,
    scroll: Scroll,
}

impl Log {
    pub fn new(stage: &Stage) -> Self {
        Log {
            said: stage.said.newest_first().cloned().collect(),
            scroll: Scroll::default(),
        }
    }
}

/// Every line wrapped under its time.
fn lines(said: &[Toast], stage: &Stage, cells: usize) -> Vec<(String, Role)> {
    let mut lines = Vec::new();
    for toast in said {
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
        lines.push((word!("Nothing so far.").to_owned(), Role::Plain));
    }
    lines
}

impl Panel for Log {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        let width = 110.min(stage.width);
        let rows = lines(&self.said, stage, width.saturating_sub(4) as usize).len() as u16;
        (
            word!("What it told you").to_owned(),
            width,
            rows.saturating_add(3),
        )
    }

    fn key(&mut self, key: KeyEvent, _stage: &Stage) -> Vec<Ask> {
        match key.code {
            KeyCode::Esc | KeyCode::Enter => vec![Ask::Close],
            _ => {
                self.scroll.key(key);
                Vec::new()
            }
        }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        self.scroll
            .draw(canvas, area, &lines(&self.said, stage, area.width as usize));
    }
}
