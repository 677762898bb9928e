//! Declaring an incident, by hand or by an alert, and adding components to it.

use super::matching::{matched, rematched};
use crate::domain::alerts::{Alert, AlertCleared, Sighting};
use crate::domain::command::Desk;
use crate::domain::declaration::{AddComponent, ComponentAdded, DeclareIncident, IncidentDeclared};
use crate::domain::event::{Decision, Drafted, Event};
use crate::domain::ids::{AlertKey, Component, IncidentId};
use crate::domain::nearest::nearest;
use crate::domain::picture::Picture;
use crate::domain::playbook::{Playbook, UNKNOWN};
use crate::domain::refusal::Refusal;
use crate::domain::severity::Severity;
use crate::domain::span::{Span, ago};
use crate::domain::text::Clean;
use jiff::Timestamp;
use std::sync::Arc;

/// An alert older than this when it arrives does not set T0: the receipt does, and the header says "firing since".
const OLD_ALERT: Span = Span::minutes(60);
/// A declaration of what began before that is a slip of the finger, or a screen without a clock.
const OLDEST_START: Span = Span::hours(30 * 24);

pub fn declare(picture: &Picture, command: &DeclareIncident, desk: &Desk) -> Decision {
    let alert = match &command.alert {
        None => None,
        Some(key) => Some(waiting(picture, key)?),
    };
    let title = match command.title.trim() {
        "" => alert
            .map(|alert| alert.sighting.called())
            .ok_or(Refusal::Empty { field: "the title" })?,
        _ => command.title.clone(),
    };
    let playbook = playbook(command.playbook.as_deref().unwrap_or(UNKNOWN), desk)?;
    check_components(&command.components, desk)?;
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
    if OLDEST_START.after(t0) < desk.at {
        return Err(Refusal::WrongTime {
            why: format!(
                "that is {} ago; give the time of the alert within the last 30 days",
                ago(t0, desk.at)
            ),
        });
    }
    let asked = command
        .severity
        .or_else(|| alert.and_then(|alert| alert.sighting.severity()));
    let mut components: Vec<Component> = Vec::new();
    for component in command
        .components
        .iter()
        .chain(alert.and_then(|alert| alert.component.as_ref()))
    {
        if !components.contains(component) {
            components.push(component.clone());
        }
    }
    let plan = Declaration {
        title,
        severity: asked.unwrap_or(playbook.severity),
        t0,
        firing_since,
        components,
        playbook,
    };
    let id = picture.next_incident();
    let mut drafted = plan.events(id, desk);
    drafted.extend(alert.into_iter().flat_map(|alert| attached(alert, id)));
    Ok(drafted)
}

/// An alert that belongs to no incident yet. It may have cleared a moment ago: the incident it stands for has not.
fn waiting<'a>(picture: &'a Picture, key: &AlertKey) -> Result<&'a Alert, Refusal> {
    let found = picture.alerts.get(key).filter(|alert| alert.incident.is_none());
    found.ok_or_else(|| Refusal::UnknownAlert {
        given: key.to_string(),
    })
}

fn attached(alert: &Alert, id: IncidentId) -> Vec<Drafted> {
    let cleared = AlertCleared {
        alert: alert.key(),
        title: alert.sighting.title.clone(),
    };
    let mut drafted = vec![Event::AlertFired(alert.attached()).of(id)];
    drafted.extend((!alert.firing).then(|| Event::AlertCleared(cleared).of(id)));
    drafted
}

pub(super) fn playbook<'a>(name: &str, desk: &Desk<'a>) -> Result<&'a Arc<Playbook>, Refusal> {
    let known = || {
        desk.reference
            .playbooks
            .iter()
            .map(|playbook| playbook.name.as_str())
    };
    desk.reference
        .playbook(name)
        .ok_or_else(|| Refusal::UnknownPlaybook {
            given: name.into(),
            nearest: nearest(name, known()),
        })
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
            title: alert.called(),
            severity: alert.severity().unwrap_or(playbook.severity),
            t0,
            firing_since,
            components: component.into_iter().collect(),
            playbook,
        }
    }

    pub fn events(self, id: IncidentId, desk: &Desk) -> Vec<Drafted> {
        let holders = desk.reference.holders(&self.playbook.plan(self.severity));
        let accounts = matched(id, &self.components, desk);
        let declared = Event::IncidentDeclared(Box::new(IncidentDeclared {
            id,
            title: self.title,
            severity: self.severity,
            t0: self.t0,
            firing_since: self.firing_since,
            components: self.components,
            holders,
            playbook: self.playbook.clone(),
        }));
        let mut drafted = vec![declared.of(id)];
        drafted.extend(accounts);
        drafted
    }
}

pub fn add_component(picture: &Picture, command: &AddComponent, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    check_components(std::slice::from_ref(&command.component), desk)?;
    if incident.components.contains(&command.component) {
        return Ok(Vec::new());
    }
    let components = [
        incident.components.as_slice(),
        std::slice::from_ref(&command.component),
    ]
    .concat();
    let added = Event::ComponentAdded(ComponentAdded {
        component: command.component.clone(),
    });
    let mut drafted = vec![added.of(id)];
    drafted.extend(rematched(incident, &components, desk));
    Ok(drafted)
}

#[cfg(test)]
mod tests {
    use crate::domain::severity::Severity;
    use crate::domain::testkit::*;
    use serde_json::json;

    #[test]
    fn a_declaration_by_hand_counts_from_the_time_given_or_from_now() {
        let mut room = Room::empty();
        room.at(11).does("dana", declare(json!({ "alerted_at": at(0) })));
        assert_eq!((room.here().t0, room.here().declared_at), (at(0), at(11)));
        let mut room = Room::empty();
        room.at(11).does("dana", declare(json!({})));
        assert_eq!(room.here().t0, at(11));
        room.refused("dana", "wrong_time", declare(json!({ "alerted_at": at(12) })));
    }

    #[test]
    fn nothing_is_declared_to_have_begun_more_than_a_month_ago() {
        let mut room = Room::empty();
        let days = |days: i64| at(-days * 24 * 60);
        let refusal = room.refused("dana", "wrong_time", declare(json!({ "alerted_at": days(31) })));
        assert!(
            refusal.contains("31 d ago; give the time of the alert"),
            "{refusal}"
        );
        let mut no_clock = room.submission(declare(json!({})));
        no_clock.said_at = Some(jiff::Timestamp::UNIX_EPOCH);
        let refusal = room.submit("dana", &no_clock).unwrap_err().to_string();
        assert!(refusal.contains("56 years ago"), "{refusal}");
        room.does("dana", declare(json!({ "alerted_at": days(29) })));
    }

    #[test]
    fn an_alert_that_arrives_an_hour_late_does_not_set_t0() {
        for (started, t0, firing_since) in [
            (-60, at(-60), None),
            (-61, at(0), Some(at(-61))),
            (3, at(0), None), // a monitor's clock ahead of ours
        ] {
            let mut room = Room::empty();
            room.does(
                "monitor",
                report(&[firing("a", started, json!({ "alertname": "MediaDown" }))]),
            );
            assert_eq!(
                (room.here().t0, room.here().firing_since),
                (t0, firing_since),
                "{started}"
            );
        }
    }

    #[test]
    fn the_policy_is_copied_in_with_the_people_of_the_list() {
        let mut room = Room::declared();
        room.reference.playbooks.clear();
        let ceo = room.here().level("ceo").unwrap();
        assert_eq!(ceo.person.as_ref().unwrap().as_str(), "carol");
        assert_eq!(ceo.deputy.as_ref().unwrap().as_str(), "dave");
        assert_eq!(ceo.due, at(20));
        assert_eq!(
            room.here().level("Support").unwrap().person,
            None,
            "nobody holds that duty"
        );
    }

    #[test]
    fn where_a_level_has_no_deputy_of_its_own_the_duty_the_playbook_names_stands_in() {
        let mut room = Room::empty();
        let mut outage = (*room.reference.playbooks[1]).clone();
        for level in &mut outage.levels {
            level.deputy = Some("ceo".into());
        }
        room.reference.playbooks[1] = outage.into();
        room.does("dana", declare(json!({ "playbook": "outage" })));
        let behind = |role: &str| {
            let level = room.here().level(role).unwrap();
            (level.person.clone(), level.deputy.clone())
        };
        assert_eq!(
            behind("support_lead"),
            (None, Some("carol".into())),
            "nobody holds it"
        );
        assert_eq!(behind("head_of_cs"), (Some("omar".into()), Some("lena".into())));
        assert_eq!(behind("ceo"), (Some("carol".into()), Some("dave".into())));
    }

    #[test]
    fn a_running_incident_keeps_its_own_copy_whatever_happens_to_the_file() {
        let mut room = Room::empty();
        room.does("dana", declare(json!({ "playbook": "outage" })));
        let before = room.here().clone();
        let mut edited = (*before.playbook).clone();
        edited.levels.truncate(1);
        edited.steps.clear();
        edited.first_words = "Other words".into();
        room.reference.playbooks = vec![edited.into()];
        room.does("dana", note("the file was edited"));
        assert_eq!(room.here().playbook, before.playbook);
        assert_eq!(
            (&room.here().levels, &room.here().plan),
            (&before.levels, &before.plan)
        );
        room.does("dana", command("tick_step", json!({ "step": "bridge" })));
        room.reference.playbooks.clear();
        room.does("dana", inform("ceo", json!({})));
    }

    #[test]
    fn without_a_playbook_it_is_the_unknown_one_and_a_wrong_name_is_put_right() {
        let mut room = Room::empty();
        room.does("dana", declare(json!({})));
        assert_eq!(room.here().playbook.name, "unknown");
        let refusal = room.refused(
            "dana",
            "unknown_playbook",
            declare(json!({ "playbook": "outgae" })),
        );
        assert!(refusal.contains("\"outage\""), "{refusal}");
        let refusal = room.refused(
            "dana",
            "unknown_component",
            declare(json!({ "components": ["vidoe-eu"] })),
        );
        assert!(refusal.contains("\"video-eu\""), "{refusal}");
        room.refused("dana", "empty", declare(json!({ "title": "  " })));
    }

    #[test]
    fn the_severity_is_the_one_given_else_the_playbooks() {
        let mut room = Room::empty();
        room.does("dana", declare(json!({ "severity": "sev3" })));
        assert_eq!(room.here().severity, Severity::Sev3);
        room.does("dana", declare(json!({})));
        assert_eq!(room.picture.incidents().last().unwrap().severity, Severity::Sev1);
    }

    #[test]
    fn one_key_declares_what_waits_in_the_inbox() {
        let mut room = Room::empty();
        let labels = json!({ "job": "media", "zone": "eu", "severity": "warning" });
        room.at(2).does("monitor", report(&[firing("a", 1, labels)]));
        let alert = room.picture.inbox()[0].key();
        room.at(9)
            .does("dana", declare(json!({ "title": "", "alert": alert })));
        let here = room.here();
        assert_eq!(
            (here.title.as_str(), here.severity, here.t0),
            ("a", Severity::Sev3, at(1))
        );
        assert_eq!(here.components, ["video-eu".into()]);
        assert!(room.picture.inbox().is_empty());
        room.refused("omar", "unknown_alert", declare(json!({ "alert": alert })));
    }

    #[test]
    fn an_alert_that_cleared_before_the_key_was_pressed_is_not_shown_as_firing() {
        let mut room = Room::empty();
        room.does("monitor", report(&[firing("a", 0, json!({}))]));
        let alert = room.picture.inbox()[0].key();
        room.does("monitor", report(&[cleared("a", 0)]));
        room.does("dana", declare(json!({ "alert": alert })));
        assert!(!room.picture.alerts[&alert].firing);
        assert!(room.picture.alerts[&alert].incident.is_some());
    }

    #[test]
    fn more_components_add_rows_and_reasons_and_remove_none() {
        let mut room = Room::declared();
        assert_eq!(room.here().rows.len(), 6);
        let add = |name: &str| command("add_component", json!({ "component": name }));
        room.does("dana", add("chat"));
        assert_eq!(room.here().rows.len(), 7);
        assert_eq!(room.row("wingtip").affected.why, ["has chat in us (chat)"]);
        room.does("dana", add("video"));
        assert_eq!(room.here().rows.len(), 7);
        let why = ["has video in eu (video-eu)", "has video in eu (video)"];
        assert_eq!(room.row("northwind").affected.why, why);
        room.already("dana", add("chat"));
        room.refused("dana", "unknown_component", add("chta"));
    }
}
