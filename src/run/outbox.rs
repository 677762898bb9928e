//! What only its person knows and no hub has yet, on disk: it outlives a killed terminal and a power cut.
//!
//! Lines are appended, each synced before anybody is told that it is kept. A line torn by a crash was never said to be
//! kept, and is passed over. When nothing is left to do, nothing is left in the file.

use super::held::Held;
use super::paths::make_folder;
use crate::client::journal::{Entry, Journal, Left};
use crate::domain::ids::SubmissionId;
use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use thiserror::Error;

/// One screen's journal.
#[derive(Debug)]
pub struct OutboxFile {
    held: Held,
    file: File,
    /// The end of the last whole line, in bytes.
    length: u64,
    /// What is not settled.
    open: HashSet<SubmissionId>,
}

/// What was found when it was opened.
#[derive(Debug, Default)]
pub struct Found {
    pub left: Left,
    /// Files of which something could not be read, under the names they have now.
    pub aside: Vec<PathBuf>,
}

/// Why nothing can be kept; sorted by what to do next.
#[derive(Debug, Error)]
pub enum OutboxError {
    #[error("other users can read or write {0}; close it to them with: chmod 600 {0}", path.display())]
    Open { path: PathBuf },
    #[error("{0} belongs to another user", path.display())]
    Foreign { path: PathBuf },
    #[error("{0:#}")]
    Folder(anyhow::Error),
    #[error("{0}")]
    Disk(#[from] io::Error),
}

impl OutboxFile {
    /// Takes the first file that no other screen holds, and over what screens that are gone have left: each thing once,
    /// in the order it was made.
    ///
    /// # Errors
    /// Those of the disk, that every file is held, and that others can read one.
    pub fn open(folder: &Path, whose: &str) -> Result<(OutboxFile, Found), OutboxError> {
        make_folder(folder).map_err(OutboxError::Folder)?;
        let (held, gone) = Held::take(folder, whose, "jsonl")?;
        let mut found = Found::default();
        for file in std::iter::once(&held).chain(&gone) {
            let (left, unreadable) = read(file.path())?;
            found.left.join(left);
            if unreadable {
                // The rest is taken; what could not be read is out of the way and not lost.
                found.aside.push(file.put_aside()?);
            }
        }
        // First all of it is safe here; then it may go there. In between it is in both, and the ids tell.
        let (file, length) = write(&held, &found.left)?;
        sync_folder(folder)?;
        for file in gone {
            file.forget()?;
        }
        sync_folder(folder)?;
        let unsent = found.left.unsent.iter().map(|submission| submission.id);
        let refused = found.left.refused.iter().map(|refused| refused.submission.id);
        let open = unsent.chain(refused).collect();
        let outbox = OutboxFile {
            held,
            file,
            length,
            open,
        };
        Ok((outbox, found))
    }

    pub fn path(&self) -> &Path {
        self.held.path()
    }

    fn written(&mut self, line: &[u8]) -> io::Result<()> {
        // Half a line of an earlier failure must not stand before this one.
        if self.file.metadata()?.len() != self.length {
            self.file.set_len(self.length)?;
        }
        self.file.write_all(line)?;
        self.file.sync_data()?;
        self.length += line.len() as u64;
        Ok(())
    }

    fn emptied(&mut self) -> io::Result<()> {
        self.file.set_len(0)?;
        self.length = 0;
        self.file.sync_data()
    }
}

impl Journal for OutboxFile {
    fn append(&mut self, entry: &Entry) -> Result<(), String> {
        match entry {
            Entry::Kept(submission) => drop(self.open.insert(submission.id)),
            Entry::Settled(id) => drop(self.open.remove(id)),
            Entry::Refused { .. } => {}
        }
        let done = match self.open.is_empty() {
            true => self.emptied(),
            false => line(entry).and_then(|line| self.written(&line)),
        };
        done.map_err(|error| format!("{} cannot be written: {error}", self.path().display()))
    }
}

fn line(entry: &Entry) -> io::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(entry)?;
    line.push(b'\n');
    Ok(line)
}

/// How much the screens that are gone have left, of whoever's and for whichever hub; nothing is taken over. What cannot
/// be read is not counted.
pub fn waiting(folder: &Path) -> usize {
    let Ok(files) = std::fs::read_dir(folder) else {
        return 0;
    };
    let paths = files.filter_map(|file| Some(file.ok()?.path()));
    let outboxes = paths.filter(|path| path.extension().is_some_and(|extension| extension == "jsonl"));
    let left = outboxes.filter_map(|path| {
        let held = Held::lock(path).ok()??;
        Some(read(held.path()).ok()?.0.unsent.len())
    });
    left.sum()
}

/// What a file adds up to, and whether something before its last line could not be read.
fn read(path: &Path) -> Result<(Left, bool), OutboxError> {
    let path = path.to_owned();
    let mut open = OpenOptions::new();
    let nofollow = nix::fcntl::OFlag::O_NOFOLLOW.bits();
    let mut file = match open.read(true).custom_flags(nofollow).open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok((Left::default(), false)),
        Err(error) => return Err(error.into()),
    };
    let known = file.metadata()?;
    if known.uid() != nix::unistd::geteuid().as_raw() {
        return Err(OutboxError::Foreign { path });
    }
    if known.permissions().mode() & 0o077 != 0 {
        return Err(OutboxError::Open { path });
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    let mut left = Left::default();
    let mut unreadable = false;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let whole = line.ends_with(b"\n");
        match serde_json::from_slice::<Entry>(line) {
            Ok(entry) if whole => left.take(entry),
            // Torn by a crash while it was written.
            Ok(_) | Err(_) if !whole => {}
            Ok(_) | Err(_) => unreadable = true,
        }
    }
    Ok((left, unreadable))
}

/// Puts this in place of what was there, at once or not at all; says how long it is.
fn write(held: &Held, left: &Left) -> Result<(File, u64), OutboxError> {
    let mut lines = Vec::new();
    for entry in left.entries() {
        lines.extend(line(&entry)?);
    }
    let fresh = held.path().with_extension("new");
    // One that is left over may be anybody's by its mode.
    match std::fs::remove_file(&fresh) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    let mut open = OpenOptions::new();
    let mut file = open.append(true).create_new(true).mode(0o600).open(&fresh)?;
    file.write_all(&lines)?;
    file.sync_all()?;
    std::fs::rename(&fresh, held.path())?;
    Ok((file, lines.len() as u64))
}

/// A new name is on the disk only when its folder is.
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests;
