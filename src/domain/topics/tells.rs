//! Whom an incident has to tell that a topic is done. The picture puts it together; nothing of it is recorded.

use crate::domain::ids::{AccountId, Name, Seq};
use crate::domain::text::Clean;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One account that raised a topic, and what it is to be told now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tell {
    pub topic: Seq,
    pub account: AccountId,
    /// The event that crossed it off.
    pub done: Seq,
    pub how: Clean,
    pub at: Timestamp,
    /// Who heard it from them.
    pub heard_by: Option<Name>,
}

/// By topic, then by account.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tells {
    of: BTreeMap<Seq, Vec<Tell>>,
}

impl Tells {
    pub fn iter(&self) -> impl Iterator<Item = &Tell> {
        self.of.values().flatten()
    }

    pub fn of(&self, topic: Seq) -> &[Tell] {
        self.of.get(&topic).map_or(&[], Vec::as_slice)
    }

    pub(in crate::domain) fn set(&mut self, topic: Seq, tells: Vec<Tell>) {
        match tells.is_empty() {
            true => self.of.remove(&topic),
            false => self.of.insert(topic, tells),
        };
    }
}
