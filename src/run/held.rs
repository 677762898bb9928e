//! One file a screen, with a lock beside it that goes with the process, however that ends.
//!
//! Whoever opens the same room next takes over the files that nobody holds any more, so that several screens of one
//! person on one machine do not get into each other's way.

use crate::directory::digest::sha256_hex;
use crate::domain::ids::Name;
use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// More screens of one person on one hub and one machine keep nothing.
const SCREENS: usize = 64;

/// A file that is this screen's alone while this lives.
#[derive(Debug)]
pub struct Held {
    path: PathBuf,
    _lock: File,
}

/// The start of the names of somebody's files about one hub.
pub fn whose(hub: &str, who: &Name) -> String {
    sha256_hex(format!("{hub}\n{who}").as_bytes())[..16].to_owned()
}

impl Held {
    /// Takes the first file that no other screen holds, and all those that are left from screens that are gone.
    ///
    /// # Errors
    /// Those of the disk, and that every file is held.
    pub fn take(folder: &Path, whose: &str, extension: &str) -> io::Result<(Held, Vec<Held>)> {
        let (mut own, mut left) = (None, Vec::new());
        for screen in 1..=SCREENS {
            let path = folder.join(format!("{whose}-{screen}.{extension}"));
            // Only the first may be made: behind it stand those of other screens, if there are any.
            if own.is_some() && !path.exists() {
                continue;
            }
            match (Held::lock(path)?, &own) {
                (None, _) => {}
                (Some(held), None) => own = Some(held),
                (Some(held), Some(_)) => left.push(held),
            }
        }
        let own = own.ok_or_else(|| io::Error::other("too many screens are open"))?;
        Ok((own, left))
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Puts it out of the way under another name, so that it is not lost, and says which.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn put_aside(&self) -> io::Result<PathBuf> {
        let mut aside = self.path.with_extension("unreadable");
        let mut number = 1;
        while aside.exists() {
            number += 1;
            aside = self.path.with_extension(format!("unreadable-{number}"));
        }
        std::fs::rename(&self.path, &aside)?;
        Ok(aside)
    }

    /// Removes the file: what it held is elsewhere now.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn forget(self) -> io::Result<()> {
        match std::fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// The file, if no other screen holds it.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn lock(path: PathBuf) -> io::Result<Option<Held>> {
        let mut open = OpenOptions::new();
        let lock = open
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(path.with_extension("lock"))?;
        match lock.try_lock() {
            Ok(()) => Ok(Some(Held { path, _lock: lock })),
            Err(std::fs::TryLockError::WouldBlock) => Ok(None),
            Err(std::fs::TryLockError::Error(error)) => Err(error),
        }
    }
}
