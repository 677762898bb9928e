//! What became of a command, as HTTP says it and as it is stored for when the command comes again.

use crate::domain::ids::SubmissionId;
use crate::store::StoredAnswer;
use crate::wire::{NOT_RECORDED, Problem};
use serde::Serialize;

/// What became of one command, as HTTP says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    /// An [`crate::wire::Accepted`] with status 200, else a [`Problem`].
    pub body: String,
}

/// An answer, and whether it stands if the batch cannot be recorded.
pub enum Said {
    /// Recorded earlier, or nothing to record.
    Before(Answer),
    /// Holds once the batch is recorded.
    Anew(Answer),
}

impl Said {
    pub fn answer(self) -> Answer {
        match self {
            Said::Before(answer) | Said::Anew(answer) => answer,
        }
    }
}

/// The answer from before, if this is the same command.
pub fn again(before: StoredAnswer, body_hash: &[u8; 32], id: SubmissionId) -> Answer {
    if before.body_hash == *body_hash {
        return Answer {
            status: before.status,
            body: before.body,
        };
    }
    let detail = format!(
        "a command with the id {id} was answered before, and it said something else; give every command its own id"
    );
    answer_of(422, &Problem::new(422, "the id is taken", detail))
}

pub fn not_recorded(why: impl Into<String>) -> Answer {
    answer_of(503, &Problem::new(503, NOT_RECORDED, why))
}

/// Nobody knows before the store is opened again; whoever asks again then is told.
pub fn maybe_recorded(why: impl Into<String>) -> Answer {
    answer_of(503, &Problem::new(503, "the disk failed", why))
}

pub fn answer_of(status: u16, body: &impl Serialize) -> Answer {
    // Cannot fail: these types have no maps with other keys than text, and nothing that refuses to be written.
    let body = serde_json::to_string(body).expect("an answer is JSON");
    Answer { status, body }
}
