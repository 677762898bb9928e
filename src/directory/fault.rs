//! What is wrong with a list, said so that it can be put right without asking.

use crate::domain::nearest::nearest;
use crate::domain::text::Clean;
use std::fmt;
use thiserror::Error;

/// How many faults are written out; the rest are counted.
const SHOWN: usize = 20;

/// Where in a file: lines and objects count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    Line(usize),
    Object(usize),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Line(line) => write!(f, "line {line}"),
            Place::Object(object) => write!(f, "object {object}"),
        }
    }
}

/// One thing that is wrong: `accounts.csv line 7, column renewal: "soon" is not a date; expected YYYY-MM-DD`.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    pub file: Clean,
    pub place: Place,
    /// `None`: the row as a whole.
    pub column: Option<Clean>,
    /// What was found and what was expected.
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.file, self.place)?;
        if let Some(column) = &self.column {
            let word = match self.place {
                Place::Line(_) => "column",
                Place::Object(_) => "field",
            };
            write!(f, ", {word} {column}")?;
        }
        write!(f, ": {}", self.what)
    }
}

/// Faults one a line, the first twenty of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Faults(pub Vec<Fault>);

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for fault in self.0.iter().take(SHOWN) {
            write!(f, "\n  {fault}")?;
        }
        match self.0.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            more => write!(f, "\n  ... and {more} more"),
        }
    }
}

/// Why a list was not taken.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum Unreadable {
    // The file is not what it should be: look at the file.
    #[error("{file} is empty; expected a first line with the columns {expected}")]
    Empty { file: Clean, expected: String },
    #[error("{file} holds no {kind}; expected at least one")]
    NoRows { file: Clean, kind: &'static str },
    #[error(
        "{file} line {line} {why}; save the file as UTF-8 (\"CSV UTF-8\" in a spreadsheet) and try again"
    )]
    NotText { file: Clean, line: usize, why: String },
    #[error("{file} line {line}, character {column} is not JSON: {why}")]
    NotJson {
        file: Clean,
        line: usize,
        column: usize,
        why: String,
    },
    #[error("{file} holds {found}; expected an array of objects, or {{\"{kind}\": [...]}}")]
    NotAList {
        file: Clean,
        kind: &'static str,
        found: String,
    },

    // Something in it is wrong: correct it there.
    #[error("the columns of {file} are not those of {kind}, and nothing was taken:{faults}")]
    Columns {
        file: Clean,
        kind: &'static str,
        faults: Faults,
    },
    #[error(
        "{}, and nothing was taken:{faults}\nCorrect it, or take the other rows with --skip-bad.",
        wrong(file, faults)
    )]
    Cells { file: Clean, faults: Faults },
}

fn wrong(file: &Clean, faults: &Faults) -> String {
    match faults.0.len() {
        1 => format!("one thing in {file} is wrong"),
        many => format!("{many} things in {file} are wrong"),
    }
}

/// `; did you mean "acme"?` when something known is like it.
pub fn meant<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    match nearest(given, known) {
        Some(name) => format!("; did you mean {name:?}?"),
        None => String::new(),
    }
}

/// What was found, short enough for a message and safe to show.
pub fn shown(found: &str) -> String {
    const LONGEST: usize = 60;
    let found = Clean::from(found);
    match found.chars().count() > LONGEST {
        true => format!("\"{}...\"", found.chars().take(LONGEST).collect::<String>()),
        false => format!("{:?}", found.as_str()),
    }
}
