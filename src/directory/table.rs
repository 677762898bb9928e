//! Rows of cells, from CSV or from JSON alike, before anyone asks what is in them.

pub mod comma;
pub mod object;

use super::Kind;
use super::columns::{Column, Need, columns};
use super::encoding;
use super::fault::{Fault, Faults, Place, Unreadable, meant};
use crate::domain::text::Clean;
use std::collections::{BTreeMap, BTreeSet};

/// A list as it was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The columns it has.
    pub present: BTreeSet<&'static str>,
    pub rows: Vec<Raw>,
}

/// One row as it was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Raw {
    pub place: Place,
    pub cells: BTreeMap<&'static str, Found>,
    /// What is wrong with the row as a whole.
    pub fault: Option<String>,
}

/// What a cell holds. Empty text is no cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    Text(String),
    List(Vec<String>),
    /// Something that is never a cell, named.
    Odd(&'static str),
}

impl Table {
    pub fn of_file(kind: Kind, file: &Clean, bytes: &[u8]) -> Result<Table, Unreadable> {
        let text = encoding::text(bytes).map_err(|wrong| Unreadable::NotText {
            file: file.clone(),
            line: wrong.line,
            why: wrong.why,
        })?;
        if text.trim().is_empty() {
            return Err(Unreadable::Empty {
                file: file.clone(),
                expected: names(columns(kind).iter()),
            });
        }
        match text.trim_start().starts_with(['[', '{']) {
            true => object::read(kind, file, text),
            false => comma::read(kind, file, text),
        }
    }

    /// The columns one expects of this kind and that it does not have.
    pub fn absent(&self, kind: Kind) -> Vec<&'static str> {
        columns(kind)
            .iter()
            .filter(|column| column.need != Need::Optional && !self.present.contains(column.name))
            .map(|column| column.name)
            .collect()
    }
}

/// The columns a header names, by position; each fault has the name that is no column.
struct Header {
    columns: Vec<Option<&'static str>>,
    faults: Vec<(Option<Clean>, String)>,
}

/// Finds each column by its name, however it is written: `Do not contact` is `do_not_contact`.
fn header<'a>(kind: Kind, names: impl IntoIterator<Item = &'a str>) -> Header {
    let known = columns(kind);
    let mut header = Header {
        columns: Vec::new(),
        faults: Vec::new(),
    };
    for (at, name) in names.into_iter().enumerate() {
        let plain = name.trim().to_lowercase().replace([' ', '-'], "_");
        let found = known.iter().find(|column| column.name == plain);
        let found = found.map(|column| column.name);
        match found {
            None if plain.is_empty() => header
                .faults
                .push((None, format!("the column at place {} has no name", at + 1))),
            None => {
                let meant = meant(&plain, known.iter().map(|column| column.name));
                let what = match meant.is_empty() {
                    true => format!("unknown; the columns are {}", self::names(known.iter())),
                    false => format!("unknown{meant}"),
                };
                header.faults.push((Some(Clean::from(name)), what));
            }
            Some(column) if header.columns.contains(&Some(column)) => {
                header.faults.push((
                    Some(Clean::from(name)),
                    "is there twice; expected once".to_owned(),
                ));
            }
            Some(_) => {}
        }
        header.columns.push(found);
    }
    header
}

/// Refuses a list whose columns are not known, or that lacks one no row can be without.
fn check(
    kind: Kind,
    file: &Clean,
    mut faults: Vec<Fault>,
    present: &BTreeSet<&'static str>,
    place: Place,
) -> Result<(), Unreadable> {
    let missing = |column: &&Column| column.need == Need::Required && !present.contains(column.name);
    let missing: Vec<&Column> = columns(kind).iter().filter(missing).collect();
    if !missing.is_empty() {
        faults.push(Fault {
            file: file.clone(),
            place,
            column: None,
            what: format!("missing: {}", names(missing.iter().copied())),
        });
    }
    match faults.is_empty() {
        true => Ok(()),
        false => Err(Unreadable::Columns {
            file: file.clone(),
            kind: kind.as_str(),
            faults: Faults(faults),
        }),
    }
}

fn names<'a>(columns: impl Iterator<Item = &'a Column>) -> String {
    columns.map(|column| column.name).collect::<Vec<_>>().join(", ")
}
