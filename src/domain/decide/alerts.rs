//! What becomes of an alert: it joins an incident, opens one, reopens one, or waits in the inbox.

use super::declaration::Declaration;
use crate::domain::alerts::{Alert, AlertCleared, AlertFired, ReceiveAlerts, Sighting, Signal};
use crate::domain::command::Desk;
use crate::domain::event::{Decision, Drafted, Event};
use crate::domain::ids::{AlertKey, Component, IncidentId, SourceName};
use crate::domain::incident::Incident;
use crate::domain::picture::Picture;
use crate::domain::playbook::Playbook;
use crate::domain::span::Span;
use crate::domain::state::{Internal, StateChanged};
use crate::domain::text::Clean;
use std::sync::Arc;

/// An alert firing again this soon after resolution reopens the incident.
const RELAPSE: Span = Span::minutes(60);

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
