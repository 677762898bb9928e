//! Files that are not as they were written: the log is a prefix of what was recorded, or refused; never one with a
//! hole, and never another one.

use super::{changes, event, log, open, place, refusal};
use crate::trust;
use proptest::prelude::*;
use rusqlite::Connection;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

/// What a hub of 200 events leaves behind when it is killed: most in the file, the last in its write-ahead log.
static LEFT_BEHIND: LazyLock<(Vec<u8>, Vec<u8>)> = LazyLock::new(|| {
    let (_folder, path) = place();
    open(&path).unwrap().commit(&changes(1..=150)).unwrap();
    let mut store = open(&path).unwrap();
    for seq in 151..=200 {
        store.commit(&changes([seq])).unwrap();
    }
    // It is still open, so nothing has been moved from one file into the other.
    let left = (
        fs::read(&path).unwrap(),
        fs::read(path.with_extension("db-wal")).unwrap(),
    );
    assert!(!left.1.is_empty());
    left
});

fn put_back(path: &Path, file: &[u8], wal: &[u8]) {
    fs::write(path, file).unwrap();
    fs::write(path.with_extension("db-wal"), wal).unwrap();
}

/// How many events can be read, when they can be read; they are the first that were recorded.
fn prefix(file: &[u8], wal: &[u8]) -> Option<usize> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hub.db");
    put_back(&path, file, wal);
    let (events, loaded) = open(&path).and_then(|mut store| log(&mut store)).ok()?;
    assert_eq!(events.len() as u64, loaded.through.0);
    for (recorded, seq) in events.iter().zip(1..) {
        assert_eq!(*recorded, event(seq));
    }
    Some(events.len())
}

#[test]
fn what_a_killed_hub_leaves_behind_is_whole() {
    let (file, wal) = &*LEFT_BEHIND;
    assert_eq!(prefix(file, wal), Some(200));
    assert_eq!(prefix(file, &[]), Some(150));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn a_write_ahead_log_cut_anywhere_leaves_a_prefix(keep in 0.0..1.0_f64) {
        let (file, wal) = &*LEFT_BEHIND;
        let keep = (keep * wal.len() as f64) as usize;
        let left = prefix(file, &wal[..keep]);
        prop_assert!(left.is_some_and(|events| (150..=200).contains(&events)), "{left:?}");
    }

    #[test]
    fn a_file_cut_anywhere_is_a_prefix_or_refused(keep in 0.0..1.0_f64, with_wal in any::<bool>()) {
        let (file, wal) = &*LEFT_BEHIND;
        let keep = (keep * file.len() as f64) as usize;
        prefix(&file[..keep], if with_wal { wal } else { &[] });
    }

    #[test]
    fn a_flipped_bit_in_the_write_ahead_log_leaves_a_prefix_or_is_refused(at in 0.0..1.0_f64, bit in 0..8_u8) {
        let (file, wal) = &*LEFT_BEHIND;
        let mut wal = wal.clone();
        let at = (at * wal.len() as f64) as usize;
        wal[at] ^= 1_u8 << bit;
        prefix(file, &wal);
    }

    #[test]
    fn a_flipped_bit_in_the_file_leaves_the_same_log_or_is_refused(at in 0.0..1.0_f64, bit in 0..8_u8) {
        let (file, _) = &*LEFT_BEHIND;
        let mut file = file.clone();
        let at = (at * file.len() as f64) as usize;
        file[at] ^= 1_u8 << bit;
        if let Some(events) = prefix(&file, &[]) {
            prop_assert_eq!(events, 150);
        }
    }
}

/// Numbers that look thrown, the same in every run.
fn thrown(times: usize, below: usize) -> impl Iterator<Item = usize> {
    let mut state = 5_u64;
    std::iter::repeat_with(move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    })
    .take(times)
}

#[test]
fn torn_files_leave_a_prefix_of_what_was_acknowledged_or_are_refused() {
    let times = trust::times(60, 1_000);
    let (file, wal) = &*LEFT_BEHIND;
    let (mut prefixes, mut refused) = (0, 0);
    let mut count = |left: Option<usize>| match left {
        Some(events) => {
            assert!((150..=200).contains(&events), "{events}");
            prefixes += 1;
        }
        None => refused += 1,
    };
    for keep in thrown(times, wal.len()) {
        count(prefix(file, &wal[..keep]));
    }
    for at in thrown(times, 8 * (wal.len() + file.len())) {
        let (mut file, mut wal) = (file.clone(), wal.clone());
        let (byte, bit) = (at / 8, 1_u8 << (at % 8));
        match byte.checked_sub(wal.len()) {
            None => wal[byte] ^= bit,
            Some(byte) => file[byte] ^= bit,
        }
        count(prefix(&file, &wal));
    }
    assert!(refused > 0, "no bit was ever noticed");
    trust::result(
        "D5",
        "write-ahead log cut and bits flipped",
        &format!("{times} cuts, {times} flips: {prefixes} prefixes, {refused} refused, 0 holes"),
    );
}

#[test]
fn an_event_that_was_changed_is_caught_where_its_hashes_are_not_looked_at() {
    let (file, _) = &*LEFT_BEHIND;
    let (from, to) = (b"event 77 said", b"event 78 said");
    let mut changed = file.clone();
    let at = changed
        .windows(from.len())
        .position(|bytes| bytes == from)
        .unwrap();
    changed[at..at + to.len()].copy_from_slice(to);
    assert_eq!(prefix(&changed, &[]), None);
}

/// What is told about a store of ten events when someone has been at it.
fn told_after(change: &str) -> String {
    let (_folder, path) = place();
    open(&path).unwrap().commit(&changes(1..=10)).unwrap();
    let shell = Connection::open(&path).unwrap();
    shell.execute_batch(change).unwrap();
    shell.close().unwrap();
    let before = fs::read(&path).unwrap();
    let told = refusal(&path);
    assert!(fs::read(&path).unwrap() == before, "the file has changed");
    let told = told.replace(&path.display().to_string(), "PATH");
    let told = told
        .strip_suffix(". It was left as it is; put back a copy of it, or name another store with --store");
    told.and_then(|told| told.strip_prefix("PATH is damaged: "))
        .unwrap()
        .to_owned()
}

#[test]
fn an_event_that_was_changed_left_out_or_put_in_is_named() {
    let cases = [
        (
            "UPDATE event SET json = replace(json, 'Gott', 'dich') WHERE seq = 4",
            "event 5 does not follow from the one before it (their hashes differ)",
        ),
        (
            "DELETE FROM event WHERE seq = 4",
            "event 4 is missing (after it comes 5)",
        ),
        (
            "DELETE FROM event WHERE seq = 1",
            "event 1 is missing (after it comes 2)",
        ),
        (
            "UPDATE event SET json = replace(json, 'Gott', 'dich') WHERE seq = 10",
            "event 10, the last, is not as it was recorded",
        ),
        (
            "DELETE FROM event WHERE seq > 7",
            "the log ends with event 7, and 10 were recorded",
        ),
        (
            "INSERT INTO event SELECT 11, incident, before, json FROM event WHERE seq = 10",
            "event 11 does not follow from the one before it (their hashes differ)",
        ),
        (
            "INSERT INTO event SELECT -1, incident, before, json FROM event WHERE seq = 10",
            "event 1 is missing (after it comes 0)",
        ),
        (
            "UPDATE event SET incident = 8 WHERE seq = 4",
            "event 4 is filed under another number or incident than its own",
        ),
        (
            "UPDATE event SET json = 'rubbish' WHERE seq = 4",
            "event 4 cannot be read: expected value at line 1 column 1",
        ),
    ];
    for (change, words) in cases {
        assert_eq!(told_after(change), words, "{change}");
    }
    let told = told_after("DROP TABLE event");
    assert_eq!(told, "its table \"event\" is missing");
}
