//! What each setting takes, and how it is written.

use super::error::ConfigError;
use super::origin::{Origin, Set};
use super::words::Words;
use crate::directory::columns;
use crate::domain::ids::Name;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Where a hub is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HubAddress {
    /// `https://hub.example.com`, without a slash at its end.
    Url(String),
    /// The path of a Unix socket.
    Unix(PathBuf),
}

/// How many colours to draw with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colour {
    /// Judged from the environment.
    #[default]
    Auto,
    Never,
    Sixteen,
    Indexed,
    True,
}

/// What calls somebody who looks elsewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Notify {
    Off,
    /// The terminal's bell.
    #[default]
    Bell,
    /// A notification of the desktop, by the terminal (OSC 9).
    Osc,
}

/// Settings by key, to be asked for one by one.
pub struct Reader<'a> {
    pub words: &'a Words,
    /// What `~/` stands for.
    pub home: Option<&'a Path>,
}

impl Reader<'_> {
    /// A setting; `parse` fails with the rest of a sentence that begins with what was found.
    pub fn value<T>(
        &self,
        key: &'static str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Result<Option<Set<T>>, ConfigError> {
        let Some(Set { value, origin }) = self.words.get(key) else {
            return Ok(None);
        };
        match parse(value.trim()) {
            Ok(value) => Ok(Some(Set {
                value,
                origin: origin.clone(),
            })),
            Err(why) => Err(ConfigError::wrong(
                origin,
                key,
                format!("{:?} {why}", shown(value)),
            )),
        }
    }

    /// A setting with a path in it; `parse` is given what makes a path of its text.
    pub fn with_path<T>(
        &self,
        key: &'static str,
        parse: impl FnOnce(&str, &dyn Fn(&str) -> PathBuf) -> Result<T, String>,
    ) -> Result<Option<Set<T>>, ConfigError> {
        let Some(Set { origin, .. }) = self.words.get(key) else {
            return Ok(None);
        };
        let resolved = |path: &str| self.path_from(Path::new(path), origin);
        self.value(key, |text| parse(text, &resolved))
    }

    /// A path as its origin means it: in a file, beside that file; elsewhere, where the process stands.
    pub fn path_from(&self, path: &Path, origin: &Origin) -> PathBuf {
        if let (Ok(rest), Some(home)) = (path.strip_prefix("~"), self.home) {
            return home.join(rest);
        }
        match origin {
            Origin::File { path: file, .. } => file.parent().unwrap_or(Path::new("")).join(path),
            Origin::Environment(_) | Origin::Flag(_) => path.to_owned(),
        }
    }
}

/// What was found, without the password an address may hold.
fn shown(found: &str) -> String {
    match (found.find("://"), found.rfind('@')) {
        (Some(scheme), Some(at)) if scheme + 3 < at => format!("{}...{}", &found[..scheme + 3], &found[at..]),
        _ => found.to_owned(),
    }
}

pub fn hub(text: &str, resolved: &dyn Fn(&str) -> PathBuf) -> Result<HubAddress, String> {
    let expected = "expected a URL such as https://hub.example.com, or unix:PATH";
    if let Some(path) = text.strip_prefix("unix:") {
        return match path.is_empty() {
            true => Err(format!("names no socket; {expected}")),
            false => Ok(HubAddress::Unix(resolved(path))),
        };
    }
    let rest = text.strip_prefix("https://").or(text.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split('/').next());
    match host {
        Some(host) if host.contains('@') => {
            Err("holds a name or a password; put the token in a file and name it in token_file".to_owned())
        }
        Some(host) if !host.is_empty() && !text.contains(char::is_whitespace) => {
            Ok(HubAddress::Url(text.trim_end_matches('/').to_owned()))
        }
        Some(_) | None => Err(format!("is not where a hub is; {expected}")),
    }
}

pub fn name(text: &str) -> Result<Name, String> {
    match text.is_empty() {
        true => Err("is no name; expected the name you sign in with".to_owned()),
        false => Ok(Name::from(text)),
    }
}

pub fn group(text: &str) -> Result<String, String> {
    match text.is_empty() || text.contains(char::is_whitespace) {
        true => Err("is no group; expected the name of a group of this machine such as sre".to_owned()),
        false => Ok(text.to_owned()),
    }
}

pub fn path(text: &str, resolved: &dyn Fn(&str) -> PathBuf) -> Result<PathBuf, String> {
    match text.is_empty() {
        true => Err("is no path; expected the path of a file".to_owned()),
        false => Ok(resolved(text)),
    }
}

pub fn store(text: &str, resolved: &dyn Fn(&str) -> PathBuf) -> Result<PathBuf, String> {
    match text.strip_prefix("sqlite:") {
        Some(path) if !path.is_empty() => Ok(resolved(path)),
        Some(_) | None => Err("is not a store; expected sqlite:PATH".to_owned()),
    }
}

pub fn listen(text: &str) -> Result<SocketAddr, String> {
    let local = text.replace("localhost:", "127.0.0.1:");
    local.parse().map_err(|_| {
        "is not where a hub can listen; expected an address and a port such as 127.0.0.1:7420".to_owned()
    })
}

pub fn yes_or_no(text: &str) -> Result<bool, String> {
    columns::yes_or_no(text).map_err(|why| format!("{why}; expected true or false"))
}

pub fn notify(text: &str) -> Result<Notify, String> {
    match text {
        "off" => Ok(Notify::Off),
        "bell" => Ok(Notify::Bell),
        "osc" => Ok(Notify::Osc),
        _ => Err("is no way to be called; expected off, bell or osc".to_owned()),
    }
}

pub fn theme(text: &str) -> Result<String, String> {
    match text.is_empty() {
        true => Err("is no name of a theme; expected one that `warroom theme list` names".to_owned()),
        false => Ok(text.to_owned()),
    }
}

/// The name of a file without its end, and never a way to another folder.
pub fn language(text: &str) -> Result<String, String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_@".contains(c);
    match !text.is_empty() && text.chars().all(plain) {
        true => Ok(text.to_owned()),
        false => Err(
            "is no name of a language; expected en, pseudo, or that of a file in words/ such as de"
                .to_owned(),
        ),
    }
}

pub fn colour(text: &str) -> Result<Colour, String> {
    match text {
        "auto" => Ok(Colour::Auto),
        "never" => Ok(Colour::Never),
        "16" => Ok(Colour::Sixteen),
        "256" => Ok(Colour::Indexed),
        "true" => Ok(Colour::True),
        _ => Err("is not how many colours to use; expected auto, never, 16, 256 or true".to_owned()),
    }
}
