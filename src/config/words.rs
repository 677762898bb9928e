//! Settings that are one word each, by key: what the environment and flags can say.

use super::error::ConfigError;
use super::origin::{Origin, Set};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;

/// A setting by its key in the file.
pub type Words = BTreeMap<&'static str, Set<String>>;

/// What the flags say; `None` where a flag was not given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overrides {
    /// Read this file and no other.
    pub config: Option<PathBuf>,
    pub hub: Option<String>,
    /// `--as`
    pub name: Option<String>,
    pub token_file: Option<String>,
    pub ca_file: Option<String>,
    pub listen: Option<String>,
    pub store: Option<String>,
    pub ascii: Option<bool>,
    pub color: Option<String>,
    pub theme: Option<String>,
    pub plain: Option<bool>,
    pub reduced_motion: Option<bool>,
}

impl Overrides {
    pub fn words(&self) -> Words {
        let given = [
            ("hub", "--hub", self.hub.clone()),
            ("name", "--as", self.name.clone()),
            ("token_file", "--token-file", self.token_file.clone()),
            ("ca_file", "--ca-file", self.ca_file.clone()),
            ("listen", "--listen", self.listen.clone()),
            ("store", "--store", self.store.clone()),
            ("ascii", "--ascii", self.ascii.map(|yes| yes.to_string())),
            ("plain", "--plain", self.plain.map(|yes| yes.to_string())),
            (
                "reduced_motion",
                "--reduced-motion",
                self.reduced_motion.map(|yes| yes.to_string()),
            ),
            ("color", "--color", self.color.clone()),
            ("theme", "--theme", self.theme.clone()),
        ];
        let given = given.into_iter().filter_map(|(key, flag, value)| {
            let origin = Origin::Flag(flag);
            Some((
                key,
                Set {
                    value: value?,
                    origin,
                },
            ))
        });
        given.collect()
    }
}

/// What each variable sets, by key. What is not here is somebody else's.
pub const VARIABLES: &[(&str, &str)] = &[
    ("WARROOM_CONFIG", "config"),
    ("WARROOM_HUB", "hub"),
    ("WARROOM_AS", "name"),
    ("WARROOM_NAME", "name"),
    ("WARROOM_TOKEN_FILE", "token_file"),
    ("WARROOM_CA_FILE", "ca_file"),
    ("WARROOM_LISTEN", "listen"),
    ("WARROOM_STORE", "store"),
    ("WARROOM_CURRENCY", "currency"),
    ("WARROOM_ASCII", "ascii"),
    ("WARROOM_PLAIN", "plain"),
    ("WARROOM_REDUCED_MOTION", "reduced_motion"),
    ("WARROOM_COLOR", "color"),
    ("WARROOM_THEME", "theme"),
    ("WARROOM_ZONE", "zone"),
    ("WARROOM_LANGUAGE", "language"),
    ("WARROOM_NOTIFY", "notify"),
    ("WARROOM_TITLE", "title"),
];

/// What the environment says. An empty variable says nothing.
///
/// Errors: a token in the environment, or a value that is not text.
pub fn environment(variables: impl IntoIterator<Item = (OsString, OsString)>) -> Result<Words, ConfigError> {
    let mut words = Words::new();
    for (name, value) in variables {
        let Some(name) = name.to_str() else { continue };
        if value.is_empty() {
            continue;
        }
        if name == "WARROOM_TOKEN" {
            return Err(ConfigError::TokenInEnvironment);
        }
        let Some((_, key)) = VARIABLES.iter().find(|(variable, _)| *variable == name) else {
            continue;
        };
        let origin = Origin::Environment(name.to_owned());
        match value.into_string() {
            Ok(value) => words.insert(key, Set { value, origin }),
            Err(_) => return Err(ConfigError::wrong(&origin, key, "is not UTF-8 text".to_owned())),
        };
    }
    Ok(words)
}
