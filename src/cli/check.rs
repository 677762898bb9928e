//! `warroom check`: folds a store, or what `warroom log --json` printed, and says whether it is whole.

use super::context::Context;
use super::failure::Failure;
use super::word;
use crate::domain::event::Recorded;
use crate::domain::ids::Seq;
use crate::domain::picture::Picture;
use crate::store::StoreError;
use crate::store::chain::hex;
use crate::store::check::{check, is_sqlite};
use crate::store::kept::{self, Kept, Without};
use clap::Args;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// The sentences of the store are for who starts a hub; this verb has no --store to name another with.
fn told(error: StoreError) -> Failure {
    match error {
        StoreError::InUse { path, who } => Failure::said(format!(
            "{path} is in use by {who}; check a copy of it with its -wal, or stop the hub"
        )),
        StoreError::NotAStore { path, what } => {
            Failure::said(format!("{path} is not a store of warroom: {what}"))
        }
        StoreError::Damaged { path, what } => Failure::said(format!(
            "{path} is damaged: {what}. It was left as it is; put back a copy of it"
        )),
        StoreError::NoPlace { path, doing, why } => Failure::said(format!("cannot {doing} {path}: {why}")),
        StoreError::Newer { path, found, known } => Failure::said(format!(
            "{path} was written by a newer warroom (format {found}, this one reads {known}); check it with that one"
        )),
        other => Failure::said(other),
    }
}

#[derive(Debug, Args)]
pub struct Check {
    /// A store whose hub is not running, best a copy of it with its `-wal`; or lines of `warroom log --json`
    file: PathBuf,
}

impl Check {
    pub fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        // Two copies with the same one hold the same log.
        let mut hash = String::new();
        let mut picture = Picture::default();
        let how = if is_sqlite(&self.file).map_err(told)? {
            let beside = Beside::of(&self.file);
            let mut same = None;
            let loaded = check(&self.file, &mut |recorded| {
                picture.apply(recorded);
                same = same.or_else(|| beside.compared(&picture));
            });
            let loaded = loaded.map_err(told)?;
            hash = format!("; its hash is {}{}", hex(&loaded.hash), beside.told(same)?);
            "each follows from the one before it"
        } else if is_lines(&self.file)? {
            lines(&self.file, &mut picture)?;
            "without a gap"
        } else {
            return Err(Failure::said(format!(
                "{} is neither a store nor the lines of `warroom log --json`; if it was a store, its header is damaged",
                self.file.display()
            )));
        };
        let (through, incidents) = (picture.through(), picture.incidents().count());
        let incidents = match incidents {
            1 => "1 incident".to_owned(),
            many => format!("{many} incidents"),
        };
        let events = word::events(through);
        context.line(format!(
            "{}: {events}, {how}; {incidents}{hash}",
            self.file.display()
        ))?;
        Ok(0)
    }
}

/// The picture put away beside a store, with which its hub starts sooner.
struct Beside {
    folder: PathBuf,
    kept: Result<Kept, Without>,
}

impl Beside {
    fn of(store: &Path) -> Beside {
        let folder = kept::place(store);
        let kept = kept::read(&folder);
        Beside { folder, kept }
    }

    /// Whether it is what the log adds up to, once that is folded as far.
    fn compared(&self, picture: &Picture) -> Option<bool> {
        let kept = self.kept.as_ref().ok()?;
        let there = kept.head.seq == picture.through();
        there.then(|| kept.picture == *picture && !kept.picture.lost())
    }

    fn told(&self, same: Option<bool>) -> Result<String, Failure> {
        let folder = self.folder.display();
        match (&self.kept, same) {
            (Err(Without::None), _) => Ok(String::new()),
            (Err(Without::Unfit(why)), _) => Ok(format!(
                "; the picture put away in {folder} is not used, and made anew: {why}"
            )),
            (Ok(_), Some(true)) => Ok(format!(
                "; the picture put away in {folder} is what it adds up to"
            )),
            (Ok(_), Some(false) | None) => Err(Failure::said(format!(
                "the log in it is whole, but the picture put away in {folder} is not what it adds up to; remove that \
                 folder, and the hub makes it anew"
            ))),
        }
    }
}

fn open(path: &Path) -> Result<File, Failure> {
    File::open(path).map_err(|error| Failure::said(format!("{} cannot be read: {error}", path.display())))
}

/// What `warroom log --json` prints begins with a brace.
fn is_lines(path: &Path) -> Result<bool, Failure> {
    let mut first = [0];
    let read = open(path)?.read(&mut first);
    Ok(read.is_ok_and(|length| length == 1 && first == *b"{"))
}

fn lines(path: &Path, picture: &mut Picture) -> Result<(), Failure> {
    for (at, line) in BufReader::new(open(path)?).lines().enumerate() {
        let wrong = |what: String| Failure::said(format!("{} line {}: {what}", path.display(), at + 1));
        let line = line.map_err(|error| wrong(error.to_string()))?;
        let recorded: Recorded =
            serde_json::from_str(&line).map_err(|error| wrong(format!("not a recorded event: {error}")))?;
        let expected: Seq = picture.through().next();
        if recorded.seq != expected {
            return Err(wrong(format!(
                "event {expected} is missing; here is {}",
                recorded.seq
            )));
        }
        picture.apply(&recorded);
    }
    Ok(())
}
