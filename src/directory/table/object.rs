//! Rows from JSON: an array of objects, bare or under the list's name.

use super::super::Kind;
use super::super::fault::{Fault, Place, Unreadable};
use super::{Found, Raw, Table, check, header};
use crate::domain::text::Clean;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

pub fn read(kind: Kind, file: &Clean, text: &str) -> Result<Table, Unreadable> {
    let value: Value = serde_json::from_str(text).map_err(|wrong| {
        let (line, column) = (wrong.line(), wrong.column());
        let why = wrong.to_string();
        let place = format!(" at line {line} column {column}");
        Unreadable::NotJson {
            file: file.clone(),
            line,
            column,
            why: why.strip_suffix(&place).unwrap_or(&why).to_owned(),
        }
    })?;
    let not_a_list = |found: String| Unreadable::NotAList {
        file: file.clone(),
        kind: kind.as_str(),
        found,
    };
    let list = match &value {
        Value::Object(fields) => match fields.get(kind.as_str()) {
            Some(list) => list,
            None => {
                let keys: Vec<_> = fields.keys().take(8).map(String::as_str).collect();
                let keys = Clean::from(keys.join(", "));
                return Err(not_a_list(format!("an object with the fields {keys}")));
            }
        },
        other => other,
    };
    match list {
        Value::Array(objects) => rows(kind, file, objects),
        other => Err(not_a_list(name_of(other).to_owned())),
    }
}

fn rows(kind: Kind, file: &Clean, objects: &[Value]) -> Result<Table, Unreadable> {
    let mut faults: Vec<Fault> = Vec::new();
    let mut reported: BTreeSet<Option<Clean>> = BTreeSet::new();
    let mut table = Table::default();
    for (at, object) in objects.iter().enumerate() {
        let place = Place::Object(at + 1);
        let Value::Object(fields) = object else {
            let fault = Some(format!("found {}, expected an object", name_of(object)));
            table.rows.push(Raw {
                place,
                cells: BTreeMap::new(),
                fault,
            });
            continue;
        };
        let found = header(kind, fields.keys().map(String::as_str));
        // What every object has is said once.
        let news = found
            .faults
            .into_iter()
            .filter(|(name, _)| reported.insert(name.clone()));
        faults.extend(news.map(|(column, what)| Fault {
            file: file.clone(),
            place,
            column,
            what,
        }));
        table.present.extend(found.columns.iter().flatten());
        let cells = found.columns.iter().zip(fields.values());
        let cells = cells.filter_map(|(column, value)| Some(((*column)?, cell(value)?)));
        table.rows.push(Raw {
            place,
            cells: cells.collect(),
            fault: None,
        });
    }
    // Without a single object there is nothing that could lack a field.
    if table.rows.iter().any(|row| row.fault.is_none()) {
        check(kind, file, faults, &table.present, Place::Object(1))?;
    }
    Ok(table)
}

fn cell(value: &Value) -> Option<Found> {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(bit) => Some(bit.to_string()),
        Value::Null => Some(String::new()),
        Value::Array(_) | Value::Object(_) => None,
    };
    match value {
        Value::Array(items) => match items.iter().map(text).collect::<Option<Vec<_>>>() {
            Some(items) => Some(Found::List(items)),
            None => Some(Found::Odd("a list of lists or objects")),
        },
        other => match text(other) {
            Some(text) => (!text.is_empty()).then_some(Found::Text(text)),
            None => Some(Found::Odd(name_of(other))),
        },
    }
}

fn name_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing (null)",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
