//! What people write into the timeline: facts, guesses and deeds, and the commander's intent on top of it.

use super::ids::{AccountId, Name, Seq};
use super::span::Span;
use super::stamp::Stamp;
use super::text::{Clean, CleanText};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What a note is. Sheets, briefs and reports take only facts; a guess carries a `?`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    #[default]
    Fact,
    Guess,
    Did,
}

impl Stance {
    pub fn as_str(self) -> &'static str {
        match self {
            Stance::Fact => "fact",
            Stance::Guess => "guess",
            Stance::Did => "did",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WriteNote {
    pub text: CleanText,
    #[serde(default)]
    pub stance: Stance,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NoteWritten {
    pub text: CleanText,
    pub stance: Stance,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
}

/// What the commander means to do until a time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Intent {
    pub seq: Seq,
    pub text: Clean,
    pub by: Name,
    pub at: Timestamp,
    pub until: Option<Timestamp>,
    pub withdrawn: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SetIntent {
    pub text: Clean,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IntentSet {
    pub text: Clean,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

/// A plan that names no end holds so long.
const PLAN: Span = Span::minutes(30);

impl Intent {
    /// Until when it holds.
    pub fn ends(&self) -> Timestamp {
        self.until.unwrap_or_else(|| PLAN.after(self.at))
    }

    pub(super) fn new(event: &IntentSet, stamp: &Stamp) -> Self {
        Intent {
            seq: stamp.seq,
            text: event.text.clone(),
            by: stamp.by.name.clone(),
            at: stamp.said_at,
            until: event.until,
            withdrawn: false,
        }
    }
}
