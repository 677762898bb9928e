//! Playbooks: the built-in ones, and a team's own, which win by name.

use super::error::{ConfigError, line_of};
use crate::domain::playbook::{Playbook, VERSION};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use toml::Spanned;

/// The built-in playbooks by the names of their files.
const BUILT_IN: &[(&str, &str)] = &[
    ("full-outage.toml", include_str!("../playbooks/full-outage.toml")),
    ("unknown.toml", include_str!("../playbooks/unknown.toml")),
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
                Err(fault) => found.faults.push(fault),
            }
        }
        own.retain(|playbook| !named(&found.playbooks, playbook));
        found.playbooks.append(&mut own);
    }
    for (file, text) in BUILT_IN {
        match parse(Path::new(file), text) {
            Ok(playbook) if named(&found.playbooks, &playbook) => {}
            Ok(playbook) => found.playbooks.push(Arc::new(playbook)),
            Err(fault) => found.faults.push(fault),
        }
    }
    found
}

/// Reads one file, as `warroom playbook check FILE` does.
///
/// Errors: as [`parse`], and a file that cannot be read.
pub fn read(path: &Path) -> Result<Playbook, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|error| ConfigError::Unreadable {
        path: path.to_owned(),
        why: error.to_string(),
    })?;
    parse(path, &text)
}

/// What every version of the schema has.
#[derive(Deserialize)]
struct Head {
    version: Option<Spanned<u32>>,
}

/// Errors: `file:line: what was found, and what was expected`; then whatever is wrong beyond the form.
pub fn parse(path: &Path, text: &str) -> Result<Playbook, ConfigError> {
    let of_toml = |error| ConfigError::of_toml(path, text, &error);
    let head: Head = toml::from_str(text).map_err(of_toml)?;
    // First, since a later version may well have keys that this one does not know.
    if let Some(version) = head.version.filter(|version| *version.get_ref() != VERSION) {
        let line = line_of(text, version.span().start);
        return Err(ConfigError::Wrong {
            place: format!("{}:{line}", path.display()),
            what: format!("version: found {}, expected {VERSION}", version.get_ref()),
        });
    }
    let playbook: Playbook = toml::from_str(text).map_err(of_toml)?;
    let faults = playbook.faults();
    match faults.is_empty() {
        true => Ok(playbook),
        false => Err(ConfigError::Wrong {
            place: path.display().to_string(),
            what: faults.join("; "),
        }),
    }
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
