//! The timeline of a report: the turns of the incident, what the public page said, and the lines people wrote.

use super::Phrases;
use crate::domain::incident::Incident;
use crate::domain::reports::Moment;
use crate::domain::state::Internal;
use crate::domain::timeline::{Entry, What};
use jiff::{SignedDuration, Timestamp};

/// Lines closer together than this are one turn.
const APART: SignedDuration = SignedDuration::from_secs(60);

/// Oldest first. Notes are not in it: they are written for us, and whoever drafts takes over what is fit to be read.
/// No line names an account.
pub(super) fn of_all(incident: &Incident, written: &[Moment]) -> Vec<Moment> {
    let mut lines = turns(incident);
    let names = Phrases::others(incident, None);
    let posts = incident.posts.iter().map(|post| {
        let words: Vec<&str> = post.text.split_whitespace().collect();
        moment(
            post.at,
            format!("On our status page: \u{201c}{}\u{201d}", words.join(" ")),
        )
    });
    lines.extend(posts.filter(|post| names.found(&post.text).is_none()));
    lines.extend(written.iter().cloned());
    lines.sort_by_key(|line| line.at);
    lines
}

/// The first alert that opened the incident or joined it.
pub(super) fn first_alert(incident: &Incident) -> Option<&Entry> {
    let alert = |entry: &&std::sync::Arc<Entry>| entry.what == What::Alert;
    incident.timeline.iter().find(alert).map(AsRef::as_ref)
}

fn turns(incident: &Incident) -> Vec<Moment> {
    let began = incident.firing_since.unwrap_or(incident.t0);
    let mut turns = vec![moment(began, "The problem began.")];
    let alert = first_alert(incident);
    let noticed = alert.map_or(incident.declared_at, |entry| entry.at).max(began);
    let by = if alert.is_some() {
        "Our monitoring noticed it"
    } else {
        "We noticed it"
    };
    match incident.declared_at.duration_since(noticed) < APART {
        true => turns.push(moment(
            noticed,
            format!("{by}, and our incident team began to work on it."),
        )),
        false => {
            turns.push(moment(noticed, format!("{by}.")));
            turns.push(moment(
                incident.declared_at,
                "Our incident team began to work on it.",
            ));
        }
    }
    let mut hurting = true;
    for step in &incident.moves {
        let words = match (step.to, hurting) {
            (Internal::Open, false) => "The problem came back.",
            (Internal::Mitigated, true) => "The service worked again.",
            (Internal::Resolved, true) => {
                "The service worked again, and we confirmed that the problem was over."
            }
            (Internal::Resolved, false) => "We confirmed that the problem was over.",
            (Internal::Open, true) | (Internal::Mitigated, false) | (Internal::Closed, _) => continue,
        };
        hurting = step.to == Internal::Open;
        turns.push(moment(step.at, words));
    }
    turns
}

fn moment(at: Timestamp, text: impl Into<String>) -> Moment {
    Moment {
        at,
        text: text.into().into(),
    }
}
