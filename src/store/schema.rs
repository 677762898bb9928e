//! The tables of the SQLite file, and whether a file has them.

use super::error::StoreError;
use rusqlite::{Connection, TransactionBehavior};

/// Grows when an older warroom could no longer read the file, or would read it wrongly.
const FORMAT: i32 = 2;
/// What makes a file of each older format, the first being 1, one of the next.
const STEPS: [&str; 1] = [
    // Tokens that expire, in RFC 3339: an older hub would let them in for ever.
    "ALTER TABLE token ADD COLUMN expires TEXT;",
];
/// Says in the file's header whose it is: "warr".
const APPLICATION: i32 = 0x7761_7272;

/// Text, where other programs should be able to read it; `before` is the hash of the event before (see `chain`).
const TABLES: &str = "
    CREATE TABLE event (
        seq INTEGER PRIMARY KEY,
        incident INTEGER,
        before BLOB NOT NULL,
        json TEXT NOT NULL
    ) STRICT;
    -- One row: what the next event is recorded after.
    CREATE TABLE head (
        seq INTEGER NOT NULL,
        hash BLOB NOT NULL
    ) STRICT;
    CREATE TABLE answer (
        id BLOB PRIMARY KEY,
        body_hash BLOB NOT NULL,
        status INTEGER NOT NULL,
        body TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE account (place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL) STRICT;
    CREATE TABLE contact (place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL) STRICT;
    CREATE TABLE person (place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL) STRICT;
    CREATE TABLE token (
        place INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        access TEXT NOT NULL,
        hash BLOB NOT NULL UNIQUE,
        revoked INTEGER NOT NULL,
        expires TEXT
    ) STRICT;
    -- One row.
    CREATE TABLE secret (bytes BLOB NOT NULL) STRICT;
";

/// What is at the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// A new file.
    Nothing,
    /// What this version writes, or one before it, of this format.
    AStore(i32),
}

/// Only reads.
pub fn look(connection: &Connection) -> rusqlite::Result<Result<Found, Refused>> {
    let number = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let (application, format) = (number("application_id")?, number("user_version")?);
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(match (application, format, tables) {
        (0, 0, 0) => Ok(Found::Nothing),
        (APPLICATION, format @ 1..=FORMAT, _) => Ok(Found::AStore(format)),
        (APPLICATION, newer, _) if newer > FORMAT => Err(Refused::Newer(newer)),
        (_, _, _) => Err(Refused::NotOurs),
    })
}

/// Every table of this format.
const NAMES: [&str; 8] = [
    "event", "head", "answer", "account", "contact", "person", "token", "secret",
];

/// The first table that should be there and is not.
pub fn missing(connection: &Connection) -> rusqlite::Result<Option<&'static str>> {
    let mut known = connection.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1")?;
    for name in NAMES {
        if !known.exists([name])? {
            return Ok(Some(name));
        }
    }
    Ok(None)
}

/// Why the file is not for this version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    Newer(i32),
    NotOurs,
}

impl Refused {
    pub fn told(self, path: String) -> StoreError {
        match self {
            Refused::Newer(found) => StoreError::Newer {
                path,
                found,
                known: FORMAT,
            },
            Refused::NotOurs => StoreError::NotAStore {
                path,
                what: "it is a database of another program".to_owned(),
            },
        }
    }
}

/// Makes a file of an older format one of this format, in one transaction: a crash leaves the one or the other.
pub fn migrate(connection: &mut Connection, format: i32) -> rusqlite::Result<()> {
    if format == FORMAT {
        return Ok(());
    }
    let done = usize::try_from(format - 1).unwrap_or(0);
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    for step in STEPS.iter().skip(done) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", FORMAT)?;
    transaction.commit()
}

/// In one transaction, and before the write-ahead log is switched on: a file is either new or whole, and its own
/// header says its format.
pub fn create(connection: &mut Connection, secret: [u8; 32]) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    transaction.execute_batch(TABLES)?;
    transaction.execute("INSERT INTO head (seq, hash) VALUES (0, ?1)", [[0; 32]])?;
    transaction.execute("INSERT INTO secret (bytes) VALUES (?1)", [secret])?;
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.pragma_update(None, "user_version", FORMAT)?;
    transaction.commit()
}
