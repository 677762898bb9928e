//! Raising or lowering the severity: the four of them with their criteria, and what the chosen one would change.

use super::{Ask, Panel};
use crate::domain::changes::Change;
use crate::domain::command::Command;
use crate::domain::incident::{Incident, Severity};
use crate::domain::policy::ChangeSeverity;
use crate::domain::speech::{mark, said, say, word};
use crate::tui::canvas::Canvas;
use crate::tui::drafts::Draft;
use crate::tui::stage::{Stage, Tone};
use crate::tui::theme::Role;
use crate::tui::widget::input::Field;
use crate::tui::words::fit;
use crate::tui::words::when::{self, Count};
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;

/// The severities with their meaning in words (criteria: PagerDuty, GitLab and Atlassian handbooks).
pub const SEVERITIES: [(Severity, &str); 4] = [
    (
        Severity::Sev1,
        mark!("a quarter of all customers, all of a region, data at risk, or a strategic account down"),
    ),
    (
        Severity::Sev2,
        mark!("a core function impaired, or three key accounts hit"),
    ),
    (Severity::Sev3, mark!("few customers, or a good workaround")),
    (Severity::Sev4, mark!("cosmetic, or one user")),
];

const WIDTH: u16 = 78;
/// Lines that the criteria of one severity and what it changes take at most.
const CRITERIA: usize = 2;
const CHANGES: usize = 5;

#[derive(Debug)]
pub struct SeverityForm {
    chosen: usize,
    reason: Field,
}

impl SeverityForm {
    /// On the severity it has, with the reason typed before.
    pub fn new(stage: &Stage) -> Self {
        let now = stage.incident().map(|incident| incident.severity);
        let chosen = SEVERITIES.iter().position(|(severity, _)| Some(*severity) == now);
        let typed = stage.draft(&draft()).first();
        SeverityForm {
            chosen: chosen.unwrap_or(0),
            reason: Field::with(typed.map_or("", String::as_str)),
        }
    }

    fn severity(&self) -> Severity {
        SEVERITIES[self.chosen].0
    }

    fn change(&mut self, stage: &Stage) -> Vec<Ask> {
        let Some(incident) = stage.incident() else {
            return vec![Ask::Close];
        };
        let (to, reason) = (self.severity(), self.reason.text());
        let name = to.as_str().to_uppercase();
        if to == incident.severity {
            let said = say!("It is {name} already; choose another with the arrows.", name);
            return vec![Ask::Say(said, Tone::Plain)];
        }
        if to > incident.severity && reason.is_empty() {
            let said = say!("Lowering to {name} needs a reason: write it, then Enter.", name);
            return vec![Ask::Say(said, Tone::Plain)];
        }
        let reason = Some(reason.into()).filter(|_| !reason.is_empty());
        let change = ChangeSeverity { severity: to, reason };
        vec![
            Ask::Submit(Command::ChangeSeverity(change), None),
            Ask::Sent(draft(), vec![self.reason.text().to_owned()]),
            Ask::Say(say!("{name}: asking the hub ...", name), Tone::Asking),
            Ask::Close,
        ]
    }
}

fn draft() -> Draft {
    Draft::new("severity", "")
}

/// The playbook's criteria, else the general ones.
fn criteria(incident: &Incident, severity: Severity, general: &'static str) -> String {
    let row = incident.playbook.matrix.get(&severity);
    let when: Vec<&str> = row
        .into_iter()
        .flat_map(|row| &row.when)
        .map(|c| c.as_str())
        .collect();
    match when.is_empty() {
        true => said(general).to_owned(),
        false => when.join("; "),
    }
}

/// What another severity would change, with the times as the clock will show them.
fn would_change(incident: &Incident, to: Severity, stage: &Stage) -> String {
    let changes = incident.would_change(to);
    if to == incident.severity {
        return word!("It has this severity now.").to_owned();
    }
    if changes.is_empty() {
        return word!("Changes nothing that is not done yet.").to_owned();
    }
    let words: Vec<String> = changes
        .iter()
        .map(|change| in_words(change, incident, stage))
        .collect();
    say!("Would change: {words}.", words = words.join(", "))
}

fn in_words(change: &Change, incident: &Incident, stage: &Stage) -> String {
    match change {
        Change::By { what, by } => {
            let at = by.after(incident.t0);
            let clock = when::clock(at, stage.now, &stage.setting.zone);
            say!(
                "{what} by {clock} ({until})",
                what,
                clock,
                until = when::until(at, stage.now, Count::Minutes)
            )
        }
        Change::Every { .. } | Change::Says(_) => change.words(),
    }
}

impl Panel for SeverityForm {
    fn frame(&self, _stage: &Stage) -> (String, u16, u16) {
        // As tall whichever is chosen, so that nothing moves.
        let height = SEVERITIES.len() + CRITERIA - 1 + CHANGES + 7;
        (word!("How bad is it?").to_owned(), WIDTH, height as u16)
    }

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        match key.code {
            KeyCode::Esc => {
                let typed = vec![self.reason.text().to_owned()];
                return vec![Ask::Keep(draft(), typed), Ask::Close];
            }
            KeyCode::Enter => return self.change(stage),
            KeyCode::Up | KeyCode::BackTab => self.chosen = self.chosen.saturating_sub(1),
            KeyCode::Down | KeyCode::Tab => self.chosen = (self.chosen + 1).min(SEVERITIES.len() - 1),
            _ => self.reason.key(key),
        }
        Vec::new()
    }

    fn typed(&self) -> Option<(Draft, Vec<String>)> {
        Some((draft(), vec![self.reason.text().to_owned()]))
    }

    fn paste(&mut self, text: &str, _stage: &Stage) -> Vec<Ask> {
        self.reason.paste(text);
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        let Some(incident) = stage.incident() else { return };
        let mut y = area.y;
        for (at, (severity, general)) in SEVERITIES.iter().enumerate() {
            let selected = at == self.chosen;
            let role = if selected { Role::Selected } else { Role::Plain };
            let pointer = if selected { canvas.pointer() } else { "  " };
            let name = severity.as_str().to_uppercase();
            let now = if *severity == incident.severity {
                word!("now")
            } else {
                ""
            };
            let head = format!("{name} {}", fit::left(now, 4));
            let indent = 2 + fit::width(&head);
            let cells = (area.width as usize).saturating_sub(indent);
            let text = criteria(incident, *severity, general);
            canvas.spans(area.x, y, area.width, &[(pointer, Role::Selected), (&head, role)]);
            let x = area.x + indent as u16;
            let lines = fit::wrap(&text, cells);
            let shown = if selected { CRITERIA } else { 1 };
            for (line, words) in lines.iter().take(shown).enumerate() {
                let more = line + 1 == shown && lines.len() > shown;
                let words = if more {
                    format!("{words} ...")
                } else {
                    words.clone()
                };
                canvas.text(x, y + line as u16, cells as u16, &fit::cut(&words, cells), role);
            }
            y += if selected {
                lines.len().clamp(1, CRITERIA) as u16
            } else {
                1
            };
        }
        let y = area.y + (SEVERITIES.len() + CRITERIA) as u16;
        let text = would_change(incident, self.severity(), stage);
        for (line, words) in fit::wrap(&text, area.width as usize)
            .iter()
            .take(CHANGES)
            .enumerate()
        {
            canvas.text(area.x, y + line as u16, area.width, words, Role::Plain);
        }
        let last = area.bottom().saturating_sub(1);
        let label = match self.severity() > incident.severity {
            true => word!("Reason (needed):"),
            false => word!("Reason:"),
        };
        let line = Rect {
            y: last.saturating_sub(2),
            height: 1,
            ..area
        };
        self.reason.draw(canvas, line, label, true);
        canvas.text(area.x, last, area.width, &self.hint(incident), Role::Key);
    }
}

impl SeverityForm {
    fn hint(&self, incident: &Incident) -> String {
        let to = self.severity();
        let name = to.as_str().to_uppercase();
        let does = match to.cmp(&incident.severity) {
            std::cmp::Ordering::Less => say!("Enter raises it to {name}", name),
            std::cmp::Ordering::Greater => {
                say!("Enter lowers it to {name}, if you command", name)
            }
            std::cmp::Ordering::Equal => word!("Enter leaves it as it is").to_owned(),
        };
        say!("{does}; Up/Down: another", does)
    }
}
