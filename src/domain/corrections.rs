//! Corrections: taking back what was recorded. Both events stay in the log; the later one points at the earlier.

use super::actor::Access;
use super::command::Desk;
use super::event::{Decision, Event, Stamp};
use super::ids::{Name, Seq};
use super::incident::Incident;
use super::people::Duty;
use super::picture::Picture;
use super::refusal::Refusal;
use super::text::Clean;
use super::timeline::{Entry, What};
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

pub fn take_back(picture: &Picture, command: &TakeBack, desk: &Desk) -> Decision {
    let nothing = || Refusal::NothingToTakeBack { given: command.seq };
    // The number says which incident it is about; the one named on the way is only a default.
    let found = picture
        .incidents()
        .find_map(|incident| Some((incident, incident.entry(command.seq)?)));
    let (incident, entry) = found.ok_or_else(nothing)?;
    if !entry.undoable() {
        return Err(nothing());
    }
    if entry.withdrawn.is_some() {
        return Ok(Vec::new());
    }
    if !may_correct(incident, entry, desk) {
        return Err(Refusal::NotYours {
            author: entry.by.clone(),
        });
    }
    if let Some(who) = acted_since(incident, entry) {
        return Err(Refusal::ActedSince { who });
    }
    let corrects = incident
        .timeline
        .iter()
        .filter(|other| other.cause == entry.cause && other.undoable() && other.withdrawn.is_none());
    let event = TakenBack {
        corrects: corrects.map(|entry| entry.seq).collect(),
        reason: command.reason.clone(),
    };
    Ok(vec![Event::TakenBack(event).of(incident.id)])
}

/// Your own; anyone's for the scribe, the commander and access `admin`.
fn may_correct(incident: &Incident, entry: &Entry, desk: &Desk) -> bool {
    let by = &desk.by.name;
    let keeps_record = [Duty::Commander, Duty::Scribe]
        .iter()
        .any(|duty| incident.holder(*duty) == Some(by));
    entry.by == *by || keeps_record || desk.by.access == Access::Admin
}

/// Somebody else who has since built on it: called the same account, or taken the same duty.
fn acted_since(incident: &Incident, entry: &Entry) -> Option<Name> {
    let later = incident
        .timeline
        .iter()
        .rev()
        .take_while(|other| other.seq > entry.seq);
    let mut later = later.filter(|other| other.by != entry.by && other.withdrawn.is_none());
    match entry.what {
        What::Call => later.find(|other| other.what == What::Call && other.account == entry.account),
        What::Role(duty) if duty != Duty::Advocate => later.find(|other| other.what == What::Role(duty)),
        _ => None,
    }
    .map(|other| other.by.clone())
}

impl Incident {
    pub(super) fn taken_back(&mut self, event: &TakenBack, stamp: &Stamp) {
        for &seq in &event.corrects {
            self.withdraw(seq, stamp.seq);
        }
    }

    /// Every list that can hold something with this number forgets that it counts.
    fn withdraw(&mut self, seq: Seq, by: Seq) {
        let Ok(at) = self.timeline.binary_search_by_key(&seq, |entry| entry.seq) else {
            return;
        };
        let entry = std::sync::Arc::make_mut(&mut self.timeline[at]);
        entry.withdrawn = Some(by);
        if let Some(row) = entry
            .account
            .as_ref()
            .and_then(|account| self.rows.get_mut(account))
        {
            row.withdraw(seq);
        }
        for holding in self.holdings.iter_mut().filter(|holding| holding.seq == seq) {
            holding.withdrawn = true;
        }
        for level in &mut self.levels {
            level.withdraw(seq);
        }
        for promise in &mut self.promises {
            promise.withdrawn |= promise.seq == seq;
            promise.kept = promise.kept.filter(|kept| *kept != seq);
        }
        for intent in self.intents.iter_mut().filter(|intent| intent.seq == seq) {
            intent.withdrawn = true;
        }
        self.steps.retain(|_, tick| tick.seq != seq);
    }
}
