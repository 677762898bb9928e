//! The menu: everything that can be done now, by name, with its key.

mod why;

use super::room::{Room, acts};
use super::{Ask, Panel};
use crate::domain::speech::{said, say, word};
use crate::tui::action::Action;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{self, Binding};
use crate::tui::stage::{Stage, Tone};
use crate::tui::theme::Role;
use crate::tui::widget::input::Field;
use crate::tui::words::fit;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;
use std::collections::BTreeMap;

/// From so many cells on every row is whole.
const WHOLE: u16 = 112;
/// Rows that PgUp and PgDn go.
const PAGE: usize = 10;

#[derive(Debug)]
pub struct Menu {
    search: Field,
    choice: usize,
    /// What Enter does in the room behind.
    enter: String,
    /// Why something cannot be done now, by its name.
    not_now: BTreeMap<String, String>,
}

impl Menu {
    pub fn new(room: &Room, stage: &Stage) -> Self {
        let enter = match stage.incident() {
            Some(_) => acts::enter_says(room, stage).to_owned(),
            None => word!("declare an incident").to_owned(),
        };
        let not_now = keys::KEYS.iter().filter_map(|row| {
            let why = why::why_not(row.action, room, stage)?;
            Some((row.action.name(), why))
        });
        Menu {
            search: Field::default(),
            choice: 0,
            enter,
            not_now: not_now.collect(),
        }
    }

    /// The rows that have every word, the likest first.
    fn found(&self) -> Vec<&'static Binding> {
        let words = self.search.text().to_lowercase();
        let rows = keys::by_use().filter(|binding| binding.action != Action::Menu);
        let mut found: Vec<(u8, &Binding)> = rows
            .filter_map(|binding| Some((unlike(binding, &words)?, binding)))
            .collect();
        found.sort_by_key(|(unlike, _)| *unlike);
        found.into_iter().map(|(_, binding)| binding).collect()
    }

    fn about(&self, binding: &Binding) -> String {
        match self.greyed(binding.action) {
            Some(why) => say!("not now: {why}", why),
            None => said(binding.about).to_owned(),
        }
    }

    fn greyed(&self, action: Action) -> Option<&str> {
        self.not_now.get(&action.name()).map(String::as_str)
    }
}

/// How far a row is from what is looked for; `None` when a word is nowhere in it. A word may be the beginnings of what it
/// stands for: `ho` finds "hand over".
fn unlike(binding: &Binding, words: &str) -> Option<u8> {
    let (label, name) = (said(binding.label).to_lowercase(), binding.action.name());
    let about = said(binding.about).to_lowercase();
    let of_word = |word: &str| match () {
        () if label.starts_with(word) || name.starts_with(word) => Some(0),
        () if label.contains(word) || name.contains(word) => Some(1),
        () if about.contains(word) => Some(2),
        () if within(word, &label) => Some(3),
        () => None,
    };
    words
        .split_whitespace()
        .try_fold(0, |worst, word| Some(of_word(word)?.max(worst)))
}

/// Whether the letters of a word stand in a text in their order.
fn within(word: &str, text: &str) -> bool {
    let mut letters = text.chars();
    word.chars().all(|wanted| letters.any(|letter| letter == wanted))
}

impl Panel for Menu {
    fn frame(&self, _stage: &Stage) -> (String, u16, u16) {
        (word!("Everything you can do").to_owned(), 116, 44)
    }

    fn key(&mut self, key: KeyEvent, _stage: &Stage) -> Vec<Ask> {
        let found = self.found();
        match key.code {
            KeyCode::Esc => return vec![Ask::Close],
            KeyCode::Up => self.choice = self.choice.saturating_sub(1),
            KeyCode::Down => self.choice = (self.choice + 1).min(found.len().saturating_sub(1)),
            KeyCode::PageUp => self.choice = self.choice.saturating_sub(PAGE),
            KeyCode::PageDown => self.choice = (self.choice + PAGE).min(found.len().saturating_sub(1)),
            KeyCode::Enter => {
                let Some(binding) = found.get(self.choice) else {
                    return Vec::new();
                };
                return match self.greyed(binding.action) {
                    Some(why) => vec![Ask::Say(say!("Not now: {why}.", why), Tone::Plain)],
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
        self.choice = 0;
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        self.search
            .draw(canvas, Rect { height: 1, ..area }, word!("Find:"), true);
        let found = self.found();
        // What was cut in its row stands whole below the list.
        let below = found.get(self.choice).map(|binding| self.about(binding));
        let below = fit::wrap(&below.unwrap_or_default(), area.width as usize);
        let cut = area.width < WHOLE;
        let rows = (area.height as usize).saturating_sub(if cut { 5 } else { 2 });
        let top = (self.choice + 1).saturating_sub(rows);
        for (line, binding) in found.iter().enumerate().skip(top).take(rows) {
            let selected = line == self.choice;
            let pointer = if selected { canvas.pointer() } else { "  " };
            let label = match binding.action {
                Action::Open => self.enter.as_str(),
                _ => said(binding.label),
            };
            let about = self.about(binding);
            let key = fit::left(stage.keys.shown(binding.action), 9);
            let text = format!("{key} {} {about}", fit::left(label, 15));
            let role = match (selected, self.greyed(binding.action)) {
                (true, _) => Role::Selected,
                (false, Some(_)) => Role::Quiet,
                (false, None) => Role::Plain,
            };
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
                word!("Nothing has these words."),
                Role::Plain,
            );
        }
    }
}
