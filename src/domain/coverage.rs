//! Coverage: how many affected key accounts have heard from us, by count and by ARR.

use super::incident::Incident;
use super::money::Amount;
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
    /// Of those tried and not reached yet.
    #[serde(skip)]
    pub arr_attempted: Amount,
    pub arr_unknown: usize,
}

impl Incident {
    pub fn coverage(&self) -> Coverage {
        let mut coverage = Coverage::default();
        for row in self.rows.values().filter(|row| row.counts()) {
            coverage.total += 1;
            let (spoken, tried) = (row.spoken(), row.standing().next().is_some());
            match (spoken, tried) {
                (true, _) => coverage.spoken += 1,
                (false, true) => coverage.attempted += 1,
                (false, false) => coverage.untouched += 1,
            }
            coverage.stale += usize::from(self.stale(row));
            coverage.settled += usize::from(row.ticks.contains_key(&super::checklist::AccountStep::Settled));
            match row.affected.arr_reported {
                None => coverage.arr_unknown += 1,
                Some(arr) => {
                    coverage.arr = coverage.arr.plus(arr);
                    match (spoken, tried) {
                        (true, _) => coverage.arr_spoken = coverage.arr_spoken.plus(arr),
                        (false, true) => coverage.arr_attempted = coverage.arr_attempted.plus(arr),
                        (false, false) => {}
                    }
                }
            }
        }
        coverage
    }
}

impl Coverage {
    /// How much of the revenue was spoken with, was tried only and was not tried yet, as parts of a whole; by count
    /// where nobody's revenue is known.
    pub fn parts(&self) -> [u64; 3] {
        let cents = |amount: Amount| u64::try_from(amount.0).unwrap_or(0);
        let (all, spoken, tried) = (cents(self.arr), cents(self.arr_spoken), cents(self.arr_attempted));
        match all {
            0 => [self.spoken, self.attempted, self.untouched].map(|count| count as u64),
            _ => [spoken, tried, all.saturating_sub(spoken).saturating_sub(tried)],
        }
    }

    /// How many of a hundred parts were spoken with: all only when it is all, and none only when it is none.
    pub fn percent(&self) -> u64 {
        let [spoken, tried, rest] = self.parts().map(u128::from);
        let all = spoken + tried + rest;
        let exact = (spoken * 200 + all).checked_div(all * 2).unwrap_or(0);
        match (spoken, tried + rest) {
            (0, _) => 0,
            (_, 0) => 100,
            _ => exact.clamp(1, 99) as u64,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::coverage::Coverage;
    use crate::domain::money::Amount;
    use crate::domain::outreach::Disposition;
    use crate::domain::testkit::*;

    #[test]
    fn nobody_is_counted_who_is_not_to_be_called() {
        let room = Room::declared();
        let expected = Coverage {
            total: 5,
            untouched: 5,
            arr: Amount::whole(3_150_000),
            arr_unknown: 1,
            ..Coverage::default()
        };
        assert_eq!(
            room.here().coverage(),
            expected,
            "six rows, one of them do-not-contact"
        );
    }

    #[test]
    fn spoken_attempted_and_untouched_add_up() {
        let mut room = Room::declared();
        room.does("omar", told("northwind", 0));
        room.does("omar", attempt("fabrikam", Disposition::VoicemailLeft));
        room.does("omar", attempt("tailspin", Disposition::NotAffectedSaysCustomer));
        let coverage = room.here().coverage();
        let counts = (
            coverage.total,
            coverage.spoken,
            coverage.attempted,
            coverage.untouched,
        );
        assert_eq!(counts, (4, 1, 1, 2));
        assert_eq!(
            (coverage.arr, coverage.arr_spoken),
            (Amount::whole(2_800_000), Amount::whole(1_200_000))
        );
        let [spoken, tried, rest] = coverage.parts();
        assert_eq!(spoken + tried + rest, 280_000_000, "the parts are the whole");
        assert_eq!((spoken, tried), (120_000_000, 90_000_000));
        assert_eq!(coverage.percent(), 43);
    }

    #[test]
    fn a_share_is_none_or_all_only_when_it_is() {
        let by_count = |spoken, attempted, untouched| Coverage {
            spoken,
            attempted,
            untouched,
            ..Coverage::default()
        };
        for (coverage, percent) in [
            (by_count(0, 0, 0), 0),
            (by_count(0, 2, 3), 0),
            (by_count(1, 0, 4_999), 1),
            (by_count(4_999, 1, 0), 99),
            (by_count(5_000, 0, 0), 100),
            (by_count(1, 0, 1), 50),
        ] {
            assert_eq!(coverage.percent(), percent, "{coverage:?}");
        }
    }

    #[test]
    fn stale_stays_spoken() {
        let mut room = Room::declared();
        room.does("dana", post("investigating", "We look into it."));
        room.does("omar", told("northwind", 1));
        room.does("dana", post("investigating", "We still look into it."));
        assert_eq!(room.here().coverage().stale, 0, "the meaning has not changed");
        room.does("dana", post("identified", "A bad deploy."));
        let coverage = room.here().coverage();
        assert_eq!((coverage.spoken, coverage.stale), (1, 1));
        // A voicemail tells nobody.
        room.does("omar", attempt("northwind", Disposition::VoicemailLeft));
        assert_eq!(room.here().coverage().stale, 1);
    }
}
