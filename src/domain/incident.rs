//! An incident: declared once, with its T0, its severity and a copy of the playbook; then its internal state.

use super::accounts::{AccountsAffected, Affected, newly_affected};
use super::alerts::Sighting;
use super::checklist::Tick;
use super::command::Desk;
use super::due;
use super::escalation::Level;
use super::event::{Decision, Drafted, Event, Stamp};
use super::ids::{AccountId, AlertKey, Component, IncidentId, Name, Seq};
use super::messages::{Phase, Post};
use super::nearest::nearest;
use super::notes::Intent;
use super::outreach::Row;
use super::people::Holding;
use super::picture::Picture;
use super::playbook::{Playbook, UNKNOWN};
use super::promises::Promise;
use super::refusal::Refusal;
use super::span::Span;
use super::text::Clean;
use super::timeline::Entry;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// An alert older than this when it arrives does not set T0: the receipt does, and the header says "firing since".
pub const OLD_ALERT: Span = Span::minutes(60);
/// An alert firing again this soon after resolution reopens the incident.
pub const RELAPSE: Span = Span::minutes(60);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Sev1,
    Sev2,
    Sev3,
    Sev4,
}

impl Severity {
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Sev1 => "sev1",
            Severity::Sev2 => "sev2",
            Severity::Sev3 => "sev3",
            Severity::Sev4 => "sev4",
        }
    }

    /// As monitors write it; `None` for a word that says nothing about severity.
    pub fn parse(text: &str) -> Option<Severity> {
        match text.to_lowercase().as_str() {
            "sev1" | "critical" | "page" | "p1" | "emergency" | "1" => Some(Severity::Sev1),
            "sev2" | "error" | "high" | "p2" | "major" | "2" => Some(Severity::Sev2),
            "sev3" | "warning" | "p3" | "minor" | "3" => Some(Severity::Sev3),
            "sev4" | "info" | "low" | "p4" | "4" => Some(Severity::Sev4),
            _ => None,
        }
    }
}

/// Where the fixing stands; the public phase and the customers' phase move on their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Internal {
    Open,
    Mitigated,
    Resolved,
    Closed,
}

impl Internal {
    pub fn as_str(self) -> &'static str {
        match self {
            Internal::Open => "open",
            Internal::Mitigated => "mitigated",
            Internal::Resolved => "resolved",
            Internal::Closed => "closed",
        }
    }
}

/// Everything one incident adds up to.
#[derive(Clone, Debug)]
pub struct Incident {
    pub id: IncidentId,
    pub title: Clean,
    pub severity: Severity,
    pub t0: Timestamp,
    /// When the alert began, if that was long before it arrived.
    pub firing_since: Option<Timestamp>,
    pub declared_at: Timestamp,
    pub declared_by: Name,
    pub internal: Internal,
    pub resolved_at: Option<Timestamp>,
    pub components: Vec<Component>,
    pub playbook: Arc<Playbook>,
    pub holdings: Vec<Holding>,
    pub levels: Vec<Level>,
    pub rows: BTreeMap<AccountId, Row>,
    pub posts: Vec<Post>,
    pub steps: BTreeMap<Clean, Tick>,
    pub promises: Vec<Promise>,
    pub intents: Vec<Intent>,
    pub timeline: Vec<Arc<Entry>>,
}

/// Opens an incident by hand, or from an alert in the inbox.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DeclareIncident {
    #[serde(default)]
    pub title: Clean,
    /// Left out: the playbook's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    #[serde(default)]
    pub components: Vec<Component>,
    /// Left out: `unknown`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub playbook: Option<Clean>,
    /// When the first alert was seen; T0. Left out: now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alerted_at: Option<Timestamp>,
    /// An alert of the inbox this is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alert: Option<AlertKey>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IncidentDeclared {
    pub id: IncidentId,
    pub title: Clean,
    pub severity: Severity,
    pub t0: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub firing_since: Option<Timestamp>,
    pub components: Vec<Component>,
    /// Copied in, so that no later edit of the file changes a running incident.
    pub playbook: Arc<Playbook>,
    /// The levels of the policy with the people who hold them by the list.
    pub holders: Vec<LevelHolder>,
}

/// Who a level of the policy is, when the incident was declared.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LevelHolder {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Name>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputy: Option<Name>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AddComponent {
    pub component: Component,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ComponentAdded {
    pub component: Component,
}

/// Moves the internal state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChangeState {
    pub to: Internal,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Clean>,
    /// With `closed`: what is owed stays due.
    #[serde(default)]
    pub owing: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StateChanged {
    pub from: Internal,
    pub to: Internal,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Clean>,
}

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

/// The event that puts accounts on the call list, if there are any.
pub fn joined(accounts: Vec<Affected>, id: IncidentId) -> Option<Drafted> {
    (!accounts.is_empty()).then(|| Event::AccountsAffected(AccountsAffected { accounts }).of(id))
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

pub fn change_state(picture: &Picture, command: &ChangeState, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let from = incident.internal;
    if from == command.to {
        return Ok(Vec::new());
    }
    let wrong = || Refusal::WrongState {
        incident: id,
        now: from.as_str(),
        wanted: command.to.as_str(),
    };
    match (from, command.to) {
        (Internal::Open, Internal::Mitigated | Internal::Resolved) => {}
        (Internal::Mitigated, Internal::Resolved) => {}
        (Internal::Mitigated | Internal::Resolved | Internal::Closed, Internal::Open) => {}
        (Internal::Resolved, Internal::Mitigated) => {}
        (Internal::Resolved, Internal::Closed) => may_close(incident, command)?,
        (Internal::Open | Internal::Mitigated | Internal::Closed, _) | (Internal::Resolved, _) => {
            return Err(wrong());
        }
    }
    let reason = command.reason.clone().filter(|reason| !reason.trim().is_empty());
    Ok(vec![
        Event::StateChanged(StateChanged {
            from,
            to: command.to,
            reason,
        })
        .of(id),
    ])
}

/// Closing needs nothing owed, or the word "owing" and a reason.
fn may_close(incident: &Incident, command: &ChangeState) -> Result<(), Refusal> {
    let owed = due::owed(incident);
    if owed.is_empty() {
        return Ok(());
    }
    if command.owing {
        return match command.reason.as_deref().unwrap_or("").trim() {
            "" => Err(Refusal::ReasonNeeded {
                what: "closing while something is owed",
            }),
            _ => Ok(()),
        };
    }
    let what: Vec<&str> = owed.iter().map(|due| due.what.as_str()).collect();
    Err(Refusal::StillOwing {
        incident: incident.id,
        what: what.join("; "),
    })
}

impl Incident {
    pub(super) fn new(event: &IncidentDeclared, stamp: &Stamp) -> Self {
        let plans = event.playbook.levels.iter().zip(
            event
                .holders
                .iter()
                .cloned()
                .chain(std::iter::repeat_with(LevelHolder::default)),
        );
        Incident {
            id: event.id,
            title: event.title.clone(),
            severity: event.severity,
            t0: event.t0,
            firing_since: event.firing_since,
            declared_at: stamp.at,
            declared_by: stamp.by.name.clone(),
            internal: Internal::Open,
            resolved_at: None,
            components: event.components.clone(),
            playbook: event.playbook.clone(),
            holdings: Vec::new(),
            levels: plans
                .map(|(plan, holder)| Level::new(plan, holder, event.t0))
                .collect(),
            rows: BTreeMap::new(),
            posts: Vec::new(),
            steps: BTreeMap::new(),
            promises: Vec::new(),
            intents: Vec::new(),
            timeline: Vec::new(),
        }
    }

    pub(super) fn state_changed(&mut self, event: &StateChanged, stamp: &Stamp) {
        self.internal = event.to;
        self.resolved_at = match event.to {
            Internal::Resolved | Internal::Closed => self.resolved_at.or(Some(stamp.said_at)),
            Internal::Open | Internal::Mitigated => None,
        };
    }

    pub(super) fn accounts_affected(&mut self, event: &AccountsAffected) {
        for affected in &event.accounts {
            self.rows
                .entry(affected.account.id.clone())
                .or_insert_with(|| Row::new(affected.clone()));
        }
    }

    /// Not yet resolved or closed.
    pub fn is_open(&self) -> bool {
        match self.internal {
            Internal::Open | Internal::Mitigated => true,
            Internal::Resolved | Internal::Closed => false,
        }
    }

    /// The phase the public page is in.
    pub fn public(&self) -> Phase {
        self.posts.last().map_or(Phase::None, |post| post.phase)
    }

    /// The number of the text that is live now; 0 is the playbook's first words.
    pub fn words_live(&self) -> u32 {
        self.posts.last().map_or(0, |post| post.number)
    }

    /// The row of an account on the call list, or a refusal naming the nearest.
    pub fn row(&self, account: &AccountId) -> Result<&Row, Refusal> {
        self.rows.get(account).ok_or_else(|| {
            let names = self
                .rows
                .values()
                .flat_map(|row| [row.id().as_str(), row.name().as_str()]);
            Refusal::UnknownAccount {
                given: account.clone(),
                incident: self.id,
                nearest: nearest(account.as_str(), names),
            }
        })
    }

    pub fn entry(&self, seq: Seq) -> Option<&Entry> {
        let at = self.timeline.binary_search_by_key(&seq, |entry| entry.seq).ok()?;
        Some(&self.timeline[at])
    }
}
