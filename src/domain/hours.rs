//! Hours of a day as people write them: `09:00-17:30`.

use jiff::civil::Time;
use std::fmt;
use std::str::FromStr;

/// From one time of a day to another. May pass midnight; `to` itself is outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hours {
    pub from: Time,
    pub to: Time,
}

impl Hours {
    pub fn contain(self, now: Time) -> bool {
        match self.from <= self.to {
            true => (self.from..self.to).contains(&now),
            false => now >= self.from || now < self.to,
        }
    }
}

impl FromStr for Hours {
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
            Some(Hours {
                from: clock(from)?,
                to: clock(to)?,
            })
        });
        hours
            .filter(|hours| hours.from != hours.to)
            .ok_or_else(|| "are not hours of a day; expected some such as 09:00-17:30".to_owned())
    }
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let clock = |time: Time| match time == Time::MAX {
            true => "24:00".to_owned(),
            false => format!("{:02}:{:02}", time.hour(), time.minute()),
        };
        write!(f, "{}-{}", clock(self.from), clock(self.to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_write_them() {
        for (text, said) in [
            ("09:00-17:30", "09:00-17:30"),
            ("8-16", "08:00-16:00"),
            ("9:30 – 18:00", "09:30-18:00"),
            ("00:00-24:00", "00:00-24:00"),
            ("22:00-06:00", "22:00-06:00"),
        ] {
            let hours: Hours = text.parse().unwrap();
            assert_eq!(hours.to_string(), said);
            assert_eq!(said.parse(), Ok(hours));
        }
        for wrong in ["mornings", "9", "09:00-09:00", "25:00-26:00", "9:75-10", ""] {
            assert!(wrong.parse::<Hours>().is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn hours_end_at_their_end_even_past_midnight() {
        let day: Hours = "09:00-17:00".parse().unwrap();
        let night: Hours = "22:00-06:00".parse().unwrap();
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
}
