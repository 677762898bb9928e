//! Commands about customers who call or write in, and about the customers that have no row.

use super::{May, Offline, Row, row};

pub(super) const ROWS: &[Row] = &[
    row(
        "answer_inbound",
        May::Participants,
        Offline::Asked,
        &[
            "accounts_affected",
            "inbound_answered",
            "claim_ended",
            "account_claimed",
            "call_started",
        ],
        "They are on the line; whoever has them is told",
    )
    .undoable(),
    row(
        "count_others",
        May::Participants,
        Offline::Asked,
        &["others_counted"],
        "How many affected customers are no key accounts",
    )
    .undoable(),
    row(
        "record_inbound",
        May::Participants,
        Offline::Kept,
        &["wrote_in"],
        "Somebody who is no key account wrote in or called",
    )
    .undoable(),
    row(
        "add_account",
        May::Participants,
        Offline::Asked,
        &["account_added"],
        "An account that is on no list yet",
    ),
    row(
        "add_contact",
        May::Participants,
        Offline::Asked,
        &["contact_added"],
        "A person at an account who is on no list yet",
    ),
];
