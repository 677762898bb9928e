//! Reports in words: one line for each thing that became of one.

use super::{Line, line};
use crate::domain::event::Event;
use crate::domain::speech::{say, word};
use crate::domain::timeline::What;

pub(super) fn sentence(event: &Event) -> Line {
    match event {
        Event::ReportDrafted(event) => {
            let ready = if event.ready {
                word!(", ready for approval")
            } else {
                ""
            };
            let version = match event.version {
                0 | 1 => String::new(),
                version => say!(", version {version}", version),
            };
            line(
                What::Report,
                format!("drafted: {}{version}{ready}", event.report.words()),
            )
        }
        Event::ReportReviewed(event) => {
            let (who, report) = (event.reviewer.words(), event.report.named());
            let words = match event.fine {
                true => say!("{who} is content with {report}", who, report),
                false => say!("{who} objects to {report}", who, report),
            };
            line(What::Report, with(&words, &event.note))
        }
        Event::ReportApproved(event) => {
            let words = say!(
                "approved: {report}, version {version}",
                report = event.report.words(),
                version = event.version
            );
            let despite = event
                .despite
                .as_ref()
                .map(|why| say!(", although incomplete: {why}", why));
            line(What::Report, words + &despite.unwrap_or_default())
        }
        Event::ReportIssued(event) => {
            let (report, by) = (event.report.named(), event.channel.by());
            match event.to.as_slice() {
                [only] => line(
                    What::Sent,
                    with(&say!("sent {report} {by}", report, by), &event.words),
                )
                .about(&only.account),
                several => line(
                    What::Sent,
                    with(
                        &say!(
                            "sent {report} to {several} accounts {by}",
                            report,
                            several = several.len(),
                            by
                        ),
                        &event.words,
                    ),
                ),
            }
        }
        Event::ReportAcknowledged(event) => line(
            What::Sent,
            with(
                &say!("has {named}", named = event.report.named()),
                &event.questions,
            ),
        )
        .about(&event.account),
        Event::ImpactRecorded(event) => {
            let credit = event.credit.as_ref();
            let credit = credit.map(|credit| {
                say!(
                    " (credit approved by {approved_by})",
                    approved_by = credit.approved_by
                )
            });
            let words = match event.text.trim() {
                "" => word!("times of their impact").to_owned(),
                text => say!("impact on them: {text}", text),
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
