//! Commands about our own people: duties, the escalation policy, the plan.

use super::{COMMANDS_NOW, May, Offline, Row, row};

pub(super) const ROWS: &[Row] = &[
    row(
        "take_role",
        May::Participants,
        Offline::Asked,
        &["role_taken"],
        "Takes a duty, or gives it to someone",
    )
    .undoable(),
    row(
        "try_level",
        May::Participants,
        Offline::Kept,
        &["level_tried"],
        "Somebody tried to inform a level of the policy",
    )
    .undoable(),
    row(
        "inform_level",
        May::Participants,
        Offline::Asked,
        &["level_informed"],
        "A level of the policy knows, with proof",
    )
    .undoable(),
    row(
        "skip_level",
        May::Participants,
        Offline::Asked,
        &["level_skipped"],
        "A level is left out, with a reason",
    )
    .undoable(),
    row(
        "call_expert",
        May::Participants,
        Offline::Kept,
        &["expert_called"],
        "An expert the playbook names was called",
    )
    .undoable(),
    row(
        "set_intent",
        May::Participants,
        Offline::Asked,
        &["intent_set"],
        "The commander's intent for the next while",
    )
    .takes(COMMANDS_NOW)
    .undoable(),
];
