//! Where a setting came from, kept beside it for whoever has to change it.

use std::fmt;
use std::path::PathBuf;

/// A setting and its origin.
#[derive(Clone, Debug, PartialEq)]
pub struct Set<T> {
    pub value: T,
    pub origin: Origin,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The line counts from 1.
    File { path: PathBuf, line: usize },
    /// The variable's name.
    Environment(String),
    /// The flag with its dashes.
    Flag(&'static str),
}

impl Origin {
    /// As errors begin: `/etc/warroom/warroom.toml:3`.
    pub fn place(&self) -> String {
        match self {
            Origin::File { path, line } => format!("{}:{line}", path.display()),
            Origin::Environment(variable) => variable.clone(),
            Origin::Flag(flag) => (*flag).to_owned(),
        }
    }
}

/// As messages go on: `from /etc/warroom/warroom.toml line 3`.
impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::File { path, line } => write!(f, "from {} line {line}", path.display()),
            Origin::Environment(variable) => write!(f, "from the environment variable {variable}"),
            Origin::Flag(flag) => write!(f, "from the flag {flag}"),
        }
    }
}
