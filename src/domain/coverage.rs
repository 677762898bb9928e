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
                    coverage.arr = coverage.arr.plus(arr);
                    let heard = if spoken { arr } else { Amount::default() };
                    coverage.arr_spoken = coverage.arr_spoken.plus(heard);
                }
            }
        }
        coverage
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
