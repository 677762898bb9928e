//! What every screen and dialog reads: the picture with what is on its way, the time, and what follows from both.

use super::board::Board;
use super::msg::Liveness;
use super::optimistic;
use super::pending::Pending;
use crate::domain::actor::Actor;
use crate::domain::command::Command;
use crate::domain::ids::{AccountId, IncidentId};
use crate::domain::incident::Incident;
use crate::domain::picture::Picture;
use crate::wire::{AccountCard, Present};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// How this screen came to be; fixed while it runs.
#[derive(Clone, Debug)]
pub struct Setting {
    pub me: Actor,
    pub zone: TimeZone,
    /// `DEMO`, `LOCAL ROOM`: stands in the header so that nobody takes it for the team's room.
    pub label: Option<String>,
    /// The command that opens the same room in a second terminal.
    pub join: Option<String>,
}

#[derive(Debug)]
pub struct Stage {
    pub setting: Setting,
    /// What the hub has confirmed.
    confirmed: Picture,
    /// With what only we know and have not delivered yet.
    shown: Option<Picture>,
    pub pending: Vec<Pending>,
    pub now: Timestamp,
    pub liveness: Liveness,
    pub present: Vec<Present>,
    pub width: u16,
    pub height: u16,
    pub board: Board,
    pub cards: BTreeMap<AccountId, Result<AccountCard, String>>,
    /// The incident somebody chose; else the worst.
    pub chosen: Option<IncidentId>,
    pub masked: bool,
    pub toast: Option<Toast>,
    pub drafts: Drafts,
}

/// One line about what just happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Toast {
    pub text: String,
    pub tone: Tone,
    pub since: Timestamp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// It worked, and `u` takes it back.
    Undoable,
    Plain,
    Refused,
}

/// What was typed and not sent: a closed dialog loses nothing.
#[derive(Clone, Debug, Default)]
pub struct Drafts {
    pub note: String,
    pub results: BTreeMap<AccountId, String>,
}

impl Stage {
    pub fn new(setting: Setting, now: Timestamp, place: String, width: u16, height: u16) -> Self {
        Stage {
            setting,
            confirmed: Picture::default(),
            shown: None,
            pending: Vec::new(),
            now,
            liveness: Liveness::Connecting { place, trouble: None },
            present: Vec::new(),
            width,
            height,
            board: Board::default(),
            cards: BTreeMap::new(),
            chosen: None,
            masked: false,
            toast: None,
            drafts: Drafts::default(),
        }
    }

    /// The picture as this screen shows it.
    pub fn picture(&self) -> &Picture {
        self.shown.as_ref().unwrap_or(&self.confirmed)
    }

    pub fn confirmed(&self) -> &Picture {
        &self.confirmed
    }

    pub fn me(&self) -> &Actor {
        &self.setting.me
    }

    /// The incident this screen is about: the chosen one, else the worst that is open.
    pub fn incident(&self) -> Option<&Incident> {
        let picture = self.picture();
        match self.chosen.and_then(|id| picture.incident(id)) {
            Some(chosen) => Some(chosen),
            None => picture.open().first().copied(),
        }
    }

    /// Folds in what the hub has confirmed, and shows it with what is still on its way.
    pub fn fold(&mut self, news: &crate::wire::News) {
        for recorded in &news.events {
            self.confirmed.apply(recorded);
        }
        let (confirmed, now) = (&self.confirmed, self.now);
        self.pending.retain(|pending| !pending.settled(confirmed));
        self.shown = optimistic::shown(&self.confirmed, &self.pending, &self.setting.me, now);
    }

    /// Forgets what the hub had said; what is on its way stays.
    pub fn start_over(&mut self) {
        self.confirmed = Picture::default();
        self.cards.clear();
        self.reshow();
    }

    /// Shows the picture again after what is on its way has changed.
    pub fn reshow(&mut self) {
        let confirmed = &self.confirmed;
        self.pending.retain(|pending| !pending.settled(confirmed));
        self.shown = optimistic::shown(&self.confirmed, &self.pending, &self.setting.me, self.now);
    }

    /// The first command on its way that others act on and that is about this account.
    pub fn asking(&self, account: &AccountId) -> Option<&Pending> {
        self.pending
            .iter()
            .find(|pending| match &pending.submission.command {
                Command::ClaimAccount(command) => command.account == *account,
                Command::StartCall(command) => command.account == *account,
                Command::ReleaseClaim(command) => command.account == *account,
                Command::TakeOverClaim(command) => command.account == *account,
                _ => false,
            })
    }

    pub fn say(&mut self, text: impl Into<String>, tone: Tone) {
        self.toast = Some(Toast {
            text: text.into(),
            tone,
            since: self.now,
        });
    }
}
