//! Times as the screen writes them: `at 14:50`, `in 48s`, `+7`, `2 min over`; a length always with its unit.

use crate::domain::speech::{mark, said, say, word};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// From then on a day without its year could be taken for the nearer one of that name.
const ELEVEN_MONTHS: SignedDuration = SignedDuration::from_hours(335 * 24);

/// `14:02`, with the day before it when it is not the day of `now`, and the year when that day could be taken for
/// one of another.
pub fn clock(at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    if at == Timestamp::MAX {
        return said(NO_DATE).to_owned();
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
const NO_DATE: &str = mark!("no date yet");

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
        return said(NO_DATE).to_owned();
    }
    let left = at.duration_since(now).as_secs();
    match (left, count) {
        (1.., Count::Seconds) => say!("in {exact}", exact = exact(left)),
        (1..60, Count::Minutes) => word!("in 1 min").to_owned(),
        (1.., Count::Minutes) => say!("in {rough}", rough = rough(left)),
        (..=0, Count::Seconds) if left > -60 => say!("{left} s over", left = -left),
        (-59..=0, Count::Minutes) => word!("due now").to_owned(),
        (..=0, _) => say!("{rough} over", rough = rough(-left)),
    }
}

/// `6m48s`, `48s`, `1h05m`.
fn exact(seconds: i64) -> String {
    match seconds {
        ..60 => format!("{seconds}s"),
        60..3_600 => say!(
            "{seconds}m{seconds2:02}s",
            seconds = seconds / 60,
            seconds2 = seconds % 60
        ),
        _ => say!(
            "{seconds}h{seconds2:02}m",
            seconds = seconds / 3_600,
            seconds2 = seconds % 3_600 / 60
        ),
    }
}

/// `7 min`, `1h05m`, `3 d`.
pub fn rough(seconds: i64) -> String {
    match seconds {
        ..3_600 => say!("{seconds} min", seconds = seconds / 60),
        3_600..172_800 => say!(
            "{seconds}h{seconds2:02}m",
            seconds = seconds / 3_600,
            seconds2 = seconds % 3_600 / 60
        ),
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
}
