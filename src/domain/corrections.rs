//! Corrections: taking back what was recorded. Both events stay in the log; the later one points at the earlier.

use super::ids::Seq;
use super::text::Clean;
use serde::{Deserialize, Serialize};

/// Takes back what one command recorded, named by any of its events.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TakeBack {
    pub seq: Seq,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Clean>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TakenBack {
    /// What is corrected: everything that can be withdrawn of what one command recorded.
    pub corrects: Vec<Seq>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Clean>,
}
