//! Stops and resumes in words.

use super::{Line, line};
use crate::domain::stops::{StopIssued, StopResumed};
use crate::domain::timeline::What;

pub(super) fn issued(event: &StopIssued) -> Line {
    line(
        What::Stop,
        format!(
            "stopped: {}; {} sees that it goes on again",
            event.what, event.owner
        ),
    )
}

pub(super) fn resumed(event: &StopResumed) -> Line {
    let note = event.note.as_ref().map(|note| format!(" ({note})"));
    line(
        What::Stop,
        format!("goes on again: {}{}", event.what, note.unwrap_or_default()),
    )
}
