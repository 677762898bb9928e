//! A share of a hundred as contracts write it, `99.95`, kept in ten-thousandths so that comparing it is exact.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Ten-thousandths of a percent: 99.95 % is 999 500.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(pub i64);

impl Percent {
    /// All of it.
    pub const WHOLE: Percent = Percent(1_000_000);
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / 10_000, self.0 % 10_000);
        match rest {
            0 => f.pad(&whole.to_string()),
            _ => f.pad(format!("{whole}.{rest:04}").trim_end_matches('0')),
        }
    }
}

impl FromStr for Percent {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || format!("{text:?} is not a percentage; expected one from 0 to 100 such as \"99.95\"");
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let given = text.trim().trim_end_matches('%').trim_end();
        let (whole, rest) = given.split_once('.').unwrap_or((given, ""));
        if whole.is_empty() || whole.len() > 3 || rest.len() > 4 || !digits(whole) || !digits(rest) {
            return Err(wrong());
        }
        let number = |part: &str| part.parse::<i64>().map_err(|_| wrong());
        let percent = Percent(number(whole)? * 10_000 + number(&format!("{rest:0<4}"))?);
        match percent <= Percent::WHOLE {
            true => Ok(percent),
            false => Err(wrong()),
        }
    }
}

impl Serialize for Percent {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Percent {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Whole(i64),
            Number(f64),
            Text(String),
        }
        let text = match Written::deserialize(deserializer)? {
            Written::Whole(number) => number.to_string(),
            // The shortest decimal that is this number: what was written.
            Written::Number(number) => number.to_string(),
            Written::Text(text) => text,
        };
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_percentage_is_read_exactly_and_written_as_short_as_it_was() {
        for (text, parts, shown) in [
            ("99.95", 999_500, "99.95"),
            ("99.9", 999_000, "99.9"),
            ("99.9950", 999_950, "99.995"),
            ("10", 100_000, "10"),
            (" 100 % ", 1_000_000, "100"),
            ("0.5", 5_000, "0.5"),
            ("0", 0, "0"),
        ] {
            let percent: Percent = text.parse().unwrap();
            assert_eq!(
                (percent.0, percent.to_string().as_str()),
                (parts, shown),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_share_of_a_hundred_is_refused_with_an_example() {
        for wrong in ["", "-1", "100.1", "ninety", "99.99999", "1e2", ".5", "99,9", "+5"] {
            let error = wrong.parse::<Percent>().unwrap_err();
            assert!(error.contains("99.95"), "{wrong}: {error}");
        }
    }

    #[test]
    fn a_file_may_write_it_as_a_number_or_as_text() {
        for written in [json!(99.95), json!("99.95")] {
            assert_eq!(
                serde_json::from_value::<Percent>(written).unwrap(),
                Percent(999_500)
            );
        }
        assert_eq!(
            serde_json::from_value::<Percent>(json!(10)).unwrap(),
            Percent(100_000)
        );
        assert_eq!(serde_json::to_value(Percent(999_500)).unwrap(), json!("99.95"));
    }
}
