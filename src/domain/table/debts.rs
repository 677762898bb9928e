//! Commands about what is owed: checklists, promises, questions, stops.

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
        &["debt_settled", "promise_kept", "stop_resumed"],
        "A debt is kept, handed over, waived or put on long term; waiving and long term take the duty",
    )
    .takes(SETTLES_DEBTS)
    .undoable(),
    row(
        "ask_question",
        May::Participants,
        Offline::Asked,
        &["asked", "ask_joined"],
        "One question to one duty; the same question, still open, is joined",
    )
    .undoable(),
    row(
        "join_ask",
        May::Participants,
        Offline::Asked,
        &["ask_joined"],
        "Waits for the answer to a question as well",
    )
    .undoable(),
    row(
        "answer_ask",
        May::Participants,
        Offline::Asked,
        &["ask_answered"],
        "Answers a question, for everyone who waits; a second answer corrects the first",
    )
    .undoable(),
    row(
        "issue_stop",
        May::Participants,
        Offline::Asked,
        &["stop_issued"],
        "Something is stopped while customers hurt; it owes its resume",
    )
    .undoable(),
    row(
        "resume_stop",
        May::Participants,
        Offline::Asked,
        &["stop_resumed"],
        "What was stopped goes on again",
    )
    .undoable(),
];
