//! What one incident adds up to: the states of its subjects side by side, and how an event moves them.

mod assignments;
mod command;
mod corrections;
mod merging;
mod named;
mod others;
mod redress;
mod replan;

use super::accounts::AccountsAffected;
use super::asks::Asks;
use super::briefs::Given;
use super::checklist::{AccountStep, StepTicked, StepUnticked, Tick};
use super::debriefs::Debriefs;
use super::dispatches::Dispatches;
use super::escalation::Level;
use super::event::{Event, Stamp};
use super::executives::Executives;
use super::experts::Experts;
use super::findings::{Cause, DataTouched, Findings};
use super::handover::Offers;
use super::ids::{AccountId, Component, IncidentId, Name, Seq};
use super::messages::{Messages, Post};
use super::notes::{Intent, Stance};
use super::others::Others;
use super::outreach::Row;
use super::people::{Duty, Roles};
use super::playbook::{Plan, Playbook};
use super::promises::Promise;
use super::reports::Reports;
use super::settlements::Settlements;
use super::stops::Stops;
use super::text::Clean;
use super::timeline::{Entry, What};
use super::topics::Tells;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use assignments::Dealt;

pub use super::declaration::{AddComponent, ComponentAdded, DeclareIncident, IncidentDeclared};
pub use super::escalation::LevelHolder;
pub use super::severity::Severity;
pub use super::state::{ChangeState, Internal, Move, StateChanged};

/// Everything one incident adds up to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Incident {
    pub id: IncidentId,
    pub title: Clean,
    pub severity: Severity,
    pub t0: Timestamp,
    /// When the alert began, if that was long before it arrived.
    pub firing_since: Option<Timestamp>,
    pub declared_at: Timestamp,
    pub declared_by: Name,
    pub internal: Internal,
    /// Every move of it, in the order recorded.
    pub moves: Vec<Move>,
    /// Since when customers are not hurting any more.
    pub mitigated_at: Option<Timestamp>,
    pub resolved_at: Option<Timestamp>,
    /// How many times it was open: more than once if it came back.
    pub rounds: u32,
    /// The incident in which everything of this one goes on.
    pub merged_into: Option<IncidentId>,
    /// Those it has shared part of its record with since a split.
    pub(super) kin: BTreeSet<IncidentId>,
    /// Who closed it, while it is closed; what is then owed and nobody's is theirs.
    pub closed_by: Option<Name>,
    pub components: Vec<Component>,
    pub playbook: Arc<Playbook>,
    /// What of the playbook counts at the severity it has.
    pub plan: Arc<Plan>,
    /// Every change of the severity and when it is said to have happened, in the order recorded.
    pub severities: Vec<(Severity, Timestamp)>,
    pub roles: Roles,
    pub offers: Offers,
    pub levels: Vec<Level>,
    pub rows: BTreeMap<AccountId, Row>,
    /// The accounts that left it by a split: no list that is taken in brings them back.
    pub(super) parted: BTreeSet<AccountId>,
    /// Each time the call list was dealt, and that stands.
    pub deals: Vec<Dealt>,
    pub others: Others,
    pub posts: Vec<Post>,
    pub messages: Messages,
    pub steps: BTreeMap<Clean, Tick>,
    pub promises: Vec<Promise>,
    pub settlements: Settlements,
    pub asks: Asks,
    pub stops: Stops,
    pub intents: Vec<Intent>,
    pub briefs: Vec<Given>,
    pub findings: Findings,
    pub reports: Reports,
    pub experts: Experts,
    pub executives: Executives,
    /// Put together by the picture, which has the topics.
    pub tells: Tells,
    pub debriefs: Debriefs,
    /// What went out to sinks, or is on its way.
    pub dispatches: Dispatches,
    pub timeline: Vec<Arc<Entry>>,
}

impl Incident {
    pub(super) fn new(event: &IncidentDeclared, stamp: &Stamp) -> Self {
        let plan = event.playbook.plan(event.severity);
        let plans = plan.levels.iter().enumerate();
        let levels = plans.map(|(at, plan)| {
            let holder = event.holders.get(at).cloned().unwrap_or_default();
            Level::new(plan, holder, event.t0)
        });
        Incident {
            id: event.id,
            title: event.title.clone(),
            severity: event.severity,
            t0: event.t0,
            firing_since: event.firing_since,
            declared_at: stamp.at,
            declared_by: stamp.by.name.clone(),
            internal: Internal::Open,
            moves: Vec::new(),
            mitigated_at: None,
            resolved_at: None,
            rounds: 1,
            merged_into: None,
            kin: BTreeSet::new(),
            closed_by: None,
            components: event.components.clone(),
            levels: levels.collect(),
            playbook: event.playbook.clone(),
            plan: Arc::new(plan),
            severities: Vec::new(),
            roles: Roles::default(),
            offers: Offers::default(),
            rows: BTreeMap::new(),
            parted: BTreeSet::new(),
            deals: Vec::new(),
            others: Others::default(),
            posts: Vec::new(),
            messages: Messages::default(),
            steps: BTreeMap::new(),
            promises: Vec::new(),
            settlements: Settlements::default(),
            asks: Asks::default(),
            stops: Stops::default(),
            intents: Vec::new(),
            briefs: Vec::new(),
            findings: Findings::default(),
            reports: Reports::default(),
            experts: Experts::default(),
            executives: Executives::default(),
            tells: Tells::default(),
            debriefs: Debriefs::default(),
            dispatches: Dispatches::default(),
            timeline: Vec::new(),
        }
    }

    /// Not yet resolved or closed.
    pub fn is_open(&self) -> bool {
        match self.internal {
            Internal::Open | Internal::Mitigated => true,
            Internal::Resolved | Internal::Closed => false,
        }
    }

    /// When it was opened again the last time, if it ever was.
    pub fn reopened(&self) -> Option<&Move> {
        self.moves.iter().rfind(|step| step.to == Internal::Open)
    }

    /// Who holds a duty now.
    pub fn holder(&self, duty: Duty) -> Option<&Name> {
        self.roles.holder(duty)
    }

    pub fn advocates(&self) -> impl Iterator<Item = &Name> {
        self.roles.advocates()
    }

    /// What is known of the cause, if anything.
    pub fn cause(&self) -> Option<&Cause> {
        self.findings.cause()
    }

    /// What became of customers' data, if anybody has said.
    pub fn data(&self) -> Option<&DataTouched> {
        self.findings.data()
    }

    /// Whether everyone affected gets reports: the plan says so, or a first one raised the hope of the others.
    pub fn owes_reports(&self) -> bool {
        self.plan.reports.owed || self.reports.begun()
    }

    /// Promises neither kept nor taken back.
    pub fn owed_promises(&self) -> impl Iterator<Item = &Promise> {
        self.promises.iter().filter(|promise| promise.owed())
    }

    /// One line of how it stands at this moment: the last fact or deed that is not about one account.
    pub fn standing(&self) -> Option<&Entry> {
        let said = self.timeline.iter().rev().find(|entry| {
            let told = matches!(entry.what, What::Note(Stance::Fact | Stance::Did));
            told && entry.account.is_none() && entry.withdrawn.is_none()
        });
        said.map(AsRef::as_ref)
    }

    /// The line of the timeline with this number.
    pub fn entry(&self, seq: Seq) -> Option<&Entry> {
        let at = self.timeline.binary_search_by_key(&seq, |entry| entry.seq).ok()?;
        Some(&self.timeline[at])
    }

    /// Folds what concerns this incident alone.
    pub(super) fn apply(&mut self, event: &Event, stamp: &Stamp) {
        // A screen that shows an account extends its claim by itself.
        if !matches!(event, Event::ClaimExtended(_)) {
            self.roles.heard(stamp);
        }
        let called = matches!(event, Event::AttemptRecorded(_));
        self.debriefs.seen(called, stamp);
        match event {
            Event::ComponentAdded(event) => self.components.push(event.component.clone()),
            Event::AccountsAffected(event) => self.accounts_affected(event, stamp),
            Event::StateChanged(event) => self.state_changed(event, stamp),
            Event::SeverityChanged(event) => self.severity_changed(event, stamp),
            Event::StartCorrected(event) => self.start_corrected(event),
            Event::PlaybookSwitched(event) => self.playbook_switched(event),
            Event::IncidentMerged(event) => self.merged(event),
            Event::RoleTaken(event) => self.role_taken(event, stamp),
            Event::DutyOffered(event) => self.offers.offered(event, stamp),
            Event::DutyHandedOver(event) => self.duty_handed_over(event, stamp),
            Event::DutyDeclined(event) => self.offers.answered(event.duty, &event.from, stamp.seq),
            Event::LevelTried(event) => self.on_level(&event.level, |level| level.record_try(stamp)),
            Event::LevelInformed(event) => {
                self.on_level(&event.level, |level| level.record_informed(event, stamp));
            }
            Event::LevelSkipped(event) => {
                self.on_level(&event.level, |level| level.record_skipped(event, stamp));
            }
            Event::AttemptRecorded(event) => {
                self.on_row(&event.account, |row| row.record_attempt(event, stamp));
            }
            Event::AccountAssigned(_)
            | Event::AccountsAccepted(_)
            | Event::AccountsDeclined(_)
            | Event::ListDealt(_)
            | Event::CallsLeft(_)
            | Event::AccountsBackedUp(_)
            | Event::AccountsReturned(_)
            | Event::CallStarted(_)
            | Event::ClaimEnded(_) => self.assignments(event, stamp),
            Event::AccountPinned(event) => self.on_row(&event.account, |row| row.pin(event, stamp)),
            Event::MomentRecorded(event) => {
                self.on_row(&event.account, |row| row.moments.record(event, stamp));
            }
            Event::UnreachableDecided(event) => {
                self.on_row(&event.account, |row| row.unreached.decided(event, stamp));
            }
            Event::InboundAnswered(event) => {
                self.on_row(&event.account, |row| row.calls_in.answered(event, stamp));
            }
            Event::OthersCounted(event) => self.others.count(event, stamp),
            Event::WroteIn(event) => self.others.heard(event, stamp),
            Event::StepTicked(event) => self.step_ticked(event, stamp),
            Event::StepUnticked(event) => self.step_unticked(event),
            Event::PromiseMade(event) => self.promises.push(Promise::new(event, stamp)),
            Event::PromiseKept(event) => {
                let kept = self
                    .promises
                    .iter_mut()
                    .find(|promise| promise.seq == event.promise);
                if let Some(promise) = kept {
                    promise.kept = Some(stamp.seq);
                }
            }
            Event::DebtSettled(event) => self.settlements.settled(event, stamp),
            Event::Asked(event) => self.asks.asked(event, stamp),
            Event::AskJoined(event) => self.asks.joined(event, stamp),
            Event::AskAnswered(event) => self.asks.answered(event, stamp),
            Event::StopIssued(event) => self.stops.issued(event, stamp),
            Event::StopResumed(event) => self.stops.resumed(event, stamp),
            Event::IntentSet(event) => self.intents.push(Intent::new(event, stamp)),
            Event::BriefGiven(event) => self.briefs.push(Given::new(event, stamp)),
            Event::MessageDrafted(event) => self.messages.drafted(event, stamp),
            Event::MessageApproved(event) => self.messages.approved(&mut self.posts, event, stamp),
            Event::DraftRejected(event) => self.messages.rejected(&mut self.posts, event, stamp),
            Event::PostRecorded(event) => self.messages.posted(&mut self.posts, event, stamp),
            Event::CauseFound(event) => self.findings.cause_found(event, stamp),
            Event::DataFound(event) => self.findings.data_found(event, stamp),
            Event::ReportDrafted(event) => self.reports.drafted(event, stamp),
            Event::ReportReviewed(event) => self.reports.reviewed(event, stamp),
            Event::ReportApproved(event) => self.reports.approved(event, stamp),
            Event::ReportIssued(event) => {
                self.reports.issued(event, stamp);
                for to in &event.to {
                    self.on_row(&to.account, |row| row.reports.issued(event, to, stamp));
                }
            }
            Event::ReportAcknowledged(event) => {
                self.on_row(&event.account, |row| row.reports.acknowledged(event, stamp));
            }
            Event::ImpactRecorded(event) => self.on_row(&event.account, |row| row.reports.felt(event, stamp)),
            Event::ConditionMarked(event) => {
                self.on_row(&event.account, |row| row.recovery.marked(event, stamp));
            }
            Event::AccountLost(event) => {
                self.on_row(&event.account, |row| row.recovery.left_us(event, stamp));
            }
            Event::DebriefRecorded(event) => self.debriefs.recorded(event, stamp),
            Event::ExpertCalled(event) => self.experts.record(event, stamp),
            Event::SlotsSet(event) => self.executives.set(event, stamp),
            Event::ExecutiveWanted(_)
            | Event::ExecutiveCallPromised(_)
            | Event::ExecutiveCallRecorded(_)
            | Event::GestureGiven(_)
            | Event::GestureAsked(_)
            | Event::GestureApproved(_)
            | Event::GestureRefused(_)
            | Event::CreditProposed(_)
            | Event::CreditApproved(_)
            | Event::CreditDeclined(_)
            | Event::CreditTold(_)
            | Event::CreditIssued(_) => self.redressed(event, stamp),
            Event::DispatchBegun(event) => self.dispatches.begun(event, stamp),
            Event::DispatchEnded(event) => self.dispatches.ended(event, stamp),
            Event::DispatchSettled(event) => self.dispatches.settled(event, stamp),
            Event::TakenBack(event) => self.taken_back(event, stamp),
            Event::IncidentDeclared(_)
            | Event::AlertMoved(_)
            | Event::IncidentSplit(_)
            | Event::AlertFired(_)
            | Event::AlertCleared(_)
            | Event::AccountClaimed(_)
            | Event::ClaimExtended(_)
            | Event::NoteWritten(_)
            // Topics stand over all incidents; the picture folds them.
            | Event::TopicTagged(_)
            | Event::TopicRaised(_)
            | Event::TopicsMerged(_)
            | Event::TopicAnswered(_)
            | Event::TopicOwned(_)
            | Event::TopicCrossedOff(_)
            | Event::AccountAdded(_)
            | Event::ContactAdded(_)
            | Event::BreakTaken(_)
            | Event::SinkOpened(_)
            | Event::DirectoryImported(_) => {}
        }
    }

    fn on_level(&mut self, role: &Clean, change: impl FnOnce(&mut Level)) {
        if let Some(level) = self.levels.iter_mut().find(|level| level.role == *role) {
            change(level);
        }
    }

    fn on_row(&mut self, account: &AccountId, change: impl FnOnce(&mut Row)) {
        if let Some(row) = self.rows.get_mut(account) {
            change(row);
        }
    }

    fn accounts_affected(&mut self, event: &AccountsAffected, stamp: &Stamp) {
        for affected in &event.accounts {
            self.rows
                .entry(affected.account.id.clone())
                .or_insert_with(|| Row::new(Arc::new(affected.clone())))
                .assignments
                .listed(stamp.at);
        }
        for widened in &event.widened {
            self.on_row(&widened.account, |row| {
                let affected = Arc::make_mut(&mut row.affected);
                affected.certainty = widened.certainty;
                affected.why.clone_from(&widened.why);
                affected
                    .account
                    .do_not_contact
                    .clone_from(&widened.do_not_contact);
            });
        }
    }

    fn state_changed(&mut self, event: &StateChanged, stamp: &Stamp) {
        self.internal = event.to;
        self.rounds += u32::from(event.to == Internal::Open);
        self.closed_by = (event.to == Internal::Closed).then(|| stamp.by.name.clone());
        self.moves.push(Move {
            seq: stamp.seq,
            to: event.to,
            at: stamp.said_at,
        });
        self.mitigated_at = match event.to {
            Internal::Mitigated | Internal::Resolved | Internal::Closed => {
                self.mitigated_at.or(Some(stamp.said_at))
            }
            Internal::Open => None,
        };
        self.resolved_at = match event.to {
            Internal::Resolved | Internal::Closed => self.resolved_at.or(Some(stamp.said_at)),
            Internal::Open | Internal::Mitigated => None,
        };
    }

    fn step_ticked(&mut self, event: &StepTicked, stamp: &Stamp) {
        let tick = Tick::new(event, stamp);
        match (&event.account, AccountStep::parse(&event.step)) {
            (None, _) => {
                self.steps.insert(event.step.clone(), tick);
            }
            (Some(account), Some(step)) => self.on_row(account, |row| {
                row.ticks.insert(step, tick);
            }),
            (Some(_), None) => {}
        }
    }

    fn step_unticked(&mut self, event: &StepUnticked) {
        match (&event.account, AccountStep::parse(&event.step)) {
            (None, _) => {
                self.steps.remove(&event.step);
            }
            (Some(account), Some(step)) => self.on_row(account, |row| {
                row.ticks.remove(&step);
            }),
            (Some(_), None) => {}
        }
    }
}
