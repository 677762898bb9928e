//! A screen of a run: its feed, its outbox and its picture, with a stopwatch that is a little off.

mod watch;

use super::deeds;
use super::dice::Dice;
use super::faults::{Broken, MS, SECOND};
use super::oracle::{Deed, Verdict};
use super::world::{Happens, Life, Parcel, Reply, World};
use crate::hub::submission;
use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;
use uuid::Uuid;
use warroom::client::ClientError;
use warroom::client::feed::{self, Feed, Liveness, Miss, PATIENCE, WAIT};
use warroom::client::journal::{Entry, Left};
use warroom::client::outbox::{self, Outbox};
use warroom::client::time::{Mono, has_slept};
use warroom::domain::actor::{Access, Actor};
use warroom::domain::command::{Offline, Submission};
use warroom::domain::ids::{Seq, SubmissionId};
use warroom::domain::picture::Picture;
use warroom::wire::{Anew, News, Poll};

const NAMES: [&str; 5] = ["dana", "omar", "lena", "ines", "theo"];
/// A command without an answer for this long is unknown.
const ANSWER: u64 = 5 * SECOND;
/// What a screen shows as live is not older than two questions.
const OLDEST: u64 = 2 * (WAIT * SECOND + PATIENCE.as_nanos() as u64) + DOZE;
/// A sleep that is not noticed, because something was due so shortly before its end.
const DOZE: u64 = 6 * SECOND;

pub struct Screen {
    pub person: usize,
    /// It goes with the trouble that brought it.
    pub second: bool,
    /// Of its stopwatch, in millionths.
    drift: i64,
    began_at: u64,
    pub asleep_until: u64,
    pub cut_to: u64,
    pub cut_from: u64,
    pub disk_full_until: u64,
    pub disk_hangs_until: u64,
    /// The next start cannot open its journal.
    pub closed: bool,
    pub run: Option<Run>,
}

/// The program while it runs.
pub struct Run {
    pub life: u64,
    id: Uuid,
    jitter: Dice,
    feed: Feed,
    pub outbox: Outbox,
    polls: u64,
    attempts: u64,
    /// Those without an answer.
    posts: BTreeMap<u64, SubmissionId>,
    /// How often each was sent.
    tries: BTreeMap<SubmissionId, u64>,
    pub picture: Picture,
    liveness: Liveness,
    /// When the hub made what is shown.
    made_at: u64,
    present: Vec<String>,
    wakes_at: u64,
    /// What is due next.
    due: Mono,
    file: Option<usize>,
    pen: VecDeque<Entry>,
    writing: bool,
}

impl Screen {
    pub fn of(person: usize, drift: i64) -> Self {
        Screen {
            person,
            second: false,
            drift,
            began_at: 0,
            asleep_until: 0,
            cut_to: 0,
            cut_from: 0,
            disk_full_until: 0,
            disk_hangs_until: 0,
            closed: false,
            run: None,
        }
    }

    pub fn heal(&mut self) {
        (self.cut_to, self.cut_from) = (0, 0);
        (self.disk_full_until, self.disk_hangs_until) = (0, 0);
        self.closed = false;
    }

    fn mono(&self, now: u64) -> Mono {
        let passed = i128::from(now - self.began_at) * i128::from(1_000_000 + self.drift) / 1_000_000;
        Mono(Duration::from_nanos(passed as u64))
    }

    /// The first moment of the world at which the stopwatch shows this.
    fn moment(&self, mono: Mono) -> u64 {
        let passed = (mono.0.as_nanos() * 1_000_000).div_ceil((1_000_000 + self.drift) as u128);
        self.began_at + passed as u64 + 1
    }
}

impl World {
    pub fn actor(&self, screen: usize) -> Actor {
        let person = self.screens[screen].person;
        let access = if person == 0 { Access::Admin } else { Access::Lead };
        Actor::new(NAMES[person], access)
    }

    pub fn start_screen(&mut self, at: usize) {
        let number = self.new_life();
        let id = Uuid::from_u128(u128::from(number));
        let seed = self.dice.next();
        let now = self.now;
        let screen = &mut self.screens[at];
        if screen.run.is_some() {
            return;
        }
        screen.began_at = now;
        screen.asleep_until = 0;
        let (feed, first) = Feed::begin(Seq(0), Mono::default());
        screen.run = Some(Run {
            life: number,
            id,
            jitter: Dice::new(seed),
            feed,
            outbox: Outbox::awaiting_journal(),
            polls: 0,
            attempts: 0,
            posts: BTreeMap::new(),
            tries: BTreeMap::new(),
            picture: Picture::default(),
            liveness: Liveness::Connecting,
            made_at: now,
            present: Vec::new(),
            wakes_at: u64::MAX,
            due: Mono::default(),
            file: None,
            pen: VecDeque::new(),
            writing: false,
        });
        let life = Life { screen: at, number };
        self.say(|| format!("{life:?} begins"));
        let wait = self.dice.between(MS, 3 * SECOND);
        self.after(wait, Happens::Opened(life));
        self.follow(life, first);
        self.rest(life);
    }

    /// Ends at once; what was being written is torn. One that quits waits for its disk.
    pub fn end_screen(&mut self, at: usize, quits: bool) {
        let Some(run) = self.screens[at].run.take() else {
            return;
        };
        self.oracle.counts.kills += u64::from(!quits);
        self.say(|| format!("screen {at} ends (of itself: {quits})"));
        let screen = &self.screens[at];
        let works = screen.disk_full_until <= self.now && screen.disk_hangs_until <= self.now;
        let Some(file) = run.file else { return };
        let file = &mut self.folders[screen.person].files[file];
        file.held = false;
        match (run.pen.front(), quits && works) {
            (_, true) => run.pen.iter().for_each(|entry| file.write(entry)),
            (Some(entry), false) if run.writing => file.tear(entry, &mut self.dice),
            (_, false) => {}
        }
    }

    fn run_of(&mut self, life: Life) -> Option<(&mut Run, Mono)> {
        let screen = self.screens.get_mut(life.screen)?;
        let mono = screen.mono(self.now);
        let run = screen.run.as_mut().filter(|run| run.life == life.number)?;
        Some((run, mono))
    }

    /// The journal is there, or will not be.
    pub fn opened(&mut self, life: Life) {
        let forgets = self.broken == Broken::OutboxForgetsItsJournal;
        let screen = &mut self.screens[life.screen];
        let (person, closed) = (screen.person, std::mem::take(&mut screen.closed));
        let outputs = match closed {
            true => {
                let Some((run, _)) = self.run_of(life) else { return };
                run.outbox.not_opened("others can read it")
            }
            false => {
                let (file, left) = self.folders[person].take(&mut self.dice, self.now > self.faults.length);
                let left = if forgets { Left::default() } else { left };
                let Some((run, _)) = self.run_of(life) else { return };
                run.file = Some(file);
                run.outbox.opened(left)
            }
        };
        self.say(|| format!("{life:?} has its journal: {}", !closed));
        self.deliver(life, outputs, None);
        self.rest(life);
    }

    pub fn deed(&mut self, at: usize) {
        if self.now > self.faults.length {
            return;
        }
        let wait = self.dice.between(MS, self.faults.pace);
        self.after(wait, Happens::Deed(at));
        let Some(run) = &self.screens[at].run else { return };
        if self.screens[at].asleep_until > self.now {
            return;
        }
        let life = Life {
            screen: at,
            number: run.life,
        };
        let who = self.actor(at);
        self.ids += 1;
        let run = self.screens[at].run.as_ref();
        let picture = run.map(|run| &run.picture);
        let Some(picture) = picture else { return };
        let fields = deeds::chosen(&mut self.dice, picture, who.name.as_str(), self.ids as u64);
        let submission = submission(self.ids, fields);
        let row = submission.command.row();
        let deed = Deed {
            kind: row.kind,
            kept: row.offline == Offline::Kept,
            life: life.number,
            written: false,
            verdict: None,
        };
        self.oracle.deeds.insert(submission.id, deed);
        self.say(|| format!("{} {} {}", who.name, row.kind, submission.id.as_u128()));
        let Some((run, mono)) = self.run_of(life) else {
            return;
        };
        let outputs = run.outbox.submit(submission, mono);
        self.deliver(life, outputs, None);
        self.rest(life);
    }

    pub fn screen_wakes(&mut self, life: Life) {
        let now = self.now;
        let Some((run, mono)) = self.run_of(life) else {
            return;
        };
        if run.wakes_at > now {
            return;
        }
        run.wakes_at = u64::MAX;
        let jitter = run.jitter.unit();
        let outputs = run.feed.elapsed(mono, jitter);
        if !run.feed.asking() {
            run.polls += 1;
        }
        self.follow(life, outputs);
        let Some((run, mono)) = self.run_of(life) else {
            return;
        };
        let outputs = run.outbox.elapsed(mono);
        self.deliver(life, outputs, None);
        self.rest(life);
    }

    /// A machine that wakes, or a program that goes on.
    pub fn notice_sleep(&mut self, life: Life) {
        let Some((run, mono)) = self.run_of(life) else {
            return;
        };
        if has_slept(run.due, mono) {
            let outputs = run.feed.woke(mono);
            (run.due, run.wakes_at) = (mono, 0);
            self.say(|| format!("{life:?} has slept"));
            self.follow(life, outputs);
        }
    }

    /// Sets its timer.
    pub fn rest(&mut self, life: Life) {
        let now = self.now;
        let Some(screen) = self.screens.get_mut(life.screen) else {
            return;
        };
        let Some(run) = &screen.run else { return };
        let next = run.feed.next_wake();
        let next = run.outbox.next_wake().map_or(next, |due| due.min(next));
        let at = screen.moment(next).max(now + 1);
        let mono = screen.mono(now);
        let Some(run) = &mut screen.run else { return };
        run.due = next.max(mono);
        if at < run.wakes_at || run.wakes_at <= now {
            run.wakes_at = at;
            self.after(at - now, Happens::Wake(life));
        }
    }

    pub fn polled(&mut self, life: Life, number: u64, made_at: u64, result: Result<News, ClientError>) {
        let skips = self.broken == Broken::ScreenSkipsAnEvent && self.dice.in_thousand(50);
        let Some((run, mono)) = self.run_of(life) else {
            return;
        };
        // An earlier one: it is not listened to.
        if run.polls != number {
            return;
        }
        let outputs = match result {
            Ok(news) => {
                let outputs = run.feed.answered(&news, mono);
                run.made_at = made_at;
                let holds = take_in(run, &news, skips);
                self.check(holds);
                self.say(|| format!("{life:?} knows {}", news.through));
                self.follow(life, outputs);
                let Some((run, _)) = self.run_of(life) else { return };
                let outputs = run.outbox.live();
                self.deliver(life, outputs, None);
                return self.rest(life);
            }
            Err(error) => {
                let miss = match &error {
                    ClientError::Refused(problem) => Anew::of(problem).map(Miss::Anew),
                    _ => None,
                };
                let miss = miss.unwrap_or_else(|| Miss::Failed(error.to_string()));
                let jitter = run.jitter.unit();
                run.feed.failed(miss, mono, jitter)
            }
        };
        self.follow(life, outputs);
        self.rest(life);
    }

    fn follow(&mut self, life: Life, outputs: Vec<feed::Output>) {
        for output in outputs {
            match output {
                feed::Output::Ask {
                    after,
                    mark,
                    presence,
                    wait,
                } => {
                    let asked = Poll {
                        after,
                        mark,
                        wait,
                        presence,
                        ..Poll::default()
                    };
                    self.ask(life, asked);
                }
                feed::Output::Show(liveness) => {
                    let never = self.broken == Broken::ScreenIsNeverStale && liveness != Liveness::Live;
                    self.say(|| format!("{life:?} is {liveness:?}"));
                    let Some((run, _)) = self.run_of(life) else { return };
                    if !never {
                        run.liveness = liveness;
                    }
                }
                feed::Output::StartOver(_) => {
                    self.say(|| format!("{life:?} starts over"));
                    let Some((run, _)) = self.run_of(life) else { return };
                    run.picture = Picture::default();
                }
            }
        }
    }

    fn ask(&mut self, life: Life, asked: Poll) {
        let who = self.actor(life.screen);
        let mark = asked.mark.filter(|_| self.broken != Broken::ScreenKnowsNoMark);
        let Some((run, _)) = self.run_of(life) else { return };
        run.polls += 1;
        let mine = run.picture.claims.live().find(|claim| claim.holder == who.name);
        let poll = Poll {
            mark,
            screen: Some(run.id),
            looking_at: mine.map(|claim| claim.account.as_str().to_owned()),
            ..asked
        };
        let number = run.polls;
        // A question is on its own connection, and an answer to another copy of it would be nobody's.
        self.send(life, |_| Happens::Poll(life, number, poll.clone()), 0);
    }

    /// What comes of the outbox; `reply` is what the hub said, if that is why.
    fn deliver(&mut self, life: Life, outputs: Vec<outbox::Output>, reply: Option<&Reply>) {
        for output in outputs {
            match output {
                outbox::Output::Keep(submission) => self.keep(life, submission),
                outbox::Output::Note(entry) => self.write(life, entry),
                outbox::Output::Taken { id, only_here } => {
                    self.say(|| format!("{life:?} has {} ({only_here:?})", id.as_u128()));
                    if let Some(deed) = self.oracle.deeds.get_mut(&id) {
                        deed.written |= only_here.is_none();
                    }
                }
                outbox::Output::Post(submission) => self.post(life, submission),
                outbox::Output::Settled { id, result } => {
                    self.say(|| format!("{life:?} hears of {}: {result:?}", id.as_u128()));
                    if let Some(verdict) = reply.and_then(|reply| reply.verdict(&result)) {
                        self.oracle.verdict(id, verdict);
                    }
                }
                outbox::Output::NotSent { id, .. } => self.oracle.verdict(id, Verdict::NotSent),
                outbox::Output::Replayed { refused, .. } => {
                    let ids: Vec<SubmissionId> =
                        refused.iter().map(|refused| refused.submission.id).collect();
                    let Some((run, _)) = self.run_of(life) else { return };
                    let outputs = run.outbox.seen(&ids);
                    self.deliver(life, outputs, None);
                }
                outbox::Output::Resumed(left) => {
                    self.say(|| format!("{life:?} goes on with {} of before", left.len()));
                }
                outbox::Output::Unknown { .. } | outbox::Output::Waiting { .. } => {}
            }
        }
    }

    fn keep(&mut self, life: Life, submission: Submission) {
        let id = submission.id;
        self.write(life, Entry::Kept(submission));
        if self.broken == Broken::JournalLies {
            let Some((run, _)) = self.run_of(life) else { return };
            let outputs = run.outbox.kept(id, Ok(()));
            self.deliver(life, outputs, None);
        }
    }

    fn write(&mut self, life: Life, entry: Entry) {
        let Some((run, _)) = self.run_of(life) else { return };
        if run.file.is_some() {
            run.pen.push_back(entry);
            self.write_on(life);
        }
    }

    /// Lets the disk work on the next entry.
    fn write_on(&mut self, life: Life) {
        let quick = self.dice.between(MS / 10, 20 * MS);
        let lies = self.broken == Broken::JournalLies;
        let hangs = self.screens[life.screen]
            .disk_hangs_until
            .saturating_sub(self.now);
        let Some((run, _)) = self.run_of(life) else { return };
        if !run.writing && !run.pen.is_empty() {
            run.writing = true;
            let wait = quick + hangs + if lies { 5 * SECOND } else { 0 };
            self.after(wait, Happens::Written(life));
        }
    }

    pub fn written(&mut self, life: Life) {
        let screen = &self.screens[life.screen];
        let (person, full) = (screen.person, screen.disk_full_until > self.now);
        let Some((run, _)) = self.run_of(life) else { return };
        run.writing = false;
        let (Some(entry), Some(file)) = (run.pen.pop_front(), run.file) else {
            return;
        };
        let file = &mut self.folders[person].files[file];
        let result = match full {
            true => {
                file.fail(&entry, &mut self.dice);
                Err("the disk is full".to_owned())
            }
            false => {
                file.write(&entry);
                Ok(())
            }
        };
        self.say(|| format!("{life:?} has written {result:?}"));
        if let Entry::Kept(submission) = entry {
            let Some((run, _)) = self.run_of(life) else { return };
            let outputs = run.outbox.kept(submission.id, result);
            self.deliver(life, outputs, None);
        }
        self.write_on(life);
        self.rest(life);
    }

    fn post(&mut self, life: Life, submission: Submission) {
        let Some((run, _)) = self.run_of(life) else { return };
        run.attempts += 1;
        let attempt = run.attempts;
        run.posts.insert(attempt, submission.id);
        let tries = run.tries.entry(submission.id).or_default();
        *tries += 1;
        let once = *tries == 1;
        self.say(|| format!("{life:?} posts {}", submission.id.as_u128()));
        let doubled = self.faults.doubled;
        let arrives = |sole| {
            let parcel = Parcel {
                attempt,
                submission: submission.clone(),
                sole: sole && once,
            };
            Happens::Post(life, parcel)
        };
        self.send(life, arrives, doubled);
        self.after(ANSWER, Happens::Posted(life, attempt, None));
    }

    /// An answer, or the end of the wait for one.
    pub fn posted(&mut self, life: Life, attempt: u64, reply: Option<Reply>) {
        let Some((run, mono)) = self.run_of(life) else {
            return;
        };
        let Some(id) = run.posts.remove(&attempt) else {
            return;
        };
        let result = match &reply {
            Some(reply) => reply.result.clone(),
            None => Err(ClientError::Unanswered("no answer".to_owned())),
        };
        let jitter = run.jitter.unit();
        let outputs = run.outbox.answered(id, result, mono, jitter);
        self.deliver(life, outputs, reply.as_ref());
        self.rest(life);
    }
}

/// Folds an answer into the picture: every event once and in order.
fn take_in(run: &mut Run, news: &News, skips: bool) -> Result<(), String> {
    if let Some(present) = &news.present {
        run.present = present
            .iter()
            .map(|present| present.name.as_str().to_owned())
            .collect();
    }
    let before = run.picture.through().0;
    let events = news.events.iter().skip(usize::from(skips));
    for recorded in events {
        run.picture.apply(recorded);
    }
    let seqs = news.events.iter().map(|recorded| recorded.seq.0);
    let next = before + 1..=before + news.events.len() as u64;
    match seqs.eq(next) {
        true => Ok(()),
        false => Err(format!("after event {before} a screen is told {:?}", news.events)),
    }
}
