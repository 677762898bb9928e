//! The picture as it was at one event, put away in a folder beside the log, so that a start folds only what came after.
//!
//! It is a shortcut and never the record: whatever is wrong with it, the log says the same. Each incident is a file of
//! its own, written again only once something has happened to it and read only once somebody wants it; one file says
//! which of them belong together, under the hash of the log up to there.

use super::chain::{Hash, Head, hex};
use crate::domain::ids::{IncidentId, SubmissionId};
use crate::domain::incident::Incident;
use crate::domain::outline;
use crate::domain::picture::{Base, Picture, Shelf};
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashSet};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, FileExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// Grows when what is put away reads differently.
const FORMAT: u32 = 1;
/// Which files belong together: their hash in a line, and then what it is of.
const CONTENTS: &str = "contents";
/// The known commands are in at most so many files before they are made one.
const MOST_PARTS: usize = 8;
/// In a folder of several pictures so many of the newest stay: the others are of records that nobody opens any more.
const MOST_PICTURES: usize = 2;
/// Letters of the name of a picture's folder among those of other records.
const NAME: usize = 32;
/// Bytes of a command's id.
const ID: usize = 16;

/// One that was taken up again.
#[derive(Debug)]
pub struct Kept {
    pub picture: Picture,
    /// Of the log it was folded from.
    pub head: Head,
    /// Hub time of the last event in it.
    pub last_at: Timestamp,
    pub contents: Contents,
}

/// Why there is none to be taken up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Without {
    /// None was put away.
    None,
    /// There is one, and this is why it does not count.
    Unfit(String),
}

/// What belongs together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contents {
    incidents: BTreeMap<IncidentId, Part>,
    causes: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Part {
    file: String,
    /// Of the whole file, as digits.
    sum: String,
    length: u64,
}

#[derive(Serialize, Deserialize)]
struct Written {
    program: String,
    hash: Hash,
    last_at: Timestamp,
    base: Base,
    incidents: BTreeMap<IncidentId, Part>,
    causes: Vec<Part>,
}

/// What is to be put away.
#[derive(Debug)]
pub struct ToKeep {
    /// Without its commands.
    pub picture: Picture,
    pub head: Head,
    pub last_at: Timestamp,
    /// What is put away already.
    pub before: Contents,
    /// Something may have happened to these since.
    pub touched: Vec<IncidentId>,
    /// The commands that have come since.
    pub causes: Vec<SubmissionId>,
}

/// The name of a picture's folder among those of other records: no other record has this first event.
pub fn name(first: &Hash) -> String {
    let mut name = hex(first);
    name.truncate(NAME);
    name
}

/// The folder of a store.
pub fn place(store: &Path) -> PathBuf {
    let mut name = store.as_os_str().to_owned();
    name.push(".picture");
    PathBuf::from(name)
}

/// Takes up what was put away. The chain is not looked at: it fits the log where the log has this head.
///
/// # Errors
/// There is none that counts.
pub fn read(folder: &Path) -> Result<Kept, Without> {
    let unfit = |why: &str| Without::Unfit(why.to_owned());
    let text = match fs::read(folder.join(CONTENTS)) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(Without::None),
        Err(error) => return Err(unfit(&format!("it cannot be read: {error}"))),
    };
    let torn = || unfit("it is damaged");
    let end = text.iter().position(|byte| *byte == b'\n').ok_or_else(torn)?;
    let (sum, rest) = (&text[..end], &text[end + 1..]);
    if sum != sum_of(rest).as_bytes() {
        return Err(torn());
    }
    // Of another version, it may well be that it cannot be read.
    let written = serde_json::from_slice::<Written>(rest).ok();
    let written = written.filter(|written| written.program == program());
    let written = written.ok_or_else(|| unfit("another version of warroom made it"))?;
    let contents = Contents {
        incidents: written.incidents,
        causes: written.causes,
    };
    let there =
        |part: &Part| fs::metadata(folder.join(&part.file)).is_ok_and(|found| found.len() == part.length);
    let listed = written.base.outlines.iter().map(|outline| &outline.id);
    if !listed.eq(contents.incidents.keys()) || !contents.parts().all(there) {
        return Err(unfit("part of it is missing"));
    }
    let head = Head {
        seq: written.base.through,
        hash: written.hash,
    };
    let shelf = Folder {
        path: folder.to_owned(),
        contents: contents.clone(),
    };
    Ok(Kept {
        picture: Picture::taken_up(written.base, Box::new(shelf)),
        head,
        last_at: written.last_at,
        contents,
    })
}

/// Puts a picture away, durably, and takes away what no longer belongs to it. Until it is done, the one before counts.
///
/// # Errors
/// It cannot be written; the one before counts.
pub fn write(folder: &Path, keep: ToKeep) -> io::Result<Contents> {
    let before = keep.before.clone();
    // A part of one is in nobody's way but on a disk that is full.
    written(folder, keep).inspect_err(|_| tidy(folder, &before))
}

fn written(folder: &Path, keep: ToKeep) -> io::Result<Contents> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let through = keep.head.seq;
    let mut contents = keep.before;
    for id in &keep.touched {
        let Some(incident) = keep.picture.incident(*id) else {
            continue;
        };
        let json = serde_json::to_vec(incident)?;
        contents
            .incidents
            .insert(*id, put(folder, format!("{id}.{through}"), &json)?);
    }
    let mut causes = keep.causes;
    if contents.causes.len() >= MOST_PARTS {
        for part in contents.causes.drain(..) {
            let read = whole(folder, &part).ok_or(io::ErrorKind::InvalidData)?;
            causes.extend(ids(&read));
        }
    }
    causes.sort_unstable();
    if !causes.is_empty() {
        let bytes: Vec<u8> = causes.iter().flat_map(|id| *id.as_bytes()).collect();
        contents
            .causes
            .push(put(folder, format!("commands.{through}"), &bytes)?);
    }
    let written = Written {
        program: program(),
        hash: keep.head.hash,
        last_at: keep.last_at,
        base: outline::base(&keep.picture),
        incidents: contents.incidents.clone(),
        causes: contents.causes.clone(),
    };
    let json = serde_json::to_vec(&written)?;
    let mut text = sum_of(&json).into_bytes();
    text.push(b'\n');
    text.extend(json);
    put(folder, format!("{CONTENTS}.new"), &text)?;
    fs::rename(folder.join(format!("{CONTENTS}.new")), folder.join(CONTENTS))?;
    File::open(folder)?.sync_all()?;
    tidy(folder, &contents);
    Ok(contents)
}

/// From here on there is none: the next start folds the whole log.
pub fn forget(folder: &Path) -> io::Result<()> {
    match fs::remove_file(folder.join(CONTENTS)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Leaves the newest of the pictures in a folder that has one of each record this user has opened, `own` among them.
/// What cannot be taken away is in nobody's way.
pub fn leave_newest(folder: &Path, own: Option<&Path>) {
    let of_a_record = |name: &str| name.len() == NAME && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    let found = fs::read_dir(folder).into_iter().flatten().flatten();
    let pictures = found.filter(|found| {
        let named = found.file_name().to_str().is_some_and(of_a_record);
        named && found.file_type().is_ok_and(|kind| kind.is_dir())
    });
    let mut pictures: Vec<_> = pictures
        .map(|found| {
            let path = found.path();
            let when = fs::metadata(path.join(CONTENTS)).map(|file| (file.mtime(), file.mtime_nsec()));
            (Some(path.as_path()) == own, when.ok(), path)
        })
        .collect();
    pictures.sort_unstable();
    for (_, _, path) in pictures.iter().rev().skip(MOST_PICTURES) {
        // First what says that there is one.
        if forget(path).is_ok() {
            tidy(path, &Contents::default());
            let _ = fs::remove_dir(path);
        }
    }
}

impl Contents {
    fn parts(&self) -> impl Iterator<Item = &Part> {
        self.incidents.values().chain(&self.causes)
    }
}

/// The program that puts away and takes up: another one may fold the same log to something else. Its file says so
/// better than a number somebody has to think of.
fn program() -> String {
    let file = std::env::current_exe().and_then(fs::metadata);
    let file = file.map_or((0, 0, 0), |file| (file.len(), file.mtime(), file.mtime_nsec()));
    format!("{FORMAT} {} {file:?}", env!("CARGO_PKG_VERSION"))
}

fn sum_of(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes).into())
}

/// Writes a file whole, for this user alone, and onto the disk.
fn put(folder: &Path, file: String, bytes: &[u8]) -> io::Result<Part> {
    let mut open = OpenOptions::new();
    open.write(true).create(true).truncate(true).mode(0o600);
    let mut opened = open.open(folder.join(&file))?;
    opened.write_all(bytes)?;
    opened.sync_all()?;
    Ok(Part {
        file,
        sum: sum_of(bytes),
        length: bytes.len() as u64,
    })
}

/// Takes away what belongs to an older one. What cannot be taken away is in nobody's way.
fn tidy(folder: &Path, contents: &Contents) {
    let kept: HashSet<&str> = contents.parts().map(|part| part.file.as_str()).collect();
    for found in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = found.file_name();
        let gone = name
            .to_str()
            .is_some_and(|name| is_ours(name) && !kept.contains(name));
        if gone {
            let _ = fs::remove_file(found.path());
        }
    }
}

/// A name that only what is put away has: whatever else lies in the folder is somebody's.
fn is_ours(name: &str) -> bool {
    let part = name
        .strip_prefix("INC-")
        .or_else(|| name.strip_prefix("commands."));
    let digits =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    part.is_some_and(digits) || name.strip_suffix(".new") == Some(CONTENTS)
}

/// A part as it was put away, or nothing.
fn whole(folder: &Path, part: &Part) -> Option<Vec<u8>> {
    let bytes = fs::read(folder.join(&part.file)).ok()?;
    (sum_of(&bytes) == part.sum).then_some(bytes)
}

fn ids(bytes: &[u8]) -> impl Iterator<Item = SubmissionId> {
    bytes
        .chunks_exact(ID)
        .filter_map(|id| SubmissionId::from_slice(id).ok())
}

/// What was put away, read part by part.
struct Folder {
    path: PathBuf,
    contents: Contents,
}

impl Folder {
    fn part<T: DeserializeOwned>(&self, part: &Part) -> Option<T> {
        serde_json::from_slice(&whole(&self.path, part)?).ok()
    }
}

impl Shelf for Folder {
    fn incident(&self, id: IncidentId) -> Option<Incident> {
        let incident: Incident = self.part(self.contents.incidents.get(&id)?)?;
        (incident.id == id).then_some(incident)
    }

    fn caused(&self, id: &SubmissionId) -> Option<bool> {
        for part in &self.contents.causes {
            let file = File::open(self.path.join(&part.file)).ok()?;
            if among(&file, part.length / ID as u64, id)? {
                return Some(true);
            }
        }
        Some(false)
    }

    fn causes(&self) -> Option<Vec<SubmissionId>> {
        let mut all = Vec::new();
        for part in &self.contents.causes {
            all.extend(ids(&whole(&self.path, part)?));
        }
        Some(all)
    }
}

/// Whether one id is among so many in order.
fn among(file: &File, count: u64, wanted: &SubmissionId) -> Option<bool> {
    let (mut from, mut until) = (0, count);
    let mut id = [0; ID];
    while from < until {
        let middle = from + (until - from) / 2;
        file.read_exact_at(&mut id, middle * ID as u64).ok()?;
        match id.cmp(wanted.as_bytes()) {
            std::cmp::Ordering::Equal => return Some(true),
            std::cmp::Ordering::Less => from = middle + 1,
            std::cmp::Ordering::Greater => until = middle,
        }
    }
    Some(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, UNIX_EPOCH};

    #[test]
    fn the_newest_pictures_stay_with_ones_own_and_whatever_is_no_picture() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name.repeat(NAME / name.len()));
        for (at, name) in ["a", "b", "c", "d"].iter().enumerate() {
            fs::create_dir(path(name)).unwrap();
            fs::write(path(name).join("INC-1.5000"), "").unwrap();
            let contents = File::create(path(name).join(CONTENTS)).unwrap();
            let when = UNIX_EPOCH + Duration::from_secs(at as u64);
            contents.set_modified(when).unwrap();
        }
        fs::write(path("c").join("holiday.jpg"), "").unwrap();
        fs::create_dir(folder.path().join("letters")).unwrap();
        leave_newest(folder.path(), Some(&path("a")));
        let left = ["a", "b", "c", "d"].map(|name| path(name).join(CONTENTS).exists());
        assert_eq!(left, [true, false, false, true]);
        assert!(!path("b").exists() && path("c").join("holiday.jpg").exists());
        assert!(folder.path().join("letters").exists());
    }

    #[test]
    fn what_is_somebody_elses_in_the_folder_stays() {
        let folder = tempfile::tempdir().unwrap();
        let all = [
            "INC-1.5000",
            "commands.5000",
            "contents.new",
            "contents",
            "holiday.jpg",
            "INC-1.txt",
            "commands",
        ];
        for name in all {
            fs::write(folder.path().join(name), "").unwrap();
        }
        tidy(folder.path(), &Contents::default());
        let left = all.map(|name| folder.path().join(name).exists());
        assert_eq!(left, [false, false, false, true, true, true, true]);
    }
}
