//! Times as the screen writes them: `at 14:50`, `in 48s`, `+7`, `2 min over`; a length always with its unit.

use crate::domain::span::Span;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// From then on a day without its year could be taken for the nearer one of that name.
const ELEVEN_MONTHS: SignedDuration = SignedDuration::from_hours(335 * 24);

/// `14:02`, with the day before it when it is not the day of `now`, and the year when that day could be taken for
/// one of another.
pub fn clock(at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    if at == Timestamp::MAX {
        return NO_DATE.to_owned();
    }
    let (then, today) = (at.to_zoned(zone.clone()), now.to_zoned(zone.clone()));
    match then.date() == today.date() {
        true => then.strftime("%H:%M").to_string(),
        false if then.duration_since(&today).abs() > ELEVEN_MONTHS => {
            then.strftime("%b %-d %Y %H:%M").to_string()
        }
        false => then.strftime("%b %-d %H:%M").to_string(),
    }
}

/// What is owed and has no time yet, such as the final report before the cause is known.
const NO_DATE: &str = "no date yet";

/// `+7`: whole minutes after the start.
pub fn after_start(minutes: i64) -> String {
    format!("{minutes:+}")
}

/// How exactly a time is counted. One counter of seconds stands on a screen: that of the next due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    Seconds,
    Minutes,
}

/// `in 6m48s`, `in 7 min`, `8 s over`, `2 min over`: how a due stands to now.
pub fn until(at: Timestamp, now: Timestamp, count: Count) -> String {
    if at == Timestamp::MAX {
        return NO_DATE.to_owned();
    }
    let left = at.duration_since(now).as_secs();
    match (left, count) {
        (1.., Count::Seconds) => format!("in {}", exact(left)),
        (1..60, Count::Minutes) => "in 1 min".to_owned(),
        (1.., Count::Minutes) => format!("in {}", rough(left)),
        (..=0, Count::Seconds) if left > -60 => format!("{} s over", -left),
        (-59..=0, Count::Minutes) => "due now".to_owned(),
        (..=0, _) => format!("{} over", rough(-left)),
    }
}

/// `6m48s`, `48s`, `1h05m`.
fn exact(seconds: i64) -> String {
    match seconds {
        ..60 => format!("{seconds}s"),
        60..3_600 => format!("{}m{:02}s", seconds / 60, seconds % 60),
        _ => format!("{}h{:02}m", seconds / 3_600, seconds % 3_600 / 60),
    }
}

/// `7 min`, `1h05m`, `3 d`.
pub fn rough(seconds: i64) -> String {
    match seconds {
        ..3_600 => format!("{} min", seconds / 60),
        3_600..172_800 => format!("{}h{:02}m", seconds / 3_600, seconds % 3_600 / 60),
        _ => format!("{} d", seconds / 86_400),
    }
}

/// How long something has lasted, in minutes: `13 min`, `1h05m`.
pub fn lasted(since: Timestamp, now: Timestamp) -> String {
    rough(now.duration_since(since).as_secs().max(0))
}

/// `42 s`, `3 min`: an age in words, exact only while it is short.
pub fn age(since: Timestamp, now: Timestamp) -> String {
    let seconds = now.duration_since(since).as_secs().max(0);
    match seconds {
        ..60 => format!("{seconds} s"),
        _ => rough(seconds),
    }
}

/// A time as people type it: `15:30` is the next half past three, `30m` is half an hour from now, nothing is none.
pub fn parse(text: &str, now: Timestamp, zone: &TimeZone) -> Result<Option<Timestamp>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if let Ok(span) = text.parse::<Span>() {
        return Ok(Some(span.after(now)));
    }
    let here = now.to_zoned(zone.clone());
    // A day alone is the morning of it.
    if let Ok(day) = text.parse::<jiff::civil::Date>() {
        let morning = day.at(9, 0, 0, 0).to_zoned(zone.clone());
        let morning = morning.map_err(|_| format!("{text} does not exist here"))?;
        return Ok(Some(morning.timestamp()));
    }
    let time: Time = format!("{text:0>5}").parse().map_err(|_| {
        format!("{text:?} is not a time; write 15:30, 30m for half an hour from now, or 2026-12-01")
    })?;
    let zoned = |date: jiff::civil::Date| {
        date.to_datetime(time)
            .to_zoned(zone.clone())
            .map(|zoned| zoned.timestamp())
    };
    let unusable = |_| format!("{text} does not exist on that day here");
    let today = zoned(here.date()).map_err(unusable)?;
    match today > now {
        true => Ok(Some(today)),
        false => {
            let tomorrow = here.date().tomorrow().map_err(unusable)?;
            zoned(tomorrow).map(Some).map_err(unusable)
        }
    }
}

/// A time that is over, as people type it: `14:05` is the last there was, `12m` or `12 min ago` counts back, `now` and
/// nothing are none.
pub fn past(text: &str, now: Timestamp, zone: &TimeZone) -> Result<Option<Timestamp>, String> {
    let text = text.trim();
    if text.is_empty() || text.eq_ignore_ascii_case("now") {
        return Ok(None);
    }
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(Some(at));
    }
    if let Some(why) = to_come(text, now, zone) {
        return Err(why);
    }
    let length = text.trim_start_matches('-').trim_end_matches("ago").trim();
    let found = before(length, now).or_else(|| last(text, now, zone));
    found
        .map(Some)
        .ok_or_else(|| format!("{text:?} is not a time; write 14:05, or 12 min ago"))
}

/// So long before now: `12m`, `12 min`.
pub fn before(length: &str, now: Timestamp) -> Option<Timestamp> {
    let length = length.parse::<Span>().ok()?;
    now.checked_sub(length.0).ok()
}

/// A time of day that comes this soon was hardly meant as yesterday's.
const TOO_NEAR: SignedDuration = SignedDuration::from_hours(6);

/// Why a time of day cannot be taken as one that is over: today it is about to come.
pub fn to_come(text: &str, now: Timestamp, zone: &TimeZone) -> Option<String> {
    let at = now
        .to_zoned(zone.clone())
        .date()
        .to_datetime(time_of_day(text.trim())?)
        .to_zoned(zone.clone())
        .ok()?;
    let ahead = at.timestamp().duration_since(now);
    (ahead.is_positive() && ahead <= TOO_NEAR).then(|| {
        let yesterday = at
            .yesterday()
            .map(|at| at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string());
        format!(
            "{} is still to come today; write a time that is over, or yesterday's as {}",
            text.trim(),
            yesterday.unwrap_or_default()
        )
    })
}

fn time_of_day(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once(':')?;
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

/// The last time the clock showed this.
fn last(text: &str, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    let time = time_of_day(text)?;
    let today = now.to_zoned(zone.clone()).date();
    let on = |date: Date| Some(date.to_datetime(time).to_zoned(zone.clone()).ok()?.timestamp());
    let at = on(today)?;
    match at > now {
        true => on(today.yesterday().ok()?),
        false => Some(at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_due_says_how_long_and_in_what_unit() {
        let now: Timestamp = "2026-03-03T14:00:00Z".parse().unwrap();
        let at = |seconds: i64| now + SignedDuration::from_secs(seconds);
        for (seconds, counted, rough) in [
            (408, "in 6m48s", "in 6 min"),
            (48, "in 48s", "in 1 min"),
            (3_900, "in 1h05m", "in 1h05m"),
            (0, "0 s over", "due now"),
            (-8, "8 s over", "due now"),
            (-130, "2 min over", "2 min over"),
        ] {
            assert_eq!(until(at(seconds), now, Count::Seconds), counted);
            assert_eq!(until(at(seconds), now, Count::Minutes), rough);
        }
    }

    #[test]
    fn a_time_on_another_day_shows_the_day() {
        let now: Timestamp = "2026-03-03T14:00:00Z".parse().unwrap();
        assert_eq!(clock(now, now, &TimeZone::UTC), "14:00");
        assert_eq!(
            clock(now - SignedDuration::from_hours(20), now, &TimeZone::UTC),
            "Mar 2 18:00"
        );
        let next_year = now + SignedDuration::from_hours(366 * 24);
        assert_eq!(clock(next_year, now, &TimeZone::UTC), "Mar 4 2027 14:00");
    }

    #[test]
    fn a_time_is_typed_as_people_say_it() {
        let now: Timestamp = "2026-03-03T14:00:00Z".parse().unwrap();
        let read = |text: &str| parse(text, now, &TimeZone::UTC).map(|at| at.map(|at| at.to_string()));
        assert_eq!(read(""), Ok(None));
        assert_eq!(read("15:30"), Ok(Some("2026-03-03T15:30:00Z".to_owned())));
        assert_eq!(
            read("9:05"),
            Ok(Some("2026-03-04T09:05:00Z".to_owned())),
            "that time today is over"
        );
        assert_eq!(read("30m"), Ok(Some("2026-03-03T14:30:00Z".to_owned())));
        assert!(read("later").is_err());
    }

    #[test]
    fn a_time_that_is_over_is_the_last_there_was_or_counts_back() {
        let now: Timestamp = "2026-03-03T14:00:00Z".parse().unwrap();
        let read = |text: &str| past(text, now, &TimeZone::UTC).map(|at| at.map(|at| at.to_string()));
        for nothing in ["", "now", " Now "] {
            assert_eq!(read(nothing), Ok(None));
        }
        for text in ["13:48", "12m", "12 min ago", "-12m", "2026-03-03T13:48:00Z"] {
            assert_eq!(read(text), Ok(Some("2026-03-03T13:48:00Z".to_owned())), "{text}");
        }
        assert_eq!(
            read("23:50"),
            Ok(Some("2026-03-02T23:50:00Z".to_owned())),
            "last night's"
        );
        assert_eq!(
            read("15:30").unwrap_err(),
            "15:30 is still to come today; write a time that is over, or yesterday's as 2026-03-02T15:30:00+00:00"
        );
        for wrong in ["soon", "ago", "25:00", "12"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
