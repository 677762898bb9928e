//! `check`: a store that is not as it was written is told apart from one that is whole, and neither is touched.

use super::{changes, open, place};
use rusqlite::Connection;
use std::fs;
use std::path::Path;
use warroom::store::check::{check, is_sqlite};

/// How many events a store that nobody uses has, or what is wrong with it.
fn told(path: &Path) -> Result<u64, String> {
    let mut count = 0;
    let checked = check(path, &mut |_| count += 1).map_err(|error| error.to_string())?;
    assert_eq!(checked.through.0, count);
    Ok(count)
}

fn names(path: &Path) -> Vec<String> {
    let listed = fs::read_dir(path.parent().unwrap()).unwrap();
    let mut names: Vec<String> = listed
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_whole_store_is_read_without_leaving_anything_behind() {
    let (_folder, path) = place();
    open(&path).unwrap().commit(&changes(1..=40)).unwrap();
    let copy = path.with_file_name("a copy?.db");
    fs::copy(&path, &copy).unwrap();
    let (before, bytes) = (names(&path), fs::read(&copy).unwrap());
    assert_eq!(told(&copy), Ok(40));
    assert_eq!((names(&path), fs::read(&copy).unwrap()), (before, bytes));
}

#[test]
fn what_a_killed_hub_leaves_behind_is_read_with_its_write_ahead_log() {
    let (_folder, path) = place();
    let mut store = open(&path).unwrap();
    store.commit(&changes(1..=40)).unwrap();
    let refused = told(&path).unwrap_err();
    assert!(refused.contains("its hub is using"), "{refused}");
    let copy = path.with_file_name("copy.db");
    fs::copy(&path, &copy).unwrap();
    fs::copy(path.with_extension("db-wal"), path.with_file_name("copy.db-wal")).unwrap();
    let (before, bytes) = (
        names(&path),
        fs::read(path.with_file_name("copy.db-wal")).unwrap(),
    );
    assert_eq!(told(&copy), Ok(40));
    let after = fs::read(path.with_file_name("copy.db-wal")).unwrap();
    assert_eq!((names(&path), after), (before, bytes));
}

#[test]
fn what_is_no_file_or_an_empty_one_is_no_store() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("empty");
    fs::write(&empty, "").unwrap();
    for (path, what) in [
        (empty.as_path(), "it is empty"),
        (Path::new("/dev/null"), "it is not a file"),
        (folder.path(), "it is a folder"),
    ] {
        assert!(told(path).unwrap_err().contains(what), "{what}");
        assert!(is_sqlite(path).unwrap_err().to_string().contains(what), "{what}");
    }
}

/// A store of 40 events that is then changed by hand.
fn changed(sql: &str) -> Result<u64, String> {
    let (_folder, path) = place();
    open(&path).unwrap().commit(&changes(1..=40)).unwrap();
    let connection = Connection::open(&path).unwrap();
    connection.execute_batch(sql).unwrap();
    connection.pragma_update(None, "journal_mode", "DELETE").unwrap();
    drop(connection);
    told(&path)
}

#[test]
fn a_row_that_cannot_be_read_is_damage_in_whichever_table_it_is() {
    assert_eq!(changed(""), Ok(40));
    for (sql, what) in [
        (
            "UPDATE answer SET body = 'no json' WHERE status = 200",
            "an answer given earlier",
        ),
        ("UPDATE answer SET body_hash = x'00'", "an answer given earlier"),
        (
            "INSERT INTO account (id, json) VALUES ('a', '{')",
            "the directory",
        ),
        (
            "INSERT INTO contact (id, json) VALUES ('a', '[]')",
            "the directory",
        ),
        (
            "INSERT INTO token (name, access, hash, revoked) VALUES ('a', 'king', x'00', 0)",
            "the tokens",
        ),
        ("UPDATE event SET json = '{}' WHERE seq = 7", "event 7"),
        ("DELETE FROM head", "damaged"),
        ("DELETE FROM secret", "damaged"),
    ] {
        let told = changed(sql).unwrap_err();
        assert!(told.contains("damaged") && told.contains(what), "{sql}: {told}");
    }
    for table in [
        "event", "head", "answer", "account", "contact", "person", "token", "secret",
    ] {
        let told = changed(&format!("DROP TABLE {table}")).unwrap_err();
        assert!(
            told.contains(&format!("its table {table:?} is missing")),
            "{told}"
        );
    }
}

#[test]
fn a_hub_does_not_start_on_a_store_without_one_of_its_tables() {
    let (_folder, path) = place();
    drop(open(&path).unwrap());
    let connection = Connection::open(&path).unwrap();
    connection.execute_batch("DROP TABLE answer").unwrap();
    drop(connection);
    let told = open(&path).unwrap_err().to_string();
    assert!(
        told.contains("damaged: its table \"answer\" is missing"),
        "{told}"
    );
}

#[test]
fn bytes_turned_over_in_the_middle_are_found() {
    let (_folder, path) = place();
    open(&path).unwrap().commit(&changes(1..=200)).unwrap();
    let whole = fs::read(&path).unwrap();
    // The pages that hold something: a byte of free space may be anything.
    for page in 1..whole.len() / 4096 {
        let mut bytes = whole.clone();
        let at = page * 4096;
        bytes[at..at + 16].iter_mut().for_each(|byte| *byte ^= 0xFF);
        fs::write(&path, &bytes).unwrap();
        assert!(told(&path).is_err(), "the first bytes of page {page}");
    }
    let mut bytes = whole;
    bytes[20] ^= 0xFF;
    fs::write(&path, &bytes).unwrap();
    assert!(told(&path).unwrap_err().contains("damaged"));
}
