//! How an account can be reached, as it was when it came onto the call list: nothing personal, and enough to say whether
//! it is night there and who of us speaks their language.

use super::ids::Name;
use super::text::Clean;
use serde::{Deserialize, Serialize};

/// The role of a number that is answered day and night, by contract.
pub const EMERGENCY: &str = "emergency_24x7";

/// What their contacts and our people say of it together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reach {
    /// The zones of those who may be called, where they are others than the account's own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub zones: Vec<Clean>,
    /// Somebody there answers day and night, by contract.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub always: bool,
    /// The language of the call, where not everybody here is known to speak it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Clean>,
    /// Who of us speaks it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub speakers: Vec<Name>,
}

impl Reach {
    pub fn is_unknown(&self) -> bool {
        *self == Reach::default()
    }
}
