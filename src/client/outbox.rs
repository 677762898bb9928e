//! What a screen has sent or will send, as a state machine: each command once, whatever the line does to it.
//!
//! What only you know is written down first, then shown, then sent, in order, until the hub has answered. What others
//! act on is asked at once, and if no answer comes it is shown as unknown and settled by sending the same id again.

use super::journal::{Entry, Left, Refused};
use super::time::Mono;
use super::{ClientError, backoff};
use crate::domain::command::{Offline, Submission};
use crate::domain::ids::SubmissionId;
use crate::wire::{Accepted, Problem};
use std::collections::VecDeque;
use std::time::Duration;

/// A disk that has not written something down after this long is not waited for.
pub const WRITING: Duration = Duration::from_secs(2);

/// What the shell does next. Every post is answered by one [`Outbox::answered`], everything to be kept by one
/// [`Outbox::kept`].
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    /// Write it down as [`Entry::Kept`].
    Keep(Submission),
    /// It may be shown as done: it is written down, or this program's memory is the only place it is in until the hub
    /// answers, and why.
    Taken {
        id: SubmissionId,
        only_here: Option<String>,
    },
    /// Write this down as well; no answer is waited for.
    Note(Entry),
    /// The journal is open: an earlier run of the program has left these, if any; they are being sent.
    Resumed(Vec<Submission>),
    Post(Submission),
    /// The hub's word on it.
    Settled {
        id: SubmissionId,
        result: Result<Accepted, Problem>,
    },
    /// Asked, and nobody knows whether it happened: "unknown, checking".
    Unknown {
        id: SubmissionId,
        reason: String,
    },
    /// It has not happened and will not: the hub is away.
    NotSent {
        id: SubmissionId,
        reason: String,
    },
    /// Kept; it will be delivered when the hub can be reached.
    Waiting {
        id: SubmissionId,
        reason: String,
    },
    /// All that had waited is through. What was refused stays written down until [`Outbox::seen`].
    Replayed {
        sent: usize,
        refused: Vec<Refused>,
    },
}

#[derive(Clone, Debug)]
pub struct Outbox {
    keeping: Keeping,
    /// In the order they were made; the first is the one on its way.
    kept: VecDeque<Parcel>,
    asked: Vec<Parcel>,
    /// Of those that waited, what became of them.
    sent: usize,
    refused: Vec<Refused>,
}

/// Where what only you know is written down.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Keeping {
    /// In a journal.
    Journal,
    /// It is not known yet in which: the hub has not said who this is.
    Awaited,
    /// Nowhere; and why, if it should be somewhere.
    Nowhere(Option<String>),
}

#[derive(Clone, Debug)]
struct Parcel {
    submission: Submission,
    misses: u32,
    state: State,
    /// It could not be sent when it was made.
    waited: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Being written down; not waited for any longer than that.
    Unwritten {
        until: Mono,
    },
    /// Not sent yet.
    Packed,
    Posted,
    /// Sent without an answer.
    Resting {
        until: Mono,
    },
}

impl Outbox {
    /// Waits for [`Outbox::opened`] or [`Outbox::not_opened`] before anything of what only you know goes out.
    pub fn awaiting_journal() -> Self {
        Outbox::with(Keeping::Awaited)
    }

    /// Nothing of it outlives the program, and nobody minds: a rehearsal.
    pub fn in_memory() -> Self {
        Outbox::with(Keeping::Nowhere(None))
    }

    fn with(keeping: Keeping) -> Self {
        Outbox {
            keeping,
            kept: VecDeque::new(),
            asked: Vec::new(),
            sent: 0,
            refused: Vec::new(),
        }
    }

    /// There is a journal from now on, and this is what earlier runs have left in it: it goes before everything else.
    pub fn opened(&mut self, left: Left) -> Vec<Output> {
        self.keeping = Keeping::Journal;
        let held: Vec<SubmissionId> = self.unsettled().map(|submission| submission.id).collect();
        let unsent = left.unsent.into_iter();
        let unsent: Vec<_> = unsent
            .filter(|submission| !held.contains(&submission.id))
            .collect();
        let mut outputs = Vec::new();
        if !left.refused.is_empty() {
            outputs.push(Output::Replayed {
                sent: 0,
                refused: left.refused,
            });
        }
        let here = self.kept.iter().map(|parcel| parcel.submission.clone());
        outputs.extend(here.map(Output::Keep));
        outputs.push(Output::Resumed(unsent.clone()));
        for submission in unsent.into_iter().rev() {
            self.kept.push_front(Parcel {
                submission,
                misses: 0,
                state: State::Packed,
                waited: true,
            });
        }
        outputs.extend(self.post_what_may(|state| state == State::Packed));
        outputs
    }

    /// There will be no journal, for this reason: what only you know goes out all the same.
    pub fn not_opened(&mut self, reason: &str) -> Vec<Output> {
        self.keeping = Keeping::Nowhere(Some(reason.to_owned()));
        self.take_unwritten(reason, |_| true)
    }

    /// Takes a command in; [`Offline`] of its row says what becomes of it while the hub is away. One that is here
    /// already changes nothing.
    pub fn submit(&mut self, submission: Submission, now: Mono) -> Vec<Output> {
        let id = submission.id;
        if self.parcel(id).is_some() {
            return Vec::new();
        }
        let offline = submission.command.row().offline;
        let mut parcel = Parcel {
            submission,
            misses: 0,
            state: State::Packed,
            waited: false,
        };
        let mut outputs = Vec::new();
        match offline {
            Offline::Asked => self.asked.push(parcel),
            Offline::Kept => {
                parcel.waited = self.kept.front().is_some_and(|first| first.waited);
                let until = now.after(WRITING);
                match &self.keeping {
                    Keeping::Journal => {
                        parcel.state = State::Unwritten { until };
                        outputs.push(Output::Keep(parcel.submission.clone()));
                    }
                    Keeping::Awaited => parcel.state = State::Unwritten { until },
                    Keeping::Nowhere(why) => outputs.push(Output::Taken {
                        id,
                        only_here: why.clone(),
                    }),
                }
                self.kept.push_back(parcel);
            }
        }
        outputs.extend(self.post_what_may(|state| state == State::Packed));
        outputs
    }

    /// How writing down ended. What could not be written is sent all the same.
    pub fn kept(&mut self, id: SubmissionId, result: Result<(), String>) -> Vec<Output> {
        let Some(parcel) = self.parcel(id) else {
            return Vec::new();
        };
        if matches!(parcel.state, State::Unwritten { .. }) {
            parcel.state = State::Packed;
        }
        let only_here = result.err();
        let mut outputs = vec![Output::Taken { id, only_here }];
        outputs.extend(self.post_what_may(|state| state == State::Packed));
        outputs
    }

    /// Somebody has read that these were refused.
    pub fn seen(&mut self, ids: &[SubmissionId]) -> Vec<Output> {
        let settled = ids.iter().map(|id| Entry::Settled(*id));
        settled.filter_map(|entry| self.note(entry)).collect()
    }

    /// What is not settled, kept first, each in the order it was made.
    pub fn unsettled(&self) -> impl Iterator<Item = &Submission> {
        self.kept
            .iter()
            .chain(&self.asked)
            .map(|parcel| &parcel.submission)
    }

    /// How a post ended.
    pub fn answered(
        &mut self,
        id: SubmissionId,
        result: Result<Accepted, ClientError>,
        now: Mono,
        jitter: f64,
    ) -> Vec<Output> {
        let Some(parcel) = self.parcel(id) else {
            return Vec::new();
        };
        parcel.misses += 1;
        let until = now.after(backoff(parcel.misses, jitter));
        let (asked, first) = (
            parcel.submission.command.row().offline == Offline::Asked,
            parcel.misses == 1,
        );
        match result {
            Ok(accepted) => self.settle(id, Ok(accepted)),
            Err(ClientError::Refused(problem)) => self.settle(id, Err(problem)),
            // What others act on is not carried out at some later time. An earlier try may have been recorded.
            Err(ClientError::NotRecorded(problem)) if asked && first => self.settle(id, Err(problem)),
            Err(ClientError::Denied(problem)) if asked || problem.status == 403 => {
                self.settle(id, Err(problem))
            }
            // A first try that never left has done nothing; later ones may have.
            Err(ClientError::NotSent(reason) | ClientError::Settings(reason)) if asked && first => {
                self.asked.retain(|parcel| parcel.submission.id != id);
                vec![Output::NotSent { id, reason }]
            }
            Err(error) => {
                parcel.state = State::Resting { until };
                let reason = error.to_string();
                if asked {
                    return vec![Output::Unknown { id, reason }];
                }
                self.kept.iter_mut().for_each(|parcel| parcel.waited = true);
                vec![Output::Waiting { id, reason }]
            }
        }
    }

    /// The hub can be reached again: what rests goes at once.
    pub fn live(&mut self) -> Vec<Output> {
        self.post_what_may(|state| matches!(state, State::Packed | State::Resting { .. }))
    }

    pub fn elapsed(&mut self, now: Mono) -> Vec<Output> {
        let reason = match self.keeping {
            Keeping::Awaited => "the hub has not said yet who you are",
            Keeping::Journal | Keeping::Nowhere(_) => "the disk does not answer",
        };
        let mut outputs = self.take_unwritten(reason, |until| until <= now);
        outputs.extend(self.post_what_may(|state| match state {
            State::Packed => true,
            State::Posted | State::Unwritten { .. } => false,
            State::Resting { until } => until <= now,
        }));
        outputs
    }

    /// When [`Outbox::elapsed`] has something to do.
    pub fn next_wake(&self) -> Option<Mono> {
        let unwritten = self.kept.iter().filter_map(|parcel| match parcel.state {
            State::Unwritten { until } => Some(until),
            State::Packed | State::Posted | State::Resting { .. } => None,
        });
        let sendable = self.kept.front().into_iter().chain(&self.asked);
        let resting = sendable.filter_map(|parcel| match parcel.state {
            State::Resting { until } => Some(until),
            State::Packed | State::Posted | State::Unwritten { .. } => None,
        });
        resting.chain(unwritten).min()
    }

    fn settle(&mut self, id: SubmissionId, result: Result<Accepted, Problem>) -> Vec<Output> {
        let mut outputs = vec![Output::Settled {
            id,
            result: result.clone(),
        }];
        self.asked.retain(|parcel| parcel.submission.id != id);
        let at = self.kept.iter().position(|parcel| parcel.submission.id == id);
        if let Some(parcel) = at.and_then(|at| self.kept.remove(at)) {
            outputs.extend(self.close(parcel, result));
        }
        outputs.extend(self.post_what_may(|state| state == State::Packed));
        outputs
    }

    /// What was kept has the hub's word: that is written down, and told when it was the last of those that waited.
    fn close(&mut self, parcel: Parcel, result: Result<Accepted, Problem>) -> Vec<Output> {
        let id = parcel.submission.id;
        let entry = match (&result, parcel.waited) {
            (Err(why), true) => Entry::Refused { id, why: why.clone() },
            // Whoever wrote it sits before the screen that says why it was refused.
            (Ok(_), _) | (Err(_), false) => Entry::Settled(id),
        };
        let mut outputs: Vec<Output> = self.note(entry).into_iter().collect();
        match (result, parcel.waited) {
            (Ok(_), true) => self.sent += 1,
            (Err(why), true) => self.refused.push(Refused {
                submission: parcel.submission,
                why,
            }),
            (_, false) => {}
        }
        if parcel.waited && !self.kept.iter().any(|parcel| parcel.waited) {
            outputs.push(Output::Replayed {
                sent: std::mem::take(&mut self.sent),
                refused: std::mem::take(&mut self.refused),
            });
        }
        outputs
    }

    fn note(&self, entry: Entry) -> Option<Output> {
        (self.keeping == Keeping::Journal).then_some(Output::Note(entry))
    }

    /// What waits to be written down any longer goes out without.
    fn take_unwritten(&mut self, reason: &str, late: impl Fn(Mono) -> bool) -> Vec<Output> {
        let mut outputs = Vec::new();
        for parcel in &mut self.kept {
            if let State::Unwritten { until } = parcel.state
                && late(until)
            {
                parcel.state = State::Packed;
                outputs.push(Output::Taken {
                    id: parcel.submission.id,
                    only_here: Some(reason.to_owned()),
                });
            }
        }
        outputs.extend(self.post_what_may(|state| state == State::Packed));
        outputs
    }

    fn parcel(&mut self, id: SubmissionId) -> Option<&mut Parcel> {
        let all = self.kept.iter_mut().chain(&mut self.asked);
        all.into_iter().find(|parcel| parcel.submission.id == id)
    }

    /// Of what is kept only the first may go, so that the order stands.
    fn post_what_may(&mut self, may: impl Fn(State) -> bool) -> Vec<Output> {
        let sendable = self.kept.front_mut().into_iter().chain(&mut self.asked);
        let posted = sendable.filter(|parcel| may(parcel.state)).map(|parcel| {
            parcel.state = State::Posted;
            Output::Post(parcel.submission.clone())
        });
        posted.collect()
    }
}
