//! Commands about the record: corrections and imports.

use super::{May, Offline, Row, row};

pub(super) const ROWS: &[Row] = &[
    row(
        "take_back",
        May::Participants,
        Offline::Kept,
        &["taken_back", "claim_ended"],
        "Withdraws something recorded; both stay in the log",
    ),
    row(
        "import_directory",
        May::Leads,
        Offline::Asked,
        &["directory_imported"],
        "Accounts, contacts and people, upserted by id",
    ),
    row(
        "match_accounts",
        May::Hub,
        Offline::Asked,
        &["accounts_affected"],
        "Puts newly imported accounts on the call lists they belong on",
    ),
    row(
        "bring_entry",
        May::Trusted,
        Offline::Asked,
        &[
            "incident_declared",
            "accounts_affected",
            "level_tried",
            "level_informed",
            "attempt_recorded",
            "promise_made",
            "asked",
            "ask_joined",
            "executive_wanted",
            "moment_recorded",
            "topic_tagged",
            "step_ticked",
            "note_written",
        ],
        "What somebody said or did in another room, with their name and the time they said it",
    )
    .undoable(),
];
