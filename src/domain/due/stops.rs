//! The stop-list: what is to be stopped while customers hurt, and what is to go on afterwards.

use super::{Due, Kind};
use crate::domain::incident::Incident;
use crate::domain::speech::say;
use crate::domain::stops::RESUMED_WITHIN;
use jiff::Timestamp;

/// What the playbook stops and nobody has; while it can still help.
pub(super) fn to_issue(incident: &Incident) -> Vec<Due> {
    if !incident.is_open() {
        return Vec::new();
    }
    let planned = incident.playbook.stops.iter();
    let open = planned.filter(|plan| incident.stops.last(&plan.id).is_none());
    open.map(|plan| {
        Due::new(
            Kind::Stop(plan.id.clone()),
            say!("stop {what}", what = plan.what),
            plan.duty.and_then(|duty| incident.holder(duty)).cloned(),
            incident.t0,
            plan.by.after(incident.t0),
        )
    })
    .collect()
}

/// What was stopped and stands still: amber as soon as it is over.
pub(super) fn to_resume(incident: &Incident) -> Vec<Due> {
    // While it burns nothing goes on, so it has no time yet.
    let over = incident.resolved_at.unwrap_or(Timestamp::MAX);
    let stopped = incident.stops.standing();
    stopped
        .map(|stop| {
            // Stopped after the end, for whatever reason, it still has its hour.
            let from = over.max(stop.at);
            Due {
                soon: from,
                ..Due::new(
                    Kind::Resume(stop.id.clone()),
                    say!("resume {what}", what = stop.what),
                    Some(stop.owner.clone()),
                    from,
                    RESUMED_WITHIN.after(from),
                )
            }
        })
        .collect()
}
