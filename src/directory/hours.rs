//! Office hours, and what time it is where somebody is.

use crate::domain::call_list::{QUIET_FROM, QUIET_TO};
use jiff::civil::{Time, Weekday, time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use std::fmt;
use std::str::FromStr;

/// When somebody is at work on a working day, in their own zone: `09:00-17:30`. May pass midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfficeHours {
    pub from: Time,
    pub to: Time,
}

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
    /// True at this time of a working day; `to` itself is after work.
    pub fn contain(self, now: Time) -> bool {
        match self.from <= self.to {
            true => (self.from..self.to).contains(&now),
            false => now >= self.from || now < self.to,
        }
    }

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

impl FromStr for OfficeHours {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let clock = |text: &str| {
            let (hour, minute) = text.trim().split_once(':').unwrap_or((text.trim(), "0"));
            match (hour.parse().ok()?, minute.parse().ok()?) {
                // Midnight as the end of a day.
                (24, 0) => Some(Time::MAX),
                (hour, minute) => Time::new(hour, minute, 0, 0).ok(),
            }
        };
        let halves = text.split_once(['-', '–']);
        let hours = halves.and_then(|(from, to)| {
            Some(OfficeHours {
                from: clock(from)?,
                to: clock(to)?,
            })
        });
        hours
            .filter(|hours| hours.from != hours.to)
            .ok_or_else(|| "are not office hours; expected 09:00-17:30".to_owned())
    }
}

impl fmt::Display for OfficeHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let clock = |time: Time| match time == Time::MAX {
            true => "24:00".to_owned(),
            false => format!("{:02}:{:02}", time.hour(), time.minute()),
        };
        write!(f, "{}-{}", clock(self.from), clock(self.to))
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
    fn office_hours_are_read_as_people_write_them() {
        for (text, said) in [
            ("09:00-17:30", "09:00-17:30"),
            ("8-16", "08:00-16:00"),
            ("9:30 – 18:00", "09:30-18:00"),
            ("00:00-24:00", "00:00-24:00"),
            ("22:00-06:00", "22:00-06:00"),
        ] {
            let hours: OfficeHours = text.parse().unwrap();
            assert_eq!(hours.to_string(), said);
            assert_eq!(said.parse(), Ok(hours));
        }
        for wrong in ["mornings", "9", "09:00-09:00", "25:00-26:00", "9:75-10", ""] {
            assert!(wrong.parse::<OfficeHours>().is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn work_ends_at_the_end_of_office_hours_even_past_midnight() {
        let day: OfficeHours = "09:00-17:00".parse().unwrap();
        let night: OfficeHours = "22:00-06:00".parse().unwrap();
        let at = |hour| Time::new(hour, 0, 0, 0).unwrap();
        assert_eq!(
            [8, 9, 16, 17].map(|hour| day.contain(at(hour))),
            [false, true, true, false]
        );
        assert_eq!(
            [21, 22, 3, 6].map(|hour| night.contain(at(hour))),
            [false, true, true, false]
        );
    }

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
