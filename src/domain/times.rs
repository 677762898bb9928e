//! Times as people type them, in forms, on a call and behind a verb: those to come, and those that are over.

mod read;

use super::span::Span;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
pub use read::{Read, names_a_day, read};

/// When, and in which zones the two on the line live.
#[derive(Clone, Copy, Debug)]
pub struct Clock<'a> {
    pub now: Timestamp,
    /// The caller's.
    pub here: &'a TimeZone,
    /// The customer's, if it is on record.
    pub there: Option<&'a TimeZone>,
}

/// What is further away than a year is a slip of the hand.
pub const FAR: Span = Span::hours(24 * 366);

/// A time to come, as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Typed {
    pub at: Timestamp,
    /// It may have been meant otherwise: somebody has to be told how it was taken.
    pub doubt: Option<String>,
}

/// What to write instead of this.
pub fn expected(given: &str) -> String {
    format!("{given:?} is not a time; write 15:30, 30m, tomorrow 9:00, or 15:30 there for their time.")
}

/// The whole text as a time to come; nothing is none.
///
/// # Errors
/// It is no time, or one that is over: a sentence that says what to write.
pub fn to_come(text: &str, clock: &Clock) -> Result<Option<Typed>, String> {
    let text = text.trim();
    let before = text.strip_prefix('-').map(str::trim);
    if let Some(length) = before.filter(|length| length.parse::<Span>().is_ok()) {
        return Err(format!(
            "{text:?} is before now, and this is something to come; {length} from now is written {length}."
        ));
    }
    let words: Vec<&str> = text.trim_start_matches('+').split_whitespace().collect();
    match read(&words, clock) {
        _ if text.is_empty() => Ok(None),
        Read::At { at, used, doubt } if used == words.len() => Ok(Some(Typed { at, doubt })),
        Read::Wrong(why) => Err(why),
        Read::At { .. } | Read::Nothing => Err(expected(text)),
    }
}

/// The same for the beginning of something that may be going on already: what is just over was the one that is meant.
///
/// # Errors
/// It is no time: a sentence that says what to write.
pub fn beginning(text: &str, clock: &Clock) -> Result<Option<Typed>, String> {
    to_come(text, clock).or_else(|why| match past(text, clock.now, clock.here) {
        Ok(Some(at)) => Ok(Some(Typed { at, doubt: None })),
        Ok(None) | Err(_) => Err(why),
    })
}

/// The same for the end of something that begins at `from`: a time of day is the next one after that, a length counts
/// from it, and a day is one of ours.
///
/// # Errors
/// It is no time, or not after `from`.
pub fn ending(text: &str, from: Timestamp, clock: &Clock) -> Result<Option<Typed>, String> {
    let begins = Clock { now: from, ..*clock };
    let words: Vec<&str> = text.split_whitespace().collect();
    let read = match words
        .first()
        .is_some_and(|first| names_a_day(&first.to_lowercase()))
    {
        true => to_come(text, clock),
        false => match read(&words, &begins) {
            // That it is over then is no news to anybody; what is wrong is the order.
            Read::Wrong(_) => return Err(backwards(text)),
            Read::At { .. } | Read::Nothing => to_come(text, &begins),
        },
    };
    match read? {
        Some(typed) if typed.at <= from => Err(backwards(text)),
        typed => Ok(typed),
    }
}

fn backwards(text: &str) -> String {
    format!(
        "{:?} is before it begins; write a later time, or 2h for two hours.",
        text.trim()
    )
}

/// Whether it names the clocks of the customer: `15:30 there`.
pub fn names_theirs(text: &str) -> bool {
    let mut words = text.split_whitespace();
    words.any(|word| matches!(&*word.to_lowercase(), "there" | "their"))
}

/// A time that is over, as people type it: `14:05` is the last there was, `12m` or `12 min ago` counts back, `now` and
/// nothing are none.
///
/// # Errors
/// It is no time: a sentence that says what to write.
pub fn past(text: &str, now: Timestamp, zone: &TimeZone) -> Result<Option<Timestamp>, String> {
    let text = text.trim();
    if text.is_empty() || text.eq_ignore_ascii_case("now") {
        return Ok(None);
    }
    if let Ok(at) = text.parse::<Timestamp>() {
        // The clocks of two machines differ by a little.
        return match at.duration_since(now) > SignedDuration::from_mins(1) {
            true => Err(format!("{text} is still to come; write a time that is over")),
            false => Ok(Some(at)),
        };
    }
    if let Some(why) = about_to_come(text, now, zone) {
        return Err(why);
    }
    let length = text.trim_start_matches('-').trim_end_matches("ago").trim();
    let found = before(length, now).or_else(|| last(text, now, zone));
    found
        .map(Some)
        .ok_or_else(|| format!("{text:?} is not a time; write 14:05, or 12 min ago"))
}

/// So long before now: `12m`, `12 min`.
fn before(length: &str, now: Timestamp) -> Option<Timestamp> {
    let length = length.parse::<Span>().ok()?;
    now.checked_sub(length.0).ok()
}

/// A time of day that comes this soon was hardly meant as yesterday's.
const TOO_NEAR: SignedDuration = SignedDuration::from_hours(6);

/// Why a time of day cannot be taken as one that is over: today it is about to come.
fn about_to_come(text: &str, now: Timestamp, zone: &TimeZone) -> Option<String> {
    let today = now.to_zoned(zone.clone()).date();
    let at = today
        .to_datetime(time_of_day(text)?)
        .to_zoned(zone.clone())
        .ok()?;
    let ahead = at.timestamp().duration_since(now);
    (ahead.is_positive() && ahead <= TOO_NEAR).then(|| {
        let yesterday = at
            .yesterday()
            .map(|at| at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string());
        format!(
            "{text} is still to come today; write a time that is over, or yesterday's as {}",
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

    fn now() -> Timestamp {
        "2026-03-03T14:00:00Z".parse().unwrap()
    }

    fn clock(zone: &TimeZone) -> Clock<'_> {
        Clock {
            now: now(),
            here: zone,
            there: None,
        }
    }

    #[test]
    fn a_time_is_typed_as_people_say_it() {
        let read =
            |text: &str| to_come(text, &clock(&TimeZone::UTC)).map(|at| at.map(|at| at.at.to_string()));
        assert_eq!(read(""), Ok(None));
        assert_eq!(read("15:30"), Ok(Some("2026-03-03T15:30:00Z".to_owned())));
        assert_eq!(
            read("9:05"),
            Ok(Some("2026-03-04T09:05:00Z".to_owned())),
            "that time today is over"
        );
        for text in [
            "30m",
            "+30m",
            "in 30m",
            "30 min",
            "2026-03-03T14:30:00Z",
            "15:30 CET",
        ] {
            assert_eq!(read(text), Ok(Some("2026-03-03T14:30:00Z".to_owned())), "{text}");
        }
        for text in ["tomorrow 9:00", "2026-03-04", "wed", "2026-03-04 9:00"] {
            assert_eq!(read(text), Ok(Some("2026-03-04T09:00:00Z".to_owned())), "{text}");
        }
        for wrong in [
            "later",
            "15:30 or so",
            "15",
            "13:50",
            "2026-03-01",
            "2026-03-03T13:00:00Z",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
        let before = read("-5m").unwrap_err();
        assert!(before.contains("5m from now is written 5m"), "{before}");
    }

    #[test]
    fn what_may_have_been_meant_otherwise_says_how_it_was_taken() {
        let (here, there) = (TimeZone::UTC, TimeZone::get("Asia/Tokyo").unwrap());
        let clock = Clock {
            there: Some(&there),
            ..clock(&here)
        };
        let typed = to_come("15:30", &clock).unwrap().unwrap();
        assert!(typed.doubt.unwrap().contains("00:30 there"));
        let theirs = to_come("0:30 there", &clock).unwrap().unwrap();
        assert_eq!((theirs.at, theirs.doubt), (typed.at, None));
        assert!(names_theirs("0:30 There") && !names_theirs("0:30"));
    }

    #[test]
    fn what_may_be_going_on_already_began_when_the_clock_last_showed_that() {
        let begins = |text: &str| {
            let typed = beginning(text, &clock(&TimeZone::UTC));
            typed.map(|typed| typed.map(|typed| typed.at.to_string()))
        };
        for text in ["13:40", "-20m", "2026-03-03T13:40:00Z"] {
            assert_eq!(
                begins(text),
                Ok(Some("2026-03-03T13:40:00Z".to_owned())),
                "{text}"
            );
        }
        assert_eq!(begins("14:20"), Ok(Some("2026-03-03T14:20:00Z".to_owned())));
        assert!(begins("later").is_err());
    }

    #[test]
    fn an_end_is_read_from_the_beginning_and_a_day_from_now() {
        let zone = TimeZone::UTC;
        let ends = |text: &str, from: &str| {
            let from = from.parse().unwrap();
            ending(text, from, &clock(&zone)).map(|typed| typed.map(|typed| typed.at.to_string()))
        };
        let (today, tomorrow) = ("2026-03-03T15:00:00Z", "2026-03-04T09:00:00Z");
        assert_eq!(ends("", today), Ok(None));
        assert_eq!(
            ends("17:00", tomorrow),
            Ok(Some("2026-03-04T17:00:00Z".to_owned()))
        );
        assert_eq!(ends("2h", tomorrow), Ok(Some("2026-03-04T11:00:00Z".to_owned())));
        let evening = "2026-03-03T23:00:00Z";
        assert_eq!(ends("1:00", evening), Ok(Some("2026-03-04T01:00:00Z".to_owned())));
        let day = "tomorrow 17:00";
        assert_eq!(ends(day, tomorrow), Ok(Some("2026-03-04T17:00:00Z".to_owned())));
        for wrong in ["14:30", "today 14:30", "later"] {
            assert!(ends(wrong, today).is_err(), "{wrong}");
        }
        assert!(ends("14:30", today).unwrap_err().contains("before it begins"));
    }

    #[test]
    fn a_time_that_is_over_is_the_last_there_was_or_counts_back() {
        let read = |text: &str| past(text, now(), &TimeZone::UTC).map(|at| at.map(|at| at.to_string()));
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
