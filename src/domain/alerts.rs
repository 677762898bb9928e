//! Alerts: what monitors report, attached to an incident, opening one, or waiting in the inbox.
//!
//! Only a playbook's `[match]` declares. A later alert attaches by fingerprint, else to the open incident with
//! the same component, else opens its own; firing again soon after resolution reopens; a cleared alert never
//! resolves an incident.

use super::command::Desk;
use super::event::{Decision, Drafted, Event, Stamp};
use super::ids::{AlertKey, Component, IncidentId, SourceName};
use super::incident::{Declaration, Incident, Internal, RELAPSE, Severity, StateChanged};
use super::picture::Picture;
use super::playbook::Playbook;
use super::text::Clean;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signal {
    Firing,
    Cleared,
}

/// A source's fact in our words: one alert as it is now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sighting {
    /// The source's own key; equal for the same alert firing again.
    pub fingerprint: Clean,
    pub title: Clean,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<Clean>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<Clean, Clean>,
    pub signal: Signal,
    pub started_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Clean>,
}

impl Sighting {
    /// By its label `severity`, if that is a word we know.
    pub fn severity(&self) -> Option<Severity> {
        Severity::parse(self.labels.get("severity")?)
    }
}

/// An alert we have heard of.
#[derive(Clone, Debug, PartialEq)]
pub struct Alert {
    pub source: SourceName,
    pub sighting: Sighting,
    pub component: Option<Component>,
    /// When it first reached us, this time round.
    pub received_at: Timestamp,
    pub firing: bool,
    pub cleared_at: Option<Timestamp>,
    /// `None`: it waits in the inbox.
    pub incident: Option<IncidentId>,
}

impl Alert {
    pub fn key(&self) -> AlertKey {
        AlertKey {
            source: self.source.clone(),
            fingerprint: self.sighting.fingerprint.clone(),
        }
    }

    /// The event that attaches it, as it is, to the incident that event is recorded for.
    pub fn attached(&self) -> AlertFired {
        AlertFired {
            source: self.source.clone(),
            alert: self.sighting.clone(),
            component: self.component.clone(),
            received_at: self.received_at,
        }
    }
}

/// What a monitor reports: some alerts as they are now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReceiveAlerts {
    pub source: SourceName,
    pub alerts: Vec<Sighting>,
}

/// An alert fires; the incident it is recorded for is the one it belongs to, none the inbox.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlertFired {
    pub source: SourceName,
    pub alert: Sighting,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub component: Option<Component>,
    pub received_at: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlertCleared {
    pub alert: AlertKey,
    pub title: Clean,
}

pub fn receive(picture: &Picture, command: &ReceiveAlerts, desk: &Desk) -> Decision {
    let mut intake = Intake {
        picture,
        desk,
        source: &command.source,
        opened: Vec::new(),
        drafted: Vec::new(),
    };
    for sighting in &command.alerts {
        match sighting.signal {
            Signal::Firing => intake.firing(sighting),
            Signal::Cleared => intake.cleared(sighting),
        }
    }
    Ok(intake.drafted)
}

/// One report being taken in: later alerts of it see what earlier ones opened.
struct Intake<'a> {
    picture: &'a Picture,
    desk: &'a Desk<'a>,
    source: &'a SourceName,
    /// What this report has opened or reopened so far, with its component.
    opened: Vec<(IncidentId, Option<Component>)>,
    drafted: Vec<Drafted>,
}

impl Intake<'_> {
    fn known(&self, sighting: &Sighting) -> Option<&Alert> {
        let key = AlertKey {
            source: self.source.clone(),
            fingerprint: sighting.fingerprint.clone(),
        };
        self.picture.alerts.get(&key)
    }

    fn repeated(&self, sighting: &Sighting) -> bool {
        self.drafted.iter().any(|drafted| match &drafted.event {
            Event::AlertFired(fired) => fired.alert.fingerprint == sighting.fingerprint,
            Event::AlertCleared(cleared) => cleared.alert.fingerprint == sighting.fingerprint,
            _ => false,
        })
    }

    fn cleared(&mut self, sighting: &Sighting) {
        let Some(alert) = self.known(sighting).filter(|alert| alert.firing) else {
            return;
        };
        if self.repeated(sighting) {
            return;
        }
        let cleared = Event::AlertCleared(AlertCleared {
            alert: alert.key(),
            title: alert.sighting.title.clone(),
        });
        self.drafted.push(Drafted {
            incident: alert.incident,
            event: cleared,
        });
    }

    fn firing(&mut self, sighting: &Sighting) {
        let known = self.known(sighting);
        if known.is_some_and(|alert| alert.firing) || self.repeated(sighting) {
            return;
        }
        let component = self.desk.reference.component_of(&sighting.labels);
        let before = known
            .and_then(|alert| alert.incident)
            .and_then(|id| self.picture.incident(id));
        let incident = match before {
            Some(incident) if incident.is_open() => Some(incident.id),
            Some(incident) if self.relapsed(incident) => Some(self.reopen(incident)),
            Some(_) | None => self
                .with_component(&component)
                .or_else(|| self.declare(sighting, &component)),
        };
        let fired = Event::AlertFired(AlertFired {
            source: self.source.clone(),
            alert: sighting.clone(),
            component,
            received_at: self.desk.at,
        });
        self.drafted.push(Drafted {
            incident,
            event: fired,
        });
    }

    fn relapsed(&self, incident: &Incident) -> bool {
        incident.internal == Internal::Resolved
            && incident
                .resolved_at
                .is_some_and(|resolved| self.desk.at <= RELAPSE.after(resolved))
    }

    fn reopen(&mut self, incident: &Incident) -> IncidentId {
        if !self.opened.iter().any(|(id, _)| *id == incident.id) {
            let reason = Some(Clean::from("an alert fired again"));
            let reopened = StateChanged {
                from: incident.internal,
                to: Internal::Open,
                reason,
            };
            self.drafted.push(Event::StateChanged(reopened).of(incident.id));
            self.opened.push((incident.id, None));
        }
        incident.id
    }

    /// The open incident about the same component.
    fn with_component(&self, component: &Option<Component>) -> Option<IncidentId> {
        let wanted = component.as_ref()?;
        let just_opened = self
            .opened
            .iter()
            .find(|(_, component)| component.as_ref() == Some(wanted));
        if let Some((id, _)) = just_opened {
            return Some(*id);
        }
        let open = self.picture.open();
        open.iter()
            .find(|incident| incident.components.contains(wanted))
            .map(|incident| incident.id)
    }

    /// Declares by the first playbook that matches; `None` leaves the alert in the inbox.
    fn declare(&mut self, sighting: &Sighting, component: &Option<Component>) -> Option<IncidentId> {
        let playbook = most_particular(&self.desk.reference.playbooks, sighting)?;
        let fresh = self
            .opened
            .iter()
            .filter(|(id, _)| self.picture.incident(*id).is_none())
            .count() as u32;
        let id = IncidentId(self.picture.next_incident().0 + fresh);
        let declaration = Declaration::by_alert(sighting, component.clone(), playbook, self.desk.at);
        self.drafted.extend(declaration.events(id, self.desk));
        self.opened.push((id, component.clone()));
        Some(id)
    }
}

/// Of the playbooks that match, the one that asks for the most labels.
fn most_particular<'a>(playbooks: &'a [Arc<Playbook>], sighting: &Sighting) -> Option<&'a Arc<Playbook>> {
    let matching = playbooks.iter().filter(|playbook| playbook.matches(sighting));
    matching.max_by(|a, b| {
        a.matches
            .len()
            .cmp(&b.matches.len())
            .then_with(|| b.name.cmp(&a.name))
    })
}

pub(super) fn fired(
    alerts: &mut BTreeMap<AlertKey, Alert>,
    event: &AlertFired,
    incident: Option<IncidentId>,
) {
    let alert = Alert {
        source: event.source.clone(),
        sighting: event.alert.clone(),
        component: event.component.clone(),
        received_at: event.received_at,
        firing: true,
        cleared_at: None,
        incident,
    };
    alerts.insert(alert.key(), alert);
}

pub(super) fn cleared(alerts: &mut BTreeMap<AlertKey, Alert>, event: &AlertCleared, stamp: &Stamp) {
    if let Some(alert) = alerts.get_mut(&event.alert) {
        alert.firing = false;
        alert.cleared_at = Some(stamp.at);
    }
}
