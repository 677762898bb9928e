//! The escalation policy, lived: who must be informed by when, who was, and by what proof.
//!
//! "Informed" means a person knows, not that a message was sent. The published target is the CEO informed within
//! 20 minutes of the first alert (Lifesize); the levels and their times come from the playbook.

use super::ids::{Name, Seq};
use super::playbook::LevelPlan;
use super::span::{self, Span};
use super::stamp::Stamp;
use super::text::Clean;
use crate::domain::speech::{say, word};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One level of the policy in one incident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Level {
    pub role: Clean,
    pub title: Clean,
    pub by: Span,
    /// When its time began to run: T0.
    pub from: Timestamp,
    pub due: Timestamp,
    pub person: Option<Name>,
    pub deputy: Option<Name>,
    /// The plan asks for it. One that a later plan leaves out stays here for what was recorded of it.
    pub asked: bool,
    pub tries: Vec<Try>,
    pub informed: Vec<Informed>,
    pub skipped: Vec<Skipped>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Try {
    pub seq: Seq,
    pub at: Timestamp,
    pub by: Name,
    pub withdrawn: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Informed {
    pub seq: Seq,
    /// When they knew, as said.
    pub at: Timestamp,
    /// The time they had then: a plan that changes later makes nobody late, or in time, after the fact.
    pub by: Span,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    pub recorded_by: Name,
    pub person: Name,
    pub proof: Proof,
    pub how: Option<Clean>,
    pub withdrawn: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Skipped {
    pub seq: Seq,
    pub reason: Clean,
    pub withdrawn: bool,
}

/// How we know that they know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// They said so here themselves.
    Own,
    /// This person saw or heard it.
    Witness(Name),
    /// The words they read back.
    ReadBack(Clean),
}

/// Where a level stands at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LevelState {
    Waiting,
    /// Four fifths of the time are over.
    Due,
    Trying,
    Late,
    /// Nothing stands of it, and the plan does not ask for it any more.
    NotAsked,
    Skipped,
    Informed,
}

impl LevelState {
    pub fn as_str(self) -> &'static str {
        match self {
            LevelState::Waiting => "waiting",
            LevelState::Due => "due",
            LevelState::Trying => "trying",
            LevelState::Late => "late",
            LevelState::NotAsked => word!("not asked"),
            LevelState::Skipped => "skipped",
            LevelState::Informed => "informed",
        }
    }

    /// Nothing is owed any more.
    pub fn settled(self) -> bool {
        match self {
            LevelState::Informed | LevelState::Skipped | LevelState::NotAsked => true,
            LevelState::Waiting | LevelState::Due | LevelState::Trying | LevelState::Late => false,
        }
    }
}

/// Who a level of the policy is, when the incident was declared.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LevelHolder {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Name>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputy: Option<Name>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TryLevel {
    pub level: Clean,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<Clean>,
}

/// Records that a level was informed. Whoever records it is the witness unless another is named.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct InformLevel {
    pub level: Clean,
    /// Who was informed; left out, the person of the level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Name>,
    /// By phone, in person, in the chat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<Clean>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub witness: Option<Name>,
    /// The words they read back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_back: Option<Clean>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SkipLevel {
    pub level: Clean,
    pub reason: Clean,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LevelTried {
    pub level: Clean,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<Clean>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LevelInformed {
    pub level: Clean,
    pub person: Name,
    pub proof: Proof,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<Clean>,
    /// The deputy was informed in the person's place.
    #[serde(default)]
    pub deputy: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LevelSkipped {
    pub level: Clean,
    pub reason: Clean,
}

impl Level {
    pub(super) fn new(plan: &LevelPlan, holder: LevelHolder, t0: Timestamp) -> Self {
        Level {
            role: plan.role.clone(),
            title: plan.title.clone(),
            by: plan.by,
            from: t0,
            due: plan.by.after(t0),
            person: holder.person,
            deputy: holder.deputy,
            asked: true,
            tries: Vec::new(),
            informed: Vec::new(),
            skipped: Vec::new(),
        }
    }

    /// Who knows, and how we know: the record that stands.
    pub fn informed(&self) -> Option<&Informed> {
        self.informed.iter().rev().find(|informed| !informed.withdrawn)
    }

    pub fn skipped(&self) -> Option<&Skipped> {
        self.skipped.iter().rev().find(|skipped| !skipped.withdrawn)
    }

    pub fn state(&self, now: Timestamp) -> LevelState {
        let tried = self.tries.iter().any(|attempt| !attempt.withdrawn);
        let amber = now >= span::amber(self.from, self.due);
        match (self.informed(), self.skipped()) {
            (Some(_), _) => LevelState::Informed,
            (None, Some(_)) => LevelState::Skipped,
            (None, None) if !self.asked => LevelState::NotAsked,
            (None, None) if now >= self.due => LevelState::Late,
            (None, None) if tried => LevelState::Trying,
            (None, None) if amber => LevelState::Due,
            (None, None) => LevelState::Waiting,
        }
    }

    /// They knew only after the due they had, by the time said.
    pub fn informed_late(&self) -> bool {
        self.informed()
            .is_some_and(|informed| informed.at > informed.by.after(self.from))
    }

    /// Something was recorded of it, be it withdrawn by now.
    fn on_record(&self) -> bool {
        !(self.tries.is_empty() && self.informed.is_empty() && self.skipped.is_empty())
    }

    /// The person and the deputy of the level in words: "carol, or dave".
    pub fn people(&self) -> Option<String> {
        match (&self.person, &self.deputy) {
            (Some(person), Some(deputy)) => Some(say!("{person}, or {deputy}", person, deputy)),
            (Some(only), None) | (None, Some(only)) => Some(only.to_string()),
            (None, None) => None,
        }
    }

    /// Counts from another T0, by another plan, for whom that finds; what was recorded of it stays.
    fn replan(&mut self, plan: &LevelPlan, holder: LevelHolder, t0: Timestamp) {
        self.title = plan.title.clone();
        self.by = plan.by;
        self.asked = true;
        self.count_from(t0);
        if holder.person.is_some() {
            (self.person, self.deputy) = (holder.person, holder.deputy);
        }
    }

    fn count_from(&mut self, t0: Timestamp) {
        self.from = t0;
        self.due = self.by.after(t0);
    }

    /// Takes over what another incident's level of this role has on record: who was tried, and who knows. That it was
    /// skipped there says nothing here.
    pub(super) fn absorb(&mut self, other: &mut Level) {
        self.tries.append(&mut other.tries);
        self.tries.sort_by_key(|attempt| attempt.seq);
        self.informed.append(&mut other.informed);
        self.informed.sort_by_key(|informed| informed.seq);
    }

    pub(super) fn withdraw(&mut self, seq: Seq) {
        for attempt in self.tries.iter_mut().filter(|attempt| attempt.seq == seq) {
            attempt.withdrawn = true;
        }
        for informed in self.informed.iter_mut().filter(|informed| informed.seq == seq) {
            informed.withdrawn = true;
        }
        for skipped in self.skipped.iter_mut().filter(|skipped| skipped.seq == seq) {
            skipped.withdrawn = true;
        }
    }

    pub(super) fn record_try(&mut self, stamp: &Stamp) {
        self.tries.push(Try {
            seq: stamp.seq,
            at: stamp.said_at,
            by: stamp.by.name.clone(),
            withdrawn: false,
        });
    }

    pub(super) fn record_informed(&mut self, event: &LevelInformed, stamp: &Stamp) {
        self.informed.push(Informed {
            seq: stamp.seq,
            at: stamp.said_at,
            by: self.by,
            recorded_at: stamp.at,
            recorded_by: stamp.by.name.clone(),
            person: event.person.clone(),
            proof: event.proof.clone(),
            how: event.how.clone(),
            withdrawn: false,
        });
    }

    pub(super) fn record_skipped(&mut self, event: &LevelSkipped, stamp: &Stamp) {
        self.skipped.push(Skipped {
            seq: stamp.seq,
            reason: event.reason.clone(),
            withdrawn: false,
        });
    }
}

/// The levels as `plans` ask for them from T0 on, each with everything recorded of it before. A level no longer asked
/// for stays if there is anything on record; `holders` are aligned with `plans`.
pub(super) fn replanned(
    mut before: Vec<Level>,
    plans: &[LevelPlan],
    holders: &[LevelHolder],
    t0: Timestamp,
) -> Vec<Level> {
    let mut levels = Vec::new();
    for (at, plan) in plans.iter().enumerate() {
        let holder = holders.get(at).cloned().unwrap_or_default();
        let known = before.iter().position(|level| level.role == plan.role);
        match known.map(|known| before.remove(known)) {
            None => levels.push(Level::new(plan, holder, t0)),
            Some(mut level) => {
                level.replan(plan, holder, t0);
                levels.push(level);
            }
        }
    }
    for mut level in before.into_iter().filter(Level::on_record) {
        level.asked = false;
        level.count_from(t0);
        levels.push(level);
    }
    levels.sort_by_key(|level| level.due);
    levels
}
