//! "Who is this?": the customer is on the line, found while typing; Enter says that whoever looks speaks with them.

mod callers;
mod known;
pub mod newcomer;

use super::others::OthersForm;
use super::{Ask, Panel, sheet};
use crate::domain::command::Command;
use crate::domain::ids::{AccountId, ContactId};
use crate::domain::inbound::AnswerInbound;
use crate::domain::speech::{say, word};
use crate::tui::canvas::Canvas;
use crate::tui::stage::{Stage, Tone};
use crate::tui::theme::Role;
use crate::tui::widget::input::Field;
use crate::tui::widget::list::{Cursor, Step};
use crate::tui::words::fit;
use callers::{Caller, Key, callers};
use crossterm::event::{KeyCode, KeyEvent};
use newcomer::Newcomer;
use ratatui::layout::Rect;

/// From this width on what is known stands beside the list.
const BESIDE: u16 = 110;

#[derive(Debug, Default)]
pub struct Inbound {
    search: Field,
    /// Follows whom the reader chose: the hub's answer replaces the list under it.
    cursor: Cursor<Key>,
}

impl Inbound {
    /// The line that is chosen: the first one until somebody chooses. None when the one they chose is gone.
    fn chosen(&self, callers: &[Caller]) -> Option<usize> {
        let same = self.cursor.chosen(callers.iter().map(Caller::key));
        // The call list knows the account alone; who of them it is comes with the answer.
        let Some(Key::Known(account, None)) = &self.cursor.key else {
            return same;
        };
        let there = |caller: &Caller| matches!(caller.key(), Key::Known(id, _) if id == *account);
        same.or_else(|| callers.iter().position(there))
    }

    fn step(&mut self, step: Step, stage: &Stage) {
        let callers = callers(stage, self.search.text());
        let chosen = self.chosen(&callers).and_then(|at| callers.get(at));
        // From the line that is marked, whichever its key was when it was chosen.
        self.cursor.key = chosen.map(Caller::key);
        let key_at = |row: usize| callers[row].key();
        self.cursor.follow(callers.len(), key_at);
        self.cursor.step(step, callers.len(), 1, key_at);
    }

    fn enter(&mut self, stage: &Stage) -> Vec<Ask> {
        let typed = self.search.text();
        let mut callers = callers(stage, typed);
        let chosen = self.chosen(&callers);
        if chosen.is_none() && !callers.is_empty() {
            self.cursor = Cursor::default();
            let say =
                word!("Whom you chose is not on the list the hub has just sent: look again, then Enter.");
            return vec![Ask::Say(say.to_owned(), Tone::Refused)];
        }
        match chosen.map(|at| callers.swap_remove(at)) {
            Some(Caller::Known { account, contact, .. }) => {
                let contact = contact.map(|contact| contact.id);
                answer(stage, account, contact)
            }
            Some(Caller::NewPerson { account, name }) => {
                vec![Ask::open(Newcomer::at(stage, account, &name, typed))]
            }
            Some(Caller::NewAccount) => vec![Ask::open(Newcomer::account(stage, typed))],
            Some(Caller::Counted) => vec![Ask::open(OthersForm::wrote_in(stage))],
            None => Vec::new(),
        }
    }
}

/// They are on the line with whoever looks: says so, and opens what there is to know.
pub fn answer(stage: &Stage, account: AccountId, contact: Option<ContactId>) -> Vec<Ask> {
    if stage.incident().is_none() {
        let say = word!("No incident is open: there is nothing to tell them, and nothing to record.");
        return vec![Ask::Say(say.to_owned(), Tone::Plain)];
    }
    let answer = Command::AnswerInbound(AnswerInbound {
        account: account.clone(),
        contact: contact.clone(),
    });
    let opened = sheet::open_inbound(stage, account, contact);
    match stage.cannot_send(&answer) {
        // They are on the line all the same.
        Some(_) => {
            let say = word!(
                "The hub is away: others do not see that you speak with them. Record the result all the same."
            );
            let say = Ask::Say(say.to_owned(), Tone::Refused);
            [Ask::Close, say].into_iter().chain(opened).collect()
        }
        None => [Ask::Submit(answer, None), Ask::Close]
            .into_iter()
            .chain(opened)
            .collect(),
    }
}

impl Panel for Inbound {
    fn frame(&self, _stage: &Stage) -> (String, u16, u16) {
        (word!("Who is on the line?").to_owned(), 150, 30)
    }

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        match key.code {
            KeyCode::Esc => vec![Ask::Close],
            KeyCode::Enter => self.enter(stage),
            KeyCode::Up => {
                self.step(Step::Up, stage);
                Vec::new()
            }
            KeyCode::Down => {
                self.step(Step::Down, stage);
                Vec::new()
            }
            _ => {
                let before = self.search.text().to_owned();
                self.search.key(key);
                self.looks(&before)
            }
        }
    }

    fn paste(&mut self, text: &str, _stage: &Stage) -> Vec<Ask> {
        let before = self.search.text().to_owned();
        self.search.paste(text);
        self.looks(&before)
    }

    /// A new company was looked for meanwhile, and the hub's last answer is about that one.
    fn uncovered(&mut self, stage: &Stage) -> Vec<Ask> {
        let text = self.search.text();
        let known = text.is_empty() || stage.finder.found(text).is_some();
        (!known).then(|| Ask::Find(text.to_owned())).into_iter().collect()
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        let line = Rect { height: 1, ..area };
        self.search
            .draw(canvas, line, word!("Name, e-mail or last digits:"), true);
        let remark = Rect {
            y: area.y + 1,
            ..line
        };
        known::say(canvas, remark, stage, self.search.text());
        let under = Rect {
            y: area.y + 2,
            height: area.height.saturating_sub(3),
            ..area
        };
        let callers = callers(stage, self.search.text());
        let chosen = self.chosen(&callers);
        let caller = chosen.and_then(|at| callers.get(at));
        let (list, beside) = split(under, callers.len());
        self.draw_list(canvas, list, stage, &callers, chosen);
        if list.height < under.height {
            let rule = Rect {
                y: list.bottom(),
                height: 1,
                ..under
            };
            canvas.title(rule, caller.map_or("", Caller::title), false);
        }
        if let Some(caller) = caller {
            known::draw(canvas, beside, stage, caller);
        }
        let foot = area.bottom().saturating_sub(1);
        let hint = self.hint(stage, caller);
        canvas.text(area.x, foot, area.width, &hint, Role::Key);
    }
}

impl Inbound {
    /// Asks the hub, once something else is looked for than before.
    fn looks(&mut self, before: &str) -> Vec<Ask> {
        let text = self.search.text();
        if text == before {
            return Vec::new();
        }
        self.cursor = Cursor::default();
        match text.is_empty() {
            true => Vec::new(),
            false => vec![Ask::Find(text.to_owned())],
        }
    }

    fn hint(&self, stage: &Stage, caller: Option<&Caller>) -> String {
        let enter = match caller {
            Some(Caller::Known { .. }) if stage.incident().is_none() => "",
            Some(Caller::Known { .. }) => word!("Enter = they are on the line with me    "),
            Some(Caller::NewPerson { .. } | Caller::NewAccount) => word!("Enter = write them down    "),
            Some(Caller::Counted) => word!("Enter = only count them    "),
            None => "",
        };
        say!("{enter}Up, Down choose    Esc closes", enter)
    }
}

/// The list, and where what is known of the chosen one stands: beside it, or under it.
fn split(under: Rect, rows: usize) -> (Rect, Rect) {
    if under.width >= BESIDE {
        let left = under.width * 11 / 20;
        let list = Rect {
            width: left - 2,
            ..under
        };
        let beside = Rect {
            x: under.x + left,
            width: under.width - left,
            ..under
        };
        return (list, beside);
    }
    // What is known is what the call needs; a long list is scrolled.
    let most = (under.height / 2).saturating_sub(1).max(3);
    let height = (rows as u16).clamp(1, most).min(under.height);
    let list = Rect { height, ..under };
    let beside = Rect {
        y: under.y + height + 1,
        height: under.height.saturating_sub(height + 1),
        ..under
    };
    (list, beside)
}

impl Inbound {
    fn draw_list(
        &self,
        canvas: &mut Canvas,
        area: Rect,
        stage: &Stage,
        callers: &[Caller],
        chosen: Option<usize>,
    ) {
        let rows = area.height as usize;
        let top = (chosen.unwrap_or(0) + 1).saturating_sub(rows);
        for (line, caller) in callers.iter().enumerate().skip(top).take(rows) {
            let selected = chosen == Some(line);
            let pointer = if selected { canvas.pointer() } else { "  " };
            let (text, state, role) = caller.columns(stage, self.search.text());
            let state_width = 20.min(area.width as usize / 3);
            let left = (area.width as usize).saturating_sub(state_width + 3);
            let strong = if selected { Role::Selected } else { Role::Plain };
            let y = area.y + (line - top) as u16;
            let parts = [
                (pointer, Role::Selected),
                (&*fit::left(&text, left), strong),
                (" ", Role::Plain),
                (&*fit::cut(&state, state_width), role),
            ];
            canvas.spans(area.x, y, area.width, &parts);
        }
    }
}
