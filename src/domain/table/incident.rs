//! Commands about the incident itself: opening it, its scope, its state, its alerts.

use super::{COMMANDS_NOW, May, Offline, Row, row};

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
        "change_severity",
        May::Participants,
        Offline::Asked,
        &["severity_changed"],
        "Raised by anyone; lowering takes the duty and a reason. Re-plans what is not yet done",
    ),
    row(
        "correct_start",
        May::Participants,
        Offline::Asked,
        &["start_corrected"],
        "T0 was another moment, with a reason; re-plans what is not yet done",
    )
    .takes(COMMANDS_NOW),
    row(
        "switch_playbook",
        May::Participants,
        Offline::Asked,
        &["playbook_switched"],
        "It is of another kind; keeps what was done. Takes the duty where somebody commands",
    ),
    row(
        "move_alert",
        May::Participants,
        Offline::Asked,
        &["alert_moved"],
        "Puts an alert into another incident, or back into the inbox",
    ),
    row(
        "merge_incident",
        May::Participants,
        Offline::Asked,
        &["incident_merged", "severity_changed", "state_changed"],
        "The incident named goes on in another. Takes the duty in one of them where somebody commands",
    ),
    row(
        "split_incident",
        May::Participants,
        Offline::Asked,
        &["incident_declared", "incident_split", "accounts_affected"],
        "Part of the incident becomes one of its own. Takes the duty where somebody commands",
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
