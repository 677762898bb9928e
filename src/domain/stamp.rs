//! The circumstances of a recorded event: everything of it but what happened.

use super::actor::Actor;
use super::ids::{Seq, SubmissionId};
use jiff::Timestamp;

/// Everything of a recorded event but what happened.
#[derive(Clone, Debug)]
pub struct Stamp {
    pub seq: Seq,
    pub at: Timestamp,
    pub said_at: Timestamp,
    pub by: Actor,
    pub cause: SubmissionId,
}
