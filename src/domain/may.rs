//! Whether one person may call an account now, and if not, why not and from when.

use super::call_list::{Listed, RowState};
use super::channel::Channel;
use super::ids::Name;
use super::retries::KEPT_FOR;
use super::text::Clean;
use jiff::Timestamp;

/// The answer to "may I?".
#[derive(Clone, Debug, PartialEq)]
pub enum May<'a> {
    /// They are on the phone with them.
    Speaking,
    /// Theirs until then.
    Yours { until: Timestamp },
    /// Nobody has it: call.
    Call,
    /// Enough calls: these are to be written, by anybody.
    Write { left: &'a [Channel] },
    /// Nobody has it, and these speak their language.
    Speaks { language: &'a Clean, by: &'a [Name] },
    /// Nobody has it, and it stays with whoever tried last until then.
    Kept { by: &'a Name, until: Timestamp },
    /// Not before this time: it was agreed, or is when to try again.
    Later { by: &'a Name, at: Timestamp },
    /// It is night there, until then if that is known.
    Asleep { until: Option<Timestamp> },
    /// Somebody else has it.
    Held { by: &'a Name },
    /// Nobody answers: whoever leads the calls decides.
    Decided,
    /// There is no call to make.
    Done,
    /// They are not to be called.
    Never { reason: &'a Clean },
}

impl May<'_> {
    /// The place of a row in the list of one person: what is theirs, what they may do, what comes later, what is not
    /// for them now, what is done.
    pub fn turn(&self) -> u8 {
        match self {
            May::Speaking => 0,
            May::Yours { .. } => 1,
            May::Call | May::Write { .. } => 2,
            May::Speaks { .. } => 3,
            May::Kept { .. } | May::Later { .. } | May::Asleep { .. } | May::Held { .. } | May::Decided => 4,
            May::Done | May::Never { .. } => 5,
        }
    }
}

/// Whether `who` may call now.
pub fn may<'a>(listed: &'a Listed, who: &Name, now: Timestamp) -> May<'a> {
    match &listed.state {
        RowState::OnPhone { by, .. } if by == who => May::Speaking,
        RowState::Claimed { by, until } if by == who => May::Yours { until: *until },
        RowState::OnPhone { by, .. } | RowState::Claimed { by, .. } => May::Held { by },
        RowState::Write { by, since, left } => match kept(by, *since, who, now) {
            Some(kept) => kept,
            None => May::Write { left },
        },
        RowState::Unreachable { .. } => May::Decided,
        RowState::CallAgain { by, at } if *at > now => May::Later { by, at: *at },
        RowState::ToCall { .. }
        | RowState::Asleep
        | RowState::CallAgain { .. }
        | RowState::TellAgain { .. }
            if listed.asleep =>
        {
            May::Asleep { until: listed.wakes }
        }
        RowState::CallAgain { by, at } => {
            let kept = kept(by, *at, who, now).filter(|_| able(listed, by) && !listed.called_us);
            kept.unwrap_or_else(|| spoken(listed, who))
        }
        RowState::ToCall { .. } | RowState::Asleep | RowState::TellAgain { .. } => spoken(listed, who),
        RowState::Reached { .. }
        | RowState::ByMail { .. }
        | RowState::LeftAlone { .. }
        | RowState::Settled
        | RowState::NotAffected => May::Done,
        RowState::DoNotContact { reason } => May::Never { reason },
    }
}

/// What comes back to whoever tried last stays theirs for a while.
fn kept<'a>(by: &'a Name, at: Timestamp, who: &Name, now: Timestamp) -> Option<May<'a>> {
    let until = KEPT_FOR.after(at);
    (by != who && now < until).then_some(May::Kept { by, until })
}

/// Whoever is known to speak their language goes first.
fn spoken<'a>(listed: &'a Listed, who: &Name) -> May<'a> {
    match &listed.language {
        Some((language, by)) if !able(listed, who) => May::Speaks { language, by },
        Some(_) | None => May::Call,
    }
}

/// Whether somebody can hold the call, or nobody here is known to be any better at it.
fn able(listed: &Listed, who: &Name) -> bool {
    let speakers = listed.language.as_ref().map(|(_, by)| by);
    speakers.is_none_or(|by| by.is_empty() || by.contains(who))
}
