//! The chain through the log: each event is stored with the hash of the one before it.
//!
//! The hash of an event is SHA-256 over the hash before it and the event's stored JSON, byte for byte; before the
//! first there are 32 zeros. So nothing can be changed, left out or put in between unseen.

use super::Line;
use crate::domain::event::Recorded;
use crate::domain::ids::Seq;
use sha2::{Digest, Sha256};
use thiserror::Error;

pub type Hash = [u8; 32];

/// As it is told to people: 64 digits.
pub fn hex(hash: &Hash) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The end of a chain: what the next event is recorded after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Head {
    pub seq: Seq,
    pub hash: Hash,
}

/// A line with the hash of the one before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    pub line: Line,
    pub before: Hash,
}

/// Where a chain breaks.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Break {
    #[error("event {expected} is missing (after it comes {found})")]
    Gap { expected: Seq, found: Seq },
    #[error("event {seq} does not follow from the one before it (their hashes differ)")]
    Changed { seq: Seq },
    #[error("event {seq} cannot be read: {why}")]
    Unreadable { seq: Seq, why: String },
    #[error("event {seq} is filed under another number or incident than its own")]
    Misfiled { seq: Seq },
    #[error("the log ends with event {found}, and {expected} were recorded")]
    Short { found: Seq, expected: Seq },
    #[error("event {seq}, the last, is not as it was recorded")]
    LastChanged { seq: Seq },
}

/// Takes a log line by line and tells where it is not as it was recorded.
#[derive(Clone, Copy, Debug, Default)]
pub struct Verifier {
    head: Head,
}

impl Head {
    /// The end of the chain with one more event.
    pub fn then(self, json: &str) -> Head {
        let hash = Sha256::new().chain_update(self.hash).chain_update(json);
        Head {
            seq: self.seq.next(),
            hash: hash.finalize().into(),
        }
    }
}

impl Verifier {
    /// Begins in the middle: what comes before is taken for whole.
    pub fn after(head: Head) -> Self {
        Verifier { head }
    }

    /// The event on the next line.
    pub fn take(&mut self, next: &Linked) -> Result<Recorded, Break> {
        let Linked { line, before } = next;
        let expected = self.head.seq.next();
        if line.seq != expected {
            let found = line.seq;
            return Err(Break::Gap { expected, found });
        }
        let seq = line.seq;
        if *before != self.head.hash {
            return Err(Break::Changed { seq });
        }
        let recorded: Recorded = serde_json::from_str(&line.json).map_err(|error| Break::Unreadable {
            seq,
            why: error.to_string(),
        })?;
        if (recorded.seq, recorded.incident) != (seq, line.incident) {
            return Err(Break::Misfiled { seq });
        }
        self.head = self.head.then(&line.json);
        Ok(recorded)
    }

    /// How far it has come.
    pub fn head(&self) -> Head {
        self.head
    }

    /// After the last line: is this where the log ended?
    pub fn ends_at(self, expected: Head) -> Result<Head, Break> {
        let found = self.head;
        if found.seq != expected.seq {
            return Err(Break::Short {
                found: found.seq,
                expected: expected.seq,
            });
        }
        if found.hash != expected.hash {
            return Err(Break::LastChanged { seq: found.seq });
        }
        Ok(found)
    }
}

/// The events as they will be stored after `head`, and the head then; or what is wrong with them.
pub(super) fn link<'a>(
    mut head: Head,
    events: impl Iterator<Item = &'a Recorded>,
) -> Result<(Vec<Linked>, Head), String> {
    let mut links = Vec::new();
    for recorded in events {
        if recorded.seq != head.seq.next() {
            return Err(format!("event {} after event {}", recorded.seq, head.seq));
        }
        let json = serde_json::to_string(recorded)
            .map_err(|error| format!("event {} cannot be written: {error}", recorded.seq))?;
        let before = head.hash;
        head = head.then(&json);
        let line = Line {
            seq: recorded.seq,
            incident: recorded.incident,
            json,
        };
        links.push(Linked { line, before });
    }
    Ok((links, head))
}
