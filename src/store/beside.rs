//! What is recorded in the write-ahead log and waits to be moved into the file.
//!
//! SQLite by itself moves it in the middle of a commit after every 1,000 pages, which costs that commit three more
//! syncs. Here it is moved while nobody records, and in a commit only once it has become very much.

use rusqlite::Connection;

/// So many pages of 4 KiB are worth three syncs, once there is time.
const MUCH: i64 = 1_000;
/// With more of them they are moved before anything else is recorded: they take room, and a start after a crash reads
/// them all. 16 MiB.
pub(super) const TOO_MUCH: i64 = 4_000;

/// How many pages wait.
#[derive(Debug, Default)]
pub(super) struct Beside {
    pages: i64,
}

impl Beside {
    /// Looks how many there are; where that cannot be told, they are as many as before.
    pub fn look(&mut self, connection: &Connection) {
        if let Ok((there, moved)) = walk(connection, "NOOP") {
            self.pages = there - moved;
        }
    }

    /// They could not be moved. The next commit looks again.
    pub fn leave(&mut self) {
        self.pages = 0;
    }

    pub fn is_much(&self) -> bool {
        self.pages >= MUCH
    }

    pub fn is_too_much(&self) -> bool {
        self.pages >= TOO_MUCH
    }
}

/// From here on nothing is moved by itself.
pub(super) fn take_over(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "wal_autocheckpoint", 0)
}

/// Moves them into the file; whether all of them are there now.
pub(super) fn moved(connection: &Connection) -> rusqlite::Result<bool> {
    let (there, moved) = walk(connection, "PASSIVE")?;
    Ok(there == moved)
}

/// Pages there are, and pages of them that are in the file. Nobody else has the file open, so nothing is ever busy.
fn walk(connection: &Connection, how: &str) -> rusqlite::Result<(i64, i64)> {
    connection.query_row(&format!("PRAGMA wal_checkpoint({how})"), [], |row| {
        Ok((row.get(1)?, row.get(2)?))
    })
}
