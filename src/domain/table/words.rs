//! Commands about words: the public page, notes, what was found out.

use super::{APPROVES_WORDS, CONFIRMS_CAUSE, May, Offline, Row, row};

pub(super) const ROWS: &[Row] = &[
    row(
        "draft_message",
        May::Participants,
        Offline::Asked,
        &["message_drafted"],
        "Puts a text forward for an audience; it waits for approval",
    ),
    row(
        "approve_message",
        May::Participants,
        Offline::Asked,
        &["message_approved"],
        "The word of the commander or the deputy on a draft, or on a text that went live without it",
    )
    .takes(APPROVES_WORDS),
    row(
        "reject_draft",
        May::Participants,
        Offline::Asked,
        &["draft_rejected"],
        "Sends a draft back with a reason, or withdraws one's own",
    ),
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
