//! The internal state of an incident, and the request to move it.

use super::ids::Seq;
use super::text::Clean;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Where the fixing stands; the public phase and the customers' phase move on their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Internal {
    Open,
    Mitigated,
    Resolved,
    Closed,
}

impl Internal {
    pub fn as_str(self) -> &'static str {
        match self {
            Internal::Open => "open",
            Internal::Mitigated => "mitigated",
            Internal::Resolved => "resolved",
            Internal::Closed => "closed",
        }
    }
}

/// Moves the internal state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChangeState {
    pub to: Internal,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Clean>,
    /// With `closed`: what is still owed is put on long term. It stays due, each with its own time and owner.
    #[serde(default)]
    pub owing: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StateChanged {
    pub from: Internal,
    pub to: Internal,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Clean>,
    /// With `closed`: how much was still owed. It stays due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owing: Option<usize>,
}

/// One move of the internal state, when it is said to have happened.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Move {
    pub seq: Seq,
    pub to: Internal,
    pub at: Timestamp,
}
