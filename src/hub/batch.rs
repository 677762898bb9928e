//! What is decided and not yet recorded.

use super::answer::Answer;
use crate::directory::reference::Changed;
use crate::domain::ids::{Seq, SubmissionId};
use crate::domain::reference::Reference;
use crate::domain::refusal::Refusal;
use crate::store::{Answers, Change, StoredAnswer};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// How many events a command came to.
pub(super) type Decided = Result<usize, Refusal>;

/// What is decided and not yet recorded.
#[derive(Default)]
pub(super) struct Batch {
    pub changes: Vec<Change>,
    /// What was answered before to the commands that came again.
    pub before: Answers,
    /// Why that could not be read.
    pub unread: Option<String>,
    /// The answers among the changes, for an id that comes twice in one batch.
    pub answers: Answers,
    pub directory: Option<Changed>,
    /// As it was before, where the batch has changed it.
    pub reference: Option<Arc<Reference>>,
}

impl Batch {
    pub fn keep(&mut self, id: SubmissionId, body_hash: &[u8; 32], answer: &Answer) {
        let stored = StoredAnswer {
            body_hash: *body_hash,
            status: answer.status,
            body: answer.body.clone(),
        };
        self.answers.insert(id, stored.clone());
        self.changes.push(Change {
            answer: Some((id, stored)),
            ..Change::default()
        });
    }
}

pub(super) fn own_id(secret: &[u8; 32], seq: Seq) -> SubmissionId {
    let hash = Sha256::new()
        .chain_update("warroom hub")
        .chain_update(secret)
        .chain_update(seq.0.to_be_bytes())
        .finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}
