//! The moments a text names: when it began, and when the next text comes (`next update by 14:30 UTC`, `within 30
//! minutes`). Like [`call_list`](super::call_list) it may look up a time zone by its name.

use jiff::civil::{Date, Time};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

/// Words that say the sentence is about the next text. "We deployed at 14:05" is about something else.
const CUES: [&str; 12] = [
    "next update",
    "next word",
    "next news",
    "next text",
    "next post",
    "update by",
    "update at",
    "update in",
    "update within",
    "updates every",
    "update you",
    "more news",
];

/// Who writes again by then says when the next text comes; that it broke or works again says nothing of it.
const WRITING: [&str; 4] = ["write", "post", "update", "report"];
const AGAIN_BY: [&str; 4] = ["again by ", "again at ", "again within ", "again in "];

/// Zones as people abbreviate them, in hours from UTC. In summer CET means CEST to most who write it; it is read as
/// written.
const ZONES: [(&str, i8); 15] = [
    ("utc", 0),
    ("gmt", 0),
    ("z", 0),
    ("wet", 0),
    ("bst", 1),
    ("cet", 1),
    ("cest", 2),
    ("eet", 2),
    ("eest", 3),
    ("est", -5),
    ("edt", -4),
    ("pst", -8),
    ("pdt", -7),
    ("jst", 9),
    ("sgt", 8),
];

/// How far back a time of day may lie and still mean today: a text that goes live a little late.
const LATE: SignedDuration = SignedDuration::from_hours(1);

/// Openings of a sentence that says since when it is broken. "Back since 14:16" is about something else.
const BEGAN: [&str; 4] = ["since ", "from ", "starting at ", "beginning at "];
const BEGAN_WITHIN: [&str; 2] = ["started at ", "began at "];

/// On which side of the text a time of day lies.
#[derive(Clone, Copy)]
enum Side {
    Past,
    Future,
}

/// The moment by which a text promises the next, if it does and the time can be read; `said` is when it goes live.
/// A time of day without a zone is in the zone the text names first, else in UTC.
pub fn next_update(text: &str, said: Timestamp) -> Option<Timestamp> {
    let lower = text.to_lowercase();
    let zone = named_zone(&words(text)).unwrap_or(TimeZone::UTC);
    let mut found = None;
    for sentence in sentences(text, &lower) {
        let cue = CUES.iter().filter_map(|cue| sentence.lower.rfind(cue)).min();
        let Some(cue) = cue.or_else(|| writes_again(sentence.lower)) else {
            continue;
        };
        let after = sentence
            .as_written
            .get(cue..)
            .map(self::words)
            .unwrap_or_default();
        found = read(&after, said, &zone).or(found);
    }
    found
}

/// Where "again by" stands in a sentence that says who writes again.
fn writes_again(sentence: &str) -> Option<usize> {
    let again = AGAIN_BY.iter().filter_map(|cue| sentence.find(cue)).min()?;
    let before = words(&sentence[..again]);
    // "If your report fails again within 10 minutes" promises nothing.
    let conditional = before
        .iter()
        .any(|word| matches!(*word, "if" | "when" | "should"));
    let writes = before.iter().any(|word| WRITING.contains(word));
    (writes && !conditional).then_some(again)
}

/// The moment since when it is broken, as a text says: the last such moment before `said`.
pub fn began(text: &str, said: Timestamp) -> Option<Timestamp> {
    let lower = text.to_lowercase();
    sentences(text, &lower).into_iter().find_map(|sentence| {
        let start = sentence.lower.len() - sentence.lower.trim_start().len();
        let opens = BEGAN
            .iter()
            .find(|cue| sentence.lower[start..].starts_with(**cue));
        let within = BEGAN_WITHIN
            .iter()
            .find_map(|cue| sentence.lower.find(cue).map(|at| at + cue.len()));
        let after = opens.map(|cue| start + cue.len()).or(within)?;
        let words = words(sentence.as_written.get(after..)?);
        clock(words.get(..words.len().min(4))?, said, &TimeZone::UTC, Side::Past)
    })
}

struct Sentence<'a> {
    as_written: &'a str,
    lower: &'a str,
}

/// Cut at line breaks and at full stops that are followed by a space: `14.30` and `p.m.` stay whole.
fn sentences<'a>(text: &'a str, lower: &'a str) -> Vec<Sentence<'a>> {
    // Lower case may have another length in some scripts; then the lower text stands for both.
    let text = if text.len() == lower.len() { text } else { lower };
    let mut cuts = vec![0];
    for (at, _) in lower.match_indices(['.', '!', '?', ';', '\n']) {
        let next = lower.as_bytes().get(at + 1);
        if lower.as_bytes()[at] == b'\n' || next.is_none_or(u8::is_ascii_whitespace) {
            cuts.push(at + 1);
        }
    }
    cuts.push(lower.len());
    let pair = |pair: &[usize]| {
        let (as_written, lower) = (text.get(pair[0]..pair[1])?, lower.get(pair[0]..pair[1])?);
        Some(Sentence { as_written, lower })
    };
    cuts.windows(2).filter_map(pair).collect()
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '+' | '-')))
        .filter(|word| !word.is_empty())
        .collect()
}

/// The first length or time of day in what follows the cue.
fn read(words: &[&str], said: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    for at in 0..words.len() {
        let rest = &words[at..];
        let length = matches!(&*rest[0].to_lowercase(), "within" | "in" | "every" | "after");
        if let Some(length) = length.then(|| self::length(&rest[1..])).flatten() {
            return said.checked_add(length).ok();
        }
        if let Some(moment) = rest[0]
            .parse::<Timestamp>()
            .ok()
            .or_else(|| clock(rest, said, zone, Side::Future))
        {
            return Some(moment);
        }
    }
    None
}

/// `30 minutes`, `half an hour`, `the hour`, `2h`, `at most 20 min`.
fn length(words: &[&str]) -> Option<SignedDuration> {
    let lower: Vec<String> = words.iter().take(6).map(|word| word.to_lowercase()).collect();
    let mut count: Option<i64> = None;
    for word in &lower {
        let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, unit) = word.split_at(digits);
        if let Ok(number) = number.parse() {
            count = Some(number);
        }
        let minutes = match unit {
            "" | "the" | "next" | "about" | "at" | "most" | "another" => continue,
            "a" | "an" => {
                count = count.or(Some(60)).map(|minutes| minutes.min(60));
                continue;
            }
            "half" => {
                // "half an hour": half of what follows.
                return lower
                    .iter()
                    .any(|word| word == "hour")
                    .then_some(SignedDuration::from_mins(30));
            }
            "min" | "mins" | "minute" | "minutes" | "m" => count?,
            "hour" => match count {
                None | Some(60) => 60,
                Some(hours) => hours.checked_mul(60)?,
            },
            "hours" | "h" | "hrs" | "hr" => count?.checked_mul(60)?,
            _ => return None,
        };
        return SignedDuration::try_from_mins(minutes).filter(|length| length.is_positive());
    }
    None
}

/// `14:30 UTC`, `2:30 pm CET`, `09:00 Europe/Berlin tomorrow`: the first such moment, or one that has just passed.
fn clock(words: &[&str], said: Timestamp, zone: &TimeZone, side: Side) -> Option<Timestamp> {
    let time = time_of_day(words)?;
    let near = &words[..words.len().min(4)];
    let zone = named_zone(near).unwrap_or_else(|| zone.clone());
    let today = said.to_zoned(zone.clone()).date();
    let on = |date: Date| Some(date.to_datetime(time).to_zoned(zone.clone()).ok()?.timestamp());
    if near.iter().any(|word| word.eq_ignore_ascii_case("tomorrow")) {
        return on(today.tomorrow().ok()?);
    }
    let days = [today.yesterday().ok(), Some(today), today.tomorrow().ok()];
    let mut moments = days.into_iter().flatten().filter_map(on);
    match side {
        Side::Past => moments.rfind(|moment| *moment <= said),
        Side::Future => {
            let earliest = said.checked_sub(LATE).ok()?;
            moments.find(|moment| *moment >= earliest)
        }
    }
}

/// `14:30`, `14.30`, `2:30 pm`, `9pm`. A bare number is no time of day: "3 of 4 regions".
pub(in crate::domain) fn time_of_day(words: &[&str]) -> Option<Time> {
    let first = words.first()?.to_lowercase();
    let digits = first.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let (hour, minute) = match digits.split_once([':', '.']) {
        Some((hour, minute)) => (hour.parse::<i8>().ok()?, minute),
        None => (digits.parse::<i8>().ok()?, ""),
    };
    let half_named = first.strip_prefix(digits).filter(|rest| !rest.is_empty());
    let half = half_named
        .map(str::to_owned)
        .or_else(|| words.get(1).map(|word| word.to_lowercase()));
    let half = half
        .map(|word| word.replace('.', ""))
        .filter(|word| word == "am" || word == "pm");
    if minute.is_empty() && half.is_none() {
        return None;
    }
    let minute = match minute {
        "" => 0,
        written => written.parse::<i8>().ok().filter(|_| written.len() == 2)?,
    };
    let hour = match half.as_deref() {
        Some("pm") if hour < 12 => hour + 12,
        Some("am") if hour == 12 => 0,
        Some(_) | None => hour,
    };
    Time::new(hour, minute, 0, 0).ok()
}

/// The first zone named: by its abbreviation, by its offset (`UTC+2`, `+02:00`), or by its place (`Europe/Berlin`).
pub(in crate::domain) fn named_zone(words: &[&str]) -> Option<TimeZone> {
    words.iter().find_map(|word| {
        let lower = word.to_lowercase();
        let known = ZONES.iter().find(|(name, _)| *name == lower);
        if let Some((_, hours)) = known {
            return Some(Offset::from_hours(*hours).ok()?.to_time_zone());
        }
        let glued = lower.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':');
        if glued == "z" && glued.len() < lower.len() {
            return Some(TimeZone::UTC);
        }
        let offset = lower
            .strip_prefix("utc")
            .or(lower.strip_prefix("gmt"))
            .unwrap_or(&lower);
        if offset.starts_with(['+', '-']) {
            return from_offset(offset);
        }
        word.contains('/').then(|| TimeZone::get(word).ok()).flatten()
    })
}

/// `+2`, `+02:00`, `-0530`.
fn from_offset(text: &str) -> Option<TimeZone> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits.parse::<i32>().ok()?, 0),
        4 => (digits[..2].parse().ok()?, digits[2..].parse().ok()?),
        _ => return None,
    };
    let seconds = sign * (hours * 60 + minutes) * 60;
    Some(Offset::from_seconds(seconds).ok()?.to_time_zone())
}

#[cfg(test)]
mod tests;
