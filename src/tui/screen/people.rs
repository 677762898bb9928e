//! Who is in the room, and what they look at.

use super::{Ask, Panel};
use crate::tui::canvas::Canvas;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::words::fit;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;

#[derive(Debug)]
pub struct PeopleHere;

impl Panel for PeopleHere {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        (
            "Who is here".to_owned(),
            66,
            stage.present.len().clamp(1, 16) as u16 + 4,
        )
    }

    fn key(&mut self, key: KeyEvent, _stage: &Stage) -> Vec<Ask> {
        match key.code {
            KeyCode::Esc | KeyCode::Enter => vec![Ask::Close],
            _ => Vec::new(),
        }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        let looking = |at: &str| {
            let row = stage.incident().and_then(|incident| incident.rows.get(at));
            row.map_or_else(|| at.to_owned(), |row| row.name().to_string())
        };
        for (line, person) in stage
            .present
            .iter()
            .enumerate()
            .take((area.height as usize).saturating_sub(2))
        {
            let at = person
                .looking_at
                .as_ref()
                .map(|at| format!("looking at {}", looking(at)))
                .unwrap_or_default();
            let you = if person.name == stage.me().name {
                " (you)"
            } else {
                ""
            };
            let name = fit::left(&format!("{}{you}", person.name), 18);
            let text = format!("{name} {} {at}", fit::left(&person.role, 10));
            canvas.text(area.x, area.y + line as u16, area.width, &text, Role::Plain);
        }
        if stage.present.is_empty() {
            canvas.text(
                area.x,
                area.y,
                area.width,
                "The hub has not said yet.",
                Role::Plain,
            );
        }
        canvas.text(
            area.x,
            area.bottom().saturating_sub(1),
            area.width,
            "Esc closes",
            Role::Key,
        );
    }
}
