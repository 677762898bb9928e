//! Time goes on: what was said is over, what follows from the picture changes, and something becomes overdue.

use super::refresh;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::msg::Liveness;
use crate::tui::stage::Tone;
use jiff::{SignedDuration, Timestamp};

/// A toast that can be acted on stays this long; a refusal until the next key.
const TOAST: SignedDuration = SignedDuration::from_secs(20);

pub(super) fn tick(model: &mut Model, now: Timestamp) {
    let before = model.stage.now;
    model.stage.now = now;
    // What was said before the hub told the time was said just now.
    if before == Timestamp::UNIX_EPOCH {
        model.stage.said.date(now);
        if let Some(toast) = model.stage.toast.as_mut() {
            toast.since = now;
        }
    }
    if model
        .stage
        .toast
        .as_ref()
        .is_some_and(|toast| toast.tone != Tone::Refused && now.duration_since(toast.since) > TOAST)
    {
        model.stage.toast = None;
    }
    if !model.stage.board.holds(now) {
        refresh(model);
    }
}

/// What has newly become overdue on this screen.
pub(super) fn overdue(model: &mut Model) -> Option<Effect> {
    let stage = &model.stage;
    let incident = stage.incident();
    let live = matches!(stage.liveness, Liveness::Live);
    let newly = model.alarm.newly(incident, &stage.board, stage.now, live);
    (!newly.is_empty()).then_some(Effect::Overdue(newly))
}
