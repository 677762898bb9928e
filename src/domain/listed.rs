//! One line of the call list: where an account stands, and what is known of it for a call.

use super::accounts::Tier;
use super::assignments::Whose;
use super::channel::Channel;
use super::critical::Near;
use super::ids::{AccountId, Name};
use super::text::Clean;
use jiff::Timestamp;
use jiff::civil::Date;

/// Where a row stands, derived from what was recorded.
#[derive(Clone, Debug, PartialEq)]
pub enum RowState {
    /// Nobody has it. `now`: its time has come.
    ToCall {
        now: bool,
    },
    /// Nobody has it, and it is night there.
    Asleep,
    Claimed {
        by: Name,
        until: Timestamp,
    },
    OnPhone {
        by: Name,
        since: Timestamp,
    },
    /// Tried, or asked to be called again, at a time.
    CallAgain {
        by: Name,
        at: Timestamp,
    },
    Reached {
        by: Name,
        told: Option<u32>,
    },
    /// Reached, and told words that no longer hold.
    TellAgain {
        by: Name,
        told: u32,
    },
    /// Called often enough: these are still to be written.
    Write {
        by: Name,
        since: Timestamp,
        left: Vec<Channel>,
    },
    /// Called and written to in vain: whoever leads the calls decides.
    Unreachable {
        since: Timestamp,
    },
    /// They hear from us in writing only.
    ByMail {
        by: Name,
    },
    /// Left in peace until they get in touch.
    LeftAlone {
        by: Name,
    },
    Settled,
    NotAffected,
    DoNotContact {
        reason: Clean,
    },
}

impl RowState {
    /// Stable, for machines.
    pub fn as_str(&self) -> &'static str {
        match self {
            RowState::ToCall { .. } => "to_call",
            RowState::Asleep => "asleep",
            RowState::Claimed { .. } => "claimed",
            RowState::OnPhone { .. } => "on_phone",
            RowState::CallAgain { .. } => "call_again",
            RowState::Reached { .. } => "reached",
            RowState::TellAgain { .. } => "tell_again",
            RowState::Write { .. } => "write",
            RowState::Unreachable { .. } => "unreachable",
            RowState::ByMail { .. } => "by_mail",
            RowState::LeftAlone { .. } => "left_alone",
            RowState::Settled => "settled",
            RowState::NotAffected => "not_affected",
            RowState::DoNotContact { .. } => "do_not_contact",
        }
    }

    /// There is still something to do about them.
    pub fn is_open(&self) -> bool {
        match self {
            RowState::ToCall { .. }
            | RowState::Asleep
            | RowState::Claimed { .. }
            | RowState::OnPhone { .. }
            | RowState::CallAgain { .. }
            | RowState::TellAgain { .. }
            | RowState::Write { .. }
            | RowState::Unreachable { .. } => true,
            RowState::Reached { .. }
            | RowState::ByMail { .. }
            | RowState::LeftAlone { .. }
            | RowState::Settled
            | RowState::NotAffected
            | RowState::DoNotContact { .. } => false,
        }
    }
}

/// One line of the call list.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    pub account: AccountId,
    pub name: Clean,
    pub tier: Tier,
    pub state: RowState,
    /// The sum of the points of its [rank](super::rank).
    pub score: i32,
    /// The next callback, or the target of its tier while it has not been tried.
    pub due: Option<Timestamp>,
    pub pinned: bool,
    /// They called us, and nobody has spoken with them since.
    pub called_us: bool,
    /// It is night there, and they have not asked for a call.
    pub asleep: bool,
    /// It is night there, and somebody answers day and night.
    pub night_desk: bool,
    /// Whose call it is, if anybody's.
    pub whose: Option<Whose>,
    /// When the first of them may be rung again, where they are asleep.
    pub wakes: Option<Timestamp>,
    /// Their language, where not all of us speak it, and who does.
    pub language: Option<(Clean, Vec<Name>)>,
    /// The next hours that matter to them.
    pub moment: Option<Near>,
    /// The nearer of renewal and notice date; settles ties of rank.
    pub leaves: Option<Date>,
}
