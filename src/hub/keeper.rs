//! When the picture is put away beside the log, and whether the one taken up at the start is what the log adds up to.
//!
//! A picture that is taken up is believed at first, so that a start takes the same time after a year as after a day.
//! While nobody asks for anything, the whole log is then verified and folded beside it, a little at a time, and the two
//! are compared. Until they are, none is put away.

use crate::domain::ids::{IncidentId, SubmissionId};
use crate::domain::picture::Picture;
use crate::store::chain::{Head, Verifier};
use crate::store::kept::{self, Contents, Kept, ToKeep, Without};
use crate::store::{Change, Store, StoreError};
use jiff::Timestamp;
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// After so many events the picture is put away again, once nobody asks for anything.
pub const EVERY: u64 = 5_000;
/// After so many it is put away all the same: a start folds not many more.
const AT_LAST: u64 = 20_000;
/// At the end it is put away after so many: to fold fewer takes less time than that.
const AT_THE_END: u64 = 500;
/// The longest that an end waits for it. What is not done by then is of no use, and in nobody's way.
const PATIENCE: Duration = Duration::from_millis(150);
/// Events looked at in one go: about a millisecond.
const AT_ONCE: u64 = 100;

/// What an audit has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audited {
    /// It is not over, or fits, or there is nothing to look at.
    Fits,
    Differs,
}

#[derive(Debug)]
pub struct Keeper {
    /// None for a log in memory.
    folder: Option<PathBuf>,
    contents: Contents,
    /// The picture that is put away.
    before: Picture,
    /// The commands recorded since.
    causes: Vec<SubmissionId>,
    audit: Option<Audit>,
    writing: Option<Writing>,
}

#[derive(Debug)]
struct Writing {
    thread: JoinHandle<()>,
    done: Receiver<io::Result<Contents>>,
    picture: Picture,
}

impl Keeper {
    pub fn new(folder: Option<PathBuf>) -> Keeper {
        Keeper {
            folder,
            contents: Contents::default(),
            before: Picture::default(),
            causes: Vec::new(),
            audit: None,
            writing: None,
        }
    }

    /// The picture that is put away, if it is one of this log.
    pub fn read(&self, store: &mut Store) -> Result<Kept, Without> {
        let kept = kept::read(self.folder.as_ref().ok_or(Without::None)?)?;
        let fits = kept.head.seq <= store.head()
            && store
                .hash_at(kept.head.seq)
                .is_ok_and(|hash| hash == kept.head.hash);
        match fits {
            true => Ok(kept),
            false => Err(Without::Unfit("it is of another log".to_owned())),
        }
    }

    /// The picture was built: from this one on, with these commands after it.
    pub fn begin(&mut self, kept: Option<Kept>, causes: Vec<SubmissionId>) {
        self.written(Duration::MAX);
        self.causes = causes;
        self.contents = Contents::default();
        self.before = Picture::default();
        self.audit = None;
        if let Some(kept) = kept {
            self.contents = kept.contents;
            self.before = kept.picture.without_causes();
            self.audit = Some(Audit::of(kept.picture, kept.head));
        }
    }

    pub fn recorded(&mut self, changes: &[Change]) {
        if self.folder.is_some() {
            let events = changes.iter().flat_map(|change| &change.events);
            self.causes.extend(events.map(|recorded| recorded.cause));
        }
    }

    pub fn auditing(&self) -> bool {
        self.audit.is_some()
    }

    /// Looks at a little more of the log.
    ///
    /// # Errors
    /// The log is not as it was recorded, or cannot be read.
    pub fn audit(&mut self, store: &mut Store) -> Result<Audited, StoreError> {
        let Some(audit) = &mut self.audit else {
            return Ok(Audited::Fits);
        };
        let seen = audit.look(store);
        if let Ok(Step::More) = seen {
            return Ok(Audited::Fits);
        }
        self.audit = None;
        Ok(match seen? {
            Step::Differs => Audited::Differs,
            Step::More | Step::Fits => {
                tracing::info!("the picture taken up at the start is what the whole log adds up to");
                Audited::Fits
            }
        })
    }

    /// It is time to put the picture away.
    pub fn is_due(&self, picture: &Picture) -> bool {
        self.waits(picture, EVERY)
    }

    /// It is high time.
    pub fn is_overdue(&self, picture: &Picture) -> bool {
        self.waits(picture, AT_LAST)
    }

    fn waits(&self, picture: &Picture, most: u64) -> bool {
        let busy = self
            .writing
            .as_ref()
            .is_some_and(|writing| !writing.thread.is_finished());
        let since = picture.through().0.saturating_sub(self.before.through().0);
        self.folder.is_some() && self.audit.is_none() && !busy && since >= most
    }

    /// Puts the picture away on a thread of its own, if it is time to.
    pub fn put_away(&mut self, picture: &Picture, head: Head, last_at: Timestamp) {
        self.written(Duration::ZERO);
        self.begin_to_write(EVERY, picture, head, last_at);
    }

    /// Puts it away for the last time, if that is worth it and does not take long.
    pub fn end(&mut self, picture: &Picture, head: Head, last_at: Timestamp) {
        self.written(Duration::ZERO);
        self.begin_to_write(AT_THE_END, picture, head, last_at);
        self.written(PATIENCE);
    }

    fn begin_to_write(&mut self, after: u64, picture: &Picture, head: Head, last_at: Timestamp) {
        let Some(folder) = self.folder.clone().filter(|_| self.waits(picture, after)) else {
            return;
        };
        if self.writing.is_some() || head.seq != picture.through() {
            return;
        }
        let picture = picture.without_causes();
        let keep = ToKeep {
            touched: picture.touched_since(&self.before),
            picture: picture.clone(),
            head,
            last_at,
            before: self.contents.clone(),
            causes: std::mem::take(&mut self.causes),
        };
        let (tell, done) = sync_channel(1);
        let thread = std::thread::Builder::new().name("picture".to_owned());
        // Nobody may be waiting for it any more.
        let write = move || drop(tell.send(kept::write(&folder, keep)));
        match thread.spawn(write) {
            Ok(thread) => {
                self.writing = Some(Writing {
                    thread,
                    done,
                    picture,
                });
            }
            Err(error) => self.start_over(&error),
        }
    }

    /// The one that is put away is not to be taken up again.
    pub fn forget(&mut self) {
        self.written(Duration::MAX);
        if let Some(Err(error)) = self.folder.as_deref().map(kept::forget) {
            tracing::error!(
                "the picture put away beside the log cannot be removed; remove its folder: {error}"
            );
        }
    }

    /// Takes in what became of the last one, if that is known within this time.
    fn written(&mut self, patience: Duration) {
        let Some(writing) = self.writing.take() else {
            return;
        };
        match writing.done.recv_timeout(patience) {
            Ok(Ok(contents)) => {
                self.contents = contents;
                self.before = writing.picture;
            }
            Ok(Err(error)) => self.start_over(&error),
            Err(RecvTimeoutError::Timeout) => self.writing = Some(writing),
            // A defect, which has said so itself.
            Err(RecvTimeoutError::Disconnected) => self.start_over(&io::ErrorKind::Other.into()),
        }
    }

    /// The commands of the one that failed are gone with it: the next one is made by the next start.
    fn start_over(&mut self, error: &io::Error) {
        tracing::warn!(
            "the picture could not be put away beside the log, so that the next start takes longer: {error}"
        );
        self.folder = None;
        self.causes = Vec::new();
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    More,
    Fits,
    Differs,
}

/// The log, folded beside a picture of it.
#[derive(Debug)]
struct Audit {
    kept: Picture,
    head: Head,
    verifier: Verifier,
    folded: Picture,
    /// Those not compared yet, once all is folded.
    left: Option<Vec<IncidentId>>,
}

impl Audit {
    fn of(kept: Picture, head: Head) -> Audit {
        Audit {
            kept,
            head,
            verifier: Verifier::default(),
            folded: Picture::default(),
            left: None,
        }
    }

    fn look(&mut self, store: &mut Store) -> Result<Step, StoreError> {
        let seen = self.verifier.head();
        if seen.seq < self.head.seq {
            let limit = AT_ONCE.min(self.head.seq.0 - seen.seq.0);
            let folded = &mut self.folded;
            store.verify(&mut self.verifier, limit, &mut |recorded| folded.apply(recorded))?;
            let stands_still = self.verifier.head().seq == seen.seq;
            return Ok(if stands_still { Step::Differs } else { Step::More });
        }
        let ids = || self.folded.incidents().map(|incident| incident.id).collect();
        let Some(id) = self.left.get_or_insert_with(ids).pop() else {
            let same = seen == self.head && self.folded.same_beside_incidents(&self.kept);
            return Ok(if same { Step::Fits } else { Step::Differs });
        };
        let same = self.folded.incident(id) == self.kept.incident(id) && !self.kept.lost();
        Ok(if same { Step::More } else { Step::Differs })
    }
}
