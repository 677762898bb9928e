//! The experts a playbook says to call when a condition holds: who was called, by whom, and when.

use super::ids::{Name, Seq};
use super::stamp::Stamp;
use super::text::Clean;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Records that an expert was called: they know and come, or said when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CallExpert {
    /// By the playbook's id of it, or by its words.
    pub expert: Clean,
    /// On which number, what they said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<Clean>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExpertCalled {
    pub expert: Clean,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<Clean>,
}

/// One call to an expert.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExpertCall {
    pub seq: Seq,
    pub by: Name,
    /// When they were called, as said.
    pub at: Timestamp,
    pub how: Option<Clean>,
}

/// The calls that stand, by the id of the expert.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Experts {
    calls: BTreeMap<Clean, Vec<ExpertCall>>,
}

impl Experts {
    /// The last call to an expert, if there was one.
    pub fn called(&self, id: &str) -> Option<&ExpertCall> {
        self.calls.get(id)?.last()
    }

    /// Takes over the calls made for another incident, as made before ours.
    pub(super) fn absorb(&mut self, other: &mut Experts) {
        for (expert, theirs) in std::mem::take(&mut other.calls) {
            let ours = self.calls.entry(expert).or_default();
            ours.extend(theirs);
            ours.sort_by_key(|call| call.seq);
        }
    }

    pub(super) fn record(&mut self, event: &ExpertCalled, stamp: &Stamp) {
        self.calls
            .entry(event.expert.clone())
            .or_default()
            .push(ExpertCall {
                seq: stamp.seq,
                by: stamp.by.name.clone(),
                at: stamp.said_at,
                how: event.how.clone(),
            });
    }

    pub(super) fn withdraw(&mut self, seq: Seq) {
        for calls in self.calls.values_mut() {
            calls.retain(|call| call.seq != seq);
        }
    }
}
