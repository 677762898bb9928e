//! What we say: drafts by audience and phase, their approval, and the numbered texts that customers heard.

mod draft;
mod series;

pub use draft::{Draft, SentBack};
pub use series::{Messages, Post};

use super::ids::{Name, Seq};
use super::text::{Clean, CleanText};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// What the public page says the incident is; moves apart from the internal state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    None,
    Investigating,
    Identified,
    Monitoring,
    Resolved,
}

impl Phase {
    /// Those a text can be in.
    pub const TOLD: [Phase; 4] = [
        Phase::Investigating,
        Phase::Identified,
        Phase::Monitoring,
        Phase::Resolved,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Phase::None => "none",
            Phase::Investigating => "investigating",
            Phase::Identified => "identified",
            Phase::Monitoring => "monitoring",
            Phase::Resolved => "resolved",
        }
    }
}

/// For whom a text is (PagerDuty business response: the grid of audience and phase).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// All customers: the public page.
    Page,
    /// What advocates may say on a call.
    Calls,
    /// Strategic customers, in writing.
    Strategic,
    /// Our own people.
    Internal,
    Executives,
}

impl Audience {
    pub const ALL: [Audience; 5] = [
        Audience::Page,
        Audience::Calls,
        Audience::Strategic,
        Audience::Internal,
        Audience::Executives,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Audience::Page => "page",
            Audience::Calls => "calls",
            Audience::Strategic => "strategic",
            Audience::Internal => "internal",
            Audience::Executives => "executives",
        }
    }

    /// As people say it: `what calls may say`.
    pub fn words(self) -> &'static str {
        match self {
            Audience::Page => "public page",
            Audience::Calls => "words for calls",
            Audience::Strategic => "strategic accounts, in writing",
            Audience::Internal => "our own people",
            Audience::Executives => "executives",
        }
    }

    /// Texts for it count in the numbered series that accounts are told.
    pub fn numbered(self) -> bool {
        matches!(self, Audience::Page | Audience::Calls)
    }
}

impl fmt::Display for Audience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.words())
    }
}

/// What a text changes against the one before it. Only a changed meaning has to be told again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    Wording,
    Meaning,
}

impl Change {
    pub fn as_str(self) -> &'static str {
        match self {
            Change::Wording => "wording",
            Change::Meaning => "meaning",
        }
    }
}

/// Somebody who may gave the word.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Approval {
    pub by: Name,
    pub at: Timestamp,
    /// Why, though something was missing.
    pub despite: Option<Clean>,
}

/// Puts a text forward for an audience. It takes the place of one's own draft that still waits there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DraftMessage {
    pub audience: Audience,
    pub phase: Phase,
    pub text: CleanText,
    /// What was filled in for what the phase requires.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub slots: BTreeMap<Clean, CleanText>,
    /// When the next text comes. Left out: as the text says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_update: Option<Timestamp>,
    /// A draft of somebody else's that this one takes the place of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<Seq>,
}

/// The number of a draft is the place of this event in the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MessageDrafted {
    pub audience: Audience,
    pub phase: Phase,
    pub text: CleanText,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub slots: BTreeMap<Clean, CleanText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_update: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<Seq>,
}

/// The word of the commander or the deputy on a draft, or on a text that went live without it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ApproveMessage {
    /// The draft, or the text that is live, by its place in the log.
    pub draft: Seq,
    /// Left out: a meaning when the phase moves, else a wording.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
    /// Why it goes out though required slots are empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub despite: Option<Clean>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MessageApproved {
    pub draft: Seq,
    pub change: Change,
    /// Its number in the series told to customers, where approval makes it live for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub despite: Option<Clean>,
}

/// Sends a draft back to its author, or withdraws one's own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RejectDraft {
    pub draft: Seq,
    #[serde(default)]
    pub reason: Clean,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DraftRejected {
    pub draft: Seq,
    pub reason: Clean,
}

/// Records that a text is live on the public page: published elsewhere, by whom and where.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordPost {
    /// Left out with a draft: the draft's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phase: Option<Phase>,
    /// Left out with a draft: the draft's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<CleanText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Clean>,
    /// The approved draft that was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<Seq>,
    /// Left out: as approved, or a meaning when the phase moves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PostRecorded {
    pub number: u32,
    pub phase: Phase,
    pub text: CleanText,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Clean>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<Seq>,
    /// Left out in older logs: a meaning when the phase moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
    /// When the next text comes, as this one says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_update: Option<Timestamp>,
    /// It went live without the word of anybody who may give it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unapproved: bool,
}
