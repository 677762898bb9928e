//! Breaks and debriefs in words: that somebody answered, never what, for the answers are shown unnamed.

use super::{Line, line};
use crate::domain::debriefs::DebriefRecorded;
use crate::domain::speech::{say, word};
use crate::domain::timeline::What;

/// Of the hub, not of an incident; it has no timeline to stand in.
pub(super) fn rests() -> Line {
    line(What::Debrief, word!("takes a break")).routine()
}

pub(super) fn debriefed(event: &DebriefRecorded) -> Line {
    let answers = event.answers.in_order().iter().flatten().count();
    line(
        What::Debrief,
        say!("answered {answers} of the 3 questions of the debrief", answers),
    )
    .routine()
}
