//! What a report says otherwise than the one sent before.

use super::own;
use crate::domain::incident::Incident;
use crate::domain::outreach::Row;
use crate::domain::reports::{Change, Content, ReportKind, Said, Subject};
use crate::domain::text::CleanText;

/// Compares a final report with the newest one approved before it; for an account, with what that one said to it.
pub(super) fn since_the_one_before(incident: &Incident, content: &mut Content, row: Option<&Row>) {
    content.changed.clear();
    if content.report.kind() != ReportKind::Final {
        return;
    }
    let Some(then) = before(incident, content, row) else {
        return;
    };
    content.changed = compared(&then, content);
}

fn before(incident: &Incident, content: &Content, row: Option<&Row>) -> Option<Content> {
    let earlier = incident
        .reports
        .iter()
        .filter(|report| report.id < content.report);
    let Some(row) = row else {
        let last = earlier.filter_map(|report| report.approval()).next_back()?;
        return Some(last.content.clone());
    };
    // What they had in hand when this went out, and nothing that became of it since.
    let sent = row
        .reports
        .sent()
        .filter(|sent| sent.report < content.report && sent.seq < content.through)
        .max_by_key(|sent| sent.seq)?;
    let version = incident.reports.get(sent.report)?.version(sent.version)?;
    let mut then = version.content.clone();
    then.through = sent.seq;
    own::add(incident, row, &mut then);
    Some(then)
}

fn compared(then: &Content, now: &Content) -> Vec<Change> {
    let time = |at: Option<_>| at.map_or(Said::Open, Said::At);
    let length = |content: &Content| {
        let length = content.times.length();
        length.map_or(Said::Open, |length| Said::Seconds(length.as_secs()))
    };
    let said = [
        (
            Subject::Began,
            Said::At(then.times.began),
            Said::At(now.times.began),
        ),
        (
            Subject::Ended,
            time(then.times.mitigated),
            time(now.times.mitigated),
        ),
        (Subject::Length, length(then), length(now)),
        (
            Subject::Impact,
            Said::Words(then.impact.clone()),
            Said::Words(now.impact.clone()),
        ),
        (Subject::YourImpact, felt(then), felt(now)),
        (Subject::Data, Said::Data(then.data), Said::Data(now.data)),
        (Subject::Cause, Said::Cause(then.cause), Said::Cause(now.cause)),
    ];
    let changed = said.into_iter().filter(|(_, before, after)| before != after);
    changed
        .map(|(about, before, after)| Change { about, before, after })
        .collect()
}

fn felt(content: &Content) -> Said {
    let words: Vec<&str> = content.own.iter().map(|felt| felt.text.as_str()).collect();
    match words.is_empty() {
        true => Said::Open,
        false => Said::Words(CleanText::from(words.join(" "))),
    }
}
