//! What keeps the writer's picture right: how it is built, and how it is held against the log.

use super::{Trouble, Writer};
use crate::directory::reference;
use crate::domain::picture::Picture;
use crate::hub::batch::Batch;
use crate::hub::keeper::{Audited, EVERY};
use crate::hub::rows::rows;
use crate::store::StoreError;
use crate::store::chain::Head;
use crate::store::kept::{Kept, Without};
use jiff::Timestamp;
use std::sync::Arc;

/// The picture at a place in the log, without its commands.
pub(super) struct Back {
    picture: Picture,
    head: Head,
    last_at: Timestamp,
}

impl Writer {
    /// Begins with the picture that was put away, if there is one that fits.
    pub(super) fn take_up(&mut self) -> Result<bool, StoreError> {
        match self.keeper.read(&mut self.store) {
            Ok(kept) => self.build(Some(kept)),
            Err(Without::None) => Ok(false),
            Err(Without::Unfit(why)) => {
                tracing::warn!("the picture put away beside the log is not used, and made anew: {why}");
                Ok(false)
            }
        }
    }

    /// Keeps a way back now and then: a copy of the picture, which shares with it what does not change.
    pub(super) fn remember(&mut self) {
        let through = self.picture.through().0;
        if self
            .back
            .as_ref()
            .is_none_or(|back| through >= back.head.seq.0 + EVERY)
        {
            self.back = Some(self.here_and_now());
        }
    }

    fn here_and_now(&self) -> Back {
        Back {
            picture: self.picture.without_causes(),
            head: self.store.chain(),
            last_at: self.last_at,
        }
    }

    /// The picture has seen a batch that is not in the log: it goes back to before it, and has to be folded from there.
    pub(super) fn go_back(&mut self, batch: Batch) {
        self.wrong = true;
        if let Some(before) = batch.reference {
            self.reference = before;
        }
        let Some(back) = &self.back else { return };
        let events = batch.changes.iter().flat_map(|change| &change.events);
        let causes = events.map(|recorded| recorded.cause);
        self.picture = std::mem::take(&mut self.picture).gone_back(&back.picture, causes);
        self.last_at = back.last_at;
    }

    /// Makes the picture right again after a transaction that failed. Should that fail too, the next turn tries.
    pub(super) fn mend(&mut self) {
        if !self.wrong || self.damaged {
            return;
        }
        let mended = match self.back.as_ref().map(|back| back.head) {
            Some(head) => self.catch_up(head),
            None => self.rebuild(),
        };
        if let Err(error) = mended {
            tracing::error!("{error}");
            self.trouble = Some(Trouble::from(&error));
        }
    }

    /// Folds what came after a place that the picture has gone back to.
    fn catch_up(&mut self, after: Head) -> Result<(), StoreError> {
        let (picture, last_at, folded) = (&mut self.picture, &mut self.last_at, &mut self.folded);
        self.store.load_after(after, &mut |recorded| {
            picture.apply(recorded);
            *last_at = recorded.at;
            *folded += 1;
        })?;
        if self.picture.lost() {
            return self.rebuild();
        }
        self.wrong = false;
        // A disk that is full fails more than once.
        self.back = Some(self.here_and_now());
        Ok(())
    }

    /// Builds the picture and the directory from what is recorded.
    pub(super) fn rebuild(&mut self) -> Result<(), StoreError> {
        self.build(None).map(|_| ())
    }

    /// The same, from a picture on; false where that one cannot be read after all.
    fn build(&mut self, kept: Option<Kept>) -> Result<bool, StoreError> {
        let before = kept.as_ref().map_or_else(Head::default, |kept| kept.head);
        let mut last_at = kept.as_ref().map_or(Timestamp::MIN, |kept| kept.last_at);
        let mut picture = kept.as_ref().map(|kept| kept.picture.clone()).unwrap_or_default();
        let mut causes = Vec::new();
        self.store.load_after(before, &mut |recorded| {
            picture.apply(recorded);
            last_at = recorded.at;
            causes.push(recorded.cause);
        })?;
        self.folded += causes.len() as u64;
        if picture.lost() {
            return Ok(false);
        }
        let rows = rows(self.store.directory()?);
        let secret = self.store.secret();
        self.reference = Arc::new(reference::reference(self.settled.clone(), rows, &secret));
        self.picture = picture;
        self.last_at = last_at;
        self.wrong = false;
        self.back = Some(self.here_and_now());
        self.keeper.begin(kept, causes);
        Ok(true)
    }

    /// Something to do while nobody asks for anything.
    pub fn has_more_to_do(&self) -> bool {
        self.keeper.auditing() && !self.damaged
    }

    /// Something that is better done while nobody asks for anything for a while.
    pub fn has_upkeep(&self) -> bool {
        let due = self.keeper.is_due(&self.picture) || self.store.has_much_beside();
        due && self.trouble.is_none() && !self.wrong
    }

    /// It has been put off for long enough.
    pub fn upkeep_presses(&self) -> bool {
        self.keeper.is_overdue(&self.picture) && !self.wrong
    }

    /// Makes room in the record, while nobody asks for anything.
    pub fn tidy(&mut self) {
        if let Err(error) = self.store.move_over() {
            tracing::error!("{error}");
            // Of a disk that is full whoever writes next is told, if it still is.
            if matches!(error, StoreError::Failed { .. }) {
                self.disk_failed = true;
                self.trouble = Some(Trouble::from(&error));
            }
        }
    }

    /// Does some of it: holds the picture that was taken up against the log, and puts one away now and then.
    pub fn go_on(&mut self) {
        match self.keeper.audit(&mut self.store) {
            Ok(Audited::Fits) => {
                let chain = self.store.chain();
                self.keeper.put_away(&self.picture, chain, self.last_at);
            }
            Ok(Audited::Differs) => {
                tracing::error!(
                    "the picture put away beside the log is another than the log's, which is folded anew"
                );
                self.doubt();
            }
            Err(error) => {
                tracing::error!("{error}");
                self.trouble = Some(Trouble::from(&error));
                self.damaged = matches!(error, StoreError::Damaged { .. });
                self.wrong |= self.damaged;
            }
        }
    }

    /// The last there is to do: puts the picture away, so that the next start has little to fold.
    pub fn end(&mut self) {
        if !self.wrong && !self.picture.lost() {
            let chain = self.store.chain();
            self.keeper.end(&self.picture, chain, self.last_at);
        }
    }

    /// Makes the picture anew where something of it could not be read; whether that was so.
    pub fn made_whole(&mut self) -> bool {
        let lost = self.picture.lost();
        if lost {
            tracing::error!(
                "the picture put away beside the log can no longer be read; the log is folded anew"
            );
            self.doubt();
        }
        lost
    }

    fn doubt(&mut self) {
        self.keeper.forget();
        self.back = None;
        self.wrong = true;
        self.mend();
    }
}
