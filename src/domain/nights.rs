//! Where it is night now, so that nobody is rung out of their sleep, and when they wake.

use super::accounts::Affected;
use super::hours::Hours;
use super::text::Clean;
use jiff::civil::{Time, time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use std::collections::HashMap;

/// Nobody is rung between these hours of their own day, unless they said otherwise.
pub const QUIET_FROM: i8 = 21;
pub const QUIET_TO: i8 = 7;

const QUIET: Hours = Hours {
    from: time(QUIET_FROM, 0, 0, 0),
    to: time(QUIET_TO, 0, 0, 0),
};

/// The local times of one moment. Each zone is looked up once.
pub struct Nights {
    utc: Zoned,
    known: HashMap<Clean, Option<Zoned>>,
}

impl Nights {
    pub fn at(now: Timestamp) -> Self {
        Nights {
            utc: now.to_zoned(TimeZone::UTC),
            known: HashMap::new(),
        }
    }

    pub fn now(&self) -> Timestamp {
        self.utc.timestamp()
    }

    /// The time in a zone; nothing when the zone is not on record, or is not one.
    pub fn there(&mut self, zone: &Clean) -> Option<&Zoned> {
        self.look_up(zone);
        self.known.get(zone).and_then(Option::as_ref)
    }

    /// The time in a zone; in UTC where that is not on record, or is not one.
    pub fn there_or_utc(&mut self, zone: Option<&Clean>) -> &Zoned {
        if let Some(zone) = zone {
            self.look_up(zone);
        }
        let there = zone.and_then(|zone| self.known.get(zone)?.as_ref());
        there.unwrap_or(&self.utc)
    }

    fn look_up(&mut self, zone: &Clean) {
        if !self.known.contains_key(zone) {
            let there = TimeZone::get(zone).ok().map(|there| self.now().to_zoned(there));
            self.known.insert(zone.clone(), there);
        }
    }

    /// Whether one of our own is asleep by the hours of their zone; nobody whose zone is not on record.
    pub fn one_asleep(&mut self, zone: Option<&Clean>) -> bool {
        let there = zone.and_then(|zone| self.there(zone));
        there.is_some_and(|there| QUIET.contain(there.time()))
    }

    /// Whether everybody there who may be called keeps quiet hours now. Where no zone is on record nobody is thought
    /// asleep; where somebody answers day and night, nobody is.
    pub fn asleep(&mut self, affected: &Affected) -> bool {
        !affected.reach.always && self.night(affected)
    }

    /// Whether it is night there for all but whoever answers day and night.
    pub fn desk(&mut self, affected: &Affected) -> bool {
        affected.reach.always && self.night(affected)
    }

    fn night(&mut self, affected: &Affected) -> bool {
        let quiet = quiet(affected);
        let mut zones = zones(affected).iter().peekable();
        let known = zones.peek().is_some();
        known && zones.all(|zone| self.there(zone).is_some_and(|there| quiet.contain(there.time())))
    }

    /// When the first of them may be rung again; `None` when they may be now.
    pub fn wakes(&mut self, affected: &Affected) -> Option<Timestamp> {
        if !self.asleep(affected) {
            return None;
        }
        let until = quiet(affected).to;
        let zones = zones(affected).iter();
        zones.filter_map(|zone| next(self.there(zone)?, until)).min()
    }
}

fn zones(affected: &Affected) -> &[Clean] {
    match affected.reach.zones.is_empty() {
        true => affected.account.timezone.as_slice(),
        false => &affected.reach.zones,
    }
}

fn quiet(affected: &Affected) -> Hours {
    let own = affected.account.quiet_hours.as_deref();
    own.and_then(|hours| hours.parse().ok()).unwrap_or(QUIET)
}

/// The next time that the clocks there show this.
fn next(there: &Zoned, time: Time) -> Option<Timestamp> {
    let day = match there.time() < time {
        true => there.date(),
        false => there.date().tomorrow().ok()?,
    };
    let next = day.to_datetime(time).to_zoned(there.time_zone().clone()).ok()?;
    Some(next.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testkit::*;

    fn affected(zone: &str, zones: &[&str]) -> Affected {
        let room = Room::declared();
        let mut affected = (*room.row("northwind").affected).clone();
        affected.account.timezone = Some(zone.into());
        affected.reach.zones = zones.iter().map(|zone| Clean::from(*zone)).collect();
        affected
    }

    /// Noon in London is 21:00 in Tokyo.
    #[test]
    fn nine_in_the_evening_is_night_until_seven() {
        let tokyo = affected("Asia/Tokyo", &[]);
        assert!(!Nights::at(at(-1)).asleep(&tokyo));
        assert!(Nights::at(at(0)).asleep(&tokyo));
        assert_eq!(Nights::at(at(0)).wakes(&tokyo), Some(at(10 * 60)));
        assert_eq!(
            Nights::at(at(5 * 60)).wakes(&tokyo),
            Some(at(10 * 60)),
            "after midnight"
        );
        assert_eq!(Nights::at(at(10 * 60)).wakes(&tokyo), None);
        assert!(!Nights::at(at(0)).asleep(&affected("Europe/Nowhere", &[])));
    }

    #[test]
    fn one_contact_who_is_awake_or_always_answers_is_enough() {
        assert!(!Nights::at(at(0)).asleep(&affected("Asia/Tokyo", &["Asia/Tokyo", "Europe/London"])));
        let mut manned = affected("Asia/Tokyo", &[]);
        manned.reach.always = true;
        assert!(!Nights::at(at(0)).asleep(&manned));
        assert!(Nights::at(at(0)).desk(&manned) && !Nights::at(at(-1)).desk(&manned));
    }

    #[test]
    fn quiet_hours_of_their_own_replace_the_usual_ones() {
        let mut early = affected("Europe/London", &[]);
        early.account.quiet_hours = Some("13:00-15:00".into());
        // 13:00 in London, in summer.
        assert_eq!(Nights::at(at(0)).wakes(&early), Some(at(120)));
        assert!(!Nights::at(at(9 * 60)).asleep(&early), "22:00 is fine with them");
    }
}
