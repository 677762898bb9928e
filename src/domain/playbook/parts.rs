//! The parts of a playbook beside its policy and checklist: duties, stops, experts, script, gestures, reports.

use super::condition::Condition;
use crate::domain::money::Amount;
use crate::domain::people::Duty;
use crate::domain::span::Span;
use crate::domain::text::{Clean, CleanText};
use serde::{Deserialize, Serialize};

/// A duty that somebody must hold by a time after T0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DutyPlan {
    pub duty: Duty,
    pub by: Span,
}

/// Something to stop while customers hurt; each stop owes its resume (PagerDuty business response: emergency
/// operations).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StopPlan {
    pub id: Clean,
    /// What stops: "marketing mail and campaigns".
    pub what: Clean,
    /// Stopped by then, after T0.
    pub by: Span,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duty: Option<Duty>,
    /// What to mind before it goes on.
    #[serde(default)]
    pub resume: Clean,
}

/// Whom to call when a condition holds: know when to call experts (Weber).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpertPlan {
    pub id: Clean,
    /// Who, with how to reach them if that is no secret: "vendor hotline".
    pub whom: Clean,
    pub when: Condition,
    /// What to have at hand, or why.
    #[serde(default)]
    pub why: Clean,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duty: Option<Duty>,
}

/// What to mind on a call of this kind, beside the questions every call asks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Script {
    /// Lines for the caller: tone first, then what to ask.
    pub notes: Vec<Clean>,
    /// What customers can do meanwhile.
    pub workaround: CleanText,
    /// "Would ... help, or something else more?"
    pub alternatives: Vec<Clean>,
}

/// Small kindnesses that need no approval.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Gestures {
    /// Up to this much an account, in `currency`, major units.
    pub allowance: Amount,
    pub currency: Clean,
    pub ideas: Vec<Clean>,
}

impl Gestures {
    /// What nobody has to ask for, in words; nothing where the playbook allows none.
    pub fn words(&self) -> Option<String> {
        (self.allowance > Amount::default()).then(|| {
            let (allowance, currency) = (self.allowance, &self.currency);
            format!("small kindnesses up to {allowance} {currency} an account need no approval")
        })
    }
}

/// The reports to customers and the news in between. Times are counted as each field says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ReportPlan {
    /// Whether every affected account gets reports; else only those that ask.
    pub owed: bool,
    /// The preliminary report is amber this long after T0 (Lifesize: 24 to 48 hours) ...
    pub preliminary: Span,
    /// ... and overdue this long after T0.
    pub preliminary_latest: Span,
    /// The longest without news for an account while the cause is unknown (Lifesize: three days).
    pub news: Span,
    /// The final report, after the cause was confirmed.
    #[serde(rename = "final")]
    pub last: Span,
    /// How it goes with an account, so long after mitigation.
    pub check_ins: Vec<Span>,
    /// The brief for executives, again and again.
    pub brief: Span,
    /// How long a text or a report may wait for approval.
    pub approval: Span,
}

impl Default for ReportPlan {
    fn default() -> Self {
        ReportPlan {
            owed: true,
            preliminary: Span::hours(24),
            preliminary_latest: Span::hours(48),
            news: Span::hours(72),
            last: Span::hours(5 * 24),
            check_ins: [1, 7, 30, 90].map(|days| Span::hours(days * 24)).into(),
            brief: Span::minutes(30),
            approval: Span::minutes(5),
        }
    }
}
