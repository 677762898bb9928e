//! What is owed to the accounts of the call list, in one pass over its rows: there may be thousands, and all of it is
//! counted again at every change.

use super::check_ins::CheckIns;
use super::clock::FirstCalls;
use super::reports::Reports;
use super::{Due, callbacks, critical, outcomes, recovery, redress, unreached};
use crate::domain::checklist::AccountStep;
use crate::domain::incident::Incident;
use crate::domain::nights::Nights;
use crate::domain::outreach::Row;
use crate::domain::state::Internal;
use jiff::Timestamp;

/// The rows gone over so far, and what their dues share.
struct Pass<'a> {
    incident: &'a Incident,
    check_ins: Option<CheckIns>,
    /// Since when they recover, where anybody asks.
    recover: Option<Timestamp>,
    reports: Option<Reports<'a>>,
    /// Only while it is worked on.
    first_calls: Option<FirstCalls>,
    /// What the clocks showed when it began.
    begin: Nights,
    dues: Vec<Due>,
    /// Apart: one for every account and mostly at one time, they are in order already.
    news: Vec<Due>,
}

/// What outlives the incident and, `worked_on`, what is owed only while it is.
pub(super) fn owed(incident: &Incident, worked_on: bool) -> Vec<Due> {
    let mut pass = Pass {
        incident,
        check_ins: CheckIns::planned(incident),
        recover: recovery::begins(incident),
        reports: Reports::planned(incident),
        first_calls: worked_on.then(FirstCalls::default),
        begin: Nights::at(incident.t0),
        // Most accounts are to be called again, and hear news.
        dues: Vec::with_capacity(2 * incident.rows.len()),
        news: Vec::new(),
    };
    for row in incident.rows.values() {
        pass.row(row);
    }
    pass.dues.append(&mut pass.news);
    let reports = pass.reports.iter().flat_map(Reports::to_everyone);
    pass.dues.extend(reports);
    let first_calls = pass.first_calls.iter();
    pass.dues
        .extend(first_calls.flat_map(|calls| calls.owed(incident)));
    pass.dues
}

impl Pass<'_> {
    fn row(&mut self, row: &Row) {
        let incident = self.incident;
        self.dues.extend(unreached::fix(incident, row));
        if !row.redress.is_empty() {
            self.dues.extend(redress::owed(incident, row));
        }
        if !row.counts() {
            return;
        }
        if !row.ticks.contains_key(&AccountStep::Settled) {
            self.calls(row);
        }
        // Most rows name none.
        if row.wants {
            self.dues.extend(outcomes::wanted(row));
        }
        let check_ins = self.check_ins.as_ref();
        self.dues.extend(check_ins.and_then(|days| days.next(row)));
        let recover = self.recover;
        self.dues
            .extend(recover.and_then(|over| recovery::open(incident, row, over)));
        if let Some(reports) = self.reports.as_mut().filter(|_| row.surely_affected()) {
            self.news.extend(reports.row(row));
        }
        if let Some(first_calls) = &mut self.first_calls {
            first_calls.row(row);
            if incident.internal == Internal::Open {
                let moments = critical::to_come(incident, row, &mut self.begin);
                self.dues.extend(moments);
            }
        }
    }

    /// What comes of the calls that were made: another one, something to write, or a decision.
    fn calls(&mut self, row: &Row) {
        let trying = row.trying(self.incident.severity);
        if self.first_calls.is_some() {
            self.dues
                .extend(unreached::to_decide(self.incident, row, &trying));
        }
        self.dues.extend(callbacks::next(row, trying));
    }
}
