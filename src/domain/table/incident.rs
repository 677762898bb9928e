//! Commands about the incident itself: opening it, its scope, its state, its alerts.

use super::{May, Offline, Row, row};

pub(super) const ROWS: &[Row] = &[
    row(
        "declare_incident",
        May::Participants,
        Offline::Asked,
        &[
            "incident_declared",
            "accounts_affected",
            "alert_fired",
            "alert_cleared",
        ],
        "Opens an incident; T0 never moves by it",
    ),
    row(
        "add_component",
        May::Participants,
        Offline::Asked,
        &["component_added", "accounts_affected"],
        "Widens the scope; adds rows, removes none",
    ),
    row(
        "change_state",
        May::Participants,
        Offline::Asked,
        &["state_changed"],
        "Mitigated, resolved, closed, or open again",
    ),
    row(
        "receive_alerts",
        May::Sources,
        Offline::Asked,
        &[
            "alert_fired",
            "alert_cleared",
            "state_changed",
            "incident_declared",
            "accounts_affected",
        ],
        "What a monitor reports; what is not news is dropped",
    ),
];
