//! The words people add to a report. Everything else in it comes from the record.

use crate::domain::ids::Name;
use crate::domain::text::{Clean, CleanText};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Empty where nobody has written anything yet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Parts {
    /// In three sentences.
    #[serde(skip_serializing_if = "nothing")]
    pub summary: CleanText,
    /// Services and regions as customers call them. Empty: the components of the incident.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<Clean>,
    /// Type and extent, for all customers; what one account felt is recorded for that account.
    #[serde(skip_serializing_if = "nothing")]
    pub impact: CleanText,
    /// What happened in between, in words fit for customers. Notes are never taken over by themselves: they are
    /// written for us.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub timeline: Vec<Moment>,
    /// What we did: corrective.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub done: Vec<Clean>,
    /// What they can do meanwhile, and what they should check.
    #[serde(skip_serializing_if = "nothing")]
    pub workaround: CleanText,
    /// What we will do so that it does not happen again: preventive. Each becomes a promise when the report is sent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub prevention: Vec<Action>,
    /// When they hear from us next ...
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_at: Option<Timestamp>,
    /// ... and how: "by e-mail from your advocate".
    #[serde(skip_serializing_if = "nothing")]
    pub next: Clean,
    #[serde(skip_serializing_if = "nothing")]
    pub apology: CleanText,
    /// Who apologises, by name and office.
    #[serde(skip_serializing_if = "nothing")]
    pub apology_by: Clean,
    /// Whom to turn to, and how.
    #[serde(skip_serializing_if = "nothing")]
    pub contact: Clean,
    /// What we learned about how we handled it and told them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lessons: Vec<Clean>,
}

/// One line of a timeline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Moment {
    pub at: Timestamp,
    pub text: Clean,
}

/// Something we will do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Action {
    pub what: Clean,
    /// Who answers for it, as customers read it: an office, not a sign-in name.
    #[serde(default, skip_serializing_if = "nothing")]
    pub owner: Clean,
    /// Who keeps it as a promise of ours; left out: whoever sends the report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keeper: Option<Name>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
}

fn nothing(text: &str) -> bool {
    text.is_empty()
}

impl Parts {
    /// Everything written, each with the name of its part, for whoever looks for words that must not be there.
    pub fn written(&self) -> Vec<(&'static str, &str)> {
        let mut all: Vec<(&'static str, &str)> = vec![
            ("summary", &self.summary),
            ("impact", &self.impact),
            ("workaround", &self.workaround),
            ("next news", &self.next),
            ("apology", &self.apology),
            ("apology", &self.apology_by),
            ("contact", &self.contact),
        ];
        all.extend(self.services.iter().map(|text| ("services", text.as_str())));
        all.extend(self.timeline.iter().map(|line| ("timeline", line.text.as_str())));
        all.extend(self.done.iter().map(|text| ("what we did", text.as_str())));
        for action in &self.prevention {
            all.push(("what we will do", &action.what));
            all.push(("what we will do", &action.owner));
        }
        all.extend(self.lessons.iter().map(|text| ("lessons", text.as_str())));
        all.retain(|(_, text)| !text.trim().is_empty());
        all
    }
}
