//! What is wrong with a file of settings or a playbook, with its line and what was expected.

use super::origin::Origin;
use crate::domain::line::line_of;
use crate::domain::nearest::nearest;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Why settings were not taken.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum ConfigError {
    // The file is not there or not ours to read.
    #[error("cannot read {}: {why}", path.display())]
    Unreadable { path: PathBuf, why: String },

    // Something in it is wrong: correct it there.
    #[error("{place}: {what}")]
    Wrong { place: String, what: String },

    // A secret in the wrong place.
    #[error(
        "WARROOM_TOKEN is set, and a token in the environment can be read by others; write it to a file that only \
         you can read, and name the file in WARROOM_TOKEN_FILE"
    )]
    TokenInEnvironment,
}

impl ConfigError {
    pub fn wrong(origin: &Origin, key: &str, what: String) -> Self {
        ConfigError::Wrong {
            place: origin.place(),
            what: format!("{key}: {what}"),
        }
    }

    /// What the TOML reader says of a file, with the line and in our words.
    pub fn of_toml(path: &Path, text: &str, error: &toml::de::Error) -> Self {
        let start = error.span().map_or(0, |span| span.start);
        let line = line_of(text, start);
        let written = text.lines().nth(line - 1).unwrap_or_default();
        ConfigError::Wrong {
            place: format!("{}:{line}", path.display()),
            what: reworded(error.message(), written),
        }
    }
}

/// The reader's message in our words; `written` is the line it is about.
fn reworded(message: &str, written: &str) -> String {
    let message = message.trim().replace('\n', ", ");
    let mut quoted = message.split('`').skip(1).step_by(2);
    let key = written.split_once('=').map_or("", |(key, _)| key.trim());
    let at_key = match key.is_empty() {
        true => String::new(),
        false => format!("{key}: "),
    };
    if message.starts_with("unknown field") {
        let given = quoted.next().unwrap_or_default();
        let known: Vec<&str> = quoted.collect();
        return format!("unknown key {given}{}", instead(given, &known));
    }
    if message.starts_with("unknown variant") {
        let given = quoted.next().unwrap_or_default();
        let known: Vec<&str> = quoted.collect();
        return format!("{at_key}found {given:?}{}", instead(given, &known));
    }
    if message.starts_with("missing field") {
        return format!("the key {} is missing", quoted.next().unwrap_or_default());
    }
    match message
        .strip_prefix("invalid type: ")
        .or(message.strip_prefix("invalid value: "))
    {
        Some(rest) => format!("{at_key}found {}", in_words(rest)),
        None => format!("{at_key}{message}"),
    }
}

/// The types people write, not those of the program.
fn in_words(found: &str) -> String {
    found
        .replace("expected u32", "expected a whole number")
        .replace("expected f64", "expected a number")
}

fn instead(given: &str, known: &[&str]) -> String {
    match (nearest(given, known.iter().copied()), known.is_empty()) {
        (Some(name), _) => format!("; did you mean {name}?"),
        (None, false) => format!("; expected one of {}", known.join(", ")),
        (None, true) => "; expected none here".to_owned(),
    }
}
