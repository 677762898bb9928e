//! A picture put away beside the record that is spoilt: `warroom check` says so in words, and what to do.

use super::restart::{Long, incident, place};
use crate::binary::rig::{Ran, Rig};
use std::fs;
use std::path::{Path, PathBuf};

/// More than a hub has before it puts a picture away.
const EVENTS: usize = 5_200;

fn checked(rig: &Rig) -> Ran {
    rig.run(&["check", rig.path("hub.sqlite").to_str().unwrap()])
}

/// The only file whose name begins so.
fn part(folder: &Path, begins: &str) -> PathBuf {
    let found = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut found = found.filter(|path| {
        let name = path.file_name().unwrap().to_str().unwrap();
        name.starts_with(begins)
    });
    found.next().unwrap()
}

/// Turns over some bits in the middle of a file while something is done, and then back.
fn while_turned<T>(file: &Path, done: impl FnOnce() -> T) -> T {
    let whole = fs::read(file).unwrap();
    let mut turned = whole.clone();
    let middle = turned.len() / 2;
    turned[middle] ^= 0x15;
    fs::write(file, turned).unwrap();
    let done = done();
    fs::write(file, whole).unwrap();
    done
}

#[test]
fn a_check_says_in_words_that_the_picture_put_away_is_spoilt_and_what_to_do() {
    let long = Long::new(&incident(), EVENTS);
    let (rig, folder) = (&long.rig, place(&long.rig));
    let shown = folder.display().to_string();
    let whole = checked(rig).well();
    assert!(
        whole.contains(&format!("the picture put away in {shown} is what it adds up to")),
        "{whole}"
    );

    // A list that is not as it was written is as none: the hub makes it anew, and the record is whole.
    let torn = while_turned(&folder.join("contents"), || checked(rig)).well();
    let not_used = format!("the picture put away in {shown} is not used, and made anew");
    assert!(torn.contains(&format!("{not_used}: it is damaged")), "{torn}");

    // An incident in it that is not: the hub would show what never was.
    let incident = part(&folder, "INC-1.");
    let spoilt = while_turned(&incident, || checked(rig)).refused();
    let words = format!(
        "the log in it is whole, but the picture put away in {shown} is not what it adds up to; remove that folder, and \
         the hub makes it anew"
    );
    assert!(spoilt.contains(&words), "{spoilt}");

    fs::remove_file(&incident).unwrap();
    let missing = checked(rig).well();
    assert!(
        missing.contains(&format!("{not_used}: part of it is missing")),
        "{missing}"
    );
}
