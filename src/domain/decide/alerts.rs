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

    fn firing(&mut self, sighting: &Sighting) {
        let known = self.known(sighting);
        let before = known
            .and_then(|alert| alert.incident)
            .and_then(|id| self.picture.incident(id));
        let old = known.is_some_and(|alert| {
            alert.firing && !fired_since(before, sighting) && !said_anew(alert, sighting)
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
mod tests {
    use crate::domain::testkit::*;
    use serde_json::{Value, json};

    fn media() -> Value {
        json!({ "alertname": "MediaDown", "job": "media", "zone": "eu" })
    }

    #[test]
    fn only_a_playbook_that_matches_declares() {
        let mut room = Room::empty();
        room.does(
            "monitor",
            report(&[firing("disk", 0, json!({ "alertname": "DiskFull" }))]),
        );
        assert_eq!(room.picture.incidents().count(), 0);
        assert_eq!(room.picture.inbox().len(), 1);
        room.does("monitor", report(&[firing("media", 0, media())]));
        assert_eq!(room.here().playbook.name, "outage");
        assert_eq!(room.here().components, ["video-eu".into()]);
        assert_eq!(room.here().rows.len(), 6);
        assert_eq!(room.picture.inbox().len(), 1);
    }

    #[test]
    fn an_alert_reported_again_is_no_news() {
        let mut room = Room::empty();
        let fired = report(&[firing("media", 0, media())]);
        room.does("monitor", fired.clone());
        room.at(240).already("monitor", fired);
        room.does("monitor", report(&[cleared("media", 0)]));
        room.already(
            "monitor",
            report(&[cleared("media", 0), cleared("never heard of", 0)]),
        );
    }

    #[test]
    fn an_alert_in_the_inbox_that_says_something_else_later_is_news_and_may_declare() {
        let mut room = Room::empty();
        room.does(
            "monitor",
            report(&[firing("m", 0, json!({ "severity": "sev4" }))]),
        );
        assert_eq!(
            (room.picture.incidents().count(), room.picture.inbox().len()),
            (0, 1)
        );
        room.at(1).does("monitor", report(&[firing("m", 0, media())]));
        assert_eq!(
            (room.picture.incidents().count(), room.picture.inbox().len()),
            (1, 0)
        );
        assert_eq!(room.here().t0, at(0));
        let mut worse = media();
        worse["severity"] = json!("sev1");
        room.at(2).already("monitor", report(&[firing("m", 0, worse)]));
    }

    #[test]
    fn a_later_alert_joins_by_fingerprint_else_by_component_else_opens_its_own() {
        let mut room = Room::empty();
        room.does("monitor", report(&[firing("media", 0, media())]));
        room.does("monitor", report(&[firing("media-2", 1, media())]));
        room.does(
            "monitor",
            report(&[firing("eu-latency", 1, json!({ "job": "media", "zone": "eu" }))]),
        );
        assert_eq!(room.picture.incidents().count(), 1);
        let elsewhere = json!({ "alertname": "MediaDown", "component": "chat" });
        room.does("monitor", report(&[firing("chat", 2, elsewhere)]));
        assert_eq!(room.picture.incidents().count(), 2);
        room.does("monitor", report(&[cleared("media", 0)]));
        // By fingerprint, though its labels now say another component.
        room.does(
            "monitor",
            report(&[firing("media", 3, json!({ "component": "chat" }))]),
        );
        let key = room
            .picture
            .alerts
            .keys()
            .find(|key| key.fingerprint == "media")
            .unwrap();
        assert_eq!(
            room.picture.alerts[key].incident,
            Some(crate::domain::ids::IncidentId(1))
        );
    }

    #[test]
    fn alerts_of_one_report_open_one_incident_and_join_it() {
        let mut room = Room::empty();
        room.does(
            "monitor",
            report(&[
                firing("a", 0, media()),
                firing("b", 0, media()),
                firing("a", 0, media()),
            ]),
        );
        assert_eq!(room.picture.incidents().count(), 1);
        assert_eq!(room.picture.alerts.len(), 2);
        let mut room = Room::empty();
        let chat = json!({ "alertname": "MediaDown", "component": "chat" });
        room.does(
            "monitor",
            report(&[firing("a", 0, media()), firing("c", 0, chat)]),
        );
        assert_eq!(room.picture.incidents().count(), 2);
    }

    #[test]
    fn alerts_that_name_no_component_do_not_open_an_incident_each() {
        let mut room = Room::empty();
        let bare = json!({ "alertname": "CallsDropping" });
        room.does(
            "monitor",
            report(&[firing("pod-1", 0, bare.clone()), firing("pod-2", 0, bare.clone())]),
        );
        room.does("monitor", report(&[firing("pod-3", 0, bare)]));
        assert_eq!(room.picture.incidents().count(), 1);
    }

    #[test]
    fn a_cleared_alert_never_resolves() {
        let mut room = Room::empty();
        room.does("monitor", report(&[firing("media", 0, media())]));
        room.does("monitor", report(&[cleared("media", 0)]));
        assert!(room.here().is_open());
    }

    /// An incident opened by the alert `media` at 0, resolved at 10; the alert had cleared.
    fn resolved() -> Room {
        let mut room = Room::empty();
        room.does("monitor", report(&[firing("media", 0, media())]));
        room.at(10).does("monitor", report(&[cleared("media", 0)]));
        room.does("dana", move_to("resolved"));
        room
    }

    #[test]
    fn firing_again_within_the_hour_after_resolution_reopens() {
        let mut room = resolved();
        room.at(70)
            .does("monitor", report(&[firing("media", 69, media())]));
        assert!(room.here().is_open());
        assert_eq!(room.picture.incidents().count(), 1);
        let mut room = resolved();
        room.at(71)
            .does("monitor", report(&[firing("media", 70, media())]));
        assert!(!room.here().is_open());
        assert_eq!(room.picture.incidents().count(), 2);
    }

    #[test]
    fn a_closed_incident_is_reopened_as_well() {
        let mut room = resolved();
        room.does("dana", move_to("closed"));
        room.at(20)
            .does("monitor", report(&[firing("media", 19, media())]));
        assert!(room.here().is_open());
    }

    #[test]
    fn new_alerts_of_the_report_that_reopens_join_what_it_reopens() {
        let mut room = resolved();
        let both = [firing("media-2", 19, media()), firing("media", 19, media())];
        room.at(20).does("monitor", report(&both));
        assert_eq!(room.picture.incidents().count(), 1);
    }

    #[test]
    fn a_lost_cleared_message_does_not_make_us_deaf() {
        let mut room = Room::empty();
        room.does("monitor", report(&[firing("media", 0, media())]));
        room.at(10).does("dana", move_to("resolved"));
        room.at(15)
            .already("monitor", report(&[firing("media", 0, media())]));
        room.at(500)
            .does("monitor", report(&[firing("media", 490, media())]));
        assert_eq!(room.picture.incidents().count(), 2);
        assert_eq!(room.picture.incidents().last().unwrap().t0, at(490));
    }
}
