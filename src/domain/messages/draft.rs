//! A text that was put forward, and what became of it.

use super::{Approval, Audience, Change, MessageDrafted, Phase};
use crate::domain::ids::{Name, Seq};
use crate::domain::stamp::Stamp;
use crate::domain::text::{Clean, CleanText};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A text put forward for an audience. Kept in the record whatever became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    pub seq: Seq,
    pub audience: Audience,
    pub phase: Phase,
    pub text: CleanText,
    pub slots: BTreeMap<Clean, CleanText>,
    pub next_update: Option<Timestamp>,
    pub by: Name,
    pub at: Timestamp,
    /// The draft that took its place.
    pub replaced_by: Option<Seq>,
    pub sent_back: Option<SentBack>,
    pub approved: Option<Approval>,
    pub change: Option<Change>,
    /// Its number in the series told to customers, once it is live for them.
    pub number: Option<u32>,
}

/// It was not taken, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SentBack {
    pub by: Name,
    pub at: Timestamp,
    pub reason: Clean,
}

impl Draft {
    pub(super) fn new(event: &MessageDrafted, stamp: &Stamp) -> Self {
        Draft {
            seq: stamp.seq,
            audience: event.audience,
            phase: event.phase,
            text: event.text.clone(),
            slots: event.slots.clone(),
            next_update: event.next_update,
            by: stamp.by.name.clone(),
            at: stamp.said_at,
            replaced_by: None,
            sent_back: None,
            approved: None,
            change: None,
            number: None,
        }
    }

    /// Nobody has said yes or no to it, and no other took its place.
    pub fn undecided(&self) -> bool {
        let said = self.approved.is_some() || self.sent_back.is_some();
        !said && self.replaced_by.is_none() && self.number.is_none()
    }

    /// People go by it: for the page once it was published, for the others once it was approved.
    pub fn live(&self) -> bool {
        self.approved.is_some() && (self.audience != Audience::Page || self.number.is_some())
    }
}
