//! What the log adds up to.

mod held;
mod put_away;
mod several;
mod topics;

pub use held::{Outline, Shelf};
pub use put_away::Base;

use super::alerts::Alert;
use super::care::Care;
use super::claims::Claims;
use super::event::{Event, Recorded, Stamp};
use super::ids::{AccountId, AlertKey, IncidentId, Seq, SinkName, SubmissionId};
use super::incident::Incident;
use super::outreach::{Disposition, Row};
use super::sentence;
use super::state::Internal;
use super::topics::Topics;
use held::{Causes, Held};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The same at the same sequence number, on the hub and on every screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picture {
    through: Seq,
    incidents: BTreeMap<IncidentId, Held>,
    pub alerts: Arc<BTreeMap<AlertKey, Alert>>,
    pub claims: Arc<Claims>,
    pub topics: Arc<Topics>,
    pub care: Arc<Care>,
    /// Accounts that asked on a call not to be contacted, by the number of that call. It holds across incidents.
    wishes: BTreeMap<Seq, AccountId>,
    /// Since which line of the log each sink is set up.
    sinks: Arc<BTreeMap<SinkName, Seq>>,
    causes: Causes,
}

impl Picture {
    /// The last event in it.
    pub fn through(&self) -> Seq {
        self.through
    }

    pub fn incident(&self, id: IncidentId) -> Option<&Incident> {
        self.incidents.get(&id).map(|held| held.get().as_ref())
    }

    pub fn incidents(&self) -> impl DoubleEndedIterator<Item = &Incident> {
        self.incidents.values().map(|held| held.get().as_ref())
    }

    /// Those still being worked on, the worst first, then the oldest. A resolved one still is, since "resolved" does
    /// not end outreach; it comes after those that are not.
    pub fn open(&self) -> Vec<&Incident> {
        let mut open: Vec<&Incident> = self
            .incidents
            .values()
            .filter(|held| held.internal() != Internal::Closed)
            .map(|held| held.get().as_ref())
            .collect();
        open.sort_by_key(|incident| (!incident.is_open(), incident.severity, incident.t0, incident.id));
        open
    }

    /// Alerts that belong to no incident and wait for somebody, the newest first.
    pub fn inbox(&self) -> Vec<&Alert> {
        self.of_no_incident(false)
    }

    /// Alerts that belong to no incident and that their source was told to be quiet about, the newest first.
    pub fn suppressed(&self) -> Vec<&Alert> {
        self.of_no_incident(true)
    }

    fn of_no_incident(&self, suppressed: bool) -> Vec<&Alert> {
        let mut inbox: Vec<_> = self
            .alerts
            .values()
            .filter(|alert| alert.incident.is_none() && alert.firing && alert.suppressed() == suppressed)
            .collect();
        inbox.sort_by(|a, b| {
            b.received_at
                .cmp(&a.received_at)
                .then_with(|| a.key().cmp(&b.key()))
        });
        inbox
    }

    /// The line of the log after which something goes to this sink; `None`: it was never set up.
    pub fn sink_since(&self, sink: &SinkName) -> Option<Seq> {
        self.sinks.get(sink).copied()
    }

    pub fn next_incident(&self) -> IncidentId {
        IncidentId(self.incidents.keys().next_back().map_or(0, |id| id.0) + 1)
    }

    /// True once an event with this cause has been folded in.
    pub fn knows(&self, cause: &SubmissionId) -> bool {
        self.causes.contains(cause)
    }

    /// Folds one recorded event. One at or before [`Picture::through`] is ignored.
    pub fn apply(&mut self, recorded: &Recorded) {
        if recorded.seq <= self.through {
            return;
        }
        self.through = recorded.seq;
        self.causes.insert(recorded.cause);
        let stamp = recorded.stamp();
        match &recorded.event {
            Event::IncidentDeclared(event) => {
                self.incidents
                    .insert(event.id, Held::new(Incident::new(event, &stamp)));
            }
            Event::AlertFired(event) => {
                let alert = Alert::new(event, recorded.incident);
                Arc::make_mut(&mut self.alerts).insert(alert.key(), alert);
            }
            Event::AlertCleared(event) => {
                if let Some(alert) = Arc::make_mut(&mut self.alerts).get_mut(&event.alert) {
                    alert.clear(&stamp);
                }
            }
            Event::AccountClaimed(event) => self.claims_mut().claimed(event, recorded.incident, &stamp),
            Event::ClaimExtended(event) => self.claims_mut().extended(event, &stamp),
            Event::ClaimEnded(event) => self.claims_mut().ended(event),
            Event::CallStarted(event) => {
                self.claims_mut().call_started(event, &stamp);
                self.care_mut().call_started(event, &stamp);
            }
            Event::AttemptRecorded(event) => self.care_mut().attempted(event, &stamp),
            Event::BreakTaken(event) => self.care_mut().rested(event, &stamp),
            Event::AlertMoved(event) => self.alert_moved(event),
            Event::IncidentMerged(event) => self.merged(event, recorded.incident),
            Event::IncidentSplit(event) => self.split(event, recorded.incident),
            Event::TakenBack(event) => {
                self.taken_back(event, recorded.incident);
                self.care_mut().taken_back(event);
            }
            Event::SinkOpened(event) => {
                Arc::make_mut(&mut self.sinks).insert(event.sink.clone(), recorded.seq);
            }
            // All the others concern one incident alone; its own fold names every one.
            _ => {}
        }
        self.fold_into_incident(recorded, &stamp);
        self.fold_wishes(&recorded.event, &stamp);
        self.fold_topics(recorded, &stamp);
        self.fold_heard(&recorded.event, &stamp);
    }

    fn care_mut(&mut self) -> &mut Care {
        Arc::make_mut(&mut self.care)
    }

    fn claims_mut(&mut self) -> &mut Claims {
        Arc::make_mut(&mut self.claims)
    }

    fn fold_into_incident(&mut self, recorded: &Recorded, stamp: &Stamp) {
        let Some(incident) = recorded.incident.and_then(|id| self.incidents.get_mut(&id)) else {
            return;
        };
        let incident = incident.get_mut();
        incident.apply(&recorded.event, stamp);
        let entry = sentence::entry(recorded, incident);
        incident.timeline.push(Arc::new(entry));
    }

    /// Whoever is heard once is heard for everything before it, whichever incident it was said in.
    fn fold_heard(&mut self, event: &Event, stamp: &Stamp) {
        match event {
            Event::DebriefRecorded(_) => {
                let who = &stamp.by.name;
                for incident in self.incidents.values_mut() {
                    if incident.get().debriefs.knows(who) {
                        incident.get_mut().debriefs.heard(who, stamp.seq);
                    }
                }
            }
            Event::TakenBack(event) => {
                for incident in self.incidents.values_mut() {
                    for seq in &event.corrects {
                        if !incident.is_before(*seq) && incident.get().debriefs.holds(*seq) {
                            incident.get_mut().debriefs.withdraw(*seq);
                        }
                    }
                }
            }
            _ => {}
        }
    }

    /// Carries "do not contact us" from the call it was said on to every call list the account is or comes on.
    fn fold_wishes(&mut self, event: &Event, stamp: &Stamp) {
        match event {
            Event::AttemptRecorded(event) if event.disposition == Disposition::DoNotContact => {
                self.wishes.insert(stamp.seq, event.account.clone());
                self.on_every_list(&event.account, |row| {
                    row.asked_not.insert(stamp.seq);
                });
            }
            Event::TakenBack(event) => {
                for seq in &event.corrects {
                    if let Some(account) = self.wishes.remove(seq) {
                        self.on_every_list(&account, |row| {
                            row.asked_not.remove(seq);
                        });
                    }
                }
            }
            Event::AccountsAffected(event) => {
                for (seq, account) in self.wishes.clone() {
                    if event
                        .accounts
                        .iter()
                        .any(|affected| affected.account.id == account)
                    {
                        self.on_every_list(&account, |row| {
                            row.asked_not.insert(seq);
                        });
                    }
                }
            }
            _ => {}
        }
    }

    fn on_every_list(&mut self, account: &AccountId, change: impl Fn(&mut Row)) {
        for incident in self.incidents.values_mut() {
            if incident.get().rows.contains_key(account)
                && let Some(row) = incident.get_mut().rows.get_mut(account)
            {
                change(row);
            }
        }
    }
}
