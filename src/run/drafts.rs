//! What was typed and not sent, on disk: it outlives a killed terminal.
//!
//! Nothing is synced to the disk with every key: the file survives the program, and a crash of the machine costs the
//! words of the last moments.

use super::held::Held;
use super::paths::make_folder;
use crate::tui::drafts::Kept;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

#[derive(Debug)]
pub struct DraftFile(Held);

impl DraftFile {
    /// Takes the first file that no other screen holds, and what all such files hold.
    ///
    /// # Errors
    /// Those of the disk, and that every file is held.
    pub fn open(folder: &Path, whose: &str) -> io::Result<(DraftFile, Vec<Kept>)> {
        let folder = folder.join("drafts");
        make_folder(&folder).map_err(io::Error::other)?;
        let (own, left) = Held::take(&folder, whose, "json")?;
        let mut kept = read(&own)?;
        for file in &left {
            kept.extend(read(file)?);
        }
        let mut own = DraftFile(own);
        // Only what is kept here may go there.
        own.keep(&kept)?;
        for file in left {
            file.forget()?;
        }
        Ok((own, kept))
    }

    /// Puts this in place of what was there, at once or not at all.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn keep(&mut self, kept: &[Kept]) -> io::Result<()> {
        let path = self.0.path();
        let fresh = path.with_extension("new");
        let mut open = OpenOptions::new();
        let mut file = open
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&fresh)?;
        file.write_all(&serde_json::to_vec(kept)?)?;
        std::fs::rename(&fresh, path)
    }
}

/// What a file holds. One that cannot be read is put aside under another name, not lost.
fn read(held: &Held) -> io::Result<Vec<Kept>> {
    let bytes = match std::fs::read(held.path()) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    if let Ok(kept) = serde_json::from_slice(&bytes) {
        return Ok(kept);
    }
    held.put_aside()?;
    Ok(Vec::new())
}

#[cfg(test)]
mod tests {
    use super::super::held::whose;
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn typed(text: &str) -> Vec<Kept> {
        vec![Kept {
            incident: None,
            form: "note".to_owned(),
            about: text.to_owned(),
            texts: vec![text.to_owned()],
        }]
    }

    fn open(folder: &Path) -> (DraftFile, Vec<Kept>) {
        DraftFile::open(folder, &whose("unix:room.sock", &"dana".into())).unwrap()
    }

    #[test]
    fn what_was_typed_is_there_again_for_the_same_person_in_the_same_room_only() {
        let folder = tempfile::tempdir().unwrap();
        let (mut file, kept) = open(folder.path());
        assert_eq!(kept, []);
        file.keep(&typed("they called")).unwrap();
        let mode = std::fs::metadata(file.0.path()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        drop(file);
        let other = DraftFile::open(folder.path(), &whose("unix:room.sock", &"omar".into())).unwrap();
        assert_eq!(other.1, []);
        assert_eq!(open(folder.path()).1, typed("they called"));
    }

    #[test]
    fn two_screens_keep_apart_and_the_next_takes_over_what_both_left() {
        let folder = tempfile::tempdir().unwrap();
        let (mut first, _) = open(folder.path());
        let (mut second, kept) = open(folder.path());
        assert_eq!(kept, []);
        first.keep(&typed("one")).unwrap();
        second.keep(&typed("two")).unwrap();
        drop((first, second));
        let (third, kept) = open(folder.path());
        assert_eq!(kept, [typed("one"), typed("two")].concat());
        drop(third);
        assert_eq!(open(folder.path()).1.len(), 2, "each is there once");
    }

    #[test]
    fn a_file_that_cannot_be_read_is_put_aside() {
        let folder = tempfile::tempdir().unwrap();
        let (file, _) = open(folder.path());
        std::fs::write(file.0.path(), "half a fi").unwrap();
        let aside = file.0.path().with_extension("unreadable");
        drop(file);
        assert_eq!(open(folder.path()).1, []);
        assert_eq!(std::fs::read_to_string(aside).unwrap(), "half a fi");
    }
}
