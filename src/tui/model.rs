//! What the screen knows: the picture with what is on its way, the time, and what is open on it.

use super::board::Board;
use super::msg::Liveness;
use super::optimistic;
use super::screen::Dialog;
use super::screen::lobby::Lobby;
use super::screen::room::Room;
use crate::domain::actor::Actor;
use crate::domain::command::{Command, Offline, Submission};
use crate::domain::ids::{AccountId, IncidentId, Seq};
use crate::domain::incident::Incident;
use crate::domain::picture::Picture;
use crate::wire::{AccountCard, Present};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// All of it.
#[derive(Debug)]
pub struct Model {
    pub stage: Stage,
    pub room: Room,
    pub lobby: Lobby,
    /// What is open over the screen, the topmost last.
    pub dialogs: Vec<Dialog>,
    pub drafts: Drafts,
    /// Ctrl-C was pressed at this moment; a second one soon after ends the program.
    pub interrupted: Option<Timestamp>,
}

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

/// What every screen and dialog reads.
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
}

/// A command of ours on its way.
#[derive(Clone, Debug)]
pub struct Pending {
    pub submission: Submission,
    /// Accepted by the hub: shown by the log once it has come this far.
    pub through: Option<Seq>,
    /// Sent without an answer; it is being settled.
    pub unknown: bool,
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

impl Model {
    pub fn new(setting: Setting, now: Timestamp, place: String, width: u16, height: u16) -> Self {
        let stage = Stage {
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
        };
        Model {
            stage,
            room: Room::default(),
            lobby: Lobby::default(),
            dialogs: Vec::new(),
            drafts: Drafts::default(),
            interrupted: None,
        }
    }
}

impl Stage {
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

impl Pending {
    /// Kept by this screen and delivered later, or asked of the hub and waited for.
    pub fn kept(&self) -> bool {
        self.submission.command.row().offline == Offline::Kept
    }

    /// The log says what became of it.
    fn settled(&self, confirmed: &Picture) -> bool {
        confirmed.knows(&self.submission.id)
            || self.through.is_some_and(|through| confirmed.through() >= through)
    }
}
