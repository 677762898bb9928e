//! Commands about reports to customers.

use super::{APPROVES_WORDS, May, Offline, Row, row};

pub(super) const ROWS: &[Row] = &[
    row(
        "draft_report",
        May::Participants,
        Offline::Asked,
        &["report_drafted"],
        "The words of a report; what is not written comes from the record",
    ),
    row(
        "review_report",
        May::Participants,
        Offline::Asked,
        &["report_reviewed"],
        "Engineering, legal or customer success has read the draft",
    ),
    row(
        "approve_report",
        May::Participants,
        Offline::Asked,
        &["report_approved"],
        "The draft may be sent; what it says is kept as it is now",
    )
    .takes(APPROVES_WORDS),
    row(
        "issue_report",
        May::Participants,
        Offline::Asked,
        &["report_issued", "promise_made"],
        "The approved report was sent, and to whom; what it says we will do becomes promises",
    )
    .undoable(),
    row(
        "acknowledge_report",
        May::Participants,
        Offline::Asked,
        &["report_acknowledged"],
        "An account has the report, and may have asked something",
    )
    .undoable(),
    row(
        "record_impact",
        May::Participants,
        Offline::Asked,
        &["impact_recorded"],
        "What one account felt and when, and the credit that was approved for it",
    )
    .undoable(),
];
