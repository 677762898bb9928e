//! The critical hours of one account that are still to come, from the list and from what was heard.

use super::critical::Near;
use super::outreach::Row;
use jiff::Timestamp;
use jiff::tz::TimeZone;

impl Row {
    /// The occurrences of all their moments that are not over at `after` and begin before `until`; of what comes round,
    /// the next in any case.
    pub fn moments_between(&self, after: Timestamp, until: Timestamp) -> Vec<Near> {
        let mut near: Vec<Near> = self
            .moments
            .standing()
            .filter(|moment| moment.facts.until > after)
            .map(|moment| Near {
                from: moment.facts.from,
                until: moment.facts.until,
                what: moment.facts.what.clone(),
                offer: moment.facts.offer.clone(),
                heard: Some(moment.at),
            })
            .collect();
        let account = &self.affected.account;
        if !account.critical.is_empty() {
            let zone = account.timezone.as_deref();
            let zone = zone.and_then(|zone| TimeZone::get(zone).ok());
            let zone = zone.unwrap_or(TimeZone::UTC);
            let listed = account.critical.iter();
            near.extend(listed.flat_map(|one| one.between(after, until, &zone)));
        }
        near
    }

    /// The next of them: one that runs, else the soonest.
    pub fn next_moment(&self, now: Timestamp) -> Option<Near> {
        self.moments_between(now, now)
            .into_iter()
            .min_by_key(|near| near.from)
    }
}
