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
