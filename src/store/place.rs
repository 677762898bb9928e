//! The place of a store on disk: its folder, its file, and the lock that keeps a second hub out.

use super::error::StoreError;
use std::fs::{DirBuilder, File, OpenOptions, Permissions, TryLockError};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// Nobody else can take this place until it is dropped or the process has ended, even by `kill -9`.
#[derive(Debug)]
pub struct Place {
    /// Absolute, so that SQLite takes no name for one of its own (`:memory:`, `file:...`).
    pub path: PathBuf,
    /// Unlocked by the system when it is closed. A file beside the store, since closing any handle of the store's
    /// own file would lose SQLite's locks; never removed, since two hubs could then lock two files of that name.
    _lock: File,
}

/// Who may open a store's files, where it makes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keepers {
    /// This user alone.
    Own,
    /// Those in the group of the folder, which gives it to what is made in it.
    Group,
}

impl Keepers {
    fn mode(self) -> u32 {
        match self {
            Keepers::Own => 0o600,
            Keepers::Group => 0o660,
        }
    }

    /// Makes a file; the error says if it is there already.
    fn make(self, path: &Path) -> io::Result<File> {
        let mut open = OpenOptions::new();
        open.read(true).write(true).create_new(true).mode(self.mode());
        let made = open.open(path)?;
        // Against what this process takes away from every mode.
        made.set_permissions(Permissions::from_mode(self.mode()))?;
        Ok(made)
    }
}

impl Place {
    /// Makes the folder and the file where they are missing; the folder for this user alone.
    pub fn take(path: &Path, keepers: Keepers) -> Result<Place, StoreError> {
        let failed = |doing| {
            move |error: io::Error| StoreError::NoPlace {
                path: path.display().to_string(),
                doing,
                why: error.to_string(),
            }
        };
        let absolute = std::path::absolute(path).map_err(failed("find"))?;
        if absolute.is_dir() {
            return Err(failed("use")(io::ErrorKind::IsADirectory.into()));
        }
        if let Some(folder) = absolute.parent() {
            let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
            made.map_err(failed("make the folder of"))?;
        }
        let mut beside = absolute.clone().into_os_string();
        beside.push(".lock");
        let lock = match keepers.make(beside.as_ref()) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                OpenOptions::new().read(true).write(true).open(&beside)
            }
            made => made,
        };
        let lock = lock.map_err(failed("lock"))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(StoreError::InUse {
                    path: path.display().to_string(),
                    who: "another warroom hub",
                });
            }
            Err(TryLockError::Error(error)) => return Err(failed("lock")(error)),
        }
        match keepers.make(&absolute) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(failed("make")(error)),
        }
        Ok(Place {
            path: absolute,
            _lock: lock,
        })
    }
}
