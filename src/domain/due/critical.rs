//! Moments of truth: what we do for an account before its critical hours begin.

use super::{Due, Kind};
use crate::domain::critical::Near;
use crate::domain::incident::Incident;
use crate::domain::outreach::Row;
use crate::domain::span::Span;
use crate::domain::state::Internal;

/// Whoever spoke with them so short a time before has spoken of it.
const SPOKEN_OF: Span = Span::hours(4);
/// So long before it begins somebody has to see to it.
const AHEAD: Span = Span::hours(1);

/// While it hurts: once the service works again no moment is in danger.
pub(super) fn to_come(incident: &Incident) -> Vec<Due> {
    if incident.internal != Internal::Open {
        return Vec::new();
    }
    let rows = incident.rows.values().filter(|row| row.counts());
    rows.flat_map(|row| {
        let near = row.moments_after(incident.t0).into_iter();
        // What had begun before it broke is past being prepared for; it lifts their rank all the same.
        let ahead = near.filter(|near| near.from >= incident.t0 && !spoken_of(row, near));
        ahead.map(|near| due(row, near))
    })
    .collect()
}

fn spoken_of(row: &Row, near: &Near) -> bool {
    row.reached().any(|call| {
        let since = near.heard.is_none_or(|heard| call.at > heard);
        since && call.at < near.until && near.from <= SPOKEN_OF.after(call.at)
    })
}

fn due(row: &Row, near: Near) -> Due {
    let account = &row.affected.account;
    let last = row.last().map(|last| last.by.clone());
    let due = Due::new(
        Kind::Moment(row.id().clone(), near.from),
        format!("{}: {}, {}", row.name(), near.what, near.offering()),
        last.or_else(|| account.owner.clone()),
        near.heard.unwrap_or(near.from).min(near.from),
        near.from,
    );
    let soon = near.from.saturating_sub(AHEAD.0).unwrap_or(near.from);
    Due { soon, ..due }
}
