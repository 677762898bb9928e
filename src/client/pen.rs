//! The thread on which a journal is written, so that a slow disk holds nobody up.

use super::journal::{Entry, Journal};
use crate::defect;
use crate::domain::ids::SubmissionId;
use std::io;
use std::sync::mpsc::{Sender, channel};
use std::thread::{self, JoinHandle};

/// Entries go in; what became of those to be kept comes back, in order.
pub struct Pen {
    entries: Sender<Entry>,
    thread: JoinHandle<()>,
}

impl Pen {
    /// # Errors
    /// The system has no room for a thread.
    pub fn take_up(
        mut journal: Box<dyn Journal>,
        written: impl Fn(SubmissionId, Result<(), String>) + Send + 'static,
    ) -> io::Result<Pen> {
        let (entries, wanted) = channel::<Entry>();
        let thread = thread::Builder::new().name("outbox".to_owned()).spawn(move || {
            for entry in wanted {
                defect::here("pen");
                let result = journal.append(&entry);
                match entry {
                    Entry::Kept(submission) => written(submission.id, result),
                    // Not written: the next run sends it once more, and the hub answers as before.
                    Entry::Settled(_) | Entry::Refused { .. } => {}
                }
            }
        })?;
        Ok(Pen { entries, thread })
    }

    pub fn write(&self, entry: Entry) {
        // It has ended only if the journal panicked; what was to be kept is then not waited for.
        let _ = self.entries.send(entry);
    }

    /// Returns when all is written.
    pub async fn lay_down(self) {
        let Pen { entries, thread } = self;
        drop(entries);
        // An error is the runtime's end, or a journal that panicked: nothing more can be done for it.
        let _ = tokio::task::spawn_blocking(move || thread.join()).await;
    }
}
