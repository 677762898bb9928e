//! What a customer said on a call, as the call sheet asks it.
//!
//! The questions are those of the published procedure (Lifesize: impact on the business and on the person, how can we
//! help); to listen, to say it back and only then to act is Hayer's and Bliss's.

use super::money::Amount;
use super::text::{Clean, CleanText};
use crate::domain::speech::word;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A question of the call sheet, in the order asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    Business,
    Person,
    Worry,
    Help,
}

impl Question {
    pub const ALL: [Question; 4] = [
        Question::Business,
        Question::Person,
        Question::Worry,
        Question::Help,
    ];

    /// As it is asked.
    pub fn words(self) -> &'static str {
        match self {
            Question::Business => word!("How is it hurting your business today?"),
            Question::Person => word!("How is it hurting you?"),
            Question::Worry => word!("What worries you most now?"),
            Question::Help => word!("What would help?"),
        }
    }
}

/// Everything heard on one call. Every part may be left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Heard {
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub answers: BTreeMap<Question, CleanText>,
    /// The questions after which the caller counted to ten in silence.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub listened: BTreeSet<Question>,
    /// We said back what we had heard, and they said that it is right.
    #[serde(skip_serializing_if = "is_not")]
    pub said_back: bool,
    /// The playbook's alternatives that were offered.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub offered: Vec<Offered>,
    /// What they needed to get done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// What they think it has cost them so far. Masked for whoever may see no money.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub damage: Option<Damage>,
}

/// "Would this help?", and whether they took it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Offered {
    pub what: Clean,
    pub taken: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    pub what: Clean,
    /// By when they need it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Timestamp>,
}

/// An estimate in major units of a currency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Damage {
    pub amount: Amount,
    pub currency: Clean,
}

impl Heard {
    pub fn is_empty(&self) -> bool {
        *self == Heard::default()
    }
}

fn is_not(so: &bool) -> bool {
    !so
}
