//! What a report says otherwise than the one sent before.

use super::own;
use crate::domain::ids::Seq;
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
    let before = incident
        .reports
        .iter()
        .filter(|report| report.id < content.report);
    let approved = before.filter_map(|report| report.approval());
    let last = match row {
        None => approved.last(),
        Some(row) => approved
            .filter(|approval| row.reports.has_version(approval.content.report, approval.version))
            .last(),
    };
    let Some(last) = last else { return };
    let mut then = last.content.clone();
    if let Some(row) = row {
        let version = |sent: &&_| super::is_version(sent, last);
        then.through = row.reports.sent().find(version).map_or(Seq(0), |sent| sent.seq);
        own(incident, row, &mut then);
    }
    content.changed = compared(&then, content);
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
