//! What is done when the disk under it is full, read-only or failing.

use super::*;
use crate::domain::actor::{Access, Actor};
use crate::domain::event::Event;
use crate::domain::notes::{NoteWritten, Stance};
use jiff::Timestamp;
use rusqlite::ffi;

fn store() -> (tempfile::TempDir, Sqlite) {
    let folder = tempfile::tempdir().unwrap();
    let store = Sqlite::open(&folder.path().join("hub.db"), [1; 32], Keepers::Own).unwrap();
    (folder, store)
}

fn long_note(seq: u64) -> Change {
    let note = NoteWritten {
        text: "x".repeat(30_000).as_str().into(),
        stance: Stance::Fact,
        account: None,
    };
    let recorded = Recorded {
        seq: Seq(seq),
        at: Timestamp::UNIX_EPOCH,
        said_at: Timestamp::UNIX_EPOCH,
        by: Actor::new("dana", Access::Lead),
        incident: None,
        brought_by: None,
        cause: SubmissionId::from_u128(seq.into()),
        event: Event::NoteWritten(note),
    };
    Change {
        events: vec![recorded],
        ..Change::default()
    }
}

#[test]
fn a_full_disk_refuses_reads_go_on_and_it_goes_on_once_there_is_room() {
    let (_folder, mut store) = store();
    store.commit(&[long_note(1)]).unwrap();
    for _ in 0..20 {
        store.connection.pragma_update(None, "max_page_count", 1).unwrap();
        let error = store.commit(&[long_note(2)]).unwrap_err();
        assert!(matches!(error, StoreError::Full { .. }), "{error}");
        assert_eq!(store.head(), Seq(1));
        assert_eq!(
            store.load_after(Head::default(), &mut |_| {}).unwrap().through,
            Seq(1)
        );
    }
    store
        .connection
        .pragma_update(None, "max_page_count", 1_000_000)
        .unwrap();
    store.commit(&[long_note(2), long_note(3)]).unwrap();
    assert_eq!(
        store.load_after(Head::default(), &mut |_| {}).unwrap().through,
        Seq(3)
    );
}

#[test]
fn a_read_only_file_refuses_and_it_goes_on_once_it_is_writable() {
    let (_folder, mut store) = store();
    store.connection.pragma_update(None, "query_only", true).unwrap();
    let error = store.commit(&[long_note(1)]).unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly { .. }), "{error}");
    store.connection.pragma_update(None, "query_only", false).unwrap();
    store.commit(&[long_note(1)]).unwrap();
    assert_eq!(
        store.load_after(Head::default(), &mut |_| {}).unwrap().through,
        Seq(1)
    );
}

#[test]
fn after_a_failed_sync_nothing_more_is_recorded() {
    let failed_sync = || {
        let error = ffi::Error::new(ffi::SQLITE_IOERR_FSYNC);
        rusqlite::Error::SqliteFailure(error, None)
    };
    let (_folder, mut store) = store();
    store.commit(&[long_note(1)]).unwrap();
    let error = store.write(|_| Err::<(), _>(failed_sync())).unwrap_err();
    assert!(matches!(error, StoreError::Failed { .. }), "{error}");
    assert_eq!(store.commit(&[long_note(2)]), Err(error));
    assert_eq!(
        store.load_after(Head::default(), &mut |_| {}).unwrap().through,
        Seq(1),
        "reads go on"
    );
}

#[test]
fn what_is_committed_is_synced_and_nobody_else_may_write() {
    let (_folder, store) = store();
    let setting = |name| {
        let value = store
            .connection
            .pragma_query_value(None, name, |row| row.get::<_, rusqlite::types::Value>(0));
        match value.unwrap() {
            rusqlite::types::Value::Text(text) => text,
            other => format!("{other:?}"),
        }
    };
    assert_eq!(setting("journal_mode"), "wal");
    assert_eq!(setting("synchronous"), "Integer(2)", "FULL");
    assert_eq!(setting("locking_mode"), "exclusive");
}

/// Notes until something holds.
fn until(store: &mut Sqlite, holds: impl Fn(&Sqlite) -> bool) {
    while !holds(store) {
        let next = store.head().0 + 1;
        store
            .commit(&(next..next + 20).map(long_note).collect::<Vec<_>>())
            .unwrap();
        assert!(next < 10_000, "it never holds");
    }
}

fn length(store: &Sqlite) -> u64 {
    std::fs::metadata(&store.place.path).unwrap().len()
}

#[test]
fn what_waits_beside_the_file_is_moved_when_there_is_time_and_not_in_a_commit() {
    let (_folder, mut store) = store();
    let empty = length(&store);
    store.move_over().unwrap();
    until(&mut store, Sqlite::has_much_beside);
    assert_eq!(length(&store), empty, "no commit has moved anything");
    store.move_over().unwrap();
    assert!(!store.has_much_beside());
    let moved = length(&store);
    assert!(moved > empty + (1_000 << 12), "{moved}");
    store.commit(&[long_note(store.head().0 + 1)]).unwrap();
    assert!(!store.has_much_beside(), "it begins anew");
    assert_eq!(length(&store), moved);
}

#[test]
fn what_waits_beside_the_file_takes_no_more_room_than_it_may_though_there_is_never_time() {
    let (_folder, mut store) = store();
    let empty = length(&store);
    until(&mut store, |store| length(store) > empty);
    let mut beside = store.place.path.clone().into_os_string();
    beside.push("-wal");
    let pages = std::fs::metadata(beside).unwrap().len() >> 12;
    let most = u64::try_from(beside::TOO_MUCH).unwrap();
    assert!((most..most + most / 8).contains(&pages), "{pages} pages");
    let through = store.head();
    let loaded = store.load_after(Head::default(), &mut |_| {}).unwrap();
    assert_eq!(loaded.through, through);
}

#[test]
fn nothing_is_moved_under_somebody_who_copies_the_file() {
    let (_folder, mut store) = store();
    store.commit(&[long_note(1)]).unwrap();
    let frozen = store.freeze().unwrap();
    let mut much = 1;
    while much < 300 {
        store
            .commit(&(much + 1..=much + 20).map(long_note).collect::<Vec<_>>())
            .unwrap();
        much += 20;
    }
    assert!(store.beside.is_much() && !store.has_much_beside());
    store.move_over().unwrap();
    assert_eq!(length(&store), frozen.length());
    drop(frozen);
    store.commit(&[long_note(much + 1)]).unwrap();
    assert!(length(&store) > 1_000 << 12, "once it is copied all of it is");
}
