//! The commander's intent for the next while.

use super::{Ask, Panel};
use crate::domain::command::Command;
use crate::domain::notes::SetIntent;
use crate::domain::text::Clean;
use crate::tui::canvas::Canvas;
use crate::tui::stage::{Stage, Tone};
use crate::tui::theme::Role;
use crate::tui::widget::input::Field;
use crate::tui::words::when;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;

#[derive(Debug, Default)]
pub struct PlanForm {
    text: Field,
    until: Field,
    /// The second field has the focus.
    on_until: bool,
}

impl PlanForm {
    fn focused(&mut self) -> &mut Field {
        match self.on_until {
            true => &mut self.until,
            false => &mut self.text,
        }
    }

    fn set(&self, stage: &Stage) -> Vec<Ask> {
        if self.text.is_empty() {
            return vec![Ask::Say(
                "Say in a few words what you mean to do.".to_owned(),
                Tone::Plain,
            )];
        }
        match when::parse(self.until.text(), stage.now, &stage.setting.zone) {
            Err(why) => vec![Ask::Say(why, Tone::Refused)],
            Ok(until) => {
                let intent = SetIntent {
                    text: Clean::from(self.text.text()),
                    until,
                };
                vec![Ask::Submit(Command::SetIntent(intent), None), Ask::Close]
            }
        }
    }
}

impl Panel for PlanForm {
    fn frame(&self, _stage: &Stage) -> (String, u16, u16) {
        ("What do we mean to do next?".to_owned(), 76, 7)
    }

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        match key.code {
            KeyCode::Esc => return vec![Ask::Close],
            KeyCode::Enter => return self.set(stage),
            KeyCode::Tab | KeyCode::BackTab | KeyCode::Up | KeyCode::Down => self.on_until = !self.on_until,
            _ => self.focused().key(key),
        }
        Vec::new()
    }

    fn paste(&mut self, text: &str) {
        self.focused().paste(text);
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _stage: &Stage) {
        let line = |at: u16| Rect {
            y: area.y + at,
            height: 1,
            ..area
        };
        self.text.draw(canvas, line(0), "Plan:", !self.on_until);
        self.until
            .draw(canvas, line(1), "Until (15:30, 30m):", self.on_until);
        let hint = "Enter puts it on top of the timeline; Tab: the other field";
        canvas.text(area.x, area.y + 4, area.width, hint, Role::Key);
    }
}
