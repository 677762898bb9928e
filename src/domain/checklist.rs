//! Checklists: the playbook's steps, and the outreach steps of each account.

use super::ids::{AccountId, Name, Seq};
use super::stamp::Stamp;
use super::text::Clean;
use crate::domain::speech::word;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A tick, and who made it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tick {
    pub seq: Seq,
    pub by: Name,
    pub at: Timestamp,
    /// Given when the tick says what no call shows.
    pub reason: Option<Clean>,
}

/// The outreach checklist of one account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountStep {
    /// A person was reached. Follows from attempts; by hand only with a reason, and marked so.
    Called,
    /// They were told the words that are live now. Follows from attempts as well.
    Told,
    FollowedUp,
    Settled,
}

impl AccountStep {
    pub const ALL: [AccountStep; 4] = [
        AccountStep::Called,
        AccountStep::Told,
        AccountStep::FollowedUp,
        AccountStep::Settled,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            AccountStep::Called => "called",
            AccountStep::Told => "told",
            AccountStep::FollowedUp => "followed_up",
            AccountStep::Settled => "settled",
        }
    }

    pub fn words(self) -> &'static str {
        match self {
            AccountStep::FollowedUp => word!("followed up"),
            AccountStep::Called | AccountStep::Told | AccountStep::Settled => self.as_str(),
        }
    }

    /// As machines write it or as people say it.
    pub(super) fn parse(text: &str) -> Option<AccountStep> {
        let text = text.trim().replace([' ', '-'], "_").to_lowercase();
        AccountStep::ALL.into_iter().find(|step| step.as_str() == text)
    }
}

/// Ticks a step: of an account's outreach checklist when an account is named, else of the playbook's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TickStep {
    pub step: Clean,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Clean>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UntickStep {
    pub step: Clean,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StepTicked {
    pub step: Clean,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Clean>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StepUnticked {
    pub step: Clean,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
}

impl Tick {
    pub(super) fn new(event: &StepTicked, stamp: &Stamp) -> Self {
        Tick {
            seq: stamp.seq,
            by: stamp.by.name.clone(),
            at: stamp.said_at,
            reason: event.reason.clone(),
        }
    }
}
