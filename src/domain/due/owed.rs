//! What is owed to customers and outlives the incident: callbacks and promises.

use super::{Due, Kind};
use crate::domain::checklist::AccountStep;
use crate::domain::incident::Incident;
use crate::domain::outreach::Row;
use crate::domain::retries::Trying;

pub(super) fn callbacks_and_promises(incident: &Incident) -> Vec<Due> {
    let callbacks = incident.rows.values().filter_map(|row| callback(incident, row));
    let mut owed: Vec<Due> = callbacks.collect();
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

/// The next contact agreed on, or set by how the last attempt ended; where enough calls were made, what is to be
/// written instead.
fn callback(incident: &Incident, row: &Row) -> Option<Due> {
    if row.ticks.contains_key(&AccountStep::Settled) || !row.counts() {
        return None;
    }
    let due = |what: String, by, from, at| Due::new(Kind::Callback(row.id().clone()), what, by, from, at);
    let again = || format!("call {} again", row.name());
    match row.trying(incident.severity) {
        Trying::Calls => {
            let last = row.last()?;
            // Who called us and was not helped waits since then.
            let at = last.facts.next_at.or(row.waits_for_us().then_some(last.at))?;
            Some(due(again(), row.caller(last).cloned(), last.at, at))
        }
        Trying::Again { by, at } => {
            let from = row.unreached.last().map_or(at, |decision| decision.at);
            Some(due(again(), Some(by), from.min(at), at))
        }
        Trying::Write { since, by, .. } => {
            let what = format!("write to {}: enough calls", row.name());
            Some(due(what, Some(by), since, since))
        }
        // What is owed them now is a decision, or nothing.
        Trying::InVain { .. } | Trying::ByMail { .. } | Trying::Left { .. } => None,
    }
}
