//! The critical hours of one account that are still to come, from the list and from what was heard.

use super::critical::Near;
use super::outreach::Row;
use jiff::Timestamp;
use jiff::tz::TimeZone;

impl Row {
    /// The occurrences of all their moments that are not over at `after`, each once.
    pub fn moments_after(&self, after: Timestamp) -> Vec<Near> {
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
            near.extend(account.critical.iter().filter_map(|one| one.next(after, &zone)));
        }
        near
    }

    /// The next of them: one that runs, else the soonest.
    pub fn next_moment(&self, now: Timestamp) -> Option<Near> {
        let soonest = self.moments_after(now).into_iter();
        soonest.min_by_key(|near| near.from)
    }
}
