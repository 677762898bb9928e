//! The list of incidents: choose which one the screen is about.

use super::{Ask, Panel};
use crate::domain::incident::{Incident, Internal};
use crate::tui::canvas::Canvas;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::words::fit;
use crate::tui::words::when;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;

#[derive(Debug, Default)]
pub struct Incidents {
    choice: usize,
}

/// The open ones, the worst first; then the others, the newest first.
fn all(stage: &Stage) -> Vec<&Incident> {
    let picture = stage.picture();
    let mut all = picture.open();
    all.extend(
        picture
            .incidents()
            .rev()
            .filter(|incident| incident.internal == Internal::Closed),
    );
    all
}

impl Panel for Incidents {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        (
            "Incidents".to_owned(),
            76,
            all(stage).len().clamp(1, 16) as u16 + 4,
        )
    }

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        let all = all(stage);
        match key.code {
            KeyCode::Esc => return vec![Ask::Close],
            KeyCode::Up => self.choice = self.choice.saturating_sub(1),
            KeyCode::Down => self.choice = (self.choice + 1).min(all.len().saturating_sub(1)),
            KeyCode::Enter => {
                let chosen = all.get(self.choice).map(|incident| Ask::Choose(incident.id));
                return chosen.into_iter().chain([Ask::Close]).collect();
            }
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        let all = all(stage);
        let rows = (area.height as usize).saturating_sub(2);
        let top = (self.choice + 1).saturating_sub(rows);
        for (line, incident) in all.iter().enumerate().skip(top).take(rows) {
            let selected = line == self.choice;
            let pointer = if selected { canvas.pointer() } else { "  " };
            let text = format!(
                "{} {} {} {} {}",
                fit::left(&incident.id.to_string(), 7),
                incident.severity.as_str().to_uppercase(),
                fit::left(incident.internal.as_str(), 9),
                fit::left(&when::lasted(incident.t0, stage.now), 8),
                incident.title
            );
            let role = if selected { Role::Strong } else { Role::Plain };
            let y = area.y + (line - top) as u16;
            canvas.spans(area.x, y, area.width, &[(pointer, Role::Strong), (&text, role)]);
        }
        if all.is_empty() {
            canvas.text(area.x, area.y, area.width, "None so far.", Role::Plain);
        }
        canvas.text(
            area.x,
            area.bottom().saturating_sub(1),
            area.width,
            "Enter shows it",
            Role::Key,
        );
    }
}
