//! Notes for the timeline, and the commander's intent.

use crate::domain::actor::Access;
use crate::domain::command::Desk;
use crate::domain::event::{Decision, Event};
use crate::domain::notes::{Intent, IntentSet, NoteWritten, SetIntent, WriteNote};
use crate::domain::people::Duty;
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;

pub fn write(picture: &Picture, command: &WriteNote, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    if command.text.trim().is_empty() {
        return Err(Refusal::Empty { field: "the note" });
    }
    if let Some(account) = &command.account {
        incident.row(account)?;
    }
    let event = NoteWritten {
        text: command.text.clone(),
        stance: command.stance,
        account: command.account.clone(),
    };
    Ok(vec![Event::NoteWritten(event).of(id)])
}

pub fn set_intent(picture: &Picture, command: &SetIntent, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    if command.text.trim().is_empty() {
        return Err(Refusal::Empty { field: "the intent" });
    }
    let by = Some(&desk.by.name);
    let commands = [Duty::Commander, Duty::Deputy]
        .iter()
        .any(|duty| incident.holder(*duty) == by);
    if !commands && desk.by.access != Access::Admin {
        let holder = incident.holder(Duty::Commander).cloned();
        return Err(Refusal::DutyNeeded {
            needed: "the commander or the deputy",
            holder,
        });
    }
    let same = |now: &Intent| now.text == command.text && now.until == command.until;
    if incident.intent().is_some_and(same) {
        return Ok(Vec::new());
    }
    Ok(vec![
        Event::IntentSet(IntentSet {
            text: command.text.clone(),
            until: command.until,
        })
        .of(id),
    ])
}
