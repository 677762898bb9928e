//! The brief: five lines for executives, then one page of how it stands. Recorded facts only, never a guess.
//!
//! The five are those a CEO asks for: what customers feel, who, since when, what we are doing and when the next news
//! comes, what we need from them. The page is the transfer-of-command brief (ICS 201): situation, intent, done, doing,
//! roles, last words to customers, what is owed.

mod executives;

use super::claims::Claim;
use super::due::{Due, DueState, Kind, dues};
use super::findings::{Certainty, Data};
use super::ids::IncidentId;
use super::incident::Incident;
use super::notes::Stance;
use super::people::Duty;
use super::picture::Picture;
use super::text::Clean;
use super::timeline::{Entry, What};
use crate::domain::speech::{say, word};
use jiff::Timestamp;
use serde::Serialize;

/// How it stands at a moment, for somebody who was not there.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Brief {
    pub incident: IncidentId,
    pub title: Clean,
    pub now: Timestamp,
    /// What customers feel, who, since when, what we are doing, what we need.
    pub executives: [Line; 5],
    pub parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Part {
    pub title: &'static str,
    /// Short enough that all of them are one page.
    pub lines: Vec<Line>,
    /// How many rows of a page one line may take.
    #[serde(skip)]
    pub rows: usize,
}

/// A sentence, and the time it ends with: the reader's zone is not known here.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Line {
    pub text: Clean,
    /// The word before the time: since, by, at.
    #[serde(skip)]
    pub word: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
}

/// What the five lines for executives answer, in their order.
pub const ASKED: [&str; 5] = ["They feel", "Who", "Since", "We do", "We need"];

fn line(text: impl Into<Clean>) -> Line {
    Line {
        text: text.into(),
        ..Line::default()
    }
}

impl Line {
    fn when(self, word: &'static str, at: Option<Timestamp>) -> Line {
        Line { word, at, ..self }
    }
}

/// The brief of an incident at `now`. Without `money` it names no amounts.
pub fn brief(picture: &Picture, incident: &Incident, now: Timestamp, money: bool) -> Brief {
    let dues = dues(incident);
    Brief {
        incident: incident.id,
        title: incident.title.clone(),
        now,
        executives: [
            executives::felt(picture, incident),
            executives::who(incident, money),
            executives::since(incident, now),
            executives::doing(incident, &dues, now),
            executives::needed(incident, &dues, now),
        ],
        parts: vec![
            part(word!("Situation"), 2, situation(incident)),
            part(word!("Plan"), 2, plan(incident)),
            part(word!("Done"), 2, done(incident)),
            part(word!("Doing"), 1, calls(picture, incident, now)),
            part(word!("Roles"), 2, roles(picture, incident, now)),
            part(word!("Told"), 3, vec![last_words(incident)]),
            part(word!("Promises"), 1, promises(&dues)),
            part(word!("Asked"), 1, asks(incident)),
            part(word!("Stopped"), 1, stops(incident)),
            part(word!("Next due"), 1, next_dues(&dues, now)),
        ],
    }
}

fn part(title: &'static str, rows: usize, lines: Vec<Line>) -> Part {
    let lines = match lines.is_empty() {
        true => vec![line(word!("nothing recorded"))],
        false => lines,
    };
    Part { title, lines, rows }
}

/// The last facts about the whole, and what is found out for certain.
fn situation(incident: &Incident) -> Vec<Line> {
    let mut lines: Vec<Line> = notes(incident, Stance::Fact).take(2).map(dated).collect();
    lines.reverse();
    let cause = incident.cause();
    if let Some(cause) = cause.filter(|cause| cause.certainty == Certainty::Confirmed) {
        lines.push(line(say!("cause confirmed: {cause}", cause = &*cause.text)).when("at", Some(cause.at)));
    }
    if let Some(data) = incident.data().filter(|data| data.state != Data::Unknown) {
        lines.push(
            line(say!("customers' data: {state}", state = data.state.as_str())).when("at", Some(data.at)),
        );
    }
    lines
}

fn plan(incident: &Incident) -> Vec<Line> {
    let intent = incident.intent().map(|intent| {
        let says = line(format!("{} ({})", intent.text, intent.by));
        says.when("until", intent.until)
    });
    intent.into_iter().collect()
}

/// Who was told, and the last deeds.
fn done(incident: &Incident) -> Vec<Line> {
    let knows = incident.levels.iter().filter(|level| level.informed().is_some());
    let knows: Vec<&str> = knows.map(|level| level.title.as_str()).collect();
    let mut lines: Vec<Line> = deeds(incident).take(3).map(dated).collect();
    lines.reverse();
    if !knows.is_empty() {
        lines.insert(0, line(format!("told: {}", knows.join(", "))));
    }
    lines
}

fn deeds(incident: &Incident) -> impl Iterator<Item = &Entry> {
    notes(incident, Stance::Did)
}

/// Notes of a kind that stand and are about the whole, newest first.
fn notes(incident: &Incident, stance: Stance) -> impl Iterator<Item = &Entry> {
    let stands = move |entry: &&Entry| {
        entry.what == What::Note(stance) && entry.account.is_none() && entry.withdrawn.is_none()
    };
    incident.timeline.iter().rev().map(AsRef::as_ref).filter(stands)
}

fn dated(entry: &Entry) -> Line {
    line(entry.text.clone()).when("at", Some(entry.said_at))
}

/// Who calls whom just now.
fn calls(picture: &Picture, incident: &Incident, now: Timestamp) -> Vec<Line> {
    let here = |claim: &&Claim| claim.incident == incident.id && claim.until > now;
    let says = |claim: &Claim| {
        let name = incident
            .rows
            .get(&claim.account)
            .map_or(claim.account.as_str(), |row| row.name().as_str());
        match claim.calling_since {
            Some(since) => line(say!(
                "{holder} is on the phone with {name}",
                holder = claim.holder,
                name
            ))
            .when("since", Some(since)),
            None => line(say!("{holder} is calling {name}", holder = claim.holder, name))
                .when("since", Some(claim.since)),
        }
    };
    capped(picture.claims.live().filter(here).map(says).collect(), 5)
}

fn roles(picture: &Picture, incident: &Incident, now: Timestamp) -> Vec<Line> {
    let held = Duty::ALL.into_iter().filter(|duty| *duty != Duty::Advocate);
    let held = held.filter_map(|duty| Some(format!("{duty} {}", incident.holder(duty)?)));
    let callers = incident.advocates().count();
    let callers = (callers > 0).then(|| say!("{callers} calling", callers));
    let held: Vec<String> = held.chain(callers).collect();
    let required = incident.plan.duties.iter().map(|plan| plan.duty);
    let missing = required.filter(|duty| incident.holder(*duty).is_none());
    let missing: Vec<&str> = missing.map(Duty::words).collect();
    let mut lines = Vec::new();
    if !held.is_empty() {
        lines.push(line(held.join(", ")));
    }
    if !missing.is_empty() {
        lines.push(line(format!("nobody: {}", missing.join(", "))));
    }
    lines.extend(picture.care.due_words(now).map(line));
    lines
}

/// The text customers can read now, and since when.
fn last_words(incident: &Incident) -> Line {
    match incident.live_post() {
        None => line(word!("nothing public yet; first words by the playbook")),
        Some(post) => line(say!(
            "text {number} ({phase}): {post}",
            number = post.number,
            phase = post.phase.as_str(),
            post = &*post.text
        ))
        .when("at", Some(post.at)),
    }
}

fn promises(dues: &[Due]) -> Vec<Line> {
    let owed = dues.iter().filter(|due| matches!(due.kind, Kind::Promise(_)));
    let says = owed.map(|due| line(owned(due)).when("by", Some(due.at)));
    capped(says.collect(), 5)
}

/// Questions without an answer, to whom, and how many wait for it.
fn asks(incident: &Incident) -> Vec<Line> {
    let open = incident.asks.open().map(|ask| {
        let waits = match ask.waits().count() {
            0 | 1 => String::new(),
            count => say!(" ({count} wait)", count),
        };
        line(format!("{}: {}{waits}", ask.to, ask.question)).when("since", Some(ask.asked_at))
    });
    capped(open.collect(), 3)
}

fn stops(incident: &Incident) -> Vec<Line> {
    let standing = incident.stops.standing();
    let says =
        standing.map(|stop| line(format!("{} ({})", stop.what, stop.owner)).when("since", Some(stop.at)));
    capped(says.collect(), 3)
}

fn next_dues(dues: &[Due], now: Timestamp) -> Vec<Line> {
    let open = dues.iter().filter(|due| due.shown(now));
    let says = open.take(3).map(|due| {
        let late = match due.state(now) {
            DueState::Overdue => "late: ",
            DueState::Waiting | DueState::Soon => "",
        };
        line(format!("{late}{}", owned(due))).when("by", Some(due.at))
    });
    says.collect()
}

/// What is owed, and who owes it.
fn owned(due: &Due) -> String {
    match &due.owner {
        Some(owner) => format!("{} ({owner})", due.what),
        None => due.what.to_string(),
    }
}

/// The first of them, and how many more there are.
fn capped(mut lines: Vec<Line>, most: usize) -> Vec<Line> {
    let more = lines.len().saturating_sub(most - 1);
    if lines.len() > most {
        lines.truncate(most - 1);
        lines.push(line(say!("and {more} more", more)));
    }
    lines
}

#[cfg(test)]
mod tests;
