//! Moments of truth: what we do for an account before its critical hours begin.

use super::{Due, Kind};
use crate::domain::critical::Near;
use crate::domain::incident::Incident;
use crate::domain::nights::Nights;
use crate::domain::outreach::Row;
use crate::domain::span::Span;

/// Whoever spoke with them so short a time before has spoken of it.
const SPOKEN_OF: Span = Span::hours(4);
/// So long before it begins somebody has to see to it.
const AHEAD: Span = Span::hours(1);

/// What comes round every day is looked at so far ahead of the start: an incident that lasts longer is rare, and by then
/// everyone knows their hours.
const DAYS: Span = Span::hours(72);

/// What is ahead of an account. What had begun before it broke is past being prepared for; it lifts their rank all the
/// same.
pub(super) fn to_come(incident: &Incident, row: &Row, begin: &mut Nights) -> impl Iterator<Item = Due> {
    let near = row.moments_between(begin, DAYS.after(incident.t0));
    let ahead = |near: &Near| near.from >= incident.t0 && !spoken_of(row, near);
    near.into_iter().filter(ahead).map(|near| due(row, near))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testkit::*;
    use jiff::Timestamp;
    use serde_json::json;

    #[test]
    fn hours_of_every_day_are_prepared_for_on_every_day_of_a_long_incident() {
        let mut room = Room::empty();
        let start = at(0);
        let account = room.reference.accounts.get_mut("northwind").unwrap();
        let from = start.to_zoned(jiff::tz::TimeZone::UTC);
        let hour = |by: i64| {
            from.checked_add(jiff::Span::new().hours(by))
                .unwrap()
                .strftime("%H:%M")
                .to_string()
        };
        let daily = format!("daily {}-{} trading", hour(-1), hour(1));
        *account = {
            let mut changed = account.as_ref().clone();
            changed.timezone = Some("UTC".into());
            changed.critical = vec![daily.parse().unwrap()];
            changed.into()
        };
        room.does(
            "dana",
            declare(json!({ "components": ["video-eu"], "playbook": "outage" })),
        );
        let dues = super::super::dues(room.here()).into_iter();
        let moments = dues.filter(|due| matches!(due.kind, Kind::Moment(..)));
        let begin: Vec<Timestamp> = moments.map(|due| due.at).collect();
        let day = 24 * 60;
        assert_eq!(begin, [at(day - 60), at(2 * day - 60), at(3 * day - 60)]);
    }
}
