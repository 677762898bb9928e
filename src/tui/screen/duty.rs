//! Taking a duty of the incident: command first.

use super::{Ask, Panel};
use crate::domain::command::Command;
use crate::domain::ids::Name;
use crate::domain::people::{Duty, TakeRole};
use crate::tui::canvas::Canvas;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::words::fit;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;

#[derive(Debug, Default)]
pub struct DutyForm {
    choice: usize,
}

impl Panel for DutyForm {
    fn frame(&self, _stage: &Stage) -> (String, u16, u16) {
        ("Take a duty".to_owned(), 56, Duty::ALL.len() as u16 + 4)
    }

    fn key(&mut self, key: KeyEvent, _stage: &Stage) -> Vec<Ask> {
        match key.code {
            KeyCode::Esc => return vec![Ask::Close],
            KeyCode::Up => self.choice = self.choice.saturating_sub(1),
            KeyCode::Down => self.choice = (self.choice + 1).min(Duty::ALL.len() - 1),
            KeyCode::Enter => {
                let role = Duty::ALL[self.choice];
                return vec![
                    Ask::Submit(
                        Command::TakeRole(TakeRole {
                            role,
                            person: None,
                            reason: None,
                        }),
                        None,
                    ),
                    Ask::Close,
                ];
            }
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        for (line, duty) in Duty::ALL.into_iter().enumerate() {
            let selected = line == self.choice;
            let pointer = if selected { canvas.pointer() } else { "  " };
            let holder = stage.incident().and_then(|incident| incident.holder(duty));
            let holder = holder.map_or("nobody", Name::as_str);
            let text = format!("{} {holder}", fit::left(duty.words(), 16));
            let role = if selected { Role::Strong } else { Role::Plain };
            canvas.spans(
                area.x,
                area.y + line as u16,
                area.width,
                &[(pointer, Role::Strong), (&text, role)],
            );
        }
        let hint = "Enter: it is mine from now on";
        canvas.text(
            area.x,
            area.bottom().saturating_sub(1),
            area.width,
            hint,
            Role::Key,
        );
    }
}
