//! What a report says, before it has a form. The form is a template's; this is frozen into the log with an approval.

use super::kind::ReportId;
use super::parts::Moment;
use crate::domain::findings::{Certainty, Data};
use crate::domain::ids::{IncidentId, Name, Seq};
use crate::domain::text::{Clean, CleanText};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// For all customers, or for one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Content {
    pub report: ReportId,
    pub version: u32,
    /// Approved; else it is a draft and says so.
    pub approved: bool,
    pub incident: IncidentId,
    pub title: Clean,
    /// `None`: all customers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<Clean>,
    /// The customer's, an IANA name; beside UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<Clean>,
    /// The record up to this event; of an account, up to when it was sent.
    pub through: Seq,
    /// When it was issued, or as of when this is said.
    pub as_of: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<Name>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approvers: Vec<Name>,
    pub summary: CleanText,
    pub times: Times,
    pub services: Vec<Clean>,
    pub impact: CleanText,
    /// What this customer felt.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub own: Vec<Felt>,
    pub data: Data,
    #[serde(default)]
    pub data_words: CleanText,
    pub timeline: Vec<Moment>,
    pub cause: Certainty,
    /// Never in a preliminary report.
    #[serde(default)]
    pub cause_words: CleanText,
    pub done: Vec<Clean>,
    pub workaround: CleanText,
    pub prevention: Vec<Will>,
    /// To this customer alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub promises: Vec<Will>,
    /// Approved ones only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub credit: Vec<Clean>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_at: Option<Timestamp>,
    pub next: Clean,
    pub apology: CleanText,
    pub apology_by: Clean,
    pub contact: Clean,
    pub lessons: Vec<Clean>,
    /// Since the report sent before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<Change>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Times {
    pub began: Timestamp,
    /// When a machine or a person told us.
    pub noticed: Timestamp,
    /// The first text on the public page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mitigated: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved: Option<Timestamp>,
}

impl Times {
    /// How long customers felt it; `None` while they do.
    pub fn length(&self) -> Option<SignedDuration> {
        Some(self.mitigated?.duration_since(self.began))
    }
}

/// What one customer felt, and when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Felt {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    pub text: CleanText,
}

/// A "we will", and how it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Will {
    pub what: Clean,
    #[serde(default)]
    pub owner: Clean,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    pub kept: bool,
}

/// What a report says otherwise than the one before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    pub about: Subject,
    pub before: Said,
    pub after: Said,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    Began,
    Ended,
    Length,
    Impact,
    YourImpact,
    Data,
    Cause,
}

/// A time and a length are put into words where the zone is known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// Not known then, or not over.
    Open,
    At(Timestamp),
    Seconds(i64),
    Words(CleanText),
    Data(Data),
    Cause(Certainty),
}
