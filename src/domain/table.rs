//! The one table of commands: who may ask, what happens without the hub, and what can be taken back.

use super::actor::Access;

/// Who may ask, by access. What a duty adds is decided with the command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum May {
    /// Everyone who takes part.
    Participants,
    /// Sources and administrators: facts that machines report.
    Sources,
    /// Participants with the access lead, commander or admin.
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
            May::Leads => "the access lead, commander or admin",
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

/// One row of the table of commands.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    pub kind: &'static str,
    pub may: May,
    pub offline: Offline,
    /// Whether `take_back` can withdraw what it caused.
    pub undoable: bool,
    pub about: &'static str,
}

const fn row(kind: &'static str, may: May, offline: Offline, undoable: bool, about: &'static str) -> Row {
    Row {
        kind,
        may,
        offline,
        undoable,
        about,
    }
}

/// The one table: access, behaviour without the hub, undo, and a line for the documentation.
pub const COMMANDS: &[Row] = &[
    row(
        "declare_incident",
        May::Participants,
        Offline::Asked,
        false,
        "Opens an incident; T0 never moves by it",
    ),
    row(
        "add_component",
        May::Participants,
        Offline::Asked,
        false,
        "Widens the scope; adds rows, removes none",
    ),
    row(
        "change_state",
        May::Participants,
        Offline::Asked,
        false,
        "Mitigated, resolved, closed, or open again",
    ),
    row(
        "receive_alerts",
        May::Sources,
        Offline::Asked,
        false,
        "What a monitor reports; what is not news is dropped",
    ),
    row(
        "take_role",
        May::Participants,
        Offline::Asked,
        true,
        "Takes a duty, or gives it to someone",
    ),
    row(
        "try_level",
        May::Participants,
        Offline::Kept,
        true,
        "Somebody tried to inform a level of the policy",
    ),
    row(
        "inform_level",
        May::Participants,
        Offline::Asked,
        true,
        "A level of the policy knows, with proof",
    ),
    row(
        "skip_level",
        May::Participants,
        Offline::Asked,
        true,
        "A level is left out, with a reason",
    ),
    row(
        "claim_account",
        May::Participants,
        Offline::Asked,
        false,
        "I am calling them",
    ),
    row(
        "release_claim",
        May::Participants,
        Offline::Asked,
        false,
        "I am not calling them after all",
    ),
    row(
        "extend_claim",
        May::Participants,
        Offline::Asked,
        false,
        "I am still at it",
    ),
    row(
        "take_over_claim",
        May::Participants,
        Offline::Asked,
        false,
        "Commander or CS lead takes a claim, with a reason",
    ),
    row(
        "end_claims",
        May::Hub,
        Offline::Asked,
        false,
        "Ends the claims whose time is over",
    ),
    row(
        "start_call",
        May::Participants,
        Offline::Asked,
        false,
        "I am on the phone with them now",
    ),
    row(
        "record_attempt",
        May::Participants,
        Offline::Kept,
        true,
        "How one try to reach someone ended",
    ),
    row(
        "pin_account",
        May::Participants,
        Offline::Asked,
        true,
        "Puts an account first on the call list",
    ),
    row(
        "tick_step",
        May::Participants,
        Offline::Kept,
        true,
        "Ticks a step of a checklist",
    ),
    row(
        "untick_step",
        May::Participants,
        Offline::Kept,
        false,
        "Takes a tick away",
    ),
    row(
        "make_promise",
        May::Participants,
        Offline::Kept,
        true,
        "A dated \"we will\" with an owner",
    ),
    row(
        "keep_promise",
        May::Participants,
        Offline::Kept,
        true,
        "The promise is kept",
    ),
    row(
        "write_note",
        May::Participants,
        Offline::Kept,
        true,
        "A fact, a guess or a deed for the timeline",
    ),
    row(
        "set_intent",
        May::Participants,
        Offline::Asked,
        true,
        "The commander's intent for the next while",
    ),
    row(
        "record_post",
        May::Participants,
        Offline::Asked,
        false,
        "A text is live on the public page",
    ),
    row(
        "take_back",
        May::Participants,
        Offline::Kept,
        false,
        "Withdraws something recorded; both stay in the log",
    ),
    row(
        "import_directory",
        May::Leads,
        Offline::Asked,
        false,
        "Accounts, contacts and people, upserted by id",
    ),
    row(
        "match_accounts",
        May::Hub,
        Offline::Asked,
        false,
        "Puts newly imported accounts on the call lists they belong on",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

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
