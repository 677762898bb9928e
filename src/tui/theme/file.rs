//! One file of a theme, read as it is written: every fault with its line, and colours by name not yet looked up.

use super::colour::{self, NAMES, Shades};
use super::role::{self, ROLES, Role};
use crate::domain::line::line_of;
use crate::domain::nearest::nearest;
use crate::domain::text::Clean;
use ratatui::style::{Color, Modifier};
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use thiserror::Error;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What a file says.
#[derive(Debug, Default)]
pub struct File {
    pub about: Clean,
    pub inherits: Option<Line<String>>,
    pub palette: BTreeMap<String, Shades>,
    pub roles: Vec<(Role, Given)>,
}

/// What a file says of one role; what is left out is inherited.
#[derive(Debug, Default)]
pub struct Given {
    pub fg: Option<Line<Paint>>,
    pub bg: Option<Line<Paint>>,
    pub modifiers: Option<Modifier>,
}

#[derive(Clone, Debug)]
pub enum Paint {
    Shades(Shades),
    /// One of the palette's or of the sixteen.
    Named(String),
}

/// Something, and the line from 1 that it is on.
#[derive(Clone, Debug)]
pub struct Line<T> {
    pub value: T,
    pub line: usize,
}

/// What is wrong with a theme, and where.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub struct Fault {
    pub file: PathBuf,
    /// From 1; `None` when it is the whole file.
    pub line: Option<usize>,
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.file.display(), self.rest())
    }
}

impl Fault {
    /// The same without the folder, for one line of a screen.
    pub fn short(&self) -> String {
        let name = self.file.file_name().unwrap_or(self.file.as_os_str());
        format!("{}{}", name.to_string_lossy(), self.rest())
    }

    fn rest(&self) -> String {
        match self.line {
            Some(line) => format!(":{line}: {}", self.what),
            None => format!(": {}", self.what),
        }
    }
}

const KEYS: [&str; 4] = ["about", "inherits", "palette", "roles"];
const PARTS: [&str; 3] = ["fg", "bg", "modifiers"];

const MODIFIERS: [(&str, Modifier); 4] = [
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("underlined", Modifier::UNDERLINED),
    ("reversed", Modifier::REVERSED),
];

type Value<'a> = Spanned<DeValue<'a>>;

/// # Errors
/// Everything that is wrong with it.
pub fn parse(path: &Path, text: &str) -> Result<File, Vec<Fault>> {
    let mut reader = Reader {
        path,
        text,
        faults: Vec::new(),
    };
    let file = match DeTable::parse(text) {
        Ok(table) => reader.file(table.get_ref()),
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            reader.wrong(at, error.message().trim().replace('\n', ", "));
            File::default()
        }
    };
    let mut faults = reader.faults;
    faults.sort_by_key(|fault| fault.line);
    match faults.is_empty() {
        true => Ok(file),
        false => Err(faults),
    }
}

struct Reader<'a> {
    path: &'a Path,
    text: &'a str,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn wrong(&mut self, at: usize, what: impl Into<String>) {
        self.faults.push(Fault {
            file: self.path.to_owned(),
            line: Some(line_of(self.text, at)),
            what: what.into(),
        });
    }

    fn at<T>(&self, value: T, whence: &Value<'_>) -> Line<T> {
        Line {
            value,
            line: line_of(self.text, whence.span().start),
        }
    }

    fn file(&mut self, table: &DeTable<'_>) -> File {
        let mut file = File::default();
        for (key, value) in table {
            let at = key.span().start;
            match key.get_ref().as_ref() {
                "about" => file.about = self.string("about", value).map(Clean::from).unwrap_or_default(),
                "inherits" => {
                    let name = self.string("inherits", value);
                    file.inherits = name.map(|name| self.at(name, value));
                }
                "palette" => self.each("palette", value, |reader, name, value| {
                    match shades(value.get_ref()) {
                        Ok(shades) => drop(file.palette.insert(name.to_owned(), shades)),
                        Err(why) => reader.wrong(value.span().start, format!("{name}: {why}")),
                    }
                }),
                "roles" => self.each("roles", value, |reader, name, value| match role::named(name) {
                    Some(role) => file.roles.push((role, reader.given(name, value))),
                    None => {
                        let names = ROLES.iter().map(|role| role.name);
                        let meant = instead(name, names, "`warroom theme show` names them all");
                        reader.wrong(value.span().start, format!("there is no role {name}; {meant}"));
                    }
                }),
                other if role::named(other).is_some() => {
                    self.wrong(at, format!("{other} is a role; write it below [roles]"));
                }
                other => {
                    let meant = instead(other, KEYS, "expected about, inherits, [palette] or [roles]");
                    self.wrong(at, format!("unknown key {other}; {meant}"));
                }
            }
        }
        file
    }

    /// Every entry of a table.
    fn each(&mut self, key: &str, table: &Value<'_>, mut take: impl FnMut(&mut Self, &str, &Value<'_>)) {
        let DeValue::Table(entries) = table.get_ref() else {
            return self.wrong(table.span().start, format!("{key}: expected a table, [{key}]"));
        };
        for (name, value) in entries {
            take(self, name.get_ref(), value);
        }
    }

    fn string(&mut self, key: &str, value: &Value<'_>) -> Option<String> {
        match value.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            _ => {
                self.wrong(value.span().start, format!("{key}: expected a text in quotes"));
                None
            }
        }
    }

    /// `overdue = "red"` is short for `overdue = { fg = "red" }`.
    fn given(&mut self, role: &str, value: &Value<'_>) -> Given {
        let mut given = Given::default();
        let DeValue::Table(parts) = value.get_ref() else {
            given.fg = self.paint(role, value);
            return given;
        };
        for (key, value) in parts {
            match key.get_ref().as_ref() {
                "fg" => given.fg = self.paint(role, value),
                "bg" => given.bg = self.paint(role, value),
                "modifiers" => given.modifiers = self.modifiers(role, value),
                other => {
                    let meant = instead(other, PARTS, "expected fg, bg or modifiers");
                    self.wrong(key.span().start, format!("{role}: unknown key {other}; {meant}"));
                }
            }
        }
        given
    }

    fn paint(&mut self, role: &str, value: &Value<'_>) -> Option<Line<Paint>> {
        let paint = match value.get_ref() {
            DeValue::String(name) if !name.starts_with('#') => Ok(Paint::Named(name.to_string())),
            other => shades(other).map(Paint::Shades),
        };
        match paint {
            Ok(paint) => Some(self.at(paint, value)),
            Err(why) => {
                self.wrong(value.span().start, format!("{role}: {why}"));
                None
            }
        }
    }

    fn modifiers(&mut self, role: &str, value: &Value<'_>) -> Option<Modifier> {
        let DeValue::Array(names) = value.get_ref() else {
            self.wrong(
                value.span().start,
                format!("{role}: expected a list such as modifiers = [\"bold\"]"),
            );
            return None;
        };
        let mut all = Modifier::empty();
        for name in names.iter() {
            let Some(text) = self.string(role, name) else {
                continue;
            };
            match MODIFIERS.iter().find(|(known, _)| *known == text) {
                Some((_, modifier)) => all |= *modifier,
                None => {
                    let known = MODIFIERS.iter().map(|(known, _)| *known);
                    let meant = instead(
                        &text,
                        known,
                        "expected bold, dim, underlined or reversed: what every terminal shows as such",
                    );
                    self.wrong(
                        name.span().start,
                        format!("{role}: {text:?} is no modifier; {meant}"),
                    );
                }
            }
        }
        Some(all)
    }
}

/// One colour, or one for each depth.
fn shades(value: &DeValue<'_>) -> Result<Shades, String> {
    match value {
        DeValue::Array(values) if !values.is_empty() => {
            let values: Result<Vec<Color>, String> =
                values.iter().map(|value| one(value.get_ref())).collect();
            Shades::of(&values?)
        }
        one_alone => Shades::of(&[one(one_alone)?]),
    }
}

fn one(value: &DeValue<'_>) -> Result<Color, String> {
    match value {
        DeValue::String(text) => colour::hex(text)
            .or_else(|| colour::named(text))
            .ok_or_else(|| no_colour(text, [])),
        DeValue::Integer(number) => u8::from_str_radix(number.as_str(), number.radix())
            .map(Color::Indexed)
            .map_err(|_| {
                format!(
                    "{} is no colour; expected a number from 0 to 255",
                    number.as_str()
                )
            }),
        _ => Err(format!("expected a colour: {WRITTEN}")),
    }
}

const WRITTEN: &str = "\"#rrggbb\", a number from 0 to 255, or a name such as \"red\" or \"light-blue\"";

/// What is said of a text that is no colour.
pub fn no_colour<'a>(text: &str, palette: impl IntoIterator<Item = &'a str>) -> String {
    let known = palette.into_iter().chain(NAMES.iter().map(|(name, _)| *name));
    let meant = match text.starts_with('#') {
        true => "expected six digits such as \"#ff8a80\"".to_owned(),
        false => instead(text, known, &format!("expected {WRITTEN}")),
    };
    format!("{text:?} is no colour; {meant}")
}

/// What to do about a name that nobody knows.
pub fn instead<'a>(given: &str, known: impl IntoIterator<Item = &'a str>, else_say: &str) -> String {
    match nearest(given, known) {
        Some(name) => format!("did you mean {name}?"),
        None => else_say.to_owned(),
    }
}

/// A modifier's name, for whoever looks at a theme.
pub fn modifier_words(modifiers: Modifier) -> Vec<&'static str> {
    let set = MODIFIERS
        .iter()
        .filter(|(_, modifier)| modifiers.contains(*modifier));
    set.map(|(name, _)| *name).collect()
}
