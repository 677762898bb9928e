//! Commands about what is owed: checklists and promises.

use super::{May, Offline, Row, SETTLES_DEBTS, row};

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
    row(
        "settle_debt",
        May::Participants,
        Offline::Asked,
        &["debt_settled", "promise_kept"],
        "A debt is kept, handed over, waived or put on long term; waiving and long term take the duty",
    )
    .takes(SETTLES_DEBTS)
    .undoable(),
];
