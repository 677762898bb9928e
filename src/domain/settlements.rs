//! Settlements: what became of a debt that was not simply done: kept, handed over, waived, or put off for long.

use super::debt::Kind;
use super::ids::{Name, Seq};
use super::stamp::Stamp;
use super::text::Clean;
use crate::domain::speech::word;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What becomes of a debt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "snake_case")]
pub enum How {
    Kept,
    /// Somebody else owes it from now on.
    Transferred {
        #[serde(default)]
        to: Name,
    },
    /// Nobody will do it.
    Waived {
        #[serde(default)]
        reason: Clean,
    },
    /// It is owed long after the incident, by somebody, by a time.
    LongTerm {
        #[serde(default)]
        reason: Clean,
        /// Empty: whoever owes it now.
        #[serde(default)]
        owner: Name,
        due: Timestamp,
    },
}

/// Settles one debt, by its name as `warroom owed` shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SettleDebt {
    /// `promise:12`, `callback:northwind`.
    pub debt: Clean,
    #[serde(flatten)]
    pub how: How,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DebtSettled {
    pub debt: Clean,
    /// The debt in words, as it was owed then.
    pub what: Clean,
    /// Who owed it until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owed_by: Option<Name>,
    #[serde(flatten)]
    pub how: How,
}

/// One word on a debt, and who gave it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settlement {
    pub seq: Seq,
    pub at: Timestamp,
    pub by: Name,
    pub what: Clean,
    pub how: How,
    pub withdrawn: bool,
}

/// Every settlement of an incident, by the name of the debt.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Settlements {
    of: BTreeMap<Clean, Vec<Settlement>>,
}

/// What all the words on one debt come to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stands {
    /// It was kept or waived: nobody owes it any more.
    pub ended: Option<Settlement>,
    pub owner: Option<Name>,
    /// Put off: since when, and until when.
    pub long_term: Option<(Timestamp, Timestamp)>,
    /// Why it was put off.
    pub why: Option<Clean>,
}

impl How {
    pub fn words(&self) -> &'static str {
        match self {
            How::Kept => "kept",
            How::Transferred { .. } => word!("handed over"),
            How::Waived { .. } => "waived",
            How::LongTerm { .. } => word!("put on long term"),
        }
    }
}

impl Settlements {
    /// The names of the debts anything was said of.
    pub fn keys(&self) -> impl Iterator<Item = &Clean> {
        self.of.keys()
    }

    /// The words on one debt that stand, oldest first.
    pub fn of(&self, key: &str) -> impl Iterator<Item = &Settlement> {
        let all = self.of.get(key).into_iter().flatten();
        all.filter(|settlement| !settlement.withdrawn)
    }

    /// What they come to for the debt that was `born` with this event; earlier words were about another one.
    pub fn stands(&self, key: &str, born: Seq) -> Stands {
        self.stood(key, born, Seq(u64::MAX))
    }

    /// The same as it was after the event `through`.
    pub fn stood(&self, key: &str, born: Seq, through: Seq) -> Stands {
        let mut stands = Stands::default();
        let said = self.of(key).filter(|said| said.seq > born && said.seq <= through);
        for settlement in said {
            match &settlement.how {
                How::Kept | How::Waived { .. } => stands.ended = Some(settlement.clone()),
                How::Transferred { to } => stands.owner = Some(to.clone()),
                How::LongTerm { reason, owner, due } => {
                    stands.owner = Some(owner.clone());
                    stands.long_term = Some((settlement.at, *due));
                    stands.why = Some(reason.clone());
                }
            }
        }
        stands
    }

    /// Takes over what was said of debts that go on here. What was said of the rest (reports, news, check-ins, stops,
    /// experts) was about the other incident's own, and ends none of ours.
    pub(super) fn absorb(&mut self, other: &mut Settlements) {
        for (key, mut said) in std::mem::take(&mut other.of) {
            if !Kind::parse(&key).is_some_and(|kind| kind.survives_merging()) {
                continue;
            }
            let own = self.of.entry(key).or_default();
            own.append(&mut said);
            own.sort_by_key(|settlement| settlement.seq);
        }
    }

    /// Hands over what was said of the debts that `moves` names.
    pub(super) fn take(&mut self, moves: impl Fn(&Kind) -> bool) -> Settlements {
        let (of, stay) = std::mem::take(&mut self.of)
            .into_iter()
            .partition(|(key, _)| Kind::parse(key).as_ref().is_some_and(&moves));
        self.of = stay;
        Settlements { of }
    }

    pub(super) fn settled(&mut self, event: &DebtSettled, stamp: &Stamp) {
        self.of.entry(event.debt.clone()).or_default().push(Settlement {
            seq: stamp.seq,
            at: stamp.said_at,
            by: stamp.by.name.clone(),
            what: event.what.clone(),
            how: event.how.clone(),
            withdrawn: false,
        });
    }

    pub(super) fn withdraw(&mut self, seq: Seq) {
        for settlement in self.of.values_mut().flatten() {
            settlement.withdrawn |= settlement.seq == seq;
        }
    }
}
