//! Commands about calls to customers: claims and attempts.

use super::{DIRECTS_CALLS, May, Offline, Row, row};

pub(super) const ROWS: &[Row] = &[
    row(
        "claim_account",
        May::Participants,
        Offline::Asked,
        &["claim_ended", "account_claimed"],
        "I am calling them",
    ),
    row(
        "release_claim",
        May::Participants,
        Offline::Asked,
        &["claim_ended"],
        "I am not calling them after all",
    ),
    row(
        "extend_claim",
        May::Participants,
        Offline::Asked,
        &["claim_extended"],
        "I am still at it",
    ),
    row(
        "take_over_claim",
        May::Participants,
        Offline::Asked,
        &["claim_ended", "account_claimed"],
        "Commander or CS lead takes a claim, with a reason",
    )
    .takes(DIRECTS_CALLS),
    row(
        "end_claims",
        May::Hub,
        Offline::Asked,
        &["claim_ended"],
        "Ends the claims whose time is over",
    ),
    row(
        "start_call",
        May::Participants,
        Offline::Asked,
        &["claim_ended", "account_claimed", "call_started"],
        "I am on the phone with them now",
    ),
    row(
        "record_attempt",
        May::Participants,
        Offline::Kept,
        &[
            "accounts_affected",
            "attempt_recorded",
            "promise_made",
            "asked",
            "ask_joined",
            "executive_wanted",
            "moment_recorded",
            "topic_tagged",
            "claim_ended",
        ],
        "How one try to reach someone ended",
    )
    .undoable(),
    row(
        "pin_account",
        May::Participants,
        Offline::Asked,
        &["account_pinned"],
        "Puts an account first on the call list",
    )
    .undoable(),
    row(
        "record_moment",
        May::Participants,
        Offline::Kept,
        &["moment_recorded"],
        "Hours that matter to an account: an investor call, the payroll",
    )
    .undoable(),
    row(
        "decide_unreachable",
        May::Participants,
        Offline::Asked,
        &["unreachable_decided"],
        "How it goes on with an account nobody answers at",
    )
    .takes(DIRECTS_CALLS)
    .undoable(),
];
