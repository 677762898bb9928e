//! What was settled of what is owed: the one place where settlements change the dues.

use super::{Due, Kind};
use crate::domain::ids::Seq;
use crate::domain::incident::Incident;
use crate::domain::outreach::Row;
use crate::domain::reports::ReportKind;
use crate::domain::settlements::Stands;
use crate::domain::state::Internal;
use std::collections::BTreeMap;

/// The dues as they stand: what was kept or waived is gone, what was handed over has its new owner, what was put off
/// its new time.
pub(super) fn apply(incident: &Incident, mut dues: Vec<Due>) -> Vec<Due> {
    let settled: BTreeMap<Kind, Stands> = incident
        .settlements
        .keys()
        .filter_map(|key| {
            let kind = Kind::parse(key)?;
            let stands = incident.settlements.stands(key, born(incident, &kind));
            Some((kind, stands))
        })
        .collect();
    dues.retain_mut(|due| match settled.get(&due.kind) {
        Some(stands) => on_one(due, stands),
        None => true,
    });
    if incident.internal == Internal::Closed {
        let closer = incident.closed_by.as_ref();
        for due in &mut dues {
            due.long_term = true;
            due.owner = due.owner.take().or_else(|| closer.cloned());
        }
    }
    dues
}

/// False when nothing is left of it.
fn on_one(due: &mut Due, stands: &Stands) -> bool {
    if stands.ended.is_some() {
        return false;
    }
    if let Some(owner) = &stands.owner {
        due.owner = Some(owner.clone());
    }
    // A rhythm begins again with every contact: what was put off is over once its time lies before the last of them.
    if let Some((from, at)) = stands.long_term.filter(|(_, at)| *at > due.from) {
        *due = Due {
            long_term: true,
            ..Due::new(due.kind.clone(), due.what.clone(), due.owner.take(), from, at)
        };
    }
    true
}

/// The event that made the debt of this name as it is now; a settlement from before it settled another one.
pub(in crate::domain) fn born(incident: &Incident, kind: &Kind) -> Seq {
    match kind {
        // Each call sets the next one anew.
        Kind::Callback(account) => {
            let last = incident.rows.get(account).and_then(|row| row.last());
            last.map_or(Seq(0), |last| last.seq)
        }
        // Whoever put the list right did not know of what was found wrong since.
        Kind::FixContact(account) => {
            let faults = incident.rows.get(account).map(Row::faults);
            let last = faults.into_iter().flatten().map(|fault| fault.last.seq).max();
            last.unwrap_or(Seq(0))
        }
        // What is stopped a second time has to go on a second time.
        Kind::Resume(id) => incident.stops.last(id).map_or(Seq(0), |stop| stop.seq),
        // Whoever waived it did not know that it would come back.
        Kind::Report(ReportKind::Final) => incident.reopened().map_or(Seq(0), |reopened| reopened.seq),
        // It can be done a second time, and everyone hears that as well.
        Kind::Tell(topic, account) => {
            let tell = incident
                .tells
                .of(*topic)
                .iter()
                .find(|tell| tell.account == *account);
            tell.map_or(Seq(0), |tell| tell.done)
        }
        // A new wish is another debt than what was waived.
        Kind::Recovery(account) => {
            let row = incident.rows.get(account);
            let wish = row.and_then(|row| row.recovery.wants().map(|wish| wish.seq).max());
            wish.unwrap_or(Seq(0))
        }
        // These have one life, or are settled as a whole rhythm.
        Kind::Level(_)
        | Kind::Page
        | Kind::FirstCalls(_)
        | Kind::Moment(..)
        | Kind::Unreachable(_)
        | Kind::Promise(_)
        | Kind::Outcome(_)
        | Kind::Step(_)
        | Kind::Expert(_)
        | Kind::Ask(_)
        | Kind::Stop(_)
        | Kind::Duty(_)
        | Kind::Report(ReportKind::Preliminary | ReportKind::Update)
        | Kind::News(_)
        | Kind::Executive(_)
        | Kind::Gesture(_)
        | Kind::Credit(_)
        | Kind::Approval(_)
        | Kind::Offered(_)
        | Kind::Silence
        | Kind::Intent
        | Kind::Brief
        | Kind::Hear
        | Kind::CheckIn(_) => Seq(0),
    }
}
