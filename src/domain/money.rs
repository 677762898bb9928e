//! Money as people type it: a decimal in major units, kept in hundredths so that sums are exact.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// An amount in hundredths of a currency's major unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(pub i64);

impl Amount {
    pub fn whole(units: i64) -> Self {
        Amount(units.saturating_mul(100))
    }

    /// The sum; the largest amount there is if it would be more.
    pub fn plus(self, other: Amount) -> Self {
        Amount(self.0.saturating_add(other.0))
    }

    /// In another currency, given how much of it one unit of this one buys.
    pub fn at_rate(self, rate: f64) -> Self {
        Amount((self.0 as f64 * rate).round() as i64)
    }

    /// Short enough for a list: `1.2M`, `900k`, `350`.
    pub fn short(self) -> String {
        let units = self.0 as f64 / 100.0;
        match units.abs() {
            ..1_000.0 => format!("{units:.0}"),
            // From here on thousands would be rounded to 1000k.
            ..999_500.0 => format!("{:.0}k", units / 1e3),
            _ => format!("{:.1}M", units / 1e6),
        }
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (units, cents) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        match cents {
            0 => f.pad(&format!("{sign}{units}")),
            _ => f.pad(&format!("{sign}{units}.{cents:02}")),
        }
    }
}

impl FromStr for Amount {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || format!("{text:?} is not an amount; expected a number such as 1200000 or 950.50");
        let value: f64 = text.trim().parse().map_err(|_| wrong())?;
        // Beyond this a double no longer holds every cent, and no account is worth it.
        if !value.is_finite() || value.abs() > 1e13 {
            return Err(wrong());
        }
        Ok(Amount((value * 100.0).round() as i64))
    }
}

impl Serialize for Amount {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 % 100 {
            0 => serializer.serialize_i64(self.0 / 100),
            _ => serializer.serialize_f64(self.0 as f64 / 100.0),
        }
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Number(f64),
            Text(String),
        }
        let text = match Written::deserialize(deserializer)? {
            Written::Number(number) => number.to_string(),
            Written::Text(text) => text,
        };
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_read_in_major_units_and_shown_short() {
        for (text, cents, short) in [
            ("1200000", 120_000_000, "1.2M"),
            ("900000.50", 90_000_050, "900k"),
            ("999600", 99_960_000, "1.0M"),
            ("999", 99_900, "999"),
            ("350", 35_000, "350"),
            ("0", 0, "0"),
        ] {
            let amount: Amount = text.parse().unwrap();
            assert_eq!((amount.0, amount.short().as_str()), (cents, short), "{text}");
        }
        assert!("a lot".parse::<Amount>().is_err());
        assert!("NaN".parse::<Amount>().is_err());
    }

    #[test]
    fn a_debt_of_cents_keeps_its_sign() {
        assert_eq!(Amount(-50).to_string(), "-0.50");
        assert_eq!(Amount(-12_300).to_string(), "-123");
    }

    #[test]
    fn an_amount_keeps_its_cents_through_json() {
        for amount in [Amount(12_345), Amount::whole(1_200_000), Amount(-50)] {
            let json = serde_json::to_string(&amount).unwrap();
            assert_eq!(serde_json::from_str::<Amount>(&json).unwrap(), amount, "{json}");
        }
    }
}
