//! Events that move something from one incident to another.

use super::Picture;
use crate::domain::corrections::TakenBack;
use crate::domain::event::Recorded;
use crate::domain::ids::{AccountId, AlertKey, IncidentId, Seq};
use crate::domain::incident::Incident;
use crate::domain::merging::{AlertMoved, IncidentMerged, IncidentSplit};
use std::collections::BTreeSet;
use std::sync::Arc;

impl Picture {
    /// The incident that goes on for this one: itself, unless it was merged into another.
    pub fn goes_on_as(&self, id: IncidentId) -> Option<&Incident> {
        let mut incident = self.incident(id)?;
        // An incident is merged into one that is not merged itself, so this ends.
        while let Some(into) = incident.merged_into {
            incident = self.incident(into)?;
        }
        Some(incident)
    }

    /// This incident and those it shares a record with since a split, however many splits ago.
    pub fn shares<'a>(&'a self, own: &'a Incident) -> Vec<&'a Incident> {
        let mut all = vec![own];
        let mut at = 0;
        while let Some(incident) = all.get(at) {
            at += 1;
            for kin in incident.kin.iter().filter_map(|id| self.goes_on_as(*id)) {
                if all.iter().all(|known| known.id != kin.id) {
                    all.push(kin);
                }
            }
        }
        all
    }

    /// The incident in whose timeline this event stands: its own, unless it went on in another.
    pub fn told_in(&self, recorded: &Recorded) -> Option<&Incident> {
        let own = self.incident(recorded.incident?)?;
        let mut elsewhere = self.incidents();
        match own.entry(recorded.seq) {
            Some(_) => Some(own),
            None => elsewhere.find(|incident| incident.entry(recorded.seq).is_some()),
        }
    }

    pub(super) fn alert_moved(&mut self, event: &AlertMoved) {
        self.attach(std::slice::from_ref(&event.alert), event.to.incident());
    }

    fn attach(&mut self, keys: &[AlertKey], incident: Option<IncidentId>) {
        for key in keys {
            if let Some(alert) = Arc::make_mut(&mut self.alerts).get_mut(key) {
                alert.incident = incident;
            }
        }
    }

    /// Folds the event as it is recorded for the incident that takes over; for the other it is but a line.
    pub(super) fn merged(&mut self, event: &IncidentMerged, recorded_for: Option<IncidentId>) {
        if recorded_for != Some(event.into) {
            return;
        }
        self.between(event.from, event.into, |from, into| into.absorb(from));
        let theirs = |incident: Option<IncidentId>| incident == Some(event.from);
        let alerts = self.alerts.values().filter(|alert| theirs(alert.incident));
        let alerts: Vec<AlertKey> = alerts.map(|alert| alert.key()).collect();
        self.attach(&alerts, Some(event.into));
        self.claims_mut()
            .moved(event.into, |claim| claim.incident == event.from);
    }

    /// As [`Picture::merged`].
    pub(super) fn split(&mut self, event: &IncidentSplit, recorded_for: Option<IncidentId>) {
        if recorded_for != Some(event.into) {
            return;
        }
        self.between(event.from, event.into, |from, into| into.take_over(event, from));
        self.attach(&event.alerts, Some(event.into));
        self.claims_mut().moved(event.into, |claim| {
            claim.incident == event.from && event.accounts.contains(&claim.account)
        });
    }

    fn between(
        &mut self,
        from: IncidentId,
        into: IncidentId,
        change: impl FnOnce(&mut Incident, &mut Incident),
    ) {
        let Some(mut source) = self.incidents.remove(&from) else {
            return;
        };
        if let Some(target) = self.incidents.get_mut(&into) {
            change(source.get_mut(), target.get_mut());
        }
        self.incidents.insert(from, source);
    }

    /// What incidents have shared since a split is taken back in each; of the one recorded for, its own fold does it.
    pub(super) fn taken_back(&mut self, event: &TakenBack, recorded_for: Option<IncidentId>) {
        let Some(own) = recorded_for.and_then(|id| self.incident(id)) else {
            return;
        };
        let kin = own.kin.iter().filter_map(|id| Some(self.goes_on_as(*id)?.id));
        let kin: BTreeSet<IncidentId> = kin.filter(|id| *id != own.id).collect();
        if kin.is_empty() {
            return;
        }
        let about = |seq: &Seq| (*seq, own.entry(*seq).and_then(|entry| entry.account.clone()));
        let corrects: Vec<(Seq, Option<AccountId>)> = event.corrects.iter().map(about).collect();
        for id in kin {
            if let Some(incident) = self.incidents.get_mut(&id) {
                let incident = incident.get_mut();
                for (seq, account) in &corrects {
                    incident.forget(*seq, account.as_ref());
                }
            }
        }
    }
}
