//! The hub of a run: its writer, its feed and its presence, with a clock and a disk that are not to be relied on.

mod polls;

use super::deeds;
use super::faults::{Broken, MS, SECOND};
use super::world::{Happens, Life, Parcel, Reply, World};
use crate::hub::{declare, settled, submission};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;
use warroom::client::ClientError;
use warroom::domain::actor::{Access, Actor};
use warroom::domain::ids::{Seq, SubmissionId};
use warroom::hub::feed::{Feed, Wanted};
use warroom::hub::presence::Presence;
use warroom::hub::writer::{Ask, Done, Errand, Writer};
use warroom::store::chain::Head;
use warroom::store::{Line, Memory, Store, StoreError};
use warroom::wire::Outcome;

/// The clock is looked at this often while a claim is live.
const GLANCE: u64 = 30 * SECOND;
/// After a transaction that failed, the timer does not try again sooner.
const BREATH: u64 = SECOND;

pub struct Hub {
    pub life: u64,
    pub writer: Writer,
    feed: Feed,
    presence: Presence,
    began_at: u64,
    queue: Vec<Queued>,
    turning: bool,
    wakes_at: u64,
    looks_at: u64,
    waiting: BTreeMap<Life, Waiting>,
    /// Ends between recording and answering in the next turn.
    pub dies_in_turn: bool,
    pub slow_until: u64,
    pub full_until: u64,
    /// The disk fails in the next turn.
    pub fails: bool,
    /// It has failed, and this is what is on it.
    pub failed: Option<Box<Memory>>,
    /// What was on it before the last turn, where that is wanted.
    before: Option<Box<Memory>>,
    /// What it has answered, where it is to forget that.
    seen: BTreeSet<SubmissionId>,
}

struct Queued {
    ask: Ask,
    from: Option<(Life, Parcel)>,
}

struct Waiting {
    number: u64,
    wanted: Wanted,
    screen: Uuid,
    over: u64,
    /// It is looked at again then, whatever happens.
    next: u64,
}

impl Hub {
    pub fn heal(&mut self) {
        (self.dies_in_turn, self.fails) = (false, false);
        (self.slow_until, self.full_until) = (0, 0);
    }

    pub fn memory(&mut self) -> &mut Memory {
        let Store::Memory(memory) = self.writer.store() else {
            unreachable!("a run keeps its record in memory");
        };
        memory
    }
}

impl World {
    pub fn hub_clock(&self) -> Timestamp {
        self.began_at + SignedDuration::from_nanos(self.now as i64 + self.clock_off)
    }

    /// What an answer calls "now".
    pub fn hub_now(&self) -> Option<Timestamp> {
        let hub = self.hub.as_ref()?;
        Some(self.hub_clock().max(hub.feed.last_at()))
    }

    pub fn start_hub(&mut self) {
        if self.hub.is_some() {
            return;
        }
        let store = Store::Memory(self.disk.clone());
        let mut writer = Writer::open(store, settled()).unwrap();
        let lines = writer.store().events(Seq(0), usize::MAX).unwrap();
        let known = self.oracle.length() as usize;
        let jsons: Vec<&str> = lines.iter().take(known).map(|line| line.json.as_str()).collect();
        let kept = match lines.len() < known {
            true => Err(format!(
                "of {known} events that were recorded {} are left",
                lines.len()
            )),
            false => self.oracle.told(0, &jsons),
        };
        self.check(kept);
        let more = self.oracle.recorded(lines.get(known..).unwrap_or_default());
        self.check(more);
        let kept = self.dice.below(20).min(lines.len() as u64);
        let after = Seq(lines.len() as u64 - kept);
        let hash = writer.store().hash_at(after).unwrap();
        let newest = lines[after.0 as usize..].to_vec();
        let life = self.new_life();
        // As a hub begins by the time it is.
        let version = self.now / MS;
        let presence = match lines.len() {
            0 => Presence::new(version),
            _ => Presence::after_a_restart(version),
        };
        self.hub = Some(Hub {
            life,
            feed: Feed::new(Head { seq: after, hash }, newest, writer.last_at()),
            writer,
            presence,
            began_at: self.now,
            queue: Vec::new(),
            turning: false,
            wakes_at: u64::MAX,
            looks_at: u64::MAX,
            waiting: BTreeMap::new(),
            dies_in_turn: false,
            slow_until: 0,
            full_until: 0,
            fails: false,
            failed: None,
            before: None,
            seen: BTreeSet::new(),
        });
        self.say(|| format!("the hub begins with {} events", lines.len()));
        self.hub_rests();
    }

    /// An incident with its call list, before anything goes wrong.
    pub fn prepare(&mut self) {
        for fields in [deeds::import(), declare()] {
            self.ids += 1;
            let submission = submission(self.ids, fields);
            let asks = [ask(submission, &Actor::new("root", Access::Admin))];
            let now = self.hub_clock();
            let Some(hub) = &mut self.hub else { return };
            let done = hub.writer.carry_out(&asks, now);
            assert_eq!(done.answers[0].status, 200, "{}", done.answers[0].body);
            let last_at = hub.writer.last_at();
            hub.feed.publish(done.lines.clone(), last_at);
            let holds = self.oracle.recorded(&done.lines);
            self.check(holds);
        }
    }

    pub fn kill_hub(&mut self) {
        let Some(mut hub) = self.hub.take() else { return };
        self.oracle.counts.kills += 1;
        self.say(|| "the hub is killed".to_owned());
        let now = hub.memory().clone();
        self.disk = match (hub.failed, hub.before) {
            (Some(on_disk), _) => *on_disk,
            (None, Some(before)) => *before,
            (None, None) => now,
        };
        let polls = hub.waiting.into_iter().map(|(life, waiting)| {
            let broken = Err(ClientError::Unanswered("it broke off".to_owned()));
            (life, Happens::Polled(life, waiting.number, self.now, broken))
        });
        let asked = hub.queue.into_iter().filter_map(|queued| queued.from);
        let posts = asked.map(|(life, parcel)| (life, Happens::Posted(life, parcel.attempt, None)));
        let broken: Vec<_> = polls.chain(posts).collect();
        for (life, happens) in broken {
            // Some hear that the connection is gone, and some nothing.
            if self.dice.coin() {
                self.send_back(life, happens);
            }
        }
    }

    pub fn post_arrives(&mut self, life: Life, mut parcel: Parcel) {
        let (forgets, who) = (self.broken == Broken::HubForgetsAnswers, self.actor(life.screen));
        let fresh = self.ids + 1_000_000;
        let Some(hub) = &mut self.hub else {
            // Nobody is there: this copy never left.
            let result = Err(match parcel.sole {
                true => ClientError::NotSent("no hub answers".to_owned()),
                false => ClientError::Unanswered("it broke off".to_owned()),
            });
            let reply = Reply {
                result,
                lineage: self.oracle.lineage,
                sole: parcel.sole,
            };
            return self.send_back(life, Happens::Posted(life, parcel.attempt, Some(reply)));
        };
        let mut submission = parcel.submission.clone();
        if forgets && hub.seen.contains(&submission.id) {
            self.ids += 1;
            submission.id = Uuid::from_u128(fresh);
        }
        parcel.submission = submission.clone();
        hub.queue.push(Queued {
            ask: ask(submission, &who),
            from: Some((life, parcel)),
        });
        self.turn_soon();
    }

    fn turn_soon(&mut self) {
        let (now, quick, slow) = (self.now, self.dice.below(8 * MS), self.dice.below(4 * SECOND));
        let Some(hub) = self.hub.as_mut().filter(|hub| !hub.turning) else {
            return;
        };
        hub.turning = true;
        let (life, wait) = (hub.life, if hub.slow_until > now { slow } else { quick });
        self.after(wait, Happens::Turn(life));
    }

    pub fn turn(&mut self, life: u64) {
        let (now, clock, unwritten) = (
            self.now,
            self.hub_clock(),
            self.broken == Broken::HubAnswersUnwritten,
        );
        let which = self.dice.coin();
        let Some(hub) = self.hub.as_mut().filter(|hub| hub.life == life) else {
            return;
        };
        hub.turning = false;
        let queue = std::mem::take(&mut hub.queue);
        let asks: Vec<Ask> = queue.iter().map(|queued| queued.ask.clone()).collect();
        hub.before = unwritten.then(|| Box::new(hub.memory().clone()));
        if std::mem::take(&mut hub.fails) && hub.failed.is_none() {
            // Whether this turn is on the disk is known when it is read again.
            let mut twin = hub.memory().clone();
            if which {
                let mut writer = Writer::open(Store::Memory(twin), settled()).unwrap();
                writer.carry_out(&asks, clock);
                let Store::Memory(memory) = writer.store() else {
                    unreachable!("it was opened in memory");
                };
                twin = memory.clone();
            }
            hub.failed = Some(Box::new(twin));
        }
        if hub.failed.is_some() {
            hub.memory().fail_next_commit(failed);
        } else if hub.full_until > now {
            hub.memory().fail_next_commit(full);
        }
        let done = hub.writer.carry_out(&asks, clock);
        let dies = std::mem::take(&mut hub.dies_in_turn);
        if !done.lines.is_empty() {
            self.recorded_at = now;
        }
        let holds = self.oracle.recorded(&done.lines);
        self.check(holds);
        self.say(|| {
            let statuses: Vec<u16> = done.answers.iter().map(|answer| answer.status).collect();
            let last = done.lines.last().map(|line| line.seq.0);
            format!("the hub decides {statuses:?}, and has recorded up to {last:?}")
        });
        match dies {
            true => self.kill_in_turn(),
            false => self.tell(queue, done),
        }
    }

    fn kill_in_turn(&mut self) {
        self.kill_hub();
        let wait = self.dice.between(SECOND, 15 * SECOND);
        self.after(wait, Happens::StartHub);
    }

    /// Everybody who is waiting hears of it, then those who asked.
    fn tell(&mut self, queue: Vec<Queued>, done: Done) {
        let skip = self.broken == Broken::HubSkipsALine && self.dice.in_thousand(200);
        let Some(hub) = &mut self.hub else { return };
        let last_at = hub.writer.last_at();
        let mut lines: Vec<Line> = done.lines;
        if skip {
            lines.pop();
        }
        hub.feed.publish(lines, last_at);
        self.look_at_all();
        for (queued, answer) in queue.into_iter().zip(done.answers) {
            let Some((life, parcel)) = queued.from else {
                continue;
            };
            let reply = Reply::read(&answer, self.oracle.lineage, parcel.sole);
            if let (Ok(_), Some(hub)) = (&reply.result, &mut self.hub) {
                hub.seen.insert(parcel.submission.id);
            }
            if let Ok(accepted) = &reply.result
                && accepted.outcome == Outcome::Accepted
                && !self.oracle.knows(parcel.submission.id)
            {
                let id = parcel.submission.id.as_u128();
                self.check(Err(format!("{id} is acknowledged and not recorded")));
            }
            self.send_back(life, Happens::Posted(life, parcel.attempt, Some(reply)));
        }
        self.hub_rests();
    }

    /// Sets the timer for the claims that end.
    fn hub_rests(&mut self) {
        let (now, clock) = (self.now, self.hub_clock());
        let Some(hub) = &mut self.hub else { return };
        let Some(due) = hub.writer.next_wake() else {
            hub.wakes_at = u64::MAX;
            return;
        };
        let wait = due.duration_since(clock).as_nanos().clamp(0, i128::from(GLANCE)) as u64;
        let wait = match hub.writer.trouble() {
            Some(_) => wait.max(BREATH),
            None => wait,
        };
        hub.wakes_at = now + wait;
        let life = hub.life;
        self.after(wait, Happens::HubWake(life));
    }

    pub fn hub_wakes(&mut self, life: u64) {
        let due = |hub: &&Hub| hub.life == life && hub.wakes_at == self.now;
        if self.hub.as_ref().filter(due).is_some() {
            self.turn_soon();
        }
    }
}

fn ask(submission: warroom::domain::command::Submission, by: &Actor) -> Ask {
    let body = serde_json::to_vec(&submission).unwrap();
    Ask {
        errand: Errand::Submitted {
            submission,
            body_hash: Sha256::digest(&body).into(),
        },
        by: by.clone(),
        at: None,
    }
}

fn full() -> StoreError {
    StoreError::Full {
        path: "log.db".to_owned(),
        why: "the disk is full".to_owned(),
    }
}

fn failed() -> StoreError {
    StoreError::Failed {
        path: "log.db".to_owned(),
        why: "a sync failed".to_owned(),
    }
}
