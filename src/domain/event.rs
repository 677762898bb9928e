//! What happened: the events of the log, and how one is recorded.

use super::accounts::AccountsAffected;
use super::actor::Actor;
use super::alerts::{AlertCleared, AlertFired};
use super::asks::{AskAnswered, AskJoined, Asked};
use super::assignments::{
    AccountAssigned, AccountsAccepted, AccountsBackedUp, AccountsDeclined, AccountsReturned, CallsLeft,
    ListDealt,
};
use super::briefs::BriefGiven;
use super::care::BreakTaken;
use super::checklist::{StepTicked, StepUnticked};
use super::claims::{AccountClaimed, CallStarted, ClaimEnded, ClaimExtended};
use super::corrections::TakenBack;
use super::credits::{CreditApproved, CreditDeclined, CreditIssued, CreditProposed, CreditTold};
use super::critical::MomentRecorded;
use super::debriefs::DebriefRecorded;
use super::declaration::{ComponentAdded, IncidentDeclared};
use super::dispatches::{DispatchBegun, DispatchEnded, DispatchSettled, SinkOpened};
use super::escalation::{LevelInformed, LevelSkipped, LevelTried};
use super::executives::{ExecutiveCallPromised, ExecutiveCallRecorded, ExecutiveWanted, SlotsSet};
use super::experts::ExpertCalled;
use super::findings::{CauseFound, DataFound};
use super::gestures::{GestureApproved, GestureAsked, GestureGiven, GestureRefused};
use super::handover::{DutyDeclined, DutyHandedOver, DutyOffered};
use super::ids::{IncidentId, Name, Seq, SubmissionId};
use super::import::DirectoryImported;
use super::inbound::InboundAnswered;
use super::merging::{AlertMoved, IncidentMerged, IncidentSplit};
use super::messages::{DraftRejected, MessageApproved, MessageDrafted, PostRecorded};
use super::newcomers::{AccountAdded, ContactAdded};
use super::notes::{IntentSet, NoteWritten};
use super::others::{OthersCounted, WroteIn};
use super::outreach::{AccountPinned, AttemptRecorded};
use super::people::RoleTaken;
use super::policy::{PlaybookSwitched, SeverityChanged, StartCorrected};
use super::promises::{PromiseKept, PromiseMade};
use super::recovery::{AccountLost, ConditionMarked};
use super::refusal::Refusal;
use super::reports::{
    ImpactRecorded, ReportAcknowledged, ReportApproved, ReportDrafted, ReportIssued, ReportReviewed,
};
use super::settlements::DebtSettled;
use super::state::StateChanged;
use super::stops::{StopIssued, StopResumed};
use super::topics::{TopicAnswered, TopicCrossedOff, TopicOwned, TopicRaised, TopicTagged, TopicsMerged};
use super::unreached::UnreachableDecided;

pub use super::stamp::Stamp;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Something that happened. Events tell, so their names are in the past.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    IncidentDeclared(Box<IncidentDeclared>),
    ComponentAdded(ComponentAdded),
    AccountsAffected(AccountsAffected),
    StateChanged(StateChanged),
    SeverityChanged(SeverityChanged),
    StartCorrected(StartCorrected),
    PlaybookSwitched(PlaybookSwitched),
    AlertMoved(AlertMoved),
    IncidentMerged(IncidentMerged),
    IncidentSplit(IncidentSplit),
    AlertFired(AlertFired),
    AlertCleared(AlertCleared),
    RoleTaken(RoleTaken),
    DutyOffered(DutyOffered),
    DutyHandedOver(DutyHandedOver),
    DutyDeclined(DutyDeclined),
    LevelTried(LevelTried),
    LevelInformed(LevelInformed),
    LevelSkipped(LevelSkipped),
    AccountClaimed(AccountClaimed),
    ClaimExtended(ClaimExtended),
    ClaimEnded(ClaimEnded),
    CallStarted(CallStarted),
    AccountAssigned(AccountAssigned),
    AccountsAccepted(AccountsAccepted),
    AccountsDeclined(AccountsDeclined),
    ListDealt(ListDealt),
    CallsLeft(CallsLeft),
    AccountsBackedUp(AccountsBackedUp),
    AccountsReturned(AccountsReturned),
    AttemptRecorded(Box<AttemptRecorded>),
    AccountPinned(AccountPinned),
    MomentRecorded(MomentRecorded),
    UnreachableDecided(UnreachableDecided),
    InboundAnswered(InboundAnswered),
    OthersCounted(OthersCounted),
    WroteIn(WroteIn),
    AccountAdded(AccountAdded),
    ContactAdded(ContactAdded),
    StepTicked(StepTicked),
    StepUnticked(StepUnticked),
    PromiseMade(PromiseMade),
    PromiseKept(PromiseKept),
    DebtSettled(DebtSettled),
    Asked(Asked),
    AskJoined(AskJoined),
    AskAnswered(AskAnswered),
    StopIssued(StopIssued),
    StopResumed(StopResumed),
    TopicTagged(TopicTagged),
    TopicRaised(TopicRaised),
    TopicsMerged(TopicsMerged),
    TopicAnswered(TopicAnswered),
    TopicOwned(TopicOwned),
    TopicCrossedOff(TopicCrossedOff),
    NoteWritten(NoteWritten),
    IntentSet(IntentSet),
    MessageDrafted(MessageDrafted),
    MessageApproved(MessageApproved),
    DraftRejected(DraftRejected),
    BriefGiven(BriefGiven),
    PostRecorded(PostRecorded),
    CauseFound(CauseFound),
    DataFound(DataFound),
    ReportDrafted(Box<ReportDrafted>),
    ReportReviewed(ReportReviewed),
    ReportApproved(Box<ReportApproved>),
    ReportIssued(ReportIssued),
    ReportAcknowledged(ReportAcknowledged),
    ImpactRecorded(ImpactRecorded),
    ExecutiveWanted(ExecutiveWanted),
    SlotsSet(SlotsSet),
    ExecutiveCallPromised(ExecutiveCallPromised),
    ExecutiveCallRecorded(ExecutiveCallRecorded),
    GestureGiven(GestureGiven),
    GestureAsked(GestureAsked),
    GestureApproved(GestureApproved),
    GestureRefused(GestureRefused),
    CreditProposed(CreditProposed),
    CreditApproved(CreditApproved),
    CreditDeclined(CreditDeclined),
    CreditTold(CreditTold),
    CreditIssued(CreditIssued),
    ConditionMarked(ConditionMarked),
    AccountLost(AccountLost),
    BreakTaken(BreakTaken),
    DebriefRecorded(DebriefRecorded),
    ExpertCalled(ExpertCalled),
    SinkOpened(SinkOpened),
    DispatchBegun(DispatchBegun),
    DispatchEnded(DispatchEnded),
    DispatchSettled(DispatchSettled),
    TakenBack(TakenBack),
    DirectoryImported(DirectoryImported),
}

impl Event {
    /// This event, as part of an incident.
    pub fn of(self, incident: IncidentId) -> Drafted {
        Drafted {
            incident: Some(incident),
            event: self,
        }
    }

    /// This event, as part of no incident.
    pub fn of_the_hub(self) -> Drafted {
        Drafted {
            incident: None,
            event: self,
        }
    }

    /// Under whose name it is recorded: nobody's, where the front line speaks unnamed.
    pub fn signed(&self, by: &Actor) -> Actor {
        match self {
            Event::TopicRaised(_) => Actor::unnamed(),
            _ => by.clone(),
        }
    }

    /// Its name in the log.
    pub fn kind(&self) -> &'static str {
        match self {
            Event::IncidentDeclared(_) => "incident_declared",
            Event::ComponentAdded(_) => "component_added",
            Event::AccountsAffected(_) => "accounts_affected",
            Event::StateChanged(_) => "state_changed",
            Event::SeverityChanged(_) => "severity_changed",
            Event::StartCorrected(_) => "start_corrected",
            Event::PlaybookSwitched(_) => "playbook_switched",
            Event::AlertMoved(_) => "alert_moved",
            Event::IncidentMerged(_) => "incident_merged",
            Event::IncidentSplit(_) => "incident_split",
            Event::AlertFired(_) => "alert_fired",
            Event::AlertCleared(_) => "alert_cleared",
            Event::RoleTaken(_) => "role_taken",
            Event::DutyOffered(_) => "duty_offered",
            Event::DutyHandedOver(_) => "duty_handed_over",
            Event::DutyDeclined(_) => "duty_declined",
            Event::LevelTried(_) => "level_tried",
            Event::LevelInformed(_) => "level_informed",
            Event::LevelSkipped(_) => "level_skipped",
            Event::AccountClaimed(_) => "account_claimed",
            Event::ClaimExtended(_) => "claim_extended",
            Event::ClaimEnded(_) => "claim_ended",
            Event::CallStarted(_) => "call_started",
            Event::AccountAssigned(_) => "account_assigned",
            Event::AccountsAccepted(_) => "accounts_accepted",
            Event::AccountsDeclined(_) => "accounts_declined",
            Event::ListDealt(_) => "list_dealt",
            Event::CallsLeft(_) => "calls_left",
            Event::AccountsBackedUp(_) => "accounts_backed_up",
            Event::AccountsReturned(_) => "accounts_returned",
            Event::AttemptRecorded(_) => "attempt_recorded",
            Event::AccountPinned(_) => "account_pinned",
            Event::MomentRecorded(_) => "moment_recorded",
            Event::UnreachableDecided(_) => "unreachable_decided",
            Event::InboundAnswered(_) => "inbound_answered",
            Event::OthersCounted(_) => "others_counted",
            Event::WroteIn(_) => "wrote_in",
            Event::AccountAdded(_) => "account_added",
            Event::ContactAdded(_) => "contact_added",
            Event::StepTicked(_) => "step_ticked",
            Event::StepUnticked(_) => "step_unticked",
            Event::PromiseMade(_) => "promise_made",
            Event::PromiseKept(_) => "promise_kept",
            Event::DebtSettled(_) => "debt_settled",
            Event::Asked(_) => "asked",
            Event::AskJoined(_) => "ask_joined",
            Event::AskAnswered(_) => "ask_answered",
            Event::StopIssued(_) => "stop_issued",
            Event::StopResumed(_) => "stop_resumed",
            Event::TopicTagged(_) => "topic_tagged",
            Event::TopicRaised(_) => "topic_raised",
            Event::TopicsMerged(_) => "topics_merged",
            Event::TopicAnswered(_) => "topic_answered",
            Event::TopicOwned(_) => "topic_owned",
            Event::TopicCrossedOff(_) => "topic_crossed_off",
            Event::NoteWritten(_) => "note_written",
            Event::IntentSet(_) => "intent_set",
            Event::MessageDrafted(_) => "message_drafted",
            Event::MessageApproved(_) => "message_approved",
            Event::DraftRejected(_) => "draft_rejected",
            Event::BriefGiven(_) => "brief_given",
            Event::PostRecorded(_) => "post_recorded",
            Event::CauseFound(_) => "cause_found",
            Event::DataFound(_) => "data_found",
            Event::ReportDrafted(_) => "report_drafted",
            Event::ReportReviewed(_) => "report_reviewed",
            Event::ReportApproved(_) => "report_approved",
            Event::ReportIssued(_) => "report_issued",
            Event::ReportAcknowledged(_) => "report_acknowledged",
            Event::ImpactRecorded(_) => "impact_recorded",
            Event::ExecutiveWanted(_) => "executive_wanted",
            Event::SlotsSet(_) => "slots_set",
            Event::ExecutiveCallPromised(_) => "executive_call_promised",
            Event::ExecutiveCallRecorded(_) => "executive_call_recorded",
            Event::GestureGiven(_) => "gesture_given",
            Event::GestureAsked(_) => "gesture_asked",
            Event::GestureApproved(_) => "gesture_approved",
            Event::GestureRefused(_) => "gesture_refused",
            Event::CreditProposed(_) => "credit_proposed",
            Event::CreditApproved(_) => "credit_approved",
            Event::CreditDeclined(_) => "credit_declined",
            Event::CreditTold(_) => "credit_told",
            Event::CreditIssued(_) => "credit_issued",
            Event::ConditionMarked(_) => "condition_marked",
            Event::AccountLost(_) => "account_lost",
            Event::BreakTaken(_) => "break_taken",
            Event::DebriefRecorded(_) => "debrief_recorded",
            Event::ExpertCalled(_) => "expert_called",
            Event::SinkOpened(_) => "sink_opened",
            Event::DispatchBegun(_) => "dispatch_begun",
            Event::DispatchEnded(_) => "dispatch_ended",
            Event::DispatchSettled(_) => "dispatch_settled",
            Event::TakenBack(_) => "taken_back",
            Event::DirectoryImported(_) => "directory_imported",
        }
    }
}

/// An event decided on and not yet recorded: it has no number.
#[derive(Clone, Debug, PartialEq)]
pub struct Drafted {
    pub incident: Option<IncidentId>,
    pub event: Event,
}

/// What became of a command. No events: it is already so.
pub type Decision = Result<Vec<Drafted>, Refusal>;

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recorded {
    pub seq: Seq,
    /// When the hub recorded it.
    pub at: Timestamp,
    /// When the actor says it happened; never after `at`.
    pub said_at: Timestamp,
    pub by: Actor,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<IncidentId>,
    /// Who brought it from another room, if that was not `by`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brought_by: Option<Name>,
    /// The command that caused it.
    pub cause: SubmissionId,
    #[serde(flatten)]
    pub event: Event,
}

impl Recorded {
    pub fn stamp(&self) -> Stamp {
        Stamp {
            seq: self.seq,
            at: self.at,
            said_at: self.said_at,
            by: self.by.clone(),
            cause: self.cause,
        }
    }
}
