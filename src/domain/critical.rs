//! Moments of truth: the hours that matter most to an account, from the team's list or heard on a call.

use super::hours::Hours;
use super::ids::{AccountId, Name, Seq};
use super::stamp::Stamp;
use super::text::Clean;
use jiff::civil::{Date, Time, Weekday};
use jiff::{Timestamp, ToSpan, Zoned};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// On which days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    On(Date),
    Every(Weekday),
    Daily,
}

/// One line of the column `critical`: `2026-11-24 15:00-17:00 investor call`, `fri 14:00-18:00 payroll`. In the
/// account's own zone.
#[derive(Clone, Debug, PartialEq)]
pub struct Critical {
    pub day: Day,
    pub hours: Hours,
    pub what: Clean,
}

/// Hours that matter to an account, as somebody heard of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewMoment {
    pub from: Timestamp,
    pub until: Timestamp,
    pub what: Clean,
    /// What we can do for them then: `the dial-in`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<Clean>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordMoment {
    pub account: AccountId,
    #[serde(flatten)]
    pub moment: NewMoment,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MomentRecorded {
    pub account: AccountId,
    #[serde(flatten)]
    pub moment: NewMoment,
}

/// A moment that was heard of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Moment {
    pub seq: Seq,
    pub at: Timestamp,
    pub by: Name,
    pub facts: NewMoment,
    withdrawn: bool,
}

/// What was heard of the hours of one account.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Moments {
    heard: Vec<Moment>,
}

/// One occurrence, with both its ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Near {
    pub from: Timestamp,
    pub until: Timestamp,
    pub what: Clean,
    pub offer: Option<Clean>,
    /// When we heard of it; of what the list says, never.
    pub heard: Option<Timestamp>,
}

impl Near {
    /// It has begun, and is not over.
    pub fn runs(&self, now: Timestamp) -> bool {
        self.from <= now && now < self.until
    }

    /// What we can do for them: what was said, else that we ask.
    pub fn offering(&self) -> String {
        match &self.offer {
            Some(offer) => format!("offer {offer}"),
            None => "ask what would help".to_owned(),
        }
    }
}

impl Critical {
    /// The first occurrence that is not over at `after`, told in the zone of the account.
    pub fn next(&self, after: &Zoned) -> Option<Near> {
        let day = self.day_after(after)?;
        let ends = if self.past_midnight() {
            day.tomorrow().ok()?
        } else {
            day
        };
        Some(Near {
            from: moment(day, self.hours.from, after)?,
            until: moment(ends, self.hours.to, after)?,
            what: self.what.clone(),
            offer: None,
            heard: None,
        })
    }

    /// When that begins.
    pub fn begins(&self, after: &Zoned) -> Option<Timestamp> {
        moment(self.day_after(after)?, self.hours.from, after)
    }

    /// Those that are not over at `after` and begin before `until`, soonest first; the first of them in any case.
    pub fn between(&self, after: &Zoned, until: Timestamp) -> impl Iterator<Item = Near> {
        let again = move |last: &Near| {
            let next = self.next(&last.until.to_zoned(after.time_zone().clone()))?;
            (last.from < next.from && next.from < until).then_some(next)
        };
        std::iter::successors(self.next(after), again)
    }

    /// The day on which the first that is not over begins, by the clocks on the wall there: only the day that is found is
    /// worth looking up in the zone.
    fn day_after(&self, there: &Zoned) -> Option<Date> {
        let today = there.date();
        // One that began yesterday may last past midnight.
        let ends_today = if self.past_midnight() {
            today.yesterday().ok()?
        } else {
            today
        };
        let first = match self.hours.to > there.time() {
            true => ends_today,
            false => ends_today.tomorrow().ok()?,
        };
        match self.day {
            Day::On(date) => Some(date).filter(|date| *date >= first),
            Day::Daily => Some(first),
            Day::Every(weekday) => {
                let days = i64::from(first.weekday().until(weekday));
                first.checked_add(days.days()).ok()
            }
        }
    }

    fn past_midnight(&self) -> bool {
        self.hours.to <= self.hours.from
    }
}

/// Where the clocks show no such time, or show it twice, as [`Zoned`] takes it.
fn moment(day: Date, time: Time, there: &Zoned) -> Option<Timestamp> {
    let there = there.time_zone().to_ambiguous_timestamp(day.to_datetime(time));
    there.compatible().ok()
}

impl Moment {
    pub fn near(&self) -> Near {
        Near {
            from: self.facts.from,
            until: self.facts.until,
            what: self.facts.what.clone(),
            offer: self.facts.offer.clone(),
            heard: Some(self.at),
        }
    }
}

impl Moments {
    /// Those that stand, oldest first.
    pub fn standing(&self) -> impl Iterator<Item = &Moment> {
        self.heard.iter().filter(|moment| !moment.withdrawn)
    }

    pub(super) fn record(&mut self, event: &MomentRecorded, stamp: &Stamp) {
        self.heard.push(Moment {
            seq: stamp.seq,
            at: stamp.said_at,
            by: stamp.by.name.clone(),
            facts: event.moment.clone(),
            withdrawn: false,
        });
    }

    pub(super) fn withdraw(&mut self, seq: Seq) {
        for moment in self.heard.iter_mut().filter(|moment| moment.seq == seq) {
            moment.withdrawn = true;
        }
    }

    pub(super) fn absorb(&mut self, mut other: Moments) {
        self.heard.append(&mut other.heard);
        self.heard.sort_by_key(|moment| moment.seq);
    }
}

const DAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Monday),
    ("tue", Weekday::Tuesday),
    ("wed", Weekday::Wednesday),
    ("thu", Weekday::Thursday),
    ("fri", Weekday::Friday),
    ("sat", Weekday::Saturday),
    ("sun", Weekday::Sunday),
];

impl FromStr for Critical {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || {
            "is no moment; expected a day, its hours and what it is, as in \"2026-11-24 15:00-17:00 investor call\" or \
             \"fri 14:00-18:00 payroll\""
                .to_owned()
        };
        let (day, rest) = text.trim().split_once(char::is_whitespace).ok_or_else(wrong)?;
        let rest = rest.trim();
        let (hours, what) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let what = if what.trim().is_empty() {
            "critical hours"
        } else {
            what.trim()
        };
        Ok(Critical {
            day: day.parse().map_err(|()| wrong())?,
            hours: hours.parse().map_err(|_| wrong())?,
            what: what.into(),
        })
    }
}

impl FromStr for Day {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let lower = text.to_lowercase();
        if lower == "daily" {
            return Ok(Day::Daily);
        }
        let named = DAYS.iter().find(|(short, _)| lower.starts_with(short));
        match (named, text.parse()) {
            (Some((_, weekday)), _) => Ok(Day::Every(*weekday)),
            (None, Ok(date)) => Ok(Day::On(date)),
            (None, Err(_)) => Err(()),
        }
    }
}

impl fmt::Display for Critical {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.day {
            Day::On(date) => write!(f, "{date}")?,
            Day::Daily => f.write_str("daily")?,
            Day::Every(weekday) => {
                let named = DAYS.iter().find(|(_, day)| *day == weekday);
                f.write_str(named.map_or("daily", |(short, _)| short))?;
            }
        }
        write!(f, " {} {}", self.hours, self.what)
    }
}

impl Serialize for Critical {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Critical {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn there(after: &str, zone: &str) -> Zoned {
        after.parse::<Timestamp>().unwrap().in_tz(zone).unwrap()
    }

    fn next(written: &str, after: &str, zone: &str) -> Option<(String, String)> {
        let critical: Critical = written.parse().unwrap();
        let there = there(after, zone);
        let near = critical.next(&there)?;
        assert_eq!(critical.begins(&there), Some(near.from));
        Some((near.from.to_string(), near.until.to_string()))
    }

    #[test]
    fn a_moment_is_in_the_zone_of_the_account_and_over_when_it_is_over() {
        let call = "2026-11-24 15:00-17:00 investor call";
        let there = Some(("2026-11-24T14:00:00Z".into(), "2026-11-24T16:00:00Z".into()));
        assert_eq!(next(call, "2026-11-24T15:59:00Z", "Europe/Berlin"), there);
        assert_eq!(next(call, "2026-11-24T16:00:00Z", "Europe/Berlin"), None);
    }

    #[test]
    fn one_of_every_week_or_day_comes_round_even_past_midnight() {
        let friday = |after: &str| next("Friday 14:00-18:00 payroll", after, "UTC").unwrap().0;
        assert_eq!(friday("2026-11-24T12:00:00Z"), "2026-11-27T14:00:00Z");
        assert_eq!(friday("2026-11-27T17:00:00Z"), "2026-11-27T14:00:00Z", "it runs");
        assert_eq!(friday("2026-11-27T18:00:00Z"), "2026-12-04T14:00:00Z");
        let night = |after: &str| next("daily 23:00-02:00 settlement", after, "UTC").unwrap().0;
        assert_eq!(night("2026-11-24T01:00:00Z"), "2026-11-23T23:00:00Z");
        assert_eq!(night("2026-11-24T02:00:00Z"), "2026-11-24T23:00:00Z");
    }

    #[test]
    fn between_two_times_every_occurrence_is_one_and_the_first_to_come_stands_however_late() {
        let between = |written: &str| -> Vec<String> {
            let critical: Critical = written.parse().unwrap();
            let (after, until) = ("2026-11-24T15:00:00Z", "2026-11-27T15:00:00Z");
            let there = there(after, "UTC");
            let all = critical.between(&there, until.parse().unwrap());
            all.map(|near| near.from.strftime("%a %H").to_string()).collect()
        };
        assert_eq!(
            between("daily 14:00-18:00 x"),
            ["Tue 14", "Wed 14", "Thu 14", "Fri 14"]
        );
        assert_eq!(
            between("daily 00:00-24:00 x"),
            ["Tue 00", "Wed 00", "Thu 00", "Fri 00"]
        );
        assert_eq!(between("mon 14:00-18:00 x"), ["Mon 14"]);
        assert_eq!(between("2026-11-24 14:00-18:00 x"), ["Tue 14"]);
    }

    #[test]
    fn a_moment_is_written_as_it_is_read() {
        for written in [
            "2026-11-24 15:00-17:00 investor call",
            "fri 14:00-18:00 payroll",
            "daily 09:00-24:00 critical hours",
        ] {
            let read: Critical = written.parse().unwrap();
            assert_eq!(read.to_string(), written);
        }
        for wrong in [
            "",
            "investor call",
            "fri",
            "someday 14:00-18:00 x",
            "fri 14-14 x",
            "2026-13-01 9-10 x",
        ] {
            assert!(wrong.parse::<Critical>().is_err(), "{wrong:?}");
        }
    }
}
