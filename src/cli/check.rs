//! `warroom check`: folds a store, or what `warroom log --json` printed, and says whether it is whole.

use super::context::Context;
use super::failure::Failure;
use super::token::existing;
use crate::domain::event::Recorded;
use crate::domain::ids::Seq;
use crate::domain::picture::Picture;
use clap::Args;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

/// The first bytes of every SQLite file.
const SQLITE: &[u8] = b"SQLite format 3\0";

#[derive(Debug, Args)]
pub struct Check {
    /// A store whose hub is not running, best a copy of it with its `-wal`; or lines of `warroom log --json`
    file: PathBuf,
}

impl Check {
    pub fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        let mut picture = Picture::default();
        let how = match is_sqlite(&self.file)? {
            true => {
                let mut store = existing(&self.file)?;
                let load = store.load(&mut |recorded| picture.apply(recorded));
                load.map_err(Failure::said)?;
                "each follows from the one before it"
            }
            false => {
                lines(&self.file, &mut picture)?;
                "without a gap"
            }
        };
        let (through, incidents) = (picture.through(), picture.incidents().count());
        let incidents = match incidents {
            1 => "1 incident".to_owned(),
            many => format!("{many} incidents"),
        };
        context.line(format!(
            "{}: {through} events, {how}; {incidents}",
            self.file.display()
        ))?;
        Ok(0)
    }
}

fn is_sqlite(path: &Path) -> Result<bool, Failure> {
    let mut start = [0; SQLITE.len()];
    let mut file = open(path)?;
    match std::io::Read::read_exact(&mut file, &mut start) {
        Ok(()) => Ok(start == *SQLITE),
        // Shorter than that.
        Err(_) => Ok(false),
    }
}

fn open(path: &Path) -> Result<File, Failure> {
    File::open(path).map_err(|error| Failure::said(format!("{} cannot be read: {error}", path.display())))
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
