//! Commands about words: the public page, notes, what was found out.

use super::{CONFIRMS_CAUSE, May, Offline, Row, row};

pub(super) const ROWS: &[Row] = &[
    row(
        "record_post",
        May::Participants,
        Offline::Asked,
        &["post_recorded"],
        "A text is live on the public page",
    ),
    row(
        "find_cause",
        May::Participants,
        Offline::Asked,
        &["cause_found"],
        "What is known of the cause: unknown, suspected or confirmed; confirming takes the duty",
    )
    .takes(CONFIRMS_CAUSE)
    .undoable(),
    row(
        "find_data",
        May::Participants,
        Offline::Asked,
        &["data_found"],
        "What became of customers' data: unknown, safe, lost or exposed",
    )
    .undoable(),
    row(
        "write_note",
        May::Participants,
        Offline::Kept,
        &["note_written"],
        "A fact, a guess or a deed for the timeline",
    )
    .undoable(),
];
