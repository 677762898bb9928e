//! The record as it was at one moment, for a backup that nobody waits for.
//!
//! Everything recorded is moved from the write-ahead log into the file, and then nothing more until the file is
//! copied: what is recorded meanwhile stays in the write-ahead log.

use super::beside::moved;
use super::error::StoreError;
use rusqlite::Connection;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock, Weak};

/// A write-ahead log that has become larger than this is moved into the file, whoever still copies: a slow reader must
/// not fill the disk. In bytes.
const MOST_WAITING: u64 = 256 << 20;

/// A file that does not change while this is there, but for [`StoreError::CutOff`].
#[derive(Debug)]
pub struct Frozen {
    /// Weak, since the file must not be closed later than the store: that would lose the locks of the next one.
    file: Weak<File>,
    /// False once the file changes again. Whoever reads holds it.
    whole: Arc<RwLock<bool>>,
    length: u64,
}

impl Frozen {
    /// In bytes.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Reads what is at a place of the file, at most `buffer`; zero bytes at its end.
    ///
    /// # Errors
    /// It is no longer what it was, or cannot be read.
    pub fn read_at(&self, place: u64, buffer: &mut [u8]) -> Result<usize, StoreError> {
        let whole = self.whole.read().unwrap_or_else(PoisonError::into_inner);
        let file = self.file.upgrade().filter(|_| *whole);
        let file = file.ok_or(StoreError::CutOff)?;
        let left = usize::try_from(self.length.saturating_sub(place)).unwrap_or(usize::MAX);
        let most = left.min(buffer.len());
        file.read_at(&mut buffer[..most], place)
            .map_err(|error| StoreError::NoPlace {
                path: "the record".to_owned(),
                doing: "read",
                why: error.to_string(),
            })
    }
}

/// The store's side of it.
#[derive(Debug, Default)]
pub(super) struct Freezer {
    /// Opened once and kept: closing any handle of the file would lose SQLite's locks on it.
    file: Option<Arc<File>>,
    given: Option<Arc<RwLock<bool>>>,
}

impl Freezer {
    pub fn freeze(&mut self, connection: &Connection, path: &Path) -> rusqlite::Result<Option<Frozen>> {
        self.thaw(connection, path)?;
        if self.given.is_some() {
            return Ok(None);
        }
        let opened = match &self.file {
            Some(file) => Ok(file.clone()),
            None => File::open(path).map(Arc::new),
        };
        let file = opened.map_err(unreadable)?;
        self.file = Some(file.clone());
        // From here on `thaw` undoes it, should anything fail.
        let whole = self.given.insert(Arc::new(RwLock::new(true)));
        if !moved(connection)? {
            *whole.write().unwrap_or_else(PoisonError::into_inner) = false;
            return Ok(None);
        }
        Ok(Some(Frozen {
            length: file.metadata().map_err(unreadable)?.len(),
            file: Arc::downgrade(&file),
            whole: whole.clone(),
        }))
    }

    /// Nothing may be moved into the file.
    pub fn holds(&self) -> bool {
        self.given.is_some()
    }

    /// Goes on as usual once nobody copies any more, or for too long.
    pub fn thaw(&mut self, connection: &Connection, path: &Path) -> rusqlite::Result<()> {
        let Some(whole) = &self.given else {
            return Ok(());
        };
        let copied = Arc::strong_count(whole) == 1;
        let cut_off = !*whole.read().unwrap_or_else(PoisonError::into_inner);
        if !copied && !cut_off && waiting(path) <= MOST_WAITING {
            return Ok(());
        }
        self.cut_off();
        self.given = None;
        moved(connection).map(|_| ())
    }

    /// From here on nobody takes the file for what it was. Waits for whoever reads just now.
    pub fn cut_off(&mut self) {
        if let Some(whole) = &self.given {
            *whole.write().unwrap_or_else(PoisonError::into_inner) = false;
        }
    }
}

/// Bytes of the write-ahead log.
fn waiting(path: &Path) -> u64 {
    let mut beside = path.as_os_str().to_owned();
    beside.push("-wal");
    std::fs::metadata(beside).map_or(0, |found| found.len())
}

fn unreadable(error: io::Error) -> rusqlite::Error {
    let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CANTOPEN);
    rusqlite::Error::SqliteFailure(code, Some(error.to_string()))
}
