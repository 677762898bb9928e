//! Command was taken: what whoever has it now takes over.

use super::brought;
use super::{Ask, Panel};
use crate::domain::people::Duty;
use crate::domain::speech::word;
use crate::tui::canvas::Canvas;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::words::fit;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;

const WIDTH: u16 = 74;

#[derive(Debug)]
pub struct Command;

fn lines(stage: &Stage) -> Vec<String> {
    let known = stage
        .incident()
        .map(|incident| brought::taken_over(stage, incident));
    let wrapped = known.unwrap_or_default();
    let cells = WIDTH.min(stage.width).saturating_sub(4) as usize;
    wrapped.iter().flat_map(|line| fit::wrap(line, cells)).collect()
}

impl Panel for Command {
    /// Nothing is so before the hub says so.
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        let shown = stage.incident().map(|incident| incident.id);
        let mine = shown
            .and_then(|id| stage.confirmed().incident(id))
            .is_some_and(|incident| incident.roles.holds(Duty::Commander, &stage.me().name));
        let title = match mine {
            true => word!("You command; this is how it stands"),
            false => word!("Asking the hub for command; this is how it stands"),
        };
        (title.to_owned(), WIDTH, lines(stage).len() as u16 + 4)
    }

    fn key(&mut self, key: KeyEvent, _stage: &Stage) -> Vec<Ask> {
        match key.code {
            KeyCode::Esc | KeyCode::Enter => vec![Ask::Close],
            _ => Vec::new(),
        }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        let last = area.bottom().saturating_sub(1);
        for (line, text) in lines(stage).iter().enumerate() {
            let y = area.y + line as u16;
            if y + 1 < last {
                canvas.text(area.x, y, area.width, text, Role::Plain);
            }
        }
        let hint = word!("Enter goes on; b shows all of it");
        canvas.text(area.x, last, area.width, hint, Role::Key);
    }
}
