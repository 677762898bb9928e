//! Reports in words: one line for each thing that became of one.

use super::{Line, line};
use crate::domain::event::Event;
use crate::domain::timeline::What;

pub(super) fn sentence(event: &Event) -> Line {
    match event {
        Event::ReportDrafted(event) => {
            let ready = if event.ready { ", ready for approval" } else { "" };
            let version = match event.version {
                0 | 1 => String::new(),
                version => format!(", version {version}"),
            };
            line(
                What::Report,
                format!("drafted: {}{version}{ready}", event.report.words()),
            )
        }
        Event::ReportReviewed(event) => {
            let (who, report) = (event.reviewer.words(), event.report.named());
            let words = match event.fine {
                true => format!("{who} is content with {report}"),
                false => format!("{who} objects to {report}"),
            };
            line(What::Report, with(&words, &event.note))
        }
        Event::ReportApproved(event) => {
            let words = format!("approved: {}, version {}", event.report.words(), event.version);
            let despite = event
                .despite
                .as_ref()
                .map(|why| format!(", although incomplete: {why}"));
            line(What::Report, words + &despite.unwrap_or_default())
        }
        Event::ReportIssued(event) => {
            let (report, by) = (event.report.named(), event.channel.by());
            match event.to.as_slice() {
                [only] => {
                    line(What::Sent, with(&format!("sent {report} {by}"), &event.words)).about(&only.account)
                }
                several => line(
                    What::Sent,
                    with(
                        &format!("sent {report} to {} accounts {by}", several.len()),
                        &event.words,
                    ),
                ),
            }
        }
        Event::ReportAcknowledged(event) => line(
            What::Sent,
            with(&format!("has {}", event.report.named()), &event.questions),
        )
        .about(&event.account),
        Event::ImpactRecorded(event) => {
            let credit = event.credit.as_ref();
            let credit = credit.map(|credit| format!(" (credit approved by {})", credit.approved_by));
            let words = match event.text.trim() {
                "" => "times of their impact".to_owned(),
                text => format!("impact on them: {text}"),
            };
            line(What::Impact, words + &credit.unwrap_or_default()).about(&event.account)
        }
        other => line(What::Report, other.kind()),
    }
}

fn with(words: &str, note: &str) -> String {
    match note.trim() {
        "" => words.to_owned(),
        note => format!("{words}: {note}"),
    }
}
