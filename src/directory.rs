//! The team's own lists (accounts, contacts, our people) read from CSV or JSON into the words of the domain.
//!
//! A list is taken whole or not at all: every wrong cell is reported with its line, its column, what was found and
//! what was expected. With `skip_bad` the good rows are taken and the others reported. Columns are those of
//! [`columns`]; their order is free, a column nobody knows is an error that names the nearest known one.

pub mod cells;
pub mod columns;
pub mod digest;
mod encoding;
pub mod entries;
pub mod fault;
pub mod find;
pub mod hours;
pub mod phone;
pub mod reference;
pub mod suggest;
pub mod table;

use crate::domain::ids::AccountId;
use crate::domain::text::Clean;
use cells::Cells;
use entries::Entry;
use fault::{Fault, Faults, Place, Unreadable};
use std::collections::{BTreeMap, BTreeSet};
use table::Table;

/// Which of the three lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Accounts,
    Contacts,
    People,
}

impl Kind {
    /// As a file of JSON names the list: `{"accounts": [...]}`.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Accounts => "accounts",
            Kind::Contacts => "contacts",
            Kind::People => "people",
        }
    }
}

/// How a list is taken.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// Take the good rows and report the others, rather than nothing at all.
    pub skip_bad: bool,
    /// The accounts there are: a contact of any other is a wrong row. `None`: not checked.
    pub accounts: Option<&'a BTreeSet<AccountId>>,
}

/// A list that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Read<T> {
    pub rows: Vec<T>,
    /// What was wrong with the rows left out; empty unless `skip_bad` was given.
    pub skipped: Vec<Fault>,
    /// The columns it has: of a row that is known, the rest stays as it was.
    pub columns: Vec<&'static str>,
    /// Those one expects, and that it does not have.
    pub absent: Vec<&'static str>,
    /// SHA-256 of what was read, in hex.
    pub hash: String,
}

/// Reads a file: CSV (comma, semicolon or tab), or JSON (an array of objects, or an object that holds one under the
/// list's name). `name` is the file's, for the messages.
///
/// Errors: [`Unreadable`], a sentence for each thing that is wrong.
pub fn read<T: Entry>(name: &str, bytes: &[u8], options: Options) -> Result<Read<T>, Unreadable> {
    let file = Clean::from(name);
    let table = Table::of_file(T::KIND, &file, bytes)?;
    if table.rows.is_empty() {
        return Err(Unreadable::NoRows {
            file,
            kind: T::KIND.as_str(),
        });
    }
    entries_of(&file, &table, digest::sha256_hex(bytes), options)
}

fn entries_of<T: Entry>(
    file: &Clean,
    table: &Table,
    hash: String,
    options: Options,
) -> Result<Read<T>, Unreadable> {
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    let mut seen: BTreeMap<String, Place> = BTreeMap::new();
    for raw in &table.rows {
        let mut cells = Cells::of(file, raw);
        let entry = T::read(&mut cells, options);
        if let Some(entry) = &entry {
            let before = *seen.entry(entry.id().to_owned()).or_insert(raw.place);
            if before != raw.place {
                let twice = match T::KIND {
                    Kind::Contacts => "; who is at two accounts has a row and an id for each",
                    Kind::Accounts | Kind::People => "",
                };
                let id = entry.id();
                cells.wrong(
                    "id",
                    format!("{id:?} is on {before} already; expected every id once{twice}"),
                );
            }
        }
        match (entry, cells.faults.is_empty()) {
            (Some(entry), true) => rows.push(entry),
            _ => faults.append(&mut cells.faults),
        }
    }
    if !faults.is_empty() && !options.skip_bad {
        return Err(Unreadable::Cells {
            file: file.clone(),
            faults: Faults(faults),
        });
    }
    Ok(Read {
        rows,
        skipped: faults,
        columns: table.present.iter().copied().collect(),
        absent: table.absent(T::KIND),
        hash,
    })
}
