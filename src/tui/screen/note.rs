//! A note for the timeline: a fact, a guess, or a deed.

use super::{Ask, Panel};
use crate::domain::command::Command;
use crate::domain::ids::AccountId;
use crate::domain::notes::{Stance, WriteNote};
use crate::domain::speech::{say, word};
use crate::tui::canvas::Canvas;
use crate::tui::drafts::Draft;
use crate::tui::stage::{Stage, Tone};
use crate::tui::theme::Role;
use crate::tui::widget::input::Field;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;

#[derive(Debug)]
pub struct NoteForm {
    text: Field,
    stance: Stance,
    account: Option<AccountId>,
}

impl NoteForm {
    /// With what was typed about the same thing before.
    pub fn new(stage: &Stage, account: Option<AccountId>) -> Self {
        let typed = stage.draft(&draft(account.as_ref())).first();
        NoteForm {
            text: Field::with(typed.map_or("", String::as_str)),
            stance: Stance::Fact,
            account,
        }
    }

    fn turn(&mut self, by: isize) {
        const STANCES: [Stance; 3] = [Stance::Fact, Stance::Guess, Stance::Did];
        let at = STANCES
            .iter()
            .position(|stance| *stance == self.stance)
            .unwrap_or(0) as isize;
        self.stance = STANCES[(at + by).rem_euclid(3) as usize];
    }
}

fn draft(account: Option<&AccountId>) -> Draft {
    Draft::new("note", account.map_or("", AccountId::as_str))
}

impl Panel for NoteForm {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        let about = self
            .account
            .as_ref()
            .and_then(|id| stage.incident()?.rows.get(id));
        let title = about.map_or(word!("Note for the timeline").to_owned(), |row| {
            say!("Note about {row}", row = row.name())
        });
        (title, 76, 7)
    }

    fn key(&mut self, key: KeyEvent, _stage: &Stage) -> Vec<Ask> {
        match key.code {
            KeyCode::Esc => {
                let typed = vec![self.text.text().to_owned()];
                let kept = Ask::Keep(draft(self.account.as_ref()), typed);
                return vec![kept, Ask::Close];
            }
            KeyCode::Tab | KeyCode::Down => self.turn(1),
            KeyCode::BackTab | KeyCode::Up => self.turn(-1),
            KeyCode::Enter if self.text.is_empty() => {
                return vec![Ask::Say(
                    word!("The note is empty; write something, or Esc.").to_owned(),
                    Tone::Plain,
                )];
            }
            KeyCode::Enter => {
                let note = WriteNote {
                    text: self.text.lines(),
                    stance: self.stance,
                    account: self.account.clone(),
                };
                return vec![
                    Ask::Submit(Command::WriteNote(note), None),
                    Ask::Sent(draft(self.account.as_ref()), vec![self.text.text().to_owned()]),
                    Ask::Say(
                        say!("Noted as a {stance}.", stance = word(self.stance)),
                        Tone::Undoable,
                    ),
                    Ask::Close,
                ];
            }
            _ => self.text.key(key),
        }
        Vec::new()
    }

    fn typed(&self) -> Option<(Draft, Vec<String>)> {
        Some((draft(self.account.as_ref()), vec![self.text.text().to_owned()]))
    }

    fn paste(&mut self, text: &str, _stage: &Stage) -> Vec<Ask> {
        self.text.paste(text);
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _stage: &Stage) {
        let mut spans = Vec::new();
        for stance in [Stance::Fact, Stance::Guess, Stance::Did] {
            let chosen = stance == self.stance;
            let mark = if chosen { canvas.pointer() } else { "  " };
            let role = if chosen { Role::Selected } else { Role::Plain };
            spans.extend([(mark, Role::Strong), (word(stance), role), ("   ", Role::Plain)]);
        }
        canvas.spans(area.x, area.y, area.width, &spans);
        self.text.draw(
            canvas,
            Rect {
                y: area.y + 2,
                height: 1,
                ..area
            },
            word!("Note:"),
            true,
        );
        let hint = word!("Enter writes it; Tab: fact, guess or deed. Reports take facts only.");
        canvas.text(area.x, area.y + 4, area.width, hint, Role::Key);
    }
}

fn word(stance: Stance) -> &'static str {
    match stance {
        Stance::Fact => word!("fact"),
        Stance::Guess => word!("guess"),
        Stance::Did => word!("deed"),
    }
}
