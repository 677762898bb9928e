//! Stops and resumes in words.

use super::{Line, line};
use crate::domain::speech::say;
use crate::domain::stops::{StopIssued, StopResumed};
use crate::domain::timeline::What;

pub(super) fn issued(event: &StopIssued) -> Line {
    line(
        What::Stop,
        say!(
            "stopped: {what}; {owner} sees that it goes on again",
            what = event.what,
            owner = event.owner
        ),
    )
}

pub(super) fn resumed(event: &StopResumed) -> Line {
    let note = event.note.as_ref().map(|note| format!(" ({note})"));
    line(
        What::Stop,
        say!(
            "goes on again: {what}{note}",
            what = event.what,
            note = note.unwrap_or_default()
        ),
    )
}
