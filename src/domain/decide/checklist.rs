//! Ticking steps: of the playbook, and of an account's outreach.

use crate::domain::checklist::{AccountStep, StepTicked, StepUnticked, TickStep, UntickStep};
use crate::domain::command::Desk;
use crate::domain::event::{Decision, Event};
use crate::domain::ids::{AccountId, IncidentId};
use crate::domain::incident::Incident;
use crate::domain::outreach::Row;
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;
use crate::domain::text::Clean;

/// Where a step is found.
enum Found<'a> {
    OfAccount(AccountStep, &'a Row),
    OfPlaybook,
}

fn find<'a>(
    picture: &'a Picture,
    step: &Clean,
    account: Option<&AccountId>,
    desk: &Desk,
) -> Result<(IncidentId, &'a Incident, Found<'a>), Refusal> {
    let (id, incident) = picture.room(desk)?;
    let unknown = |known: Vec<&str>| Refusal::UnknownStep {
        given: step.clone(),
        known: known.join(", "),
    };
    let found = match account {
        Some(account) => {
            let row = incident.row(account)?;
            let known = || AccountStep::ALL.iter().map(|step| step.as_str()).collect();
            Found::OfAccount(AccountStep::parse(step).ok_or_else(|| unknown(known()))?, row)
        }
        None => {
            let steps = &incident.playbook.steps;
            if !steps.iter().any(|plan| plan.id == *step) {
                return Err(unknown(steps.iter().map(|plan| plan.id.as_str()).collect()));
            }
            Found::OfPlaybook
        }
    };
    Ok((id, incident, found))
}

pub fn tick(picture: &Picture, command: &TickStep, desk: &Desk) -> Decision {
    let (id, incident, found) = find(picture, &command.step, command.account.as_ref(), desk)?;
    let reason = command.reason.clone().filter(|reason| !reason.trim().is_empty());
    let ticked = match found {
        Found::OfAccount(step, row) => {
            let follows = incident.follows(row, step);
            if matches!(step, AccountStep::Called | AccountStep::Told) && !follows && reason.is_none() {
                return Err(Refusal::ReasonNeeded {
                    what: "ticking by hand what no recorded call shows",
                });
            }
            follows || row.ticks.contains_key(&step)
        }
        Found::OfPlaybook => incident.steps.contains_key(&command.step),
    };
    if ticked {
        return Ok(Vec::new());
    }
    let event = StepTicked {
        step: command.step.clone(),
        account: command.account.clone(),
        reason,
    };
    Ok(vec![Event::StepTicked(event).of(id)])
}

pub fn untick(picture: &Picture, command: &UntickStep, desk: &Desk) -> Decision {
    let (id, incident, found) = find(picture, &command.step, command.account.as_ref(), desk)?;
    let ticked = match found {
        Found::OfAccount(step, row) => row.ticks.contains_key(&step),
        Found::OfPlaybook => incident.steps.contains_key(&command.step),
    };
    if !ticked {
        return Ok(Vec::new());
    }
    let event = StepUnticked {
        step: command.step.clone(),
        account: command.account.clone(),
    };
    Ok(vec![Event::StepUnticked(event).of(id)])
}
