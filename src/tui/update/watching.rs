//! Screens that only look: the wall, with the few keys it has, and that nothing leaves a screen which is not to write.

use super::refresh;
use crate::domain::speech::said;
use crate::tui::action::Action;
use crate::tui::effect::Effect;
use crate::tui::keys::binding;
use crate::tui::manner::{KEEPS_GOING, ONLY_READS};
use crate::tui::model::Model;
use crate::tui::stage::Tone;
use crate::tui::wall::Wish;
use crossterm::event::KeyEvent;

/// A key on the wall; `None` where there is no wall and the key is one of the room.
pub(super) fn pressed(model: &mut Model, key: KeyEvent) -> Option<Vec<Effect>> {
    let wall = model.wall.as_mut()?;
    Some(match wall.key(key, &model.stage) {
        Wish::Nothing => Vec::new(),
        Wish::Show(incident) => {
            model.stage.chosen = Some(incident);
            model.stage.read_closed = false;
            refresh(model);
            Vec::new()
        }
        Wish::Do(effect) => vec![effect],
    })
}

/// What an action of the room would write, it says that it does not.
pub(super) fn refused(model: &mut Model, action: Action) -> bool {
    let refused = !model.stage.manner.writes() && binding(action).writes;
    if refused {
        model.stage.say(said(ONLY_READS), Tone::Refused);
    }
    refused
}

/// The wall goes to the next incident when its time has come, and is worked out again after a change.
pub(super) fn turn(model: &mut Model, before: u64) {
    let Some(wall) = &mut model.wall else { return };
    let shown = model.stage.incident().map(|incident| incident.id);
    let next = wall.turn(&model.stage).filter(|next| shown != Some(*next));
    if next.is_some() {
        model.stage.chosen = next;
        model.stage.read_closed = false;
        refresh(model);
    }
    if model.stage.turn != before
        && let Some(wall) = &mut model.wall
    {
        wall.settle(&model.stage);
    }
}

/// What would change the record, or tell the hub that somebody works here, stays on a screen that only looks.
pub(super) fn hold_back(model: &mut Model, effects: &mut Vec<Effect>) {
    if model.stage.manner.writes() {
        return;
    }
    let before = effects.len();
    effects.retain(|effect| match effect {
        Effect::Submit { .. } | Effect::Edit { .. } => false,
        Effect::FetchCard(_)
        | Effect::Find(_)
        | Effect::FetchPlaybooks
        | Effect::FetchVendors
        | Effect::LookingAt(_)
        | Effect::KeepDrafts(_)
        | Effect::Seen(_)
        | Effect::Bell
        | Effect::Overdue(_)
        | Effect::Copy(_)
        | Effect::Configure(_)
        | Effect::Redraw
        | Effect::Suspend
        | Effect::Quit => true,
    });
    if effects.len() < before {
        model.stage.say(said(ONLY_READS), Tone::Refused);
    }
    // Where somebody is looked at by the hub, their claim goes on by itself.
    let silent = |effect: &Effect| {
        !matches!(
            effect,
            Effect::LookingAt(_) | Effect::KeepDrafts(_) | Effect::Seen(_)
        )
    };
    effects.retain(silent);
}

/// Ctrl-Z stops this process, and with it a room that lives in it.
pub(super) fn suspend(model: &mut Model) -> Vec<Effect> {
    if model.stage.setting.join.is_none() {
        return vec![Effect::Suspend];
    }
    model.stage.say(KEEPS_GOING, Tone::Plain);
    Vec::new()
}
