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

    /// In another currency, given how much of it one unit of this one buys.
    pub fn at_rate(self, rate: f64) -> Self {
        Amount((self.0 as f64 * rate).round() as i64)
    }

    /// Short enough for a list: `1.2M`, `900k`, `350`.
    pub fn short(self) -> String {
        let units = self.0 / 100;
        match units.abs() {
            0..1_000 => units.to_string(),
            1_000..1_000_000 => format!("{}k", (units + 500) / 1_000),
            _ => format!("{:.1}M", units as f64 / 1e6),
        }
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (units, cents) = (self.0 / 100, self.0.abs() % 100);
        match cents {
            0 => f.pad(&units.to_string()),
            _ => f.pad(&format!("{units}.{cents:02}")),
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
    fn an_amount_keeps_its_cents_through_json() {
        for amount in [Amount(12_345), Amount::whole(1_200_000), Amount(-50)] {
            let json = serde_json::to_string(&amount).unwrap();
            assert_eq!(serde_json::from_str::<Amount>(&json).unwrap(), amount, "{json}");
        }
    }
}
