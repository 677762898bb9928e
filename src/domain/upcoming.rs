//! The critical hours of one account that are still to come, from the list and from what was heard.

use super::critical::{Critical, Moment, Near};
use super::nights::Nights;
use super::outreach::Row;
use jiff::{Timestamp, Zoned};

impl Row {
    /// The occurrences of all their moments that are not over at the moment of `after` and begin before `until`; of what
    /// comes round, the next in any case.
    pub fn moments_between(&self, after: &mut Nights, until: Timestamp) -> Vec<Near> {
        let heard = self.heard_after(after.now()).map(Moment::near);
        let mut near: Vec<Near> = heard.collect();
        let listed = &self.affected.account.critical;
        if !listed.is_empty() {
            let there = self.there(after);
            near.extend(listed.iter().flat_map(|one| one.between(there, until)));
        }
        near
    }

    /// The next of them: one that runs, else the soonest.
    pub fn next_moment(&self, now: &mut Nights) -> Option<Near> {
        let heard = self.heard_after(now.now());
        let heard = heard.min_by_key(|moment| moment.facts.from);
        let listed = &self.affected.account.critical;
        if listed.is_empty() {
            return heard.map(Moment::near);
        }
        let there = self.there(now);
        let begins = |one: &Critical| one.begins(there);
        let listed = listed.iter().filter_map(|one| Some((begins(one)?, one)));
        // Only the one that is found is written out: this is asked of every account at every change.
        match (heard, listed.min_by_key(|(from, _)| *from)) {
            (Some(heard), Some((from, _))) if heard.facts.from <= from => Some(heard.near()),
            (_, Some((_, one))) => one.next(there),
            (heard, None) => heard.map(Moment::near),
        }
    }

    fn heard_after(&self, after: Timestamp) -> impl Iterator<Item = &Moment> {
        let standing = self.moments.standing();
        standing.filter(move |moment| moment.facts.until > after)
    }

    /// The clocks of the account.
    fn there<'a>(&self, nights: &'a mut Nights) -> &'a Zoned {
        nights.there_or_utc(self.affected.account.timezone.as_ref())
    }
}
