//! What a template sees: every field of a report as the words that stand in it.

use super::words::{Reader, day, length};
use crate::domain::findings::{Certainty, Data};
use crate::domain::reports::{Content, Felt, ReportId, Said, Subject, Will};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde_json::Value;

/// Empty text and an empty list are false in a template; nothing is ever missing.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct View {
    /// `preliminary`, `update` or `final`.
    pub kind: String,
    /// `Preliminary report`, `Update 2`, `Final report`.
    pub name: String,
    pub version: u32,
    pub draft: bool,
    pub incident: String,
    pub title: String,
    /// Empty: for all customers.
    pub customer: String,
    pub issued: String,
    pub author: String,
    pub approvers: String,
    pub summary: String,
    pub began: String,
    /// Empty where it was noticed at once.
    pub noticed: String,
    pub told: String,
    pub mitigated: String,
    pub resolved: String,
    /// Empty while it lasts.
    pub length: String,
    pub so_far: String,
    pub services: String,
    pub impact: String,
    pub own: Vec<Own>,
    /// `unknown`, `safe`, `lost` or `exposed`.
    pub data: String,
    pub data_words: String,
    pub timeline: Vec<Day>,
    /// `unknown`, `suspected` or `confirmed`.
    pub cause: String,
    pub cause_words: String,
    pub done: Vec<String>,
    pub workaround: String,
    pub prevention: Vec<Willed>,
    pub promises: Vec<Willed>,
    pub credit: Vec<String>,
    pub next_at: String,
    pub next: String,
    pub apology: String,
    pub apology_by: String,
    pub contact: String,
    pub lessons: Vec<String>,
    pub changed: Vec<Changed>,
}

/// What this customer felt.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Own {
    pub span: String,
    pub text: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Day {
    pub day: String,
    pub lines: Vec<Line>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Line {
    pub time: String,
    pub text: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Willed {
    pub what: String,
    pub owner: String,
    pub due: String,
    pub kept: bool,
    /// Due, and not kept.
    pub late: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Changed {
    pub about: String,
    pub before: String,
    pub after: String,
}

impl View {
    pub fn of(content: &Content) -> View {
        let reader = Reader::of(content.zone.as_deref());
        let times = &content.times;
        let moment = |at: Timestamp| reader.moment(at);
        // The day is said once where everything happened on one.
        let of_the_day = |at: Timestamp| match reader.day(at) == reader.day(times.began) {
            true => reader.time(at),
            false => reader.moment(at),
        };
        let maybe = |at: Option<Timestamp>| at.map(of_the_day).unwrap_or_default();
        let at_once = times.noticed.duration_since(times.began) < SignedDuration::from_mins(1);
        let approvers: Vec<&str> = content.approvers.iter().map(|name| name.as_str()).collect();
        let strings = |all: &[crate::domain::text::Clean]| all.iter().map(ToString::to_string).collect();
        let issued = content.issued.unwrap_or(content.as_of);
        let so_far = content.as_of.duration_since(times.began);
        View {
            kind: content.report.kind().as_str().to_owned(),
            name: name(content.report),
            version: content.version,
            draft: !content.approved,
            incident: content.incident.to_string(),
            title: content.title.to_string(),
            customer: content
                .customer
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            issued: moment(issued),
            author: content
                .author
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            approvers: approvers.join(", "),
            summary: content.summary.to_string(),
            began: moment(times.began),
            noticed: match at_once {
                true => String::new(),
                false => of_the_day(times.noticed),
            },
            told: maybe(times.told),
            mitigated: maybe(times.mitigated),
            resolved: maybe(times.resolved),
            length: times.length().map(length).unwrap_or_default(),
            so_far: length(so_far),
            services: listed(&content.services),
            impact: content.impact.to_string(),
            own: content.own.iter().map(|felt| own(felt, &reader)).collect(),
            data: content.data.as_str().to_owned(),
            data_words: content.data_words.to_string(),
            timeline: days(content, &reader),
            cause: content.cause.as_str().to_owned(),
            cause_words: content.cause_words.to_string(),
            done: strings(&content.done),
            workaround: content.workaround.to_string(),
            prevention: content
                .prevention
                .iter()
                .map(|will| willed(will, issued, &day))
                .collect(),
            promises: {
                let due = |at| reader.due(at);
                let promises = content.promises.iter();
                promises.map(|will| willed(will, issued, &due)).collect()
            },
            credit: strings(&content.credit),
            next_at: content.next_at.map(moment).unwrap_or_default(),
            next: content.next.to_string(),
            apology: content.apology.to_string(),
            apology_by: content.apology_by.to_string(),
            contact: content.contact.to_string(),
            lessons: strings(&content.lessons),
            changed: changed(content, &reader),
        }
    }

    /// Every field filled and every list with something in it, to try a template on.
    pub fn full() -> Value {
        let view = View {
            own: vec![Own::default()],
            timeline: vec![Day {
                lines: vec![Line::default()],
                ..Day::default()
            }],
            done: vec![String::new()],
            prevention: vec![Willed::default()],
            promises: vec![Willed::default()],
            credit: vec![String::new()],
            lessons: vec![String::new()],
            changed: vec![Changed::default()],
            ..View::default()
        };
        // Names of fields are strings and nothing in it is a number too large: this is always an object.
        let mut full = serde_json::to_value(view).unwrap_or_default();
        fill(&mut full);
        full
    }
}

fn fill(value: &mut Value) {
    match value {
        Value::String(text) => "said".clone_into(text),
        Value::Array(all) => all.iter_mut().for_each(fill),
        Value::Object(fields) => fields.values_mut().for_each(fill),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn name(report: ReportId) -> String {
    match report {
        ReportId::Preliminary => "Preliminary report".to_owned(),
        ReportId::Update(number) => format!("Update {number}"),
        ReportId::Final => "Final report".to_owned(),
    }
}

/// `a, b and c`.
fn listed(all: &[crate::domain::text::Clean]) -> String {
    match all {
        [] => String::new(),
        [only] => only.to_string(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(|one| one.as_str()).collect();
            format!("{} and {last}", first.join(", "))
        }
    }
}

fn own(felt: &Felt, reader: &Reader) -> Own {
    let span = match (felt.from, felt.until) {
        (Some(from), Some(until)) => format!(
            "From {} to {}: {}",
            reader.moment(from),
            match reader.day(from) == reader.day(until) {
                true => reader.time(until),
                false => reader.moment(until),
            },
            length(until.duration_since(from))
        ),
        (Some(from), None) => format!("From {}", reader.moment(from)),
        (None, Some(until)) => format!("Until {}", reader.moment(until)),
        (None, None) => String::new(),
    };
    Own {
        span,
        text: felt.text.to_string(),
    }
}

/// One heading a day, where the reader is.
fn days(content: &Content, reader: &Reader) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for moment in &content.timeline {
        let day = reader.day(moment.at);
        let line = Line {
            time: reader.time(moment.at),
            text: moment.text.to_string(),
        };
        match days.last_mut().filter(|last| last.day == day) {
            Some(last) => last.lines.push(line),
            None => days.push(Day {
                day,
                lines: vec![line],
            }),
        }
    }
    days
}

/// What we will do has a day; a promise to one customer the hour that was said to them.
fn willed(will: &Will, issued: Timestamp, due: &dyn Fn(Timestamp) -> String) -> Willed {
    Willed {
        what: will.what.to_string(),
        owner: will.owner.to_string(),
        due: will.due.map(due).unwrap_or_default(),
        kept: will.kept,
        late: !will.kept && will.due.is_some_and(|due| due <= issued),
    }
}

fn changed(content: &Content, reader: &Reader) -> Vec<Changed> {
    let yours = content.customer.is_some();
    let about = |subject| match subject {
        Subject::Began => "When it began",
        Subject::Ended => "When it ended",
        Subject::Length => "How long it lasted",
        Subject::Impact if yours => "What it meant in general",
        Subject::Impact => "What it meant for customers",
        Subject::YourImpact => "What it meant for you",
        Subject::Data if yours => "Your data",
        Subject::Data => "Customers' data",
        Subject::Cause => "The cause",
    };
    let changes = content.changed.iter().map(|change| Changed {
        about: about(change.about).to_owned(),
        before: said(&change.before, change.about, content, reader),
        after: said(&change.after, change.about, content, reader),
    });
    changes.collect()
}

/// Without a full stop at its end: a template puts two side by side.
fn said(said: &Said, about: Subject, content: &Content, reader: &Reader) -> String {
    match (said, about) {
        (Said::Open, Subject::Ended | Subject::Length) => "it was not over".to_owned(),
        (Said::Open, _) => "we could not say yet".to_owned(),
        (Said::At(at), _) => reader.moment(*at),
        (Said::Seconds(seconds), _) => length(SignedDuration::from_secs(*seconds)),
        (Said::Words(words), _) if words.trim().is_empty() => "we could not say yet".to_owned(),
        (Said::Words(words), _) => {
            let words: Vec<&str> = words.split_whitespace().collect();
            words.join(" ").trim_end_matches('.').to_owned()
        }
        (Said::Data(Data::Unknown), _) => "we were still checking".to_owned(),
        (Said::Data(Data::Safe), _) => "nothing was lost, and nobody saw what was not theirs".to_owned(),
        (Said::Data(Data::Lost), _) => "some was lost".to_owned(),
        (Said::Data(Data::Exposed), _) => "some could be seen by others".to_owned(),
        (Said::Cause(Certainty::Unknown), _) => "we were still looking for it".to_owned(),
        (Said::Cause(Certainty::Suspected), _) => "suspected".to_owned(),
        (Said::Cause(Certainty::Confirmed), _) => match content.cause_words.trim() {
            "" => "confirmed".to_owned(),
            _ => "confirmed, as described below".to_owned(),
        },
    }
}
