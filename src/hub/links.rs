//! How each vendor is doing, and `GET /v1/connect`, which says it.

use super::Shared;
use super::accounts::view;
use super::auth::Reader;
use super::problem::Refused;
use super::reply::json;
use crate::connect::http::Client;
use crate::connect::vendor::Named;
use crate::domain::ids::SinkName;
use crate::domain::span::Span;
use crate::domain::text::Clean;
use crate::wire::{Connected, VendorLine};
use axum::extract::State;
use axum::response::Response;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Every vendor that is set up, as it is doing.
#[derive(Debug)]
pub struct Links(Mutex<BTreeMap<SinkName, VendorLine>>);

impl Links {
    pub fn new(vendors: &[Named]) -> Links {
        let links = vendors.iter().map(|named| (named.name.clone(), first(named)));
        Links(Mutex::new(links.collect()))
    }

    /// It did what it was asked, and that took so long.
    pub fn worked(&self, name: &SinkName, now: Timestamp, took: Span) {
        self.change(name, |link| {
            link.last_success = Some(now);
            link.lag_ms = u64::try_from(took.0.as_millis()).ok();
            link.failures = 0;
            link.last_error = None;
            link.next_try = None;
        });
    }

    /// It did not; how often in a row that is now.
    pub fn failed(&self, name: &SinkName, why: &str) -> u32 {
        let mut failures = 0;
        self.change(name, |link| {
            link.failures += 1;
            link.last_error = Some(why.into());
            failures = link.failures;
        });
        failures
    }

    pub fn waits_until(&self, name: &SinkName, next: Timestamp) {
        self.change(name, |link| link.next_try = Some(next));
    }

    pub fn queue(&self, name: &SinkName, queue: usize) {
        self.change(name, |link| link.queue = queue);
    }

    /// What of its list could not be used.
    pub fn faults(&self, name: &SinkName, faults: Vec<Clean>) {
        self.change(name, |link| link.faults = faults);
    }

    pub fn all(&self) -> Vec<VendorLine> {
        let links = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        links.values().cloned().collect()
    }

    fn change(&self, name: &SinkName, change: impl FnOnce(&mut VendorLine)) {
        let mut links = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(link) = links.get_mut(name) {
            change(link);
        }
    }
}

fn first(named: &Named) -> VendorLine {
    let vendor = Client::new()
        .map_err(|error| error.to_string())
        .and_then(|client| named.vendor(client));
    let (reads, takes, last_error) = match &vendor {
        Ok(vendor) => (vendor.every().is_some(), vendor.takes(), None),
        Err(why) => (false, Vec::new(), Some(Clean::from(why.as_str()))),
    };
    VendorLine {
        name: named.name.clone(),
        kind: named.kind().into(),
        reads,
        takes,
        last_success: None,
        lag_ms: None,
        failures: 0,
        last_error,
        next_try: None,
        queue: 0,
        faults: Vec::new(),
    }
}

pub async fn connect(State(shared): State<Arc<Shared>>, Reader(who): Reader) -> Result<Response, Refused> {
    view(&who)?;
    let connected = Connected {
        vendors: shared.links.all(),
    };
    // Cannot fail: names, times and numbers.
    Ok(json(serde_json::to_string(&connected).unwrap_or_default()))
}
