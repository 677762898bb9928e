//! How a change of severity, of T0 or of the playbook moves what is not yet done, and nothing that was.

use super::Incident;
use crate::domain::escalation::{LevelHolder, replanned};
use crate::domain::event::Stamp;
use crate::domain::policy::{PlaybookSwitched, SeverityChanged, StartCorrected};
use crate::domain::severity::Severity;
use jiff::Timestamp;
use std::mem;
use std::sync::Arc;

impl Incident {
    pub(super) fn severity_changed(&mut self, event: &SeverityChanged, stamp: &Stamp) {
        self.becomes(event.to, stamp.said_at);
        self.replan(&event.holders);
    }

    pub(super) fn becomes(&mut self, severity: Severity, at: Timestamp) {
        // What it was before the first change it was from the start.
        if self.severities.is_empty() {
            self.severities.push((self.severity, self.t0));
        }
        self.severities.push((severity, at));
        self.severity = severity;
    }

    pub(super) fn start_corrected(&mut self, event: &StartCorrected) {
        self.t0 = event.to;
        self.firing_since = self.firing_since.filter(|since| *since < event.to);
        self.replan(&[]);
    }

    /// Ticks are kept by the ids of the steps, levels by their roles. What the new playbook does not have stays on
    /// record, and is there again if the old one comes back.
    pub(super) fn playbook_switched(&mut self, event: &PlaybookSwitched) {
        self.playbook = event.playbook.clone();
        self.replan(&event.holders);
    }

    fn replan(&mut self, holders: &[LevelHolder]) {
        let plan = self.playbook.plan(self.severity);
        let before = mem::take(&mut self.levels);
        self.levels = replanned(before, &plan.levels, holders, self.t0);
        self.plan = Arc::new(plan);
    }
}
