//! PagerDuty's incidents as sightings: the fields that its API and its webhooks have alike.

use crate::connect::json::read::{Reading, read};
use crate::connect::json::{Described, Kind};
use crate::connect::{ReadError, parse};
use jiff::Timestamp;
use serde_json::Value;
use std::collections::BTreeMap;

/// Our name of each field to where they have it.
pub const FIELDS: [(&str, &str); 8] = [
    ("fingerprint", "id"),
    ("title", "title"),
    ("status", "status"),
    ("started_at", "created_at"),
    ("url", "html_url"),
    ("service", "service.summary"),
    ("severity", "priority.summary"),
    ("label.urgency", "urgency"),
];

/// One page of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    pub reading: Reading,
    /// They say that there is another.
    pub more: bool,
}

/// The list as any JSON API would be described.
pub fn described(name: &str, values: &BTreeMap<String, BTreeMap<String, Vec<String>>>) -> Described {
    let mut described = Described::at(name, Kind::Incidents, "");
    "incidents".clone_into(&mut described.items);
    described.values.clone_from(values);
    let fields = FIELDS.map(|(field, path)| (field.to_owned(), path.to_owned()));
    described.fields = fields.into();
    described
}

/// # Errors
/// It is not JSON, or has no list of incidents.
pub fn page(described: &Described, body: &[u8], now: Timestamp) -> Result<Page, ReadError> {
    let more = parse(body)?.get("more").and_then(Value::as_bool);
    Ok(Page {
        reading: read(described, body, now)?,
        more: more == Some(true),
    })
}
