//! The store: what is recorded is there afterwards, whatever happens in between, or the store says that it is not.

mod backup;
mod check;
mod crash;
mod damage;
mod door;
mod power;
mod story;

use jiff::Timestamp;
use std::path::{Path, PathBuf};
use uuid::Uuid;
use warroom::domain::actor::{Access, Actor};
use warroom::domain::event::{Event, Recorded};
use warroom::domain::ids::{IncidentId, Seq};
use warroom::domain::notes::{NoteWritten, Stance};
use warroom::store::{Change, Loaded, Store, StoreError, StoredAnswer};

const SECRET: [u8; 32] = [7; 32];

/// The event with this number: a note, different for each, and in no incident every third time.
fn event(seq: u64) -> Recorded {
    let at = Timestamp::from_second(1_760_000_000 + seq as i64).unwrap();
    let text = format!(
        "event {seq} said \"grüß Gott\", {}",
        "and more ".repeat(seq as usize % 40)
    );
    Recorded {
        seq: Seq(seq),
        at,
        said_at: at,
        by: Actor::new("dana", Access::Lead),
        incident: (!seq.is_multiple_of(3)).then_some(IncidentId(7)),
        brought_by: None,
        cause: Uuid::from_u128(seq.into()),
        event: Event::NoteWritten(NoteWritten {
            text: text.as_str().into(),
            stance: Stance::Guess,
            account: Some("northwind".into()),
        }),
    }
}

fn answer(seq: u64) -> StoredAnswer {
    StoredAnswer {
        body_hash: [seq as u8; 32],
        status: 200,
        body: format!(r#"{{"outcome":"accepted","through":{seq}}}"#),
    }
}

/// One event with the answer to the command that caused it.
fn change(seq: u64) -> Change {
    Change {
        events: vec![event(seq)],
        answer: Some((Uuid::from_u128(seq.into()), answer(seq))),
        directory: None,
    }
}

fn changes(seqs: impl IntoIterator<Item = u64>) -> Vec<Change> {
    seqs.into_iter().map(change).collect()
}

fn open(path: &Path) -> Result<Store, StoreError> {
    Store::open(path, SECRET)
}

/// The whole log, or why it cannot be read.
fn log(store: &mut Store) -> Result<(Vec<Recorded>, Loaded), StoreError> {
    let mut events = Vec::new();
    let loaded = store.load(&mut |recorded| events.push(recorded.clone()))?;
    Ok((events, loaded))
}

/// What is told when the store at `path` is opened and read.
fn refusal(path: &Path) -> String {
    let read = open(path).and_then(|mut store| log(&mut store));
    read.expect_err("opened and read").to_string()
}

fn place() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state/hub.db");
    (folder, path)
}
