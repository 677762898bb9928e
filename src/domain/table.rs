//! The one table of commands: who may ask, what happens without the hub, what comes of it, and who can take it back.

use super::actor::Access;

/// Who may ask, by access. What a duty adds is decided with the command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum May {
    /// Everyone who takes part.
    Participants,
    /// Sources and administrators: facts that machines report.
    Sources,
    /// Participants with the access lead, commander or admin; and sources, which bring lists by themselves.
    Leads,
    /// The hub itself, on its timer.
    Hub,
}

impl May {
    pub(super) fn allows(self, access: Access) -> bool {
        match self {
            May::Participants => access.takes_part(),
            May::Sources => matches!(access, Access::Source | Access::Admin),
            May::Leads => matches!(
                access,
                Access::Lead | Access::Commander | Access::Admin | Access::Source
            ),
            May::Hub => access == Access::Admin,
        }
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            May::Participants => "access to take part (advocate or more)",
            May::Sources => "the access source or admin",
            May::Leads => "the access lead, commander, admin or source",
            May::Hub => "the hub itself",
        }
    }
}

/// What a screen does with it while the hub is away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offline {
    /// Only you know it: shown at once, kept, delivered later.
    Kept,
    /// Others act on it: never shown as done before the hub says so.
    Asked,
}

/// Who may take over a claim.
pub const DIRECTS_CALLS: &str = "the commander or the CS lead";
/// Who may say what the plan is.
pub const COMMANDS_NOW: &str = "the commander or the deputy";
/// Who may withdraw what can be withdrawn.
const KEEPS_RECORD: &str = "its author, the scribe or the commander";

/// One row of the table of commands.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    pub kind: &'static str,
    pub may: May,
    /// The duty it takes besides, in words; the access `admin` does as well.
    pub duty: Option<&'static str>,
    pub offline: Offline,
    /// The kinds of events it can cause.
    pub events: &'static [&'static str],
    /// Who can withdraw what it caused with `take_back`, in words. Which of its lines those are, and until when, is
    /// decided line by line: [`Entry::undoable`](super::timeline::Entry::undoable).
    pub undo: Option<&'static str>,
    pub about: &'static str,
}

const fn row(
    kind: &'static str,
    may: May,
    offline: Offline,
    events: &'static [&'static str],
    about: &'static str,
) -> Row {
    Row {
        kind,
        may,
        duty: None,
        offline,
        events,
        undo: None,
        about,
    }
}

impl Row {
    const fn takes(self, duty: &'static str) -> Row {
        Row {
            duty: Some(duty),
            ..self
        }
    }

    const fn undoable(self) -> Row {
        Row {
            undo: Some(KEEPS_RECORD),
            ..self
        }
    }
}

/// The one table: access, duty, behaviour without the hub, events, undo, and a line for the documentation.
pub const COMMANDS: &[Row] = &[
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
    row(
        "take_role",
        May::Participants,
        Offline::Asked,
        &["role_taken"],
        "Takes a duty, or gives it to someone",
    )
    .undoable(),
    row(
        "try_level",
        May::Participants,
        Offline::Kept,
        &["level_tried"],
        "Somebody tried to inform a level of the policy",
    )
    .undoable(),
    row(
        "inform_level",
        May::Participants,
        Offline::Asked,
        &["level_informed"],
        "A level of the policy knows, with proof",
    )
    .undoable(),
    row(
        "skip_level",
        May::Participants,
        Offline::Asked,
        &["level_skipped"],
        "A level is left out, with a reason",
    )
    .undoable(),
    row(
        "claim_account",
        May::Participants,
        Offline::Asked,
        &["claim_ended", "account_claimed"],
        "I am calling them",
    ),
    row(
        "release_claim",
        May::Participants,
        Offline::Asked,
        &["claim_ended"],
        "I am not calling them after all",
    ),
    row(
        "extend_claim",
        May::Participants,
        Offline::Asked,
        &["claim_extended"],
        "I am still at it",
    ),
    row(
        "take_over_claim",
        May::Participants,
        Offline::Asked,
        &["claim_ended", "account_claimed"],
        "Commander or CS lead takes a claim, with a reason",
    )
    .takes(DIRECTS_CALLS),
    row(
        "end_claims",
        May::Hub,
        Offline::Asked,
        &["claim_ended"],
        "Ends the claims whose time is over",
    ),
    row(
        "start_call",
        May::Participants,
        Offline::Asked,
        &["claim_ended", "account_claimed", "call_started"],
        "I am on the phone with them now",
    ),
    row(
        "record_attempt",
        May::Participants,
        Offline::Kept,
        &[
            "accounts_affected",
            "attempt_recorded",
            "promise_made",
            "claim_ended",
        ],
        "How one try to reach someone ended",
    )
    .undoable(),
    row(
        "pin_account",
        May::Participants,
        Offline::Asked,
        &["account_pinned"],
        "Puts an account first on the call list",
    )
    .undoable(),
    row(
        "tick_step",
        May::Participants,
        Offline::Kept,
        &["step_ticked"],
        "Ticks a step of a checklist",
    )
    .undoable(),
    row(
        "untick_step",
        May::Participants,
        Offline::Kept,
        &["step_unticked"],
        "Takes a tick away",
    ),
    row(
        "make_promise",
        May::Participants,
        Offline::Kept,
        &["promise_made"],
        "A dated \"we will\" with an owner",
    )
    .undoable(),
    row(
        "keep_promise",
        May::Participants,
        Offline::Kept,
        &["promise_kept"],
        "The promise is kept",
    )
    .undoable(),
    row(
        "write_note",
        May::Participants,
        Offline::Kept,
        &["note_written"],
        "A fact, a guess or a deed for the timeline",
    )
    .undoable(),
    row(
        "set_intent",
        May::Participants,
        Offline::Asked,
        &["intent_set"],
        "The commander's intent for the next while",
    )
    .takes(COMMANDS_NOW)
    .undoable(),
    row(
        "record_post",
        May::Participants,
        Offline::Asked,
        &["post_recorded"],
        "A text is live on the public page",
    ),
    row(
        "take_back",
        May::Participants,
        Offline::Kept,
        &["taken_back"],
        "Withdraws something recorded; both stay in the log",
    ),
    row(
        "import_directory",
        May::Leads,
        Offline::Asked,
        &["directory_imported"],
        "Accounts, contacts and people, upserted by id",
    ),
    row(
        "match_accounts",
        May::Hub,
        Offline::Asked,
        &["accounts_affected"],
        "Puts newly imported accounts on the call lists they belong on",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::Event;
    use std::collections::BTreeSet;

    #[test]
    fn a_wall_and_a_viewer_can_write_nothing_and_a_source_only_reports() {
        for row in COMMANDS {
            assert!(
                !row.may.allows(Access::Wall) && !row.may.allows(Access::Viewer),
                "{}",
                row.kind
            );
            let reports = matches!(row.kind, "receive_alerts" | "import_directory");
            assert_eq!(row.may.allows(Access::Source), reports, "{}", row.kind);
        }
    }

    #[test]
    fn every_event_is_caused_by_a_command_and_every_command_names_events_there_are() {
        let unknown = serde_json::json!({ "kind": "?" });
        let known = serde_json::from_value::<Event>(unknown).unwrap_err().to_string();
        let known: BTreeSet<&str> = known.split('`').skip(3).step_by(2).collect();
        let caused: BTreeSet<&str> = COMMANDS.iter().flat_map(|row| row.events).copied().collect();
        assert_eq!(caused, known);
    }

    #[test]
    fn what_others_act_on_is_never_kept_for_later() {
        let kept: Vec<_> = COMMANDS
            .iter()
            .filter(|row| row.offline == Offline::Kept)
            .map(|row| row.kind)
            .collect();
        let only_you_know = [
            "try_level",
            "record_attempt",
            "tick_step",
            "untick_step",
            "make_promise",
            "keep_promise",
            "write_note",
            "take_back",
        ];
        assert_eq!(kept, only_you_know);
    }
}
