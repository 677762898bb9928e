//! The calls to experts in words.

use super::{Line, line};
use crate::domain::experts::ExpertCalled;
use crate::domain::incident::Incident;
use crate::domain::speech::say;
use crate::domain::timeline::What;

pub(super) fn called(event: &ExpertCalled, incident: &Incident) -> Line {
    let plan = incident.expert(&event.expert);
    let whom = plan.map_or(&event.expert, |plan| &plan.whom);
    let how = event.how.as_ref().map(|how| format!(" ({how})"));
    line(
        What::Expert,
        say!("called {whom}{how}", whom, how = how.unwrap_or_default()),
    )
}
