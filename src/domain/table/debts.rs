//! Commands about what is owed: checklists and promises.

use super::{May, Offline, Row, row};

pub(super) const ROWS: &[Row] = &[
    row(
        "tick_step",
        May::Participants,
        Offline::Kept,
        &["step_ticked"],
        "Ticks a step of a checklist",
    )
    .undoable(),
    row(
        "untick_step",
        May::Participants,
        Offline::Kept,
        &["step_unticked"],
        "Takes a tick away",
    ),
    row(
        "make_promise",
        May::Participants,
        Offline::Kept,
        &["promise_made"],
        "A dated \"we will\" with an owner",
    )
    .undoable(),
    row(
        "keep_promise",
        May::Participants,
        Offline::Kept,
        &["promise_kept"],
        "The promise is kept",
    )
    .undoable(),
];
