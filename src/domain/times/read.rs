//! The time to come that words begin with: `15:30`, `30m`, `tomorrow 9:00`, `fri 14:00 there`, `3pm CET`.

use super::{Clock, FAR};
use crate::domain::moments::{named_zone, time_of_day};
use crate::domain::span::Span;
use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

#[derive(Clone, Debug, PartialEq)]
pub enum Read {
    At {
        at: Timestamp,
        /// How many words it took.
        used: usize,
        /// It may have been meant otherwise.
        doubt: Option<String>,
    },
    /// The words name a time that cannot be.
    Wrong(String),
    /// They begin with no time at all.
    Nothing,
}

/// A time of day so recently over is a slip of the hand, not meant for tomorrow.
const SLIP: SignedDuration = SignedDuration::from_hours(2);

/// Half past midnight, said in the evening, needs no word that it is tomorrow.
const NIGHT: SignedDuration = SignedDuration::from_hours(12);

const FILLERS: [&str; 5] = ["at", "by", "in", "within", "until"];

/// Reads the time the words begin with.
pub fn read(words: &[&str], clock: &Clock) -> Read {
    let bare: Vec<&str> = words
        .iter()
        .map(|word| word.trim_end_matches([',', '.', ')']))
        .collect();
    let fillers = bare.iter().take_while(|word| FILLERS.contains(word)).count();
    let rest = &bare[fillers..];
    if let Some((span, used)) = length(rest) {
        if span > FAR {
            let given = rest[..used].join(" ");
            return Read::Wrong(format!("{given} is more than a year away; write a nearer time."));
        }
        return Read::At {
            at: span.after(clock.now),
            used: fillers + used,
            doubt: None,
        };
    }
    if let Some(read) = rest.first().and_then(|word| moment(word, clock, fillers + 1)) {
        return read;
    }
    let (day, before) = match rest.first().and_then(|word| day(word, clock)) {
        Some(day) => (Some(day), 1),
        None => (None, 0),
    };
    let after_day = &rest[before..];
    let Some((time, took)) = of_day(after_day) else {
        return match day {
            Some(day) => on_a_day(day, Time::constant(9, 0, 0, 0), clock, fillers + before),
            None => Read::Nothing,
        };
    };
    let named = zone(&after_day[took..], clock);
    let used = before + took + named.used;
    let behind = rest.get(used).and_then(|word| self::day(word, clock));
    let used = fillers + used + usize::from(day.is_none() && behind.is_some());
    let zone = named.zone.as_ref();
    let read = match day.or(behind) {
        Some(day) => dated(day, time, zone, clock, used),
        None => next(time, zone, clock, used),
    };
    match named.not_on_record {
        true => as_yours(read, time),
        false => read,
    }
}

/// Their time was named, and nobody knows it.
fn as_yours(read: Read, time: Time) -> Read {
    let said = format!(
        "Their time zone is not on record; {} is taken as your time.",
        time.strftime("%H:%M")
    );
    match read {
        Read::At { at, used, doubt } => Read::At {
            at,
            used,
            doubt: Some(doubt.map_or(said.clone(), |doubt| format!("{doubt} {said}"))),
        },
        Read::Wrong(why) => Read::Wrong(format!("{why} {said}")),
        Read::Nothing => Read::Nothing,
    }
}

/// Whether a text begins with a day.
pub fn names_a_day(lower: &str) -> bool {
    let first = lower.split_whitespace().next().unwrap_or_default();
    matches!(first, "today" | "tomorrow") || weekday(first).is_some()
}

/// `30m`, `1h30m`, `30 min`, `2 hours`.
fn length(words: &[&str]) -> Option<(Span, usize)> {
    let first = words.first()?;
    if !first.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if let Some(two) = words.get(1)
        && let Ok(span) = format!("{first} {two}").parse::<Span>()
    {
        return Some((span, 2));
    }
    Some((first.parse().ok()?, 1))
}

/// A time of day, and how many words it took: `3 pm` takes two.
fn of_day(words: &[&str]) -> Option<(Time, usize)> {
    let first = words.first()?;
    if let Some(time) = time_of_day(&[first]) {
        let half = words.get(1).filter(|word| is_half(word));
        return match half {
            Some(_) => Some((time_of_day(&words[..2])?, 2)),
            None => Some((time, 1)),
        };
    }
    let half = words.get(1).filter(|word| is_half(word));
    half.and_then(|_| Some((time_of_day(&words[..2])?, 2)))
}

fn is_half(word: &str) -> bool {
    matches!(&*word.to_lowercase(), "am" | "pm" | "a.m" | "p.m")
}

fn day(word: &str, clock: &Clock) -> Option<Date> {
    let today = clock.now.to_zoned(clock.here.clone()).date();
    let lower = word.to_lowercase();
    match lower.as_str() {
        "today" => Some(today),
        "tomorrow" => today.tomorrow().ok(),
        other => match weekday(other) {
            Some(weekday) => today.nth_weekday(1, weekday).ok(),
            None => other.parse().ok(),
        },
    }
}

/// `2026-11-23T10:00`, with or without a zone behind it.
fn moment(word: &str, clock: &Clock, used: usize) -> Option<Read> {
    if !word.starts_with(|c: char| c.is_ascii_digit()) || !word.contains(['T', 't']) {
        return None;
    }
    let zoned = word.parse::<Timestamp>().ok();
    let zoned = zoned.map(|at| (at.to_zoned(TimeZone::UTC).datetime(), Some(TimeZone::UTC)));
    let (at, zone) = zoned.or_else(|| Some((word.parse::<DateTime>().ok()?, None)))?;
    Some(dated(at.date(), at.time(), zone.as_ref(), clock, used))
}

fn weekday(word: &str) -> Option<Weekday> {
    let days = [
        ("monday", Weekday::Monday),
        ("tuesday", Weekday::Tuesday),
        ("wednesday", Weekday::Wednesday),
        ("thursday", Weekday::Thursday),
        ("friday", Weekday::Friday),
        ("saturday", Weekday::Saturday),
        ("sunday", Weekday::Sunday),
    ];
    let is = |name: &str| word == name || word == &name[..3];
    days.into_iter().find(|(name, _)| is(name)).map(|(_, day)| day)
}

/// The zone named behind a time.
#[derive(Default)]
struct Named {
    zone: Option<TimeZone>,
    /// How many words it took.
    used: usize,
    /// It is the customer's, which is not on record.
    not_on_record: bool,
}

/// The zone the words begin with: `there`, `their time`, `UTC`, `Europe/Berlin`.
fn zone(words: &[&str], clock: &Clock) -> Named {
    let Some(first) = words.first() else {
        return Named::default();
    };
    let here = |used| Named {
        zone: Some(clock.here.clone()),
        used,
        not_on_record: false,
    };
    let there = |used| Named {
        zone: clock.there.cloned(),
        used,
        not_on_record: clock.there.is_none(),
    };
    let time = usize::from(words.get(1).is_some_and(|word| word.eq_ignore_ascii_case("time")));
    match &*first.to_lowercase() {
        "there" => there(1),
        "here" => here(1),
        "their" if time == 1 => there(2),
        "my" | "our" if time == 1 => here(2),
        // A name only, never a word that merely begins with a sign.
        _ if first.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '+' | '-')) => {
            let zone = named_zone(&[first]);
            let took = usize::from(zone.is_some());
            Named {
                zone,
                used: took + took * time,
                not_on_record: false,
            }
        }
        _ => Named::default(),
    }
}

fn on(day: Date, time: Time, zone: &TimeZone) -> Option<Timestamp> {
    Some(day.to_datetime(time).to_zoned(zone.clone()).ok()?.timestamp())
}

/// The whole day: its morning here.
fn on_a_day(day: Date, time: Time, clock: &Clock, used: usize) -> Read {
    match on(day, time, clock.here) {
        Some(at) if at > clock.now => Read::At {
            at,
            used,
            doubt: Some(format!("{day} has no time of day; taken as 09:00.")),
        },
        Some(_) | None => Read::Wrong(format!("{day} is over; write a time to come.")),
    }
}

fn dated(day: Date, time: Time, zone: Option<&TimeZone>, clock: &Clock, used: usize) -> Read {
    match on(day, time, zone.unwrap_or(clock.here)) {
        Some(at) if at > clock.now => Read::At {
            at,
            used,
            doubt: zone.is_none().then(|| elsewhere(at, clock)).flatten(),
        },
        Some(_) | None => {
            let today = clock.now.to_zoned(zone.unwrap_or(clock.here).clone()).date();
            Read::Wrong(match day == today {
                true => over(time, clock),
                false => format!(
                    "{day} {} is over: today is {today}. Write a day to come.",
                    time.strftime("%H:%M")
                ),
            })
        }
    }
}

/// The next time the clock shows this.
fn next(time: Time, zone: Option<&TimeZone>, clock: &Clock, used: usize) -> Read {
    let in_zone = zone.unwrap_or(clock.here);
    let today = clock.now.to_zoned(in_zone.clone()).date();
    let doubt = |at| zone.is_none().then(|| elsewhere(at, clock)).flatten();
    match on(today, time, in_zone) {
        Some(at) if at > clock.now => Read::At {
            at,
            used,
            doubt: doubt(at),
        },
        Some(at) if clock.now.duration_since(at) <= SLIP => Read::Wrong(over(time, clock)),
        Some(_) | None => match today.tomorrow().ok().and_then(|day| on(day, time, in_zone)) {
            Some(at) => Read::At {
                at,
                used,
                doubt: match at.duration_since(clock.now) > NIGHT {
                    true => Some(format!(
                        "{} is over today; taken as tomorrow.",
                        time.strftime("%H:%M")
                    )),
                    false => doubt(at),
                },
            },
            None => Read::Wrong(over(time, clock)),
        },
    }
}

fn over(time: Time, clock: &Clock) -> String {
    let now = clock.now.to_zoned(clock.here.clone());
    let (time, now) = (time.strftime("%H:%M"), now.strftime("%H:%M"));
    format!("{time} is over: it is {now} now. Write a later time, or tomorrow {time}.")
}

/// Said to somebody whose clock shows something else, without saying whose time it is.
fn elsewhere(at: Timestamp, clock: &Clock) -> Option<String> {
    let there = at.to_zoned(clock.there?.clone());
    let here = at.to_zoned(clock.here.clone());
    if there.offset() == here.offset() {
        return None;
    }
    let (here, there) = (here.strftime("%H:%M"), there.strftime("%H:%M"));
    Some(format!(
        "{here} is taken as your time: {there} there. Write \"{here} there\" if it was theirs."
    ))
}
