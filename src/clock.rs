//! Hub time: the system's, or a made-up one for the demo that starts where it is told and runs faster.

use jiff::{SignedDuration, Timestamp};
use std::time::{Duration, Instant};

/// A made-up clock runs no faster, so that it does not come to the end of time while somebody watches.
const FASTEST: f64 = 1_000_000.0;

/// Hands out hub time. Clones share it.
#[derive(Clone, Debug)]
pub struct Clock {
    kind: Kind,
    made: Instant,
}

#[derive(Clone, Debug)]
enum Kind {
    Real,
    /// From `start` on, `rate` seconds for each that passes.
    Virtual {
        start: Timestamp,
        rate: f64,
    },
}

impl Clock {
    pub fn real() -> Self {
        Clock {
            kind: Kind::Real,
            made: Instant::now(),
        }
    }

    /// Starts at `start` now, and runs `rate` times as fast as the world; a rate that is no positive number is 1,
    /// and one above a million is a million.
    pub fn starting_at(start: Timestamp, rate: f64) -> Self {
        let rate = if rate.is_finite() && rate > 0.0 {
            rate.min(FASTEST)
        } else {
            1.0
        };
        Clock {
            kind: Kind::Virtual { start, rate },
            made: Instant::now(),
        }
    }

    /// Hub time.
    pub fn now(&self) -> Timestamp {
        match self.kind {
            #[expect(clippy::disallowed_methods, reason = "this is the clock")]
            Kind::Real => Timestamp::now(),
            Kind::Virtual { start, rate } => moved(start, self.running().as_secs_f64() * rate),
        }
    }

    /// Not a made-up one: the people it serves are in the room or not.
    pub fn is_real(&self) -> bool {
        matches!(self.kind, Kind::Real)
    }

    /// Hub seconds for each second of the world.
    pub fn rate(&self) -> f64 {
        match self.kind {
            Kind::Real => 1.0,
            Kind::Virtual { rate, .. } => rate,
        }
    }

    /// How long to wait, in the world's time, until hub time has come to `moment`; zero when it has.
    pub fn until(&self, moment: Timestamp) -> Duration {
        let seconds = moment.duration_since(self.now()).as_secs_f64() / self.rate();
        Duration::try_from_secs_f64(seconds.max(0.0)).unwrap_or(Duration::MAX)
    }

    /// The world's time since this clock was made. It never steps back, whatever happens to hub time.
    pub fn running(&self) -> Duration {
        self.made.elapsed()
    }
}

fn moved(start: Timestamp, seconds: f64) -> Timestamp {
    SignedDuration::try_from_secs_f64(seconds)
        .ok()
        .and_then(|passed| start.saturating_add(passed).ok())
        .unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_made_up_clock_starts_where_it_is_told_and_runs_on() {
        let start: Timestamp = "2026-03-02T13:49:00Z".parse().unwrap();
        let clock = Clock::starting_at(start, 10.0);
        let first = clock.now();
        assert!(first >= start && first < moved(start, 600.0));
        assert!(clock.now() >= first);
        assert_eq!(clock.rate(), 10.0);
    }

    #[test]
    fn waiting_takes_a_tenth_of_the_time_at_ten_times_the_speed_and_none_for_what_is_over() {
        let start: Timestamp = "2026-03-02T13:49:00Z".parse().unwrap();
        let clock = Clock::starting_at(start, 10.0);
        let wait = clock.until(moved(start, 100.0));
        assert!(wait <= Duration::from_secs(10), "{wait:?}");
        assert_eq!(clock.until(start), Duration::ZERO);
    }

    #[test]
    fn a_rate_that_is_no_speed_is_the_worlds() {
        for rate in [0.0, -3.0, f64::NAN, f64::INFINITY] {
            assert_eq!(Clock::starting_at(Timestamp::UNIX_EPOCH, rate).rate(), 1.0);
        }
    }

    #[test]
    fn a_rate_beyond_measure_does_not_end_time_at_once() {
        let clock = Clock::starting_at(Timestamp::UNIX_EPOCH, 1e15);
        assert_eq!(clock.rate(), FASTEST);
        assert!(clock.now() < Timestamp::MAX);
    }
}
