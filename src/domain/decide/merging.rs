//! Incidents that become one or several, and alerts that go where they belong.

use super::directs;
use super::matching::matched_but;
use super::policy::given;
use crate::domain::command::{Command, Desk, Offline, Submission};
use crate::domain::declaration::IncidentDeclared;
use crate::domain::event::{Decision, Event};
use crate::domain::ids::{AccountId, AlertKey, Component, IncidentId};
use crate::domain::incident::Incident;
use crate::domain::merging::{
    AlertMoved, IncidentMerged, IncidentSplit, MergeIncident, MoveAlert, Place, SplitIncident,
};
use crate::domain::picture::Picture;
use crate::domain::policy::SeverityChanged;
use crate::domain::refusal::Refusal;
use crate::domain::state::{Internal, StateChanged};

pub fn move_alert(picture: &Picture, command: &MoveAlert) -> Decision {
    let alert = picture
        .alerts
        .get(&command.alert)
        .ok_or_else(|| Refusal::NoAlert {
            given: command.alert.to_string(),
        })?;
    if let Place::Incident(id) = command.to {
        unclosed(picture, id)?;
    }
    if alert.incident == command.to.incident() {
        return Ok(Vec::new());
    }
    let moved = AlertMoved {
        alert: command.alert.clone(),
        title: alert.sighting.title.clone(),
        from: alert.incident.into(),
        to: command.to,
    };
    let concerned = alert.incident.into_iter().chain(command.to.incident());
    Ok(concerned
        .map(|id| Event::AlertMoved(moved.clone()).of(id))
        .collect())
}

/// An incident that something can still be put into.
fn unclosed(picture: &Picture, id: IncidentId) -> Result<&Incident, Refusal> {
    let incident = picture.which(Some(id))?;
    match incident.internal {
        Internal::Closed => Err(Refusal::IsClosed { incident: id }),
        Internal::Open | Internal::Mitigated | Internal::Resolved => Ok(incident),
    }
}

/// What only its sender knew (a call, a note, a promise) and was said of an incident that was merged meanwhile: said of
/// the one it goes on in. Everything else said of it is refused, with the name of that one. What is said of an account
/// that went over into another incident meanwhile is said there.
pub fn followed(picture: &Picture, submission: &Submission, desk: &Desk) -> Option<Submission> {
    if submission.command.row().offline == Offline::Asked {
        return None;
    }
    let named = desk.incident?;
    let goes_on = picture.goes_on_as(named)?;
    let account = submission.command.account();
    let moved = account.and_then(|account| home(picture, goes_on, account));
    let into = moved.unwrap_or(goes_on).id;
    (into != named).then(|| {
        let mut command = submission.command.clone();
        if let Command::RecordAttempt(call) = &mut command {
            // Texts are numbered an incident; theirs are older words than ours.
            call.told = call.told.map(|_| 0);
        }
        Submission {
            incident: Some(into),
            command,
            ..submission.clone()
        }
    })
}

/// The incident that an account left this one for, if it did: it was split off.
pub fn home<'a>(picture: &'a Picture, incident: &Incident, account: &AccountId) -> Option<&'a Incident> {
    let mut kin = incident.kin.iter().filter_map(|id| picture.incident(*id));
    let here = incident.rows.contains_key(account);
    kin.find(|other| !here && other.rows.contains_key(account))
}

pub fn merge(picture: &Picture, command: &MergeIncident, desk: &Desk) -> Decision {
    let (id, from) = picture.room(desk)?;
    if command.into == id {
        return Err(Refusal::IntoItself { incident: id });
    }
    let into = unclosed(picture, command.into)?;
    directs(&[into, from], desk)?;
    let merged = IncidentMerged {
        from: id,
        into: into.id,
        title: from.title.clone(),
        reason: given(&command.reason),
    };
    let why = || format!("{id} is merged into it").as_str().into();
    let mut drafted = Vec::new();
    // Unknown is treated as higher: the worse of the two is the severity of both.
    if from.severity < into.severity {
        let raised = SeverityChanged {
            from: into.severity,
            to: from.severity,
            reason: Some(why()),
            holders: desk.reference.holders(&into.playbook.plan(from.severity)),
        };
        drafted.push(Event::SeverityChanged(raised).of(into.id));
    }
    // What is still worked on cannot go on in one that is over.
    if from.is_open() && !into.is_open() {
        let reopened = StateChanged {
            from: into.internal,
            to: Internal::Open,
            reason: Some(why()),
            owing: None,
        };
        drafted.push(Event::StateChanged(reopened).of(into.id));
    }
    drafted.push(Event::IncidentMerged(merged.clone()).of(into.id));
    drafted.push(Event::IncidentMerged(merged).of(id));
    Ok(drafted)
}

pub fn split(picture: &Picture, command: &SplitIncident, desk: &Desk) -> Decision {
    let (id, from) = picture.room(desk)?;
    directs(&[from], desk)?;
    if command.title.trim().is_empty() {
        return Err(Refusal::Empty { field: "the title" });
    }
    belongs(picture, command, from)?;
    let into = picture.next_incident();
    let severity = command.severity.unwrap_or(from.severity);
    let declared = IncidentDeclared {
        id: into,
        title: command.title.clone(),
        severity,
        t0: from.t0,
        firing_since: from.firing_since,
        components: command.components.clone(),
        playbook: from.playbook.clone(),
        holders: desk.reference.holders(&from.playbook.plan(severity)),
    };
    let split = IncidentSplit {
        from: id,
        into,
        title: command.title.clone(),
        accounts: leaving(from, command),
        components: command.components.clone(),
        alerts: command.alerts.clone(),
    };
    let listed = matched_but(into, &command.components, &split.accounts, desk);
    let mut drafted = vec![
        Event::IncidentDeclared(Box::new(declared)).of(into),
        Event::IncidentSplit(split.clone()).of(into),
        Event::IncidentSplit(split).of(id),
    ];
    // Whom both parts hit is called for both.
    drafted.extend(listed);
    Ok(drafted)
}

/// The accounts that go: those named, and those that are on the list for no other component than what goes.
fn leaving(from: &Incident, command: &SplitIncident) -> Vec<AccountId> {
    let (go, stay): (Vec<&Component>, Vec<&Component>) = from
        .components
        .iter()
        .partition(|component| command.components.contains(component));
    let hit_alone = from.rows.values().filter(|row| {
        let hit_by = |component: &&Component| row.affected.hit_by(component);
        go.iter().any(hit_by) && !stay.iter().any(hit_by)
    });
    let mut accounts = command.accounts.clone();
    for row in hit_alone {
        if !accounts.contains(row.id()) {
            accounts.push(row.id().clone());
        }
    }
    accounts
}

/// Refused unless something is named, and everything named is of that incident.
fn belongs(picture: &Picture, command: &SplitIncident, from: &Incident) -> Result<(), Refusal> {
    if command.accounts.is_empty() && command.components.is_empty() && command.alerts.is_empty() {
        return Err(Refusal::NothingToSplit);
    }
    for account in &command.accounts {
        from.row(account)?;
    }
    let foreign = |what: String| Refusal::NotPart {
        what,
        incident: from.id,
    };
    for component in &command.components {
        if !from.components.contains(component) {
            return Err(foreign(format!("the component {component}")));
        }
    }
    let here = |key: &AlertKey| {
        let alert = picture.alerts.get(key);
        alert.is_some_and(|alert| alert.incident == Some(from.id))
    };
    match command.alerts.iter().find(|key| !here(key)) {
        Some(key) => Err(foreign(format!("the alert {key}"))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
