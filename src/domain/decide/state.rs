//! Moving the internal state, and what closing needs.

use crate::domain::command::Desk;
use crate::domain::due;
use crate::domain::event::{Decision, Event};
use crate::domain::incident::Incident;
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;
use crate::domain::state::{ChangeState, Internal, StateChanged};

pub fn change_state(picture: &Picture, command: &ChangeState, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let from = incident.internal;
    if from == command.to {
        return Ok(Vec::new());
    }
    let wrong = || Refusal::WrongState {
        incident: id,
        now: from.as_str(),
        wanted: command.to.as_str(),
    };
    match (from, command.to) {
        (Internal::Open, Internal::Mitigated | Internal::Resolved) => {}
        (Internal::Mitigated, Internal::Resolved) => {}
        (Internal::Mitigated | Internal::Resolved | Internal::Closed, Internal::Open) => {}
        (Internal::Resolved, Internal::Mitigated) => {}
        (Internal::Resolved, Internal::Closed) => may_close(incident, command)?,
        (Internal::Open | Internal::Mitigated | Internal::Closed, _) | (Internal::Resolved, _) => {
            return Err(wrong());
        }
    }
    let reason = command.reason.clone().filter(|reason| !reason.trim().is_empty());
    Ok(vec![
        Event::StateChanged(StateChanged {
            from,
            to: command.to,
            reason,
        })
        .of(id),
    ])
}

/// Closing needs nothing owed, or the word "owing" and a reason.
fn may_close(incident: &Incident, command: &ChangeState) -> Result<(), Refusal> {
    let owed = due::owed(incident);
    if owed.is_empty() {
        return Ok(());
    }
    if command.owing {
        return match command.reason.as_deref().unwrap_or("").trim() {
            "" => Err(Refusal::ReasonNeeded {
                what: "closing while something is owed",
            }),
            _ => Ok(()),
        };
    }
    let what: Vec<&str> = owed.iter().map(|due| due.what.as_str()).collect();
    Err(Refusal::StillOwing {
        incident: incident.id,
        what: what.join("; "),
    })
}
