//! What comes with a duty, in lines: for who takes it, who is offered it, and who is about to give it away.

use crate::domain::carried::carried;
use crate::domain::due::DueState;
use crate::domain::handover::counts;
use crate::domain::ids::Name;
use crate::domain::incident::Incident;
use crate::domain::people::Duty;
use crate::domain::speech::{say, word};
use crate::tui::stage::Stage;
use crate::tui::words::when;

/// What somebody's duty carries, the last words to customers, and what the next holder has to know.
pub fn handed_over(stage: &Stage, incident: &Incident, duty: Duty, from: &Name, bare: bool) -> Vec<String> {
    let mut lines = vec![in_hand(stage, incident, duty, from, bare), words(stage, incident)];
    lines.extend(known(stage, incident));
    lines
}

/// What waits for whoever takes command, from nobody or from somebody who stays silent.
pub fn taken_over(stage: &Stage, incident: &Incident) -> Vec<String> {
    let mut lines = vec![words(stage, incident)];
    lines.extend(known(stage, incident));
    lines
}

fn in_hand(stage: &Stage, incident: &Incident, duty: Duty, from: &Name, bare: bool) -> String {
    let all = carried(stage.picture(), incident, duty, from, stage.now);
    let (promises, claims) = match bare {
        true => (0, 0),
        false => (all.promises.len(), all.claims.len()),
    };
    match counts(promises, claims, all.asks) {
        none if none.is_empty() => word!("With it: no promise, no claim, no ask.").to_owned(),
        some => say!("With it: {some}.", some),
    }
}

fn words(stage: &Stage, incident: &Incident) -> String {
    match incident.live_post() {
        None => word!("Last words to customers: nothing public yet.").to_owned(),
        Some(post) => {
            let at = when::clock(post.at, stage.now, &stage.setting.zone);
            say!(
                "Last words to customers: text {number} ({phase}) at {at}.",
                number = post.number,
                phase = post.phase.as_str(),
                at
            )
        }
    }
}

/// The plan, what is overdue by name, and the required duties nobody has.
fn known(stage: &Stage, incident: &Incident) -> Vec<String> {
    let clock = |at| when::clock(at, stage.now, &stage.setting.zone);
    let plan = match incident.intent() {
        None => word!("Plan: none recorded yet.").to_owned(),
        Some(intent) => match intent.until {
            Some(until) => say!(
                "Plan until {clock}: {intent} ({by}).",
                clock = clock(until),
                intent = intent.text,
                by = intent.by
            ),
            None => say!("Plan: {intent} ({by}).", intent = intent.text, by = intent.by),
        },
    };
    let late = stage.board.dues.iter();
    let late: Vec<&str> = late
        .filter(|due| due.state(stage.now) == DueState::Overdue)
        .map(|due| due.what.as_str())
        .collect();
    let overdue = match late.len() {
        0 => word!("Overdue: nothing.").to_owned(),
        1..=4 => say!("Overdue: {late}.", late = late.join(", ")),
        more => say!(
            "Overdue: {late}, and {more} more.",
            late = late[..4].join(", "),
            more = more - 4
        ),
    };
    let nobody = nobody(incident).map(|nobody| say!("Nobody yet: {nobody}.", nobody));
    [Some(plan), Some(overdue), nobody]
        .into_iter()
        .flatten()
        .collect()
}

/// The required duties nobody has, `scribe, liaison`.
pub fn nobody(incident: &Incident) -> Option<String> {
    let required = incident.plan.duties.iter().map(|plan| plan.duty);
    let empty: Vec<&str> = required
        .filter(|duty| incident.holder(*duty).is_none())
        .map(Duty::words)
        .collect();
    (incident.is_open() && !empty.is_empty()).then(|| empty.join(", "))
}
