//! Whether a store that nobody is using is whole: every table read, and nothing on disk changed or left behind.

use super::chain::Verifier;
use super::error::StoreError;
use super::reason::told;
use super::schema::{self, Found};
use super::sqlite::{connect, read_head, read_log};
use super::{Loaded, directory, tokens};
use crate::domain::event::Recorded;
use rusqlite::{Connection, OpenFlags};
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

/// The first bytes of every SQLite file.
const SQLITE: &[u8] = b"SQLite format 3\0";

/// Reads the whole of it; what of the log could be read before a fault has been handed to `each`.
///
/// # Errors
/// In use, not a store, damaged, or not to be read.
pub fn check(path: &Path, each: &mut dyn FnMut(&Recorded)) -> Result<Loaded, StoreError> {
    let shown = path.display().to_string();
    let damaged = |what: String| StoreError::Damaged {
        path: shown.clone(),
        what,
    };
    a_file(path, &shown)?;
    // Held while it is read, where a hub has left one.
    let _lock = locked(path, &shown)?;
    let told = |error: rusqlite::Error| match told(&shown, &error) {
        StoreError::NotAStore { .. } => damaged("its header cannot be read".to_owned()),
        other => other,
    };
    let connection = opened(path).map_err(told)?;
    match schema::look(&connection).map_err(told)? {
        Ok(Found::AStore(_)) => {}
        Ok(Found::Nothing) => {
            return Err(StoreError::NotAStore {
                path: shown,
                what: "it is empty".to_owned(),
            });
        }
        Err(refused) => return Err(refused.told(shown)),
    }
    if let Some(fault) = fault(&connection).map_err(told)? {
        return Err(damaged(fault));
    }
    if let Some(table) = schema::missing(&connection).map_err(told)? {
        return Err(damaged(format!("its table {table:?} is missing")));
    }
    let head = read_head(&connection).map_err(told)?;
    let mut verifier = Verifier::default();
    let read = read_log(&connection, &mut verifier, u64::MAX, each).map_err(told)?;
    let end = read.and_then(|()| verifier.ends_at(head));
    let end = end.map_err(|broken| damaged(broken.to_string()))?;
    let _: [u8; 32] = connection
        .query_one("SELECT bytes FROM secret", [], |row| row.get(0))
        .map_err(told)?;
    answers(&connection)
        .map_err(|error| damaged(format!("an answer given earlier cannot be read: {error}")))?;
    directory::read(&connection)
        .map_err(|error| damaged(format!("the directory cannot be read: {error}")))?;
    tokens::all(&connection).map_err(|error| damaged(format!("the tokens cannot be read: {error}")))?;
    Ok(Loaded {
        through: end.seq,
        hash: end.hash,
    })
}

/// Whether a file begins as SQLite's do.
///
/// # Errors
/// It is none, or cannot be read.
pub fn is_sqlite(path: &Path) -> Result<bool, StoreError> {
    let shown = path.display().to_string();
    a_file(path, &shown)?;
    let mut start = [0; SQLITE.len()];
    let mut file = File::open(path).map_err(|error| unreadable(&shown, &error))?;
    // Shorter than that, it is none.
    Ok(std::io::Read::read_exact(&mut file, &mut start).is_ok() && start == *SQLITE)
}

fn unreadable(shown: &str, error: &std::io::Error) -> StoreError {
    StoreError::NoPlace {
        path: shown.to_owned(),
        doing: "read",
        why: error.to_string(),
    }
}

fn a_file(path: &Path, shown: &str) -> Result<(), StoreError> {
    let found = fs::metadata(path).map_err(|error| unreadable(shown, &error))?;
    let what = match (found.is_dir(), found.is_file(), found.len()) {
        (true, _, _) => "it is a folder",
        (_, false, _) => "it is not a file",
        (_, true, 0) => "it is empty",
        (_, true, _) => return Ok(()),
    };
    Err(StoreError::NotAStore {
        path: shown.to_owned(),
        what: what.to_owned(),
    })
}

/// The lock of a hub's place, if a hub was ever here.
fn locked(path: &Path, shown: &str) -> Result<Option<File>, StoreError> {
    let Ok(lock) = File::open(beside(path, ".lock")) else {
        return Ok(None);
    };
    match lock.try_lock() {
        Ok(()) => Ok(Some(lock)),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse {
            path: shown.to_owned(),
            who: "its hub",
        }),
        Err(TryLockError::Error(error)) => Err(unreadable(shown, &error)),
    }
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Without a write-ahead log the file is all there is, and SQLite is told so: it then makes no files of its own.
/// With one it is opened as a hub does, which changes neither.
fn opened(path: &Path) -> rusqlite::Result<Connection> {
    let log = fs::metadata(beside(path, "-wal")).map_or(0, |found| found.len());
    if log > 0 {
        let connection = connect(path)?;
        connection.pragma_update(None, "query_only", true)?;
        return Ok(connection);
    }
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut uri = String::from("file:");
    for byte in absolute.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' => uri.push(char::from(*byte)),
            byte if byte.is_ascii_alphanumeric() => uri.push(char::from(*byte)),
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri.push_str("?immutable=1");
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(uri, flags)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    Ok(connection)
}

/// What SQLite's own look at every page finds wrong, by its first sentence.
fn fault(connection: &Connection) -> rusqlite::Result<Option<String>> {
    let first: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    Ok((first != "ok").then(|| first.replace('\n', " ")))
}

/// Every answer kept for a command that comes again can be given again.
fn answers(connection: &Connection) -> rusqlite::Result<()> {
    let mut statement = connection.prepare("SELECT id, body_hash, status, body FROM answer")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let _: ([u8; 16], [u8; 32], u16) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let body: String = row.get(3)?;
        serde_json::from_str::<serde_json::Value>(&body).map_err(|error| {
            rusqlite::Error::FromSqlConversionFailure(3, rusqlite::types::Type::Text, error.into())
        })?;
    }
    Ok(())
}
