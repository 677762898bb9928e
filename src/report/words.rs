//! Times and lengths as customers read them: every time carries its zone.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};

/// The zone of whoever reads, and what it is called: "Berlin" of `Europe/Berlin`. UTC stands alone.
#[derive(Clone, Debug)]
pub struct Reader {
    zone: Option<(TimeZone, String)>,
}

impl Reader {
    /// An unknown name is no zone: UTC alone is always right.
    pub fn of(name: Option<&str>) -> Reader {
        let name = name.filter(|name| !matches!(*name, "UTC" | "Etc/UTC"));
        let zone = name.and_then(|name| Some((TimeZone::get(name).ok()?, city(name))));
        Reader { zone }
    }

    /// `14:07 in Berlin (12:07 UTC)`, or `12:07 UTC`.
    pub fn time(&self, at: Timestamp) -> String {
        match &self.zone {
            Some((zone, city)) => format!(
                "{} in {city} ({} UTC)",
                clock(at, zone),
                clock(at, &TimeZone::UTC)
            ),
            None => format!("{} UTC", clock(at, &TimeZone::UTC)),
        }
    }

    /// The day where they are: `Wednesday 1 July 2026`.
    pub fn day(&self, at: Timestamp) -> String {
        let zone = self.zone.as_ref().map_or(TimeZone::UTC, |(zone, _)| zone.clone());
        at.to_zoned(zone).strftime("%A %-d %B %Y").to_string()
    }

    /// The day, and the time unless the whole day is meant: midnight where they are.
    pub fn due(&self, at: Timestamp) -> String {
        let zone = self.zone.as_ref().map_or(TimeZone::UTC, |(zone, _)| zone.clone());
        match at.to_zoned(zone).time() == jiff::civil::Time::midnight() {
            true => self.day(at),
            false => self.moment(at),
        }
    }

    /// The day and the time.
    pub fn moment(&self, at: Timestamp) -> String {
        format!("{}, {}", self.day(at), self.time(at))
    }
}

/// `America/New_York` is in New York.
fn city(name: &str) -> String {
    let city = name.rsplit('/').next().unwrap_or(name);
    city.replace('_', " ")
}

fn clock(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%H:%M").to_string()
}

/// `1 July 2026`, in UTC: good enough for a day months away.
pub fn day(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%-d %B %Y").to_string()
}

/// `2026-07-01 14:07`, as it is typed and read back.
pub fn when(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string()
}

/// `1 hour 31 minutes`, `2 days 4 hours`: the two largest units, in words.
pub fn length(length: SignedDuration) -> String {
    let minutes = length.as_secs().max(0).div_euclid(60);
    let unit = |count: i64, name: &str| match count {
        0 => String::new(),
        1 => format!("1 {name}"),
        _ => format!("{count} {name}s"),
    };
    let (days, hours, rest) = (minutes / 1_440, minutes % 1_440 / 60, minutes % 60);
    let parts = match (days, hours) {
        (0, 0) if rest == 0 => return "less than a minute".to_owned(),
        (0, _) => [unit(hours, "hour"), unit(rest, "minute")],
        _ => [unit(days, "day"), unit(hours, "hour")],
    };
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_told_where_the_reader_is_and_in_utc_over_a_change_of_clocks() {
        let before: Timestamp = "2026-03-29T00:30:00Z".parse().unwrap();
        let berlin = Reader::of(Some("Europe/Berlin"));
        assert_eq!(berlin.time(before), "01:30 in Berlin (00:30 UTC)");
        assert_eq!(
            berlin.moment(before + SignedDuration::from_hours(1)),
            "Sunday 29 March 2026, 03:30 in Berlin (01:30 UTC)"
        );
        let leap: Timestamp = "2028-02-29T23:00:00Z".parse().unwrap();
        let tokyo = Reader::of(Some("Asia/Tokyo"));
        assert_eq!(
            tokyo.moment(leap),
            "Wednesday 1 March 2028, 08:00 in Tokyo (23:00 UTC)"
        );
        for none in [None, Some("UTC"), Some("Nowhere/Atlantis")] {
            assert_eq!(
                Reader::of(none).moment(leap),
                "Tuesday 29 February 2028, 23:00 UTC"
            );
        }
    }

    #[test]
    fn a_length_has_its_two_largest_units_in_words() {
        for (seconds, words) in [
            (20, "less than a minute"),
            (60, "1 minute"),
            (91 * 60, "1 hour 31 minutes"),
            (120 * 60, "2 hours"),
            (52 * 3_600, "2 days 4 hours"),
        ] {
            assert_eq!(length(SignedDuration::from_secs(seconds)), words);
        }
    }
}
