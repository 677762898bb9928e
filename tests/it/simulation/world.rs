//! One run: virtual time, the line between hub and screens, and the order in which everything happens.

use super::dice::Dice;
use super::disk::Folder;
use super::faults::{Broken, Faults, MS, SECOND};
use super::hub::Hub;
use super::oracle::{Counts, Lineage, Oracle, Verdict};
use super::screen::Screen;
use jiff::Timestamp;
use std::collections::{BTreeMap, VecDeque};
use warroom::client::ClientError;
use warroom::client::connection::said;
use warroom::domain::command::Submission;
use warroom::hub::answer::Answer;
use warroom::store::{Memory, Store};
use warroom::wire::{Accepted, News, Poll};

/// Lines of what happened that are shown with a violation.
const SHOWN: usize = 60;

pub struct World {
    /// Nanoseconds since the run began.
    pub now: u64,
    pub dice: Dice,
    pub faults: Faults,
    pub broken: Broken,
    pub oracle: Oracle,
    pub screens: Vec<Screen>,
    /// One a person.
    pub folders: Vec<Folder>,
    pub hub: Option<Hub>,
    /// The hub's, while there is no hub to hold it.
    pub disk: Memory,
    /// An older copy of it.
    pub backup: Memory,
    pub lives: u64,
    pub ids: u128,
    /// What the hub's clock is ahead of the world, or behind.
    pub clock_off: i64,
    /// By the hub's clock.
    pub began_at: Timestamp,
    pub clock_stepped_at: u64,
    /// When something was recorded last.
    pub recorded_at: u64,
    /// The first thing that was not as it must be.
    pub wrong: Option<String>,
    /// Every line is shown as it happens.
    aloud: bool,
    queue: BTreeMap<(u64, u64), Happens>,
    queued: u64,
    told: VecDeque<String>,
    /// Of everything that happened, so that two runs can be held against each other.
    pub digest: u64,
}

/// What is going to happen.
#[derive(Clone, Debug)]
pub enum Happens {
    Wake(Life),
    Deed(usize),
    Opened(Life),
    Written(Life),
    Posted(Life, u64, Option<Reply>),
    Polled(Life, u64, u64, Result<News, ClientError>),
    Post(Life, Parcel),
    Poll(Life, u64, Poll),
    Turn(u64),
    HubWake(u64),
    /// A waiting poll is looked at again.
    Look(u64),
    Trouble,
    StartHub,
    /// Somebody does what a hub whose disk has failed asks for.
    RestartHub,
    StartScreen(usize),
}

/// One start of the program on a screen: what was meant for the one before it does not reach it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Life {
    pub screen: usize,
    pub number: u64,
}

/// A command on the line.
#[derive(Clone, Debug)]
pub struct Parcel {
    pub attempt: u64,
    pub submission: Submission,
    /// There is no other copy of it on the line.
    pub sole: bool,
}

#[derive(Clone, Debug)]
pub struct Reply {
    pub result: Result<Accepted, ClientError>,
    pub lineage: Lineage,
    pub sole: bool,
}

/// What a run came to.
pub struct Ran {
    pub counts: Counts,
    pub digest: u64,
    pub result: Result<(), String>,
}

impl World {
    pub fn new(seed: u64, broken: Broken) -> Self {
        let mut dice = Dice::new(seed);
        let faults = Faults::drawn(&mut dice);
        let Store::Memory(disk) = Store::memory([7; 32]) else {
            unreachable!("it was asked for in memory");
        };
        World {
            now: 0,
            dice,
            faults,
            broken,
            oracle: Oracle::default(),
            screens: Vec::new(),
            folders: Vec::new(),
            hub: None,
            backup: disk.clone(),
            disk,
            lives: 0,
            ids: 0,
            clock_off: 0,
            began_at: "2026-03-02T14:00:00Z".parse().unwrap(),
            clock_stepped_at: 0,
            recorded_at: 0,
            wrong: None,
            aloud: std::env::var_os("WARROOM_SIM_ALOUD").is_some(),
            queue: BTreeMap::new(),
            queued: 0,
            told: VecDeque::new(),
            digest: 0,
        }
    }

    /// Everything goes wrong for a while, then nothing does; then all must be well.
    pub fn run(mut self) -> Ran {
        self.begin();
        let length = self.faults.length;
        self.until(length);
        if self.wrong.is_none() {
            self.heal();
            self.until(length + 60 * SECOND);
            self.until_quiet();
        }
        if self.wrong.is_none() {
            self.settle();
            self.until(length + 120 * SECOND);
            self.until_quiet();
        }
        if self.wrong.is_none() {
            self.look_back();
        }
        self.oracle.counts.deeds = self.oracle.deeds.len() as u64;
        Ran {
            counts: self.oracle.counts,
            digest: self.digest,
            result: match self.wrong {
                None => Ok(()),
                Some(wrong) => {
                    let told: Vec<String> = self.told.into();
                    Err(format!("{wrong}\n{}", told.join("\n")))
                }
            },
        }
    }

    fn begin(&mut self) {
        self.start_hub();
        self.prepare();
        for person in 0..self.faults.people as usize {
            self.folders.push(Folder::default());
            let drift = self.dice.below(2_000) as i64 - 1_000;
            self.screens.push(Screen::of(person, drift));
            self.start_screen(person);
            let pace = self.faults.pace;
            let at = self.dice.between(SECOND, pace);
            self.after(at, Happens::Deed(person));
        }
        let at = self.dice.below(self.faults.calm);
        self.after(at, Happens::Trouble);
    }

    fn until(&mut self, end: u64) {
        while self.wrong.is_none() {
            let Some(first) = self.queue.first_entry().filter(|first| first.key().0 <= end) else {
                self.now = end;
                return;
            };
            let ((at, _), happens) = first.remove_entry();
            self.now = at;
            self.happen(happens);
            self.watch_screens();
        }
    }

    /// Until everybody has had the time to hear of what was recorded last.
    fn until_quiet(&mut self) {
        for _ in 0..20 {
            if self.now > self.recorded_at + SECOND {
                break;
            }
            self.until(self.now + SECOND / 2);
        }
    }

    fn happen(&mut self, happens: Happens) {
        let reaches = happens.reaches();
        if let Some(life) = reaches {
            let Some(screen) = self.alive(life) else {
                return;
            };
            // The machine sleeps: it comes to it when it wakes.
            if screen.asleep_until > self.now {
                let wait = screen.asleep_until - self.now;
                return self.after(wait, happens);
            }
            self.notice_sleep(life);
        }
        match happens {
            Happens::Wake(life) => self.screen_wakes(life),
            Happens::Deed(screen) => self.deed(screen),
            Happens::Opened(life) => self.opened(life),
            Happens::Written(life) => self.written(life),
            Happens::Posted(life, attempt, reply) => self.posted(life, attempt, reply),
            Happens::Polled(life, number, made_at, result) => self.polled(life, number, made_at, result),
            Happens::Post(life, parcel) => self.post_arrives(life, parcel),
            Happens::Poll(life, number, poll) => self.poll_arrives(life, number, poll),
            Happens::Turn(life) => self.turn(life),
            Happens::HubWake(life) => self.hub_wakes(life),
            Happens::Look(life) => self.hub_looks(life),
            Happens::Trouble => self.trouble(),
            Happens::StartHub => self.start_hub(),
            Happens::RestartHub => {
                self.kill_hub();
                self.start_hub();
            }
            Happens::StartScreen(screen) => self.start_screen(screen),
        }
        if let Some(life) = reaches {
            self.rest(life);
        }
    }

    pub fn after(&mut self, wait: u64, happens: Happens) {
        self.queued += 1;
        self.queue.insert((self.now + wait, self.queued), happens);
    }

    /// From a screen to the hub: it arrives once, `doubled` times in a thousand twice, late or not at all.
    pub fn send(&mut self, life: Life, arrives: impl Fn(bool) -> Happens, doubled: u64) {
        let doubled = self.dice.in_thousand(doubled);
        for _ in 0..=usize::from(doubled) {
            let wait = self.travel();
            let cut = self.screens[life.screen].cut_to > self.now;
            match cut || self.dice.in_thousand(self.faults.lost) {
                true => self.say(|| format!("{life:?} to the hub: lost")),
                false => self.after(wait, arrives(!doubled)),
            }
        }
    }

    /// From the hub, or from the place where no hub is.
    pub fn send_back(&mut self, life: Life, arrives: Happens) {
        let wait = self.travel();
        let cut = self.screens[life.screen].cut_from > self.now;
        match cut || self.dice.in_thousand(self.faults.lost) {
            true => self.say(|| format!("the hub to {life:?}: lost")),
            false => self.after(wait, arrives),
        }
    }

    fn travel(&mut self) -> u64 {
        let usual = self.dice.below(self.faults.latency * 2);
        match self.dice.in_thousand(self.faults.slow) {
            true => usual + self.dice.below(15 * SECOND),
            false => usual + MS / 10,
        }
    }

    pub fn check(&mut self, holds: Result<(), String>) {
        if let (Err(wrong), None) = (holds, &self.wrong) {
            self.wrong = Some(format!("at {}: {wrong}", seconds(self.now)));
        }
    }

    pub fn say(&mut self, what: impl FnOnce() -> String) {
        let line = format!("{} {}", seconds(self.now), what());
        for byte in line.bytes() {
            self.digest = (self.digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
        if self.aloud {
            eprintln!("{line}");
        }
        if self.told.len() == SHOWN {
            self.told.pop_front();
        }
        self.told.push_back(line);
    }

    pub fn new_life(&mut self) -> u64 {
        self.lives += 1;
        self.lives
    }

    fn alive(&self, life: Life) -> Option<&Screen> {
        let screen = self.screens.get(life.screen)?;
        let run = screen.run.as_ref()?;
        (run.life == life.number).then_some(screen)
    }

    fn heal(&mut self) {
        self.say(|| "all is well from here on".to_owned());
        self.faults.heal();
        let broken = self.hub.as_ref().is_some_and(|hub| hub.failed.is_some());
        if let Some(hub) = &mut self.hub {
            hub.heal();
        }
        if broken {
            self.kill_hub();
        }
        if self.hub.is_none() {
            self.start_hub();
        }
        for at in 0..self.screens.len() {
            self.screens[at].heal();
            if self.screens[at].run.is_none() && !self.screens[at].second {
                self.start_screen(at);
            }
        }
    }

    /// What lived on has delivered what it had. Second screens end, and the next start of the first ones takes over
    /// whatever any of them has left.
    fn settle(&mut self) {
        self.all_delivered();
        self.all_pictures_are_equal();
        for at in 0..self.screens.len() {
            self.end_screen(at, true);
            if !self.screens[at].second {
                self.after(SECOND, Happens::StartScreen(at));
            }
        }
    }

    fn look_back(&mut self) {
        self.all_delivered();
        self.all_pictures_are_equal();
        let Some(hub) = &mut self.hub else {
            return self.check(Err("there is no hub at the end".to_owned()));
        };
        let log = hub
            .writer
            .store()
            .events(warroom::domain::ids::Seq(0), usize::MAX);
        let log = log.unwrap_or_default();
        let whole = self.oracle.at_the_end(&log);
        self.check(whole);
        self.all_journals_are_empty();
    }
}

impl Happens {
    /// The life of a screen without which it comes to nothing.
    fn reaches(&self) -> Option<Life> {
        match self {
            Happens::Wake(life)
            | Happens::Opened(life)
            | Happens::Written(life)
            | Happens::Posted(life, ..)
            | Happens::Polled(life, ..) => Some(*life),
            Happens::Deed(_)
            | Happens::Post(..)
            | Happens::Poll(..)
            | Happens::Turn(_)
            | Happens::HubWake(_)
            | Happens::Look(_)
            | Happens::Trouble
            | Happens::StartHub
            | Happens::RestartHub
            | Happens::StartScreen(_) => None,
        }
    }
}

impl Reply {
    /// The hub's answer, as a screen's connection reads it.
    pub fn read(answer: &Answer, lineage: Lineage, sole: bool) -> Self {
        let body = &answer.body;
        let result = match answer.status {
            200 => Ok(serde_json::from_str(body).unwrap()),
            status => {
                let status = status.try_into().unwrap();
                Err(said(status, serde_json::from_str(body).unwrap()))
            }
        };
        Reply {
            result,
            lineage,
            sole,
        }
    }

    /// What a person is told by it, if this is the end of it.
    pub fn verdict(&self, settled: &Result<Accepted, warroom::wire::Problem>) -> Option<Verdict> {
        use warroom::wire::Outcome;
        match settled {
            Ok(accepted) if accepted.outcome == Outcome::Accepted => Some(Verdict::Accepted(self.lineage)),
            Ok(_) => Some(Verdict::AlreadySo(self.lineage)),
            Err(problem) if problem.title == warroom::wire::NOT_RECORDED => {
                self.sole.then_some(Verdict::NotRecorded(self.lineage))
            }
            Err(_) => Some(Verdict::Refused(self.lineage)),
        }
    }
}

fn seconds(nanos: u64) -> String {
    format!("{:.4} s", nanos as f64 / SECOND as f64)
}
