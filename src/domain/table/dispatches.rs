//! Commands about what goes out to sinks.

use super::{May, Offline, Row, row};

pub(super) const ROWS: &[Row] = &[
    row(
        "open_sink",
        May::Hub,
        Offline::Asked,
        &["sink_opened"],
        "A sink was set up: what is recorded from now on goes there",
    ),
    row(
        "record_dispatch",
        May::Hub,
        Offline::Asked,
        &["dispatch_begun", "dispatch_ended", "post_recorded"],
        "A try to bring something to a sink begins, or has ended",
    ),
    row(
        "settle_dispatch",
        May::Participants,
        Offline::Asked,
        &["dispatch_settled"],
        "What becomes of something that a sink refused, or that may be there or not",
    ),
];
