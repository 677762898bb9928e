//! What is done for one account beyond the call: talks with an executive, gestures, credits.

use super::credits::ServiceCredit;
use super::executives::Wish;
use super::gestures::Gesture;
use super::ids::Seq;
use super::said::Numbered;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Redress {
    wishes: Vec<Wish>,
    gestures: Vec<Gesture>,
    credits: Vec<ServiceCredit>,
}

impl Redress {
    /// Wishes to speak with an executive that stand, in the order told.
    pub fn wishes(&self) -> impl DoubleEndedIterator<Item = &Wish> {
        standing(&self.wishes)
    }

    pub fn gestures(&self) -> impl DoubleEndedIterator<Item = &Gesture> {
        standing(&self.gestures)
    }

    pub fn credits(&self) -> impl DoubleEndedIterator<Item = &ServiceCredit> {
        standing(&self.credits)
    }

    pub fn is_empty(&self) -> bool {
        self.wishes.is_empty() && self.gestures.is_empty() && self.credits.is_empty()
    }

    /// Whether one of them has this number, withdrawn or not.
    pub(super) fn holds(&self, seq: Seq) -> bool {
        let has = |one: Seq| one == seq;
        self.wishes.iter().map(Numbered::seq).any(has)
            || self.gestures.iter().map(Numbered::seq).any(has)
            || self.credits.iter().map(Numbered::seq).any(has)
    }

    /// What rests on this number and stands, whoever recorded it: it would go on being promised without its ground.
    pub(super) fn rests_on(&self, seq: Seq) -> Option<&'static str> {
        self.wishes()
            .find_map(|wish| wish.rests_on(seq))
            .or_else(|| self.gestures().find_map(|gesture| gesture.rests_on(seq)))
            .or_else(|| self.credits().find_map(|credit| credit.rests_on(seq)))
    }

    /// The names of everything that may be owed of it.
    pub(super) fn keys(&self) -> Vec<String> {
        let wishes = self.wishes.iter().map(|wish| format!("executive:{}", wish.seq));
        let gestures = self
            .gestures
            .iter()
            .map(|gesture| format!("gesture:{}", gesture.seq));
        let credits = self.credits.iter().map(|credit| format!("credit:{}", credit.seq));
        wishes.chain(gestures).chain(credits).collect()
    }

    /// Takes over what was done for the same account in another incident.
    pub(super) fn absorb(&mut self, other: Redress) {
        append(&mut self.wishes, other.wishes);
        append(&mut self.gestures, other.gestures);
        append(&mut self.credits, other.credits);
    }

    pub(super) fn withdraw(&mut self, seq: Seq) {
        for wish in &mut self.wishes {
            wish.withdraw(seq);
        }
        for gesture in &mut self.gestures {
            gesture.withdraw(seq);
        }
        for credit in &mut self.credits {
            credit.withdraw(seq);
        }
    }

    pub(super) fn wish(&mut self, wish: Wish) {
        self.wishes.push(wish);
    }

    pub(super) fn gesture(&mut self, gesture: Gesture) {
        self.gestures.push(gesture);
    }

    pub(super) fn credit(&mut self, credit: ServiceCredit) {
        self.credits.push(credit);
    }

    pub(super) fn on_wish(&mut self, seq: Seq, change: impl FnOnce(&mut Wish)) {
        numbered(&mut self.wishes, seq).map(change);
    }

    pub(super) fn on_gesture(&mut self, seq: Seq, change: impl FnOnce(&mut Gesture)) {
        numbered(&mut self.gestures, seq).map(change);
    }

    pub(super) fn on_credit(&mut self, seq: Seq, change: impl FnOnce(&mut ServiceCredit)) {
        numbered(&mut self.credits, seq).map(change);
    }
}

fn standing<T: Numbered>(all: &[T]) -> impl DoubleEndedIterator<Item = &T> {
    all.iter().filter(|one| !one.withdrawn())
}

fn numbered<T: Numbered>(all: &mut [T], seq: Seq) -> Option<&mut T> {
    all.iter_mut().find(|one| one.seq() == seq)
}

fn append<T: Numbered>(all: &mut Vec<T>, mut other: Vec<T>) {
    all.append(&mut other);
    all.sort_by_key(Numbered::seq);
}
