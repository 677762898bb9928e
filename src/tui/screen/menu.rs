//! The menu: everything that can be done now, by name, with its key.

use super::room::{Room, acts};
use super::{Ask, Panel};
use crate::tui::action::Action;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{self, Binding};
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::widget::input::Field;
use crate::tui::words::fit;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;

/// From so many cells on every row is whole.
const WHOLE: u16 = 112;

#[derive(Debug)]
pub struct Menu {
    search: Field,
    choice: usize,
    /// What Enter does in the room behind.
    enter: String,
    /// Why nothing can be done to an account, if no account is chosen.
    no_account: Option<&'static str>,
}

impl Menu {
    pub fn new(room: &Room, stage: &Stage) -> Self {
        let enter = match stage.incident() {
            Some(_) => acts::enter_says(room, stage).to_owned(),
            None => "declare an incident".to_owned(),
        };
        let no_account = room
            .selected(stage)
            .is_none()
            .then_some("choose an account first");
        Menu {
            search: Field::default(),
            choice: 0,
            enter,
            no_account,
        }
    }

    fn found(&self) -> Vec<&'static Binding> {
        let words = self.search.text().to_lowercase();
        let fits = |binding: &&Binding| {
            let text = format!("{} {}", binding.label, binding.about).to_lowercase();
            words.split_whitespace().all(|word| text.contains(word))
        };
        keys::by_use()
            .filter(|binding| binding.action != Action::Menu)
            .filter(fits)
            .collect()
    }

    fn about(&self, binding: &Binding) -> &'static str {
        self.greyed(binding.action).unwrap_or(binding.about)
    }

    fn greyed(&self, action: Action) -> Option<&'static str> {
        match action {
            Action::Result | Action::Claim | Action::Pin => self.no_account,
            _ => None,
        }
    }
}

impl Panel for Menu {
    fn frame(&self, _stage: &Stage) -> (String, u16, u16) {
        ("Everything you can do".to_owned(), 116, 44)
    }

    fn key(&mut self, key: KeyEvent, _stage: &Stage) -> Vec<Ask> {
        let found = self.found();
        match key.code {
            KeyCode::Esc => return vec![Ask::Close],
            KeyCode::Up => self.choice = self.choice.saturating_sub(1),
            KeyCode::Down => self.choice = (self.choice + 1).min(found.len().saturating_sub(1)),
            KeyCode::Enter => {
                let Some(binding) = found.get(self.choice) else {
                    return Vec::new();
                };
                return match self.greyed(binding.action) {
                    Some(why) => vec![Ask::Say(
                        format!("Not now: {why}."),
                        crate::tui::stage::Tone::Plain,
                    )],
                    None => vec![Ask::Close, Ask::Act(binding.action)],
                };
            }
            _ => {
                self.search.key(key);
                self.choice = 0;
            }
        }
        Vec::new()
    }

    fn paste(&mut self, text: &str, _stage: &Stage) -> Vec<Ask> {
        self.search.paste(text);
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _stage: &Stage) {
        self.search
            .draw(canvas, Rect { height: 1, ..area }, "Find:", true);
        let found = self.found();
        // What was cut in its row stands whole below the list.
        let below = found.get(self.choice).map(|binding| self.about(binding));
        let below = fit::wrap(below.unwrap_or_default(), area.width as usize);
        let cut = area.width < WHOLE;
        let rows = (area.height as usize).saturating_sub(if cut { 5 } else { 2 });
        let top = (self.choice + 1).saturating_sub(rows);
        for (line, binding) in found.iter().enumerate().skip(top).take(rows) {
            let selected = line == self.choice;
            let pointer = if selected { canvas.pointer() } else { "  " };
            let label = match binding.action {
                Action::Open => self.enter.as_str(),
                _ => binding.label,
            };
            let about = self.about(binding);
            let text = format!("{} {} {about}", fit::left(binding.shown, 9), fit::left(label, 15));
            let role = if selected { Role::Selected } else { Role::Plain };
            let y = area.y + 2 + (line - top) as u16;
            canvas.spans(area.x, y, area.width, &[(pointer, Role::Selected), (&text, role)]);
        }
        for (line, text) in below.iter().take(2).enumerate().filter(|_| cut) {
            let y = area.bottom().saturating_sub(2) + line as u16;
            canvas.text(area.x, y, area.width, text, Role::Plain);
        }
        if found.is_empty() {
            canvas.text(
                area.x,
                area.y + 2,
                area.width,
                "Nothing has these words.",
                Role::Plain,
            );
        }
    }
}
