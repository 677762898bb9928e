//! Commands about what is done for an account beyond the call: executives' calls, gestures, credits.

use super::{APPROVES_MONEY, May, Offline, Row, SETTLES_DEBTS, row};

pub(super) const ROWS: &[Row] = &[
    row(
        "want_executive",
        May::Participants,
        Offline::Kept,
        &["executive_wanted"],
        "A customer wishes to speak with an executive",
    )
    .undoable(),
    row(
        "set_slots",
        May::Participants,
        Offline::Asked,
        &["slots_set"],
        "How many calls an executive has to give",
    )
    .takes(SETTLES_DEBTS)
    .undoable(),
    row(
        "promise_executive_call",
        May::Participants,
        Offline::Asked,
        &["executive_call_promised"],
        "An executive calls a customer at a time; more than there are is said, not refused",
    )
    .takes(SETTLES_DEBTS)
    .undoable(),
    row(
        "record_executive_call",
        May::Participants,
        Offline::Kept,
        &["executive_call_recorded"],
        "How the call of an executive went, or that nobody was reached",
    )
    .undoable(),
    row(
        "give_gesture",
        May::Participants,
        Offline::Kept,
        &["gesture_given", "gesture_asked"],
        "A small kindness: given within the playbook's allowance, asked for above it",
    )
    .undoable(),
    row(
        "approve_gesture",
        May::Participants,
        Offline::Asked,
        &["gesture_approved"],
        "Allows a gesture that was asked for",
    )
    .takes(APPROVES_MONEY)
    .undoable(),
    row(
        "refuse_gesture",
        May::Participants,
        Offline::Asked,
        &["gesture_refused"],
        "Says no to a gesture, with a reason",
    )
    .takes(APPROVES_MONEY)
    .undoable(),
    row(
        "propose_credit",
        May::Participants,
        Offline::Asked,
        &["credit_proposed"],
        "Works credits out from the downtime and the terms, or sets one by hand, for a word",
    )
    .takes(SETTLES_DEBTS)
    .undoable(),
    row(
        "approve_credit",
        May::Participants,
        Offline::Asked,
        &["credit_approved", "impact_recorded"],
        "From now on the customer may be told the amount; reports to it carry it",
    )
    .takes(APPROVES_MONEY)
    .undoable(),
    row(
        "decline_credit",
        May::Participants,
        Offline::Asked,
        &["credit_declined"],
        "Says no to a credit, with a reason",
    )
    .takes(APPROVES_MONEY)
    .undoable(),
    row(
        "tell_credit",
        May::Participants,
        Offline::Kept,
        &["credit_told"],
        "The customer was told of an approved credit",
    )
    .undoable(),
    row(
        "issue_credit",
        May::Participants,
        Offline::Asked,
        &["credit_issued"],
        "An approved credit is on an invoice",
    )
    .takes(SETTLES_DEBTS)
    .undoable(),
];
