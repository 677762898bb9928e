//! What one account reads of its own, and nothing of what names another.

use super::{Phrases, UNNAMED};
use crate::domain::accounts::Account;
use crate::domain::due::Kind;
use crate::domain::ids::Seq;
use crate::domain::incident::Incident;
use crate::domain::outreach::Row;
use crate::domain::promises::Promise;
use crate::domain::reports::{Content, Felt, Moment, ReportKind, Will};
use crate::domain::text::{Clean, CleanText};

/// Adds what is one account's own.
pub(super) fn add(incident: &Incident, row: &Row, content: &mut Content) {
    let through = content.through;
    let others = Phrases::others(incident, Some(row));
    let Account { name, timezone, .. } = &row.affected.account;
    content.customer = Some(name.clone());
    content.zone.clone_from(timezone);
    leave_out(content, &others);
    let causes = match content.report.kind() {
        ReportKind::Preliminary => Phrases::causes(incident, through),
        ReportKind::Update | ReportKind::Final => Phrases::default(),
    };
    let fit = |text: &str| causes.found(text).is_none() && others.found(text).is_none();
    for impact in row.reports.impacts().filter(|impact| impact.seq <= through) {
        if fit(&impact.text) {
            content.own.push(Felt {
                from: impact.from,
                until: impact.until,
                text: impact.text.clone(),
            });
        }
        let credit = impact.credit.as_ref().map(|credit| credit.text.clone());
        content.credit.extend(credit.filter(|text| fit(text)));
    }
    let promises = incident.promises.iter().filter(|promise| {
        promise.account.as_ref() == Some(row.id())
            && !promise.withdrawn
            && promise.seq <= through
            && fit(&promise.what)
    });
    let settled = |promise: &Promise| {
        let key = Kind::Promise(promise.seq).key();
        incident.settlements.stood(&key, Seq(0), through)
    };
    content.promises = promises
        .map(|promise| (promise, settled(promise)))
        // What was waived is no longer said as something we will do.
        .filter(|(_, settled)| settled.ended.is_none())
        .map(|(promise, settled)| Will {
            what: promise.what.clone(),
            owner: Clean::default(),
            due: Some(settled.long_term.map_or(promise.due, |(_, due)| due)),
            kept: promise.kept.is_some_and(|kept| kept <= through),
        })
        .collect();
    let moment = |at, text: String| Moment {
        at,
        text: text.into(),
    };
    let spoken = row.reached().filter(|attempt| attempt.seq <= through);
    let calls = spoken.map(|attempt| moment(attempt.at, "We spoke with you.".to_owned()));
    let sent = row.reports.sent().filter(|sent| sent.seq < through);
    let reports = sent.map(|sent| moment(sent.at, format!("We sent you {}.", sent.report.named())));
    content.timeline.extend(calls.chain(reports));
    content.timeline.sort_by_key(|moment| moment.at);
}

/// What was approved for all may still name one of them, with a reason; another one must not read it.
fn leave_out(content: &mut Content, others: &Phrases) {
    let fit = |text: &str| others.found(text).is_none();
    if !fit(&content.title) {
        content.title = UNNAMED.into();
    }
    let texts = [
        &mut content.summary,
        &mut content.impact,
        &mut content.data_words,
        &mut content.cause_words,
        &mut content.workaround,
        &mut content.apology,
    ];
    for text in texts.into_iter().filter(|text| !fit(text)) {
        *text = CleanText::default();
    }
    let lines = [&mut content.next, &mut content.apology_by, &mut content.contact];
    for line in lines.into_iter().filter(|line| !fit(line)) {
        *line = Clean::default();
    }
    for list in [&mut content.services, &mut content.done, &mut content.lessons] {
        list.retain(|line| fit(line));
    }
    content.timeline.retain(|moment| fit(&moment.text));
    content
        .prevention
        .retain(|will| fit(&will.what) && fit(&will.owner));
}
