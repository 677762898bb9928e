//! The executive-call desk as it stands: who wishes to speak with whom, in the order to see to it, and what is left to give.

use super::executives::{Outcome, Slots, Standing, Wish};
use super::ids::{Name, Seq};
use super::incident::Incident;
use super::outreach::Row;
use super::people::Duty;
use super::picture::Picture;
use super::rank::score;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// One wish, with whose it is.
#[derive(Clone, Copy, Debug)]
pub struct Wished<'a> {
    pub row: &'a Row,
    pub wish: &'a Wish,
}

/// What one executive has to give, and how much of it is promised or used.
#[derive(Clone, Debug, PartialEq)]
pub struct Giving {
    pub executive: Name,
    /// `None`: nobody has said how many.
    pub slots: Option<Slots>,
    pub taken: u32,
}

impl Giving {
    /// Calls still to give; `None` while nobody has said how many there are.
    pub fn left(&self) -> Option<u32> {
        Some(self.slots.as_ref()?.count.saturating_sub(self.taken))
    }

    /// By how many one more call at this time is more than there are.
    pub fn beyond(&self, at: Timestamp) -> u32 {
        let Some(slots) = &self.slots else { return 0 };
        let more = (self.taken + 1).saturating_sub(slots.count);
        let too_late = slots.until.is_some_and(|until| at > until);
        more.max(u32::from(too_late))
    }
}

impl Incident {
    /// Every wish that stands, by account.
    pub fn wishes(&self) -> impl Iterator<Item = Wished<'_>> {
        let rows = self.rows.values().filter(|row| !row.redress.is_empty());
        rows.flat_map(|row| row.redress.wishes().map(move |wish| Wished { row, wish }))
    }

    /// The wish with this number.
    pub fn wished(&self, seq: Seq) -> Option<Wished<'_>> {
        self.wishes().find(|wished| wished.wish.seq == seq)
    }

    /// Wishes in the order to see to them: those without a time by rank, those with one by that time, then what is done.
    pub fn executive_desk(&self) -> Vec<Wished<'_>> {
        let today = self.t0.to_zoned(TimeZone::UTC).date();
        let mut desk: Vec<Wished> = self.wishes().collect();
        desk.sort_by_cached_key(|wished| {
            let score = Reverse(score(wished.row, today, None));
            match wished.wish.standing() {
                Standing::Open => (0, Timestamp::MIN, score, wished.wish.seq),
                Standing::Promised(promised) => (1, promised.at, score, wished.wish.seq),
                Standing::Done(talk) => (2, talk.word.at, score, wished.wish.seq),
            }
        });
        desk
    }

    /// What every executive has to give whom somebody named: as having calls, or as making one.
    pub fn giving(&self, picture: &Picture) -> Vec<Giving> {
        let calls = self.wishes().filter_map(|wished| taken_by(wished.wish));
        let named = self.executives.slots().map(|(name, _)| name).chain(calls);
        let named: BTreeSet<&Name> = named.collect();
        let giving = named.into_iter().map(|name| self.giving_of(picture, name, None));
        giving.collect()
    }

    /// The same of one executive, leaving out what is promised for `wish`: it is about to be promised anew.
    ///
    /// What there is to give is shared with the incidents this one was split from and into.
    pub fn giving_of(&self, picture: &Picture, executive: &Name, wish: Option<Seq>) -> Giving {
        let wishes = picture.shares(self).into_iter().flat_map(Incident::wishes);
        let others = wishes.filter(|wished| Some(wished.wish.seq) != wish);
        let taken = others.filter(|wished| taken_by(wished.wish) == Some(executive));
        Giving {
            executive: executive.clone(),
            slots: self.executives.of(executive).cloned(),
            taken: taken.count() as u32,
        }
    }

    /// Whose word the desk waits for: the CS lead's, else that of whoever commands.
    pub fn desk_lead(&self) -> Option<&Name> {
        self.holder(Duty::CsLead).or_else(|| self.approver())
    }
}

/// Whose call it takes, if it takes one: a time that was missed is given back.
fn taken_by(wish: &Wish) -> Option<&Name> {
    let executive = || wish.promises().next_back().map(|promised| &promised.executive);
    match wish.standing() {
        Standing::Promised(promised) => Some(&promised.executive),
        Standing::Done(talk) if talk.outcome == Outcome::Held => executive(),
        Standing::Open | Standing::Done(_) => None,
    }
}
