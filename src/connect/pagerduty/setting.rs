//! The table of PagerDuty.
//!
//! ```toml
//! [connect.pagerduty]
//! kind = "pagerduty"
//! token_file = "/etc/warroom/pagerduty.token"
//! services = ["PIJ90N7"]               # only these; so with teams
//! every = "30s"
//! takes = ["note"]                     # facts and deeds of the timeline become notes there
//! from = "room@example.com"            # whose notes they are: a user of theirs
//! [connect.pagerduty.values.severity]  # their priority in our words
//! sev1 = ["P1"]
//! ```

use crate::domain::dispatches::What;
use crate::domain::span::Span;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// Another one in Europe.
    #[serde(default = "theirs")]
    pub url: String,
    pub token_file: PathBuf,
    #[serde(default = "half_a_minute")]
    pub every: Span,
    #[serde(default)]
    pub services: Vec<String>,
    #[serde(default)]
    pub teams: Vec<String>,
    #[serde(default)]
    pub takes: Vec<What>,
    #[serde(default)]
    pub from: Option<String>,
    #[serde(default)]
    pub values: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

fn theirs() -> String {
    "https://api.pagerduty.com".to_owned()
}

fn half_a_minute() -> Span {
    Span::seconds(30)
}

impl Setting {
    pub fn check(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.every < Span::seconds(1) {
            faults.push("every is less than a second; write it with its unit, as in \"30s\"".to_owned());
        }
        if self.takes.iter().any(|what| *what != What::Note) {
            faults.push("it takes notes alone: takes = [\"note\"]".to_owned());
        }
        let from = self.from.as_deref().unwrap_or_default();
        if !self.takes.is_empty() && !from.contains('@') {
            faults.push(
                "from is missing; PagerDuty takes a note only from the address of one of its users"
                    .to_owned(),
            );
        }
        if !from.bytes().all(|byte| byte.is_ascii_graphic()) {
            faults.push("from is not the address of a user".to_owned());
        }
        faults.extend(super::read::described("pagerduty", &self.values).check_posted());
        faults
    }
}
