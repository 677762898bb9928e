//! One layer of settings, and what lies over what.

use super::error::ConfigError;
use super::origin::{Origin, Set};
use super::raw::Raw;
use super::words::{Overrides, Words};
use crate::connect::hook::Hook;
use crate::connect::json::Described;
use crate::connect::vendor::Setting;
use crate::domain::ids::Component;
use crate::domain::line::line_of;
use crate::domain::reference::Part;
use crate::domain::sla::Sla;
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;
use toml::Spanned;

/// What one file, the environment or the flags say.
#[derive(Clone, Debug, Default)]
pub struct Layer {
    pub words: Words,
    pub rates: BTreeMap<String, Set<f64>>,
    pub components: BTreeMap<Component, Part>,
    pub slas: BTreeMap<String, Set<Sla>>,
    pub sources: BTreeMap<String, Set<Described>>,
    pub hooks: BTreeMap<String, Set<Hook>>,
    pub connect: BTreeMap<String, Set<Setting>>,
    pub keys: BTreeMap<String, Set<toml::Value>>,
    pub on_due: Option<Set<Vec<String>>>,
}

impl Layer {
    /// `Ok(None)` when there is no such file and none is needed.
    pub fn of_file(path: &Path, needed: bool) -> Result<Option<Layer>, ConfigError> {
        match std::fs::read_to_string(path) {
            Ok(text) => Layer::of_text(path, &text).map(Some),
            Err(error) if error.kind() == ErrorKind::NotFound && !needed => Ok(None),
            Err(error) => Err(ConfigError::Unreadable {
                path: path.to_owned(),
                why: error.to_string(),
            }),
        }
    }

    /// `path` is where the text is from, for messages and for the paths in it.
    pub fn of_text(path: &Path, text: &str) -> Result<Layer, ConfigError> {
        let raw: Raw = toml::from_str(text).map_err(|error| ConfigError::of_toml(path, text, &error))?;
        let at = |start: usize| Origin::File {
            path: path.to_owned(),
            line: line_of(text, start),
        };
        let words = raw.words().into_iter();
        let words = words.map(|(key, value, start)| {
            (
                key,
                Set {
                    value,
                    origin: at(start),
                },
            )
        });
        Ok(Layer {
            words: words.collect(),
            rates: raw
                .rates
                .into_iter()
                .map(|(name, rate)| (name, set(rate, at)))
                .collect(),
            components: components(raw.component),
            slas: raw
                .sla
                .into_iter()
                .map(|(name, sla)| (name, set(sla, at)))
                .collect(),
            sources: raw
                .sources
                .into_iter()
                .map(|(name, source)| (name, set(source, at)))
                .collect(),
            hooks: raw
                .hooks
                .into_iter()
                .map(|(name, hook)| (name, set(hook, at)))
                .collect(),
            connect: raw
                .connect
                .into_iter()
                .map(|(name, setting)| (name, set(setting, at)))
                .collect(),
            keys: raw
                .keys
                .into_iter()
                .map(|(action, keys)| (action, set(keys, at)))
                .collect(),
            on_due: raw.on_due.map(|command| set(command, at)),
        })
    }

    pub fn of_words(words: Words) -> Layer {
        Layer {
            words,
            ..Layer::default()
        }
    }

    pub fn of_flags(flags: &Overrides) -> Layer {
        Layer::of_words(flags.words())
    }

    /// This layer over a lower one: settings and named tables replace their like, the rest stays.
    pub fn over(self, lower: Layer) -> Layer {
        let rates = match self.currency() {
            // Rates are into a currency; into another they mean nothing.
            Some(currency) if lower.currency() != Some(currency) => self.rates,
            Some(_) | None => both(lower.rates, self.rates),
        };
        Layer {
            words: both(lower.words, self.words),
            rates,
            components: both(lower.components, self.components),
            slas: both(lower.slas, self.slas),
            sources: both(lower.sources, self.sources),
            hooks: both(lower.hooks, self.hooks),
            connect: both(lower.connect, self.connect),
            keys: both(lower.keys, self.keys),
            on_due: self.on_due.or(lower.on_due),
        }
    }

    fn currency(&self) -> Option<&str> {
        Some(self.words.get("currency")?.value.as_str())
    }
}

fn set<T>(spanned: Spanned<T>, at: impl Fn(usize) -> Origin) -> Set<T> {
    let origin = at(spanned.span().start);
    Set {
        value: spanned.into_inner(),
        origin,
    }
}

fn components(named: BTreeMap<String, Spanned<Part>>) -> BTreeMap<Component, Part> {
    let named = named.into_iter();
    named
        .map(|(name, part)| (Component::from(name.as_str()), part.into_inner()))
        .collect()
}

fn both<K: Ord, V>(mut lower: BTreeMap<K, V>, upper: BTreeMap<K, V>) -> BTreeMap<K, V> {
    lower.extend(upper);
    lower
}
