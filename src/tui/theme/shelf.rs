//! The built-in themes, and a name looked up among them and a user's own, which win.

use super::file::{Fault, File, instead, parse};
use super::sheet::Sheet;
use std::path::PathBuf;
use thiserror::Error;

/// The name of the theme for whoever chose none, and what every other falls back on.
pub const DEFAULT: &str = "terminal";

macro_rules! built_in {
    ($name:literal) => {
        ($name, include_str!(concat!("../../../themes/", $name, ".toml")))
    };
}

/// Name and text.
pub const BUILT_IN: [(&str, &str); 6] = [
    built_in!("terminal"),
    built_in!("dark"),
    built_in!("light"),
    built_in!("high-contrast"),
    built_in!("colour-safe"),
    built_in!("mono"),
];

/// A file, or why it cannot be read.
#[derive(Clone, Debug)]
pub struct Text {
    pub path: PathBuf,
    pub text: Result<String, String>,
}

/// Where themes are looked for besides the built-in ones.
pub struct Shelf<'a> {
    /// The names of all there are besides, for whoever mistypes one.
    pub names: Vec<String>,
    /// The files of a name, the one that counts first.
    pub own: &'a dyn Fn(&str) -> Vec<Text>,
}

/// Why there is no such theme.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum ThemeError {
    #[error("there is no theme {name:?}; {meant}")]
    Unknown { name: String, meant: String },
    /// At least one, in the order of their lines.
    #[error("{}", joined(.0, |fault| fault.to_string()))]
    Wrong(Vec<Fault>),
}

impl ThemeError {
    /// In one line, without folders.
    pub fn short(&self) -> String {
        match self {
            ThemeError::Unknown { .. } => self.to_string(),
            ThemeError::Wrong(faults) => joined(&faults[..faults.len().min(1)], Fault::short),
        }
    }
}

fn joined(faults: &[Fault], words: impl Fn(&Fault) -> String) -> String {
    faults.iter().map(words).collect::<Vec<_>>().join("\n")
}

/// The theme of whoever chose none.
pub fn standard() -> Sheet {
    of_built_in(DEFAULT)
}

/// One without colours.
pub(super) fn mono() -> Sheet {
    of_built_in("mono")
}

fn of_built_in(name: &str) -> Sheet {
    let shelf = Shelf {
        names: Vec::new(),
        own: &|_| Vec::new(),
    };
    // Cannot fail: a test reads every built-in theme.
    shelf.named(name).expect("built in")
}

fn built_in(name: &str) -> Option<Text> {
    let found = BUILT_IN.iter().find(|(known, _)| *known == name);
    found.map(|(name, text)| Text {
        path: PathBuf::from(format!("{name}.toml")),
        text: Ok((*text).to_owned()),
    })
}

impl Shelf<'_> {
    /// # Errors
    /// There is none of this name, or a file it is made of is wrong.
    pub fn named(&self, name: &str) -> Result<Sheet, ThemeError> {
        match self.all(name).into_iter().next() {
            Some(first) => self.laid(name, first, 1),
            None => Err(self.unknown(name)),
        }
    }

    /// The theme in this file, whether or not it is where themes are looked for.
    ///
    /// # Errors
    /// It is wrong, or one it inherits from.
    pub fn of_file(&self, name: &str, file: Text) -> Result<Sheet, ThemeError> {
        let known = self.all(name).iter().position(|known| known.path == file.path);
        self.laid(name, file, known.map_or(0, |at| at + 1))
    }

    /// The files of a name, the built-in one beneath all others.
    fn all(&self, name: &str) -> Vec<Text> {
        let mut all = (self.own)(name);
        all.extend(built_in(name));
        all
    }

    fn unknown(&self, name: &str) -> ThemeError {
        let names = self.names.iter().map(String::as_str);
        let names = names.chain(BUILT_IN.iter().map(|(name, _)| *name));
        ThemeError::Unknown {
            name: name.to_owned(),
            meant: instead(name, names, "`warroom theme list` names them all"),
        }
    }

    /// A file and what lies beneath it. Of its own name it inherits from what is `beneath` or further down.
    fn laid(&self, name: &str, first: Text, mut beneath: usize) -> Result<Sheet, ThemeError> {
        let mut names = vec![name.to_owned()];
        let mut files: Vec<(PathBuf, File)> = Vec::new();
        let mut next = Some(first);
        while let Some(Text { path, text }) = next {
            let of_file = |line, what| Fault {
                file: path.clone(),
                line,
                what,
            };
            let alone = |fault| ThemeError::Wrong(vec![fault]);
            let text = text.map_err(|why| alone(of_file(None, format!("cannot be read: {why}"))))?;
            let file = parse(&path, &text).map_err(ThemeError::Wrong)?;
            let last = names.last().cloned().unwrap_or_default();
            let is_root =
                file.inherits.is_none() && Some(&path) == built_in(DEFAULT).map(|root| root.path).as_ref();
            next = match &file.inherits {
                None if is_root => None,
                // A file that names no other changes the theme that everybody knows.
                None => built_in(DEFAULT),
                Some(parent) if parent.value == last => {
                    let found = self.all(&last).into_iter().nth(beneath);
                    beneath += 1;
                    let what = format!("it inherits from itself, and there is no other theme {last}");
                    Some(found.ok_or_else(|| alone(of_file(Some(parent.line), what)))?)
                }
                Some(parent) if names.contains(&parent.value) => {
                    let circle = [&names[..], std::slice::from_ref(&parent.value)].concat();
                    let what = format!(
                        "inherits: {}; that is a circle, and one of them has to inherit from another",
                        circle.join(" inherits from ")
                    );
                    return Err(alone(of_file(Some(parent.line), what)));
                }
                Some(parent) => {
                    let found = self.all(&parent.value).into_iter().next();
                    let unknown = || self.unknown(&parent.value).to_string();
                    beneath = 1;
                    names.push(parent.value.clone());
                    Some(found.ok_or_else(|| {
                        alone(of_file(Some(parent.line), format!("inherits: {}", unknown())))
                    })?)
                }
            };
            files.push((path, file));
        }
        Sheet::of(names, &files).map_err(ThemeError::Wrong)
    }
}
