//! Which module may use which, and which crate from outside may be named where.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use super::source::{Named, Source, Tree};

/// A module may use what is on a lower floor. Those on one floor do not know each other.
const FLOORS: &[(&str, u8)] = &[
    ("domain", 0),
    ("wire", 1),
    ("clock", 1),
    ("defect", 1),
    ("store", 2),
    ("directory", 2),
    ("connect", 2),
    ("report", 2),
    ("hub", 3),
    ("client", 3),
    ("tui", 3),
    ("config", 3),
    ("run", 4),
    ("cli", 5),
    ("main", 6),
    ("lib", 6),
];

/// Low floors that are still not for everyone above them.
const KEPT_FOR: &[(&str, &[&str])] = &[
    // Below the shells, time is handed in.
    ("clock", &["hub", "client", "run", "cli"]),
    // Below the shell, settings are handed in as values.
    ("config", &["run", "cli"]),
];

/// (who, whom, why it is right all the same)
const EXCEPTIONS: &[(&str, &str, &str)] = &[];

/// Modules that may name these outside crates and no others.
const CLOSED: &[(&str, &[&str])] = &[
    (
        "domain",
        &[
            "serde",
            "jiff",
            "uuid",
            "thiserror",
            "strsim",
            "unicode_segmentation",
        ],
    ),
    (
        "wire",
        &[
            "serde",
            "serde_json",
            "jiff",
            "uuid",
            "thiserror",
            "strsim",
            "unicode_segmentation",
        ],
    ),
    ("clock", &["jiff"]),
];

/// Outside crates that may be named in these modules and no others.
const KEPT_IN: &[(&str, &[&str])] = &[
    ("reqwest", &["client", "connect"]),
    ("lettre", &["connect"]),
    ("axum", &["hub"]),
    ("hyper", &["hub"]),
    ("hyper_util", &["hub"]),
    ("rusqlite", &["store"]),
    // `run` names the type of the terminal, and draws nothing.
    ("ratatui", &["tui", "run"]),
    ("tui_input", &["tui"]),
    // What arrives is a key of crossterm's until `tui::keys` says what it means.
    ("crossterm", &["run", "tui"]),
    // In the hub for the credentials of who is at the other end of a socket.
    ("nix", &["run", "hub", "cli"]),
    ("tokio", &["connect", "hub", "client", "run", "cli", "main"]),
    ("anyhow", &["run", "cli", "main"]),
    ("clap", &["cli", "main"]),
    ("minijinja", &["report"]),
    ("pulldown_cmark", &["report"]),
];

/// Parts of the standard library that reach out of the process.
const OUTWARD: &[&str] = &["env", "fs", "io", "net", "os", "process", "thread"];

pub fn above_or_beside(tree: &Tree) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in tree.production() {
        for (child, line) in source
            .children
            .iter()
            .filter(|(child, _)| source.module.is_empty() && floor(child).is_none())
        {
            complaints.push(source.complain(*line, format!("`{child}` has no floor; give it one in FLOORS")));
        }
        for named in &source.named {
            if let Some(why) = wrong_floor(source, named) {
                complaints.push(source.complain(named.line, why));
            }
        }
    }
    complaints
}

fn wrong_floor(source: &Source, named: &Named) -> Option<String> {
    let (from, target) = (source.room(), named.target()?);
    let to = target.first().map(String::as_str)?;
    if from == to
        || EXCEPTIONS
            .iter()
            .any(|(who, whom, _)| (*who, *whom) == (from, to))
    {
        return None;
    }
    let (Some(here), Some(there)) = (floor(from), floor(to)) else {
        return Some(format!(
            "`{from}` uses `{to}`, and one of them has no floor; give it one in FLOORS"
        ));
    };
    if there >= here {
        return Some(format!(
            "`{from}` (floor {here}) uses `{to}` (floor {there}); a module uses only lower floors: move what both need \
             down, or hand it in from `run`"
        ));
    }
    let (_, friends) = KEPT_FOR.iter().find(|(kept, _)| *kept == to)?;
    (!friends.contains(&from)).then(|| {
        format!(
            "`{to}` is only for {}; let one of them hand the value to `{from}`",
            friends.join(", ")
        )
    })
}

fn floor(module: &str) -> Option<u8> {
    FLOORS
        .iter()
        .find(|(name, _)| *name == module)
        .map(|(_, floor)| *floor)
}

/// The crates this one depends on, by the names they have in code.
pub struct Manifest(HashSet<String>);

impl Manifest {
    pub fn on_disk() -> Self {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
        let manifest: toml::Table = text.parse().unwrap();
        Self(
            manifest["dependencies"]
                .as_table()
                .unwrap()
                .keys()
                .map(|name| name.replace('-', "_"))
                .collect(),
        )
    }
}

pub fn strangers(tree: &Tree, manifest: &Manifest) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in tree.production() {
        for named in &source.named {
            let outside = outside_crate(source, named, manifest);
            let complain = |why: String| source.complain(named.line, why);
            complaints.extend(
                outside
                    .and_then(|outside| not_among_the_few(source, outside))
                    .map(complain),
            );
            complaints.extend(
                outside
                    .and_then(|outside| not_its_place(source, outside))
                    .map(complain),
            );
            complaints.extend(reaches_out(source, named).map(complain));
        }
    }
    complaints
}

fn outside_crate<'a>(source: &Source, named: &'a Named, manifest: &Manifest) -> Option<&'a str> {
    let first = named.segments.first()?.as_str();
    (manifest.0.contains(first) && !source.own.contains(first)).then_some(first)
}

fn not_among_the_few(source: &Source, outside: &str) -> Option<String> {
    let (room, few) = CLOSED.iter().find(|(room, _)| *room == source.room())?;
    (!few.contains(&outside)).then(|| {
        format!(
            "`{room}` names the crate `{outside}`; it may name only {}",
            few.join(", ")
        )
    })
}

fn not_its_place(source: &Source, outside: &str) -> Option<String> {
    let (_, places) = KEPT_IN.iter().find(|(kept, _)| *kept == outside)?;
    (!source.is_in(places)).then(|| {
        format!(
            "the crate `{outside}` is named only in {}; wrap what is needed in a type of ours there",
            places.join(", ")
        )
    })
}

fn reaches_out(source: &Source, named: &Named) -> Option<String> {
    let [first, second, ..] = &named.segments[..] else {
        return None;
    };
    (source.room() == "domain" && first == "std" && OUTWARD.contains(&second.as_str())).then(|| {
        format!("the domain uses `std::{second}`; it is pure: let a floor above do it and hand in the result")
    })
}
