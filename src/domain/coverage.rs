//! Coverage: how many affected key accounts have heard from us, by count and by ARR.

use super::incident::Incident;
use super::money::Amount;
use super::outreach::Row;
use super::text::Clean;
use jiff::Timestamp;
use serde::Serialize;

/// `total = spoken + attempted + untouched`; those not to be called and not affected are outside.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Coverage {
    pub total: usize,
    pub spoken: usize,
    /// Tried, and nobody reached yet.
    pub attempted: usize,
    pub untouched: usize,
    /// Spoken to, and told words that no longer hold. Counted in `spoken` as well.
    pub stale: usize,
    pub settled: usize,
    /// In the reporting currency; accounts without a rate are counted in `arr_unknown`.
    pub arr: Amount,
    pub arr_spoken: Amount,
    pub arr_unknown: usize,
}

impl Incident {
    pub fn coverage(&self) -> Coverage {
        let mut coverage = Coverage::default();
        for row in self.rows.values().filter(|row| row.counts()) {
            coverage.total += 1;
            let spoken = row.spoken();
            match (spoken, row.standing().next().is_some()) {
                (true, _) => coverage.spoken += 1,
                (false, true) => coverage.attempted += 1,
                (false, false) => coverage.untouched += 1,
            }
            coverage.stale += usize::from(self.stale(row));
            coverage.settled += usize::from(row.ticks.contains_key(&super::checklist::AccountStep::Settled));
            match row.affected.arr_reported {
                None => coverage.arr_unknown += 1,
                Some(arr) => {
                    coverage.arr.0 += arr.0;
                    coverage.arr_spoken.0 += if spoken { arr.0 } else { 0 };
                }
            }
        }
        coverage
    }

    /// The name of the untouched account whose call was to come first, by the target of its tier.
    pub fn oldest_untouched(&self) -> Option<&Clean> {
        let untouched = self.rows.values().filter(|row| row.untouched());
        untouched
            .min_by_key(|row| self.call_target(row.affected.account.tier))
            .map(Row::name)
    }

    /// When everyone will have been spoken to at the pace of the calls so far; `None` without a pace or a rest.
    pub fn done_at_this_pace(&self, now: Timestamp) -> Option<Timestamp> {
        let coverage = self.coverage();
        let rest = coverage
            .total
            .checked_sub(coverage.spoken)
            .filter(|rest| *rest > 0)?;
        let first_try = self
            .rows
            .values()
            .flat_map(Row::standing)
            .map(|attempt| attempt.at)
            .min()?;
        // One call is no pace.
        if coverage.spoken < 2 {
            return None;
        }
        let each = now.duration_since(first_try.min(now)) / i32::try_from(coverage.spoken).ok()?;
        now.checked_add(each * i32::try_from(rest).ok()?).ok()
    }
}
