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

#[cfg(test)]
mod tests {
    use crate::domain::outreach::Disposition;
    use crate::domain::testkit::*;
    use serde_json::json;

    #[test]
    fn the_states_follow_each_other() {
        let mut room = Room::declared();
        room.already("dana", move_to("open"));
        let refusal = room.refused("dana", "wrong_state", move_to("closed"));
        assert!(refusal.ends_with("; resolve it first"), "{refusal}");
        room.does("dana", move_to("mitigated"));
        room.at(30).does("dana", move_to("resolved"));
        assert_eq!(room.here().resolved_at, Some(at(30)));
        room.does("dana", move_to("mitigated"));
        assert_eq!(room.here().resolved_at, None, "it relapsed");
        room.does("dana", move_to("resolved"));
        room.does("dana", move_to("closed"));
        let refusal = room.refused("dana", "wrong_state", move_to("resolved"));
        assert_eq!(
            refusal,
            "INC-1 is closed, so it cannot become resolved; reopen it first"
        );
        room.does("dana", move_to("open"));
    }

    fn close(owing: bool, reason: &str) -> crate::domain::command::Command {
        command(
            "change_state",
            json!({ "to": "closed", "owing": owing, "reason": reason }),
        )
    }

    #[test]
    fn closing_with_something_owed_says_owing_and_why_and_it_stays_due() {
        let mut room = Room::declared();
        let promise = json!({ "account": "northwind", "what": "a report", "due": at(60) });
        room.does("omar", command("make_promise", promise));
        room.does("dana", move_to("resolved"));
        let refusal = room.refused("dana", "still_owing", close(false, ""));
        assert!(refusal.contains("Northwind: a report"), "{refusal}");
        room.refused("dana", "reason_needed", close(true, " "));
        room.does("dana", close(true, "due next week"));
        assert_eq!(crate::domain::due::dues(room.here()).len(), 1);
    }

    #[test]
    fn nothing_closes_over_someone_who_waits_for_our_call() {
        let mut room = Room::declared();
        room.does("omar", attempt("northwind", Disposition::CallbackRequested));
        room.does("omar", attempt("fabrikam", Disposition::NoAnswer));
        room.does("dana", move_to("resolved"));
        let refusal = room.refused("dana", "still_waiting", close(true, "late"));
        assert!(
            refusal.contains("Northwind") && !refusal.contains("Fabrikam"),
            "{refusal}"
        );
        room.does("omar", told("northwind", 0));
        room.refused("dana", "still_owing", close(false, ""));
        room.does("dana", close(true, "Fabrikam gets a letter"));
    }
}
