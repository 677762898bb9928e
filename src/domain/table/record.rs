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
];
