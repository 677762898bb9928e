//! The cells of one row, asked for by column; what is wrong with them is gathered, not thrown.

use super::columns::whole;
use super::fault::{Fault, shown};
use super::table::{Found, Raw};
use crate::domain::text::Clean;

/// One row being read. Ask for every column, then look at `faults`.
pub struct Cells<'a> {
    file: &'a Clean,
    raw: &'a Raw,
    pub faults: Vec<Fault>,
}

impl<'a> Cells<'a> {
    pub fn of(file: &'a Clean, raw: &'a Raw) -> Self {
        let mut cells = Cells {
            file,
            raw,
            faults: Vec::new(),
        };
        if let Some(what) = &raw.fault {
            cells.push(None, what.clone());
        }
        cells
    }

    /// Reports a cell; `what` says what was found and what was expected.
    pub fn wrong(&mut self, column: &'static str, what: String) {
        self.push(Some(Clean::from(column)), what);
    }

    fn push(&mut self, column: Option<Clean>, what: String) {
        self.faults.push(Fault {
            file: self.file.clone(),
            place: self.raw.place,
            column,
            what,
        });
    }

    /// A text as it stands; `None` when the cell is empty.
    pub fn text(&mut self, column: &'static str) -> Option<Clean> {
        self.value(column, whole)
    }

    /// A text no row can be without.
    pub fn needed_text(&mut self, column: &'static str) -> Option<Clean> {
        self.needed(column, "a text", whole)
    }

    /// A value no row can be without.
    pub fn needed<T>(
        &mut self,
        column: &'static str,
        expected: &str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        // A row that is wrong as a whole says so once.
        if !self.raw.cells.contains_key(column) && self.raw.fault.is_none() {
            self.wrong(column, format!("is empty; expected {expected}"));
        }
        self.value(column, parse)
    }

    /// A value; `None` when the cell is empty or wrong. `parse` fails with the rest of a sentence that begins with
    /// what was found: `is not a date; expected YYYY-MM-DD`.
    pub fn value<T>(
        &mut self,
        column: &'static str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let read = match self.raw.cells.get(column)? {
            Found::Text(text) => parse(text).map_err(|why| format!("{} {why}", shown(text))),
            Found::List(_) => Err("found a list, expected one value".to_owned()),
            Found::Odd(what) => Err(format!("found {what}, expected one value")),
        };
        read.map_err(|what| self.wrong(column, what)).ok()
    }

    /// Several texts: `a;b` in CSV, a list in JSON.
    pub fn list(&mut self, column: &'static str) -> Vec<Clean> {
        let items: Vec<&str> = match self.raw.cells.get(column) {
            None => return Vec::new(),
            Some(Found::Text(text)) => text.split(';').map(str::trim).collect(),
            Some(Found::List(items)) => items.iter().map(String::as_str).collect(),
            Some(Found::Odd(what)) => {
                self.wrong(column, format!("found {what}, expected texts as in \"a;b\""));
                return Vec::new();
            }
        };
        let mut read = Vec::new();
        for item in items {
            match whole(item) {
                Ok(item) if item.is_empty() => {}
                Ok(item) => read.push(item),
                Err(why) => self.wrong(column, format!("{} {why}", shown(item))),
            }
        }
        read
    }
}
