//! In words: what changes the plan of an incident, and what goes from one incident to another.

use super::{Line, line};
use crate::domain::changes::{changes, in_words, owed_levels};
use crate::domain::incident::Incident;
use crate::domain::merging::{AlertMoved, IncidentMerged, IncidentSplit, Place};
use crate::domain::policy::{PlaybookSwitched, SeverityChanged, StartCorrected};
use crate::domain::span;
use crate::domain::speech::{say, word};
use crate::domain::state::Internal;
use crate::domain::text::Clean;
use crate::domain::timeline::What;
use jiff::Timestamp;

pub(super) fn severity(event: &SeverityChanged, incident: &Incident) -> Line {
    let word = match event.to < event.from {
        true => "raised",
        false => "lowered",
    };
    let (before, after) = (
        incident.playbook.plan(event.from),
        incident.playbook.plan(event.to),
    );
    let changed = in_words(&changes(incident, &before, &after));
    let to = event.to.as_str().to_uppercase();
    line(
        What::State,
        say!(
            "{word} to {to}{because}{after_colon}",
            word,
            to,
            because = because(&event.reason),
            after_colon = after_colon(&changed)
        ),
    )
}

pub(super) fn start(event: &StartCorrected) -> Line {
    let text = format!("T0 {}: {}", moved_by(event.from, event.to), event.reason);
    line(What::State, text).until(Some(event.to))
}

/// "12 min earlier".
fn moved_by(from: Timestamp, to: Timestamp) -> String {
    match to < from {
        true => say!("corrected, {ago} earlier", ago = span::ago(to, from)),
        false => say!("corrected, {ago} later", ago = span::ago(from, to)),
    }
}

pub(super) fn playbook(event: &PlaybookSwitched, incident: &Incident) -> Line {
    let name = &event.playbook.name;
    let was = match *name == event.from {
        true => word!("a newer edition").to_owned(),
        false => say!("was {from}", from = event.from),
    };
    let owed = in_words(&owed_levels(incident));
    line(
        What::State,
        say!(
            "playbook {name}, {was}{because}{after_colon}",
            name,
            was,
            because = because(&event.reason),
            after_colon = after_colon(&owed)
        ),
    )
}

pub(super) fn alert_moved(event: &AlertMoved, incident: &Incident) -> Line {
    let text = match event.to == Place::Incident(incident.id) {
        true => say!(
            "moved here from {place}: {title}",
            place = place(event.from),
            title = event.title
        ),
        false => say!(
            "moved to {place}: {title}",
            place = place(event.to),
            title = event.title
        ),
    };
    line(What::Alert, text)
}

fn place(place: Place) -> String {
    match place {
        Place::Inbox => word!("the inbox").to_owned(),
        Place::Incident(id) => id.to_string(),
    }
}

pub(super) fn merged(event: &IncidentMerged, incident: &Incident) -> Line {
    let why = because(&event.reason);
    let text = match event.into == incident.id {
        true => say!(
            "{from} goes on here: {title}{why}",
            from = event.from,
            title = event.title,
            why
        ),
        false => say!("closed: merged into {into}{why}", into = event.into, why),
    };
    line(What::State, text)
}

pub(super) fn split(event: &IncidentSplit, incident: &Incident) -> Line {
    let mut parts = Vec::new();
    for (count, what) in [
        (event.accounts.len(), "account"),
        (event.components.len(), "component"),
        (event.alerts.len(), "alert"),
    ] {
        let plural = if count == 1 { "" } else { "s" };
        if count > 0 {
            parts.push(format!("{count} {what}{plural}"));
        }
    }
    let parts = parts.join(", ");
    let text = match event.into == incident.id {
        true => say!("split from {from}: {parts} came along", from = event.from, parts),
        false => say!(
            "split: {parts} now in {into} {title}",
            parts,
            into = event.into,
            title = event.title
        ),
    };
    line(What::State, text)
}

/// " again, 2nd time" where it was open before.
pub(super) fn open_again(to: Internal, rounds: u32) -> String {
    match (to, rounds) {
        (Internal::Open, 2..) => say!(" again, {nth} time", nth = span::nth(rounds)),
        (Internal::Open | Internal::Mitigated | Internal::Resolved | Internal::Closed, _) => String::new(),
    }
}

fn because(reason: &Option<Clean>) -> String {
    reason
        .as_ref()
        .map(|reason| format!(" ({reason})"))
        .unwrap_or_default()
}

fn after_colon(words: &str) -> String {
    match words.is_empty() {
        true => String::new(),
        false => format!(": {words}"),
    }
}
