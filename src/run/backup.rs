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

/// Removed unless it is kept. Whoever writes it holds it locked: what a killed one has left behind is nobody's.
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
        // Where there are no locks, what is left behind stays.
        if file.try_lock().is_ok() {
            clear(path);
        }
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

/// Removes what earlier ones that were killed have left beside it.
fn clear(path: &Path) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
        return;
    };
    let entries = fs::read_dir(folder.unwrap_or(Path::new(".")))
        .into_iter()
        .flatten();
    for left in entries
        .flatten()
        .filter(|entry| is_draft_of(name, entry.file_name().to_str()))
    {
        // One that is locked is still being written.
        let nobodys = |file: &File| file.try_lock().is_ok();
        if OpenOptions::new()
            .write(true)
            .open(left.path())
            .is_ok_and(|file| nobodys(&file))
        {
            let _ = fs::remove_file(left.path());
        }
    }
}

/// `NAME.4711.part`
fn is_draft_of(name: &str, file: Option<&str>) -> bool {
    let rest = file.and_then(|file| file.strip_prefix(name)?.strip_prefix('.'));
    let number = rest.and_then(|rest| rest.strip_suffix(".part"));
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

fn exists(path: &Path) -> anyhow::Error {
    anyhow::anyhow!("{} is there already; name a file that is not", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_backup_left_is_removed_by_the_next_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let others = ["copy.part", "copy.12.part.txt", "copy2.12.part", "copy.12x.part"];
        for name in others.iter().chain(&["copy.12.part"]) {
            fs::write(at(name), "").unwrap();
        }
        let held = File::create(at("copy.13.part")).unwrap();
        held.try_lock().unwrap();
        let draft = Draft::begin(&at("copy")).unwrap();
        assert!(!at("copy.12.part").exists(), "its writer is gone");
        assert!(
            at("copy.13.part").exists() && draft.beside.exists(),
            "still being written"
        );
        assert!(others.iter().all(|name| at(name).exists()));
        drop(draft);
        let left = fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(left, others.len() + 1);
    }
}
