//! The file as crashes, other screens and other users leave it.

use super::super::held::whose;
use super::*;
use crate::client::journal::Refused;
use crate::domain::command::{Command, Submission};
use crate::wire::Problem;
use uuid::Uuid;

fn note(number: u128) -> Submission {
    let note = serde_json::json!({ "text": format!("note {number}"), "sort": "fact" });
    Submission {
        id: Uuid::from_u128(number),
        incident: None,
        said_at: None,
        command: Command::WriteNote(serde_json::from_value(note).unwrap()),
    }
}

fn kept(number: u128) -> Entry {
    Entry::Kept(note(number))
}

fn settled(number: u128) -> Entry {
    Entry::Settled(Uuid::from_u128(number))
}

fn open(folder: &Path) -> (OutboxFile, Found) {
    OutboxFile::open(folder, &whose("127.0.0.1:7420", &"dana".into())).unwrap()
}

fn unsent(found: &Found) -> Vec<u128> {
    let ids = found.left.unsent.iter().map(|submission| submission.id.as_u128());
    ids.collect()
}

fn append(file: &mut OutboxFile, entries: &[Entry]) {
    for entry in entries {
        file.append(entry).unwrap();
    }
}

#[test]
fn what_was_kept_is_there_again_for_the_same_person_on_the_same_hub_only() {
    let folder = tempfile::tempdir().unwrap();
    let (mut file, found) = open(folder.path());
    assert!(found.left.is_empty());
    append(&mut file, &[kept(1), kept(2), settled(1), kept(3)]);
    let mode = std::fs::metadata(file.path()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    drop(file);
    let omar = OutboxFile::open(folder.path(), &whose("127.0.0.1:7420", &"omar".into())).unwrap();
    assert!(omar.1.left.is_empty());
    assert_eq!(unsent(&open(folder.path()).1), [2, 3]);
}

#[test]
fn nothing_is_left_in_the_file_when_nothing_is_left_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let (mut file, _) = open(folder.path());
    let size = |file: &OutboxFile| std::fs::metadata(file.path()).unwrap().len();
    append(&mut file, &[kept(1), kept(2), settled(1)]);
    assert!(size(&file) > 0);
    append(&mut file, &[settled(2)]);
    assert_eq!(size(&file), 0);
    append(&mut file, &[kept(3)]);
    drop(file);
    assert_eq!(unsent(&open(folder.path()).1), [3]);
}

#[test]
fn what_was_refused_stays_with_its_words_until_it_was_read() {
    let folder = tempfile::tempdir().unwrap();
    let why = Problem::new(409, "refused", "INC-1 is closed");
    let refused = Entry::Refused {
        id: Uuid::from_u128(1),
        why: why.clone(),
    };
    let (mut file, _) = open(folder.path());
    append(&mut file, &[kept(1), refused]);
    drop(file);
    let (mut file, found) = open(folder.path());
    let submission = note(1);
    assert_eq!(found.left.refused, [Refused { submission, why }]);
    append(&mut file, &[settled(1)]);
    drop(file);
    assert!(open(folder.path()).1.left.is_empty());
}

#[test]
fn two_screens_keep_apart_and_the_next_takes_over_what_both_left_once_and_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let (mut first, _) = open(folder.path());
    let (mut second, found) = open(folder.path());
    assert!(found.left.is_empty(), "the first goes on with its own");
    append(&mut first, &[kept(1), kept(4)]);
    append(&mut second, &[kept(2), kept(3), kept(4)]);
    drop(second);
    // The first is still there: what is its own stays its own.
    let (third, found) = open(folder.path());
    assert_eq!(unsent(&found), [2, 3, 4]);
    drop((first, third));
    let (fourth, found) = open(folder.path());
    assert_eq!(unsent(&found), [1, 2, 3, 4]);
    drop(fourth);
    assert_eq!(unsent(&open(folder.path()).1), [1, 2, 3, 4], "each is there once");
}

#[test]
fn a_line_torn_anywhere_by_a_crash_is_passed_over_and_all_before_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    let (mut file, _) = open(folder.path());
    append(&mut file, &[kept(1), kept(2)]);
    let path = file.path().to_owned();
    drop(file);
    let whole = std::fs::read(&path).unwrap();
    let first = whole.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    for end in 0..whole.len() {
        std::fs::write(&path, &whole[..end]).unwrap();
        let (mut file, found) = open(folder.path());
        let expected: &[u128] = if end < first { &[] } else { &[1] };
        assert_eq!(unsent(&found), expected, "cut at {end}");
        assert_eq!(found.aside, [] as [PathBuf; 0], "cut at {end}");
        append(&mut file, &[kept(7)]);
        drop(file);
        assert_eq!(unsent(&open(folder.path()).1).last(), Some(&7), "cut at {end}");
    }
}

#[test]
fn half_a_line_of_a_failed_write_does_not_spoil_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let (mut file, _) = open(folder.path());
    append(&mut file, &[kept(1)]);
    let mut half = OpenOptions::new().append(true).open(file.path()).unwrap();
    half.write_all(br#"{"kept":{"id":"#).unwrap();
    append(&mut file, &[kept(2)]);
    drop(file);
    let (_, found) = open(folder.path());
    assert_eq!((unsent(&found), found.aside.len()), (vec![1, 2], 0));
}

#[test]
fn a_file_with_an_unreadable_line_is_put_aside_and_the_other_lines_are_taken() {
    let folder = tempfile::tempdir().unwrap();
    let (mut file, _) = open(folder.path());
    append(&mut file, &[kept(1), kept(2), kept(3)]);
    let path = file.path().to_owned();
    drop(file);
    let spoilt = std::fs::read_to_string(&path)
        .unwrap()
        .replace("note 2", "no\u{0}e 2");
    std::fs::write(&path, &spoilt).unwrap();
    let (file, found) = open(folder.path());
    assert_eq!(unsent(&found), [1, 3]);
    let aside = path.with_extension("unreadable");
    assert_eq!(found.aside, std::slice::from_ref(&aside));
    assert_eq!(std::fs::read_to_string(&aside).unwrap(), spoilt);
    drop(file);
    // It is told once; and a second one does not take its place.
    assert_eq!(open(folder.path()).1.aside, [] as [PathBuf; 0]);
    std::fs::write(&path, "what is this\n").unwrap();
    let (_, found) = open(folder.path());
    assert_eq!(found.aside, [path.with_extension("unreadable-2")]);
    assert_eq!(std::fs::read_to_string(&aside).unwrap(), spoilt);
}

#[test]
fn a_file_that_others_can_read_is_not_used_and_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let (file, _) = open(folder.path());
    let path = file.path().to_owned();
    drop(file);
    for mode in [0o640, 0o604, 0o620] {
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        let refused = OutboxFile::open(folder.path(), &whose("127.0.0.1:7420", &"dana".into()));
        let said = refused.unwrap_err().to_string();
        assert!(said.contains("chmod 600"), "{mode:o}: {said}");
    }
}

#[test]
fn a_link_in_its_place_is_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let (file, _) = open(folder.path());
    let path = file.path().to_owned();
    drop(file);
    let other = folder.path().join("other");
    std::fs::write(&other, "").unwrap();
    std::fs::remove_file(&path).unwrap();
    std::os::unix::fs::symlink(&other, &path).unwrap();
    assert!(OutboxFile::open(folder.path(), &whose("127.0.0.1:7420", &"dana".into())).is_err());
}

#[test]
fn what_waits_is_counted_without_being_taken() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(waiting(&folder.path().join("none")), 0);
    let (mut file, _) = open(folder.path());
    append(&mut file, &[kept(1), kept(2), settled(1), kept(3)]);
    assert_eq!(waiting(folder.path()), 0, "a screen that is there says so itself");
    drop(file);
    assert_eq!((waiting(folder.path()), waiting(folder.path())), (2, 2));
    assert_eq!(unsent(&open(folder.path()).1), [2, 3]);
}
