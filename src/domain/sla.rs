//! The terms of a service level: the uptime promised over a period, and what is given back below it.
//!
//! As public cloud contracts have it: uptime of a calendar month, tiers of credit as a share of that month's fee, a
//! claim within a time. Periods are calendar periods in UTC. All arithmetic is exact; money is rounded once, at the end.

use super::money::Amount;
use super::percent::Percent;
use super::span::Span;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sla {
    #[serde(default)]
    pub period: Period,
    pub tiers: Vec<CreditTier>,
    /// The most of the period's fee that is ever given back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<Percent>,
    /// Less than this is not paid out, in the account's own currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Amount>,
    /// They have to claim it, so long after the period has ended. Left out: we give it unasked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim_within: Option<Span>,
}

/// Below this uptime, so much of the fee comes back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreditTier {
    pub below: Percent,
    pub credit: Percent,
}

/// Over what the uptime is measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    #[default]
    Month,
    Quarter,
    Year,
}

/// One calendar period: its name, and where it begins and ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// `2026-07`, `2026-Q3`, `2026`.
    pub name: String,
    pub from: Timestamp,
    pub until: Timestamp,
}

/// A stretch of time during which the service was down for somebody.
pub type Stretch = (Timestamp, Timestamp);

/// What the terms come to for one account and one period.
#[derive(Clone, Debug, PartialEq)]
pub enum WorkedOut {
    /// The promise was kept.
    Met { uptime: Percent },
    /// Something is owed, and less than is paid out.
    TooLittle { uptime: Percent, amount: Amount },
    Owed {
        /// Rounded down, so that what missed a promise never reads as if it had kept it.
        uptime: Percent,
        /// Of the period's fee, after the cap.
        percent: Percent,
        fee: Amount,
        amount: Amount,
    },
}

impl Sla {
    /// What is owed for `down` seconds of `period` at this annual fee.
    pub fn work_out(&self, period: &Calendar, down: i64, arr: Amount) -> WorkedOut {
        let length = seconds((period.from, period.until)).max(1);
        let down = down.clamp(0, length);
        let whole = i128::from(Percent::WHOLE.0);
        let up = i128::from(length - down) * whole;
        let uptime = Percent((up / i128::from(length)) as i64);
        let missed = |tier: &&CreditTier| up < i128::from(tier.below.0) * i128::from(length);
        let most = self.tiers.iter().filter(missed).map(|tier| tier.credit).max();
        let Some(percent) = most.filter(|percent| percent.0 > 0) else {
            return WorkedOut::Met { uptime };
        };
        let percent = self.cap.map_or(percent, |cap| cap.min(percent));
        let a_year = i128::from(self.period.a_year());
        let amount = rounded(i128::from(arr.0) * i128::from(percent.0), a_year * whole);
        match self.minimum {
            Some(minimum) if amount < minimum => WorkedOut::TooLittle { uptime, amount },
            Some(_) | None => WorkedOut::Owed {
                uptime,
                percent,
                fee: rounded(i128::from(arr.0), a_year),
                amount,
            },
        }
    }

    /// By when they have to claim what is owed for a period, if they have to.
    pub fn claim_by(&self, period: &Calendar) -> Option<Timestamp> {
        Some(self.claim_within?.after(period.until))
    }

    /// What is wrong with the terms, each as a sentence.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.tiers.is_empty() {
            faults.push("tiers is empty; expected at least { below = \"99.9\", credit = \"10\" }".to_owned());
        }
        for (at, tier) in self.tiers.iter().enumerate() {
            let same = |other: &CreditTier| other.below == tier.below;
            if self.tiers[..at].iter().any(same) {
                faults.push(format!("two tiers are below {}; expected each once", tier.below));
            }
            let upside_down = |other: &CreditTier| other.below < tier.below && other.credit < tier.credit;
            if self.tiers.iter().any(upside_down) {
                faults.push(format!(
                    "the tier below {} gives more back than a lower one; expected more for less uptime",
                    tier.below
                ));
            }
        }
        if self.minimum.is_some_and(|minimum| minimum < Amount::default()) {
            faults.push("minimum is below 0; expected the smallest amount that is paid out".to_owned());
        }
        faults
    }
}

impl Period {
    fn a_year(self) -> i64 {
        match self {
            Period::Month => 12,
            Period::Quarter => 4,
            Period::Year => 1,
        }
    }

    /// Every period that these stretches touch, in order.
    pub fn touched(self, stretches: &[Stretch]) -> Vec<Calendar> {
        let mut touched: Vec<Calendar> = Vec::new();
        for (from, until) in joined(stretches) {
            let mut at = match touched.last() {
                Some(last) if last.until > from => last.until,
                Some(_) | None => from,
            };
            while at < until {
                let Some(period) = self.around(at) else { break };
                at = period.until;
                touched.push(period);
            }
        }
        touched
    }

    /// The period a moment lies in; none at the ends of time.
    fn around(self, at: Timestamp) -> Option<Calendar> {
        let date = at.to_zoned(TimeZone::UTC).date();
        let (year, month) = (date.year(), date.month());
        let (first, length, name) = match self {
            Period::Month => (month, 1.month(), format!("{year}-{month:02}")),
            Period::Quarter => {
                let quarter = (month - 1) / 3;
                (quarter * 3 + 1, 3.months(), format!("{year}-Q{}", quarter + 1))
            }
            Period::Year => (1, 1.year(), year.to_string()),
        };
        let first = Date::new(year, first, 1).ok()?;
        let midnight = |date: Date| Some(date.to_zoned(TimeZone::UTC).ok()?.timestamp());
        Some(Calendar {
            name,
            from: midnight(first)?,
            until: midnight(first.checked_add(length).ok()?)?,
        })
    }
}

/// For how many seconds of a period it was down; what overlaps counts once.
pub fn downtime(stretches: &[Stretch], period: &Calendar) -> i64 {
    let inside = joined(stretches).into_iter().map(|(from, until)| {
        let clipped = (from.max(period.from), until.min(period.until));
        seconds(clipped).max(0)
    });
    inside.sum()
}

/// The same stretches in order, with those that touch put together.
fn joined(stretches: &[Stretch]) -> Vec<Stretch> {
    let mut sorted: Vec<Stretch> = stretches
        .iter()
        .copied()
        .filter(|(from, until)| from < until)
        .collect();
    sorted.sort_unstable();
    let mut joined: Vec<Stretch> = Vec::new();
    for (from, until) in sorted {
        match joined.last_mut() {
            Some(last) if last.1 >= from => last.1 = last.1.max(until),
            Some(_) | None => joined.push((from, until)),
        }
    }
    joined
}

fn seconds((from, until): Stretch) -> i64 {
    until.duration_since(from).as_secs()
}

/// Half a cent and more is a cent.
fn rounded(cents: i128, by: i128) -> Amount {
    let nearest = (cents * 2 + by).div_euclid(by * 2);
    Amount(i64::try_from(nearest).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests;
