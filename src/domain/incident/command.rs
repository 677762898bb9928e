//! How command goes from one to another in one incident, and what the commander and the deputy said last.

use super::Incident;
use crate::domain::briefs::Given;
use crate::domain::event::Stamp;
use crate::domain::handover::DutyHandedOver;
use crate::domain::ids::Seq;
use crate::domain::notes::Intent;
use crate::domain::people::RoleTaken;
use crate::domain::promises::Promise;

impl Incident {
    /// The intent that stands.
    pub fn intent(&self) -> Option<&Intent> {
        self.intents.iter().rev().find(|intent| !intent.withdrawn)
    }

    /// When executives were last given the brief.
    pub fn last_brief(&self) -> Option<&Given> {
        self.briefs.iter().rev().find(|brief| !brief.withdrawn)
    }

    pub(super) fn role_taken(&mut self, event: &RoleTaken, stamp: &Stamp) {
        self.offers.moved(event.role, stamp.seq);
        self.roles.taken(event, stamp);
    }

    pub(super) fn duty_handed_over(&mut self, event: &DutyHandedOver, stamp: &Stamp) {
        self.offers.answered(event.duty, &event.from, stamp.seq);
        self.offers.moved(event.duty, stamp.seq);
        self.roles.handed_over(event.duty, &event.from, &event.to, stamp);
        let carried = |promise: &&mut Promise| event.promises.contains(&promise.seq);
        for promise in self.promises.iter_mut().filter(carried) {
            promise.hand_to(&event.to, stamp.seq);
        }
    }

    pub(super) fn withdraw_command(&mut self, seq: Seq) {
        self.roles.withdraw(seq);
        self.offers.withdraw(seq);
        for brief in self.briefs.iter_mut().filter(|brief| brief.seq == seq) {
            brief.withdrawn = true;
        }
    }
}
