//! Accounts that nobody answers at: what the CS lead decided about them.

use super::ids::{AccountId, Name, Seq};
use super::stamp::Stamp;
use super::text::Clean;
use crate::domain::speech::word;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How it goes on with an account that was called and written to in vain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "snake_case")]
pub enum GoOn {
    /// Called again from then on.
    KeepTrying { next_at: Timestamp },
    /// No more calls: they hear from us in writing.
    ByMail,
    /// Left in peace until they get in touch.
    Leave,
}

impl GoOn {
    pub fn words(&self) -> &'static str {
        match self {
            GoOn::KeepTrying { .. } => word!("keep trying"),
            GoOn::ByMail => word!("by mail only"),
            GoOn::Leave => word!("leave them in peace"),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DecideUnreachable {
    pub account: AccountId,
    #[serde(flatten)]
    pub go_on: GoOn,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Clean>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UnreachableDecided {
    pub account: AccountId,
    #[serde(flatten)]
    pub go_on: GoOn,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Clean>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    pub seq: Seq,
    pub at: Timestamp,
    pub by: Name,
    pub go_on: GoOn,
    withdrawn: bool,
}

/// Every decision about one account.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Unreached {
    decisions: Vec<Decision>,
}

impl Unreached {
    /// The one that counts.
    pub fn last(&self) -> Option<&Decision> {
        self.decisions.iter().rfind(|decision| !decision.withdrawn)
    }

    pub(super) fn decided(&mut self, event: &UnreachableDecided, stamp: &Stamp) {
        self.decisions.push(Decision {
            seq: stamp.seq,
            at: stamp.said_at,
            by: stamp.by.name.clone(),
            go_on: event.go_on.clone(),
            withdrawn: false,
        });
    }

    pub(super) fn withdraw(&mut self, seq: Seq) {
        for decision in self.decisions.iter_mut().filter(|decision| decision.seq == seq) {
            decision.withdrawn = true;
        }
    }

    pub(super) fn absorb(&mut self, mut other: Unreached) {
        self.decisions.append(&mut other.decisions);
        self.decisions.sort_by_key(|decision| decision.seq);
    }
}
