//! What changes the plan of a running incident: its severity, its T0, its playbook.
//!
//! Each re-plans what is not yet done and leaves what was done as it is.

use super::escalation::LevelHolder;
use super::playbook::Playbook;
use super::severity::Severity;
use super::text::Clean;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Raised freely; lowered by the commander or the deputy, with a reason (PagerDuty, GitLab: unknown is treated as
/// higher).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChangeSeverity {
    pub severity: Severity,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Clean>,
}

/// T0 was another moment than was thought when the incident was declared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CorrectStart {
    pub t0: Timestamp,
    pub reason: Clean,
}

/// The incident is of another kind than was thought.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SwitchPlaybook {
    pub playbook: Clean,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Clean>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeverityChanged {
    pub from: Severity,
    pub to: Severity,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Clean>,
    /// Of the levels that the plan asks for at the new severity.
    pub holders: Vec<LevelHolder>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StartCorrected {
    pub from: Timestamp,
    pub to: Timestamp,
    pub reason: Clean,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaybookSwitched {
    /// The name of the one before.
    pub from: Clean,
    /// Copied in, as when an incident is declared.
    pub playbook: Arc<Playbook>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Clean>,
    /// Of the levels that its plan asks for.
    pub holders: Vec<LevelHolder>,
}
