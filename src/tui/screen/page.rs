//! A text that is live on the public page: recorded here, published elsewhere.

use super::{Ask, Panel};
use crate::domain::command::Command;
use crate::domain::messages::{Phase, RecordPost};
use crate::tui::canvas::Canvas;
use crate::tui::drafts::Draft;
use crate::tui::stage::{Stage, Tone};
use crate::tui::theme::Role;
use crate::tui::widget::input::Field;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;

const PHASES: [Phase; 4] = [
    Phase::Investigating,
    Phase::Identified,
    Phase::Monitoring,
    Phase::Resolved,
];

#[derive(Debug)]
pub struct PageForm {
    phase: usize,
    text: Field,
}

impl PageForm {
    pub fn new(stage: &Stage) -> Self {
        let now = stage.incident().map_or(Phase::None, |incident| incident.public());
        let typed = stage.draft(&draft()).first();
        PageForm {
            phase: PHASES.iter().position(|phase| *phase == now).unwrap_or(0),
            text: Field::with(typed.map_or("", String::as_str)),
        }
    }
}

fn draft() -> Draft {
    Draft::new("page", "")
}

impl Panel for PageForm {
    fn frame(&self, _stage: &Stage) -> (String, u16, u16) {
        ("What does the public page say now?".to_owned(), 76, 9)
    }

    fn key(&mut self, key: KeyEvent, _stage: &Stage) -> Vec<Ask> {
        match key.code {
            KeyCode::Esc => {
                let typed = vec![self.text.text().to_owned()];
                return vec![Ask::Keep(draft(), typed), Ask::Close];
            }
            KeyCode::Tab | KeyCode::Down => self.phase = (self.phase + 1) % PHASES.len(),
            KeyCode::BackTab | KeyCode::Up => self.phase = (self.phase + PHASES.len() - 1) % PHASES.len(),
            KeyCode::Enter if self.text.is_empty() => {
                return vec![Ask::Say(
                    "The text is empty; paste what the page says.".to_owned(),
                    Tone::Plain,
                )];
            }
            KeyCode::Enter => {
                let text = self.text.lines();
                let post = RecordPost {
                    phase: Some(PHASES[self.phase]),
                    text: Some(text),
                    place: None,
                    draft: None,
                    change: None,
                };
                return vec![
                    Ask::Submit(Command::RecordPost(post), None),
                    Ask::forget(draft()),
                    Ask::Close,
                ];
            }
            _ => self.text.key(key),
        }
        Vec::new()
    }

    fn keeps(&self) -> bool {
        true
    }

    fn paste(&mut self, text: &str, _stage: &Stage) {
        self.text.paste(text);
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _stage: &Stage) {
        let mut spans = vec![("Phase: ", Role::Plain)];
        for (at, phase) in PHASES.iter().enumerate() {
            let chosen = at == self.phase;
            let mark = if chosen { canvas.pointer() } else { "  " };
            let role = if chosen { Role::Strong } else { Role::Plain };
            spans.extend([(mark, Role::Strong), (phase.as_str(), role)]);
        }
        canvas.spans(area.x, area.y, area.width, &spans);
        self.text.draw(
            canvas,
            Rect {
                y: area.y + 2,
                height: 1,
                ..area
            },
            "Text:",
            true,
        );
        canvas.text(
            area.x,
            area.y + 4,
            area.width,
            "Publish it on the page first; here it is recorded.",
            Role::Plain,
        );
        canvas.text(
            area.x,
            area.y + 6,
            area.width,
            "Enter records it as live; Tab: the phase",
            Role::Key,
        );
    }
}
