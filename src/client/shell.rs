//! Runs a screen's feed and outbox over one connection, and tells what comes of it.

use super::ClientError;
use super::connection::Hub;
use super::feed::{self, Feed, Liveness, Miss};
use super::journal::{Entry, Journal, Left, Refused};
use super::outbox::{self, Outbox};
use super::pen::Pen;
use super::time::{HubTime, Mono, Stopwatch, has_slept};
use crate::defect;
use crate::domain::command::Submission;
use crate::domain::ids::{IncidentId, Seq, SubmissionId};
use crate::wire::{Accepted, Anew, News, Poll, Problem};
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, WeakUnboundedSender, unbounded_channel};
use tokio::sync::watch;
use tokio::task::AbortHandle;
use uuid::Uuid;

/// A command without an answer for this long is unknown.
const ANSWER: Duration = Duration::from_secs(5);
/// At the end, the disk has this long.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// What a screen is told.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// What happened, and hub time to count on from.
    News(News, HubTime),
    /// The log comes again from its beginning: what follows takes the place of what there was, once it is whole.
    StartOver(Anew),
    Liveness(Liveness),
    /// What only this person knows may be shown as done: it is written down, or is only in this program's memory until
    /// the hub answers, and why.
    Taken {
        id: SubmissionId,
        only_here: Option<String>,
    },
    /// The journal is open: an earlier run of the program has left these, if any; they are being sent.
    Resumed(Vec<Submission>),
    /// There is no journal, and why: nothing outlives this program before the hub has it.
    NoJournal(String),
    /// All that had waited is through.
    Replayed {
        sent: usize,
        refused: Vec<Refused>,
    },
    /// The hub's word on a command.
    Settled {
        id: SubmissionId,
        result: Result<Accepted, Problem>,
    },
    /// Nobody knows whether it happened; being checked.
    Unknown {
        id: SubmissionId,
        reason: String,
    },
    /// It did not happen and will not.
    NotSent {
        id: SubmissionId,
        reason: String,
    },
    /// Kept, to be delivered later.
    Waiting {
        id: SubmissionId,
        reason: String,
    },
}

/// What a screen is.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Its identity for presence; nobody's without one.
    pub screen: Option<Uuid>,
    /// Only this incident's events; `None` for all.
    pub incident: Option<IncidentId>,
    /// The last event it already has.
    pub after: Seq,
    pub stopwatch: Stopwatch,
    /// What only its person knows outlives the program: [`Link::open`] follows, or [`Link::not_opened`].
    pub keeps: bool,
    /// Any number; screens with different ones do not come back at the same moment after an outage.
    pub seed: u64,
}

/// The screen's hold on what runs here; when the last clone is dropped, it ends.
#[derive(Clone, Debug)]
pub struct Link {
    sender: UnboundedSender<Happened>,
    over: watch::Receiver<()>,
}

impl Link {
    pub fn submit(&self, submission: Submission) {
        self.tell(Happened::Submit(submission));
    }

    /// What the screen shows now, an account's id or a pane; told with the next poll.
    pub fn looking_at(&self, what: Option<String>) {
        self.tell(Happened::Looking(what));
    }

    /// The machine has slept, or the program was stopped: the hub is asked at once, and until then all is stale.
    pub fn woke(&self) {
        self.tell(Happened::Woke);
    }

    /// Here is where things are written down, and what earlier runs have left there.
    pub fn open(&self, journal: Box<dyn Journal>, left: Left) {
        self.tell(Happened::Opened(journal, left));
    }

    /// Nothing can be written down, for this reason.
    pub fn not_opened(&self, why: String) {
        self.tell(Happened::NotOpened(why));
    }

    /// Somebody has read that these were refused.
    pub fn seen(&self, refused: Vec<SubmissionId>) {
        self.tell(Happened::Seen(refused));
    }

    /// Ends it, and returns when all that was submitted is written down, or after a second: the disk may hang.
    pub async fn end(self) {
        let Link { sender, mut over } = self;
        drop(sender);
        // An error is the end that is waited for: what runs here is gone.
        let _ = tokio::time::timeout(LAST_WORDS, over.changed()).await;
    }

    fn tell(&self, happened: Happened) {
        // It has ended only if the runtime is shutting down; then nobody waits for an answer.
        let _ = self.sender.send(happened);
    }
}

/// Starts asking for news, on the runtime this is called on; `tell` is called for every message, in order.
pub fn start(hub: Hub, settings: Settings, tell: impl Fn(Message) + Send + 'static) -> Link {
    let (sender, receiver) = unbounded_channel();
    let (feed, first) = Feed::begin(settings.after, settings.stopwatch.read());
    let (alive, over) = watch::channel(());
    let shell = Shell {
        hub,
        jitter: Jitter(settings.seed),
        outbox: match settings.keeps {
            true => Outbox::awaiting_journal(),
            false => Outbox::in_memory(),
        },
        settings,
        tell,
        feed,
        pen: None,
        sender: sender.downgrade(),
        looking_at: None,
        poll: None,
        polls: 0,
    };
    tokio::spawn(async move {
        shell.run(receiver, first).await;
        drop(alive);
    });
    Link { sender, over }
}

enum Happened {
    Submit(Submission),
    Opened(Box<dyn Journal>, Left),
    NotOpened(String),
    Written(SubmissionId, Result<(), String>),
    Seen(Vec<SubmissionId>),
    Woke,
    Looking(Option<String>),
    Heard(u64),
    Polled(u64, Result<News, ClientError>),
    Posted(SubmissionId, Result<Accepted, ClientError>),
}

struct Shell<T> {
    hub: Hub,
    settings: Settings,
    tell: T,
    feed: Feed,
    outbox: Outbox,
    /// Where things are written down, once that is known.
    pen: Option<Pen>,
    /// Weak, so that it ends with the last [`Link`].
    sender: WeakUnboundedSender<Happened>,
    looking_at: Option<String>,
    poll: Option<AbortHandle>,
    /// Which poll is the one under way: what earlier ones still say is not listened to.
    polls: u64,
    jitter: Jitter,
}

impl<T: Fn(Message)> Shell<T> {
    async fn run(mut self, mut receiver: UnboundedReceiver<Happened>, first: Vec<feed::Output>) {
        self.follow(first);
        loop {
            let rest = self.rest();
            let due = self.now().after(rest);
            let next = tokio::time::timeout(rest, receiver.recv()).await;
            defect::here("feed");
            if has_slept(due, self.now()) {
                self.woke();
            }
            match next {
                Ok(Some(happened)) => self.happened(happened),
                Ok(None) => break,
                Err(_) => self.elapsed(),
            }
        }
        self.give_up_poll();
        if let Some(pen) = self.pen.take() {
            pen.lay_down().await;
        }
    }

    /// How long nothing is due.
    fn rest(&self) -> Duration {
        let next = self.feed.next_wake();
        let next = self.outbox.next_wake().map_or(next, |due| due.min(next));
        next.since(self.now())
    }

    fn now(&self) -> Mono {
        self.settings.stopwatch.read()
    }

    fn happened(&mut self, happened: Happened) {
        let now = self.now();
        match happened {
            Happened::Submit(submission) => {
                let outputs = self.outbox.submit(submission, now);
                self.deliver(outputs);
            }
            Happened::Opened(journal, left) => self.opened(journal, left),
            Happened::NotOpened(why) => self.not_opened(why),
            Happened::Written(id, result) => {
                let outputs = self.outbox.kept(id, result);
                self.deliver(outputs);
            }
            Happened::Seen(ids) => {
                let outputs = self.outbox.seen(&ids);
                self.deliver(outputs);
            }
            Happened::Woke => self.woke(),
            Happened::Looking(what) => self.looking_at = what,
            Happened::Heard(poll) if poll == self.polls => self.feed.heard(now),
            Happened::Polled(poll, result) if poll == self.polls => self.polled(result, now),
            Happened::Heard(_) | Happened::Polled(..) => {}
            Happened::Posted(id, result) => {
                let outputs = self.outbox.answered(id, result, now, self.jitter.next());
                self.deliver(outputs);
            }
        }
    }

    fn opened(&mut self, journal: Box<dyn Journal>, left: Left) {
        let sender = self.sender.clone();
        let written = move |id, result| {
            if let Some(sender) = sender.upgrade() {
                let _ = sender.send(Happened::Written(id, result));
            }
        };
        match Pen::take_up(journal, written) {
            Ok(pen) => {
                self.pen = Some(pen);
                let outputs = self.outbox.opened(left);
                self.deliver(outputs);
            }
            Err(error) => self.not_opened(error.to_string()),
        }
    }

    fn not_opened(&mut self, why: String) {
        let outputs = self.outbox.not_opened(&why);
        (self.tell)(Message::NoJournal(why));
        self.deliver(outputs);
    }

    fn polled(&mut self, result: Result<News, ClientError>, now: Mono) {
        match result {
            Ok(news) => {
                let outputs = self.feed.answered(&news, now);
                if let Some(time) = self.feed.time() {
                    (self.tell)(Message::News(news, time));
                }
                self.follow(outputs);
                let outputs = self.outbox.live();
                self.deliver(outputs);
            }
            Err(error) => {
                let miss = match &error {
                    ClientError::Refused(problem) => Anew::of(problem).map(Miss::Anew),
                    _ => None,
                };
                let miss = miss.unwrap_or_else(|| Miss::Failed(error.to_string()));
                let outputs = self.feed.failed(miss, now, self.jitter.next());
                self.follow(outputs);
            }
        }
    }

    fn woke(&mut self) {
        let outputs = self.feed.woke(self.now());
        self.follow(outputs);
    }

    fn elapsed(&mut self) {
        let now = self.now();
        let outputs = self.feed.elapsed(now, self.jitter.next());
        if !self.feed.asking() {
            self.give_up_poll();
        }
        self.follow(outputs);
        let outputs = self.outbox.elapsed(now);
        self.deliver(outputs);
    }

    fn follow(&mut self, outputs: Vec<feed::Output>) {
        for output in outputs {
            match output {
                feed::Output::Ask {
                    after,
                    mark,
                    presence,
                    wait,
                } => self.ask(Poll {
                    after,
                    mark,
                    wait,
                    presence,
                    ..Poll::default()
                }),
                feed::Output::Show(liveness) => (self.tell)(Message::Liveness(liveness)),
                feed::Output::StartOver(why) => (self.tell)(Message::StartOver(why)),
            }
        }
    }

    fn deliver(&self, outputs: Vec<outbox::Output>) {
        for output in outputs {
            match output {
                outbox::Output::Keep(submission) => self.write(Entry::Kept(submission)),
                outbox::Output::Note(entry) => self.write(entry),
                outbox::Output::Taken { id, only_here } => (self.tell)(Message::Taken { id, only_here }),
                outbox::Output::Resumed(left) => (self.tell)(Message::Resumed(left)),
                outbox::Output::Replayed { sent, refused } => {
                    (self.tell)(Message::Replayed { sent, refused })
                }
                outbox::Output::Post(submission) => self.post(submission),
                outbox::Output::Settled { id, result } => (self.tell)(Message::Settled { id, result }),
                outbox::Output::Unknown { id, reason } => (self.tell)(Message::Unknown { id, reason }),
                outbox::Output::NotSent { id, reason } => (self.tell)(Message::NotSent { id, reason }),
                outbox::Output::Waiting { id, reason } => (self.tell)(Message::Waiting { id, reason }),
            }
        }
    }

    fn write(&self, entry: Entry) {
        // Without a pen nothing is asked to be written.
        if let Some(pen) = &self.pen {
            pen.write(entry);
        }
    }

    fn ask(&mut self, asked: Poll) {
        self.give_up_poll();
        let Some(sender) = self.sender.upgrade() else {
            return;
        };
        let (hub, number) = (self.hub.clone(), self.polls);
        let poll = Poll {
            incident: self.settings.incident.map(|id| id.to_string()),
            screen: self.settings.screen,
            looking_at: self.looking_at.clone(),
            ..asked
        };
        let asking = tokio::spawn(async move {
            let heard = || {
                let _ = sender.send(Happened::Heard(number));
            };
            let result = hub.poll(&poll, heard).await;
            defect::here("poll");
            let _ = sender.send(Happened::Polled(number, result));
        });
        self.poll = Some(asking.abort_handle());
    }

    fn give_up_poll(&mut self) {
        self.polls += 1;
        if let Some(poll) = self.poll.take() {
            poll.abort();
        }
    }

    fn post(&self, submission: Submission) {
        let Some(sender) = self.sender.upgrade() else {
            return;
        };
        let hub = self.hub.clone();
        tokio::spawn(async move {
            let answer = tokio::time::timeout(ANSWER, hub.submit(&submission)).await;
            defect::here("post");
            let silent = || {
                Err(ClientError::Unanswered(
                    "no answer from the hub for 5 s".to_owned(),
                ))
            };
            let _ = sender.send(Happened::Posted(
                submission.id,
                answer.unwrap_or_else(|_| silent()),
            ));
        });
    }
}

/// A small sequence of numbers between 0 and 1 (splitmix64): it only has to differ from screen to screen.
struct Jitter(u64);

impl Jitter {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}
