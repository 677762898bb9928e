//! A backup on its way into a file: written beside it, checked, and only then under its name.

use crate::client::connection::Hub;
use crate::store::check::check;
use crate::store::{Loaded, Store};
use crate::wire;
use anyhow::{Context, Result, bail};
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// Bytes copied at once.
const PART: usize = 256 << 10;

/// Copies the record of a running hub into a file that is not there yet.
///
/// # Errors
/// The hub's, the disk's, and that there is such a file. Nothing is left under the name then.
pub async fn of_hub(hub: &Hub, path: &Path) -> Result<Loaded> {
    let mut draft = Draft::begin(path)?;
    hub.download(wire::BACKUP, |part| draft.write(part)).await?;
    draft.keep()
}

/// Copies a record that no hub uses.
///
/// # Errors
/// As with [`of_hub`].
pub fn of_store(store: &mut Store, path: &Path) -> Result<Loaded> {
    let mut draft = Draft::begin(path)?;
    let frozen = store.freeze()?;
    let (mut place, mut part) = (0, vec![0; PART]);
    loop {
        let length = frozen.read_at(place, &mut part)?;
        if length == 0 {
            return draft.keep();
        }
        draft.write(&part[..length])?;
        place += length as u64;
    }
}

/// Removed unless it is kept.
struct Draft {
    path: PathBuf,
    beside: PathBuf,
    file: File,
}

impl Draft {
    fn begin(path: &Path) -> Result<Draft> {
        // It would be found at the end all the same, after everything was copied.
        if path.symlink_metadata().is_ok() {
            return Err(exists(path));
        }
        let mut beside = path.as_os_str().to_owned();
        beside.push(format!(".{}.part", std::process::id()));
        let beside = PathBuf::from(beside);
        let mut open = OpenOptions::new();
        let file = open.write(true).create_new(true).mode(0o600).open(&beside);
        let file = file.with_context(|| format!("{} cannot be written", beside.display()))?;
        let path = path.to_owned();
        Ok(Draft { path, beside, file })
    }

    fn write(&mut self, part: &[u8]) -> Result<()> {
        let written = self.file.write_all(part);
        written.with_context(|| format!("{} cannot be written", self.path.display()))
    }

    /// Gives it its name, now that it is on the disk and whole.
    fn keep(self) -> Result<Loaded> {
        let cannot = || format!("{} cannot be kept", self.path.display());
        self.file.sync_all().with_context(cannot)?;
        let loaded = check(&self.beside, &mut |_| {})?;
        // A link never takes the place of another file, as renaming does.
        match fs::hard_link(&self.beside, &self.path) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Err(exists(&self.path)),
            // A file system without links, such as that of a stick.
            Err(_) if !self.path.exists() => {
                fs::rename(&self.beside, &self.path).with_context(cannot)?;
            }
            Err(error) => bail!("{} cannot be kept: {error}", self.path.display()),
        }
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = File::open(folder.unwrap_or(Path::new("."))).with_context(cannot)?;
        folder.sync_all().with_context(cannot)?;
        Ok(loaded)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // Gone already where it was renamed.
        let _ = fs::remove_file(&self.beside);
    }
}

fn exists(path: &Path) -> anyhow::Error {
    anyhow::anyhow!("{} is there already; name a file that is not", path.display())
}
