//! What an outbox writes down, so that what only one person knows outlives the program, and what that adds up to.

use crate::domain::command::Submission;
use crate::domain::ids::SubmissionId;
use crate::wire::Problem;
use serde::{Deserialize, Serialize};

/// One line of a journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    Kept(Submission),
    /// The hub has it, or its refusal has been read: nothing is left to do for it.
    Settled(SubmissionId),
    /// The hub did not take it, and nobody has read that yet.
    Refused {
        id: SubmissionId,
        why: Problem,
    },
}

/// Where entries go. Called on a thread of its own, one after the other.
pub trait Journal: Send {
    /// Returns when the entry survives a crash and a power cut.
    ///
    /// # Errors
    /// It is not written, for this reason, as half a sentence.
    fn append(&mut self, entry: &Entry) -> Result<(), String>;
}

/// What the hub did not take, with its reason.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    pub submission: Submission,
    pub why: Problem,
}

/// What a journal holds once all its entries are read: what an earlier run has left to do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Left {
    /// Not known to be with the hub, in the order in which it was made.
    pub unsent: Vec<Submission>,
    /// Not taken, and nobody has read that yet.
    pub refused: Vec<Refused>,
}

impl Left {
    /// Takes the next entry in. One about what is not here, or is here already, changes nothing.
    pub fn take(&mut self, entry: Entry) {
        match entry {
            Entry::Kept(submission) => {
                if !self.holds(submission.id) {
                    self.unsent.push(submission);
                }
            }
            Entry::Settled(id) => {
                self.unsent.retain(|submission| submission.id != id);
                self.refused.retain(|refused| refused.submission.id != id);
            }
            Entry::Refused { id, why } => {
                let at = self.unsent.iter().position(|submission| submission.id == id);
                if let Some(at) = at {
                    let submission = self.unsent.remove(at);
                    self.refused.push(Refused { submission, why });
                }
            }
        }
    }

    /// Takes in what another journal has left: each once, in the order of their ids, which is that of their making.
    pub fn join(&mut self, other: Left) {
        let unsent = other.unsent.into_iter();
        let unsent: Vec<_> = unsent.filter(|submission| !self.holds(submission.id)).collect();
        let refused = other.refused.into_iter();
        let refused: Vec<_> = refused
            .filter(|refused| !self.holds(refused.submission.id))
            .collect();
        self.unsent.extend(unsent);
        self.refused.extend(refused);
        self.unsent.sort_by_key(|submission| submission.id);
        self.refused.sort_by_key(|refused| refused.submission.id);
    }

    pub fn is_empty(&self) -> bool {
        self.unsent.is_empty() && self.refused.is_empty()
    }

    /// The fewest entries that add up to this.
    pub fn entries(&self) -> impl Iterator<Item = Entry> + '_ {
        let unsent = self.unsent.iter().cloned().map(Entry::Kept);
        let refused = self.refused.iter().flat_map(|refused| {
            let why = refused.why.clone();
            let id = refused.submission.id;
            [
                Entry::Kept(refused.submission.clone()),
                Entry::Refused { id, why },
            ]
        });
        refused.chain(unsent)
    }

    fn holds(&self, id: SubmissionId) -> bool {
        let unsent = self.unsent.iter().map(|submission| submission.id);
        let refused = self.refused.iter().map(|refused| refused.submission.id);
        unsent.chain(refused).any(|held| held == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::command::Command;
    use crate::domain::notes::WriteNote;
    use uuid::Uuid;

    fn note(number: u128) -> Submission {
        let note = serde_json::json!({ "text": format!("note {number}"), "sort": "fact" });
        let note: WriteNote = serde_json::from_value(note).unwrap();
        Submission {
            id: Uuid::from_u128(number),
            incident: None,
            said_at: None,
            command: Command::WriteNote(note),
        }
    }

    fn ids(left: &Left) -> (Vec<u128>, Vec<u128>) {
        let unsent = left.unsent.iter().map(|submission| submission.id.as_u128());
        let refused = left.refused.iter().map(|refused| refused.submission.id.as_u128());
        (unsent.collect(), refused.collect())
    }

    fn read(entries: Vec<Entry>) -> Left {
        let mut left = Left::default();
        entries.into_iter().for_each(|entry| left.take(entry));
        left
    }

    fn refused(number: u128) -> Entry {
        Entry::Refused {
            id: Uuid::from_u128(number),
            why: Problem::new(409, "refused", "closed"),
        }
    }

    #[test]
    fn what_is_left_is_what_was_kept_and_neither_settled_nor_read() {
        let settled = |number| Entry::Settled(Uuid::from_u128(number));
        let kept = |number| Entry::Kept(note(number));
        let left = read(vec![
            kept(1),
            kept(2),
            settled(1),
            kept(3),
            refused(3),
            kept(4),
            refused(4),
            settled(4),
            settled(9),
            refused(9),
            kept(2),
        ]);
        assert_eq!(ids(&left), (vec![2], vec![3]));
    }

    #[test]
    fn two_journals_are_one_with_each_thing_once_in_the_order_it_was_made() {
        let mut left = read(vec![Entry::Kept(note(5)), Entry::Kept(note(2))]);
        left.join(read(vec![
            Entry::Kept(note(1)),
            Entry::Kept(note(5)),
            Entry::Kept(note(3)),
            refused(3),
        ]));
        assert_eq!(ids(&left), (vec![1, 2, 5], vec![3]));
        assert_eq!(read(left.entries().collect()), left);
    }

    #[test]
    fn an_entry_reads_as_it_was_written() {
        for entry in [
            Entry::Kept(note(1)),
            Entry::Settled(Uuid::from_u128(1)),
            refused(1),
        ] {
            let line = serde_json::to_string(&entry).unwrap();
            assert_eq!(serde_json::from_str::<Entry>(&line).unwrap(), entry, "{line}");
        }
    }
}
