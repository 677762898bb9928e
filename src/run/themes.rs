//! A user's own themes: files looked up by name, and read again when they change while a room is open.

pub mod watch;

use crate::config::Places;
use crate::config::origin::{Origin, Set};
use crate::tui::depth::Depth;
use crate::tui::theme::Theme;
use crate::tui::theme::sheet::Sheet;
use crate::tui::theme::shelf::{DEFAULT, Shelf, Text, ThemeError, standard};
use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// More than any theme says, in bytes.
const LONGEST: u64 = 256 * 1024;

/// Where themes are looked for besides the built-in ones.
#[derive(Clone, Debug)]
pub struct Themes {
    /// The one that counts first.
    folders: Vec<PathBuf>,
}

impl Themes {
    pub fn of(places: &Places) -> Themes {
        let mut folders = places.themes();
        folders.reverse();
        Themes { folders }
    }

    /// # Errors
    /// There is none of this name, or it is wrong.
    pub fn named(&self, name: &str) -> Result<Sheet, ThemeError> {
        self.shelf(&|name| self.files(name)).named(name)
    }

    /// The theme in a file, wherever that is.
    ///
    /// # Errors
    /// It is wrong, or one it inherits from.
    pub fn of_file(&self, path: &Path) -> Result<Sheet, ThemeError> {
        let file = Text {
            path: path.to_owned(),
            text: text(path),
        };
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        self.shelf(&|name| self.files(name)).of_file(&name, file)
    }

    /// The names of a user's own themes, each with the file that counts, by name.
    pub fn own(&self) -> Vec<(String, PathBuf)> {
        let entries = self.folders.iter().filter_map(|folder| fs::read_dir(folder).ok());
        let paths = entries.flatten().filter_map(|entry| Some(entry.ok()?.path()));
        let names: BTreeSet<String> = paths
            .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
            .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
            .collect();
        let files = names.into_iter().filter_map(|name| {
            let first = self.files(&name).into_iter().next()?;
            Some((name, first.path))
        });
        files.collect()
    }

    fn shelf<'a>(&self, own: &'a dyn Fn(&str) -> Vec<Text>) -> Shelf<'a> {
        Shelf {
            names: self.own().into_iter().map(|(name, _)| name).collect(),
            own,
        }
    }

    /// The files of a name that are there.
    fn files(&self, name: &str) -> Vec<Text> {
        let there = self.paths(name).into_iter().filter(|path| {
            let looked = fs::symlink_metadata(path);
            !looked.is_err_and(|error| error.kind() == ErrorKind::NotFound)
        });
        let read = there.map(|path| Text {
            text: text(&path),
            path,
        });
        read.collect()
    }

    /// Where the files of a name would be: a name is never a way to another folder.
    fn paths(&self, name: &str) -> Vec<PathBuf> {
        if name.is_empty() || name.starts_with('.') || name.contains(['/', '\0']) {
            return Vec::new();
        }
        let file = format!("{name}.toml");
        self.folders.iter().map(|folder| folder.join(&file)).collect()
    }
}

/// Reading what is no file could wait for ever.
fn text(path: &Path) -> Result<String, String> {
    let about = fs::metadata(path).map_err(|error| error.to_string())?;
    if !about.is_file() {
        return Err("it is no file".to_owned());
    }
    if about.len() > LONGEST {
        return Err(format!("it is longer than any theme, {} bytes", about.len()));
    }
    fs::read_to_string(path).map_err(|error| error.to_string())
}

/// The theme of a room, and what it was made of when it was last looked at.
#[derive(Debug)]
pub struct Wardrobe {
    themes: Themes,
    name: String,
    depth: Depth,
    theme: Theme,
    /// Why it is not the one that was asked for, until that was said.
    wrong: Option<String>,
    /// Every file it is made of, or would be if that were there.
    seen: Vec<(PathBuf, Stamp)>,
}

/// When a file was last changed and how long it was; `None` without one.
type Stamp = Option<(Option<SystemTime>, u64)>;

impl Wardrobe {
    /// The theme that was chosen; the default where that is wrong.
    pub fn open(themes: Themes, chosen: Option<&Set<String>>, depth: Depth) -> Wardrobe {
        let name = chosen.map_or(DEFAULT, |chosen| chosen.value.as_str());
        let (found, seen) = read(&themes, name, &[name.to_owned()]);
        let wrong = found.as_ref().err().map(|error| {
            let place = match (error, chosen) {
                (ThemeError::Unknown { .. }, Some(chosen)) => format!("{}: ", short(&chosen.origin)),
                (ThemeError::Unknown { .. }, None) | (ThemeError::Wrong(_), _) => String::new(),
            };
            format!("{place}{} The theme {DEFAULT} is used.", ended(error.short()))
        });
        let theme = found.unwrap_or_else(|_| standard()).theme(depth);
        Wardrobe {
            name: name.to_owned(),
            themes,
            depth,
            theme,
            wrong,
            seen,
        }
    }

    pub fn theme(&self) -> Theme {
        self.theme
    }

    /// Looks whether a file has changed since. `None` when none has; else what to say of it, and whether that is a
    /// fault: then the theme stays as it was. The first time, why it is not the theme that was asked for.
    pub fn look_again(&mut self) -> Option<Result<String, String>> {
        if let Some(why) = self.wrong.take() {
            return Some(Err(why));
        }
        let same = |(path, before): &(PathBuf, Stamp)| stamp(path) == *before;
        if self.seen.iter().all(same) {
            return None;
        }
        let before: Vec<String> = self.seen.iter().filter_map(|(path, _)| name_of(path)).collect();
        let (found, seen) = read(&self.themes, &self.name, &before);
        self.seen = seen;
        match found {
            Ok(sheet) => {
                self.theme = sheet.theme(self.depth);
                Some(Ok(format!("The theme {} was read again.", self.name)))
            }
            Err(error) => {
                let why = ended(error.short());
                Some(Err(format!("{why} The theme stays as it was.")))
            }
        }
    }
}

/// A theme, and the files it is made of as they were before they were read: a change meanwhile is seen the next time.
/// Where it is wrong, those it was made of `before` are what may be put right, and all others.
fn read(
    themes: &Themes,
    name: &str,
    before: &[String],
) -> (Result<Sheet, ThemeError>, Vec<(PathBuf, Stamp)>) {
    let seen = match themes.named(name) {
        Ok(sheet) => stamps(themes, &sheet.names),
        // It may inherit from any of the user's own.
        Err(_) => {
            let own = themes.own().into_iter().map(|(name, _)| name);
            let names: Vec<String> = before.iter().cloned().chain(own).collect();
            stamps(themes, &names)
        }
    };
    (themes.named(name), seen)
}

/// With the mark a sentence ends in.
fn ended(mut sentence: String) -> String {
    if !sentence.ends_with(['.', '?']) {
        sentence.push('.');
    }
    sentence
}

/// Where a name was set, without the folder.
fn short(origin: &Origin) -> String {
    match origin {
        Origin::File { path, line } => {
            let name = path.file_name().unwrap_or(path.as_os_str());
            format!("{}:{line}", name.to_string_lossy())
        }
        Origin::Environment(_) | Origin::Flag(_) => origin.place(),
    }
}

fn name_of(path: &Path) -> Option<String> {
    Some(path.file_stem()?.to_str()?.to_owned())
}

fn stamps(themes: &Themes, names: &[String]) -> Vec<(PathBuf, Stamp)> {
    let names: BTreeSet<&String> = names.iter().collect();
    let paths = names.into_iter().flat_map(|name| themes.paths(name));
    paths
        .map(|path| (stamp(&path), path))
        .map(|(stamp, path)| (path, stamp))
        .collect()
}

fn stamp(path: &Path) -> Stamp {
    let about = fs::metadata(path).ok()?;
    Some((about.modified().ok(), about.len()))
}
