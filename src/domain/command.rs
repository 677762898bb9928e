//! What can be asked of the hub.

use super::accounts::MatchAccounts;
use super::actor::{Access, Actor};
use super::alerts::ReceiveAlerts;
use super::asks::{AnswerAsk, AskQuestion, JoinAsk};
use super::assignments::{
    AcceptAccounts, AssignAccount, BackUpAccounts, DealList, DeclineAccounts, LeaveCalls,
};
use super::briefs::GiveBrief;
use super::care::TakeBreak;
use super::checklist::{TickStep, UntickStep};
use super::claims::{ClaimAccount, EndClaims, ExtendClaim, ReleaseClaim, StartCall, TakeOverClaim};
use super::corrections::TakeBack;
use super::credits::{ApproveCredit, DeclineCredit, IssueCredit, ProposeCredit, TellCredit};
use super::critical::RecordMoment;
use super::debriefs::RecordDebrief;
use super::declaration::{AddComponent, DeclareIncident};
use super::dispatches::{OpenSink, RecordDispatch, SettleDispatch};
use super::escalation::{InformLevel, SkipLevel, TryLevel};
use super::executives::{PromiseExecutiveCall, RecordExecutiveCall, SetSlots, WantExecutive};
use super::experts::CallExpert;
use super::findings::{FindCause, FindData};
use super::gestures::{ApproveGesture, GiveGesture, RefuseGesture};
use super::handover::{AcceptDuty, DeclineDuty, OfferDuty};
use super::ids::{AccountId, IncidentId, Name, SubmissionId};
use super::import::ImportDirectory;
use super::inbound::AnswerInbound;
use super::merging::{MergeIncident, MoveAlert, SplitIncident};
use super::messages::{ApproveMessage, DraftMessage, RecordPost, RejectDraft};
use super::newcomers::{AddAccount, AddContact};
use super::notes::{SetIntent, WriteNote};
use super::others::{CountOthers, RecordInbound};
use super::outreach::{PinAccount, RecordAttempt};
use super::people::TakeRole;
use super::policy::{ChangeSeverity, CorrectStart, SwitchPlaybook};
use super::promises::{KeepPromise, MakePromise};
use super::recovery::{MarkCondition, RecordLost};
use super::reference::Reference;
use super::refusal::Refusal;
use super::reports::{
    AcknowledgeReport, ApproveReport, DraftReport, IssueReport, RecordImpact, ReviewReport,
};
use super::settlements::SettleDebt;
use super::state::ChangeState;
use super::stops::{IssueStop, ResumeStop};
use super::topics::{AnswerTopic, CrossOffTopic, MergeTopics, OwnTopic, RaiseTopic, TagTopic};
use super::unreached::DecideUnreachable;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

pub use super::table::{COMMANDS, May, Offline, Row};

/// Something asked for. Commands ask, so their names are verbs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Command {
    DeclareIncident(DeclareIncident),
    AddComponent(AddComponent),
    ChangeState(ChangeState),
    ChangeSeverity(ChangeSeverity),
    CorrectStart(CorrectStart),
    SwitchPlaybook(SwitchPlaybook),
    MoveAlert(MoveAlert),
    MergeIncident(MergeIncident),
    SplitIncident(SplitIncident),
    ReceiveAlerts(ReceiveAlerts),
    TakeRole(TakeRole),
    OfferDuty(OfferDuty),
    AcceptDuty(AcceptDuty),
    DeclineDuty(DeclineDuty),
    TryLevel(TryLevel),
    InformLevel(InformLevel),
    SkipLevel(SkipLevel),
    ClaimAccount(ClaimAccount),
    ReleaseClaim(ReleaseClaim),
    ExtendClaim(ExtendClaim),
    TakeOverClaim(TakeOverClaim),
    EndClaims(EndClaims),
    StartCall(StartCall),
    AssignAccount(AssignAccount),
    AcceptAccounts(AcceptAccounts),
    DeclineAccounts(DeclineAccounts),
    DealList(DealList),
    LeaveCalls(LeaveCalls),
    BackUpAccounts(BackUpAccounts),
    RecordAttempt(Box<RecordAttempt>),
    PinAccount(PinAccount),
    RecordMoment(RecordMoment),
    DecideUnreachable(DecideUnreachable),
    AnswerInbound(AnswerInbound),
    CountOthers(CountOthers),
    RecordInbound(RecordInbound),
    AddAccount(Box<AddAccount>),
    AddContact(Box<AddContact>),
    TickStep(TickStep),
    UntickStep(UntickStep),
    MakePromise(MakePromise),
    KeepPromise(KeepPromise),
    SettleDebt(SettleDebt),
    AskQuestion(AskQuestion),
    JoinAsk(JoinAsk),
    AnswerAsk(AnswerAsk),
    IssueStop(IssueStop),
    ResumeStop(ResumeStop),
    TagTopic(TagTopic),
    RaiseTopic(RaiseTopic),
    MergeTopics(MergeTopics),
    AnswerTopic(AnswerTopic),
    OwnTopic(OwnTopic),
    CrossOffTopic(CrossOffTopic),
    WriteNote(WriteNote),
    SetIntent(SetIntent),
    DraftMessage(DraftMessage),
    ApproveMessage(ApproveMessage),
    RejectDraft(RejectDraft),
    GiveBrief(GiveBrief),
    RecordPost(RecordPost),
    FindCause(FindCause),
    FindData(FindData),
    DraftReport(Box<DraftReport>),
    ReviewReport(ReviewReport),
    ApproveReport(ApproveReport),
    IssueReport(IssueReport),
    AcknowledgeReport(AcknowledgeReport),
    RecordImpact(RecordImpact),
    WantExecutive(WantExecutive),
    SetSlots(SetSlots),
    PromiseExecutiveCall(PromiseExecutiveCall),
    RecordExecutiveCall(RecordExecutiveCall),
    GiveGesture(GiveGesture),
    ApproveGesture(ApproveGesture),
    RefuseGesture(RefuseGesture),
    ProposeCredit(ProposeCredit),
    ApproveCredit(ApproveCredit),
    DeclineCredit(DeclineCredit),
    TellCredit(TellCredit),
    IssueCredit(IssueCredit),
    MarkCondition(MarkCondition),
    RecordLost(RecordLost),
    TakeBreak(TakeBreak),
    RecordDebrief(RecordDebrief),
    CallExpert(CallExpert),
    RecordDispatch(RecordDispatch),
    SettleDispatch(SettleDispatch),
    OpenSink(OpenSink),
    TakeBack(TakeBack),
    ImportDirectory(Box<ImportDirectory>),
    MatchAccounts(MatchAccounts),
    BringEntry(BringEntry),
}

/// What somebody has seen, said or done while they were in another room, brought into this one by somebody else.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BringEntry {
    /// Who said it there.
    pub by: Name,
    pub entry: Box<Command>,
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
    /// Who has been in the room, on the list of people or not.
    pub here: &'a BTreeSet<Name>,
}

impl Command {
    /// Its name in the API and in the table.
    pub fn kind(&self) -> &'static str {
        match self {
            Command::DeclareIncident(_) => "declare_incident",
            Command::AddComponent(_) => "add_component",
            Command::ChangeState(_) => "change_state",
            Command::ChangeSeverity(_) => "change_severity",
            Command::CorrectStart(_) => "correct_start",
            Command::SwitchPlaybook(_) => "switch_playbook",
            Command::MoveAlert(_) => "move_alert",
            Command::MergeIncident(_) => "merge_incident",
            Command::SplitIncident(_) => "split_incident",
            Command::ReceiveAlerts(_) => "receive_alerts",
            Command::TakeRole(_) => "take_role",
            Command::OfferDuty(_) => "offer_duty",
            Command::AcceptDuty(_) => "accept_duty",
            Command::DeclineDuty(_) => "decline_duty",
            Command::TryLevel(_) => "try_level",
            Command::InformLevel(_) => "inform_level",
            Command::SkipLevel(_) => "skip_level",
            Command::ClaimAccount(_) => "claim_account",
            Command::ReleaseClaim(_) => "release_claim",
            Command::ExtendClaim(_) => "extend_claim",
            Command::TakeOverClaim(_) => "take_over_claim",
            Command::EndClaims(_) => "end_claims",
            Command::StartCall(_) => "start_call",
            Command::AssignAccount(_) => "assign_account",
            Command::AcceptAccounts(_) => "accept_accounts",
            Command::DeclineAccounts(_) => "decline_accounts",
            Command::DealList(_) => "deal_list",
            Command::LeaveCalls(_) => "leave_calls",
            Command::BackUpAccounts(_) => "back_up_accounts",
            Command::RecordAttempt(_) => "record_attempt",
            Command::PinAccount(_) => "pin_account",
            Command::RecordMoment(_) => "record_moment",
            Command::DecideUnreachable(_) => "decide_unreachable",
            Command::AnswerInbound(_) => "answer_inbound",
            Command::CountOthers(_) => "count_others",
            Command::RecordInbound(_) => "record_inbound",
            Command::AddAccount(_) => "add_account",
            Command::AddContact(_) => "add_contact",
            Command::TickStep(_) => "tick_step",
            Command::UntickStep(_) => "untick_step",
            Command::MakePromise(_) => "make_promise",
            Command::KeepPromise(_) => "keep_promise",
            Command::SettleDebt(_) => "settle_debt",
            Command::AskQuestion(_) => "ask_question",
            Command::JoinAsk(_) => "join_ask",
            Command::AnswerAsk(_) => "answer_ask",
            Command::IssueStop(_) => "issue_stop",
            Command::ResumeStop(_) => "resume_stop",
            Command::TagTopic(_) => "tag_topic",
            Command::RaiseTopic(_) => "raise_topic",
            Command::MergeTopics(_) => "merge_topics",
            Command::AnswerTopic(_) => "answer_topic",
            Command::OwnTopic(_) => "own_topic",
            Command::CrossOffTopic(_) => "cross_off_topic",
            Command::WriteNote(_) => "write_note",
            Command::SetIntent(_) => "set_intent",
            Command::DraftMessage(_) => "draft_message",
            Command::ApproveMessage(_) => "approve_message",
            Command::RejectDraft(_) => "reject_draft",
            Command::GiveBrief(_) => "give_brief",
            Command::RecordPost(_) => "record_post",
            Command::FindCause(_) => "find_cause",
            Command::FindData(_) => "find_data",
            Command::DraftReport(_) => "draft_report",
            Command::ReviewReport(_) => "review_report",
            Command::ApproveReport(_) => "approve_report",
            Command::IssueReport(_) => "issue_report",
            Command::AcknowledgeReport(_) => "acknowledge_report",
            Command::RecordImpact(_) => "record_impact",
            Command::WantExecutive(_) => "want_executive",
            Command::SetSlots(_) => "set_slots",
            Command::PromiseExecutiveCall(_) => "promise_executive_call",
            Command::RecordExecutiveCall(_) => "record_executive_call",
            Command::GiveGesture(_) => "give_gesture",
            Command::ApproveGesture(_) => "approve_gesture",
            Command::RefuseGesture(_) => "refuse_gesture",
            Command::ProposeCredit(_) => "propose_credit",
            Command::ApproveCredit(_) => "approve_credit",
            Command::DeclineCredit(_) => "decline_credit",
            Command::TellCredit(_) => "tell_credit",
            Command::IssueCredit(_) => "issue_credit",
            Command::MarkCondition(_) => "mark_condition",
            Command::RecordLost(_) => "record_lost",
            Command::TakeBreak(_) => "take_break",
            Command::RecordDebrief(_) => "record_debrief",
            Command::CallExpert(_) => "call_expert",
            Command::RecordDispatch(_) => "record_dispatch",
            Command::SettleDispatch(_) => "settle_dispatch",
            Command::OpenSink(_) => "open_sink",
            Command::TakeBack(_) => "take_back",
            Command::ImportDirectory(_) => "import_directory",
            Command::MatchAccounts(_) => "match_accounts",
            Command::BringEntry(_) => "bring_entry",
        }
    }

    /// The one account it is said of, of what a screen may have kept while its account went elsewhere.
    pub fn account(&self) -> Option<&AccountId> {
        match self {
            Command::RecordAttempt(command) => Some(&command.account),
            Command::RecordMoment(command) => Some(&command.account),
            Command::WantExecutive(command) => Some(&command.account),
            Command::GiveGesture(command) => Some(&command.account),
            Command::MarkCondition(command) => Some(&command.account),
            Command::RecordLost(command) => Some(&command.account),
            Command::TickStep(command) => command.account.as_ref(),
            Command::UntickStep(command) => command.account.as_ref(),
            Command::MakePromise(command) => command.account.as_ref(),
            Command::WriteNote(command) => command.account.as_ref(),
            Command::TagTopic(command) => command.account.as_ref(),
            Command::BringEntry(brought) => brought.entry.account(),
            _ => None,
        }
    }

    /// What it says: itself, or what it brings.
    pub fn said(&self) -> &Command {
        match self {
            Command::BringEntry(brought) => &brought.entry,
            command => command,
        }
    }

    /// Whose words these are, and who brings them if that is somebody else. What is brought has no duty and no access
    /// behind it but to take part: nobody can be somebody else by it.
    pub fn speaker(&self, by: &Actor) -> (Actor, Option<Name>) {
        match self {
            Command::BringEntry(brought) => {
                let speaker = Actor {
                    name: brought.by.clone(),
                    access: Access::Advocate,
                };
                (speaker, Some(by.name.clone()))
            }
            _ => (by.clone(), None),
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
}
