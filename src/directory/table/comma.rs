//! Rows from CSV: commas, semicolons or tabs, quoted or not, with any line ends.

use super::super::Kind;
use super::super::fault::{Fault, Place, Unreadable};
use super::{Found, Raw, Table, check, header};
use crate::domain::text::Clean;
use std::collections::BTreeSet;

pub fn read(kind: Kind, file: &Clean, text: &str) -> Result<Table, Unreadable> {
    let mut records = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .delimiter(separator(text))
        .from_reader(text.as_bytes())
        .into_records();
    let mut lines = Lines::new(text);
    // Reading from memory, text that is UTF-8, rows of any length: there is nothing left that goes wrong.
    let mut next = || records.by_ref().find_map(Result::ok);
    let Some(first) = next() else {
        return Ok(Table::default());
    };
    let place = lines.of(&first);
    let found = header(kind, &first);
    let faults = found.faults.into_iter().map(|(column, what)| Fault {
        file: file.clone(),
        place,
        column,
        what,
    });
    let present: BTreeSet<&'static str> = found.columns.iter().flatten().copied().collect();
    check(kind, file, faults.collect(), &present, place)?;
    let mut rows = Vec::new();
    while let Some(record) = next() {
        // A spreadsheet leaves rows of nothing but commas behind.
        if record.iter().any(|cell| !cell.is_empty()) {
            rows.push(row(lines.of(&record), &found.columns, &record));
        }
    }
    Ok(Table { present, rows })
}

fn row(place: Place, columns: &[Option<&'static str>], record: &csv::StringRecord) -> Raw {
    let cells = columns.iter().zip(record);
    let cells = cells.filter(|(_, cell)| !cell.is_empty());
    let cells = cells.filter_map(|(column, cell)| Some(((*column)?, Found::Text(cell.to_owned()))));
    Raw {
        place,
        cells: cells.collect(),
        fault: (record.len() != columns.len()).then(|| miscounted(columns.len(), record)),
    }
}

fn miscounted(expected: usize, record: &csv::StringRecord) -> String {
    let hint = match record.iter().any(|cell| cell.contains('\n')) {
        true => "; is a quotation mark left open?",
        false if record.len() > expected => "; a text with the separator in it goes in quotation marks",
        false => "",
    };
    format!(
        "found {} cells, expected {expected} as in the first line{hint}",
        record.len()
    )
}

/// What stands between the columns of the first line; a comma when nothing does.
fn separator(text: &str) -> u8 {
    let first = text.trim_start().lines().next().unwrap_or_default();
    let count = |separator: u8| first.bytes().filter(|byte| *byte == separator).count();
    [b';', b'\t']
        .into_iter()
        .find(|other| count(*other) > count(b','))
        .unwrap_or(b',')
}

/// Counts lines as a text editor does. The reader's own count puts a row on the empty line before it.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        Lines { text, at: 0, line: 1 }
    }

    /// The line a record begins on; records are asked for in their order.
    fn of(&mut self, record: &csv::StringRecord) -> Place {
        let bytes = self.text.as_bytes();
        let begin = record
            .position()
            .map_or(self.at, |position| position.byte() as usize);
        let rest = bytes.get(begin..).unwrap_or_default();
        let blank = rest
            .iter()
            .take_while(|byte| matches!(byte, b'\r' | b'\n'))
            .count();
        let passed = bytes.get(self.at..begin + blank).unwrap_or_default();
        self.line += passed.iter().filter(|byte| **byte == b'\n').count();
        self.at = begin + blank;
        Place::Line(self.line)
    }
}
