//! Stops: what is held back while customers hurt, and that each stop owes its resume.

use super::ids::{Name, Seq};
use super::span::Span;
use super::stamp::Stamp;
use super::text::Clean;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How long after the end a stop may still stand.
pub const RESUMED_WITHIN: Span = Span::hours(1);

/// One time that something was stopped, and how it went on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stop {
    pub seq: Seq,
    pub id: Clean,
    pub what: Clean,
    /// What to mind before it goes on.
    pub resume: Clean,
    /// Who sees to it that it goes on again.
    pub owner: Name,
    pub by: Name,
    pub at: Timestamp,
    pub resumed: Option<Resumed>,
    pub withdrawn: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Resumed {
    pub seq: Seq,
    pub by: Name,
    pub at: Timestamp,
    pub note: Option<Clean>,
}

/// Every stop of an incident, by its id; the last that stands counts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Stops {
    of: BTreeMap<Clean, Vec<Stop>>,
}

/// Something is stopped: one of the playbook's, or in free words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IssueStop {
    pub stop: Clean,
    /// Who sees to it that it goes on again. Left out: the duty of the playbook, else whoever records it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Name>,
}

/// It goes on again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResumeStop {
    pub stop: Clean,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Clean>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StopIssued {
    pub id: Clean,
    pub what: Clean,
    #[serde(default)]
    pub resume: Clean,
    pub owner: Name,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StopResumed {
    pub id: Clean,
    pub what: Clean,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Clean>,
}

impl Stop {
    fn stands(&self) -> bool {
        !self.withdrawn && self.resumed.is_none()
    }
}

impl Stops {
    /// The time this was stopped that counts, if it was: the last that stands still, else the last. Of two merged
    /// incidents both may have stopped it, and what went on in one stands still in the other.
    pub fn last(&self, id: &str) -> Option<&Stop> {
        let said = || self.of.get(id).into_iter().flatten().rev();
        let mut stops = said().filter(|stop| !stop.withdrawn);
        said().find(|stop| stop.stands()).or_else(|| stops.next())
    }

    /// The last stop of each id that was ever stopped.
    pub fn all(&self) -> impl Iterator<Item = &Stop> {
        self.of.keys().filter_map(|id| self.last(id))
    }

    /// What is stopped now.
    pub fn standing(&self) -> impl Iterator<Item = &Stop> {
        self.all().filter(|stop| stop.stands())
    }

    /// Takes over what was stopped in another incident: it still owes its resume.
    pub(super) fn absorb(&mut self, other: &mut Stops) {
        for (id, mut stops) in std::mem::take(&mut other.of) {
            let own = self.of.entry(id).or_default();
            own.append(&mut stops);
            own.sort_by_key(|stop| stop.seq);
        }
    }

    pub(super) fn issued(&mut self, event: &StopIssued, stamp: &Stamp) {
        self.of.entry(event.id.clone()).or_default().push(Stop {
            seq: stamp.seq,
            id: event.id.clone(),
            what: event.what.clone(),
            resume: event.resume.clone(),
            owner: event.owner.clone(),
            by: stamp.by.name.clone(),
            at: stamp.said_at,
            resumed: None,
            withdrawn: false,
        });
    }

    pub(super) fn resumed(&mut self, event: &StopResumed, stamp: &Stamp) {
        let stops = self.of.get_mut(&event.id).into_iter().flatten();
        // It is one thing, however many times it was stopped.
        for stop in stops.filter(|stop| stop.stands()) {
            stop.resumed = Some(Resumed {
                seq: stamp.seq,
                by: stamp.by.name.clone(),
                at: stamp.said_at,
                note: event.note.clone(),
            });
        }
    }

    pub(super) fn withdraw(&mut self, seq: Seq) {
        for stop in self.of.values_mut().flatten() {
            stop.withdrawn |= stop.seq == seq;
            stop.resumed.take_if(|resumed| resumed.seq == seq);
        }
    }
}
