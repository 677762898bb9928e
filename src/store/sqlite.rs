//! The store in one SQLite file, with a write-ahead log beside it.

#[cfg(test)]
mod tests;

use super::beside::{self, Beside};
use super::chain::{self, Head, Linked, Verifier};
use super::frozen::{Freezer, Frozen};
use super::place::{Keepers, Place};
use super::reason::{told, told_at_the_door};
use super::schema::{self, Found};
use super::{
    Answers, Change, DirectoryRows, Line, Loaded, StoreError, StoredAnswer, TokenRow, directory, kept, tokens,
};
use crate::domain::event::Recorded;
use crate::domain::ids::{IncidentId, Seq, SubmissionId};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension, Row, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Before it, a write-ahead log that started over could be lost (<https://sqlite.org/wal.html>, "WAL-reset bug").
const OLDEST_SQLITE: (i32, &str) = (3_051_003, "3.51.3");
/// How long to try when another program reads the file just now. Other hubs are kept out by the lock.
const BUSY: Duration = Duration::from_millis(200);

#[derive(Debug)]
pub struct Sqlite {
    // Before the place, so that the file is closed when the lock goes.
    connection: Connection,
    freezer: Freezer,
    beside: Beside,
    place: Place,
    /// Where this user alone puts away pictures, of a record that a group keeps.
    pictures: Option<PathBuf>,
    /// As the user named it.
    path: String,
    head: Head,
    secret: [u8; 32],
    /// Why the disk failed, after which nothing more is recorded.
    failed: Option<String>,
}

impl Sqlite {
    pub(super) fn open(path: &Path, fresh_secret: [u8; 32], keepers: Keepers) -> Result<Sqlite, StoreError> {
        recent_enough()?;
        let shown = path.display().to_string();
        let place = Place::take(path, keepers)?;
        let told = |error| told_at_the_door(&shown, &error);
        let mut connection = connect(&place.path).map_err(told)?;
        if connection.is_readonly("main").map_err(told)? {
            return Err(StoreError::NoPlace {
                path: shown,
                doing: "write to",
                why: "it is read-only".to_owned(),
            });
        }
        let older = match schema::look(&connection).map_err(told)? {
            Ok(Found::AStore(format)) => Some(format),
            Ok(Found::Nothing) => {
                schema::create(&mut connection, fresh_secret).map_err(told)?;
                None
            }
            Err(refused) => return Err(refused.told(shown)),
        };
        if let Some(table) = schema::missing(&connection).map_err(told)? {
            return Err(StoreError::Damaged {
                path: shown,
                what: format!("its table {table:?} is missing"),
            });
        }
        make_durable(&connection).map_err(told)?;
        if let Some(format) = older {
            schema::migrate(&mut connection, format).map_err(told)?;
        }
        let head = read_head(&connection).map_err(told)?;
        let mut beside = Beside::default();
        // What a crash has left there.
        beside.look(&connection);
        let secret = connection
            .query_one("SELECT bytes FROM secret", [], |row| row.get(0))
            .map_err(told)?;
        Ok(Sqlite {
            connection,
            freezer: Freezer::default(),
            beside,
            place,
            pictures: None,
            path: shown,
            head,
            secret,
            failed: None,
        })
    }

    pub(super) fn load_after(
        &mut self,
        after: Head,
        each: &mut dyn FnMut(&Recorded),
    ) -> Result<Loaded, StoreError> {
        let mut verifier = Verifier::after(after);
        self.verify(&mut verifier, u64::MAX, each)?;
        let end = verifier
            .ends_at(self.head)
            .map_err(|broken| self.damaged(&broken))?;
        Ok(Loaded {
            through: end.seq,
            hash: end.hash,
        })
    }

    pub(super) fn verify(
        &mut self,
        verifier: &mut Verifier,
        limit: u64,
        each: &mut dyn FnMut(&Recorded),
    ) -> Result<(), StoreError> {
        let read = read_log(&self.connection, verifier, limit, each);
        let read = read.map_err(|error| match self.told(&error) {
            StoreError::Damaged { path, what } => StoreError::Damaged {
                path,
                what: format!(
                    "what comes after event {} cannot be read: {what}",
                    verifier.head().seq
                ),
            },
            other => other,
        })?;
        read.map_err(|broken| self.damaged(&broken))
    }

    fn damaged(&self, broken: &chain::Break) -> StoreError {
        StoreError::Damaged {
            path: self.path.clone(),
            what: broken.to_string(),
        }
    }

    /// One that a group keeps: its pictures are each user's own, and lie in this folder.
    pub(super) fn with_pictures(mut self, folder: &Path) -> Sqlite {
        self.pictures = Some(folder.to_owned());
        self
    }

    /// Beside the record; of one that a group keeps, in this user's own folder, since whoever of the group lays a link
    /// there would have it written and tidied elsewhere. There it is named after the first event, which no other record
    /// has, so that an empty one has none.
    pub(super) fn picture_folder(&mut self) -> Option<PathBuf> {
        let Some(own) = self.pictures.clone() else {
            return Some(kept::place(&self.place.path));
        };
        if self.head.seq == Seq(0) {
            return None;
        }
        let first = self.hash_at(Seq(1)).ok()?;
        Some(own.join(kept::name(&first)))
    }

    pub(super) fn chain(&self) -> Head {
        self.head
    }

    pub(super) fn answers(&mut self, ids: &[SubmissionId]) -> Result<Answers, StoreError> {
        let read = || {
            let mut statement = self
                .connection
                .prepare("SELECT body_hash, status, body FROM answer WHERE id = ?1")?;
            let mut answers = Answers::new();
            for id in ids {
                let answer = statement.query_row([id.as_bytes()], |row| {
                    Ok(StoredAnswer {
                        body_hash: row.get(0)?,
                        status: row.get(1)?,
                        body: row.get(2)?,
                    })
                });
                answers.extend(answer.optional()?.map(|answer| (*id, answer)));
            }
            Ok(answers)
        };
        read().map_err(|error| self.told(&error))
    }

    pub(super) fn commit(&mut self, batch: &[Change]) -> Result<Vec<Line>, StoreError> {
        let events = batch.iter().flat_map(|change| &change.events);
        let (links, head) = chain::link(self.head, events).map_err(|what| StoreError::Defect {
            path: self.path.clone(),
            what,
        })?;
        self.write(|connection| write(connection, batch, &links, head))?;
        self.head = head;
        Ok(links.into_iter().map(|linked| linked.line).collect())
    }

    /// Every change of the file comes by here.
    fn write<T>(
        &mut self,
        write: impl FnOnce(&mut Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        if let Some(why) = &self.failed {
            return Err(StoreError::Failed {
                path: self.path.clone(),
                why: why.clone(),
            });
        }
        let thawed = self.freezer.thaw(&self.connection, &self.place.path);
        let ready = thawed.and_then(|()| self.make_room());
        let written = ready.and_then(|()| write(&mut self.connection));
        self.beside.look(&self.connection);
        written.map_err(|error| self.not_written(&error))
    }

    fn make_room(&mut self) -> rusqlite::Result<()> {
        if self.beside.is_too_much() && !self.freezer.holds() {
            beside::moved(&self.connection)?;
        }
        Ok(())
    }

    pub(super) fn has_much_beside(&self) -> bool {
        self.beside.is_much() && !self.freezer.holds() && self.failed.is_none()
    }

    pub(super) fn move_over(&mut self) -> Result<(), StoreError> {
        if !self.has_much_beside() {
            return Ok(());
        }
        let moved = self.write(|connection| beside::moved(connection).map(|_| ()));
        if moved.is_err() {
            self.beside.leave();
        }
        moved
    }

    fn not_written(&mut self, error: &rusqlite::Error) -> StoreError {
        let error = self.told(error);
        // A sync that failed once may be reported as done when it is asked for again.
        if let StoreError::Failed { why, .. } = &error {
            self.failed = Some(why.clone());
        }
        // What waits for a backup may be what fills the disk; the next one moves it into the file.
        if matches!(error, StoreError::Full { .. }) {
            self.freezer.cut_off();
        }
        error
    }

    /// What is recorded until now.
    pub(super) fn freeze(&mut self) -> Result<Frozen, StoreError> {
        // A disk that failed is noticed here as in a commit.
        self.write(|_| Ok(()))?;
        let frozen = self.freezer.freeze(&self.connection, &self.place.path);
        let frozen = frozen.map_err(|error| self.not_written(&error))?;
        frozen.ok_or_else(|| StoreError::BackingUp {
            path: self.path.clone(),
        })
    }

    pub(super) fn events(&mut self, after: Seq, limit: usize) -> Result<Vec<Line>, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let read = || {
            let mut statement = self
                .connection
                .prepare("SELECT seq, incident, json FROM event WHERE seq > ?1 ORDER BY seq LIMIT ?2")?;
            let lines = statement.query_map([number(after), limit], line)?;
            lines.collect::<rusqlite::Result<_>>()
        };
        read().map_err(|error| self.told(&error))
    }

    pub(super) fn hash_at(&mut self, seq: Seq) -> Result<chain::Hash, StoreError> {
        let read = || {
            // The next event has it, and after the last one the head.
            let mut next = self
                .connection
                .prepare("SELECT before FROM event WHERE seq = ?1")?;
            next.query_row([number(seq.next())], |row| row.get(0)).optional()
        };
        let hash = read().map_err(|error| self.told(&error))?;
        Ok(hash.unwrap_or(self.head.hash))
    }

    pub(super) fn head(&self) -> Seq {
        self.head.seq
    }

    pub(super) fn directory(&mut self) -> Result<DirectoryRows, StoreError> {
        directory::read(&self.connection).map_err(|error| self.told(&error))
    }

    pub(super) fn add_token(&mut self, token: &TokenRow) -> Result<(), StoreError> {
        self.write(|connection| tokens::add(connection, token))
    }

    pub(super) fn tokens(&mut self) -> Result<Vec<TokenRow>, StoreError> {
        tokens::all(&self.connection).map_err(|error| self.told(&error))
    }

    pub(super) fn revoke(&mut self, hashes: &[[u8; 32]]) -> Result<(), StoreError> {
        self.write(|connection| tokens::revoke(connection, hashes))
    }

    pub(super) fn secret(&self) -> [u8; 32] {
        self.secret
    }

    fn told(&self, error: &rusqlite::Error) -> StoreError {
        told(&self.path, error)
    }
}

impl Drop for Sqlite {
    fn drop(&mut self) {
        // Closing the connection moves what is in the write-ahead log into the file.
        self.freezer.cut_off();
    }
}

fn recent_enough() -> Result<(), StoreError> {
    let (oldest, needed) = OLDEST_SQLITE;
    if rusqlite::version_number() < oldest {
        let found = rusqlite::version().to_owned();
        return Err(StoreError::SqliteTooOld { found, needed });
    }
    Ok(())
}

pub(super) fn read_head(connection: &Connection) -> rusqlite::Result<Head> {
    connection.query_one("SELECT seq, hash FROM head", [], |row| {
        Ok(Head {
            seq: seq(row.get(0)?),
            hash: row.get(1)?,
        })
    })
}

/// Hands on the next events, at most `limit`, until the chain breaks.
pub(super) fn read_log(
    connection: &Connection,
    verifier: &mut Verifier,
    limit: u64,
    each: &mut dyn FnMut(&Recorded),
) -> rusqlite::Result<Result<(), chain::Break>> {
    // From the first on also what is filed under no number that there can be.
    let after = match verifier.head().seq {
        Seq(0) => i64::MIN,
        seq => number(seq),
    };
    let mut statement = connection
        .prepare("SELECT seq, incident, json, before FROM event WHERE seq > ?1 ORDER BY seq LIMIT ?2")?;
    let mut rows = statement.query([after, i64::try_from(limit).unwrap_or(i64::MAX)])?;
    while let Some(row) = rows.next()? {
        let (line, before) = (line(row)?, row.get(3)?);
        match verifier.take(&Linked { line, before }) {
            Ok(recorded) => each(&recorded),
            Err(broken) => return Ok(Err(broken)),
        }
    }
    Ok(Ok(()))
}

/// Opens the file, and changes nothing in it.
pub(super) fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY)?;
    // Until it is known to be ours: closing would else move what is in the write-ahead log into the file.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    // No other program comes in while the hub runs, such as a database shell from before `OLDEST_SQLITE`.
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    connection.pragma_update(None, "cell_size_check", true)?;
    Ok(connection)
}

/// From here on what is committed has reached the disk.
fn make_durable(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    // On macOS a plain sync only reaches the disk's own memory.
    connection.pragma_update(None, "fullfsync", true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    beside::take_over(connection)
}

/// One transaction. The statements are prepared once a batch, which is nothing beside its sync.
fn write(
    connection: &mut Connection,
    batch: &[Change],
    links: &[Linked],
    head: Head,
) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if !links.is_empty() {
        let mut append =
            transaction.prepare("INSERT INTO event (seq, incident, before, json) VALUES (?1, ?2, ?3, ?4)")?;
        for Linked { line, before } in links {
            let incident = line.incident.map(|incident| incident.0);
            append.execute((number(line.seq), incident, before, &line.json))?;
        }
        transaction.execute(
            "UPDATE head SET seq = ?1, hash = ?2",
            (number(head.seq), head.hash),
        )?;
    }
    let mut answer =
        transaction.prepare("INSERT INTO answer (id, body_hash, status, body) VALUES (?1, ?2, ?3, ?4)")?;
    for (id, told) in batch.iter().filter_map(|change| change.answer.as_ref()) {
        answer.execute((id.as_bytes(), told.body_hash, told.status, &told.body))?;
    }
    drop(answer);
    for rows in batch.iter().filter_map(|change| change.directory.as_ref()) {
        directory::upsert(&transaction, rows)?;
    }
    transaction.commit()
}

/// From a row that begins with seq, incident and JSON.
fn line(row: &Row<'_>) -> rusqlite::Result<Line> {
    Ok(Line {
        seq: seq(row.get(0)?),
        incident: row.get::<_, Option<u32>>(1)?.map(IncidentId),
        json: row.get(2)?,
    })
}

/// SQLite counts to 2^63; a larger number is after every event.
fn number(seq: Seq) -> i64 {
    i64::try_from(seq.0).unwrap_or(i64::MAX)
}

/// Below 1 only in a damaged file, and never the number that is due.
fn seq(number: i64) -> Seq {
    Seq(u64::try_from(number).unwrap_or(0))
}
