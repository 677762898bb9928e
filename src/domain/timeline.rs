//! The timeline: one line for everything that happened.

use super::ids::{AccountId, IncidentId, Name, Seq, SubmissionId};
use super::notes::Stance;
use super::people::Duty;
use super::text::Clean;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What a line is about; the timeline is filtered by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum What {
    Alert,
    State,
    Scope,
    Role(Duty),
    /// A duty offered to somebody.
    Offer(Duty),
    /// An offer of a duty that came to nothing.
    Declined,
    Level,
    Claim,
    /// An account offered to somebody, or the list dealt.
    Assign,
    /// What became of that, and who stands in for whom.
    Assigned,
    Call,
    /// They called us.
    CallIn,
    /// The customers that have no row.
    Others,
    Pin,
    /// Hours that matter to an account.
    Moment,
    /// How it goes on where nobody answers.
    Unreached,
    Tick,
    Untick,
    Promise,
    Debt,
    /// A question, by its number.
    Ask(Seq),
    Stop,
    Topic,
    Note(Stance),
    Plan,
    Brief,
    Page,
    /// A draft, and what became of it.
    Words,
    Finding,
    /// A report was drafted, reviewed or approved.
    Report,
    /// A report went out, or came back acknowledged.
    Sent,
    Impact,
    /// What a customer has and still wants, or that we lost them.
    Recovery,
    /// Somebody answered the three questions.
    Debrief,
    Expert,
    /// Calls of executives with customers.
    Executive,
    Gesture,
    Credit,
    /// Something went out to a sink, or did not.
    Dispatch,
    Correction,
}

impl What {
    pub fn as_str(self) -> &'static str {
        match self {
            What::Alert => "alert",
            What::State => "state",
            What::Scope => "scope",
            What::Role(_) | What::Offer(_) | What::Declined => "role",
            What::Level => "level",
            What::Claim => "claim",
            What::Assign | What::Assigned => "assign",
            What::Call | What::CallIn => "call",
            What::Others => "others",
            What::Pin => "pin",
            What::Moment => "moment",
            What::Unreached => "unreachable",
            What::Tick | What::Untick => "checklist",
            What::Promise => "promise",
            What::Debt => "debt",
            What::Ask(_) => "ask",
            What::Stop => "stop",
            What::Topic => "topic",
            What::Note(stance) => stance.as_str(),
            What::Plan => "plan",
            What::Brief => "brief",
            What::Page => "page",
            What::Words => "words",
            What::Finding => "finding",
            What::Report | What::Sent => "report",
            What::Impact => "impact",
            What::Recovery => "recovery",
            What::Debrief => "debrief",
            What::Expert => "expert",
            What::Executive => "executive",
            What::Gesture => "gesture",
            What::Credit => "credit",
            What::Dispatch => "dispatch",
            What::Correction => "correction",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    pub seq: Seq,
    pub cause: SubmissionId,
    /// When the hub recorded it.
    pub at: Timestamp,
    /// When it happened, as said.
    pub said_at: Timestamp,
    pub by: Name,
    pub what: What,
    pub account: Option<AccountId>,
    /// The account's name, if the line is about one.
    pub subject: Option<Clean>,
    pub text: Clean,
    /// A time the line ends with: the next contact, the due of a promise. Shown in the reader's zone.
    pub until: Option<Timestamp>,
    /// Folded away unless asked for.
    pub routine: bool,
    /// The correction that took it back.
    pub withdrawn: Option<Seq>,
}

impl Entry {
    /// Recorded so long after it happened that both times are worth showing.
    pub fn late(&self) -> bool {
        self.at.duration_since(self.said_at) >= SignedDuration::from_secs(60)
    }

    /// The same on the timeline of the incident that took over the one it was recorded for: a line about that one as such
    /// says which it was.
    pub(super) fn brought_from(mut self: Arc<Self>, id: IncidentId) -> Arc<Self> {
        let about_it = match self.what {
            What::State
            | What::Scope
            | What::Role(_)
            | What::Level
            | What::Plan
            | What::Page
            | What::Words
            | What::Stop
            | What::Expert
            | What::Offer(_)
            | What::Declined
            | What::Brief
            | What::Others
            | What::Debrief
            | What::Report
            | What::Sent
            | What::Dispatch => true,
            What::Tick
            | What::Untick
            | What::Assign
            | What::Assigned
            | What::Finding
            | What::Debt
            | What::Ask(_)
            | What::Executive => self.account.is_none(),
            What::Alert
            | What::Claim
            | What::Call
            | What::CallIn
            | What::Pin
            | What::Promise
            | What::Moment
            | What::Unreached
            | What::Impact
            | What::Recovery
            | What::Note(_)
            | What::Gesture
            | What::Credit
            | What::Topic
            | What::Correction => false,
        };
        if about_it {
            let entry = Arc::make_mut(&mut self);
            entry.text = format!("{id}: {}", entry.text).as_str().into();
        }
        self
    }

    /// Whether what it says can be taken back. Claims, declarations and the public page cannot: others acted on them.
    pub fn undoable(&self) -> bool {
        match self.what {
            What::Role(_)
            | What::Offer(_)
            | What::Level
            | What::Assign
            | What::Call
            | What::CallIn
            | What::Others
            | What::Pin
            | What::Moment
            | What::Unreached
            | What::Tick
            | What::Promise
            | What::Debt
            | What::Ask(_)
            | What::Stop
            | What::Topic
            | What::Note(_)
            | What::Plan
            | What::Brief
            | What::Finding
            | What::Sent
            | What::Impact
            | What::Executive
            | What::Gesture
            | What::Credit
            | What::Recovery
            | What::Debrief
            | What::Expert => true,
            What::Alert
            | What::State
            | What::Scope
            | What::Declined
            | What::Claim
            | What::Assigned
            | What::Untick
            | What::Page
            | What::Dispatch
            | What::Report
            | What::Words
            | What::Correction => false,
        }
    }
}
