//! What was found out: the cause, and whether data was touched. Each with how sure we are, never more.

use super::ids::{Name, Seq};
use super::stamp::Stamp;
use super::text::CleanText;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How sure we are of a cause. A preliminary report never states one as a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    Unknown,
    Suspected,
    Confirmed,
}

impl Certainty {
    pub fn as_str(self) -> &'static str {
        match self {
            Certainty::Unknown => "unknown",
            Certainty::Suspected => "suspected",
            Certainty::Confirmed => "confirmed",
        }
    }
}

/// What became of customers' data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Data {
    Unknown,
    /// Nothing was lost and nobody saw what is not theirs.
    Safe,
    Lost,
    Exposed,
}

impl Data {
    pub fn as_str(self) -> &'static str {
        match self {
            Data::Unknown => "unknown",
            Data::Safe => "safe",
            Data::Lost => "lost",
            Data::Exposed => "exposed",
        }
    }
}

/// What is known of the cause, since a moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cause {
    pub seq: Seq,
    pub certainty: Certainty,
    pub text: CleanText,
    pub by: Name,
    pub at: Timestamp,
    pub withdrawn: bool,
}

/// What is known of customers' data, since a moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DataTouched {
    pub seq: Seq,
    pub state: Data,
    pub text: CleanText,
    pub by: Name,
    pub at: Timestamp,
    pub withdrawn: bool,
}

/// Everything found out, in the order recorded; the latest that stands counts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Findings {
    pub causes: Vec<Cause>,
    pub data: Vec<DataTouched>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FindCause {
    pub certainty: Certainty,
    #[serde(default)]
    pub text: CleanText,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CauseFound {
    pub certainty: Certainty,
    pub text: CleanText,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FindData {
    pub state: Data,
    #[serde(default)]
    pub text: CleanText,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DataFound {
    pub state: Data,
    pub text: CleanText,
}

impl Findings {
    pub fn cause(&self) -> Option<&Cause> {
        self.causes.iter().rev().find(|cause| !cause.withdrawn)
    }

    /// Since when the cause is confirmed without a break: saying it in other words makes it no newer.
    pub fn confirmed_at(&self) -> Option<Timestamp> {
        let standing = self.causes.iter().rev().filter(|cause| !cause.withdrawn);
        let run = standing.take_while(|cause| cause.certainty == Certainty::Confirmed);
        run.last().map(|cause| cause.at)
    }

    pub fn data(&self) -> Option<&DataTouched> {
        self.data.iter().rev().find(|data| !data.withdrawn)
    }

    pub(super) fn cause_found(&mut self, event: &CauseFound, stamp: &Stamp) {
        self.causes.push(Cause {
            seq: stamp.seq,
            certainty: event.certainty,
            text: event.text.clone(),
            by: stamp.by.name.clone(),
            at: stamp.said_at,
            withdrawn: false,
        });
    }

    pub(super) fn data_found(&mut self, event: &DataFound, stamp: &Stamp) {
        self.data.push(DataTouched {
            seq: stamp.seq,
            state: event.state,
            text: event.text.clone(),
            by: stamp.by.name.clone(),
            at: stamp.said_at,
            withdrawn: false,
        });
    }

    pub(super) fn withdraw(&mut self, seq: Seq) {
        for cause in self.causes.iter_mut().filter(|cause| cause.seq == seq) {
            cause.withdrawn = true;
        }
        for data in self.data.iter_mut().filter(|data| data.seq == seq) {
            data.withdrawn = true;
        }
    }
}
