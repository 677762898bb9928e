//! What a screen has sent or will send, as a state machine: each command once, whatever the line does to it.
//!
//! What only you know is kept, in order, until the hub has answered. What others act on is asked at once, and if
//! no answer comes it is shown as unknown and settled by sending the same id again. Everything is in memory for
//! now: what is still here when a screen ends is lost with it.

use super::time::Mono;
use super::{ClientError, backoff};
use crate::domain::command::{Offline, Submission};
use crate::domain::ids::SubmissionId;
use crate::wire::{Accepted, Problem};
use std::collections::VecDeque;

/// What the shell does next. Every post is answered by one [`Outbox::answered`].
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
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
}

#[derive(Clone, Debug, Default)]
pub struct Outbox {
    /// In the order they were made; the first is the one on its way.
    kept: VecDeque<Parcel>,
    asked: Vec<Parcel>,
}

#[derive(Clone, Debug)]
struct Parcel {
    submission: Submission,
    misses: u32,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Not sent yet.
    Packed,
    Posted,
    /// Sent without an answer.
    Resting {
        until: Mono,
    },
}

impl Outbox {
    /// Takes a command in; [`Offline`] of its row says what becomes of it while the hub is away.
    pub fn submit(&mut self, submission: Submission) -> Vec<Output> {
        let offline = submission.command.row().offline;
        let parcel = Parcel {
            submission,
            misses: 0,
            state: State::Packed,
        };
        match offline {
            Offline::Kept => self.kept.push_back(parcel),
            Offline::Asked => self.asked.push(parcel),
        }
        self.post_what_may(|state| state == State::Packed)
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
            // What others act on is not carried out at some later time.
            Err(ClientError::NotRecorded(problem)) if asked => self.settle(id, Err(problem)),
            Err(ClientError::Denied(problem)) if asked || problem.status == 403 => {
                self.settle(id, Err(problem))
            }
            // A first try that never left has done nothing; later ones may have.
            Err(ClientError::NotSent(reason) | ClientError::Settings(reason)) if asked && first => {
                self.drop(id);
                vec![Output::NotSent { id, reason }]
            }
            Err(error) => {
                parcel.state = State::Resting { until };
                let reason = error.to_string();
                match asked {
                    true => vec![Output::Unknown { id, reason }],
                    false => vec![Output::Waiting { id, reason }],
                }
            }
        }
    }

    /// The hub can be reached again: what rests goes at once.
    pub fn live(&mut self) -> Vec<Output> {
        self.post_what_may(|state| state != State::Posted)
    }

    pub fn elapsed(&mut self, now: Mono) -> Vec<Output> {
        self.post_what_may(|state| match state {
            State::Packed => true,
            State::Posted => false,
            State::Resting { until } => until <= now,
        })
    }

    /// When [`Outbox::elapsed`] has something to do.
    pub fn next_wake(&self) -> Option<Mono> {
        let sendable = self.kept.front().into_iter().chain(&self.asked);
        let resting = sendable.filter_map(|parcel| match parcel.state {
            State::Resting { until } => Some(until),
            State::Packed | State::Posted => None,
        });
        resting.min()
    }

    fn settle(&mut self, id: SubmissionId, result: Result<Accepted, Problem>) -> Vec<Output> {
        self.drop(id);
        let mut outputs = vec![Output::Settled { id, result }];
        outputs.extend(self.post_what_may(|state| state == State::Packed));
        outputs
    }

    fn drop(&mut self, id: SubmissionId) {
        self.kept.retain(|parcel| parcel.submission.id != id);
        self.asked.retain(|parcel| parcel.submission.id != id);
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
