//! Goodwill gestures: small kindnesses to a customer, within the playbook's allowance or with somebody's word.
//!
//! Small heroic acts at the moment of need are what customers tell each other (Bliss); whoever speaks with them decides
//! on the small ones alone.

use super::ids::{AccountId, Name, Seq};
use super::money::Amount;
use super::said::{Numbered, Word};
use super::span::Span;
use super::stamp::Stamp;
use super::text::Clean;
use crate::domain::speech::word;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How soon what was allowed is given.
pub const GIVEN_WITHIN: Span = Span::hours(24);

/// One kindness, given or asked for. Its number is the place of its event in the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gesture {
    pub seq: Seq,
    pub what: Clean,
    /// Unknown, nothing, or not for this reader's eyes.
    pub cost: Option<Cost>,
    /// Who gave it or asked for it.
    pub by: Name,
    pub at: Timestamp,
    /// It was more than the allowance, and so was asked for first.
    pub asked: bool,
    allowed: Option<Word>,
    refused: Option<(Word, Clean)>,
    given: Option<Word>,
    withdrawn: bool,
}

/// Major units of a currency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cost {
    pub amount: Amount,
    pub currency: Clean,
}

/// Where a gesture stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Standing<'a> {
    /// It waits for the word of whoever commands.
    Asked,
    /// Allowed, and not given yet.
    Allowed(&'a Word),
    Given(&'a Word),
    Refused(&'a Word, &'a Clean),
}

/// Given at once within the allowance; above it, asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GiveGesture {
    pub account: AccountId,
    #[serde(default)]
    pub what: Clean,
    /// Left out: nothing worth counting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Cost>,
    /// The one that was asked for and allowed, by its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gesture: Option<Seq>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ApproveGesture {
    pub gesture: Seq,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RefuseGesture {
    pub gesture: Seq,
    pub reason: Clean,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GestureGiven {
    pub account: AccountId,
    pub what: Clean,
    /// Not told to whoever reads a wall.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Cost>,
    /// The one that was asked for and allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gesture: Option<Seq>,
}

/// It is more than anybody may give alone, and waits for a word.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GestureAsked {
    pub account: AccountId,
    pub what: Clean,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Cost>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GestureApproved {
    pub gesture: Seq,
    pub account: AccountId,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GestureRefused {
    pub gesture: Seq,
    pub account: AccountId,
    pub reason: Clean,
}

impl Gesture {
    pub(super) fn given(event: &GestureGiven, stamp: &Stamp) -> Self {
        Gesture {
            given: Some(Word::of(stamp)),
            ..Gesture::new(&event.what, event.cost.as_ref(), false, stamp)
        }
    }

    pub(super) fn asked(event: &GestureAsked, stamp: &Stamp) -> Self {
        Gesture::new(&event.what, event.cost.as_ref(), true, stamp)
    }

    fn new(what: &Clean, cost: Option<&Cost>, asked: bool, stamp: &Stamp) -> Self {
        Gesture {
            seq: stamp.seq,
            what: what.clone(),
            cost: cost.cloned(),
            by: stamp.by.name.clone(),
            at: stamp.said_at,
            asked,
            allowed: None,
            refused: None,
            given: None,
            withdrawn: false,
        }
    }

    pub fn standing(&self) -> Standing<'_> {
        match (&self.given, &self.refused, &self.allowed) {
            (Some(given), _, _) => Standing::Given(given),
            (None, Some((refused, reason)), _) => Standing::Refused(refused, reason),
            (None, None, Some(allowed)) => Standing::Allowed(allowed),
            (None, None, None) => Standing::Asked,
        }
    }

    /// The last step that rests on this one.
    pub(super) fn rests_on(&self, seq: Seq) -> Option<&'static str> {
        let allowed = self.allowed.as_ref()?;
        if seq != self.seq && seq != allowed.seq {
            return None;
        }
        match self.given {
            Some(_) => Some(word!("that it was given")),
            None => (seq == self.seq).then_some(word!("the approval")),
        }
    }

    pub(super) fn allow(&mut self, stamp: &Stamp) {
        self.allowed = Some(Word::of(stamp));
    }

    pub(super) fn refuse(&mut self, event: &GestureRefused, stamp: &Stamp) {
        self.refused = Some((Word::of(stamp), event.reason.clone()));
    }

    pub(super) fn hand_over(&mut self, stamp: &Stamp) {
        self.given = Some(Word::of(stamp));
    }
}

impl Numbered for Gesture {
    fn seq(&self) -> Seq {
        self.seq
    }

    fn withdrawn(&self) -> bool {
        self.withdrawn
    }

    fn withdraw(&mut self, seq: Seq) {
        self.withdrawn |= self.seq == seq;
        self.allowed = self.allowed.take().filter(|word| word.seq != seq);
        self.refused = self.refused.take().filter(|(word, _)| word.seq != seq);
        self.given = self.given.take().filter(|word| word.seq != seq);
    }
}
