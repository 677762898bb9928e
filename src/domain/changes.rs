//! What another plan asks for that the one before did not: in words, for the timeline and before it is decided.

use super::accounts::Tier;
use super::escalation::{Level, LevelState};
use super::incident::Incident;
use super::messages::Phase;
use super::playbook::{CallPlan, Plan};
use super::severity::Severity;
use super::span::{self, Span};
use crate::domain::speech::{say, word};

/// One thing that another plan changes.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Due then, after T0.
    By { what: String, by: Span },
    /// At least so often.
    Every { what: String, gap: Span },
    /// In plain words.
    Says(String),
}

impl Change {
    pub fn words(&self) -> String {
        match self {
            Change::By { what, by } => say!("{what} by T+{by}", what, by = span::words(by.0)),
            Change::Every { what, gap } => say!("{what} every {gap}", what, gap = span::words(gap.0)),
            Change::Says(words) => words.clone(),
        }
    }
}

impl Incident {
    /// What it would change to go on at another severity.
    pub fn would_change(&self, to: Severity) -> Vec<Change> {
        changes(self, &self.playbook.plan(self.severity), &self.playbook.plan(to))
    }
}

/// What `after` asks for that `before` did not, or otherwise, in an incident that has come as far as it has.
pub fn changes(incident: &Incident, before: &Plan, after: &Plan) -> Vec<Change> {
    let mut changes = levels(incident, before, after);
    changes.extend(page(incident, before, after));
    changes.extend(calls(&before.calls, &after.calls));
    changes.extend(duties(before, after));
    if before.reports.preliminary_latest != after.reports.preliminary_latest && after.reports.owed {
        changes.push(Change::By {
            what: word!("preliminary report").to_owned(),
            by: after.reports.preliminary_latest,
        });
    }
    changes
}

fn levels(incident: &Incident, before: &Plan, after: &Plan) -> Vec<Change> {
    let known = |role: &str| incident.levels.iter().find(|level| level.role.as_str() == role);
    let knows = |role: &str| known(role).is_some_and(|level| level.informed().is_some());
    let mut changes = Vec::new();
    for plan in &after.levels {
        let was = before.levels.iter().find(|level| level.role == plan.role);
        if knows(&plan.role) || was.is_some_and(|was| was.by == plan.by) {
            continue;
        }
        let left_out = known(&plan.role).and_then(Level::skipped);
        changes.push(match left_out {
            Some(skipped) => Change::Says(say!(
                "{title} stays skipped ({reason})",
                title = plan.title,
                reason = skipped.reason
            )),
            None => Change::By {
                what: plan.title.to_string(),
                by: plan.by,
            },
        });
    }
    let gone = before.levels.iter().filter(|level| {
        let asked = after.levels.iter().any(|plan| plan.role == level.role);
        !asked && !knows(&level.role)
    });
    changes.extend(gone.map(|level| Change::Says(say!("{title} not asked for", title = level.title))));
    changes
}

fn page(incident: &Incident, before: &Plan, after: &Plan) -> Option<Change> {
    let (was, is) = (&before.public, &after.public);
    if incident.public() == Phase::None && was.first != is.first {
        return Some(Change::By {
            what: word!("first page text").to_owned(),
            by: is.first,
        });
    }
    let phase = incident.public().max(Phase::Investigating);
    let gap = is.gap(phase).filter(|gap| was.gap(phase) != Some(*gap))?;
    Some(Change::Every {
        what: "page".to_owned(),
        gap,
    })
}

fn calls(before: &CallPlan, after: &CallPlan) -> Vec<Change> {
    let targets = [
        (Tier::Strategic, before.strategic, after.strategic),
        (Tier::Key, before.key, after.key),
        (Tier::Named, before.named, after.named),
    ];
    let changed = targets.into_iter().filter(|(_, was, is)| was != is);
    changed
        .map(|(tier, _, by)| Change::By {
            what: say!("{tier} accounts called", tier = tier.as_str()),
            by,
        })
        .collect()
}

fn duties(before: &Plan, after: &Plan) -> Option<Change> {
    let asked = |plan: &Plan, duty| plan.duties.iter().any(|of_it| of_it.duty == duty);
    let more = after.duties.iter().filter(|plan| !asked(before, plan.duty));
    let more: Vec<&str> = more.map(|plan| plan.duty.words()).collect();
    (!more.is_empty()).then(|| Change::Says(say!("somebody must be {more}", more = more.join(", "))))
}

/// The levels still owed, as they stand: for a plan that has changed as a whole.
pub fn owed_levels(incident: &Incident) -> Vec<Change> {
    let open = incident.levels.iter().filter(|level| {
        // Whatever the hour: the state before anything is late says as much.
        !matches!(
            level.state(incident.t0),
            LevelState::Informed | LevelState::Skipped | LevelState::NotAsked
        )
    });
    open.map(|level| Change::By {
        what: level.title.to_string(),
        by: level.by,
    })
    .collect()
}

/// Several changes in one line: "CEO by T+20 min, page every 10 min".
pub fn in_words(changes: &[Change]) -> String {
    let words: Vec<String> = changes.iter().map(Change::words).collect();
    words.join(", ")
}
