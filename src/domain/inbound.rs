//! Calls that customers make to us: who answered, and whom that was told.

use super::ids::{AccountId, ContactId, Name, Seq};
use super::stamp::Stamp;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The customer is on the line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AnswerInbound {
    pub account: AccountId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactId>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InboundAnswered {
    pub account: AccountId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactId>,
    /// Who had the account, or another on the same phone, when that is not whoever answered: they are told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<Name>,
}

/// The calls of one account to us, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CallsIn {
    calls: Vec<CallIn>,
}

/// One call of theirs that somebody answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CallIn {
    pub seq: Seq,
    pub at: Timestamp,
    /// Who answered.
    pub by: Name,
    pub contact: Option<ContactId>,
    /// Who had the account then, when that is somebody else.
    pub holder: Option<Name>,
    withdrawn: bool,
}

impl CallsIn {
    /// The last one that stands.
    pub fn last(&self) -> Option<&CallIn> {
        self.calls.iter().rfind(|call| !call.withdrawn)
    }

    pub(super) fn answered(&mut self, event: &InboundAnswered, stamp: &Stamp) {
        self.calls.push(CallIn {
            seq: stamp.seq,
            at: stamp.said_at,
            by: stamp.by.name.clone(),
            contact: event.contact.clone(),
            holder: event.holder.clone(),
            withdrawn: false,
        });
    }

    pub(super) fn withdraw(&mut self, seq: Seq) {
        for call in self.calls.iter_mut().filter(|call| call.seq == seq) {
            call.withdrawn = true;
        }
    }

    /// Takes over what is known of the same account from another incident.
    pub(super) fn absorb(&mut self, mut other: CallsIn) {
        self.calls.append(&mut other.calls);
        self.calls.sort_by_key(|call| call.seq);
    }
}
