//! What Space does on the checklist.

use super::{Room, checklist};
use crate::domain::checklist::{AccountStep, TickStep, UntickStep};
use crate::domain::command::Command;
use crate::domain::ids::AccountId;
use crate::domain::incident::Incident;
use crate::domain::text::Clean;
use crate::tui::screen::Ask;
use crate::tui::stage::{Stage, Tone};

/// Space on the checklist: ticks the next open step of the row, or takes the last tick away.
pub(super) fn tick(room: &Room, stage: &Stage) -> Vec<Ask> {
    let Some(incident) = stage.incident() else {
        return Vec::new();
    };
    match room.checklist_rows.get(room.checklist.row()) {
        None => Vec::new(),
        Some(checklist::RowKey::Step(step)) => vec![tick_step(stage, step.clone())],
        Some(checklist::RowKey::Account(account)) => tick_account(incident, account),
    }
}

pub(super) fn tick_step(stage: &Stage, step: Clean) -> Ask {
    let ticked = stage
        .incident()
        .is_some_and(|incident| incident.steps.contains_key(&step));
    Ask::Submit(
        match ticked {
            true => Command::UntickStep(UntickStep { step, account: None }),
            false => Command::TickStep(TickStep {
                step,
                account: None,
                reason: None,
            }),
        },
        None,
    )
}

fn tick_account(incident: &Incident, account: &AccountId) -> Vec<Ask> {
    let Some(row) = incident.rows.get(account) else {
        return Vec::new();
    };
    let open_step = AccountStep::ALL
        .into_iter()
        .find(|step| !incident.done(row, *step));
    match open_step {
        Some(AccountStep::Called | AccountStep::Told) => {
            let said = format!(
                "{}: record the call (1, Space on the row); called and told follow from it.",
                row.name()
            );
            vec![Ask::Say(said, Tone::Plain)]
        }
        Some(step @ (AccountStep::FollowedUp | AccountStep::Settled)) => {
            let tick = TickStep {
                step: step.as_str().into(),
                account: Some(account.clone()),
                reason: None,
            };
            let said = format!("{}: {}.", row.name(), step.words());
            vec![
                Ask::Submit(Command::TickStep(tick), None),
                Ask::Say(said, Tone::Undoable),
            ]
        }
        None => {
            let step = AccountStep::Settled.as_str().into();
            vec![Ask::Submit(
                Command::UntickStep(UntickStep {
                    step,
                    account: Some(account.clone()),
                }),
                None,
            )]
        }
    }
}
