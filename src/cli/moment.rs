//! Times as people type them: `2026-03-02T14:00:00Z`, `14:30`, `30m`.

use super::failure::Failure;
use crate::domain::times::{self, Clock};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// On which side of now a time lies, where what was typed leaves it open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Something that happened: see [`times::past`].
    Past,
    /// Something to come, as the forms of the room take it: see [`times::to_come`].
    Future,
}

/// Reads a time.
///
/// # Errors
/// It is none, with what was expected.
pub fn parse(text: &str, side: Side, now: Timestamp, zone: &TimeZone) -> Result<Timestamp, Failure> {
    let read = match side {
        Side::Past => times::past(text, now, zone),
        // Which account it is about, and so whose clocks, the words behind a verb do not say.
        Side::Future if times::names_theirs(text) => Err(format!(
            "{text:?} is by their clocks, which are not known here; name the zone: 15:30 Europe/Berlin."
        )),
        Side::Future => times::to_come(text, &clock(now, zone)).map(|typed| typed.map(|typed| typed.at)),
    };
    let example = match side {
        Side::Past => "14:05, 5m (five minutes ago) or 2026-03-02T14:00:00Z",
        Side::Future => "15:30, 30m, tomorrow 9:00 or 2026-12-01T14:00:00Z",
    };
    let nothing = || format!("{text:?} is not a time; write one such as {example}");
    read.and_then(|at| at.ok_or_else(nothing)).map_err(Failure::usage)
}

/// The clock of whoever types a verb.
pub fn clock(now: Timestamp, zone: &TimeZone) -> Clock<'_> {
    Clock {
        now,
        here: zone,
        there: None,
    }
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
