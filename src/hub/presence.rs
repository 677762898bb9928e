//! Who is here, as a state machine: whoever polls with a screen's id is, until two polls of that screen are missed.
//!
//! It is the one thing that is not in the log. Time is the world's, counted from any start: a demo's clock runs
//! faster than its people. Nobody sweeps: those who are gone are found by the next poll of anybody.
//!
//! To tell everybody of everybody costs the square of how many there are. A crowd is therefore told less often, and
//! what it is told is written down once for all.

#[cfg(test)]
mod tests;

use super::mask::Sight;
use crate::domain::actor::{Access, Actor};
use crate::domain::ids::Name;
use crate::domain::text::Clean;
use crate::wire::Present;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use uuid::Uuid;

/// What a screen has beyond its wait before its poll counts as missed.
const GRACE: Duration = Duration::from_secs(2);
/// A screen hears of others' coming and going at most this often, unless it is answered anyway.
pub const AT_MOST_EVERY: Duration = Duration::from_millis(500);
/// Screens beyond this are not counted: somebody is making them up.
const MOST_SCREENS: usize = 20_000;
/// Screens up to here are told at once when they come, and whenever they are answered.
const CROWD: usize = 100;
/// Screens that come within [`AT_MOST_EVERY`] and are told at once. With more of them nobody is told before they have
/// all come, and then everybody is told one list: each would else be told of those before them.
const RUSH: u32 = 8;
/// For so long at most, however many come.
const LONGEST_RUSH: Duration = Duration::from_secs(5);
/// Names a second that the screens of a crowd are told, all of them together: about 100 bytes each.
const NAMES: u64 = 200_000;

#[derive(Debug, Default)]
pub struct Presence {
    screens: BTreeMap<Uuid, Screen>,
    /// Grows with every change somebody could see, and goes to the screens with every list.
    version: u64,
    /// Nobody is gone before then.
    all_here_until: Duration,
    company: Option<Listed>,
    /// Lists made.
    lists: u64,
    /// When a crowd was last called to look, and whether it is about to be again.
    called_at: Option<Duration>,
    calling: bool,
    rush: Rush,
    /// Everybody who was ever here.
    came: BTreeSet<Name>,
}

/// Many who come one after the other.
#[derive(Debug, Default)]
struct Rush {
    /// Whoever comes first comes with many others, as after a restart.
    expected: bool,
    /// How many have come since a moment.
    since: Duration,
    screens: u32,
    began: Duration,
    /// It is over then, unless more of them come.
    until: Duration,
}

impl Rush {
    fn comes(&mut self, now: Duration) {
        // After the longest they are told before the next begins.
        let over = self.since < self.until && now >= self.until;
        if over || now >= self.since + AT_MOST_EVERY {
            (self.since, self.screens) = (now, 0);
        }
        self.screens += 1;
        if self.screens <= RUSH && !std::mem::take(&mut self.expected) {
            return;
        }
        if !self.is_on(now) {
            self.began = now;
        }
        self.until = (now + AT_MOST_EVERY).min(self.began + LONGEST_RUSH);
    }

    fn is_on(&self, now: Duration) -> bool {
        now < self.until
    }
}

/// Who is here, by name: written down once for all who are told.
#[derive(Debug, Default)]
pub struct Company {
    pub version: u64,
    pub present: Vec<Present>,
    json: OnceLock<String>,
}

#[derive(Debug)]
struct Listed {
    company: Arc<Company>,
    at: Duration,
}

/// When those who wait should look at who is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    Now,
    /// After so long, and then [`Presence::called`].
    Later(Duration),
    /// They are about to be called anyway.
    Not,
}

impl Company {
    pub fn json(&self) -> &str {
        // Cannot fail: a name, a role and numbers are JSON.
        self.json
            .get_or_init(|| serde_json::to_string(&self.present).unwrap_or_default())
    }
}

#[derive(Debug)]
struct Screen {
    who: Actor,
    looking_at: Option<Clean>,
    polled_at: Duration,
    gone_at: Duration,
    /// The version it has, as it says itself, or else the one it was answered last.
    told: Option<u64>,
    /// It is told nothing before then, unless it is answered anyway.
    due: Duration,
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
    /// The version the screen has. An answer may have gone to a question it had given up: only the screen knows.
    pub has: Option<u64>,
}

impl Presence {
    /// `version`: of an empty room. A hub before this one must not have come as far, since screens may still have a list
    /// of it.
    pub fn new(version: u64) -> Presence {
        Presence {
            version,
            ..Presence::default()
        }
    }

    /// After a restart: everybody who was here is about to come back.
    pub fn after_a_restart(version: u64) -> Presence {
        let rush = Rush {
            expected: true,
            ..Rush::default()
        };
        Presence {
            rush,
            ..Presence::new(version)
        }
    }

    /// Notes a poll; true when others should hear of it.
    pub fn polled(&mut self, poll: Polled, now: Duration) -> bool {
        let before = self.version;
        self.sweep(now);
        let gone_at = now + (poll.wait + GRACE) * 2;
        self.all_here_until = self.all_here_until.min(gone_at);
        let room = self.screens.len() < MOST_SCREENS;
        if !self.screens.contains_key(&poll.screen) {
            self.rush.comes(now);
        }
        let welcome = if self.is_crowd() { now + self.pace() } else { now };
        match self.screens.get_mut(&poll.screen) {
            Some(screen) => {
                let changed = screen.who != *poll.who || screen.looking_at != poll.looking_at;
                // A screen that does not wait has just come, or has missed something: it is told all.
                let told = poll.has.or(screen.told).filter(|_| !poll.wait.is_zero());
                let due = if told.is_some() {
                    screen.due
                } else {
                    screen.due.min(welcome)
                };
                let sight = screen.sight;
                *screen = Screen {
                    who: poll.who.clone(),
                    looking_at: poll.looking_at,
                    polled_at: now,
                    gone_at,
                    told,
                    due,
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
                    due: welcome,
                    sight: None,
                };
                self.screens.insert(poll.screen, screen);
                self.version += 1;
            }
            None => {}
        }
        self.version != before
    }

    /// Whether somebody has come who was never here before; asked once more, they were.
    pub fn comes_first(&mut self, name: &Name) -> bool {
        !self.came.contains(name) && self.came.insert(name.clone())
    }

    /// Notes how much of the log a screen is shown; true when that is not what it was shown before.
    pub fn sees_anew(&mut self, screen: Uuid, sight: Sight) -> bool {
        let screen = self.screens.get_mut(&screen);
        let before = screen.and_then(|screen| screen.sight.replace(sight));
        before.is_some_and(|before| before != sight)
    }

    /// Who is here, if that has changed since this screen was told; it counts as told then.
    pub fn tell(&mut self, screen: Uuid, now: Duration) -> Option<Arc<Company>> {
        let (version, crowd, pace) = (self.version, self.is_crowd(), self.pace());
        if self.rush.is_on(now) {
            return None;
        }
        let asker = self.screens.get_mut(&screen)?;
        if asker.told == Some(version) || (crowd && now < asker.due) {
            return None;
        }
        asker.due = now + pace;
        let company = self.company(now);
        let asker = self.screens.get_mut(&screen)?;
        asker.told = Some(company.version);
        Some(company)
    }

    /// How long before this screen is told of a change if there is no other news; `None` while there is no change.
    pub fn rest(&self, screen: Uuid, now: Duration) -> Option<Duration> {
        let screen = self.screens.get(&screen)?;
        let due = screen.due.max(self.rush.until);
        (screen.told != Some(self.version)).then(|| due.saturating_sub(now))
    }

    /// Somebody should hear of a change: when those who wait should look. A crowd looks a few times a second, however
    /// many come and go.
    pub fn call(&mut self, now: Duration) -> Call {
        let many = self.is_crowd() || self.rush.is_on(now);
        let last = self.called_at.filter(|_| many);
        let rest = last.map_or(Duration::ZERO, |last| (last + AT_MOST_EVERY).saturating_sub(now));
        if self.calling {
            return Call::Not;
        }
        if rest.is_zero() {
            self.called_at = Some(now);
            return Call::Now;
        }
        self.calling = true;
        Call::Later(rest)
    }

    /// Those who wait look now.
    pub fn called(&mut self, now: Duration) {
        self.called_at = Some(now);
        self.calling = false;
    }

    /// How often who is here was listed.
    pub fn lists(&self) -> u64 {
        self.lists
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
        if now < self.all_here_until {
            return;
        }
        let before = self.screens.len();
        self.screens.retain(|_, screen| now < screen.gone_at);
        self.version += u64::from(self.screens.len() != before);
        let first = self.screens.values().map(|screen| screen.gone_at).min();
        self.all_here_until = first.unwrap_or(Duration::MAX);
    }

    fn is_crowd(&self) -> bool {
        self.screens.len() > CROWD
    }

    /// How often one screen is told.
    fn pace(&self) -> Duration {
        let all = self.screens.len() as u64;
        AT_MOST_EVERY.max(Duration::from_millis(all * all * 1_000 / NAMES))
    }

    /// A list: of the last version, or in a crowd of one that was a moment ago. While nothing changes the whole crowd is
    /// told one, however long that takes.
    fn company(&mut self, now: Duration) -> Arc<Company> {
        let (crowd, same) = (self.is_crowd(), |kept: &Listed| {
            kept.company.version == self.version
        });
        let holds = |kept: &Listed| match (crowd, same(kept)) {
            (true, true) => self.pace() * 2,
            (true, false) | (false, true) => AT_MOST_EVERY,
            (false, false) => Duration::ZERO,
        };
        let kept = self.company.as_ref().filter(|kept| kept.at + holds(kept) > now);
        if let Some(kept) = kept {
            return kept.company.clone();
        }
        let company = Arc::new(Company {
            version: self.version,
            present: self.present(now),
            json: OnceLock::new(),
        });
        self.lists += 1;
        self.company = Some(Listed {
            company: company.clone(),
            at: now,
        });
        company
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
