//! The Room: the line that says what to do next, and the four panes.

pub mod accounts;
pub mod acts;
pub mod checklist;
pub mod clock;
mod debts;
pub mod filter;
pub mod footer;
pub mod header;
pub mod lanes;
pub mod layout;
pub mod next;
mod ticks;
pub mod timeline;

use super::Ask;
use crate::domain::call_list::Order;
use crate::domain::ids::AccountId;
use crate::domain::speech::word;
use crate::tui::action::Action;
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::list::{Cursor, Step};
use crossterm::event::KeyEvent;
use filter::Filter;

/// Where the focus is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pane {
    /// The line under the header: where a newcomer starts, and Enter is enough.
    #[default]
    Next,
    Accounts,
    Clock,
    Checklist,
    Timeline,
}

impl Pane {
    const RING: [Pane; 5] = [
        Pane::Next,
        Pane::Accounts,
        Pane::Clock,
        Pane::Checklist,
        Pane::Timeline,
    ];

    fn turned(self, by: usize) -> Pane {
        let at = Pane::RING.iter().position(|pane| *pane == self).unwrap_or(0);
        Pane::RING[(at + by) % Pane::RING.len()]
    }
}

#[derive(Debug, Default)]
pub struct Room {
    pub pane: Pane,
    pub zoom: bool,
    /// The focus is on the word in the last line that opens the menu, above the line that says what is next.
    pub on_menu: bool,
    pub order: Order,
    pub filter: Filter,
    pub accounts: Cursor<AccountId>,
    pub clock: Cursor<clock::RowKey>,
    pub checklist: Cursor<checklist::RowKey>,
    pub timeline: Cursor<crate::domain::ids::Seq>,
    /// The rows of the call list that the filter lets through, by their place in the list.
    pub listed: Vec<usize>,
    pub clock_rows: Vec<clock::Row>,
    pub checklist_rows: Vec<checklist::RowKey>,
    /// The lines of the timeline that are shown, newest first, by their place in it.
    pub lines: Vec<usize>,
    /// Lines of routine are shown as well.
    pub routine: bool,
}

impl Room {
    /// After the picture, the time or the filter has changed.
    pub fn follow(&mut self, stage: &Stage) {
        let Some(incident) = stage.incident() else { return };
        let board = &stage.board;
        self.listed = self.filter.accounts(incident, &board.list);
        self.lines = self.filter.lines(&incident.timeline, self.routine);
        self.clock_rows = clock::rows(incident, board, stage.now);
        self.checklist_rows = checklist::rows(incident, board, &self.listed);
        let (listed, lines) = (&self.listed, &self.lines);
        self.accounts
            .follow(listed.len(), |row| board.list[listed[row]].account.clone());
        self.timeline
            .follow(lines.len(), |row| incident.timeline[lines[row]].seq);
        self.clock
            .follow(self.clock_rows.len(), |row| self.clock_rows[row].key.clone());
        self.checklist
            .follow(self.checklist_rows.len(), |row| self.checklist_rows[row].clone());
    }

    /// Remembers what is in view, so that a list that changes keeps the chosen row on its line.
    pub fn settle(&mut self, stage: &Stage) {
        let heights = layout::heights(self, stage);
        self.accounts.settle(self.listed.len(), heights.accounts);
        self.clock.settle(self.clock_rows.len(), heights.clock);
        self.checklist
            .settle(self.checklist_rows.len(), heights.checklist);
        self.timeline.settle(self.lines.len(), heights.timeline);
    }

    /// The filter is being typed.
    pub fn types(&self) -> bool {
        self.filter.open
    }

    pub fn typed(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        self.filter.key(key);
        self.follow(stage);
        Vec::new()
    }

    pub fn paste(&mut self, text: &str, stage: &Stage) {
        if self.filter.open {
            self.filter.field.paste(text);
            self.follow(stage);
        }
    }

    pub fn next_order(&mut self) {
        self.order = match self.order {
            Order::Rank => Order::Due,
            Order::Due => Order::Rank,
        };
    }

    /// The account the focus is on, if it is on one.
    pub fn selected<'a>(&self, stage: &'a Stage) -> Option<&'a AccountId> {
        let board = &stage.board;
        match self.pane {
            Pane::Accounts => self
                .listed
                .get(self.accounts.row())
                .map(|at| &board.list[*at].account),
            Pane::Checklist => match self.checklist_rows.get(self.checklist.row())? {
                checklist::RowKey::Account(id) => stage.incident()?.rows.get_key_value(id).map(|(id, _)| id),
                checklist::RowKey::Step(_) => None,
            },
            Pane::Clock => match &self.clock_rows.get(self.clock.row())?.key {
                clock::RowKey::Callback(id) => stage.incident()?.rows.get_key_value(id).map(|(id, _)| id),
                clock::RowKey::Level(_) | clock::RowKey::Other(_) => None,
            },
            Pane::Timeline => {
                let line = *self.lines.get(self.timeline.row())?;
                stage.incident()?.timeline[line].account.as_ref()
            }
            Pane::Next => acts::next_account(&stage.board.next),
        }
    }

    /// What they do next is about this account, wherever the hub's word on it moves its row.
    fn choose(&mut self, account: &AccountId) {
        if self.pane == Pane::Accounts {
            self.accounts.key = Some(account.clone());
        }
    }

    pub fn act(&mut self, action: Action, stage: &Stage) -> Vec<Ask> {
        if std::mem::take(&mut self.on_menu) {
            match action {
                Action::Open => return vec![Ask::Act(Action::Menu)],
                Action::Up | Action::PageUp => self.on_menu = true,
                _ => {}
            }
            if matches!(action, Action::Up | Action::PageUp | Action::Down | Action::Back) {
                return Vec::new();
            }
        }
        let step = match action {
            Action::Up => Some(Step::Up),
            Action::Down => Some(Step::Down),
            Action::PageUp => Some(Step::PageUp),
            Action::PageDown => Some(Step::PageDown),
            Action::First => Some(Step::First),
            Action::Last => Some(Step::Last),
            _ => None,
        };
        if let Some(step) = step {
            self.step(step, stage);
            return Vec::new();
        }
        match action {
            Action::NextPane => self.go(self.pane.turned(1)),
            Action::PrevPane => self.go(self.pane.turned(Pane::RING.len() - 1)),
            Action::Accounts => self.go(Pane::Accounts),
            Action::Clock => self.go(Pane::Clock),
            Action::Checklist => self.go(Pane::Checklist),
            Action::Timeline => self.go(Pane::Timeline),
            Action::Zoom => self.turn_zoom(stage),
            Action::Filter => {
                self.filter.open = true;
                if self.pane == Pane::Next {
                    self.pane = Pane::Accounts;
                }
                Vec::new()
            }
            Action::Back => self.back(stage),
            _ => acts::act(self, action, stage),
        }
    }

    /// One pane alone, and all four again; on the line above them, the accounts.
    fn turn_zoom(&mut self, stage: &Stage) -> Vec<Ask> {
        if layout::tier(stage.width, stage.height) <= layout::Tier::Narrow {
            let say = word!("This window has room for one pane at a time; Tab goes to the next.");
            return vec![Ask::Say(say.to_owned(), Tone::Plain)];
        }
        self.zoom = !self.zoom;
        if self.zoom && self.pane == Pane::Next {
            self.pane = Pane::Accounts;
        }
        Vec::new()
    }

    fn go(&mut self, pane: Pane) -> Vec<Ask> {
        self.pane = pane;
        self.zoom &= pane != Pane::Next;
        Vec::new()
    }

    /// Esc takes one thing away: the filter, the zoom, then the focus.
    fn back(&mut self, stage: &Stage) -> Vec<Ask> {
        if !self.filter.is_empty() {
            self.filter = Filter::default();
            self.follow(stage);
        } else if self.zoom {
            self.zoom = false;
        } else {
            self.pane = Pane::Next;
        }
        Vec::new()
    }

    fn step(&mut self, step: Step, stage: &Stage) {
        let (board, page) = (&stage.board, layout::page(self, stage));
        let Some(incident) = stage.incident() else { return };
        let moved = match self.pane {
            Pane::Next => {
                match step {
                    Step::Down | Step::PageDown | Step::First => self.pane = Pane::Accounts,
                    Step::Up | Step::PageUp => self.on_menu = true,
                    Step::Last => {}
                }
                return;
            }
            Pane::Accounts => {
                let listed = &self.listed;
                self.accounts.step(step, listed.len(), page, |row| {
                    board.list[listed[row]].account.clone()
                })
            }
            Pane::Clock => {
                let rows = &self.clock_rows;
                self.clock
                    .step(step, rows.len(), page, |row| rows[row].key.clone())
            }
            Pane::Checklist => {
                let rows = &self.checklist_rows;
                self.checklist
                    .step(step, rows.len(), page, |row| rows[row].clone())
            }
            Pane::Timeline => {
                let lines = &self.lines;
                self.timeline
                    .step(step, lines.len(), page, |row| incident.timeline[lines[row]].seq)
            }
        };
        if !moved && step == Step::Up {
            self.go(Pane::Next);
        }
    }
}
