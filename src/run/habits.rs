//! What somebody has chosen for their own screen: the keys, what calls them, and the title of the window.

use super::look::Look;
use crate::config::origin::Set;
use crate::config::values::Notify;
use crate::config::{Config, language};
use crate::domain::speech::Language;
use crate::tui::canvas::Lines;
use crate::tui::keys::{Keymap, Wish};
use crate::tui::osc::Through;
use std::path::PathBuf;

/// All of it, as far as it could be taken over.
#[derive(Clone, Debug)]
pub struct Habits {
    pub keys: Keymap,
    /// Why some keys are those of the table and not those that were chosen, each in a sentence with its place.
    pub faults: Vec<String>,
    pub notify: Notify,
    /// What is run for a newly overdue due.
    pub on_due: Option<Vec<String>>,
    pub titled: bool,
    pub through: Through,
    /// The terminal takes nothing but ASCII.
    pub ascii: bool,
    /// What the screen speaks; `None` is English.
    pub language: Option<&'static Language>,
}

impl Habits {
    pub fn of(config: &Config, look: &Look, env: &dyn Fn(&str) -> Option<String>) -> Habits {
        let (keys, faults) = chosen(config);
        Habits {
            keys,
            faults,
            notify: config
                .screen
                .notify
                .as_ref()
                .map_or_else(Notify::default, |set| set.value),
            on_due: config.on_due.as_ref().map(|set| set.value.clone()),
            titled: config.screen.title.as_ref().is_none_or(|set| set.value),
            through: Through::of(env),
            ascii: look.lines == Lines::Ascii,
            language: None,
        }
    }

    /// In the language that was chosen, as far as these folders have it.
    pub fn speaking(mut self, chosen: Option<&Set<String>>, folders: &[PathBuf]) -> Habits {
        let Some(chosen) = chosen else { return self };
        let (language, faults) = language::load(&chosen.value, folders);
        self.language = language.map(Language::kept);
        let more = faults.len().saturating_sub(1);
        self.faults.extend(faults.first().map(|first| match more {
            0 => first.to_string(),
            _ => format!("{first} (and {more} more: `warroom doctor`)"),
        }));
        self
    }

    /// For a rehearsal: nobody is called who is not there.
    pub fn rehearsed(self) -> Habits {
        Habits { on_due: None, ..self }
    }
}

/// The keys as they were chosen, and what of that cannot be.
pub fn chosen(config: &Config) -> (Keymap, Vec<String>) {
    let mut faults = Vec::new();
    let mut wishes = Vec::new();
    let mut places = Vec::new();
    for (action, set) in &config.keys {
        let place = set.origin.place();
        match keys(&set.value) {
            Some(keys) => {
                wishes.push(Wish {
                    action: action.clone(),
                    keys,
                });
                places.push(place);
            }
            None => faults.push(format!(
                "{place}: keys.{action}: expected a key such as \"c\", or a list of keys; the usual key stands"
            )),
        }
    }
    let (map, refused) = Keymap::chosen(&wishes);
    faults.extend(refused.into_iter().map(|fault| {
        let (place, action) = (&places[fault.at], &wishes[fault.at].action);
        format!("{place}: keys.{action}: {}; the usual key stands", fault.what)
    }));
    (map, faults)
}

/// One key, or a list of them.
fn keys(value: &toml::Value) -> Option<Vec<String>> {
    match value {
        toml::Value::String(key) => Some(vec![key.clone()]),
        toml::Value::Array(keys) => keys.iter().map(|key| key.as_str().map(str::to_owned)).collect(),
        _ => None,
    }
}
