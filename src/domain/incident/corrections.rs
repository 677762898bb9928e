//! Taking back: every list of an incident that can hold something with a number forgets that it counts.

use super::Incident;
use crate::domain::corrections::TakenBack;
use crate::domain::event::Stamp;
use crate::domain::ids::{AccountId, Seq};
use std::sync::Arc;

impl Incident {
    pub(super) fn taken_back(&mut self, event: &TakenBack, stamp: &Stamp) {
        for &seq in &event.corrects {
            self.withdraw(seq, stamp.seq);
        }
    }

    /// Every list that can hold something with this number forgets that it counts.
    fn withdraw(&mut self, seq: Seq, by: Seq) {
        let Ok(at) = self.timeline.binary_search_by_key(&seq, |entry| entry.seq) else {
            return;
        };
        let entry = Arc::make_mut(&mut self.timeline[at]);
        entry.withdrawn = Some(by);
        let account = entry.account.clone();
        self.forget(seq, account.as_ref());
    }

    /// The lists themselves, for a line that stands here or in an incident this one shares a record with.
    pub(in crate::domain) fn forget(&mut self, seq: Seq, account: Option<&AccountId>) {
        if let Some(row) = account.and_then(|account| self.rows.get_mut(account)) {
            row.withdraw(seq);
        }
        self.others.withdraw(seq);
        self.withdraw_command(seq);
        self.withdraw_assignments(seq);
        for level in &mut self.levels {
            level.withdraw(seq);
        }
        for promise in &mut self.promises {
            promise.withdraw(seq);
        }
        self.settlements.withdraw(seq);
        self.asks.withdraw(seq);
        self.stops.withdraw(seq);
        self.findings.withdraw(seq);
        if self.reports.withdraw(seq) {
            for row in self.rows.values_mut() {
                row.reports.withdraw(seq);
            }
        }
        self.experts.withdraw(seq);
        self.executives.withdraw(seq);
        self.debriefs.withdraw(seq);
        for intent in self.intents.iter_mut().filter(|intent| intent.seq == seq) {
            intent.withdrawn = true;
        }
        self.steps.retain(|_, tick| tick.seq != seq);
    }
}
