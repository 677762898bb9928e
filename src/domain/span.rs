//! Lengths of time as people read them: `48 s`, `6 min`, `1 h 13 min`, and as the playbooks write them: `"20m"`.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// A length of time in a playbook or a command: written `"20m"`, `"1h 30m"`, `"48h"`; never negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(pub SignedDuration);

impl Span {
    pub const fn seconds(seconds: i64) -> Self {
        Span(SignedDuration::from_secs(seconds))
    }

    pub const fn minutes(minutes: i64) -> Self {
        Span(SignedDuration::from_secs(minutes * 60))
    }

    pub const fn hours(hours: i64) -> Self {
        Span::minutes(hours * 60)
    }

    /// So long after something: `day 7`; `3 h after` where somebody plans by hours.
    pub fn as_day(self) -> String {
        match self.0.as_hours() {
            hours if hours > 0 && hours % 24 == 0 => format!("day {}", hours / 24),
            _ => format!("{self} after"),
        }
    }

    /// The moment this long after `start`; the end of time if there is none.
    pub fn after(self, start: Timestamp) -> Timestamp {
        start.saturating_add(self.0).unwrap_or(Timestamp::MAX)
    }
}

impl std::fmt::Display for Span {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&words(self.0))
    }
}

impl std::str::FromStr for Span {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let in_hours = in_hours(text);
        match in_hours.as_deref().unwrap_or(text).parse::<SignedDuration>() {
            Ok(length) if !length.is_negative() => Ok(Span(length)),
            _ => Err(format!(
                "{text:?} is not a length of time; expected one such as \"20m\", \"1h 30m\", \"90s\" or \"3d\""
            )),
        }
    }
}

/// `"3d"` as `"72h"`: a day here is 24 hours, whatever the clocks do that night.
fn in_hours(text: &str) -> Option<String> {
    let (days, rest) = text.split_once('d')?;
    let days: i64 = days.trim().parse().ok()?;
    let rest = rest.trim();
    Some(format!("{}h {rest}", days.checked_mul(24)?).trim().to_owned())
}

impl Serialize for Span {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{:#}", self.0))
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// When four fifths of the time between `from` and `at` are over: from then on a due is amber.
pub fn amber(from: Timestamp, at: Timestamp) -> Timestamp {
    let (from, end) = (from.as_duration(), at.as_duration());
    Timestamp::from_duration(end - (end - from) / 5).unwrap_or(at)
}

/// How long from `then` to `now`, in words: seconds below a minute, minutes below an hour. Never negative.
pub fn ago(then: Timestamp, now: Timestamp) -> String {
    words(now.duration_since(then))
}

/// A length of time in words: `48 s`, `6 min`, `1 h 13 min`, `3 d 4 h`, `2 years`.
pub fn words(length: SignedDuration) -> String {
    let seconds = length.as_secs().max(0);
    let (minutes, hours, days) = (seconds / 60, seconds / 3_600, seconds / 86_400);
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3_600 => format!("{minutes} min"),
        3_600..86_400 => match minutes % 60 {
            0 => format!("{hours} h"),
            rest => format!("{hours} h {rest} min"),
        },
        _ if days >= 730 => format!("{} years", days / 365),
        _ => match hours % 24 {
            0 => format!("{days} d"),
            rest => format!("{days} d {rest} h"),
        },
    }
}

/// `1st`, `2nd`, `11th`.
pub fn nth(count: u32) -> String {
    let ending = match (count % 10, count % 100) {
        (1, tens) if tens != 11 => "st",
        (2, tens) if tens != 12 => "nd",
        (3, tens) if tens != 13 => "rd",
        _ => "th",
    };
    format!("{count}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_of_time_has_its_unit_beside_it() {
        for (seconds, said) in [
            (-5, "0 s"),
            (48, "48 s"),
            (60, "1 min"),
            (3_599, "59 min"),
            (4_380, "1 h 13 min"),
            (7_200, "2 h"),
            (90_000, "1 d 1 h"),
            (56 * 365 * 86_400, "56 years"),
        ] {
            assert_eq!(words(SignedDuration::from_secs(seconds)), said);
        }
    }

    #[test]
    fn a_place_in_a_row_has_its_ending() {
        let said = [1, 2, 3, 4, 11, 12, 13, 21, 22, 103, 111].map(nth);
        let expected = [
            "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "103rd", "111th",
        ];
        assert_eq!(said, expected);
    }

    #[test]
    fn a_playbook_writes_a_length_of_time_as_people_do() {
        assert_eq!("3d".parse::<Span>().unwrap(), Span::hours(72));
        for text in ["20m", "1h 30m", "90s", "48h", "30d"] {
            let span: Span = text.parse().unwrap();
            let json = serde_json::to_string(&span).unwrap();
            assert_eq!(serde_json::from_str::<Span>(&json).unwrap(), span);
        }
        for wrong in ["soon", "-5m", "20"] {
            assert!(wrong.parse::<Span>().is_err(), "{wrong:?}");
        }
    }
}
