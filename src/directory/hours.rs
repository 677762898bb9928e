//! Office hours, and what time it is where somebody is.

use crate::domain::nights::{QUIET_FROM, QUIET_TO};
use jiff::civil::{Weekday, time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// When somebody is at work on a working day, in their own zone.
pub use crate::domain::hours::Hours as OfficeHours;

/// What people keep who said nothing else.
pub const USUAL: OfficeHours = OfficeHours {
    from: time(9, 0, 0, 0),
    to: time(17, 30, 0, 0),
};

/// Whether somebody can be rung, by the hour of their day. Soonest to reach first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reachable {
    AtWork,
    /// Awake, but not at work.
    OffWork,
    Asleep,
}

impl OfficeHours {
    /// Whether one who keeps these hours can be rung. Nobody works at the weekend or sleeps during their own hours;
    /// otherwise night is what the call list takes for it.
    pub fn reachable(self, there: &Zoned) -> Reachable {
        let weekend = matches!(there.weekday(), Weekday::Saturday | Weekday::Sunday);
        match self.contain(there.time()) {
            true if !weekend => Reachable::AtWork,
            _ if (QUIET_TO..QUIET_FROM).contains(&there.hour()) => Reachable::OffWork,
            _ => Reachable::Asleep,
        }
    }
}

/// The time in a zone; `None` when there is no such zone.
pub fn local(zone: &str, now: Timestamp) -> Option<Zoned> {
    Some(now.to_zoned(TimeZone::get(zone).ok()?))
}

/// The hour there as a screen shows it: `14:03`.
pub fn clock(there: &Zoned) -> String {
    format!("{:02}:{:02}", there.hour(), there.minute())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_moment_is_work_in_one_zone_and_night_in_another() {
        let now: Timestamp = "2026-03-10T13:00:00Z".parse().unwrap();
        let there = |zone| USUAL.reachable(&local(zone, now).unwrap());
        assert_eq!(there("Europe/Berlin"), Reachable::AtWork);
        assert_eq!(there("America/Los_Angeles"), Reachable::Asleep);
        assert_eq!(there("Asia/Kolkata"), Reachable::OffWork);
        assert_eq!(local("Europe/Nowhere", now), None);
    }

    #[test]
    fn nobody_is_at_work_on_a_sunday() {
        let now: Timestamp = "2026-03-08T13:00:00Z".parse().unwrap();
        assert_eq!(USUAL.reachable(&local("UTC", now).unwrap()), Reachable::OffWork);
    }
}
