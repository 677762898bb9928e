//! Reading one playbook: every fault of its form or of what it says, each with its line.

use crate::config::error::ConfigError;
use crate::domain::line::line_of;
use crate::domain::playbook::{Fault, Playbook, VERSION};
use serde::Deserialize;
use std::path::Path;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What every version of the schema has.
#[derive(Deserialize)]
struct Head {
    version: Option<Spanned<u32>>,
}

/// # Errors
/// `file:line: what was found, and what was expected`, one a fault: first those of its form; once that is right,
/// where it contradicts itself.
pub fn parse(path: &Path, text: &str) -> Result<Playbook, Vec<ConfigError>> {
    let of_toml = |error| vec![ConfigError::of_toml(path, text, &error)];
    let head: Head = toml::from_str(text).map_err(of_toml)?;
    // First, since a later version may well have keys that this one does not know.
    if let Some(version) = head.version.filter(|version| *version.get_ref() != VERSION) {
        let line = line_of(text, version.span().start);
        return Err(vec![ConfigError::Wrong {
            place: format!("{}:{line}", path.display()),
            what: format!("version: found {}, expected {VERSION}", version.get_ref()),
        }]);
    }
    let playbook: Playbook = match toml::from_str(text) {
        Ok(playbook) => playbook,
        Err(error) => return Err(of_form(path, text, error)),
    };
    let faults = playbook.faults();
    match faults.is_empty() {
        true => Ok(playbook),
        false => Err(faults.iter().map(|fault| wrong(path, text, fault)).collect()),
    }
}

fn wrong(path: &Path, text: &str, fault: &Fault) -> ConfigError {
    ConfigError::Wrong {
        place: format!("{}:{}", path.display(), line_at(text, &fault.at)),
        what: fault.what.clone(),
    }
}

/// Every fault of the form. The reader stops at the first, so the table that has it is left out and the rest read
/// again, until what is left is right or the fault is in no table of its own.
fn of_form(path: &Path, text: &str, first: toml::de::Error) -> Vec<ConfigError> {
    let mut faults = Vec::new();
    let mut rest = text.to_owned();
    let mut error = first;
    loop {
        // In the words of the whole: lines keep their numbers.
        faults.push(ConfigError::of_toml(path, text, &error));
        let table = error.span().and_then(|span| table_around(&rest, span.start));
        let Some(table) = table else {
            return faults;
        };
        let blank: String = rest[table.clone()]
            .chars()
            .map(|c| {
                if c == '\n' {
                    c.to_string()
                } else {
                    " ".repeat(c.len_utf8())
                }
            })
            .collect();
        rest.replace_range(table, &blank);
        error = match toml::from_str::<Playbook>(&rest) {
            Ok(_) => return faults,
            Err(next) => next,
        };
    }
}

/// The table with a header of its own in which the byte `at` stands: from its header to the next.
fn table_around(text: &str, at: usize) -> Option<std::ops::Range<usize>> {
    let mut starts: Vec<usize> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with('[') {
            starts.push(start);
        }
        start += line.len();
    }
    let from = *starts.iter().rfind(|start| **start <= at)?;
    let to = starts.iter().find(|start| **start > at).copied();
    Some(from..to.unwrap_or(text.len()))
}

/// The line, from 1, of a key named from the top, or of the nearest table around it that is there.
pub fn line_at(text: &str, at: &[String]) -> usize {
    let Ok(whole) = DeTable::parse(text) else {
        return 1;
    };
    let mut start = 0;
    let mut here = DeValue::Table(whole.into_inner());
    for key in at {
        let inside = match here {
            DeValue::Table(mut table) => {
                let found = table.iter().find(|(known, _)| known.get_ref() == key);
                found.map(|(known, _)| known.clone()).and_then(|known| {
                    let value = table.remove(&known)?;
                    // A table of its own header knows where that stands; a value stands beside its key.
                    let at = if value.get_ref().is_table() {
                        value.span().start
                    } else {
                        known.span().start
                    };
                    Some((at, value))
                })
            }
            DeValue::Array(array) => {
                let nth = key.parse().ok().and_then(|nth: usize| array.into_iter().nth(nth));
                nth.map(|value| (value.span().start, value))
            }
            _ => None,
        };
        let Some((found, value)) = inside else {
            break;
        };
        start = found;
        here = value.into_inner();
    }
    line_of(text, start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_on_its_line_and_one_that_is_not_there_on_that_of_its_table() {
        let text = "name = 'x'\n\n[[level]]\nrole = 'a'\n\n[[level]]\nrole = 'b'\nby = '1m'\n\n\
                    [at.sev2]\nwhen = [\n  'one',\n  'two',\n]\nlevels = { b = '2m' }\n";
        for (at, line) in [
            ("name", 1),
            ("level.0.role", 4),
            ("level.1", 6),
            ("level.1.by", 8),
            ("level.1.deputy", 6),
            ("at.sev2", 10),
            ("at.sev2.when.1", 13),
            ("at.sev2.levels.b", 15),
            ("at.sev2.levels.c", 15),
            ("stop.3.id", 1),
        ] {
            let keys: Vec<String> = at.split('.').map(str::to_owned).collect();
            assert_eq!(line_at(text, &keys), line, "{at}");
        }
    }
}
