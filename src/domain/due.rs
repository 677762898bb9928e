//! Dues: everything owed by a time, from one place.

use super::accounts::Tier;
use super::checklist::AccountStep;
use super::ids::{AccountId, Name, Seq};
use super::incident::Incident;
use super::messages::Phase;
use super::outreach::Row;
use super::span;
use super::state::Internal;
use super::text::Clean;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What is owed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A level of the policy, by its role.
    Level(Clean),
    /// A text on the public page.
    Page,
    /// The first call to the accounts of a tier.
    FirstCalls(Tier),
    /// A call that was put off to a time.
    Callback(AccountId),
    /// A promise, by its number.
    Promise(Seq),
    /// A step of the playbook's checklist.
    Step(Clean),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Due {
    pub kind: Kind,
    /// In words, fit for a list.
    pub what: Clean,
    pub owner: Option<Name>,
    /// When the time began to run.
    pub from: Timestamp,
    pub at: Timestamp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DueState {
    Waiting,
    /// Four fifths of the time are over.
    Soon,
    Overdue,
}

impl DueState {
    pub fn as_str(self) -> &'static str {
        match self {
            DueState::Waiting => "waiting",
            DueState::Soon => "soon",
            DueState::Overdue => "overdue",
        }
    }
}

impl Due {
    pub fn state(&self, now: Timestamp) -> DueState {
        match () {
            () if now >= self.at => DueState::Overdue,
            () if now >= span::amber(self.from, self.at) => DueState::Soon,
            () => DueState::Waiting,
        }
    }
}

/// Everything an incident owes, the soonest first.
pub fn dues(incident: &Incident) -> Vec<Due> {
    if incident.internal == Internal::Closed {
        return sorted(owed(incident));
    }
    let mut dues = levels(incident);
    dues.extend(page(incident));
    dues.extend(first_calls(incident));
    dues.extend(steps(incident));
    dues.extend(owed(incident));
    sorted(dues)
}

pub(super) fn sorted(mut dues: Vec<Due>) -> Vec<Due> {
    dues.sort_by(|a, b| (a.at, &a.kind).cmp(&(b.at, &b.kind)));
    dues
}

/// What is owed to customers and outlives the incident: callbacks and promises.
pub fn owed(incident: &Incident) -> Vec<Due> {
    let mut owed: Vec<Due> = incident.rows.values().filter_map(callback).collect();
    owed.extend(incident.owed_promises().map(|promise| {
        let account = promise.account.as_ref().and_then(|id| incident.rows.get(id));
        let to = account.map(|row| format!("{}: ", row.name())).unwrap_or_default();
        Due {
            kind: Kind::Promise(promise.seq),
            what: format!("{to}{}", promise.what).into(),
            owner: Some(promise.owner.clone()),
            from: promise.made_at,
            at: promise.due,
        }
    }));
    owed
}

/// The next contact agreed on, or set by how the last attempt ended.
fn callback(row: &Row) -> Option<Due> {
    let last = row.last()?;
    let at = last.facts.next_at?;
    if row.ticks.contains_key(&AccountStep::Settled) || !row.counts() {
        return None;
    }
    Some(Due {
        kind: Kind::Callback(row.id().clone()),
        what: format!("call {} again", row.name()).into(),
        owner: Some(last.by.clone()),
        from: last.at,
        at,
    })
}

fn levels(incident: &Incident) -> Vec<Due> {
    let open = incident
        .levels
        .iter()
        .filter(|level| level.informed().is_none() && level.skipped().is_none());
    open.map(|level| Due {
        kind: Kind::Level(level.role.clone()),
        what: level.title.clone(),
        owner: level.person.clone(),
        from: incident.t0,
        at: level.due,
    })
    .collect()
}

fn page(incident: &Incident) -> Option<Due> {
    let phase = incident.public();
    let from = incident.live_post().map_or(incident.t0, |post| post.at);
    let what = match phase {
        Phase::None => "first page text",
        Phase::Investigating | Phase::Identified | Phase::Monitoring | Phase::Resolved => "page update",
    };
    let gap = incident.playbook.public.gap(phase)?;
    Some(Due {
        kind: Kind::Page,
        what: what.into(),
        owner: None,
        from,
        at: gap.after(from),
    })
}

/// One due a tier while accounts of it have not been tried at all.
fn first_calls(incident: &Incident) -> Vec<Due> {
    let tiers = [Tier::Strategic, Tier::Key, Tier::Named];
    let due = tiers.into_iter().filter_map(|tier| {
        let untouched = incident
            .rows
            .values()
            .filter(|row| row.affected.account.tier == tier && row.untouched());
        let count = untouched.count();
        (count > 0).then(|| Due {
            kind: Kind::FirstCalls(tier),
            what: format!(
                "{count} {} account{} not tried",
                tier.as_str(),
                if count == 1 { "" } else { "s" }
            )
            .into(),
            owner: None,
            from: incident.t0,
            at: incident.call_target(tier),
        })
    });
    due.collect()
}

fn steps(incident: &Incident) -> Vec<Due> {
    let open = incident
        .playbook
        .steps
        .iter()
        .filter(|step| !incident.steps.contains_key(&step.id));
    open.map(|step| Due {
        kind: Kind::Step(step.id.clone()),
        what: step.text.clone(),
        owner: step.duty.and_then(|duty| incident.holder(duty)).cloned(),
        from: incident.t0,
        at: step.by.after(incident.t0),
    })
    .collect()
}

impl Incident {
    /// By when the accounts of a tier are to be called.
    pub fn call_target(&self, tier: Tier) -> Timestamp {
        let calls = &self.playbook.calls;
        let target = match tier {
            Tier::Strategic => calls.strategic,
            Tier::Key => calls.key,
            Tier::Named => calls.named,
        };
        target.after(self.t0)
    }
}
