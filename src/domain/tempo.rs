//! The calls of an incident over time: how many were made in each stretch of it, and how many of them reached somebody.

use super::incident::Incident;
use super::outreach::{Counts, Row};
use super::span::Span;
use jiff::Timestamp;

/// Every call of an incident: when it was made, and whether it reached a person.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tempo {
    from: Timestamp,
    calls: Vec<(Timestamp, bool)>,
}

/// What was done in one stretch of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stretch {
    pub made: usize,
    pub reached: usize,
}

/// Lengths people count in, in minutes.
const USUAL: [i64; 8] = [5, 10, 15, 30, 60, 120, 360, 720];
const DAY: i64 = 24 * 60;

impl Incident {
    /// One pass over the attempts that stand. A call that spoke for several accounts was made once.
    pub fn tempo(&self) -> Tempo {
        let attempts = self.rows.values().flat_map(Row::standing);
        let calls = attempts
            .filter(|attempt| attempt.facts.same_call.is_none())
            .map(|attempt| {
                let reached = attempt.facts.disposition.counts() == Counts::Spoken;
                (attempt.at, reached)
            });
        Tempo {
            from: self.t0,
            calls: calls.collect(),
        }
    }
}

impl Tempo {
    pub fn is_empty(&self) -> bool {
        self.calls.is_empty()
    }

    /// The time from T0 until now in at most so many stretches of the shortest usual length, five minutes at least, and
    /// what was done in each. What is said to have been done before T0 counts in the first, and after now in the last.
    pub fn stretches(&self, now: Timestamp, most: usize) -> (Span, Vec<Stretch>) {
        let most = i64::try_from(most).unwrap_or(i64::MAX).max(1);
        let lasted = now.duration_since(self.from).as_mins().max(0);
        let usual = USUAL.into_iter().find(|length| lasted / length < most);
        let days = (lasted / DAY / most + 1).saturating_mul(DAY);
        let length = usual.unwrap_or(days);
        let last = lasted / length;
        let mut stretches = vec![Stretch::default(); last as usize + 1];
        for (at, reached) in &self.calls {
            let after = at.duration_since(self.from).as_mins().max(0);
            let stretch = &mut stretches[(after / length).min(last) as usize];
            stretch.made += 1;
            stretch.reached += usize::from(*reached);
        }
        (Span::minutes(length), stretches)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::outreach::Disposition;
    use crate::domain::testkit::*;

    fn tempo(calls: &[(i64, bool)]) -> Tempo {
        Tempo {
            from: at(0),
            calls: calls
                .iter()
                .map(|(minute, reached)| (at(*minute), *reached))
                .collect(),
        }
    }

    fn counts(tempo: &Tempo, now: i64, most: usize) -> (i64, Vec<(usize, usize)>) {
        let (length, stretches) = tempo.stretches(at(now), most);
        let counts = stretches.iter().map(|stretch| (stretch.made, stretch.reached));
        (length.0.as_mins(), counts.collect())
    }

    #[test]
    fn each_five_minutes_count_their_calls_and_whom_they_reached() {
        let calls = tempo(&[(0, false), (4, true), (5, true), (14, false)]);
        assert_eq!(counts(&calls, 14, 10), (5, vec![(2, 1), (1, 1), (1, 0)]));
        assert_eq!(counts(&tempo(&[]), 0, 10), (5, vec![(0, 0)]), "no call yet");
        assert_eq!(counts(&tempo(&[(0, true)]), 0, 1), (5, vec![(1, 1)]));
    }

    #[test]
    fn the_stretches_grow_before_there_are_too_many_of_them() {
        let calls = tempo(&[(1, true), (49, false)]);
        assert_eq!(counts(&calls, 49, 10).0, 5);
        assert_eq!(
            counts(&calls, 50, 10),
            (10, vec![(1, 1), (0, 0), (0, 0), (0, 0), (1, 0), (0, 0)])
        );
        for (days, most) in [(1, 10), (9, 10), (400, 7), (400, 1), (40_000, 12)] {
            let (length, stretches) = counts(&calls, days * DAY, most);
            assert!(
                stretches.len() <= most,
                "{days} days in {} of {length} min",
                stretches.len()
            );
            assert_eq!(stretches.iter().map(|stretch| stretch.0).sum::<usize>(), 2);
        }
        assert_eq!(counts(&calls, 49, 0).1, [(2, 1)], "no room at all");
    }

    #[test]
    fn clocks_that_go_wrong_lose_no_call() {
        let calls = tempo(&[(-3, true), (90, false)]);
        assert_eq!(counts(&calls, 6, 10), (5, vec![(1, 1), (1, 0)]));
        assert_eq!(counts(&calls, -20, 10), (5, vec![(2, 1)]), "T0 is still to come");
    }

    #[test]
    fn the_calls_to_all_accounts_are_counted() {
        let mut room = Room::declared();
        room.at(3).does("omar", told("northwind", 0));
        room.at(8)
            .does("omar", attempt("fabrikam", Disposition::NoAnswer));
        assert_eq!(counts(&room.here().tempo(), 8, 10), (5, vec![(1, 1), (1, 0)]));
    }
}
