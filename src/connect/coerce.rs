//! What another system wrote, as what it means: numbers as text, times in every usual spelling, yes and no.
//!
//! `Ok(None)` is "they do not say": null, nothing, or an empty text. `Err` is a sentence.

use crate::domain::text::Clean;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

type Said<T> = Result<Option<T>, String>;

/// One line of text, cleaned, so that what shows nothing is nothing. Of a list, its first element.
pub fn text(value: &Value) -> Said<String> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(Clean::line(text).trim().to_owned()).filter(|text| !text.is_empty())),
        Value::Number(number) => Ok(Some(number.to_string())),
        Value::Bool(yes) => Ok(Some(yes.to_string())),
        Value::Array(list) => match list.first() {
            None => Ok(None),
            Some(Value::Array(_)) => Err("is a list of lists; expected text".to_owned()),
            Some(first) => text(first),
        },
        Value::Object(_) => Err("is an object; expected text, so name the field inside it".to_owned()),
    }
}

/// Several words: a list, or one text with `;` between them.
pub fn several(value: &Value) -> Said<Vec<String>> {
    let several = match value {
        Value::Array(list) => list
            .iter()
            .map(text)
            .collect::<Result<Vec<_>, _>>()?
            .into_iter()
            .flatten()
            .collect(),
        one => text(one)?
            .iter()
            .flat_map(|text| text.split(';'))
            .map(|word| word.trim().to_owned())
            .filter(|word| !word.is_empty())
            .collect(),
    };
    Ok(Some(several))
}

/// RFC 3339 with any offset (`Z`, `-05:00`, `+0000`), RFC 2822, without an offset as UTC, or a count since 1970 in
/// seconds, milliseconds, microseconds or nanoseconds. Times before 1970 are how some systems write "none".
pub fn time(value: &Value) -> Said<Timestamp> {
    let Some(text) = text(value)? else {
        return Ok(None);
    };
    let time = counted(&text).or_else(|| written(&text)).ok_or_else(|| {
        format!(
            "{} is not a time; expected one such as 2026-11-21T23:59:40Z, or seconds since 1970",
            quoted(&text)
        )
    })?;
    Ok(Some(time).filter(|time| *time > Timestamp::UNIX_EPOCH))
}

fn counted(text: &str) -> Option<Timestamp> {
    let count: f64 = text.parse().ok()?;
    // Seconds reach 1e11 in the year 5138, and milliseconds passed it in 1973.
    let seconds = match count.abs() {
        0.0..1e11 => count,
        1e11..1e14 => count / 1e3,
        1e14..1e17 => count / 1e6,
        _ => count / 1e9,
    };
    let since = SignedDuration::try_from_secs_f64(seconds).ok()?;
    Timestamp::UNIX_EPOCH.checked_add(since).ok()
}

fn written(text: &str) -> Option<Timestamp> {
    let in_utc = |text: &str| {
        let civil: DateTime = text.trim_end_matches("UTC").trim_end().parse().ok()?;
        Some(civil.to_zoned(TimeZone::UTC).ok()?.timestamp())
    };
    text.parse()
        .ok()
        .or_else(|| {
            jiff::fmt::rfc2822::parse(text)
                .ok()
                .map(|zoned| zoned.timestamp())
        })
        .or_else(|| in_utc(text))
}

/// A day, or the day in UTC of a time.
pub fn day(value: &Value) -> Said<Date> {
    let Some(text) = text(value)? else {
        return Ok(None);
    };
    match text.parse() {
        Ok(day) if text.len() == 10 => Ok(Some(day)),
        Ok(_) | Err(_) => match time(value) {
            Ok(time) => Ok(time.map(|time| time.to_zoned(TimeZone::UTC).date())),
            Err(_) => Err(format!(
                "{} is not a day; expected one such as 2026-11-21",
                quoted(&text)
            )),
        },
    }
}

pub fn truth(value: &Value) -> Said<bool> {
    let Some(text) = text(value)? else {
        return Ok(None);
    };
    match text.to_lowercase().as_str() {
        "true" | "yes" | "y" | "1" => Ok(Some(true)),
        "false" | "no" | "n" | "0" => Ok(Some(false)),
        _ => Err(format!("{} is neither yes nor no", quoted(&text))),
    }
}

/// A whole number, rounded to the nearest, between these two.
pub fn whole(value: &Value, least: i64, most: i64) -> Said<i64> {
    let Some(text) = text(value)? else {
        return Ok(None);
    };
    match text.parse::<f64>() {
        Ok(number) if number >= least as f64 && number <= most as f64 => Ok(Some(number.round() as i64)),
        Ok(_) | Err(_) => Err(format!(
            "{} is not a number from {least} to {most}",
            quoted(&text)
        )),
    }
}

/// Somebody else's words in a sentence of ours: cleaned, and short.
pub fn quoted(text: &str) -> String {
    let text = Clean::line(text);
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("\"{}…\"", &text[..end]),
        None => format!("\"{text}\""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_time_is_read_in_every_usual_spelling() {
        let wanted: Timestamp = "2026-11-21T23:59:40Z".parse().unwrap();
        for spelled in [
            json!("2026-11-21T23:59:40Z"),
            json!("2026-11-21T18:59:40-05:00"),
            json!("2026-11-21T23:59:40+0000"),
            json!("2026-11-21T23:59:40.000000+00:00"),
            json!("2026-11-21T23:59:40"),
            json!("2026-11-21 23:59:40"),
            json!("2026-11-21 23:59:40 UTC"),
            json!("Sat, 21 Nov 2026 23:59:40 GMT"),
            json!(1_795_305_580),
            json!("1795305580"),
            json!(1_795_305_580.0),
            json!(1_795_305_580_000_u64),
            json!(1_795_305_580_000_000_u64),
            json!(1_795_305_580_000_000_000_u64),
        ] {
            assert_eq!(time(&spelled), Ok(Some(wanted)), "{spelled}");
        }
        let fine = time(&json!("2026-11-21T23:59:40.585393268Z")).unwrap().unwrap();
        assert_eq!(fine.subsec_nanosecond(), 585_393_268);
    }

    #[test]
    fn no_time_is_no_time_and_nonsense_is_said() {
        for none in [
            json!(null),
            json!(""),
            json!("0001-01-01T00:00:00Z"),
            json!(0),
            json!("0"),
        ] {
            assert_eq!(time(&none), Ok(None), "{none}");
        }
        for wrong in [
            json!("soon"),
            json!({}),
            json!("NaN"),
            json!("1e400"),
            json!(1e300),
            json!("2026-13-45"),
        ] {
            assert!(time(&wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn text_may_be_a_number_and_a_list_gives_its_first() {
        for (value, read) in [
            (json!(42), "42"),
            (json!(true), "true"),
            (json!(["a", "b"]), "a"),
            (json!(" x "), "x"),
        ] {
            assert_eq!(text(&value), Ok(Some(read.to_owned())), "{value}");
        }
        for none in [json!(null), json!("  "), json!([]), json!("\u{1b}[2J\u{202e}")] {
            assert_eq!(text(&none), Ok(None), "{none}");
        }
        assert!(text(&json!({"name": "x"})).is_err());
    }

    #[test]
    fn a_day_may_be_written_as_a_time() {
        for value in [
            json!("2026-11-21"),
            json!("2026-11-21T00:00:00Z"),
            json!(1_795_219_200_000_u64),
        ] {
            assert_eq!(day(&value).unwrap().unwrap().to_string(), "2026-11-21", "{value}");
        }
        assert!(day(&json!("next week")).is_err());
    }

    #[test]
    fn several_words_come_as_a_list_or_with_semicolons() {
        for value in [
            json!(["video", "chat"]),
            json!("video; chat;"),
            json!(["video", null, "chat"]),
        ] {
            assert_eq!(several(&value).unwrap().unwrap(), ["video", "chat"], "{value}");
        }
    }
}
