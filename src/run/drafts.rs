//! What was typed and not sent, on disk: it outlives a killed terminal.
//!
//! Nothing is synced to the disk with every key: the file survives the program, and a crash of the machine costs the
//! words of the last moments.

use super::held::Held;
use super::paths::make_folder;
use crate::defect;
use crate::tui::drafts::Kept;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// How long the end of the program waits for a disk that hangs.
const PARTING: Duration = Duration::from_secs(1);

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

/// Keeps what is typed from a thread of its own: a disk that hangs must not hold up what the keys show.
pub struct Keeper {
    /// `None` once it ends.
    typed: Option<Sender<Vec<Kept>>>,
    /// How many of those handed over are on disk.
    on_disk: Receiver<usize>,
    waiting: usize,
    thread: Option<JoinHandle<()>>,
}

impl Keeper {
    /// `keep` puts what is typed on disk; `failed` is told why it could not, once: the disk will not be better at the
    /// next key.
    ///
    /// # Errors
    /// There is no thread to be had.
    pub fn start(
        mut keep: impl FnMut(&[Kept]) -> io::Result<()> + Send + 'static,
        failed: impl FnOnce(String) + Send + 'static,
    ) -> io::Result<Keeper> {
        let (typed, texts) = channel::<Vec<Kept>>();
        let (told, on_disk) = channel();
        let thread = std::thread::Builder::new().name("drafts".to_owned());
        let thread = thread.spawn(move || {
            while let Ok(mut newest) = texts.recv() {
                defect::here("drafts");
                let mut count = 1;
                for newer in texts.try_iter() {
                    newest = newer;
                    count += 1;
                }
                if let Err(why) = keep(&newest) {
                    return failed(why.to_string());
                }
                // Nobody may be waiting any more.
                let _ = told.send(count);
            }
        })?;
        Ok(Keeper {
            typed: Some(typed),
            on_disk,
            waiting: 0,
            thread: Some(thread),
        })
    }

    pub fn keep(&mut self, all: Vec<Kept>) {
        // After a failure there is no thread, and that was said.
        let taken = self.typed.as_ref().is_some_and(|typed| typed.send(all).is_ok());
        self.waiting += usize::from(taken);
    }

    /// Waits until everything is on disk, but only as long as the disk goes on within `patience`.
    pub fn settle(&mut self, patience: Duration) {
        while self.waiting > 0 {
            match self.on_disk.recv_timeout(patience) {
                Ok(count) => self.waiting -= count.min(self.waiting),
                Err(RecvTimeoutError::Timeout) => return,
                Err(RecvTimeoutError::Disconnected) => self.waiting = 0,
            }
        }
    }
}

impl Drop for Keeper {
    /// What was typed last is on disk before the program ends, and its file is free for the next.
    fn drop(&mut self) {
        self.settle(PARTING);
        self.typed = None;
        if self.waiting == 0
            && let Some(thread) = self.thread.take()
        {
            // It has said what there was to say.
            let _ = thread.join();
        }
    }
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

    #[test]
    fn a_disk_that_hangs_holds_nobody_up_and_gets_the_newest_once_it_goes_on() {
        let (go_on, hangs) = channel();
        let (wrote, written) = channel();
        let keep = move |all: &[Kept]| {
            wrote.send(all.to_vec()).unwrap();
            hangs.recv().map_err(io::Error::other)
        };
        let mut keeper = Keeper::start(keep, |why| panic!("{why}")).unwrap();
        keeper.keep(typed("t"));
        assert_eq!(written.recv().unwrap(), typed("t"));
        keeper.keep(typed("th"));
        keeper.keep(typed("the"));
        keeper.settle(Duration::from_millis(1));
        assert_eq!(keeper.waiting, 3, "it has come back though nothing is on disk");
        for _ in 0..2 {
            go_on.send(()).unwrap();
        }
        drop(keeper);
        assert_eq!(written.iter().collect::<Vec<_>>(), [typed("the")]);
    }

    #[test]
    fn a_disk_that_takes_nothing_is_told_once() {
        let (told, failures) = channel();
        let keep = |_: &[Kept]| Err(io::Error::other("the disk is full"));
        let mut keeper = Keeper::start(keep, move |why| told.send(why).unwrap()).unwrap();
        keeper.keep(typed("one"));
        assert_eq!(failures.recv().unwrap(), "the disk is full");
        keeper.keep(typed("two"));
        drop(keeper);
        assert_eq!(failures.iter().count(), 0);
    }
}
