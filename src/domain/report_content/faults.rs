//! What a report still lacks, in sentences, before anybody approves it.

use super::{Phrases, times};
use crate::domain::due::{self, Kind};
use crate::domain::findings::{Certainty, Data};
use crate::domain::ids::Seq;
use crate::domain::incident::Incident;
use crate::domain::reports::{Parts, ReportId, ReportKind};
use crate::domain::span;
use crate::domain::text::Clean;
use jiff::Timestamp;

/// One thing a report lacks.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    pub sentence: Clean,
    /// It goes out like this under no circumstances; the others yield to a reason.
    pub never: bool,
}

fn fault(sentence: impl Into<String>) -> Fault {
    Fault {
        sentence: sentence.into().into(),
        never: false,
    }
}

/// What the newest draft lacks; empty when it is fit to be approved.
pub fn faults(incident: &Incident, report: ReportId, now: Timestamp) -> Vec<Fault> {
    let Some(found) = incident.reports.get(report) else {
        return vec![fault(format!("nobody has drafted {} yet", report.named()))];
    };
    let parts = &found.draft().parts;
    let kind = report.kind();
    let mut faults = unfit(incident, kind, parts);
    faults.extend(missing(incident, kind, parts));
    faults.extend(news(incident, kind, parts, now));
    // As settled: what was put off is late only after its new date.
    let late = due::owed(incident).into_iter().filter(|due| match due.kind {
        Kind::Promise(seq) => due.at <= now && to_a_customer(incident, seq),
        _ => false,
    });
    match late.count() {
        0 => {}
        1 => faults.push(fault(
            "a promise to a customer is overdue, and their report will say so",
        )),
        count => faults.push(fault(format!(
            "{count} promises to customers are overdue, and their reports will say so"
        ))),
    }
    let ends = incident.mitigated_at.filter(|at| *at < times(incident).began);
    if ends.is_some() {
        faults.push(fault("it ends before it begins; correct when it was mitigated"));
    }
    let objections = found.reviewed().into_iter().filter(|review| !review.fine);
    faults.extend(
        objections.map(|review| fault(format!("{} objects: {}", review.reviewer.words(), review.note))),
    );
    faults
}

/// Words that must not stand in it.
fn unfit(incident: &Incident, kind: ReportKind, parts: &Parts) -> Vec<Fault> {
    let causes = Phrases::causes(incident, Seq(u64::MAX));
    let names = Phrases::others(incident, None);
    let mut faults = Vec::new();
    let found = [
        ("the cause", incident.cause().map_or("", |cause| &cause.text)),
        (
            "what became of data",
            incident.data().map_or("", |data| &data.text),
        ),
    ];
    for (part, text) in found {
        if let Some(name) = names.found(text) {
            faults.push(fault(format!(
                "{part} names {name}, so it is left out; say it again without the name"
            )));
        }
    }
    for (part, text) in parts.written() {
        if kind == ReportKind::Preliminary && causes.found(text).is_some() {
            faults.push(Fault {
                never: true,
                ..fault(format!(
                    "{part}: it states the cause, and a preliminary report says only that the cause is being confirmed"
                ))
            });
        }
        if let Some(name) = names.found(text) {
            faults.push(fault(format!(
                "{part}: it names {name}, and every customer reads it"
            )));
        }
    }
    faults
}

fn missing(incident: &Incident, kind: ReportKind, parts: &Parts) -> Vec<Fault> {
    let last = kind == ReportKind::Final;
    let whole = kind != ReportKind::Update;
    let empty = |text: &str| text.trim().is_empty();
    let data = incident.data().map_or(Data::Unknown, |data| data.state);
    let confirmed = incident
        .cause()
        .is_some_and(|cause| cause.certainty == Certainty::Confirmed);
    let checks = [
        (
            empty(&parts.summary),
            "no summary: say in three sentences what happened, to whom, and how it stands",
        ),
        (
            whole && empty(&parts.impact),
            "no impact: say what customers felt, and how many",
        ),
        (
            whole && parts.done.is_empty(),
            "nothing says what we did about it",
        ),
        (whole && empty(&parts.apology), "no apology"),
        (
            !empty(&parts.apology) && empty(&parts.apology_by),
            "the apology has no name under it",
        ),
        (
            empty(&parts.contact),
            "no contact: say whom customers turn to, and how",
        ),
        (
            last && data == Data::Unknown,
            "nobody has said whether customers' data was touched",
        ),
        (last && !confirmed, "the cause is not confirmed"),
        (
            last && incident.mitigated_at.is_none(),
            "it is not over: nothing says when it ended",
        ),
        (
            last && parts.prevention.is_empty(),
            "nothing says what we will do so that it does not happen again",
        ),
        (
            last && parts.lessons.is_empty(),
            "no lessons: say what we learned about how we handled it and told customers",
        ),
    ];
    let lacking = checks.into_iter().filter(|(lacks, _)| *lacks);
    let mut faults: Vec<Fault> = lacking.map(|(_, sentence)| fault(sentence)).collect();
    for action in &parts.prevention {
        if empty(&action.owner) {
            faults.push(fault(format!("nobody answers for \"{}\"", action.what)));
        }
        if action.due.is_none() {
            faults.push(fault(format!("\"{}\" has no date", action.what)));
        }
    }
    faults
}

fn to_a_customer(incident: &Incident, promise: Seq) -> bool {
    let found = incident.promises.iter().find(|known| known.seq == promise);
    found.is_some_and(|promise| promise.account.is_some())
}

/// Until the final report, every report says when the next comes, within what the procedure allows.
fn news(incident: &Incident, kind: ReportKind, parts: &Parts, now: Timestamp) -> Option<Fault> {
    if kind == ReportKind::Final {
        return None;
    }
    let longest = incident.plan.reports.news;
    match parts.next_at {
        None => Some(fault("nothing says when customers hear from us next")),
        Some(at) if at <= now => Some(fault("the next news it promises lies in the past")),
        Some(at) if at > longest.after(now) => Some(fault(format!(
            "it promises the next news for {:.0}; the procedure allows {} at most, that is until {:.0}",
            at,
            span::words(longest.0),
            longest.after(now)
        ))),
        Some(_) => None,
    }
}
