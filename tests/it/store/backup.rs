//! A backup of a store in use: what was recorded when it began, whatever is recorded while it is copied.

use super::{changes, event, log, open, place};
use std::fs;
use std::path::Path;
use warroom::domain::ids::Seq;
use warroom::store::check::check;
use warroom::store::{Frozen, Store, StoreError};

/// Copies it to the end, and calls `between` after each part.
fn copy(frozen: &Frozen, to: &Path, mut between: impl FnMut()) -> Result<(), StoreError> {
    let (mut copied, mut part) = (Vec::new(), [0; 8_192]);
    loop {
        let length = frozen.read_at(copied.len() as u64, &mut part)?;
        if length == 0 {
            fs::write(to, &copied).unwrap();
            return Ok(());
        }
        copied.extend_from_slice(&part[..length]);
        between();
    }
}

fn through(path: &Path) -> u64 {
    let mut seq = 0;
    let checked = check(path, &mut |recorded| {
        seq += 1;
        assert_eq!(*recorded, event(seq));
    });
    assert_eq!(checked.unwrap().through, Seq(seq));
    seq
}

#[test]
fn a_backup_holds_what_was_recorded_when_it_began_and_recording_goes_on_meanwhile() {
    let (folder, path) = place();
    let backup = folder.path().join("backup.db");
    let mut store = open(&path).unwrap();
    store.commit(&changes(1..=300)).unwrap();
    let frozen = store.freeze().unwrap();
    copy(&frozen, &backup, || {
        let next = store.head().0 + 1;
        // More than is usually moved into the file at once.
        store.commit(&changes(next..next + 400)).unwrap();
    })
    .unwrap();
    assert_eq!(through(&backup), 300);
    drop(frozen);
    let recorded = store.head();
    assert!(recorded > Seq(1_500), "{recorded}");
    store.commit(&changes([recorded.0 + 1])).unwrap();
    assert_eq!(log(&mut store).unwrap().1.through, recorded.next());

    let mut restored = open(&backup).unwrap();
    restored.commit(&changes([301])).unwrap();
    assert_eq!(log(&mut restored).unwrap().1.through, Seq(301));
}

#[test]
fn once_a_backup_is_done_what_waited_is_moved_into_the_file() {
    let (_folder, path) = place();
    let mut store = open(&path).unwrap();
    store.commit(&changes(1..=10)).unwrap();
    let frozen = store.freeze().unwrap();
    let before = fs::metadata(&path).unwrap().len();
    store.commit(&changes(11..=500)).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().len(), before);
    drop(frozen);
    store.commit(&changes([501])).unwrap();
    assert!(fs::metadata(&path).unwrap().len() > before);
}

#[test]
fn there_is_one_backup_at_a_time() {
    let (_folder, path) = place();
    let mut store = open(&path).unwrap();
    store.commit(&changes([1])).unwrap();
    let first = store.freeze().unwrap();
    assert!(matches!(store.freeze(), Err(StoreError::BackingUp { .. })));
    drop(first);
    assert!(store.freeze().is_ok());
}

#[test]
fn a_backup_that_outlives_its_store_is_cut_off_and_the_next_store_keeps_its_lock() {
    let (folder, path) = place();
    let mut store = open(&path).unwrap();
    store.commit(&changes(1..=300)).unwrap();
    let frozen = store.freeze().unwrap();
    drop(store);
    let next = open(&path).unwrap();
    let copied = copy(&frozen, &folder.path().join("backup.db"), || {});
    assert_eq!(copied, Err(StoreError::CutOff));
    drop(frozen);
    let other = rusqlite::Connection::open(&path).unwrap();
    assert!(
        other
            .query_row("SELECT count(*) FROM event", [], |_| Ok(()))
            .is_err()
    );
    drop(next);
}

#[test]
fn a_backup_under_a_store_that_takes_one_keeps_other_programs_out() {
    let (_folder, path) = place();
    let mut store = open(&path).unwrap();
    store.commit(&changes([1])).unwrap();
    for _ in 0..3 {
        drop(store.freeze().unwrap());
        store.commit(&changes([store.head().0 + 1])).unwrap();
    }
    // A process of its own would see the same: closing a file here would have lost the lock.
    let seen = std::process::Command::new("cat").arg("/proc/locks").output();
    let locks = String::from_utf8(seen.unwrap().stdout).unwrap();
    let inode = std::os::unix::fs::MetadataExt::ino(&fs::metadata(&path).unwrap());
    assert!(
        locks
            .lines()
            .any(|line| line.contains("POSIX") && line.contains(&format!(":{inode} "))),
        "{locks}"
    );
}

#[test]
fn a_record_in_memory_has_no_file_to_back_up() {
    let refused = Store::memory([7; 32]).freeze().unwrap_err();
    assert_eq!(refused, StoreError::InMemory);
}
