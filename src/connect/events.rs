//! PagerDuty's Events API, version 2, as any monitor that pages there speaks it: one event as a sighting.

use super::coerce::{text, time};
use super::{ReadError, parse};
use crate::domain::alerts::{Sighting, Signal};
use crate::domain::text::Clean;
use jiff::Timestamp;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// PagerDuty's own limit on a key, in characters.
const LONGEST_KEY: usize = 255;
/// And on a summary; it cuts a longer one.
const LONGEST_SUMMARY: usize = 1024;
/// Of the custom details only what can be a label becomes one: a playbook may match it.
const LONGEST_LABEL: usize = 120;
const MOST_LABELS: usize = 32;

const SEVERITIES: [&str; 4] = ["critical", "error", "warning", "info"];

/// One event as it was posted, and not yet known whose it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Posted(Map<String, Value>);

/// What it says.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    pub dedup_key: Clean,
    /// `None`: somebody has acknowledged it over there, which changes nothing about the alert.
    pub sighting: Option<Sighting>,
}

impl Posted {
    /// # Errors
    /// It is no JSON object.
    pub fn parse(body: &[u8]) -> Result<Posted, ReadError> {
        match parse(body)? {
            Value::Object(event) => Ok(Posted(event)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                Err(ReadError::Shape("it is not an object; expected one event".into()))
            }
        }
    }

    /// The token it comes with; empty where it has none.
    pub fn routing_key(&self) -> &str {
        let key = self.0.get("routing_key").and_then(Value::as_str);
        key.unwrap_or_default()
    }

    /// `now` stands in for the start of an alert that names none.
    ///
    /// # Errors
    /// What is wrong with it, each in PagerDuty's words.
    pub fn read(&self, now: Timestamp) -> Result<Said, Vec<String>> {
        let mut wrong = Vec::new();
        let key = self.word("dedup_key").unwrap_or_else(|| {
            wrong.push("'dedup_key' is not text".to_owned());
            None
        });
        let key = key.map(Clean::from);
        if key.as_ref().is_some_and(|key| key.chars().count() > LONGEST_KEY) {
            wrong.push(format!("'dedup_key' is longer than {LONGEST_KEY} characters"));
        }
        let signal = match self.0.get("event_action").and_then(Value::as_str) {
            Some("trigger") => Some(Signal::Firing),
            Some("resolve") => Some(Signal::Cleared),
            Some("acknowledge") => None,
            Some(_) | None => {
                wrong.push("'event_action' must be one of trigger, acknowledge, resolve".to_owned());
                return Err(wrong);
            }
        };
        if key.is_none() && signal != Some(Signal::Firing) {
            wrong.push("'dedup_key' is missing or blank".to_owned());
        }
        let payload = self.payload(signal, &mut wrong);
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let dedup_key = key.unwrap_or_else(|| self.own_key());
        let sighting = signal.map(|signal| self.sighting(&dedup_key, signal, payload, now));
        Ok(Said { dedup_key, sighting })
    }

    /// What triggers says what of; for what ends something the key is enough.
    fn payload(&self, signal: Option<Signal>, wrong: &mut Vec<String>) -> Map<String, Value> {
        let payload = self.0.get("payload").and_then(Value::as_object);
        let payload = payload.cloned().unwrap_or_default();
        if signal == Some(Signal::Firing) {
            for field in ["summary", "source"] {
                if !matches!(text(payload.get(field).unwrap_or(&Value::Null)), Ok(Some(_))) {
                    wrong.push(format!("'payload.{field}' is missing or blank"));
                }
            }
            let severity = payload.get("severity").and_then(Value::as_str);
            if !severity.is_some_and(|severity| SEVERITIES.contains(&severity)) {
                wrong.push(format!(
                    "'payload.severity' must be one of {}",
                    SEVERITIES.join(", ")
                ));
            }
        }
        payload
    }

    fn sighting(&self, key: &Clean, signal: Signal, payload: Map<String, Value>, now: Timestamp) -> Sighting {
        let said = |field: &str| text(payload.get(field).unwrap_or(&Value::Null)).unwrap_or(None);
        let summary = said("summary").unwrap_or_else(|| key.to_string());
        let title: String = summary.chars().take(LONGEST_SUMMARY).collect();
        let mut labels = details(payload.get("custom_details"));
        for field in ["source", "severity", "component", "group", "class"] {
            if let Some(value) = said(field) {
                labels.insert(field.into(), value.into());
            }
        }
        if let Some(client) = self.word("client").flatten() {
            labels.insert("client".into(), client.into());
        }
        let started_at = payload.get("timestamp").and_then(|at| time(at).ok().flatten());
        Sighting {
            fingerprint: key.clone(),
            title: title.into(),
            summary: None,
            labels,
            signal,
            started_at: started_at.unwrap_or(now),
            url: self.url(),
        }
    }

    /// The first address it gives for people to look at.
    fn url(&self) -> Option<Clean> {
        let links = self
            .0
            .get("links")
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        let links = links.filter_map(|link| link.get("href")?.as_str());
        let client = self.0.get("client_url").and_then(Value::as_str);
        let mut web = links
            .chain(client)
            .filter(|url| url.starts_with("http://") || url.starts_with("https://"));
        web.next().map(Clean::line)
    }

    /// Where the sender gives none: the same for the same event, so that one sent again is no second alert.
    fn own_key(&self) -> Clean {
        let mut event = self.0.clone();
        event.remove("routing_key");
        let hash = Sha256::digest(Value::Object(event).to_string());
        let hex: String = hash[..16].iter().map(|byte| format!("{byte:02x}")).collect();
        hex.into()
    }

    /// `None`: it is there and no text; `Some(None)`: it is not there, or says nothing.
    fn word(&self, field: &str) -> Option<Option<String>> {
        text(self.0.get(field).unwrap_or(&Value::Null)).ok()
    }
}

/// The custom details that can be labels. They may be text as well, which is not for machines.
fn details(details: Option<&Value>) -> BTreeMap<Clean, Clean> {
    let details = details.and_then(Value::as_object).into_iter().flatten();
    let labels = details.filter_map(|(name, value)| {
        let value = match value {
            Value::String(value) if value.contains('\n') => None,
            Value::String(_) | Value::Number(_) | Value::Bool(_) => text(value).ok().flatten(),
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        }?;
        let short = |text: &str| text.chars().count() <= LONGEST_LABEL;
        (short(name) && short(&value)).then(|| (Clean::line(name), Clean::from(value)))
    });
    labels.take(MOST_LABELS).collect()
}
