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
    // Alerts we know go first: what they reopen is there for the new ones of the same report to join.
    let (known, new): (Vec<_>, Vec<_>) = command
        .alerts
        .iter()
        .partition(|sighting| intake.known(sighting).is_some());
    for sighting in known.into_iter().chain(new) {
        match sighting.signal {
            Signal::Firing => intake.firing(sighting),
            Signal::Suppressed => intake.suppressed(sighting),
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
    opened: Vec<Opened>,
    drafted: Vec<Drafted>,
}

/// An incident that this report has opened or reopened.
struct Opened {
    id: IncidentId,
    components: Vec<Component>,
    playbook: Clean,
}

impl Opened {
    fn of(incident: &Incident) -> Self {
        Opened {
            id: incident.id,
            components: incident.components.clone(),
            playbook: incident.playbook.name.clone(),
        }
    }

    /// About the same component. Alerts that name none belong together when one playbook speaks for them: a
    /// monitor that labels nothing must not open an incident a machine.
    fn is_about(&self, component: &Option<Component>, playbook: Option<&Arc<Playbook>>) -> bool {
        match component {
            Some(component) => self.components.contains(component),
            None => {
                self.components.is_empty() && playbook.is_some_and(|playbook| playbook.name == self.playbook)
            }
        }
    }
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

    /// It stays where it is, or waits in the inbox, which it does not ring for.
    fn suppressed(&mut self, sighting: &Sighting) {
        let known = self.known(sighting);
        if known.is_some_and(Alert::suppressed) || self.repeated(sighting) {
            return;
        }
        let firing = known.filter(|alert| alert.firing);
        let before = known.and_then(|alert| alert.incident);
        let open = before.filter(|id| self.picture.incident(*id).is_some_and(Incident::is_open));
        let suppressed = Event::AlertFired(AlertFired {
            source: self.source.clone(),
            alert: sighting.clone(),
            component: self.desk.reference.component_of(&sighting.labels),
            received_at: firing.map_or(self.desk.at, |alert| alert.received_at),
        });
        self.drafted.push(Drafted {
            incident: match firing {
                Some(alert) => alert.incident,
                None => open,
            },
            event: suppressed,
        });
    }

    fn firing(&mut self, sighting: &Sighting) {
        let known = self.known(sighting);
        let before = known
            .and_then(|alert| alert.incident)
            .and_then(|id| self.picture.incident(id));
        let old = known.is_some_and(|alert| {
            alert.firing
                && !alert.suppressed()
                && !fired_since(before, sighting)
                && !said_anew(alert, sighting)
        });
        if old || self.repeated(sighting) {
            return;
        }
        let component = self.desk.reference.component_of(&sighting.labels);
        let playbook = most_particular(&self.desk.reference.playbooks, sighting);
        let incident = match before {
            Some(incident) if incident.is_open() => Some(incident.id),
            Some(incident) if self.relapsed(incident) => Some(self.reopen(incident)),
            Some(_) | None => self
                .about_the_same(&component, playbook)
                .or_else(|| Some(self.declare(sighting, &component, playbook?))),
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
        !incident.is_open()
            && incident
                .resolved_at
                .is_some_and(|resolved| self.desk.at <= RELAPSE.after(resolved))
    }

    fn reopen(&mut self, incident: &Incident) -> IncidentId {
        if !self.opened.iter().any(|opened| opened.id == incident.id) {
            let reopened = StateChanged {
                from: incident.internal,
                to: Internal::Open,
                reason: Some("an alert fired again".into()),
                owing: None,
            };
            self.drafted.push(Event::StateChanged(reopened).of(incident.id));
            self.opened.push(Opened::of(incident));
        }
        incident.id
    }

    /// What this report has opened, else what is open, about the same component.
    fn about_the_same(
        &self,
        component: &Option<Component>,
        playbook: Option<&Arc<Playbook>>,
    ) -> Option<IncidentId> {
        let open = self
            .picture
            .open()
            .into_iter()
            .filter(|incident| incident.is_open());
        let open: Vec<Opened> = open.map(Opened::of).collect();
        let mut candidates = self.opened.iter().chain(&open);
        Some(candidates.find(|opened| opened.is_about(component, playbook))?.id)
    }

    fn declare(
        &mut self,
        sighting: &Sighting,
        component: &Option<Component>,
        playbook: &Arc<Playbook>,
    ) -> IncidentId {
        let first = self.picture.next_incident();
        let fresh = self.opened.iter().filter(|opened| opened.id >= first).count() as u32;
        let id = IncidentId(first.0 + fresh);
        let declaration = Declaration::by_alert(sighting, component.clone(), playbook, self.desk.at);
        self.drafted.extend(declaration.events(id, self.desk));
        self.opened.push(Opened {
            id,
            components: component.iter().cloned().collect(),
            playbook: playbook.name.clone(),
        });
        id
    }
}

/// The alert began anew after its incident was resolved, though nobody told us that it had cleared in between.
/// Without this one lost message would make us deaf to it for ever.
fn fired_since(before: Option<&Incident>, sighting: &Sighting) -> bool {
    let resolved = before
        .filter(|incident| !incident.is_open())
        .and_then(|incident| incident.resolved_at);
    resolved.is_some_and(|resolved| sighting.started_at > resolved)
}

/// It waits in the inbox, and says something else of itself than before: a playbook may match now.
fn said_anew(alert: &Alert, sighting: &Sighting) -> bool {
    let before = &alert.sighting;
    alert.incident.is_none() && (before.labels != sighting.labels || before.title != sighting.title)
}

/// Of the playbooks that match, the one that asks for the most labels; of two alike the first, as the team's own come
/// before the built-in ones.
fn most_particular<'a>(playbooks: &'a [Arc<Playbook>], sighting: &Sighting) -> Option<&'a Arc<Playbook>> {
    let matching = playbooks.iter().filter(|playbook| playbook.matches(sighting));
    // The last of the greatest is taken, so they are looked at from the end.
    matching.rev().max_by_key(|playbook| playbook.matches.len())
}

#[cfg(test)]
mod tests;
