//! Recording a call, with everything it brought; and putting an account first.

use super::claims;
use super::promises::made;
use crate::domain::command::Desk;
use crate::domain::event::{Decision, Event};
use crate::domain::outreach::{AccountPinned, AttemptRecorded, PinAccount, RecordAttempt};
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;

pub fn record_attempt(picture: &Picture, command: &RecordAttempt, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    incident.row(&command.account)?;
    if command.next_at.is_some_and(|next| next < desk.said_at) {
        return Err(Refusal::WrongTime {
            why: "the next contact would be before the call".to_owned(),
        });
    }
    let default_next = command.disposition.retry().map(|wait| wait.after(desk.said_at));
    let held = picture.claims.on(&command.account);
    let attempt = Event::AttemptRecorded(Box::new(AttemptRecorded {
        account: command.account.clone(),
        contact: command.contact.clone(),
        channel: command.channel,
        direction: command.direction,
        disposition: command.disposition,
        told: command.told,
        note: command.note.clone().filter(|note| !note.trim().is_empty()),
        feeling: command.feeling,
        next_at: command.next_at.or(default_next),
        claim_moved_to: held
            .filter(|claim| claim.holder != desk.by.name)
            .map(|claim| claim.holder.clone()),
    }));
    let mut drafted = vec![attempt.of(id)];
    for promise in &command.promises {
        drafted.push(made(promise, Some(&command.account), desk)?.of(id));
    }
    drafted.extend(claims::end_own(picture, &command.account, &desk.by.name));
    Ok(drafted)
}

pub fn pin(picture: &Picture, command: &PinAccount, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let row = incident.row(&command.account)?;
    if row.pinned() == command.pinned {
        return Ok(Vec::new());
    }
    let pinned = AccountPinned {
        account: command.account.clone(),
        pinned: command.pinned,
    };
    Ok(vec![Event::AccountPinned(pinned).of(id)])
}
