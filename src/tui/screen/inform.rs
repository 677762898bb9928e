//! Somebody was informed: which level of the policy, who, and by what proof. Nobody is paged by this.

use super::{Ask, Panel};
use crate::domain::command::Command;
use crate::domain::escalation::{InformLevel, Level, SkipLevel, TryLevel};
use crate::domain::ids::Name;
use crate::domain::text::Clean;
use crate::tui::canvas::Canvas;
use crate::tui::stage::{Stage, Tone};
use crate::tui::theme::Role;
use crate::tui::widget::input::Field;
use crate::tui::words::fit;
use crate::tui::words::when::{self, Count};
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;

/// What happened with the level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Happened {
    #[default]
    Informed,
    Trying,
    Skipped,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Focus {
    #[default]
    Level,
    Who,
    Proof,
}

#[derive(Debug)]
pub struct InformForm {
    role: Option<Clean>,
    happened: Happened,
    focus: Focus,
    who: Field,
    proof: Field,
}

impl InformForm {
    /// With this level chosen, else the one that must know next.
    pub fn new(stage: &Stage, role: Option<Clean>) -> Self {
        let mut form = InformForm {
            role: None,
            happened: Happened::Informed,
            focus: Focus::Level,
            who: Field::default(),
            proof: Field::default(),
        };
        let next = open_levels(stage).first().map(|level| level.role.clone());
        form.choose(stage, role.or(next));
        form
    }

    fn choose(&mut self, stage: &Stage, role: Option<Clean>) {
        let level = role.as_ref().and_then(|role| stage.incident()?.level(role).ok());
        let person = level.and_then(|level| level.person.as_ref());
        self.who = Field::with(person.map_or("", Name::as_str));
        self.role = role;
    }

    fn step(&mut self, stage: &Stage, by: isize) {
        let levels = open_levels(stage);
        let at = levels
            .iter()
            .position(|level| Some(&level.role) == self.role.as_ref())
            .unwrap_or(0) as isize;
        let last = levels.len().saturating_sub(1) as isize;
        let chosen = levels
            .get((at + by).clamp(0, last) as usize)
            .map(|level| level.role.clone());
        self.choose(stage, chosen);
    }

    fn turn(&mut self) {
        self.happened = match self.happened {
            Happened::Informed => Happened::Trying,
            Happened::Trying => Happened::Skipped,
            Happened::Skipped => Happened::Informed,
        };
    }

    fn record(&self, stage: &Stage) -> Vec<Ask> {
        let Some(level) = self.role.clone() else {
            return vec![
                Ask::Say("Everybody of this policy knows.".to_owned(), Tone::Plain),
                Ask::Close,
            ];
        };
        let words = self.proof.text();
        let title = stage
            .incident()
            .and_then(|incident| incident.level(&level).ok())
            .map(|level| level.title.clone());
        let title = title.unwrap_or_else(|| level.clone());
        let (command, said) = match self.happened {
            Happened::Informed if self.who.is_empty() => {
                return vec![Ask::Say(
                    "Who was informed? Tab, then a name.".to_owned(),
                    Tone::Plain,
                )];
            }
            Happened::Informed => {
                let read_back = Some(Clean::from(words)).filter(|words| !words.is_empty());
                let person = Some(Name::from(self.who.text()));
                let inform = InformLevel {
                    level,
                    person,
                    how: None,
                    witness: None,
                    read_back,
                };
                (
                    Command::InformLevel(inform),
                    format!("{title}: asking the hub to record it ..."),
                )
            }
            Happened::Trying => (
                Command::TryLevel(TryLevel {
                    level,
                    how: Some(Clean::from(words)).filter(|how| !how.is_empty()),
                }),
                format!("Trying to reach {title}."),
            ),
            Happened::Skipped if words.is_empty() => {
                return vec![Ask::Say(
                    "Skipping a level needs a reason: Tab, then write it.".to_owned(),
                    Tone::Plain,
                )];
            }
            Happened::Skipped => (
                Command::SkipLevel(SkipLevel {
                    level,
                    reason: words.into(),
                }),
                format!("{title} skipped ..."),
            ),
        };
        vec![
            Ask::Submit(command, None),
            Ask::Say(said, Tone::Asking),
            Ask::Close,
        ]
    }
}

/// The levels that are owed, in the order of the policy.
fn open_levels(stage: &Stage) -> Vec<&Level> {
    let Some(incident) = stage.incident() else {
        return Vec::new();
    };
    incident
        .levels
        .iter()
        .filter(|level| !level.state(stage.now).settled())
        .collect()
}

impl Panel for InformForm {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        let levels = open_levels(stage).len() as u16;
        (
            "Who was informed? (a person knows; nobody is paged)".to_owned(),
            74,
            levels.min(10) + 8,
        )
    }

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        match (key.code, self.focus) {
            (KeyCode::Esc, _) => return vec![Ask::Close],
            (KeyCode::Enter, _) => return self.record(stage),
            (KeyCode::Tab, Focus::Level) => self.focus = Focus::Who,
            (KeyCode::Tab, Focus::Who) => self.focus = Focus::Proof,
            (KeyCode::Tab, Focus::Proof) | (KeyCode::BackTab, Focus::Who) => self.focus = Focus::Level,
            (KeyCode::BackTab, Focus::Level) => self.focus = Focus::Proof,
            (KeyCode::BackTab, Focus::Proof) => self.focus = Focus::Who,
            (KeyCode::Up, _) => self.step(stage, -1),
            (KeyCode::Down, _) => self.step(stage, 1),
            (KeyCode::Left | KeyCode::Right | KeyCode::Char(' '), Focus::Level) => self.turn(),
            (_, Focus::Level) => {}
            (_, Focus::Who) => self.who.key(key),
            (_, Focus::Proof) => self.proof.key(key),
        }
        Vec::new()
    }

    fn paste(&mut self, text: &str, _stage: &Stage) {
        match self.focus {
            Focus::Proof => self.proof.paste(text),
            Focus::Who | Focus::Level => self.who.paste(text),
        }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        let levels = open_levels(stage);
        let rows = (area.height as usize).saturating_sub(6);
        let at = levels
            .iter()
            .position(|level| Some(&level.role) == self.role.as_ref())
            .unwrap_or(0);
        let top = (at + 1).saturating_sub(rows);
        for (line, level) in levels.iter().enumerate().skip(top).take(rows) {
            let selected = line == at;
            let pointer = if selected { canvas.pointer() } else { "  " };
            let person = level.person.as_ref().map_or("nobody on record", Name::as_str);
            let deputy = level
                .deputy
                .as_ref()
                .map(|name| format!(", deputy {name}"))
                .unwrap_or_default();
            let due = when::until(level.due, stage.now, Count::Minutes);
            let text = format!(
                "{}{} {person}{deputy}",
                fit::left(&level.title, 18),
                fit::left(&due, 13)
            );
            let role = if selected { Role::Strong } else { Role::Plain };
            let y = area.y + (line - top) as u16;
            canvas.spans(area.x, y, area.width, &[(pointer, Role::Strong), (&text, role)]);
        }
        if levels.is_empty() {
            canvas.text(
                area.x,
                area.y,
                area.width,
                "Everybody of this policy knows.",
                Role::Done,
            );
        }
        let y = area.bottom().saturating_sub(5);
        let happened = match self.happened {
            Happened::Informed => "They know:  informed   (left/right: trying, skipped)",
            Happened::Trying => "Not yet:  trying to reach them   (left/right: skipped, informed)",
            Happened::Skipped => "Left out:  skipped, with a reason   (left/right: informed, trying)",
        };
        canvas.text(area.x, y, area.width, happened, Role::Strong);
        let line = |at: u16| Rect {
            y: y + at,
            height: 1,
            ..area
        };
        self.who
            .draw(canvas, line(1), "Person:", self.focus == Focus::Who);
        let label = match self.happened {
            Happened::Informed => "Words they read back (else you are the witness):",
            Happened::Trying => "How:",
            Happened::Skipped => "Reason:",
        };
        self.proof
            .draw(canvas, line(2), label, self.focus == Focus::Proof);
        canvas.text(
            area.x,
            y + 4,
            area.width,
            "Enter records it; Up/Down another level; Tab goes on",
            Role::Key,
        );
    }
}
