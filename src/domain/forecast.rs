//! When the calls will be made, by arithmetic alone: so many calls, so many callers, so long a call.

use super::span::Span;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

/// How long a call takes while too few were made to measure it, with what is written down after it.
pub const A_CALL: Span = Span::minutes(6);
/// A gap between two calls of one person outside of these is a break, or two records of one call.
const SHORTEST: SignedDuration = SignedDuration::from_secs(30);
const LONGEST: SignedDuration = SignedDuration::from_mins(30);
/// Fewer gaps say nothing.
const ENOUGH: usize = 3;
/// However few of them were reached so far, an account is not tried more often than this.
const MOST_TRIES: i32 = 4;

/// How fast the calls go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Pace {
    /// The time of one caller for one account that is spoken with.
    #[serde(serialize_with = "in_seconds", rename = "seconds_an_account")]
    pub each: SignedDuration,
    /// From the calls of this incident; else it is assumed.
    pub measured: bool,
}

fn in_seconds<S: serde::Serializer>(each: &SignedDuration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_i64(each.as_secs())
}

impl Default for Pace {
    fn default() -> Self {
        Pace {
            each: A_CALL.0,
            measured: false,
        }
    }
}

/// Calls to be made one after the other, by a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Work {
    pub calls: usize,
    pub by: Timestamp,
}

/// How many callers it takes to be done in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "is", content = "callers", rename_all = "snake_case")]
pub enum Needed {
    /// Nothing is left to do.
    Done,
    /// So many.
    Callers(usize),
    /// The time is over, or too short for one call: so many calls are left.
    TooLate(usize),
}

impl Pace {
    /// From the gaps between the calls of each person, and how many tries it takes to speak with somebody.
    pub fn measured(gaps: &[SignedDuration], tries: usize, spoken: usize) -> Pace {
        let calls: Vec<SignedDuration> = gaps
            .iter()
            .copied()
            .filter(|gap| (SHORTEST..=LONGEST).contains(gap))
            .collect();
        let Ok(count) = i32::try_from(calls.len()) else {
            return Pace::default();
        };
        if calls.len() < ENOUGH || spoken == 0 {
            return Pace::default();
        }
        let sum = calls
            .into_iter()
            .fold(SignedDuration::ZERO, SignedDuration::saturating_add);
        // Tries for each that was spoken with, in hundredths: a voicemail takes time as well.
        let tries = i32::try_from(tries.saturating_mul(100) / spoken).unwrap_or(i32::MAX);
        let each = sum / count * tries.clamp(100, MOST_TRIES * 100) / 100;
        Pace { each, measured: true }
    }

    /// When so many calls are made by so many callers; `None` with nobody to call.
    pub fn done_at(self, calls: usize, callers: usize, now: Timestamp) -> Option<Timestamp> {
        let rounds = calls.checked_add(callers.checked_sub(1)?)? / callers;
        let rounds = i32::try_from(rounds).ok()?;
        now.checked_add(self.each.checked_mul(rounds)?).ok()
    }

    /// Callers for so much work by its time.
    pub fn needed(self, work: Work, now: Timestamp) -> Needed {
        if work.calls == 0 {
            return Needed::Done;
        }
        let left = work.by.duration_since(now).as_secs();
        let rounds = usize::try_from(left / self.each.as_secs().max(1)).unwrap_or(0);
        match rounds {
            0 => Needed::TooLate(work.calls),
            rounds => Needed::Callers(work.calls.div_ceil(rounds)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutes(minutes: i64) -> SignedDuration {
        SignedDuration::from_mins(minutes)
    }

    fn at(after: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + minutes(after)
    }

    #[test]
    fn so_many_calls_by_so_many_callers_are_done_by_then() {
        let pace = Pace::default();
        for (calls, callers, done) in [
            (0, 1, Some(0)),
            (1, 1, Some(6)),
            (9, 1, Some(54)),
            (9, 3, Some(18)),
            (10, 3, Some(24)),
            (2, 5, Some(6)),
            (5_000, 40, Some(750)),
            (3, 0, None),
            (usize::MAX, 1, None),
        ] {
            assert_eq!(
                pace.done_at(calls, callers, at(0)),
                done.map(at),
                "{calls} calls, {callers} callers"
            );
        }
    }

    #[test]
    fn so_many_callers_are_needed_to_be_done_in_time() {
        let pace = Pace::default();
        for (calls, by, needed) in [
            (0, -5, Needed::Done),
            (1, 6, Needed::Callers(1)),
            (4, 24, Needed::Callers(1)),
            (5, 24, Needed::Callers(2)),
            (9, 29, Needed::Callers(3)),
            (9, 6, Needed::Callers(9)),
            (9, 5, Needed::TooLate(9)),
            (2, -30, Needed::TooLate(2)),
        ] {
            let work = Work { calls, by: at(by) };
            assert_eq!(pace.needed(work, at(0)), needed, "{calls} calls in {by} min");
        }
    }

    #[test]
    fn who_is_needed_is_done_in_time_and_one_fewer_is_not() {
        let pace = Pace {
            each: minutes(4),
            measured: true,
        };
        for calls in 1..60 {
            for by in 4..90 {
                let work = Work { calls, by: at(by) };
                let Needed::Callers(callers) = pace.needed(work, at(0)) else {
                    panic!("{calls} calls in {by} min");
                };
                assert!(pace.done_at(calls, callers, at(0)) <= Some(at(by)));
                let fewer = pace.done_at(calls, callers - 1, at(0));
                assert!(callers == 1 || fewer > Some(at(by)), "{calls} calls in {by} min");
            }
        }
    }

    #[test]
    fn the_pace_is_measured_from_gaps_that_are_calls_and_from_how_many_are_reached() {
        let five = [minutes(5), minutes(4), minutes(6)];
        let assumed = Pace::default();
        let measured = |gaps: &[SignedDuration], tries, spoken| {
            let pace = Pace::measured(gaps, tries, spoken);
            (pace.each, pace.measured)
        };
        assert_eq!(measured(&five, 4, 4), (minutes(5), true));
        assert_eq!(measured(&five, 6, 4), (SignedDuration::from_secs(450), true));
        assert_eq!(
            measured(&five, 90, 1),
            (minutes(20), true),
            "nobody is tried for ever"
        );
        assert_eq!(measured(&five[..2], 4, 4), (assumed.each, false), "too few");
        assert_eq!(measured(&five, 4, 0), (assumed.each, false), "nobody reached");
        let breaks = [minutes(90), SignedDuration::from_secs(3), minutes(5)];
        assert_eq!(
            measured(&breaks, 4, 4),
            (assumed.each, false),
            "a break is no call"
        );
        let backwards = [minutes(-5); 5];
        assert_eq!(measured(&backwards, 4, 4), (assumed.each, false));
    }
}
