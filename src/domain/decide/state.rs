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

/// Closing needs that nobody waits for a call of ours; and nothing owed, or the word "owing" and a reason.
fn may_close(incident: &Incident, command: &ChangeState) -> Result<(), Refusal> {
    let waiting = incident.rows.values().filter(|row| row.waits_for_us());
    let waiting: Vec<&str> = waiting.map(|row| row.name().as_str()).collect();
    if !waiting.is_empty() {
        return Err(Refusal::StillWaiting {
            incident: incident.id,
            who: waiting.join(", "),
        });
    }
    let owed = due::owed(incident);
    let reason = command.reason.as_deref().unwrap_or_default().trim();
    match (owed.is_empty(), command.owing, reason) {
        (true, _, _) => Ok(()),
        (false, true, "") => Err(Refusal::ReasonNeeded {
            what: "closing while something is owed",
        }),
        (false, true, _) => Ok(()),
        (false, false, _) => Err(Refusal::StillOwing {
            incident: incident.id,
            what: due::sorted(owed)
                .iter()
                .map(|due| due.what.as_str())
                .collect::<Vec<_>>()
                .join("; "),
        }),
    }
}
