//! How much of a screen moves by itself: seconds, or with reduced motion nothing before the last minutes.

use super::msg::Liveness;
use super::stage::Stage;
use super::words::when::{self, Count};
use jiff::{SignedDuration, Timestamp};

/// From then on every second counts, whoever looks.
pub const LAST: SignedDuration = SignedDuration::from_mins(5);

/// So long what a newcomer has to know stands on the screen.
const FIRST: SignedDuration = SignedDuration::from_mins(1);

impl Stage {
    /// How exactly the time until `at` is counted; `counting`: it is the next that is due.
    pub fn count(&self, counting: bool, at: Timestamp) -> Count {
        match counting && (!self.still || at.duration_since(self.now) <= LAST) {
            true => Count::Seconds,
            false => Count::Minutes,
        }
    }

    /// How a second person gets in, in the first minute of whoever looks: later they know it, and the help says it.
    pub fn invites(&self) -> Option<&str> {
        let begun = self.begun?;
        let minute = FIRST.as_secs_f64() * self.rate.max(1.0);
        let is_first = self.now.duration_since(begun).as_secs_f64() < minute;
        self.setting.join.as_deref().filter(|_| is_first)
    }

    /// How old something is.
    pub fn age(&self, since: Timestamp) -> String {
        match self.still {
            true => when::lasted(since, self.now),
            false => when::age(since, self.now),
        }
    }

    /// When a screen says something else after `now` although nothing has happened.
    pub fn moves_at(&self, now: Timestamp) -> Timestamp {
        let step = |every: i64| {
            let seconds = now.as_second().div_euclid(every) * every + every;
            Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX)
        };
        let counts = self.incident().is_some() || self.liveness != Liveness::Live;
        match (self.board.counting(), self.still) {
            (_, false) if counts => step(1),
            (Some(next), true) if next.at.duration_since(now) <= LAST => step(1),
            (Some(next), true) => step(60).min(next.at.saturating_sub(LAST).unwrap_or(Timestamp::MAX)),
            (None, true) | (_, false) => step(60),
        }
    }
}
