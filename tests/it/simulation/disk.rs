//! The folder in which one person's screens write down what only that person knows, with every way in which a disk can
//! fail under it.

use super::dice::Dice;
use std::collections::BTreeSet;
use warroom::client::journal::{Entry, Left};
use warroom::domain::ids::SubmissionId;

#[derive(Default)]
pub struct Folder {
    pub files: Vec<File>,
}

/// One screen's journal, as bytes: a crash can cut them anywhere.
#[derive(Default)]
pub struct File {
    bytes: Vec<u8>,
    /// The end of the last whole line.
    length: usize,
    open: BTreeSet<SubmissionId>,
    pub held: bool,
}

impl Folder {
    /// Takes the first file that no other screen holds, and over what those have left that nobody holds. Unless all is
    /// `well`, a crash can come before the others are gone.
    pub fn take(&mut self, dice: &mut Dice, well: bool) -> (usize, Left) {
        let own = self.files.iter().position(|file| !file.held);
        let own = own.unwrap_or_else(|| {
            self.files.push(File::default());
            self.files.len() - 1
        });
        let mut left = self.files[own].left();
        for file in self.files.iter().skip(own + 1).filter(|file| !file.held) {
            left.join(file.left());
        }
        let mut fresh = File {
            held: true,
            ..File::default()
        };
        for entry in left.entries() {
            fresh.write(&entry);
        }
        self.files[own] = fresh;
        if well || !dice.in_thousand(100) {
            for file in self.files.iter_mut().skip(own + 1).filter(|file| !file.held) {
                *file = File::default();
            }
        }
        (own, left)
    }
}

impl File {
    /// The whole of it, synced.
    pub fn write(&mut self, entry: &Entry) {
        if self.begin(entry) {
            self.bytes.truncate(self.length);
            self.bytes.extend(line(entry));
        } else {
            self.bytes.clear();
        }
        self.length = self.bytes.len();
    }

    /// The disk is full in the middle of it.
    pub fn fail(&mut self, entry: &Entry, dice: &mut Dice) {
        self.begin(entry);
        self.tear(entry, dice);
    }

    /// The program ends in the middle of it: some of it is on disk, or all.
    pub fn tear(&mut self, entry: &Entry, dice: &mut Dice) {
        self.bytes.truncate(self.length);
        let line = line(entry);
        let part = dice.below(line.len() as u64 + 1) as usize;
        self.bytes.extend(&line[..part]);
    }

    /// False when nothing is left to be done for anything in it.
    fn begin(&mut self, entry: &Entry) -> bool {
        match entry {
            Entry::Kept(submission) => drop(self.open.insert(submission.id)),
            Entry::Settled(id) => drop(self.open.remove(id)),
            Entry::Refused { .. } => {}
        }
        !self.open.is_empty()
    }

    /// What a start reads from it.
    pub fn left(&self) -> Left {
        let mut left = Left::default();
        for line in self.bytes.split_inclusive(|byte| *byte == b'\n') {
            if line.ends_with(b"\n") {
                left.take(serde_json::from_slice(line).unwrap());
            }
        }
        left
    }
}

fn line(entry: &Entry) -> Vec<u8> {
    let mut line = serde_json::to_vec(entry).unwrap();
    line.push(b'\n');
    line
}
