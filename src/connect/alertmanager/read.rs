//! The bytes of Alertmanager as sightings: of its webhook, version 4, and of the list of its API, version 2.
//!
//! The title is the annotation `title`, if a rule has one, else the alert's name: `CheckoutErrorRate` can be searched
//! for and is the same in every region and every minute, where a summary such as "5xx > 3%" says neither what it is
//! about nor the same thing twice. The summary is kept beside it.

use super::Reading;
use crate::connect::coerce::{quoted, text, time};
use crate::connect::faults::Faults;
use crate::connect::watch::Listed;
use crate::connect::{ReadError, parse};
use crate::domain::alerts::{Sighting, Signal};
use crate::domain::text::Clean;
use jiff::Timestamp;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

const VERSION: &str = "4";

/// Reads one webhook. An alert whose start is missing, unreadable or "never" starts when it was `received`.
///
/// # Errors
/// When it is not JSON, or no object with a list `alerts`. One bad alert among good ones is a fault, not an error.
pub fn read(body: &[u8], received: Timestamp) -> Result<Reading, ReadError> {
    let body = parse(body)?;
    let Some(alerts) = body.get("alerts").and_then(Value::as_array) else {
        let why = "it has no list `alerts`; expected the webhook of a Prometheus Alertmanager";
        return Err(ReadError::Shape(why.into()));
    };
    let mut faults = Faults::default();
    // The shape has outlived one version before; an alert that can be read is worth more than its version.
    if body.get("version").and_then(Value::as_str) != Some(VERSION) {
        let version = body
            .get("version")
            .map_or("no version".to_owned(), Value::to_string);
        faults.push(format!(
            "the webhook says {}, not \"{VERSION}\"; read all the same",
            quoted(&version)
        ));
    }
    let (sightings, _) = sightings(alerts, received, &mut faults, told);
    Ok(Reading {
        alerts: sightings,
        truncated: body.get("truncatedAlerts").and_then(Value::as_u64).unwrap_or(0),
        faults: faults.into_lines(),
    })
}

/// Reads the whole list of its API, `GET /api/v2/alerts`. What has resolved is not in it.
///
/// # Errors
/// When it is not JSON, or no list. One bad alert among good ones is a fault, not an error.
pub fn read_list(body: &[u8], received: Timestamp) -> Result<Listed, ReadError> {
    let body = parse(body)?;
    let Some(alerts) = body.as_array() else {
        let why = "it is not a list; expected the alerts of a Prometheus Alertmanager, so check the url";
        return Err(ReadError::Shape(why.into()));
    };
    let mut faults = Faults::default();
    let (alerts, left_out) = sightings(alerts, received, &mut faults, listed);
    Ok(Listed {
        alerts,
        left_out,
        faults: faults.into_lines(),
    })
}

/// Since when it runs, by its `GET /api/v2/status`; `None` where it does not say.
///
/// # Errors
/// It is not JSON.
pub fn read_start(body: &[u8]) -> Result<Option<Timestamp>, ReadError> {
    let body = parse(body)?;
    Ok(time(body.get("uptime").unwrap_or(&Value::Null)).unwrap_or(None))
}

/// What can be read of them, and how many cannot.
fn sightings(
    alerts: &[Value],
    received: Timestamp,
    faults: &mut Faults,
    signal: fn(&Map<String, Value>) -> Result<Signal, String>,
) -> (Vec<Sighting>, usize) {
    let mut sightings = Vec::new();
    for (index, alert) in alerts.iter().enumerate() {
        let mut fault = |why: &str| faults.push(format!("alert {} of {}: {why}", index + 1, alerts.len()));
        match sighting(alert, received, signal, &mut fault) {
            Ok(sighting) => sightings.push(sighting),
            Err(why) => fault(&why),
        }
    }
    let left_out = alerts.len() - sightings.len();
    (sightings, left_out)
}

/// Each alert of a webhook has its own: a group stays firing while one of its alerts is resolved.
fn told(alert: &Map<String, Value>) -> Result<Signal, String> {
    match alert.get("status").and_then(Value::as_str) {
        Some("firing") => Ok(Signal::Firing),
        Some("resolved") => Ok(Signal::Cleared),
        Some(other) => Err(format!(
            "its status {} is neither firing nor resolved",
            quoted(other)
        )),
        None => Err("it has no status".to_owned()),
    }
}

/// An alert in the list fires. Whether it is suppressed is said twice, and a new version may have a new word for why.
fn listed(alert: &Map<String, Value>) -> Result<Signal, String> {
    let status = alert.get("status").and_then(Value::as_object);
    let status = status.ok_or("it has no status")?;
    let by = |list: &str| {
        status
            .get(list)
            .and_then(Value::as_array)
            .is_some_and(|list| !list.is_empty())
    };
    let suppressed = status.get("state").and_then(Value::as_str) == Some("suppressed")
        || ["silencedBy", "inhibitedBy", "mutedBy"].into_iter().any(by);
    Ok(match suppressed {
        true => Signal::Suppressed,
        false => Signal::Firing,
    })
}

fn sighting(
    alert: &Value,
    received: Timestamp,
    signal: fn(&Map<String, Value>) -> Result<Signal, String>,
    fault: &mut impl FnMut(&str),
) -> Result<Sighting, String> {
    let alert = alert.as_object().ok_or("is not an object")?;
    let signal = signal(alert)?;
    let labels = words(alert, "labels", fault);
    let annotations = words(alert, "annotations", fault);
    let summary = annotations
        .get("summary")
        .or_else(|| annotations.get("description"));
    let title = annotations
        .get("title")
        .or_else(|| labels.get("alertname"))
        .or(summary)
        .ok_or("it has neither a name nor a summary")?;
    let fingerprint = match text(alert.get("fingerprint").unwrap_or(&Value::Null)) {
        Ok(Some(sent)) => sent,
        Ok(None) | Err(_) if labels.is_empty() => {
            return Err("it has neither a fingerprint nor labels".to_owned());
        }
        Ok(None) | Err(_) => fingerprint(&labels),
    };
    let started_at = time(alert.get("startsAt").unwrap_or(&Value::Null)).unwrap_or_else(|why| {
        fault(&format!("startsAt: {why}"));
        None
    });
    let url = alert.get("generatorURL").and_then(Value::as_str);
    let url = url.filter(|url| url.starts_with("http://") || url.starts_with("https://"));
    Ok(Sighting {
        fingerprint: fingerprint.into(),
        title: Clean::line(title),
        summary: summary.map(|summary| Clean::line(summary)),
        labels: labels
            .iter()
            .map(|(key, value)| (Clean::line(key), Clean::line(value)))
            .collect(),
        signal,
        started_at: started_at.unwrap_or(received),
        url: url.map(Clean::from),
    })
}

/// The labels or annotations that say something, as they were sent.
fn words(alert: &Map<String, Value>, of: &str, fault: &mut impl FnMut(&str)) -> BTreeMap<String, String> {
    let given = match alert.get(of) {
        Some(Value::Object(given)) => given,
        Some(Value::Null) | None => return BTreeMap::new(),
        Some(_) => {
            fault(&format!("its {of} are not an object"));
            return BTreeMap::new();
        }
    };
    let mut words = BTreeMap::new();
    for (key, value) in given {
        match text(value) {
            Ok(Some(value)) => drop(words.insert(key.clone(), value)),
            Ok(None) => {}
            Err(why) => fault(&format!("{of} {}: {why}", quoted(key))),
        }
    }
    words
}

/// As Alertmanager itself makes it (FNV-1a of the sorted labels, each part ended by 0xFF), so that an alert is the
/// same one whether its sender wrote the fingerprint or not.
fn fingerprint(labels: &BTreeMap<String, String>) -> String {
    let bytes = labels.iter().flat_map(|(key, value)| {
        let ended = |part: &'_ str| part.bytes().chain([0xff]).collect::<Vec<_>>();
        [ended(key), ended(value)].concat()
    });
    let sum = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{sum:016x}")
}
