//! Declaring an incident, by hand or by an alert, and adding components to it.

use super::matching::{joined, newly_affected};
use crate::domain::alerts::Sighting;
use crate::domain::command::Desk;
use crate::domain::declaration::{AddComponent, ComponentAdded, DeclareIncident, IncidentDeclared};
use crate::domain::escalation::LevelHolder;
use crate::domain::event::{Decision, Drafted, Event};
use crate::domain::ids::{Component, IncidentId};
use crate::domain::nearest::nearest;
use crate::domain::picture::Picture;
use crate::domain::playbook::{Playbook, UNKNOWN};
use crate::domain::refusal::Refusal;
use crate::domain::severity::Severity;
use crate::domain::span::Span;
use crate::domain::text::Clean;
use jiff::Timestamp;
use std::sync::Arc;

/// An alert older than this when it arrives does not set T0: the receipt does, and the header says "firing since".
const OLD_ALERT: Span = Span::minutes(60);

pub fn declare(picture: &Picture, command: &DeclareIncident, desk: &Desk) -> Decision {
    let alert = match &command.alert {
        None => None,
        Some(key) => {
            let found = picture.alerts.get(key).filter(|alert| alert.incident.is_none());
            Some(found.ok_or_else(|| Refusal::UnknownAlert {
                given: key.to_string(),
            })?)
        }
    };
    let title = match command.title.trim() {
        "" => alert
            .map(|alert| alert.sighting.title.clone())
            .ok_or(Refusal::Empty { field: "the title" })?,
        _ => command.title.clone(),
    };
    let wanted = command.playbook.as_deref().unwrap_or(UNKNOWN);
    let playbook = desk
        .reference
        .playbook(wanted)
        .ok_or_else(|| Refusal::UnknownPlaybook {
            given: wanted.into(),
            nearest: nearest(
                wanted,
                desk.reference
                    .playbooks
                    .iter()
                    .map(|playbook| playbook.name.as_str()),
            ),
        })?;
    let mut components = command.components.clone();
    check_components(&components, desk)?;
    if let Some(component) = alert.and_then(|alert| alert.component.clone())
        && !components.contains(&component)
    {
        components.push(component);
    }
    if command.alerted_at.is_some_and(|alerted| alerted > desk.at) {
        return Err(Refusal::WrongTime {
            why: "the alert cannot be in the future".to_owned(),
        });
    }
    let began = alert.map(|alert| (alert.sighting.started_at, alert.received_at));
    let (t0, firing_since) = match (command.alerted_at, began) {
        (Some(given), _) => (given, None),
        (None, Some((started, received))) => first_alert(started, received),
        (None, None) => (desk.said_at, None),
    };
    let asked = command
        .severity
        .or_else(|| alert.and_then(|alert| alert.sighting.severity()));
    let severity = asked.unwrap_or(playbook.severity);
    let plan = Declaration {
        title,
        severity,
        t0,
        firing_since,
        components,
        playbook,
    };
    let id = picture.next_incident();
    let mut drafted = plan.events(id, desk);
    if let Some(alert) = alert {
        drafted.push(Event::AlertFired(alert.attached()).of(id));
    }
    Ok(drafted)
}

/// T0 by the start of the alert that opened the incident, and since when it was firing if it came too old for that.
pub fn first_alert(started: Timestamp, received: Timestamp) -> (Timestamp, Option<Timestamp>) {
    match OLD_ALERT.after(started) < received {
        true => (received, Some(started)),
        // A monitor's clock may be ahead of ours.
        false => (started.min(received), None),
    }
}

fn check_components(components: &[Component], desk: &Desk) -> Result<(), Refusal> {
    let known = &desk.reference.components;
    match components
        .iter()
        .find(|component| !known.contains_key(*component))
    {
        None => Ok(()),
        Some(unknown) => Err(Refusal::UnknownComponent {
            given: unknown.0.clone(),
            nearest: nearest(unknown.as_str(), known.keys().map(Component::as_str)),
        }),
    }
}

/// What a declaration comes down to, by hand or by an alert.
pub struct Declaration<'a> {
    pub title: Clean,
    pub severity: Severity,
    pub t0: Timestamp,
    pub firing_since: Option<Timestamp>,
    pub components: Vec<Component>,
    pub playbook: &'a Arc<Playbook>,
}

impl<'a> Declaration<'a> {
    /// By an alert that a playbook matches.
    pub fn by_alert(
        alert: &Sighting,
        component: Option<Component>,
        playbook: &'a Arc<Playbook>,
        now: Timestamp,
    ) -> Self {
        let (t0, firing_since) = first_alert(alert.started_at, now);
        Declaration {
            title: alert.title.clone(),
            severity: alert.severity().unwrap_or(playbook.severity),
            t0,
            firing_since,
            components: component.into_iter().collect(),
            playbook,
        }
    }

    pub fn events(self, id: IncidentId, desk: &Desk) -> Vec<Drafted> {
        let holders = self.playbook.levels.iter().map(|level| {
            let (person, deputy) = desk.reference.holder_of(&level.role);
            LevelHolder { person, deputy }
        });
        let affected = newly_affected(None, &self.components, desk.reference);
        let declared = Event::IncidentDeclared(Box::new(IncidentDeclared {
            id,
            title: self.title,
            severity: self.severity,
            t0: self.t0,
            firing_since: self.firing_since,
            components: self.components,
            holders: holders.collect(),
            playbook: self.playbook.clone(),
        }));
        let mut drafted = vec![declared.of(id)];
        drafted.extend(joined(affected, id));
        drafted
    }
}

pub fn add_component(picture: &Picture, command: &AddComponent, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    check_components(std::slice::from_ref(&command.component), desk)?;
    if incident.components.contains(&command.component) {
        return Ok(Vec::new());
    }
    let affected = newly_affected(
        Some(incident),
        std::slice::from_ref(&command.component),
        desk.reference,
    );
    let added = Event::ComponentAdded(ComponentAdded {
        component: command.component.clone(),
    });
    let mut drafted = vec![added.of(id)];
    drafted.extend(joined(affected, id));
    Ok(drafted)
}
