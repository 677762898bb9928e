//! The public page: the texts that were live on it, in order, and the phase each put it in.

use super::ids::{Name, Seq};
use super::stamp::Stamp;
use super::text::{Clean, CleanText};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

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

/// A text on the public page.
#[derive(Clone, Debug, PartialEq)]
pub struct Post {
    pub seq: Seq,
    /// Counts from 1; the playbook's first words are 0.
    pub number: u32,
    pub phase: Phase,
    pub text: CleanText,
    pub place: Option<Clean>,
    pub by: Name,
    /// When it went live.
    pub at: Timestamp,
}

/// Records that a text is live on the public page: published elsewhere, by whom and where.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordPost {
    pub phase: Phase,
    pub text: CleanText,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Clean>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PostRecorded {
    pub number: u32,
    pub phase: Phase,
    pub text: CleanText,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Clean>,
}

impl Post {
    pub(super) fn new(event: &PostRecorded, stamp: &Stamp) -> Self {
        Post {
            seq: stamp.seq,
            number: event.number,
            phase: event.phase,
            text: event.text.clone(),
            place: event.place.clone(),
            by: stamp.by.name.clone(),
            at: stamp.said_at,
        }
    }
}
