//! Taking back: whose word may be withdrawn by whom, and until when.

use crate::domain::actor::Access;
use crate::domain::command::Desk;
use crate::domain::corrections::{TakeBack, TakenBack};
use crate::domain::event::{Decision, Event};
use crate::domain::ids::Name;
use crate::domain::incident::Incident;
use crate::domain::people::Duty;
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;
use crate::domain::timeline::{Entry, What};
use std::sync::Arc;

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
    let together: Vec<&Entry> = incident
        .timeline
        .iter()
        .map(AsRef::as_ref)
        .filter(|other| other.cause == entry.cause && other.undoable() && other.withdrawn.is_none())
        .collect();
    if let Some(who) = together
        .iter()
        .find_map(|entry| acted_since(incident, entry, desk))
    {
        return Err(Refusal::ActedSince { who });
    }
    let event = TakenBack {
        corrects: together.iter().map(|entry| entry.seq).collect(),
        reason: command.reason.clone().filter(|reason| !reason.trim().is_empty()),
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

/// Somebody else who has since built on it: called or ticked the same account, taken the same duty, kept the promise.
fn acted_since(incident: &Incident, entry: &Entry, desk: &Desk) -> Option<Name> {
    let others =
        |other: &&Arc<Entry>| other.by != entry.by && other.by != desk.by.name && other.withdrawn.is_none();
    let kept = || {
        let promise = incident
            .promises
            .iter()
            .find(|promise| promise.seq == entry.seq)?;
        promise.kept
    };
    let built_on = |other: &&Arc<Entry>| match entry.what {
        What::Call => matches!(other.what, What::Call | What::Tick) && other.account == entry.account,
        What::Role(duty) => duty != Duty::Advocate && other.what == What::Role(duty),
        What::Promise => kept() == Some(other.seq),
        What::Alert
        | What::State
        | What::Scope
        | What::Level
        | What::Claim
        | What::Pin
        | What::Tick
        | What::Untick
        | What::Note(_)
        | What::Plan
        | What::Page
        | What::Correction => false,
    };
    let later = incident
        .timeline
        .iter()
        .rev()
        .take_while(|other| other.seq > entry.seq);
    later.filter(others).find(built_on).map(|other| other.by.clone())
}
