//! Several incidents that turn out to be one, or one that turns out to be several; and alerts that belong elsewhere.

use super::ids::{AccountId, AlertKey, Component, IncidentId};
use super::severity::Severity;
use super::text::Clean;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Where an alert belongs: written `inbox` or `INC-1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Inbox,
    Incident(IncidentId),
}

impl Place {
    pub fn incident(self) -> Option<IncidentId> {
        match self {
            Place::Inbox => None,
            Place::Incident(id) => Some(id),
        }
    }
}

impl From<Option<IncidentId>> for Place {
    fn from(incident: Option<IncidentId>) -> Self {
        incident.map_or(Place::Inbox, Place::Incident)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Inbox => f.pad("inbox"),
            Place::Incident(id) => id.fmt(f),
        }
    }
}

impl FromStr for Place {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.trim().eq_ignore_ascii_case("inbox") {
            true => Ok(Place::Inbox),
            false => text.trim().parse().map(Place::Incident),
        }
    }
}

impl Serialize for Place {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Place {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// Puts an alert where it belongs. It names the alert, so the incident named beside it says nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MoveAlert {
    pub alert: AlertKey,
    pub to: Place,
}

/// The incident named goes on in another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MergeIncident {
    pub into: IncidentId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Clean>,
}

/// Part of the incident named becomes one of its own, with the same playbook and the same T0.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SplitIncident {
    pub title: Clean,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<AccountId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<Component>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alerts: Vec<AlertKey>,
    /// Left out: the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
}

/// Recorded once for the incident it left and once for the one it came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlertMoved {
    pub alert: AlertKey,
    pub title: Clean,
    pub from: Place,
    pub to: Place,
}

/// Recorded for the incident that goes on, which takes everything over; then for the one that ends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IncidentMerged {
    pub from: IncidentId,
    pub into: IncidentId,
    pub title: Clean,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Clean>,
}

/// Recorded for the new incident, which takes over what is named; then for the one it came from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IncidentSplit {
    pub from: IncidentId,
    pub into: IncidentId,
    pub title: Clean,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<AccountId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<Component>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alerts: Vec<AlertKey>,
}
