//! Webhooks that are let in by a signature and not by a token, as the configuration describes them.
//!
//! ```toml
//! [hooks.pagerduty]
//! kind = "pagerduty"
//! secret_file = "/etc/warroom/pagerduty.secret"
//! [hooks.pagerduty.values.severity]
//! sev1 = ["P1"]
//!
//! [hooks.monitor]
//! kind = "incidents"
//! secret_file = "/etc/warroom/monitor.secret"
//! header = "X-Signature"              # the hex of HMAC-SHA256, "sha256=" before it or not
//! timestamp_header = "X-Timestamp"    # seconds or milliseconds since 1970
//! signed = "{timestamp}.{body}"
//! [hooks.monitor.fields]
//! fingerprint = "id"
//! title = "title"
//! status = "state"
//! started_at = "since"
//! ```

mod signature;

pub use signature::Signed;

use super::json::{Described, Kind, read};
use super::{ReadError, alertmanager, pagerduty, secret};
use crate::domain::alerts::Sighting;
use crate::domain::ids::SourceName;
use crate::domain::text::Clean;
use jiff::Timestamp;
use reqwest::header::{HeaderMap, HeaderName};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Where the body of a signed text stands in it.
const BODY: &str = "{body}";
/// Where the sender's time stands in it.
const TIMESTAMP: &str = "{timestamp}";

/// What is posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Posted {
    /// The body of a Prometheus Alertmanager.
    Alertmanager,
    /// PagerDuty's webhooks, version 3.
    Pagerduty,
    /// Incidents in any JSON, as `items`, `fields` and `values` say.
    Incidents,
}

/// How it is signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Signature {
    /// The hex of HMAC-SHA256 of the text in `signed`, in the header of that name.
    #[default]
    HmacSha256,
    /// As <https://www.standardwebhooks.com> has it, which incident.io and others speak.
    StandardWebhooks,
}

/// One of them: the table `[hooks.NAME]`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hook {
    /// The table's name; whoever reads the table fills it in.
    #[serde(skip)]
    pub name: SourceName,
    pub kind: Posted,
    /// What it is signed with. Read anew for each delivery, so that a new secret needs no restart.
    pub secret_file: PathBuf,
    #[serde(default)]
    pub signature: Signature,
    /// Which header carries the signature; PagerDuty's is known.
    #[serde(default)]
    pub header: Option<String>,
    /// Which header carries the sender's time, where it is part of what is signed.
    #[serde(default)]
    pub timestamp_header: Option<String>,
    /// What is signed: a text with `{body}`, and with `{timestamp}` where there is one.
    #[serde(default)]
    pub signed: Option<String>,
    /// Where the body has the delivery's own id, so that one sent again is the same; PagerDuty's is known.
    #[serde(default)]
    pub id: Option<String>,
    /// Where the incident, or the list of them, is in the body.
    #[serde(default)]
    pub items: String,
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
    #[serde(default)]
    pub values: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

const PAGERDUTY_HEADER: &str = "x-pagerduty-signature";
const PAGERDUTY_ID: &str = "event.id";
const PAGERDUTY_ITEMS: &str = "event.data";

impl Hook {
    /// What is wrong with the description, in sentences; empty when it can be used.
    pub fn check(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let named = |name: &Option<String>| {
            let name = name.as_deref();
            name.is_none_or(|name| HeaderName::try_from(name).is_ok())
        };
        if !named(&self.header) || !named(&self.timestamp_header) {
            faults
                .push("header and timestamp_header are names of headers, such as \"X-Signature\"".to_owned());
        }
        let standard = self.signature == Signature::StandardWebhooks;
        if !standard && self.header_name().is_none() {
            faults.push("header is missing; say which header carries the signature".to_owned());
        }
        let signed = self.signed();
        if signed.matches(BODY).count() != 1 {
            faults.push(format!("signed has to hold {BODY} once"));
        }
        if signed.contains(TIMESTAMP) != self.timestamp_header.is_some() {
            faults.push(format!(
                "timestamp_header and the {TIMESTAMP} in signed go together: a time that is not signed proves nothing"
            ));
        }
        if !standard && self.timestamp_header.is_none() && self.id_path().is_none() {
            faults.push(
                "say where the sender's time is (timestamp_header) or the delivery's id in the body (id); without \
                 either, whoever has read one delivery can send it again"
                    .to_owned(),
            );
        }
        faults.extend(self.described().check_posted());
        faults
    }

    /// Whether a request can be one of its deliveries: it has what is looked for. Tells nothing of the secret.
    pub fn may_be(&self, headers: &HeaderMap) -> bool {
        match self.signature {
            Signature::StandardWebhooks => headers.contains_key("webhook-signature"),
            Signature::HmacSha256 => self.header_name().is_some_and(|name| headers.contains_key(name)),
        }
    }

    /// The signature holds, and the time in it is now; with what is needed to know the delivery again.
    ///
    /// # Errors
    /// What is wrong with the file of the secret. `Ok(None)`: it does not hold.
    pub async fn signed_by(
        &self,
        headers: &HeaderMap,
        body: &[u8],
        now: Timestamp,
    ) -> Result<Option<Signed>, String> {
        let file = self.secret_file.clone();
        // The disk it is on may be far away, and others wait on this thread.
        let read = tokio::task::spawn_blocking(move || secret::word(&file)).await;
        let secret = read.map_err(|_| "was not read: the hub is stopping".to_owned())??;
        Ok(signature::verify(self, secret.as_bytes(), headers, body, now))
    }

    /// Its sender only wants to hear that it has come, and stops sending for a day where it is refused a few times.
    pub fn takes_whatever_is_signed(&self) -> bool {
        self.kind == Posted::Pagerduty
    }

    /// Reads what was posted. `now` stands in for the start of an incident that names none.
    ///
    /// # Errors
    /// It is not what `kind` says.
    pub fn read(&self, body: &[u8], now: Timestamp) -> Result<alertmanager::Reading, ReadError> {
        match self.kind {
            Posted::Alertmanager => alertmanager::read(body, now),
            Posted::Pagerduty | Posted::Incidents => {
                let reading = read::posted(&self.described(), body, now)?;
                let alerts: Vec<Sighting> = read::sightings(reading.items);
                let faults: Vec<Clean> = reading.faults;
                Ok(alertmanager::Reading {
                    alerts,
                    truncated: 0,
                    faults,
                })
            }
        }
    }

    /// As a source that is asked would be described.
    fn described(&self) -> Described {
        let mut described = Described::at(self.name.as_str(), Kind::Incidents, "");
        described.values.clone_from(&self.values);
        described.items.clone_from(&self.items);
        described.fields.clone_from(&self.fields);
        if self.kind == Posted::Pagerduty {
            if self.items.is_empty() {
                PAGERDUTY_ITEMS.clone_into(&mut described.items);
            }
            for (field, path) in pagerduty::read::FIELDS {
                let known = described.fields.entry(field.to_owned());
                known.or_insert_with(|| path.to_owned());
            }
        }
        described
    }

    fn header_name(&self) -> Option<&str> {
        match (&self.header, self.kind) {
            (Some(name), _) => Some(name),
            (None, Posted::Pagerduty) => Some(PAGERDUTY_HEADER),
            (None, Posted::Alertmanager | Posted::Incidents) => None,
        }
    }

    fn id_path(&self) -> Option<&str> {
        match (&self.id, self.kind) {
            (Some(path), _) => Some(path),
            (None, Posted::Pagerduty) => Some(PAGERDUTY_ID),
            (None, Posted::Alertmanager | Posted::Incidents) => None,
        }
    }

    fn signed(&self) -> &str {
        match (&self.signed, &self.timestamp_header) {
            (Some(signed), _) => signed,
            (None, Some(_)) => "{timestamp}.{body}",
            (None, None) => BODY,
        }
    }
}
