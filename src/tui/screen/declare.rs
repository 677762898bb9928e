//! Declaring an incident by hand.

use super::{Ask, Panel};
use crate::domain::command::Command;
use crate::domain::ids::Component;
use crate::domain::incident::{DeclareIncident, Severity};
use crate::domain::text::Clean;
use crate::tui::canvas::Canvas;
use crate::tui::stage::{LOCAL, Stage, Tone};
use crate::tui::theme::Role;
use crate::tui::widget::input::Field;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;

/// The severities with their meaning in words (criteria: PagerDuty, GitLab and Atlassian handbooks).
const SEVERITIES: [(Severity, &str); 4] = [
    (
        Severity::Sev1,
        "a quarter of all customers, all of a region, data at risk, or a strategic account down",
    ),
    (
        Severity::Sev2,
        "a core function impaired, or three key accounts hit",
    ),
    (Severity::Sev3, "few customers, or a good workaround"),
    (Severity::Sev4, "cosmetic, or one user"),
];

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Focus {
    #[default]
    Title,
    Severity,
    Component,
}

#[derive(Debug, Default)]
pub struct DeclareForm {
    title: Field,
    component: Field,
    severity: usize,
    focus: Focus,
}

impl DeclareForm {
    fn declare(&self) -> Vec<Ask> {
        if self.title.is_empty() {
            return vec![Ask::Say(
                "Say in a few words what is broken.".to_owned(),
                Tone::Plain,
            )];
        }
        let components = self
            .component
            .text()
            .split([',', ' '])
            .filter(|name| !name.is_empty());
        let command = Command::DeclareIncident(DeclareIncident {
            title: Clean::from(self.title.text()),
            severity: Some(SEVERITIES[self.severity].0),
            components: components.map(Component::from).collect(),
            playbook: None,
            alerted_at: None,
            alert: None,
        });
        vec![
            Ask::Submit(command, None),
            Ask::Say("Declaring ...".to_owned(), Tone::Plain),
            Ask::Close,
        ]
    }
}

impl Panel for DeclareForm {
    fn frame(&self, _stage: &Stage) -> (String, u16, u16) {
        ("Declare an incident".to_owned(), 76, 12)
    }

    fn key(&mut self, key: KeyEvent, _stage: &Stage) -> Vec<Ask> {
        match (key.code, self.focus) {
            (KeyCode::Esc, _) => return vec![Ask::Close],
            (KeyCode::Enter, _) => return self.declare(),
            (KeyCode::Tab | KeyCode::Down, Focus::Title) => self.focus = Focus::Severity,
            (KeyCode::Tab | KeyCode::Down, Focus::Severity) => self.focus = Focus::Component,
            (KeyCode::Tab | KeyCode::Down, Focus::Component) => self.focus = Focus::Title,
            (KeyCode::BackTab | KeyCode::Up, Focus::Title) => self.focus = Focus::Component,
            (KeyCode::BackTab | KeyCode::Up, Focus::Severity) => self.focus = Focus::Title,
            (KeyCode::BackTab | KeyCode::Up, Focus::Component) => self.focus = Focus::Severity,
            (KeyCode::Left, Focus::Severity) => self.severity = self.severity.saturating_sub(1),
            (KeyCode::Right, Focus::Severity) => {
                self.severity = (self.severity + 1).min(SEVERITIES.len() - 1)
            }
            (_, Focus::Severity) => {}
            (_, Focus::Title) => self.title.key(key),
            (_, Focus::Component) => self.component.key(key),
        }
        Vec::new()
    }

    fn paste(&mut self, text: &str) {
        match self.focus {
            Focus::Component => self.component.paste(text),
            Focus::Title | Focus::Severity => self.title.paste(text),
        }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        let line = |at: u16| Rect {
            y: area.y + at,
            height: 1,
            ..area
        };
        self.title
            .draw(canvas, line(0), "What is broken:", self.focus == Focus::Title);
        let (severity, meaning) = SEVERITIES[self.severity];
        let role = if self.focus == Focus::Severity {
            Role::Strong
        } else {
            Role::Plain
        };
        let text = format!("Severity: {}  (left/right)", severity.as_str().to_uppercase());
        canvas.text(area.x, area.y + 2, area.width, &text, role);
        canvas.text(area.x, area.y + 3, area.width, meaning, Role::Plain);
        self.component.draw(
            canvas,
            line(5),
            "Components affected:",
            self.focus == Focus::Component,
        );
        let open = stage.picture().open().len();
        let local = stage.setting.label.as_deref() == Some(LOCAL);
        let open = match open {
            _ if local => {
                "This is the local room of this machine: nobody else sees what you declare here.".to_owned()
            }
            0 => "No other incident is open.".to_owned(),
            count => format!("{count} open already: g lists them."),
        };
        canvas.text(area.x, area.y + 7, area.width, &open, Role::Plain);
        canvas.text(
            area.x,
            area.y + 9,
            area.width,
            "Enter declares it: the clock starts. Tab: the next field",
            Role::Key,
        );
    }
}
