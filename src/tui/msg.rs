//! Everything a screen hears, in one order.

use crate::domain::actor::Actor;
use crate::domain::command::Submission;
use crate::domain::ids::{AccountId, IncidentId, Seq, SubmissionId};
use crate::domain::people::Person;
use crate::domain::reports::ReportId;
use crate::wire::{Accepted, AccountCard, Accounts, Anew, News, PlaybookLine, Problem, VendorLine};
use crossterm::event::KeyEvent;
use jiff::Timestamp;

#[derive(Debug)]
pub enum Msg {
    Key(KeyEvent),
    Paste(String),
    Resize {
        width: u16,
        height: u16,
    },
    /// Hub time, as the screen counts it.
    Clock(Timestamp),
    /// What a poll brought.
    News(Box<News>),
    /// Who the hub takes us for.
    Me(Actor),
    /// The log comes again from its beginning; what is shown stays until it is whole.
    StartOver(Anew),
    Liveness(Liveness),
    /// The machine was asleep, or this program was stopped: nothing here is known to be so any more.
    Woke,
    /// A command of this screen is on its way.
    Submitted(Box<Submission>),
    /// What only this person knows is written down and may be shown as done; or it is nowhere but in this program, and
    /// why.
    Taken {
        id: SubmissionId,
        only_here: Option<String>,
    },
    /// The journal is open: an earlier run of the program has left these, if any; they are being sent.
    Resumed(Vec<Submission>),
    /// All that had waited is through.
    Replayed {
        sent: usize,
        refused: Vec<NotTaken>,
    },
    /// What is recorded here does not outlive this program, and why.
    NoOutbox(String),
    /// Part of what was recorded earlier cannot be read; the file is here now.
    PutAside(String),
    /// What became of one.
    Answered {
        id: SubmissionId,
        answer: Answer,
    },
    /// The editor is done: what it left, or why there is nothing.
    Edited {
        incident: IncidentId,
        report: ReportId,
        on: Option<Seq>,
        text: Result<String, String>,
    },
    /// The card of an account has come, or why not.
    Card {
        account: AccountId,
        card: Result<Box<AccountCard>, String>,
    },
    /// What was typed cannot be kept on this machine, and why.
    NotKept(String),
    /// The theme has changed, or why it has not.
    Theme(Result<String, String>),
    /// Our own people, by the list of them.
    People(Vec<Person>),
    /// Who has what somebody looked for, or why nobody knows.
    Found {
        text: String,
        found: Result<Accounts, String>,
    },
    /// Something about this machine or its settings that somebody has to know.
    Said(String),
    /// The playbooks of the hub, or why not.
    Playbooks(Result<Vec<PlaybookLine>, String>),
    /// How the vendors of the hub do, or why it did not say.
    Vendors(Result<Vec<VendorLine>, String>),
}

/// What was recorded and the hub did not take.
#[derive(Clone, Debug, PartialEq)]
pub struct NotTaken {
    pub submission: Submission,
    /// A sentence without its full stop.
    pub why: String,
}

/// What became of a command.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    Accepted(Accepted),
    Refused(Problem),
    /// Sent, and no answer yet: it is being settled by sending it again.
    Unknown,
    /// Not sent, with the reason.
    NotSent(String),
    /// Kept here and sent again by itself, with what was in the way.
    Waiting(String),
}

/// How fresh what is shown is.
#[derive(Clone, Debug, PartialEq)]
pub enum Liveness {
    /// No answer yet; where it is asking.
    Connecting {
        place: String,
        trouble: Option<String>,
    },
    Live,
    /// One poll missed. `since`: hub time of the last answer.
    Stale {
        since: Timestamp,
    },
    /// Two polls missed.
    Offline {
        since: Timestamp,
        trouble: String,
    },
}
