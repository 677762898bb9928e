//! What can be asked of the hub: every command in one table, with who may ask and what happens without the hub.

use super::accounts::MatchAccounts;
use super::actor::{Access, Actor};
use super::alerts::ReceiveAlerts;
use super::checklist::{TickStep, UntickStep};
use super::claims::{ClaimAccount, EndClaims, ExtendClaim, ReleaseClaim, StartCall, TakeOverClaim};
use super::corrections::TakeBack;
use super::declaration::{AddComponent, DeclareIncident};
use super::escalation::{InformLevel, SkipLevel, TryLevel};
use super::ids::{IncidentId, SubmissionId};
use super::import::ImportDirectory;
use super::messages::RecordPost;
use super::notes::{SetIntent, WriteNote};
use super::outreach::{PinAccount, RecordAttempt};
use super::people::TakeRole;
use super::promises::{KeepPromise, MakePromise};
use super::reference::Reference;
use super::refusal::Refusal;
use super::state::ChangeState;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Something asked for. Commands ask, so their names are verbs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Command {
    DeclareIncident(DeclareIncident),
    AddComponent(AddComponent),
    ChangeState(ChangeState),
    ReceiveAlerts(ReceiveAlerts),
    TakeRole(TakeRole),
    TryLevel(TryLevel),
    InformLevel(InformLevel),
    SkipLevel(SkipLevel),
    ClaimAccount(ClaimAccount),
    ReleaseClaim(ReleaseClaim),
    ExtendClaim(ExtendClaim),
    TakeOverClaim(TakeOverClaim),
    EndClaims(EndClaims),
    StartCall(StartCall),
    RecordAttempt(Box<RecordAttempt>),
    PinAccount(PinAccount),
    TickStep(TickStep),
    UntickStep(UntickStep),
    MakePromise(MakePromise),
    KeepPromise(KeepPromise),
    WriteNote(WriteNote),
    SetIntent(SetIntent),
    RecordPost(RecordPost),
    TakeBack(TakeBack),
    ImportDirectory(Box<ImportDirectory>),
    MatchAccounts(MatchAccounts),
}

/// A command on its way to the hub: the body of `POST /v1/commands`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Submission {
    /// Made by the asker; sending the same one again is answered as before and does nothing more.
    pub id: SubmissionId,
    /// Left out: the only open one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<IncidentId>,
    /// When it happened, if that is not now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said_at: Option<Timestamp>,
    #[serde(flatten)]
    pub command: Command,
}

/// The circumstances of one decision.
#[derive(Clone, Copy, Debug)]
pub struct Desk<'a> {
    pub by: &'a Actor,
    /// Hub time.
    pub at: Timestamp,
    /// When the actor says it happened; never after `at`.
    pub said_at: Timestamp,
    pub incident: Option<IncidentId>,
    pub reference: &'a Reference,
}

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
    fn allows(self, access: Access) -> bool {
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

    fn words(self) -> &'static str {
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

impl Command {
    /// Its name in the API and in the table.
    pub fn kind(&self) -> &'static str {
        match self {
            Command::DeclareIncident(_) => "declare_incident",
            Command::AddComponent(_) => "add_component",
            Command::ChangeState(_) => "change_state",
            Command::ReceiveAlerts(_) => "receive_alerts",
            Command::TakeRole(_) => "take_role",
            Command::TryLevel(_) => "try_level",
            Command::InformLevel(_) => "inform_level",
            Command::SkipLevel(_) => "skip_level",
            Command::ClaimAccount(_) => "claim_account",
            Command::ReleaseClaim(_) => "release_claim",
            Command::ExtendClaim(_) => "extend_claim",
            Command::TakeOverClaim(_) => "take_over_claim",
            Command::EndClaims(_) => "end_claims",
            Command::StartCall(_) => "start_call",
            Command::RecordAttempt(_) => "record_attempt",
            Command::PinAccount(_) => "pin_account",
            Command::TickStep(_) => "tick_step",
            Command::UntickStep(_) => "untick_step",
            Command::MakePromise(_) => "make_promise",
            Command::KeepPromise(_) => "keep_promise",
            Command::WriteNote(_) => "write_note",
            Command::SetIntent(_) => "set_intent",
            Command::RecordPost(_) => "record_post",
            Command::TakeBack(_) => "take_back",
            Command::ImportDirectory(_) => "import_directory",
            Command::MatchAccounts(_) => "match_accounts",
        }
    }

    /// Its row of the table.
    pub fn row(&self) -> &'static Row {
        let kind = self.kind();
        // Cannot fail: a test holds the table and the enum together.
        COMMANDS
            .iter()
            .find(|row| row.kind == kind)
            .expect("every command has a row")
    }

    /// Refused unless the asker's access allows it.
    pub fn allowed(&self, by: &Actor) -> Result<(), Refusal> {
        let may = self.row().may;
        match may.allows(by.access) {
            true => Ok(()),
            false => Err(Refusal::AccessNeeded {
                needed: may.words(),
                name: by.name.clone(),
                access: by.access.as_str(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_one_row_and_every_row_a_command() {
        for row in COMMANDS {
            assert_eq!(
                COMMANDS.iter().filter(|other| other.kind == row.kind).count(),
                1,
                "{}",
                row.kind
            );
            // An unknown kind is refused by name; a known one fails on its missing fields, or reads.
            let body = serde_json::json!({ "kind": row.kind });
            if let Err(error) = serde_json::from_value::<Command>(body) {
                assert!(
                    !error.to_string().contains("unknown variant"),
                    "{} has a row and no command",
                    row.kind
                );
            }
        }
        let unknown = serde_json::from_value::<Command>(serde_json::json!({ "kind": "?" }))
            .unwrap_err()
            .to_string();
        assert_eq!(
            unknown.matches('`').count() / 2 - 1,
            COMMANDS.len(),
            "a command without a row: {unknown}"
        );
    }

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
}
