//! Promises: every "we will ..." said to a customer, with an owner and a due.

use super::command::Desk;
use super::event::{Decision, Event, Stamp};
use super::ids::{AccountId, Name, Seq};
use super::incident::Incident;
use super::picture::Picture;
use super::refusal::Refusal;
use super::text::Clean;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A dated debt. Its number is the place of its event in the log.
#[derive(Clone, Debug, PartialEq)]
pub struct Promise {
    pub seq: Seq,
    pub account: Option<AccountId>,
    pub what: Clean,
    pub owner: Name,
    pub made_at: Timestamp,
    pub due: Timestamp,
    pub kept: Option<Seq>,
    pub withdrawn: bool,
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

pub fn make(picture: &Picture, command: &MakePromise, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    if let Some(account) = &command.account {
        incident.row(account)?;
    }
    Ok(vec![
        made(&command.promise, command.account.as_ref(), desk)?.of(id),
    ])
}

/// The event of a promise, alone or as part of a call.
pub(super) fn made(promise: &NewPromise, account: Option<&AccountId>, desk: &Desk) -> Result<Event, Refusal> {
    if promise.what.trim().is_empty() {
        return Err(Refusal::Empty { field: "the promise" });
    }
    let owner = promise.owner.clone().unwrap_or_else(|| desk.by.name.clone());
    Ok(Event::PromiseMade(PromiseMade {
        account: account.cloned(),
        what: promise.what.clone(),
        owner,
        due: promise.due,
    }))
}

pub fn keep(picture: &Picture, command: &KeepPromise, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let found = incident
        .promises
        .iter()
        .find(|promise| promise.seq == command.promise && !promise.withdrawn);
    let promise = found.ok_or(Refusal::UnknownPromise {
        given: command.promise,
    })?;
    if promise.kept.is_some() {
        return Ok(Vec::new());
    }
    let event = PromiseKept {
        promise: promise.seq,
        what: promise.what.clone(),
    };
    Ok(vec![Event::PromiseKept(event).of(id)])
}

impl Incident {
    /// Promises neither kept nor taken back.
    pub fn owed_promises(&self) -> impl Iterator<Item = &Promise> {
        self.promises
            .iter()
            .filter(|promise| promise.kept.is_none() && !promise.withdrawn)
    }

    pub(super) fn promise_made(&mut self, event: &PromiseMade, stamp: &Stamp) {
        self.promises.push(Promise {
            seq: stamp.seq,
            account: event.account.clone(),
            what: event.what.clone(),
            owner: event.owner.clone(),
            made_at: stamp.said_at,
            due: event.due,
            kept: None,
            withdrawn: false,
        });
    }

    pub(super) fn promise_kept(&mut self, event: &PromiseKept, stamp: &Stamp) {
        for promise in self
            .promises
            .iter_mut()
            .filter(|promise| promise.seq == event.promise)
        {
            promise.kept = Some(stamp.seq);
        }
    }
}
