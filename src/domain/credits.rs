//! Credits for an account: worked out from the downtime and its terms, proposed, approved, told, issued; or declined.
//!
//! Nobody names an amount to a customer before it is approved: until then what is said of it carries none.

use super::ids::{AccountId, Name, Seq};
use super::money::Amount;
use super::percent::Percent;
use super::reports;
use super::said::{Numbered, Word};
use super::span::Span;
use super::stamp::Stamp;
use super::text::Clean;
use crate::domain::speech::word;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How soon somebody says yes or no to a credit, tells the customer, and puts it on an invoice.
pub const DECIDED_WITHIN: Span = Span::hours(24);
pub const TOLD_WITHIN: Span = Span::hours(24);
pub const ISSUED_WITHIN: Span = Span::hours(30 * 24);

/// One credit. Its number is the place of its event in the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ServiceCredit {
    pub seq: Seq,
    pub facts: CreditProposed,
    pub by: Name,
    pub at: Timestamp,
    approved: Option<(Word, Clean)>,
    declined: Option<(Word, Clean)>,
    told: Option<Word>,
    issued: Option<(Word, Clean)>,
    withdrawn: bool,
}

/// Where a credit stands, by what is to be done next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Standing<'a> {
    /// It waits for a word, and nobody may name it to the customer.
    Proposed,
    /// Approved by this word: the customer is to be told.
    Approved(&'a Word),
    /// The customer knows: it is to be put on an invoice.
    Told(&'a Word),
    Issued(&'a Word),
    Declined(&'a Word, &'a Clean),
}

/// How a credit was worked out. Nothing of it is money.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Basis {
    /// The name of the terms.
    pub sla: Clean,
    /// `2026-07`, `2026-Q3`, `2026`.
    pub period: Clean,
    /// Down in this period, in seconds, without what is left out.
    pub down_s: i64,
    /// Of the downtime of this incident, what the terms do not count.
    #[serde(default, skip_serializing_if = "none")]
    pub left_out_s: i64,
    pub uptime: Percent,
}

/// What comes back: never for the eyes of whoever reads a wall.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sum {
    pub amount: Amount,
    pub currency: Clean,
    /// Of the fee; left out where the amount was set by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<Percent>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<Amount>,
}

/// Works credits out from the record and proposes them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProposeCredit {
    /// Empty: every affected account whose terms were missed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<AccountId>,
    /// Of the downtime, what the terms do not count: agreed maintenance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_out: Option<Span>,
    /// An amount set by hand, for one account, instead of what its terms say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
    /// Left out: the account's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<Clean>,
    /// Why something is left out, or why this amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Clean>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ApproveCredit {
    pub number: Seq,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeclineCredit {
    pub number: Seq,
    pub reason: Clean,
}

/// The customer knows of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TellCredit {
    pub number: Seq,
}

/// It is on an invoice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IssueCredit {
    pub number: Seq,
    /// Which one.
    #[serde(default)]
    pub invoice: Clean,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CreditProposed {
    pub account: AccountId,
    /// Left out where the amount was set by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
    /// Not told to whoever reads a wall.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<Sum>,
    /// They have to claim it by then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim_by: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Clean>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CreditApproved {
    pub number: Seq,
    pub account: AccountId,
    /// What the customer may be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<reports::Credit>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CreditDeclined {
    pub number: Seq,
    pub account: AccountId,
    pub reason: Clean,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CreditTold {
    pub number: Seq,
    pub account: AccountId,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CreditIssued {
    pub number: Seq,
    pub account: AccountId,
    #[serde(default)]
    pub invoice: Clean,
}

fn none(seconds: &i64) -> bool {
    *seconds == 0
}

impl ServiceCredit {
    pub(super) fn new(event: &CreditProposed, stamp: &Stamp) -> Self {
        ServiceCredit {
            seq: stamp.seq,
            facts: event.clone(),
            by: stamp.by.name.clone(),
            at: stamp.said_at,
            approved: None,
            declined: None,
            told: None,
            issued: None,
            withdrawn: false,
        }
    }

    pub fn standing(&self) -> Standing<'_> {
        if let Some((declined, reason)) = &self.declined {
            return Standing::Declined(declined, reason);
        }
        match (&self.approved, &self.told, &self.issued) {
            (None, ..) => Standing::Proposed,
            (Some((approved, _)), None, _) => Standing::Approved(approved),
            (Some(_), Some(told), None) => Standing::Told(told),
            (Some(_), Some(_), Some((issued, _))) => Standing::Issued(issued),
        }
    }

    /// What the customer may be told, once it is approved; empty for a reader who may see no money.
    pub fn words(&self) -> Option<&Clean> {
        self.approved.as_ref().map(|(_, words)| words)
    }

    pub fn told(&self) -> Option<&Word> {
        self.told.as_ref()
    }

    /// It is on an invoice, and on which.
    pub fn issued(&self) -> Option<&(Word, Clean)> {
        self.issued.as_ref()
    }

    /// Neither declined nor done with.
    pub fn open(&self) -> bool {
        !matches!(self.standing(), Standing::Issued(_) | Standing::Declined(..))
    }

    /// The last step that rests on this one.
    pub(super) fn rests_on(&self, seq: Seq) -> Option<&'static str> {
        let (approved, _) = self.approved.as_ref()?;
        if seq != self.seq && seq != approved.seq {
            return None;
        }
        match (&self.issued, &self.told) {
            (Some(_), _) => Some(word!("the invoice")),
            (None, Some(_)) => Some(word!("that they were told")),
            (None, None) => (seq == self.seq).then_some(word!("the approval")),
        }
    }

    pub(super) fn approve(&mut self, event: &CreditApproved, stamp: &Stamp) {
        let words = event.credit.as_ref().map(|credit| credit.text.clone());
        self.approved = Some((Word::of(stamp), words.unwrap_or_default()));
    }

    pub(super) fn decline(&mut self, event: &CreditDeclined, stamp: &Stamp) {
        self.declined = Some((Word::of(stamp), event.reason.clone()));
    }

    pub(super) fn tell(&mut self, stamp: &Stamp) {
        self.told = Some(Word::of(stamp));
    }

    pub(super) fn issue(&mut self, event: &CreditIssued, stamp: &Stamp) {
        self.issued = Some((Word::of(stamp), event.invoice.clone()));
    }
}

impl Numbered for ServiceCredit {
    fn seq(&self) -> Seq {
        self.seq
    }

    fn withdrawn(&self) -> bool {
        self.withdrawn
    }

    fn withdraw(&mut self, seq: Seq) {
        self.withdrawn |= self.seq == seq;
        self.approved = self.approved.take().filter(|(word, _)| word.seq != seq);
        self.declined = self.declined.take().filter(|(word, _)| word.seq != seq);
        self.told = self.told.take().filter(|word| word.seq != seq);
        self.issued = self.issued.take().filter(|(word, _)| word.seq != seq);
    }
}
