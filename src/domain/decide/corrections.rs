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
