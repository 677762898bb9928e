//! Briefs given to executives: that one was, when, and to whom.

use super::ids::{Name, Seq};
use super::stamp::Stamp;
use super::text::Clean;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A brief that was given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Given {
    pub seq: Seq,
    pub at: Timestamp,
    pub by: Name,
    pub to: Option<Clean>,
    pub withdrawn: bool,
}

/// Records that executives were given the brief. Sending it is done elsewhere, by people.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GiveBrief {
    /// Who heard or read it, in words. Left out: the executives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Clean>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BriefGiven {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Clean>,
}

impl Given {
    pub(super) fn new(event: &BriefGiven, stamp: &Stamp) -> Self {
        Given {
            seq: stamp.seq,
            at: stamp.said_at,
            by: stamp.by.name.clone(),
            to: event.to.clone(),
            withdrawn: false,
        }
    }
}
