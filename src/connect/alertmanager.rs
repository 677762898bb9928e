//! Prometheus Alertmanager: its webhook, which also Grafana and others send.

mod read;

pub use read::read;

use crate::domain::alerts::Sighting;
use crate::domain::text::Clean;

/// What one webhook said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    pub alerts: Vec<Sighting>,
    /// How many alerts the sender left out (`max_alerts`); no later body brings just those.
    pub truncated: u64,
    /// What could not be used, in sentences; the rest could.
    pub faults: Vec<Clean>,
}
