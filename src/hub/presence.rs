//! Who is here, as a state machine: whoever polls with a screen's id is, until two polls of that screen are missed.
//!
//! It is the one thing that is not in the log. Time is the world's, counted from any start: a demo's clock runs
//! faster than its people. Nobody sweeps: those who are gone are found by the next poll of anybody.

use super::mask::Sight;
use crate::domain::actor::{Access, Actor};
use crate::domain::ids::Name;
use crate::domain::text::Clean;
use crate::wire::Present;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use uuid::Uuid;

/// What a screen has beyond its wait before its poll counts as missed.
const GRACE: Duration = Duration::from_secs(2);
/// A screen hears of others' coming and going at most this often, unless it is answered anyway.
pub const AT_MOST_EVERY: Duration = Duration::from_millis(500);
/// Screens beyond this are not counted: somebody is making them up.
const MOST_SCREENS: usize = 20_000;

#[derive(Debug, Default)]
pub struct Presence {
    screens: BTreeMap<Uuid, Screen>,
    /// Grows with every change somebody could see.
    version: u64,
}

#[derive(Debug)]
struct Screen {
    who: Actor,
    looking_at: Option<Clean>,
    polled_at: Duration,
    gone_at: Duration,
    /// The version it was told last, and when.
    told: Option<(u64, Duration)>,
    /// How much of the log it was shown last.
    sight: Option<Sight>,
}

/// One poll, as far as presence is concerned.
#[derive(Clone, Debug)]
pub struct Polled<'a> {
    pub screen: Uuid,
    pub who: &'a Actor,
    pub looking_at: Option<Clean>,
    pub wait: Duration,
}

impl Presence {
    /// Notes a poll; true when others should hear of it.
    pub fn polled(&mut self, poll: Polled, now: Duration) -> bool {
        let before = self.version;
        self.sweep(now);
        let gone_at = now + (poll.wait + GRACE) * 2;
        let room = self.screens.len() < MOST_SCREENS;
        match self.screens.get_mut(&poll.screen) {
            Some(screen) => {
                let changed = screen.who != *poll.who || screen.looking_at != poll.looking_at;
                // A screen that does not wait has just come, or has missed something: it is told all.
                let told = screen.told.filter(|_| !poll.wait.is_zero());
                let sight = screen.sight;
                *screen = Screen {
                    who: poll.who.clone(),
                    looking_at: poll.looking_at,
                    polled_at: now,
                    gone_at,
                    told,
                    sight,
                };
                self.version += u64::from(changed);
            }
            None if room => {
                let screen = Screen {
                    who: poll.who.clone(),
                    looking_at: poll.looking_at,
                    polled_at: now,
                    gone_at,
                    told: None,
                    sight: None,
                };
                self.screens.insert(poll.screen, screen);
                self.version += 1;
            }
            None => {}
        }
        self.version != before
    }

    /// Notes how much of the log a screen is shown; true when that is not what it was shown before.
    pub fn sees_anew(&mut self, screen: Uuid, sight: Sight) -> bool {
        let screen = self.screens.get_mut(&screen);
        let before = screen.and_then(|screen| screen.sight.replace(sight));
        before.is_some_and(|before| before != sight)
    }

    /// Who is here, if that has changed since this screen was told; it counts as told then.
    pub fn tell(&mut self, screen: Uuid, now: Duration) -> Option<Vec<Present>> {
        let version = self.version;
        let asker = self.screens.get_mut(&screen)?;
        if asker.told.is_some_and(|(told, _)| told == version) {
            return None;
        }
        asker.told = Some((version, now));
        Some(self.present(now))
    }

    /// How long before this screen is told of a change if there is no other news; `None` while there is no change.
    pub fn rest(&self, screen: Uuid, now: Duration) -> Option<Duration> {
        match self.screens.get(&screen)?.told {
            Some((told, _)) if told == self.version => None,
            Some((_, at)) => Some((at + AT_MOST_EVERY).saturating_sub(now)),
            None => Some(Duration::ZERO),
        }
    }

    /// Who is here, each once.
    pub fn names(&mut self, now: Duration) -> BTreeSet<Name> {
        self.sweep(now);
        self.screens
            .values()
            .map(|screen| screen.who.name.clone())
            .collect()
    }

    fn sweep(&mut self, now: Duration) {
        let before = self.screens.len();
        self.screens.retain(|_, screen| now < screen.gone_at);
        self.version += u64::from(self.screens.len() != before);
    }

    /// By name, so that two screens list the room alike.
    fn present(&self, now: Duration) -> Vec<Present> {
        let mut present: Vec<Present> = self
            .screens
            .values()
            .map(|screen| Present {
                name: screen.who.name.clone(),
                role: Clean::from(Access::as_str(screen.who.access)),
                looking_at: screen.looking_at.clone(),
                idle_s: now.saturating_sub(screen.polled_at).as_secs(),
            })
            .collect();
        present.sort_by(|a, b| a.name.cmp(&b.name));
        present
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DANA: Uuid = Uuid::from_u128(1);
    const OMAR: Uuid = Uuid::from_u128(2);

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn poll(presence: &mut Presence, screen: Uuid, name: &str, looking_at: &str, now: Duration) -> bool {
        let polled = Polled {
            screen,
            who: &Actor::new(name, Access::Advocate),
            looking_at: Some(looking_at.into()),
            wait: at(5),
        };
        presence.polled(polled, now)
    }

    fn names(told: Option<Vec<Present>>) -> Option<Vec<String>> {
        Some(told?.iter().map(|present| present.name.to_string()).collect())
    }

    #[test]
    fn a_screen_is_told_who_is_here_once_and_again_when_that_changes() {
        let mut room = Presence::default();
        assert!(poll(&mut room, DANA, "dana", "acme", at(0)));
        assert_eq!(names(room.tell(DANA, at(0))).unwrap(), ["dana"]);
        assert!(!poll(&mut room, DANA, "dana", "acme", at(5)));
        assert_eq!(room.tell(DANA, at(5)), None);
        assert!(poll(&mut room, OMAR, "omar", "acme", at(6)));
        assert_eq!(names(room.tell(DANA, at(6))).unwrap(), ["dana", "omar"]);
        assert!(poll(&mut room, OMAR, "omar", "bolt", at(7)));
        assert_eq!(room.tell(DANA, at(7)).unwrap()[1].looking_at, Some("bolt".into()));
    }

    #[test]
    fn somebody_is_gone_after_two_missed_polls() {
        let mut room = Presence::default();
        poll(&mut room, OMAR, "omar", "acme", at(0));
        poll(&mut room, DANA, "dana", "acme", at(13));
        assert_eq!(names(room.tell(DANA, at(13))).unwrap(), ["dana", "omar"]);
        assert!(poll(&mut room, DANA, "dana", "acme", at(14)));
        assert_eq!(names(room.tell(DANA, at(14))).unwrap(), ["dana"]);
        poll(&mut room, OMAR, "dana", "acme", at(14));
        assert_eq!(
            room.names(at(14)),
            BTreeSet::from(["dana".into()]),
            "on two screens"
        );
        assert!(room.names(at(60)).is_empty());
    }

    #[test]
    fn nobody_is_told_more_often_than_twice_a_second() {
        let mut room = Presence::default();
        poll(&mut room, DANA, "dana", "acme", at(1));
        assert_eq!(room.rest(DANA, at(1)), Some(Duration::ZERO));
        room.tell(DANA, at(1));
        assert_eq!(room.rest(DANA, at(1)), None);
        poll(&mut room, OMAR, "omar", "acme", at(1));
        assert_eq!(room.rest(DANA, at(1)), Some(AT_MOST_EVERY));
        assert_eq!(room.rest(DANA, at(2)), Some(Duration::ZERO));
    }

    #[test]
    fn a_screen_that_asks_without_waiting_is_told_all_again() {
        let mut room = Presence::default();
        poll(&mut room, DANA, "dana", "acme", at(0));
        room.tell(DANA, at(0));
        let back = Polled {
            screen: DANA,
            who: &Actor::new("dana", Access::Advocate),
            looking_at: Some("acme".into()),
            wait: Duration::ZERO,
        };
        assert!(!room.polled(back, at(1)));
        assert!(room.tell(DANA, at(1)).is_some());
    }
}
