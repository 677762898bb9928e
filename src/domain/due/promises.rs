//! What was promised to customers and is owed until it is kept.

use super::{Due, Kind};
use crate::domain::incident::Incident;

pub(super) fn open(incident: &Incident) -> impl Iterator<Item = Due> {
    incident.owed_promises().map(|promise| {
        let account = promise.account.as_ref().and_then(|id| incident.rows.get(id));
        let to = account.map(|row| format!("{}: ", row.name())).unwrap_or_default();
        Due::new(
            Kind::Promise(promise.seq),
            format!("{to}{}", promise.what),
            Some(promise.owner.clone()),
            promise.made_at,
            promise.due,
        )
    })
}
