//! Playbooks: the built-in ones, and a team's own, which win by name.

mod parse;

pub use parse::{line_at, parse};

use super::error::ConfigError;
use crate::domain::playbook::Playbook;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// One of the files built in.
macro_rules! built_in {
    ($name:literal) => {
        (
            concat!($name, ".toml"),
            include_str!(concat!("../playbooks/", $name, ".toml")),
        )
    };
}

/// The built-in playbooks by the names of their files, in the order in which an alert asks them: the worst first, and
/// the one that takes every critical alert after those an alert can name.
const BUILT_IN: &[(&str, &str)] = &[
    built_in!("security-exposure"),
    built_in!("data-loss"),
    built_in!("wrong-data-shown"),
    built_in!("login-failure"),
    built_in!("billing-error"),
    built_in!("region-outage"),
    built_in!("provider-down"),
    built_in!("failed-release"),
    built_in!("overrun"),
    built_in!("one-strategic-down"),
    built_in!("data-delay"),
    built_in!("degraded-performance"),
    built_in!("repeat"),
    built_in!("full-outage"),
    built_in!("unknown"),
];

/// What was found. A file that is wrong is left out and reported, so that one slip does not keep a hub from starting
/// in the middle of an incident.
#[derive(Clone, Debug, Default)]
pub struct Playbooks {
    /// The team's own first: the first that matches an alert is used.
    pub playbooks: Vec<Arc<Playbook>>,
    pub faults: Vec<ConfigError>,
}

/// The built-in playbooks, and those in these folders; of two with one name, the one in the later folder counts.
pub fn load(folders: &[PathBuf]) -> Playbooks {
    let mut found = Playbooks::default();
    for folder in folders.iter().rev() {
        let mut own = Vec::new();
        for path in files(folder, &mut found.faults) {
            match read(&path) {
                Ok(playbook) if named(&own, &playbook) => found.faults.push(ConfigError::Wrong {
                    place: path.display().to_string(),
                    what: format!(
                        "another file in this folder has the name {:?}; expected every name once",
                        playbook.name.as_str()
                    ),
                }),
                Ok(playbook) => own.push(Arc::new(playbook)),
                Err(faults) => found.faults.extend(faults),
            }
        }
        own.retain(|playbook| !named(&found.playbooks, playbook));
        found.playbooks.append(&mut own);
    }
    for (file, text) in BUILT_IN {
        match parse(Path::new(file), text) {
            Ok(playbook) if named(&found.playbooks, &playbook) => {}
            Ok(playbook) => found.playbooks.push(Arc::new(playbook)),
            Err(faults) => found.faults.extend(faults),
        }
    }
    found
}

/// Reads one file.
///
/// Errors: as [`parse`], and a file that cannot be read.
pub fn read(path: &Path) -> Result<Playbook, Vec<ConfigError>> {
    let text = text(path).map_err(|error| vec![error])?;
    parse(path, &text)
}

/// Errors: a file that cannot be read.
pub fn text(path: &Path) -> Result<String, ConfigError> {
    std::fs::read_to_string(path).map_err(|error| ConfigError::Unreadable {
        path: path.to_owned(),
        why: error.to_string(),
    })
}

fn named(playbooks: &[Arc<Playbook>], playbook: &Playbook) -> bool {
    playbooks.iter().any(|known| known.name == playbook.name)
}

/// The `.toml` files of a folder by name; none when there is no such folder.
fn files(folder: &Path, faults: &mut Vec<ConfigError>) -> Vec<PathBuf> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Vec::new(),
        Err(error) => {
            faults.push(ConfigError::Unreadable {
                path: folder.to_owned(),
                why: error.to_string(),
            });
            return Vec::new();
        }
    };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut files: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .collect();
    files.sort();
    files
}
