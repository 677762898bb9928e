//! The feed of news as a state machine: when to ask, how long to wait, and whether the screen is live.

use super::backoff;
use super::time::{HubTime, Mono};
use crate::domain::ids::Seq;
use crate::wire::{Anew, Mark, News};
use jiff::Timestamp;
use std::time::Duration;

/// Seconds a poll waits for news.
pub const WAIT: u64 = 5;
/// No answer this long after the wait is a miss.
pub const PATIENCE: Duration = Duration::from_secs(2);
/// Of a connection that stands while no answer comes.
const SILENT: &str = "nothing comes back; it hangs, or the network does";

/// Whether what the screen shows is what the hub knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Liveness {
    /// No answer yet, and no trouble either.
    Connecting,
    Live,
    /// One miss. `since`: the hub time of the last answer.
    Stale {
        since: Option<Timestamp>,
    },
    /// Two misses, or no first answer.
    Offline {
        since: Option<Timestamp>,
        reason: String,
    },
}

/// What the shell does next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// Ask for what comes after `after`; whatever poll was under way is given up.
    Ask {
        after: Seq,
        /// Of the log up to there.
        mark: Option<Mark>,
        /// The list of who is here that the screen has.
        presence: Option<u64>,
        wait: u64,
    },
    Show(Liveness),
    /// All of the log comes again from its beginning.
    StartOver(Anew),
}

/// How the last poll went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Miss {
    /// A connection refused or broken, an error for an answer.
    Failed(String),
    /// The hub's log is to be read from its beginning.
    Anew(Anew),
}

#[derive(Clone, Debug)]
pub struct Feed {
    after: Seq,
    mark: Option<Mark>,
    presence: Option<u64>,
    misses: u32,
    shown: Liveness,
    state: State,
    time: Option<HubTime>,
    /// Hub time of the last answer.
    heard_at: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// A poll is under way and is missed at `deadline`.
    Asking {
        deadline: Mono,
    },
    Resting {
        until: Mono,
    },
}

impl Feed {
    /// Begins after what the screen already has, 0 for nothing. The first answer is not waited for, so that a
    /// screen shows something at once.
    pub fn begin(after: Seq, now: Mono) -> (Self, Vec<Output>) {
        let mut feed = Feed {
            after,
            mark: None,
            presence: None,
            misses: 0,
            shown: Liveness::Connecting,
            state: State::Resting { until: now },
            time: None,
            heard_at: None,
        };
        let ask = feed.ask(0, now);
        (feed, vec![Output::Show(Liveness::Connecting), ask])
    }

    /// A poll is under way.
    pub fn asking(&self) -> bool {
        matches!(self.state, State::Asking { .. })
    }

    /// Hub time; `None` before the first answer.
    pub fn time(&self) -> Option<HubTime> {
        self.time
    }

    /// When [`Feed::elapsed`] has something to do.
    pub fn next_wake(&self) -> Mono {
        match self.state {
            State::Asking { deadline } => deadline,
            State::Resting { until } => until,
        }
    }

    /// Part of an answer has come: on a slow line the rest may take its time.
    pub fn heard(&mut self, now: Mono) {
        if let State::Asking { deadline } = &mut self.state {
            *deadline = (*deadline).max(now.after(PATIENCE));
        }
    }

    pub fn answered(&mut self, news: &News, now: Mono) -> Vec<Output> {
        self.after = news.through;
        self.mark = news.mark;
        if news.present.is_some() {
            self.presence = news.presence;
        }
        self.misses = 0;
        self.heard_at = Some(news.now);
        self.time = Some(match self.time {
            Some(time) => time.corrected(news.now, news.rate, now),
            None => HubTime::new(news.now, news.rate, now),
        });
        // What has come so far may be hours old: it is not live before the rest is here.
        if news.more {
            return vec![self.ask(0, now)];
        }
        let mut outputs = self.show(Liveness::Live);
        outputs.push(self.ask(WAIT, now));
        outputs
    }

    pub fn failed(&mut self, miss: Miss, now: Mono, jitter: f64) -> Vec<Output> {
        match miss {
            Miss::Failed(reason) => self.missed(reason, now, jitter),
            Miss::Anew(why) => {
                self.after = Seq(0);
                self.mark = None;
                let mut outputs = vec![Output::StartOver(why)];
                outputs.extend(self.no_longer_live());
                outputs.push(self.ask(0, now));
                outputs
            }
        }
    }

    /// The machine has slept, or this program was stopped: what was live is stale until the hub has been asked again,
    /// and an answer that was on its way is one from before.
    pub fn woke(&mut self, now: Mono) -> Vec<Output> {
        let mut outputs = self.no_longer_live();
        outputs.push(self.ask(0, now));
        outputs
    }

    /// What was live is of the last answer, until all that followed is here.
    fn no_longer_live(&mut self) -> Vec<Output> {
        let since = self.heard_at;
        match self.shown {
            Liveness::Live => self.show(Liveness::Stale { since }),
            Liveness::Connecting | Liveness::Stale { .. } | Liveness::Offline { .. } => Vec::new(),
        }
    }

    pub fn elapsed(&mut self, now: Mono, jitter: f64) -> Vec<Output> {
        match self.state {
            State::Asking { deadline } if deadline <= now => self.missed(SILENT.to_owned(), now, jitter),
            State::Resting { until } if until <= now => vec![self.ask(0, now)],
            State::Asking { .. } | State::Resting { .. } => Vec::new(),
        }
    }

    fn missed(&mut self, reason: String, now: Mono, jitter: f64) -> Vec<Output> {
        self.misses += 1;
        self.state = State::Resting {
            until: now.after(backoff(self.misses, jitter)),
        };
        let since = self.heard_at;
        match self.shown {
            Liveness::Live => self.show(Liveness::Stale { since }),
            Liveness::Connecting | Liveness::Stale { .. } | Liveness::Offline { .. } => {
                self.show(Liveness::Offline { since, reason })
            }
        }
    }

    fn ask(&mut self, wait: u64, now: Mono) -> Output {
        let deadline = now.after(Duration::from_secs(wait)).after(PATIENCE);
        self.state = State::Asking { deadline };
        Output::Ask {
            after: self.after,
            mark: self.mark,
            presence: self.presence,
            wait,
        }
    }

    fn show(&mut self, liveness: Liveness) -> Vec<Output> {
        if self.shown == liveness {
            return Vec::new();
        }
        self.shown = liveness.clone();
        vec![Output::Show(liveness)]
    }
}
