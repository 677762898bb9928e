//! What Space does on the checklist.

use super::{Room, checklist};
use crate::domain::checklist::{AccountStep, TickStep, UntickStep};
use crate::domain::command::Command;
use crate::domain::ids::AccountId;
use crate::domain::incident::Incident;
use crate::domain::speech::say;
use crate::domain::text::Clean;
use crate::tui::action::Action;
use crate::tui::screen::Ask;
use crate::tui::stage::{Stage, Tone};

/// Space on the checklist: ticks the next open step of the row, or takes the last tick away.
pub(super) fn tick(room: &Room, stage: &Stage) -> Vec<Ask> {
    let Some(incident) = stage.incident() else {
        return Vec::new();
    };
    match room.checklist_rows.get(room.checklist.row()) {
        None => Vec::new(),
        Some(checklist::RowKey::Step(step)) => tick_step(stage, step.clone()),
        Some(checklist::RowKey::Account(account)) => tick_account(incident, stage, account),
    }
}

/// Ticks a step of the playbook, or takes its tick away.
pub(super) fn tick_step(stage: &Stage, step: Clean) -> Vec<Ask> {
    let incident = stage.incident();
    let ticked = incident.is_some_and(|incident| incident.steps.contains_key(&step));
    let steps = incident.into_iter().flat_map(|incident| &incident.playbook.steps);
    let text = steps.into_iter().find(|known| known.id == step);
    let text = text.map_or_else(|| step.to_string(), |known| known.text.to_string());
    let (command, say, tone) = match ticked {
        true => (
            Command::UntickStep(UntickStep { step, account: None }),
            say!("No longer ticked: {text}.", text),
            Tone::Plain,
        ),
        false => (
            Command::TickStep(TickStep {
                step,
                account: None,
                reason: None,
            }),
            say!("Ticked: {text}.", text),
            Tone::Undoable,
        ),
    };
    vec![Ask::Submit(command, None), Ask::Say(say, tone)]
}

fn tick_account(incident: &Incident, stage: &Stage, account: &AccountId) -> Vec<Ask> {
    let Some(row) = incident.rows.get(account) else {
        return Vec::new();
    };
    let open_step = AccountStep::ALL
        .into_iter()
        .find(|step| !incident.done(row, *step));
    match open_step {
        Some(AccountStep::Called | AccountStep::Told) => {
            let said = say!(
                "{row}: record the call ({keys} on its row in pane 1); called and told follow from it.",
                row = row.name(),
                keys = stage.keys.press(Action::Result)
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
            let untick = UntickStep {
                step: AccountStep::Settled.as_str().into(),
                account: Some(account.clone()),
            };
            let say = say!(
                "{row}: no longer {words}.",
                row = row.name(),
                words = AccountStep::Settled.words()
            );
            vec![
                Ask::Submit(Command::UntickStep(untick), None),
                Ask::Say(say, Tone::Plain),
            ]
        }
    }
}
