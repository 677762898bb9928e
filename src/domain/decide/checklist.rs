//! Ticking steps: of the playbook, and of an account's outreach.

use crate::domain::checklist::{AccountStep, StepTicked, StepUnticked, TickStep, UntickStep};
use crate::domain::command::Desk;
use crate::domain::event::{Decision, Event};
use crate::domain::ids::AccountId;
use crate::domain::incident::Incident;
use crate::domain::nearest::nearest;
use crate::domain::outreach::Row;
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;
use crate::domain::text::Clean;

/// Where a step is found, under the name it has there.
enum Found<'a> {
    OfAccount(AccountStep, &'a Row),
    OfPlaybook(&'a Clean),
}

impl Found<'_> {
    fn id(&self) -> Clean {
        match self {
            Found::OfAccount(step, _) => step.as_str().into(),
            Found::OfPlaybook(id) => (*id).clone(),
        }
    }
}

fn find<'a>(incident: &'a Incident, step: &Clean, account: Option<&AccountId>) -> Result<Found<'a>, Refusal> {
    let unknown = |known: Vec<&str>| Refusal::UnknownStep {
        given: step.clone(),
        nearest: nearest(step, known.iter().copied()),
        known: known.join(", "),
    };
    match account {
        Some(account) => {
            let row = incident.row(account)?;
            let known = || AccountStep::ALL.iter().map(|step| step.as_str()).collect();
            let step = AccountStep::parse(step).ok_or_else(|| unknown(known()))?;
            Ok(Found::OfAccount(step, row))
        }
        None => {
            let steps = &incident.playbook.steps;
            let plan = steps.iter().find(|plan| plan.id == *step);
            let known = || steps.iter().map(|plan| plan.id.as_str()).collect();
            let plan = plan.ok_or_else(|| unknown(known()))?;
            Ok(Found::OfPlaybook(&plan.id))
        }
    }
}

pub fn tick(picture: &Picture, command: &TickStep, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let found = find(incident, &command.step, command.account.as_ref())?;
    let reason = command.reason.clone().filter(|reason| !reason.trim().is_empty());
    let ticked = match found {
        Found::OfAccount(step, row) => {
            let follows = incident.follows(row, step);
            // Spoken counts come from attempts alone; a tick that no attempt shows says why.
            if matches!(step, AccountStep::Called | AccountStep::Told) && !follows && reason.is_none() {
                return Err(Refusal::ReasonNeeded {
                    what: "ticking by hand what no recorded call shows",
                });
            }
            follows || row.ticks.contains_key(&step)
        }
        Found::OfPlaybook(step) => incident.steps.contains_key(step),
    };
    if ticked {
        return Ok(Vec::new());
    }
    let event = StepTicked {
        step: found.id(),
        account: command.account.clone(),
        reason,
    };
    Ok(vec![Event::StepTicked(event).of(id)])
}

pub fn untick(picture: &Picture, command: &UntickStep, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let found = find(incident, &command.step, command.account.as_ref())?;
    let ticked = match found {
        Found::OfAccount(step, row) if row.ticks.contains_key(&step) => true,
        Found::OfAccount(step, row) if incident.follows(row, step) => {
            return Err(Refusal::FollowsFromCall {
                account: row.name().clone(),
                step: step.words(),
            });
        }
        Found::OfAccount(_, _) => false,
        Found::OfPlaybook(step) => incident.steps.contains_key(step),
    };
    if !ticked {
        return Ok(Vec::new());
    }
    let event = StepUnticked {
        step: found.id(),
        account: command.account.clone(),
    };
    Ok(vec![Event::StepUnticked(event).of(id)])
}

#[cfg(test)]
mod tests {
    use crate::domain::checklist::AccountStep;
    use crate::domain::testkit::*;
    use serde_json::json;

    fn step(
        kind: &str,
        step: &str,
        account: Option<&str>,
        reason: Option<&str>,
    ) -> crate::domain::command::Command {
        command(
            kind,
            json!({ "step": step, "account": account, "reason": reason }),
        )
    }

    fn tick(name: &str, account: Option<&str>) -> crate::domain::command::Command {
        step("tick_step", name, account, None)
    }

    fn untick(name: &str, account: Option<&str>) -> crate::domain::command::Command {
        step("untick_step", name, account, None)
    }

    #[test]
    fn ticking_twice_changes_nothing_the_second_time() {
        let mut room = Room::declared();
        room.does("dana", tick("bridge", None));
        room.already("omar", tick("bridge", None));
        room.does("dana", untick("bridge", None));
        room.already("dana", untick("bridge", None));
        assert!(room.here().steps.is_empty());
    }

    #[test]
    fn what_no_call_shows_needs_a_reason_and_counts_as_no_call() {
        let mut room = Room::declared();
        let northwind = Some("northwind");
        room.refused("omar", "reason_needed", tick("called", northwind));
        room.does(
            "omar",
            step("tick_step", "called", northwind, Some("met them on the stairs")),
        );
        assert!(room.here().done(room.row("northwind"), AccountStep::Called));
        assert!(!room.row("northwind").spoken());
        assert_eq!(room.here().coverage().spoken, 0);
    }

    #[test]
    fn called_and_told_follow_from_calls() {
        let mut room = Room::declared();
        room.does("omar", told("northwind", 0));
        let northwind = Some("northwind");
        room.already("omar", tick("called", northwind));
        room.already("omar", tick("told", northwind));
        let refusal = room.refused("omar", "follows_from_call", untick("told", northwind));
        assert_eq!(
            refusal,
            "Northwind: told follows from a recorded call; take that call back instead"
        );
        room.already("omar", untick("settled", northwind));
    }

    #[test]
    fn the_other_steps_are_ticked_by_hand() {
        let mut room = Room::declared();
        let northwind = Some("northwind");
        room.does("omar", tick("Followed up", northwind));
        room.already("dana", tick("followed_up", northwind));
        room.does("omar", tick("settled", northwind));
        assert_eq!(room.here().coverage().settled, 1);
        room.does("dana", untick("settled", northwind));
        assert_eq!(room.here().coverage().settled, 0);
    }

    #[test]
    fn an_unknown_step_is_refused_with_the_nearest_and_with_all() {
        let mut room = Room::declared();
        let refusal = room.refused("dana", "unknown_step", tick("settle", Some("northwind")));
        assert_eq!(
            refusal,
            "there is no step \"settle\" (did you mean \"settled\"?); the steps are called, told, followed_up, settled"
        );
        room.refused("dana", "unknown_step", tick("zzz", None));
        room.refused("dana", "unknown_account", tick("settled", Some("zzz")));
    }
}
