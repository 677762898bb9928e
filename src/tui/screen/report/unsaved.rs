//! What was edited and not taken over: kept with the draft it began from, and never laid over a newer one unsaid.

use crate::domain::ids::Seq;
use crate::domain::incident::Incident;
use crate::domain::reports::{Draft as Written, ReportId};
use crate::domain::speech::say;
use crate::report::edit;
use crate::tui::drafts::Draft;
use crate::tui::stage::Stage;
use crate::tui::words::when::clock;
use std::fmt::Write;

/// Kept by the report.
pub fn kept(report: ReportId) -> Draft {
    Draft::new("report", report.to_string())
}

pub fn keep(stage: &mut Stage, report: ReportId, on: Option<Seq>, text: String) {
    let on = on.map(|on| on.0.to_string()).unwrap_or_default();
    stage.keep(kept(report), vec![text, on]);
}

/// The text to go on with; `None`: nothing is kept, or the record has had it since, whatever became of it.
pub fn found(stage: &Stage, incident: &Incident, report: ReportId) -> Option<String> {
    let [text, on @ ..] = stage.draft(&kept(report)) else {
        return None;
    };
    let on = on.first().and_then(|on| on.parse().ok()).map(Seq);
    let known = incident.reports.get(report);
    let drafts = known.map_or(&[][..], |known| &known.drafts);
    if let Ok(parts) = edit::read(text, &stage.setting.zone) {
        let mut since = drafts.iter().filter(|draft| Some(draft.seq) >= on);
        if since.any(|draft| draft.parts == parts) {
            return None;
        }
    }
    let began = drafts.iter().find(|draft| Some(draft.seq) == on);
    let newer = known.map(|known| known.draft());
    let newer = newer.filter(|newer| began.is_none_or(|began| began.parts != newer.parts));
    Some(match newer {
        None => text.clone(),
        Some(newer) => beside(text, newer, stage, incident, report),
    })
}

/// The kept text, with what somebody has written since in lines that are not taken over.
fn beside(text: &str, newer: &Written, stage: &Stage, incident: &Incident, report: ReportId) -> String {
    let zone = &stage.setting.zone;
    let (by, at) = (&newer.by, clock(newer.at, stage.now, zone));
    let mut out = say!(
        "// CAREFUL: {by} wrote a newer draft ({at}) after this text of yours was begun. If you save yours, it takes\n\
         // its place: take over what is right in theirs, which stands at the end.\n{text}\n// The draft of {by}:\n",
        by,
        at,
        text
    );
    let theirs = edit::file(incident, report, &newer.parts, zone, stage.now);
    for line in theirs.lines().filter(|line| !line.starts_with("//")) {
        // Writing into a string does not fail.
        let _ = writeln!(out, "// {line}");
    }
    out
}
