//! The table of an outgoing webhook.
//!
//! ```toml
//! [connect.chat]
//! kind = "webhook"
//! url = "https://chat.example.com/hooks/incidents"
//! secret_file = "/etc/warroom/chat.secret"    # base64, "whsec_" before it or not
//! takes = ["post", "note"]
//! ```

use crate::domain::dispatches::What;
use serde::Deserialize;
use std::path::PathBuf;

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    pub url: String,
    pub secret_file: PathBuf,
    pub takes: Vec<What>,
}

impl Setting {
    pub fn check(&self) -> Vec<String> {
        match self.takes.is_empty() {
            true => vec!["it takes nothing; say what in takes, as in takes = [\"post\"]".to_owned()],
            false => Vec::new(),
        }
    }
}
