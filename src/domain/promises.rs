//! Promises: every "we will ..." said to a customer, with an owner and a due.

use super::ids::{AccountId, Name, Seq};
use super::stamp::Stamp;
use super::text::Clean;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A dated debt. Its number is the place of its event in the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Promise {
    pub seq: Seq,
    pub account: Option<AccountId>,
    pub what: Clean,
    pub owner: Name,
    pub made_at: Timestamp,
    pub due: Timestamp,
    pub kept: Option<Seq>,
    pub withdrawn: bool,
    /// Who had it before, with the event that moved it on.
    handed: Vec<(Seq, Name)>,
}

/// A promise as it is made on a call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewPromise {
    pub what: Clean,
    /// Left out: whoever records it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Name>,
    pub due: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MakePromise {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    #[serde(flatten)]
    pub promise: NewPromise,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeepPromise {
    pub promise: Seq,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PromiseMade {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    pub what: Clean,
    pub owner: Name,
    pub due: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PromiseKept {
    pub promise: Seq,
    pub what: Clean,
}

impl Promise {
    pub(super) fn new(event: &PromiseMade, stamp: &Stamp) -> Self {
        Promise {
            seq: stamp.seq,
            account: event.account.clone(),
            what: event.what.clone(),
            owner: event.owner.clone(),
            made_at: stamp.said_at,
            due: event.due,
            kept: None,
            withdrawn: false,
            handed: Vec::new(),
        }
    }

    /// Neither kept nor taken back.
    pub fn owed(&self) -> bool {
        self.kept.is_none() && !self.withdrawn
    }

    pub(super) fn withdraw(&mut self, seq: Seq) {
        self.withdrawn |= self.seq == seq;
        self.kept = self.kept.filter(|kept| *kept != seq);
        if let Some((_, before)) = self.handed.pop_if(|(moved, _)| *moved == seq) {
            self.owner = before;
        }
    }

    /// Somebody else owes it from now on.
    pub(super) fn hand_to(&mut self, owner: &Name, seq: Seq) {
        let before = std::mem::replace(&mut self.owner, owner.clone());
        self.handed.push((seq, before));
    }
}
