//! What is owed to customers and outlives the incident: callbacks and promises.

use super::{Due, Kind};
use crate::domain::checklist::AccountStep;
use crate::domain::incident::Incident;
use crate::domain::outreach::Row;

pub(super) fn callbacks_and_promises(incident: &Incident) -> Vec<Due> {
    let mut owed: Vec<Due> = incident.rows.values().filter_map(callback).collect();
    owed.extend(incident.owed_promises().map(|promise| {
        let account = promise.account.as_ref().and_then(|id| incident.rows.get(id));
        let to = account.map(|row| format!("{}: ", row.name())).unwrap_or_default();
        Due::new(
            Kind::Promise(promise.seq),
            format!("{to}{}", promise.what),
            Some(promise.owner.clone()),
            promise.made_at,
            promise.due,
        )
    }));
    owed
}

/// The next contact agreed on, or set by how the last attempt ended.
fn callback(row: &Row) -> Option<Due> {
    let last = row.last()?;
    // Who called us and was not helped waits since then.
    let at = last.facts.next_at.or(row.waits_for_us().then_some(last.at))?;
    if row.ticks.contains_key(&AccountStep::Settled) || !row.counts() {
        return None;
    }
    Some(Due::new(
        Kind::Callback(row.id().clone()),
        format!("call {} again", row.name()),
        row.caller(last).cloned(),
        last.at,
        at,
    ))
}
