//! A playbook: what a team has agreed to do, and by when, before it is needed.
//!
//! `version = 1` of the schema. It is copied whole into the incident when that is
//! declared, so that a later edit changes no running incident. Reading the files is `config`'s work.

mod condition;
mod doubts;
mod faults;
mod parts;
mod plan;
pub mod slots;

pub use condition::{Condition, Fact, Term};
pub use faults::Fault;
pub use parts::{DutyPlan, ExpertPlan, Gestures, ReportPlan, Script, StopPlan};
pub use plan::{Plan, SeverityPlan};

use super::accounts::Tier;
use super::alerts::Sighting;
use super::messages::Phase;
use super::severity::Severity;
use super::span::Span;
use super::text::{Clean, CleanText};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The only version of the schema there is.
pub const VERSION: u32 = 1;

/// The playbook used when no other matches.
pub const UNKNOWN: &str = "unknown";

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Playbook {
    pub version: u32,
    pub name: Clean,
    /// What it is for, in one line.
    pub title: Clean,
    /// When to take it: what one sees, in a sentence.
    #[serde(default, skip_serializing_if = "is_default")]
    pub trigger: Clean,
    /// The severity when the alert names none.
    pub severity: Severity,
    /// What support and advocates may say before anything is known; version 0 of the words, approved beforehand.
    pub first_words: CleanText,
    /// The opening line of a call.
    #[serde(default)]
    pub opening: CleanText,
    /// What nobody says: causes, times, amounts.
    #[serde(default)]
    pub do_not_say: Vec<Clean>,
    /// Labels an alert must carry to declare an incident by this playbook, each with the values that count.
    /// Empty: no alert does.
    #[serde(default, rename = "match", skip_serializing_if = "BTreeMap::is_empty")]
    pub matches: BTreeMap<Clean, Vec<Clean>>,
    /// The escalation policy, soonest first; the last level is the CEO.
    #[serde(rename = "level")]
    pub levels: Vec<LevelPlan>,
    #[serde(default)]
    pub public: PublicPlan,
    #[serde(default)]
    pub calls: CallPlan,
    #[serde(default, rename = "step", skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<StepPlan>,
    /// The severity matrix: what differs at a severity.
    #[serde(default, rename = "at", skip_serializing_if = "BTreeMap::is_empty")]
    pub matrix: BTreeMap<Severity, SeverityPlan>,
    /// The duties somebody must hold.
    #[serde(default, rename = "duty", skip_serializing_if = "Vec::is_empty")]
    pub duties: Vec<DutyPlan>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub script: Script,
    /// A draft for the public page by phase; `{slot}` stands for what the phase requires.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub texts: BTreeMap<Phase, CleanText>,
    #[serde(default, rename = "stop", skip_serializing_if = "Vec::is_empty")]
    pub stops: Vec<StopPlan>,
    #[serde(default, rename = "expert", skip_serializing_if = "Vec::is_empty")]
    pub experts: Vec<ExpertPlan>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub gestures: Gestures,
    #[serde(default, skip_serializing_if = "is_default")]
    pub reports: ReportPlan,
    /// All of it is so before anyone says that it is over.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exit: Vec<Clean>,
}

/// Who must be informed by when, counted from T0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelPlan {
    /// The duty in `people.csv` that finds the person: `support_lead`, `head_of_cs`, `ceo`.
    pub role: Clean,
    /// As the screen shows it: `Head of CS`.
    pub title: Clean,
    pub by: Span,
    /// The duty in `people.csv` that stands in where the person has no deputy of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputy: Option<Clean>,
}

/// When the public page must speak: the first text after T0, then the longest gap by phase.
/// Defaults: the published table for the highest severity (GitLab handbook: 10, 10 and 30 minutes).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PublicPlan {
    /// Whether the page must speak at all. It may always.
    #[serde(skip_serializing_if = "is_so")]
    pub owed: bool,
    pub first: Span,
    pub investigating: Span,
    pub identified: Span,
    pub monitoring: Span,
}

impl Default for PublicPlan {
    fn default() -> Self {
        PublicPlan {
            owed: true,
            first: Span::minutes(10),
            investigating: Span::minutes(10),
            identified: Span::minutes(10),
            monitoring: Span::minutes(30),
        }
    }
}

impl PublicPlan {
    /// The longest a text of this phase may stand; `None` once resolved, and where the page owes nothing.
    pub fn gap(&self, phase: Phase) -> Option<Span> {
        if !self.owed {
            return None;
        }
        match phase {
            Phase::None => Some(self.first),
            Phase::Investigating => Some(self.investigating),
            Phase::Identified => Some(self.identified),
            Phase::Monitoring => Some(self.monitoring),
            Phase::Resolved => None,
        }
    }
}

/// By when each tier is called, counted from T0, and how long a claim lasts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CallPlan {
    /// The tiers we call of our own accord; the others are called when they write or call in.
    #[serde(skip_serializing_if = "is_every_tier")]
    pub owed: Vec<Tier>,
    pub strategic: Span,
    pub key: Span,
    pub named: Span,
    pub claim: Span,
}

const EVERY_TIER: [Tier; 3] = [Tier::Strategic, Tier::Key, Tier::Named];

impl Default for CallPlan {
    fn default() -> Self {
        CallPlan {
            owed: EVERY_TIER.into(),
            strategic: Span::minutes(30),
            key: Span::minutes(90),
            named: Span::minutes(24 * 60),
            claim: Span::minutes(10),
        }
    }
}

impl CallPlan {
    /// By when the accounts of a tier are called, after T0.
    pub fn by(&self, tier: Tier) -> Span {
        match tier {
            Tier::Strategic => self.strategic,
            Tier::Key => self.key,
            Tier::Named => self.named,
        }
    }
}

/// One step of the incident's own checklist.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepPlan {
    pub id: Clean,
    pub text: Clean,
    pub by: Span,
    /// Whose it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duty: Option<super::people::Duty>,
}

fn is_so(so: &bool) -> bool {
    *so
}

fn is_every_tier(tiers: &[Tier]) -> bool {
    tiers == EVERY_TIER
}

/// Left out where it says nothing: the copy in the log stays as short as the file.
fn is_default<T: Default + PartialEq>(part: &T) -> bool {
    *part == T::default()
}

impl Playbook {
    /// True when the alert carries every label of `[match]` with one of its values.
    pub fn matches(&self, alert: &Sighting) -> bool {
        !self.matches.is_empty()
            && self.matches.iter().all(|(label, values)| {
                alert
                    .labels
                    .get(label)
                    .is_some_and(|value| values.contains(value))
            })
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::testkit::playbook;
    use serde_json::json;

    #[test]
    fn an_alert_matches_when_it_carries_every_label_with_one_of_its_values() {
        use crate::domain::testkit::firing;
        let playbook = playbook(
            "outage",
            json!({ "alertname": ["MediaDown", "CallsDropping"], "env": ["prod"] }),
        );
        for (labels, matches) in [
            (
                json!({ "alertname": "CallsDropping", "env": "prod", "pod": "7" }),
                true,
            ),
            (json!({ "alertname": "CallsDropping" }), false),
            (json!({ "alertname": "DiskFull", "env": "prod" }), false),
        ] {
            assert_eq!(
                playbook.matches(&firing("a", 0, labels.clone())),
                matches,
                "{labels}"
            );
        }
        let by_hand = super::super::testkit::playbook("unknown", json!({}));
        assert!(
            !by_hand.matches(&firing("a", 0, json!({}))),
            "without [match] no alert declares"
        );
    }
}
