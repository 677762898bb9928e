//! Commands about what comes after the pain: customers who recover, and our own people who rest and are heard.

use super::{May, Offline, Row, row};

pub(super) const ROWS: &[Row] = &[
    row(
        "mark_condition",
        May::Participants,
        Offline::Kept,
        &["condition_marked"],
        "A condition of satisfaction of one account is met, waived, or still wanted",
    )
    .undoable(),
    row(
        "record_lost",
        May::Participants,
        Offline::Kept,
        &["account_lost"],
        "A customer left us, with the reason; or is with us again",
    )
    .undoable(),
    row(
        "take_break",
        May::Participants,
        Offline::Kept,
        &["break_taken"],
        "I take a break, over all incidents; it ends by itself",
    ),
    row(
        "record_debrief",
        May::Participants,
        Offline::Kept,
        &["debrief_recorded"],
        "My answers to the three questions afterwards; shown unnamed",
    )
    .undoable(),
];
