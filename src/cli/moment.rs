//! Times as people type them: `2026-03-02T14:00:00Z`, `14:30`, `30m`.

use super::failure::Failure;
use crate::tui::words::when;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// On which side of now a time lies, where what was typed leaves it open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Something that happened: `14:30` is the last one there was, `5m` is five minutes ago.
    Past,
    /// Something to come: `14:30` is the next one, `30m` is half an hour from now.
    Future,
}

/// Reads a time.
///
/// # Errors
/// It is none, with what was expected.
pub fn parse(text: &str, side: Side, now: Timestamp, zone: &TimeZone) -> Result<Timestamp, Failure> {
    let text = text.trim();
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(at);
    }
    if let Some(why) = when::to_come(text, now, zone).filter(|_| side == Side::Past) {
        return Err(Failure::usage(why));
    }
    let read = match (text.strip_prefix('-'), side) {
        (Some(length), Side::Past) => when::before(length, now),
        (Some(length), Side::Future) if when::before(length, now).is_some() => {
            return Err(Failure::usage(format!(
                "{text:?} is before now, and this is something to come; {length} from now is written {length}"
            )));
        }
        (Some(_), Side::Future) => None,
        (None, Side::Past) => when::past(text, now, zone).ok().flatten(),
        // As the forms of the room take it.
        (None, Side::Future) => {
            let text = text.strip_prefix('+').unwrap_or(text);
            when::parse(text, now, zone).ok().flatten()
        }
    };
    read.ok_or_else(|| {
        let example = match side {
            Side::Past => "5m (five minutes ago)",
            Side::Future => "30m (half an hour from now), 2026-12-01",
        };
        Failure::usage(format!(
            "{text:?} is not a time; expected one such as 14:30, {example} or 2026-03-02T14:00:00Z"
        ))
    })
}

/// A time that may be left out.
pub fn maybe(
    text: Option<&str>,
    side: Side,
    now: Timestamp,
    zone: &TimeZone,
) -> Result<Option<Timestamp>, Failure> {
    text.map(|text| parse(text, side, now, zone)).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, side: Side) -> Option<String> {
        let now = "2026-03-02T14:02:00Z".parse().unwrap();
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        Some(parse(text, side, now, &zone).ok()?.to_string())
    }

    #[test]
    fn a_clock_time_is_the_nearest_one_on_the_side_that_makes_sense() {
        // 15:02 in Berlin.
        assert_eq!(read("15:30", Side::Future).unwrap(), "2026-03-02T14:30:00Z");
        assert_eq!(read("9:00", Side::Future).unwrap(), "2026-03-03T08:00:00Z");
        assert_eq!(read("14:50", Side::Past).unwrap(), "2026-03-02T13:50:00Z");
        assert_eq!(read("23:50", Side::Past).unwrap(), "2026-03-01T22:50:00Z");
    }

    #[test]
    fn a_length_counts_from_now_or_back_from_it() {
        assert_eq!(read("30m", Side::Future).unwrap(), "2026-03-02T14:32:00Z");
        assert_eq!(read("+30m", Side::Future).unwrap(), "2026-03-02T14:32:00Z");
        assert_eq!(read("5m", Side::Past).unwrap(), "2026-03-02T13:57:00Z");
        assert_eq!(read("-5m", Side::Past).unwrap(), "2026-03-02T13:57:00Z");
        assert_eq!(
            read("2026-03-02T10:00:00+02:00", Side::Past).unwrap(),
            "2026-03-02T08:00:00Z"
        );
    }

    #[test]
    fn what_is_no_time_is_told_with_what_was_expected() {
        assert!(
            read("-5m", Side::Future).is_none(),
            "what is to come is not in the past"
        );
        for wrong in ["", "soon", "25:00", "14:61", "30"] {
            assert!(read(wrong, Side::Future).is_none(), "{wrong:?}");
            assert!(read(wrong, Side::Past).is_none(), "{wrong:?}");
        }
    }
}
