//! The log on disk: events, the answers to the commands that caused them, the directory and the tokens.
//!
//! Synchronous: it runs on the thread of the hub's writer. What [`Store::commit`] has returned survives a crash
//! and a power cut. The kinds of store are a closed set, so they are an enum and not a trait.

mod beside;
pub mod chain;
pub mod check;
mod directory;
pub mod error;
mod frozen;
pub mod kept;
mod memory;
mod place;
mod reason;
mod schema;
mod sqlite;
mod tokens;

pub use error::StoreError;
pub use frozen::Frozen;
pub use memory::Memory;
pub use sqlite::Sqlite;

use crate::domain::accounts::{Account, Contact};
use crate::domain::actor::Access;
use crate::domain::event::Recorded;
use crate::domain::ids::{IncidentId, Name, Seq, SubmissionId};
use crate::domain::people::Person;
use chain::{Hash, Head, Verifier};
use jiff::Timestamp;
use place::Keepers;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

#[derive(Debug)]
pub enum Store {
    Sqlite(Sqlite),
    Memory(Memory),
}

/// What is recorded together: either all of it is there afterwards, or none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Change {
    /// Numbered without a gap after the log's head, over the whole batch.
    pub events: Vec<Recorded>,
    /// What the asker was told, for when the same command comes again.
    pub answer: Option<(SubmissionId, StoredAnswer)>,
    /// Rows that replace those with the same id.
    pub directory: Option<DirectoryRows>,
}

/// What became of a command, kept for ever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredAnswer {
    /// SHA-256 of the command's body: the same id with another body is another command.
    pub body_hash: [u8; 32],
    /// Of HTTP.
    pub status: u16,
    /// JSON.
    pub body: String,
}

/// By command.
pub type Answers = HashMap<SubmissionId, StoredAnswer>;

/// One line of the log, in exactly the bytes it was recorded in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub seq: Seq,
    pub incident: Option<IncidentId>,
    /// A [`Recorded`].
    pub json: String,
}

/// What was read of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loaded {
    /// The last event.
    pub through: Seq,
    /// Of the whole log: two logs with the same one are the same.
    pub hash: Hash,
}

/// Accounts, contacts and people, in the order in which their ids first came.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DirectoryRows {
    pub accounts: Vec<Account>,
    pub contacts: Vec<Contact>,
    pub people: Vec<Person>,
}

/// A token, of which only the hash is known here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenRow {
    pub name: Name,
    pub access: Access,
    pub hash: [u8; 32],
    pub revoked: bool,
    /// From then on it is good no more; `None`: it is good until it is revoked.
    pub expires: Option<Timestamp>,
}

impl TokenRow {
    /// One that is good for ever.
    pub fn new(name: Name, access: Access, hash: [u8; 32]) -> Self {
        TokenRow {
            name,
            access,
            hash,
            revoked: false,
            expires: None,
        }
    }

    /// Neither revoked nor expired.
    pub fn is_good(&self, now: Timestamp) -> bool {
        !self.revoked && self.expires.is_none_or(|expires| now < expires)
    }

    /// The first digits of its hash: enough to tell one token from another, and of no use to anybody else.
    pub fn id(&self) -> String {
        let digits = self.hash.iter().take(4).map(|byte| format!("{byte:02x}"));
        digits.collect()
    }
}

/// Which tokens of a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Whose {
    pub name: Name,
    /// Only those with this access.
    pub access: Option<Access>,
    /// Only the one that is listed under this.
    pub id: Option<String>,
}

impl Whose {
    fn means(&self, token: &TokenRow) -> bool {
        let named = token.name == self.name && !token.revoked;
        let id = self.id.as_ref().map(|id| id.trim().to_lowercase());
        let listed = id.is_none_or(|id| !id.is_empty() && token.id().starts_with(&id));
        named && self.access.is_none_or(|access| token.access == access) && listed
    }
}

impl Store {
    /// Opens the SQLite file at `path`, and makes it and its folder where there is none. Nobody else can open it
    /// until this store is dropped or its process ends, however it ends.
    ///
    /// `fresh_secret` becomes the new file's secret; one that is there keeps its own.
    ///
    /// # Errors
    /// In use, written by a newer version, not a store, damaged, or not to be written to. The file is then as it was.
    pub fn open(path: &Path, fresh_secret: [u8; 32]) -> Result<Store, StoreError> {
        Sqlite::open(path, fresh_secret, Keepers::Own).map(Store::Sqlite)
    }

    /// The same for a record that the group of its folder keeps together: what is made can be opened by all of it, one
    /// after the other. `pictures` is a folder that only this user can write; those of other records that lie there go but
    /// for the newest.
    ///
    /// # Errors
    /// Those of [`Store::open`].
    pub fn open_shared(path: &Path, fresh_secret: [u8; 32], pictures: &Path) -> Result<Store, StoreError> {
        let store = Sqlite::open(path, fresh_secret, Keepers::Group)?;
        let mut store = store.with_pictures(pictures);
        let own = store.picture_folder();
        kept::leave_newest(pictures, own.as_deref());
        Ok(Store::Sqlite(store))
    }

    /// A record that is gone with the process.
    pub fn memory(secret: [u8; 32]) -> Store {
        Store::Memory(Memory::new(secret))
    }

    /// Reads the whole log in order, one event at a time.
    ///
    /// # Errors
    /// Damaged: a gap, an event that is not as it was recorded, or one that cannot be read. What came before it
    /// has been handed to `each`; nothing on disk is changed.
    pub fn load(&mut self, each: &mut dyn FnMut(&Recorded)) -> Result<Loaded, StoreError> {
        self.load_after(Head::default(), each)
    }

    /// The same for what comes after a place in the log.
    ///
    /// # Errors
    /// As [`Store::load`]; and the log up to there is another one.
    pub fn load_after(&mut self, after: Head, each: &mut dyn FnMut(&Recorded)) -> Result<Loaded, StoreError> {
        match self {
            Store::Sqlite(store) => store.load_after(after, each),
            Store::Memory(store) => store.load_after(after, each),
        }
    }

    /// Looks at the next events for a verifier, at most `limit`.
    ///
    /// # Errors
    /// As [`Store::load`].
    pub fn verify(
        &mut self,
        verifier: &mut Verifier,
        limit: u64,
        each: &mut dyn FnMut(&Recorded),
    ) -> Result<(), StoreError> {
        match self {
            Store::Sqlite(store) => store.verify(verifier, limit, each),
            Store::Memory(store) => store.verify(verifier, limit, each),
        }
    }

    /// The folder in which a picture of this log is put away; none for a log that goes with the process, and for a
    /// group's that is empty.
    pub fn picture_folder(&mut self) -> Option<PathBuf> {
        match self {
            Store::Sqlite(store) => store.picture_folder(),
            Store::Memory(_) => None,
        }
    }

    /// What the next event is recorded after.
    pub fn chain(&self) -> Head {
        match self {
            Store::Sqlite(store) => store.chain(),
            Store::Memory(store) => store.chain(),
        }
    }

    /// What was answered to this command before, if it came before.
    pub fn answered(&mut self, id: SubmissionId) -> Result<Option<StoredAnswer>, StoreError> {
        Ok(self.answers(&[id])?.remove(&id))
    }

    /// The same for those of these commands that came before, in one look.
    pub fn answers(&mut self, ids: &[SubmissionId]) -> Result<Answers, StoreError> {
        match self {
            Store::Sqlite(store) => store.answers(ids),
            Store::Memory(store) => Ok(store.answers(ids)),
        }
    }

    /// Records a batch in one transaction, durably, and gives back the events' lines as they now stand in the log.
    ///
    /// # Errors
    /// Nothing of the batch is there then, so that a picture that has seen it must be built again. After
    /// [`StoreError::Failed`] nothing more is recorded until the store is opened again: whether the batch reached
    /// the disk is unknown then, and a command sent again with its id settles it.
    pub fn commit(&mut self, batch: &[Change]) -> Result<Vec<Line>, StoreError> {
        match self {
            Store::Sqlite(store) => store.commit(batch),
            Store::Memory(store) => store.commit(batch),
        }
    }

    /// Much of what is recorded waits to be moved to where it stays.
    pub fn has_much_beside(&self) -> bool {
        match self {
            Store::Sqlite(store) => store.has_much_beside(),
            Store::Memory(_) => false,
        }
    }

    /// Moves it, which takes a few syncs: for when nobody records. Left alone, it is moved by a commit in the end.
    ///
    /// # Errors
    /// Those of [`Store::commit`]; nothing is lost.
    pub fn move_over(&mut self) -> Result<(), StoreError> {
        match self {
            Store::Sqlite(store) => store.move_over(),
            Store::Memory(_) => Ok(()),
        }
    }

    /// At most `limit` lines after `after`, in order.
    pub fn events(&mut self, after: Seq, limit: usize) -> Result<Vec<Line>, StoreError> {
        match self {
            Store::Sqlite(store) => store.events(after, limit),
            Store::Memory(store) => Ok(store.events(after, limit)),
        }
    }

    /// The hash of the log up to an event, which is there; of none, 32 zeros.
    pub fn hash_at(&mut self, seq: Seq) -> Result<Hash, StoreError> {
        match self {
            Store::Sqlite(store) => store.hash_at(seq),
            Store::Memory(store) => Ok(store.hash_at(seq)),
        }
    }

    /// The last event; 0 in an empty log.
    pub fn head(&self) -> Seq {
        match self {
            Store::Sqlite(store) => store.head(),
            Store::Memory(store) => store.head(),
        }
    }

    pub fn directory(&mut self) -> Result<DirectoryRows, StoreError> {
        match self {
            Store::Sqlite(store) => store.directory(),
            Store::Memory(store) => Ok(store.directory()),
        }
    }

    /// One more token, good until it is revoked; a name may have several.
    pub fn add_token(&mut self, name: &Name, access: Access, hash: [u8; 32]) -> Result<(), StoreError> {
        self.keep_token(TokenRow::new(name.clone(), access, hash))
    }

    /// One more token.
    pub fn keep_token(&mut self, token: TokenRow) -> Result<(), StoreError> {
        match self {
            Store::Sqlite(store) => store.add_token(&token),
            Store::Memory(store) => store.add_token(token),
        }
    }

    /// Every token there ever was, the oldest first.
    pub fn tokens(&mut self) -> Result<Vec<TokenRow>, StoreError> {
        match self {
            Store::Sqlite(store) => store.tokens(),
            Store::Memory(store) => Ok(store.tokens()),
        }
    }

    /// Revokes tokens of a name; says how many were still good.
    ///
    /// # Errors
    /// None with the access `admin` would be left: then nobody could make another.
    pub fn revoke(&mut self, whose: &Whose) -> Result<usize, StoreError> {
        let tokens = self.tokens()?;
        // One that will expire is no way back in.
        let good =
            |token: &&TokenRow| !token.revoked && token.access == Access::Admin && token.expires.is_none();
        let before = tokens.iter().filter(good).count();
        let left = tokens.iter().filter(good).filter(|token| !whose.means(token));
        if before > 0 && left.count() == 0 {
            return Err(StoreError::LastAdmin);
        }
        let meant: Vec<[u8; 32]> = tokens
            .iter()
            .filter(|token| whose.means(token))
            .map(|token| token.hash)
            .collect();
        match self {
            Store::Sqlite(store) => store.revoke(&meant)?,
            Store::Memory(store) => store.revoke(&meant),
        }
        Ok(meant.len())
    }

    /// The record as it is now, to be copied while this store goes on. One at a time.
    ///
    /// # Errors
    /// It is in memory, somebody copies it already, or the disk fails.
    pub fn freeze(&mut self) -> Result<Frozen, StoreError> {
        match self {
            Store::Sqlite(store) => store.freeze(),
            Store::Memory(_) => Err(StoreError::InMemory),
        }
    }

    /// What the keys of phone numbers are made with: the same for this store's whole life, and nowhere in the log.
    pub fn secret(&self) -> [u8; 32] {
        match self {
            Store::Sqlite(store) => store.secret(),
            Store::Memory(store) => store.secret(),
        }
    }
}
