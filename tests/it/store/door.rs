//! Files that are not to be opened: a sentence, and the file as it was.

use super::{SECRET, changes, log, open, place, refusal};
use rusqlite::Connection;
use rusqlite::config::DbConfig;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use warroom::domain::actor::Access;
use warroom::domain::ids::Seq;
use warroom::store::{Store, TokenRow};

/// Refused with these words, and not a byte of it changed.
#[track_caller]
fn refused_untouched(path: &Path, words: &str) {
    let wal = path.with_extension("db-wal");
    let bytes = || (fs::read(path).unwrap(), fs::read(&wal).unwrap_or_default());
    let before = bytes();
    let told = refusal(path);
    let shown = path.display().to_string();
    assert_eq!(told.replace(&shown, "PATH"), words);
    assert!(bytes() == before, "the file has changed");
}

fn store_with_events(path: &Path) {
    open(path).unwrap().commit(&changes(1..=20)).unwrap();
}

#[test]
fn a_new_store_is_for_its_user_alone() {
    let (_folder, path) = place();
    let mut store = open(&path).unwrap();
    store.commit(&changes([1])).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let folder = path.parent().unwrap();
    assert_eq!(mode(folder), 0o700);
    for file in fs::read_dir(folder).unwrap() {
        let file = file.unwrap().path();
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}

#[test]
fn a_second_hub_on_the_same_file_is_refused_until_the_first_is_gone() {
    let (_folder, path) = place();
    let mut first = open(&path).unwrap();
    first.commit(&changes([1])).unwrap();
    refused_untouched(
        &path,
        "another warroom hub is using PATH; stop it, or name another store with --store",
    );
    first.commit(&changes([2])).unwrap();
    drop(first);
    assert_eq!(open(&path).unwrap().head(), Seq(2));
}

#[test]
fn a_database_shell_and_a_hub_keep_each_other_out() {
    let (_folder, path) = place();
    store_with_events(&path);
    let shell = Connection::open(&path).unwrap();
    let mut statement = shell.prepare("SELECT seq FROM event").unwrap();
    let mut rows = statement.query([]).unwrap();
    rows.next().unwrap();
    refused_untouched(
        &path,
        "another program is using PATH; stop it, or name another store with --store",
    );
    drop(rows);
    drop(statement);
    shell.close().unwrap();

    let hub = open(&path).unwrap();
    let shell = Connection::open(&path).unwrap();
    shell.busy_timeout(std::time::Duration::ZERO).unwrap();
    shell.execute("DELETE FROM event", []).unwrap_err();
    assert_eq!(hub.head(), Seq(20));
}

#[test]
fn a_file_of_a_newer_version_is_refused() {
    let (_folder, path) = place();
    store_with_events(&path);
    let mut bytes = fs::read(&path).unwrap();
    // Where SQLite keeps `user_version` in the header.
    bytes[60..64].copy_from_slice(&3_u32.to_be_bytes());
    fs::write(&path, bytes).unwrap();
    refused_untouched(
        &path,
        "PATH was written by a newer warroom (format 3, this one reads 2); upgrade, or name another store with --store",
    );
}

#[test]
fn a_newer_version_is_noticed_also_in_what_a_crash_has_left_behind() {
    let (_folder, path) = place();
    store_with_events(&path);
    let newer = Connection::open(&path).unwrap();
    newer
        .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)
        .unwrap();
    newer.pragma_update(None, "user_version", 3).unwrap();
    newer.close().unwrap();
    assert_ne!(fs::metadata(path.with_extension("db-wal")).unwrap().len(), 0);
    refused_untouched(
        &path,
        "PATH was written by a newer warroom (format 3, this one reads 2); upgrade, or name another store with --store",
    );
}

#[test]
fn what_is_not_a_store_is_refused() {
    let (folder, _) = place();
    let path = folder.path().join("hub.db");
    for text in ["hello", &"accounts.csv, with many lines\n".repeat(300)] {
        fs::write(&path, text).unwrap();
        refused_untouched(
            &path,
            "PATH is not a store of warroom: it is not a database. It was left as it is; name another with --store",
        );
    }
    fs::remove_file(&path).unwrap();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("CREATE TABLE bookmarks (url TEXT)").unwrap();
    other.close().unwrap();
    refused_untouched(
        &path,
        "PATH is not a store of warroom: it is a database of another program. It was left as it is; name another \
         with --store",
    );
}

#[test]
fn a_name_that_sqlite_would_take_for_its_own_is_a_file_like_any() {
    let folder = tempfile::tempdir().unwrap();
    for name in [":memory:", "file:hub.db?mode=memory", "a b%20c#d.db"] {
        let path = folder.path().join(name);
        open(&path).unwrap().commit(&changes([1])).unwrap();
        assert!(path.is_file(), "{name}");
        assert_eq!(open(&path).unwrap().head(), Seq(1), "{name}");
    }
}

#[test]
fn where_nothing_can_be_written_a_sentence_says_so() {
    // Nobody makes folders there, root included.
    let told = refusal(Path::new("/sys/warroom/hub.db"));
    assert!(
        told.starts_with("cannot make the folder of /sys/warroom/hub.db: "),
        "{told}"
    );
    assert!(told.ends_with("or name another store with --store"), "{told}");

    let folder = tempfile::tempdir().unwrap();
    let told = refusal(folder.path());
    assert!(
        told.starts_with("cannot use ") && told.contains("is a directory"),
        "{told}"
    );

    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o500)).unwrap();
    match fs::write(folder.path().join("probe"), "") {
        Ok(()) => eprintln!("skipped in part: root writes where nobody may"),
        Err(_) => {
            let told = refusal(&folder.path().join("hub.db"));
            assert!(
                told.starts_with("cannot lock ") && told.contains("denied"),
                "{told}"
            );
        }
    }
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn a_file_that_is_still_empty_becomes_a_store() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hub.db");
    fs::write(&path, "").unwrap();
    let mut store = Store::open(&path, SECRET).unwrap();
    store.commit(&changes([1])).unwrap();
    assert_eq!(log(&mut store).unwrap().1.through, Seq(1));
}

/// A file as the first format had it, with a token in it.
fn of_the_first_format(path: &Path) {
    store_with_events(path);
    let old = Connection::open(path).unwrap();
    old.execute_batch(
        "ALTER TABLE token DROP COLUMN expires;
         INSERT INTO token (name, access, hash, revoked) VALUES
             ('dana', 'admin', zeroblob(32), 0), ('omar', 'viewer', x'0101010101010101010101010101010101010101010101010101010101010101', 1);
         PRAGMA user_version = 1;",
    )
    .unwrap();
}

#[test]
fn a_store_of_the_first_format_is_taken_over_with_everybody_who_was_let_in() {
    let (_folder, path) = place();
    of_the_first_format(&path);
    let bytes = fs::read(&path).unwrap();
    let looked = warroom::store::check::check(&path, &mut |_| {}).unwrap();
    assert_eq!(looked.through, Seq(20));
    assert_eq!(fs::read(&path).unwrap(), bytes, "looking changes nothing");

    for _ in 0..2 {
        let mut store = open(&path).unwrap();
        let tokens = store.tokens().unwrap();
        let told: Vec<_> = tokens
            .iter()
            .map(|token| (token.name.as_str(), token.revoked, token.expires))
            .collect();
        assert_eq!(told, [("dana", false, None), ("omar", true, None)]);
        assert_eq!(log(&mut store).unwrap().1.through, Seq(20));
    }
    let mut store = open(&path).unwrap();
    let until = "2026-12-01T00:00:00Z".parse().unwrap();
    let lena = TokenRow {
        expires: Some(until),
        ..TokenRow::new("lena".into(), Access::Lead, [3; 32])
    };
    store.keep_token(lena.clone()).unwrap();
    drop(store);
    assert_eq!(open(&path).unwrap().tokens().unwrap()[2], lena);
}
