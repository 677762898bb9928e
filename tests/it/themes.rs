//! Themes: what files may say and what is said of wrong ones, what every eye sees of them, and a room that wears one.

mod eyes;
mod files;
mod room;
mod worn;

use std::path::{Path, PathBuf};
use warroom::tui::theme::Role;
use warroom::tui::theme::role::ROLES;
use warroom::tui::theme::sheet::Sheet;
use warroom::tui::theme::shelf::{Shelf, Text, ThemeError};

/// A theme among files that are nowhere on the disk: (name, text), the upper of one name first.
fn among(files: &[(&str, &str)], name: &str) -> Result<Sheet, ThemeError> {
    let own = |name: &str| {
        let known = files.iter().filter(|(known, _)| *known == name);
        let texts = known.map(|(name, text)| Text {
            path: PathBuf::from(format!("/home/kim/themes/{name}.toml")),
            text: Ok((*text).to_owned()),
        });
        texts.collect()
    };
    let shelf = Shelf {
        names: files.iter().map(|(name, _)| (*name).to_owned()).collect(),
        own: &own,
    };
    shelf.named(name)
}

fn built_in(name: &str) -> Sheet {
    among(&[], name).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn roles() -> impl Iterator<Item = Role> {
    ROLES.iter().map(|described| described.role)
}

fn name_of(role: Role) -> &'static str {
    ROLES[role as usize].name
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
