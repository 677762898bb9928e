//! Promises made and kept.

use crate::domain::command::Desk;
use crate::domain::event::{Decision, Event};
use crate::domain::ids::AccountId;
use crate::domain::picture::Picture;
use crate::domain::promises::{KeepPromise, MakePromise, NewPromise, PromiseKept, PromiseMade};
use crate::domain::refusal::Refusal;

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
