//! Somebody's word on something, and what is counted by the place of its event in the log.

use super::ids::{Name, Seq};
use super::stamp::Stamp;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Somebody's word on something, and when it was given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Word {
    pub seq: Seq,
    pub by: Name,
    pub at: Timestamp,
}

/// What is counted by the place of its event in the log, and can be taken back.
pub(super) trait Numbered {
    fn seq(&self) -> Seq;
    fn withdrawn(&self) -> bool;
    /// Forgets whatever the event with this number said of it.
    fn withdraw(&mut self, seq: Seq);
}

impl Word {
    pub(super) fn of(stamp: &Stamp) -> Self {
        Word {
            seq: stamp.seq,
            by: stamp.by.name.clone(),
            at: stamp.said_at,
        }
    }
}
