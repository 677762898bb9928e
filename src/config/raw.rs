//! The file of settings as TOML has it, every setting with the line it is on.

use crate::connect::hook::Hook;
use crate::connect::json::Described;
use crate::connect::vendor::Setting;
use crate::domain::reference::Part;
use crate::domain::sla::Sla;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Raw {
    pub hub: Option<Spanned<String>>,
    pub name: Option<Spanned<String>>,
    pub token_file: Option<Spanned<String>>,
    pub ca_file: Option<Spanned<String>>,
    pub listen: Option<Spanned<String>>,
    pub store: Option<Spanned<String>>,
    pub currency: Option<Spanned<String>>,
    pub ascii: Option<Spanned<bool>>,
    pub plain: Option<Spanned<bool>>,
    pub reduced_motion: Option<Spanned<bool>>,
    pub color: Option<Spanned<String>>,
    pub theme: Option<Spanned<String>>,
    pub zone: Option<Spanned<String>>,
    pub language: Option<Spanned<String>>,
    pub notify: Option<Spanned<String>>,
    pub title: Option<Spanned<bool>>,
    pub on_due: Option<Spanned<Vec<String>>>,
    /// Whatever stands there: a key that is wrong keeps no room from opening.
    pub keys: BTreeMap<String, Spanned<toml::Value>>,
    pub local: RawLocal,
    pub rates: BTreeMap<String, Spanned<f64>>,
    pub component: BTreeMap<String, Spanned<Part>>,
    pub sla: BTreeMap<String, Spanned<Sla>>,
    pub sources: BTreeMap<String, Spanned<Described>>,
    pub hooks: BTreeMap<String, Spanned<Hook>>,
    pub connect: BTreeMap<String, Spanned<Setting>>,
}

/// The local room, where a group shares it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawLocal {
    pub group: Option<Spanned<String>>,
    pub folder: Option<Spanned<String>>,
}

impl Raw {
    /// The settings that are one word, with where each begins.
    pub fn words(&self) -> Vec<(&'static str, String, usize)> {
        let texts = [
            ("hub", &self.hub),
            ("name", &self.name),
            ("token_file", &self.token_file),
            ("ca_file", &self.ca_file),
            ("listen", &self.listen),
            ("store", &self.store),
            ("currency", &self.currency),
            ("color", &self.color),
            ("theme", &self.theme),
            ("zone", &self.zone),
            ("language", &self.language),
            ("notify", &self.notify),
            ("local.group", &self.local.group),
            ("local.folder", &self.local.folder),
        ];
        let texts = texts.into_iter().filter_map(|(key, text)| {
            let text = text.as_ref()?;
            Some((key, text.get_ref().clone(), text.span().start))
        });
        let switches = [
            ("ascii", &self.ascii),
            ("title", &self.title),
            ("plain", &self.plain),
            ("reduced_motion", &self.reduced_motion),
        ];
        let switches = switches.into_iter().filter_map(|(key, switch)| {
            let switch = switch.as_ref()?;
            Some((key, switch.get_ref().to_string(), switch.span().start))
        });
        texts.chain(switches).collect()
    }
}
