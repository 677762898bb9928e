//! What changes the plan of a running incident: its severity, its T0, its playbook.

use super::declaration::playbook;
use super::{directs, needs};
use crate::domain::command::Desk;
use crate::domain::event::{Decision, Event};
use crate::domain::people::Duty;
use crate::domain::picture::Picture;
use crate::domain::policy::{
    ChangeSeverity, CorrectStart, PlaybookSwitched, SeverityChanged, StartCorrected, SwitchPlaybook,
};
use crate::domain::refusal::Refusal;
use crate::domain::span::Span;
use crate::domain::table::COMMANDS_NOW;
use crate::domain::text::Clean;

/// Who may say that it is less bad than it was thought, and when it began.
const COMMAND: [Duty; 2] = [Duty::Commander, Duty::Deputy];

/// A T0 longer ago than this is a slip of the hand.
const OLDEST_START: Span = Span::hours(30 * 24);

pub fn change_severity(picture: &Picture, command: &ChangeSeverity, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let (from, to) = (incident.severity, command.severity);
    if from == to {
        return Ok(Vec::new());
    }
    let reason = given(&command.reason);
    // The worst is the least.
    if to > from {
        needs(incident, desk, &COMMAND, COMMANDS_NOW)?;
        if reason.is_none() {
            return Err(Refusal::ReasonNeeded {
                what: "lowering the severity",
            });
        }
    }
    let holders = desk.reference.holders(&incident.playbook.plan(to));
    let event = SeverityChanged {
        from,
        to,
        reason,
        holders,
    };
    Ok(vec![Event::SeverityChanged(event).of(id)])
}

pub fn correct_start(picture: &Picture, command: &CorrectStart, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    needs(incident, desk, &COMMAND, COMMANDS_NOW)?;
    if command.t0 == incident.t0 {
        return Ok(Vec::new());
    }
    let wrong = |why: &str| Refusal::WrongTime { why: why.to_owned() };
    if command.t0 > desk.at {
        return Err(wrong("the first alert cannot be in the future"));
    }
    if OLDEST_START.after(command.t0) < desk.at {
        return Err(wrong("that is more than 30 days ago"));
    }
    if command.reason.trim().is_empty() {
        return Err(Refusal::ReasonNeeded {
            what: "correcting T0",
        });
    }
    let event = StartCorrected {
        from: incident.t0,
        to: command.t0,
        reason: command.reason.clone(),
    };
    Ok(vec![Event::StartCorrected(event).of(id)])
}

pub fn switch_playbook(picture: &Picture, command: &SwitchPlaybook, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let playbook = playbook(&command.playbook, desk)?;
    // The same name may stand for a newer edition of the file.
    if **playbook == *incident.playbook {
        return Ok(Vec::new());
    }
    directs(&[incident], desk)?;
    let event = PlaybookSwitched {
        from: incident.playbook.name.clone(),
        playbook: playbook.clone(),
        reason: given(&command.reason),
        holders: desk.reference.holders(&playbook.plan(incident.severity)),
    };
    Ok(vec![Event::PlaybookSwitched(event).of(id)])
}

pub(super) fn given(reason: &Option<Clean>) -> Option<Clean> {
    reason.clone().filter(|reason| !reason.trim().is_empty())
}

#[cfg(test)]
mod tests;
