//! Moving the internal state, and what closing needs.

use super::needs;
use super::settlements::SETTLE;
use crate::domain::command::Desk;
use crate::domain::due::{self, Due};
use crate::domain::event::{Decision, Event};
use crate::domain::incident::Incident;
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;
use crate::domain::state::{ChangeState, Internal, StateChanged};
use crate::domain::table::SETTLES_DEBTS;

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
    let mut owing = None;
    match (from, command.to) {
        (Internal::Open, Internal::Mitigated | Internal::Resolved) => {}
        (Internal::Mitigated, Internal::Resolved) => {}
        (Internal::Mitigated | Internal::Resolved | Internal::Closed, Internal::Open) => {}
        (Internal::Resolved, Internal::Mitigated) => {}
        (Internal::Resolved, Internal::Closed) => owing = may_close(incident, command, desk)?,
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
            owing,
        })
        .of(id),
    ])
}

/// Closing needs that nobody waits for a call or an answer of ours; and nothing owed but what was put on long term, or
/// the word "owing" and a reason. How much stays owed.
fn may_close(incident: &Incident, command: &ChangeState, desk: &Desk) -> Result<Option<usize>, Refusal> {
    let owed = due::sorted(due::owed(incident));
    let waiting: Vec<Due> = owed
        .iter()
        .filter(|due| due::waited_for(incident, due))
        .cloned()
        .collect();
    if !waiting.is_empty() {
        return Err(Refusal::StillWaiting {
            incident: incident.id,
            who: due::grouped(&waiting).join("; "),
        });
    }
    let stays = Some(owed.len()).filter(|owed| *owed > 0);
    let undecided: Vec<Due> = owed.into_iter().filter(|due| !due.long_term).collect();
    if undecided.is_empty() {
        return Ok(stays);
    }
    if !command.owing {
        return Err(Refusal::StillOwing {
            incident: incident.id,
            what: due::grouped(&undecided).join("; "),
        });
    }
    if command.reason.as_deref().unwrap_or_default().trim().is_empty() {
        return Err(Refusal::ReasonNeeded {
            what: "closing while something is owed",
        });
    }
    needs(incident, desk, &SETTLE, SETTLES_DEBTS)?;
    Ok(stays)
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
        room.does("dana", role("commander"));
        let promise = json!({ "account": "northwind", "what": "a report", "due": at(60) });
        room.does("omar", command("make_promise", promise));
        room.does("dana", move_to("resolved"));
        let refusal = room.refused("dana", "still_owing", close(false, ""));
        assert!(refusal.contains("Northwind: a report"), "{refusal}");
        room.refused("dana", "reason_needed", close(true, " "));
        room.refused("omar", "duty_needed", close(true, "due next week"));
        room.does("dana", close(true, "due next week"));
        let dues = crate::domain::due::dues(room.here());
        assert_eq!(dues.len(), 1);
        assert!(dues[0].long_term && dues[0].at == at(60), "by its own time");
        assert_eq!(room.here().state_words(), "closed, owing");
        let line = &room.here().timeline.last().unwrap().text;
        assert_eq!(*line, *"resolved -> closed, 1 owed: due next week");
    }

    #[test]
    fn nothing_closes_over_someone_who_waits_for_our_call() {
        let mut room = Room::declared();
        room.does("dana", role("commander"));
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
