//! Declaring an incident, and widening its scope.

use super::escalation::LevelHolder;
use super::ids::{AlertKey, Component, IncidentId};
use super::playbook::Playbook;
use super::severity::Severity;
use super::text::Clean;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Opens an incident by hand, or from an alert in the inbox.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DeclareIncident {
    #[serde(default)]
    pub title: Clean,
    /// Left out: the playbook's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    #[serde(default)]
    pub components: Vec<Component>,
    /// Left out: `unknown`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub playbook: Option<Clean>,
    /// When the first alert was seen; T0. Left out: now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alerted_at: Option<Timestamp>,
    /// An alert of the inbox this is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alert: Option<AlertKey>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IncidentDeclared {
    pub id: IncidentId,
    pub title: Clean,
    pub severity: Severity,
    pub t0: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub firing_since: Option<Timestamp>,
    pub components: Vec<Component>,
    /// Copied in, so that no later edit of the file changes a running incident.
    pub playbook: Arc<Playbook>,
    /// The levels of the policy with the people who hold them by the list.
    pub holders: Vec<LevelHolder>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AddComponent {
    pub component: Component,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ComponentAdded {
    pub component: Component,
}
