//! The table of an Alertmanager that is asked, beside what it posts.
//!
//! ```toml
//! [connect.alertmanager]               # it posts to /v1/hooks/alertmanager
//! kind = "alertmanager"
//! url = "http://alertmanager:9093"
//! receiver = "warroom"                 # only what is routed there; without it, everything that fires
//! every = "15s"
//! token_file = "/etc/warroom/alertmanager.token"   # where something before it wants one
//! ```

use crate::connect::secret;
use crate::domain::span::Span;
use serde::Deserialize;
use std::path::PathBuf;

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// Up to where `/api/v2` begins.
    pub url: String,
    /// By its name, or a pattern of names.
    #[serde(default)]
    pub receiver: Option<String>,
    #[serde(default = "quarter_of_a_minute")]
    pub every: Span,
    #[serde(default)]
    pub token_file: Option<PathBuf>,
    /// How the token is sent, as a bearer unless said otherwise.
    #[serde(default)]
    pub header: Option<String>,
}

fn quarter_of_a_minute() -> Span {
    Span::seconds(15)
}

impl Setting {
    pub fn check(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.every < Span::seconds(1) {
            faults.push("every is less than a second; write it with its unit, as in \"15s\"".to_owned());
        }
        if self
            .receiver
            .as_deref()
            .is_some_and(|receiver| receiver.trim().is_empty())
        {
            faults.push("receiver is empty; name one of Alertmanager's, or leave it out".to_owned());
        }
        let header = self.header.as_deref();
        if header.is_some() || self.token_file.is_some() {
            faults.extend(secret::fault(
                header.unwrap_or(secret::BEARER),
                self.token_file.is_some(),
            ));
        }
        faults
    }
}
