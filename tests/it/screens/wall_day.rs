//! A wall that runs for a day, on virtual time, against a hub that comes and goes: it says LIVE only while it is so, and
//! keeps and writes no more at the end than at the start.

use super::bytes::Wire;
use super::wall::wall;
use super::world::{World, at};
use crate::simulation::dice::Dice;
use crate::trust;
use jiff::Timestamp;
use serde_json::json;
use std::time::Duration;
use warroom::client::feed::{Feed, Miss, Output, PATIENCE, WAIT};
use warroom::client::shell::Message;
use warroom::client::time::{HubTime, Mono};
use warroom::domain::command::{Command, Submission};
use warroom::domain::ids::Seq;
use warroom::run::perform::said;
use warroom::tui::msg::{Liveness, Msg};

const SECOND: u64 = 1_000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;
/// What the wall shows as live is no older than a question with its patience, and the tick in between.
const FRESH: u64 = WAIT * SECOND + PATIENCE.as_millis() as u64 + 2 * SECOND;
/// The road from the hub, there and back.
const ROAD: u64 = 40;

/// What the hub does until a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Mood {
    Answers,
    /// Connections are refused.
    Gone,
    /// Connections stand, and nothing comes back.
    Hangs,
}

/// An answer on its way, or the news that there will be none.
#[derive(Clone, Copy, Debug)]
enum Coming {
    News { at: u64, after: Seq },
    Refused { at: u64 },
}

struct Day {
    now: u64,
    dice: Dice,
    world: World,
    mood: Mood,
    mood_ends: u64,
    feed: Feed,
    coming: Option<Coming>,
    wire: Wire,
    /// When the last answer came in.
    fresh_at: Option<u64>,
    next_deed: u64,
    made: u128,
    /// A feed that is told of no miss: what the harness has to find.
    deaf: bool,
    /// A frame a minute and when it turns live or old, in place of one a step.
    thrifty: bool,
    /// What was live and in which minute, in the last frame.
    drawn: Option<(bool, u64)>,
    counts: Counts,
}

#[derive(Debug, Default)]
struct Counts {
    steps: usize,
    frames: usize,
    polls: usize,
    misses: usize,
    outages: usize,
    incidents: usize,
    live: usize,
    old: usize,
    most_bytes: usize,
    /// Written in each hour.
    bytes: Vec<usize>,
    /// Lines worked out and kept, at most in each hour.
    kept: Vec<usize>,
}

fn hub_time(now: u64) -> Timestamp {
    at(20, 0) + jiff::SignedDuration::from_millis(now as i64)
}

impl Day {
    fn new(seed: u64, deaf: bool) -> Self {
        let world = World::new().drawn();
        let screen = wall(&World::new(), hub_time(0), 80, 24);
        let (feed, outputs) = Feed::begin(Seq(0), Mono::millis(0));
        let mut day = Day {
            now: 0,
            dice: Dice::new(seed),
            world,
            mood: Mood::Answers,
            mood_ends: 10 * MINUTE,
            feed,
            coming: None,
            wire: Wire::of(screen),
            fresh_at: None,
            next_deed: MINUTE,
            made: 1 << 70,
            deaf,
            thrifty: false,
            drawn: None,
            counts: Counts::default(),
        };
        day.carry_out(outputs);
        day
    }

    fn mono(&self) -> Mono {
        Mono(Duration::from_millis(self.now))
    }

    fn carry_out(&mut self, outputs: Vec<Output>) {
        for output in outputs {
            match output {
                Output::Ask { after, wait, .. } => self.ask(after, wait),
                Output::Show(liveness) => self.hear(Message::Liveness(liveness)),
                Output::StartOver(why) => self.hear(Message::StartOver(why)),
            }
        }
    }

    fn hear(&mut self, message: Message) {
        if let Some(msg) = said(message, "127.0.0.1:7420") {
            self.wire.screen.hear(msg);
        }
    }

    fn ask(&mut self, after: Seq, wait: u64) {
        self.counts.polls += 1;
        self.coming = match self.mood {
            Mood::Gone => Some(Coming::Refused { at: self.now + 5 }),
            Mood::Hangs => None,
            Mood::Answers => {
                let news = self.world.picture.through() > after;
                let waits = if news { 0 } else { wait * SECOND };
                Some(Coming::News {
                    at: self.now + waits + ROAD,
                    after,
                })
            }
        };
    }

    /// Goes on to whatever comes next, at most a second.
    fn step(&mut self, every: u64) {
        let tick = (self.now / every + 1) * every;
        let wake = self.feed.next_wake().0.as_millis() as u64;
        let coming = self.coming.map_or(u64::MAX, |coming| match coming {
            Coming::News { at, .. } | Coming::Refused { at } => at,
        });
        let next = [tick, wake, coming, self.mood_ends, self.next_deed];
        self.now = next.into_iter().min().unwrap_or(tick).max(self.now + 1);
        if self.now >= self.mood_ends {
            self.changes_its_mood();
        }
        if self.now >= self.next_deed {
            self.does_something();
        }
        match self.coming {
            Some(Coming::News { at, after }) if at <= self.now => self.answers(after),
            Some(Coming::Refused { at }) if at <= self.now => self.misses("connection refused"),
            _ => {}
        }
        if self.feed.next_wake() <= self.mono() {
            let outputs = self.feed.elapsed(self.mono(), 0.5);
            self.missed(outputs);
        }
        if let Some(time) = self.feed.time() {
            self.wire.screen.hear(Msg::Clock(time.now(self.mono())));
        }
    }

    fn answers(&mut self, after: Seq) {
        self.coming = None;
        let mut news = self.world.news(after, hub_time(self.now));
        // Who is here is told when it changes.
        news.present = news.present.filter(|_| !news.events.is_empty());
        let outputs = self.feed.answered(&news, self.mono());
        let time = self
            .feed
            .time()
            .unwrap_or(HubTime::new(news.now, 1.0, self.mono()));
        self.fresh_at = Some(self.now);
        self.hear(Message::News(news, time));
        self.carry_out(outputs);
    }

    fn misses(&mut self, why: &str) {
        self.coming = None;
        let outputs = self.feed.failed(Miss::Failed(why.to_owned()), self.mono(), 0.5);
        self.missed(outputs);
    }

    fn missed(&mut self, outputs: Vec<Output>) {
        let shows = |output: &Output| matches!(output, Output::Show(_));
        self.counts.misses += usize::from(outputs.iter().any(shows));
        let deaf = self.deaf;
        self.carry_out(
            outputs
                .into_iter()
                .filter(|output| !(deaf && shows(output)))
                .collect(),
        );
    }

    fn changes_its_mood(&mut self) {
        let (mood, minutes) = match (self.mood, self.dice.below(3)) {
            (Mood::Answers, 0) => (Mood::Hangs, self.dice.between(1, 4)),
            (Mood::Answers, _) => (Mood::Gone, self.dice.between(1, 9)),
            (Mood::Gone | Mood::Hangs, _) => (Mood::Answers, self.dice.between(3, 30)),
        };
        self.counts.outages += usize::from(mood != Mood::Answers);
        // A hub that goes away breaks the connections there are; one that hangs keeps them.
        if mood == Mood::Gone && self.feed.asking() {
            self.coming = Some(Coming::Refused { at: self.now });
        }
        if mood == Mood::Hangs {
            self.coming = None;
        }
        self.mood = mood;
        self.mood_ends = self.now + minutes * MINUTE;
    }

    /// Somebody records something, whether or not this wall can be told.
    fn does_something(&mut self) {
        self.next_deed = self.now + self.dice.between(2 * MINUTE, 9 * MINUTE);
        let open: Vec<_> = self
            .world
            .picture
            .open()
            .iter()
            .map(|incident| (incident.id, incident.declared_at))
            .collect();
        let now = hub_time(self.now);
        let oldest = open
            .iter()
            .find(|(_, since)| now.duration_since(*since).as_hours() >= 3);
        let (incident, commands) = match (self.dice.below(10), oldest, open.last()) {
            (0..3, Some((id, _)), _) => {
                let to = |to| json!({ "kind": "change_state", "to": to, "owing": to == "closed" });
                (Some(*id), vec![to("resolved"), to("closed")])
            }
            (3, _, _) if open.len() < 4 => (None, vec![self.declaration()]),
            (_, _, None) => (None, vec![self.declaration()]),
            (_, _, Some((id, _))) => {
                let text = format!(
                    "note {} of this day, errors {} %",
                    self.made % 1_000,
                    self.dice.below(100)
                );
                (
                    Some(*id),
                    vec![json!({ "kind": "write_note", "text": text, "stance": "fact" })],
                )
            }
        };
        for command in commands {
            self.made += 1;
            let submission = Submission {
                id: uuid::Uuid::from_u128(self.made),
                incident,
                said_at: None,
                command: serde_json::from_value::<Command>(command).unwrap(),
            };
            // Some are refused: what is closed already, say.
            let _ = self.world.submit("dana", now, &submission);
        }
        // A hub with news answers those who wait.
        if let Some(Coming::News { at, after }) = self.coming
            && self.mood == Mood::Answers
            && self.world.picture.through() > after
        {
            let at = at.min(self.now + ROAD);
            self.coming = Some(Coming::News { at, after });
        }
    }

    fn declaration(&mut self) -> serde_json::Value {
        self.counts.incidents += 1;
        let severity = ["sev1", "sev2", "sev3"][self.dice.below(3) as usize];
        json!({ "kind": "declare_incident", "title": format!("Trouble {}", self.counts.incidents),
            "severity": severity, "playbook": "full-outage", "components": ["video-eu"] })
    }

    /// What has to be so after every step.
    fn judge(&mut self) -> Result<(), String> {
        let age = self.fresh_at.map(|at| self.now - at);
        let says_live = self.wire.screen.model.stage.liveness == Liveness::Live;
        if says_live && age.is_none_or(|age| age > FRESH) {
            return Err(format!("LIVE {age:?} ms after the last answer"));
        }
        self.counts.steps += 1;
        let minute = self.now / MINUTE;
        let drawn = (says_live, minute);
        if self.thrifty && self.drawn == Some(drawn) {
            return Ok(());
        }
        self.drawn = Some(drawn);
        let (bytes, writes, first) = self.wire.draw_and_read();
        let screen = &self.wire.screen;
        let live = first.ends_with("LIVE");
        let old = ["STALE", "OFFLINE", "CONNECTING"];
        if live == old.iter().any(|word| first.contains(word)) {
            return Err(format!("neither live nor old, or both: {first}"));
        }
        if live != says_live {
            return Err(format!("the header says another thing: {first}"));
        }
        let stage = &screen.model.stage;
        let kept = stage.pending.len()
            + stage.unread.len()
            + stage.cards.len()
            + stage.people.len()
            + screen.model.dialogs.len()
            + screen.sent.len();
        if kept > 0 || writes > 1 {
            return Err(format!("{kept} things kept, {writes} writes a frame"));
        }
        let hour = (self.now / HOUR) as usize;
        let counts = &mut self.counts;
        counts.frames += 1;
        counts.live += usize::from(live);
        counts.old += usize::from(!live);
        counts.most_bytes = counts.most_bytes.max(bytes);
        counts.bytes.resize((hour + 1).max(counts.bytes.len()), 0);
        counts.kept.resize((hour + 1).max(counts.kept.len()), 0);
        counts.bytes[hour] += bytes;
        let lines = screen.model.wall.as_ref().map_or(0, |wall| wall.kept());
        counts.kept[hour] = counts.kept[hour].max(lines);
        Ok(())
    }

    fn run(mut self, hours: u64, every: u64) -> Result<Day, String> {
        self.thrifty = every > SECOND;
        while self.now < hours * HOUR {
            self.step(every);
            self.wire.screen.effects.clear();
            self.judge()
                .map_err(|why| format!("at {} s: {why}", self.now / SECOND))?;
        }
        Ok(self)
    }
}

#[test]
fn a_day_against_a_hub_that_comes_and_goes() {
    // Each of its steps is judged; in the small size most are not drawn, since nothing but a number has grown.
    let every = trust::times(10, 1) as u64 * SECOND;
    let day = Day::new(24, false).run(24, every).unwrap();
    let counts = &day.counts;
    assert!(counts.outages > 50 && counts.misses > 50, "{counts:?}");
    assert!(counts.live > 500 && counts.old > 100, "{counts:?}");
    // No frame is more than a whole screen, and no hour is worth more than the busiest of the first ones.
    assert!(counts.most_bytes <= 3 * 80 * 24, "{counts:?}");
    let early = counts.bytes[..8].iter().max().unwrap();
    let late = counts.bytes[16..24].iter().max().unwrap();
    assert!(late <= &(2 * early), "{counts:?}");
    let most = counts.kept.iter().max().unwrap();
    assert!(*most <= 4 * 60, "{counts:?}");
    // At the end it is what a wall shows that has just begun.
    let mut fresh = wall(&day.world, hub_time(day.now), 80, 24);
    let mut worn = day.wire.screen;
    let after = worn.model.stage.confirmed().through();
    worn.hear(Msg::Liveness(Liveness::Live));
    worn.hear(Msg::News(Box::new(day.world.news(after, hub_time(day.now)))));
    fresh.model.stage.chosen = worn.model.stage.incident().map(|incident| incident.id);
    for screen in [&mut fresh, &mut worn] {
        screen.hear(Msg::News(Box::new(
            day.world.news(day.world.picture.through(), hub_time(day.now)),
        )));
    }
    assert_eq!(
        (worn.model.stage.picture(), worn.model.stage.now),
        (&day.world.picture, fresh.model.stage.now)
    );
    let total: usize = counts.bytes.iter().sum();
    let said = format!(
        "24 h of virtual time: {} steps, {} frames, {} polls, {} outages, {} incidents declared, 0 wrong LIVE, {} KB written, \
         at most {most} lines kept",
        counts.steps,
        counts.frames,
        counts.polls,
        counts.outages,
        counts.incidents,
        total / 1024
    );
    trust::result("T10", "wall, a day", &said);
}

#[test]
fn a_wall_that_hears_of_no_miss_is_found() {
    let found = Day::new(24, true).run(2, 10 * SECOND);
    let why = found.err().expect("it says LIVE while nothing comes");
    assert!(why.contains("LIVE"), "{why}");
}
