//! Checklists: the playbook's steps, and the outreach steps of each account.

use super::command::Desk;
use super::event::{Decision, Event, Stamp};
use super::ids::{AccountId, IncidentId, Name, Seq};
use super::incident::Incident;
use super::outreach::Row;
use super::picture::Picture;
use super::refusal::Refusal;
use super::text::Clean;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A tick, and who made it.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    pub seq: Seq,
    pub by: Name,
    pub at: Timestamp,
    /// Given when the tick says what no call shows.
    pub reason: Option<Clean>,
}

/// The outreach checklist of one account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountStep {
    /// A person was reached. Follows from attempts; by hand only with a reason, and marked so.
    Called,
    /// They were told the words that are live now. Follows from attempts as well.
    Told,
    FollowedUp,
    Settled,
}

impl AccountStep {
    pub const ALL: [AccountStep; 4] = [
        AccountStep::Called,
        AccountStep::Told,
        AccountStep::FollowedUp,
        AccountStep::Settled,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            AccountStep::Called => "called",
            AccountStep::Told => "told",
            AccountStep::FollowedUp => "followed_up",
            AccountStep::Settled => "settled",
        }
    }

    pub fn words(self) -> &'static str {
        match self {
            AccountStep::FollowedUp => "followed up",
            AccountStep::Called | AccountStep::Told | AccountStep::Settled => self.as_str(),
        }
    }

    fn parse(text: &str) -> Option<AccountStep> {
        AccountStep::ALL.into_iter().find(|step| step.as_str() == text)
    }
}

/// Ticks a step: of an account's outreach checklist when an account is named, else of the playbook's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TickStep {
    pub step: Clean,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Clean>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UntickStep {
    pub step: Clean,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StepTicked {
    pub step: Clean,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Clean>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StepUnticked {
    pub step: Clean,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
}

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

impl Incident {
    /// True when recorded calls say the step is done, with no tick by hand.
    pub fn follows(&self, row: &Row, step: AccountStep) -> bool {
        match step {
            AccountStep::Called => row.spoken(),
            AccountStep::Told => row.spoken() && row.told().is_some() && !self.stale(row),
            AccountStep::FollowedUp | AccountStep::Settled => false,
        }
    }

    /// Done, by recorded calls or by hand.
    pub fn done(&self, row: &Row, step: AccountStep) -> bool {
        self.follows(row, step) || row.ticks.contains_key(&step)
    }

    pub(super) fn step_ticked(&mut self, event: &StepTicked, stamp: &Stamp) {
        let reason = event.reason.clone();
        let tick = Tick {
            seq: stamp.seq,
            by: stamp.by.name.clone(),
            at: stamp.said_at,
            reason,
        };
        match &event.account {
            None => {
                self.steps.insert(event.step.clone(), tick);
            }
            Some(account) => {
                let (row, step) = (self.rows.get_mut(account), AccountStep::parse(&event.step));
                if let (Some(row), Some(step)) = (row, step) {
                    row.ticks.insert(step, tick);
                }
            }
        }
    }

    pub(super) fn step_unticked(&mut self, event: &StepUnticked) {
        match &event.account {
            None => {
                self.steps.remove(&event.step);
            }
            Some(account) => {
                let (row, step) = (self.rows.get_mut(account), AccountStep::parse(&event.step));
                if let (Some(row), Some(step)) = (row, step) {
                    row.ticks.remove(&step);
                }
            }
        }
    }
}
