//! What the log adds up to, and the two ways in: `decide` asks it, `apply` folds one more event.

use super::accounts;
use super::alerts::{self, Alert};
use super::checklist;
use super::claims::{self, Claims};
use super::command::{Command, Desk, Submission};
use super::corrections;
use super::escalation;
use super::event::{Decision, Event, Recorded};
use super::ids::{AlertKey, IncidentId, Seq, SubmissionId};
use super::import;
use super::incident::{self, Incident};
use super::messages;
use super::notes;
use super::outreach;
use super::people;
use super::promises;
use super::refusal::Refusal;
use super::timeline;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

/// The same at the same sequence number, on the hub and on every screen.
#[derive(Clone, Debug, Default)]
pub struct Picture {
    through: Seq,
    /// Shared, so that a copy for what is not yet delivered costs only the incident it touches.
    incidents: BTreeMap<IncidentId, Arc<Incident>>,
    pub alerts: BTreeMap<AlertKey, Alert>,
    pub claims: Claims,
    causes: HashSet<SubmissionId>,
}

impl Picture {
    /// The last event in it.
    pub fn through(&self) -> Seq {
        self.through
    }

    pub fn incident(&self, id: IncidentId) -> Option<&Incident> {
        self.incidents.get(&id).map(Arc::as_ref)
    }

    pub fn incidents(&self) -> impl DoubleEndedIterator<Item = &Incident> {
        self.incidents.values().map(Arc::as_ref)
    }

    /// Those still being worked on, the worst first, then the oldest.
    pub fn open(&self) -> Vec<&Incident> {
        let mut open: Vec<_> = self.incidents().filter(|incident| incident.is_open()).collect();
        open.sort_by_key(|incident| (incident.severity, incident.t0, incident.id));
        open
    }

    /// Alerts that belong to no incident, the newest first.
    pub fn inbox(&self) -> Vec<&Alert> {
        let mut inbox: Vec<_> = self
            .alerts
            .values()
            .filter(|alert| alert.incident.is_none() && alert.firing)
            .collect();
        inbox.sort_by(|a, b| {
            b.received_at
                .cmp(&a.received_at)
                .then_with(|| a.key().cmp(&b.key()))
        });
        inbox
    }

    pub fn next_incident(&self) -> IncidentId {
        IncidentId(self.incidents.keys().next_back().map_or(0, |id| id.0) + 1)
    }

    /// True once an event with this cause has been folded in.
    pub fn knows(&self, cause: &SubmissionId) -> bool {
        self.causes.contains(cause)
    }

    /// The incident a command is about: the one it names, else the only open one.
    pub(super) fn room(&self, desk: &Desk) -> Result<(IncidentId, &Incident), Refusal> {
        let names = |open: &[&Incident]| {
            let named: Vec<_> = open
                .iter()
                .map(|incident| format!("{} {}", incident.id, incident.title))
                .collect();
            if named.is_empty() {
                "none".to_owned()
            } else {
                named.join(", ")
            }
        };
        let open = self.open();
        match (desk.incident, open.as_slice()) {
            (Some(id), _) => match self.incident(id) {
                Some(incident) => Ok((id, incident)),
                None => Err(Refusal::UnknownIncident {
                    given: id,
                    open: names(&open),
                }),
            },
            (None, [only]) => Ok((only.id, only)),
            (None, []) => Err(Refusal::NoIncident),
            (None, several) => Err(Refusal::WhichIncident { open: names(several) }),
        }
    }

    /// What a command comes to: events, nothing because it is already so, or a refusal.
    ///
    /// A command whose events are already folded in comes to nothing, so that deciding again after one's own
    /// answer changes nothing.
    pub fn decide(&self, submission: &Submission, desk: &Desk) -> Decision {
        if self.knows(&submission.id) {
            return Ok(Vec::new());
        }
        submission.command.allowed(desk.by)?;
        match &submission.command {
            Command::DeclareIncident(command) => incident::declare(self, command, desk),
            Command::AddComponent(command) => incident::add_component(self, command, desk),
            Command::ChangeState(command) => incident::change_state(self, command, desk),
            Command::ReceiveAlerts(command) => alerts::receive(self, command, desk),
            Command::TakeRole(command) => people::take_role(self, command, desk),
            Command::TryLevel(command) => escalation::try_level(self, command, desk),
            Command::InformLevel(command) => escalation::inform_level(self, command, desk),
            Command::SkipLevel(command) => escalation::skip_level(self, command, desk),
            Command::ClaimAccount(command) => claims::claim(self, command, desk),
            Command::ReleaseClaim(command) => claims::release(self, command, desk),
            Command::ExtendClaim(command) => claims::extend(self, command, desk),
            Command::TakeOverClaim(command) => claims::take_over(self, command, desk),
            Command::EndClaims(_) => claims::end_due(self, desk),
            Command::StartCall(command) => claims::start_call(self, command, desk),
            Command::RecordAttempt(command) => outreach::record_attempt(self, command, desk),
            Command::PinAccount(command) => outreach::pin(self, command, desk),
            Command::TickStep(command) => checklist::tick(self, command, desk),
            Command::UntickStep(command) => checklist::untick(self, command, desk),
            Command::MakePromise(command) => promises::make(self, command, desk),
            Command::KeepPromise(command) => promises::keep(self, command, desk),
            Command::WriteNote(command) => notes::write(self, command, desk),
            Command::SetIntent(command) => notes::set_intent(self, command, desk),
            Command::RecordPost(command) => messages::record_post(self, command, desk),
            Command::TakeBack(command) => corrections::take_back(self, command, desk),
            Command::ImportDirectory(command) => import::import(command, desk),
            Command::MatchAccounts(_) => accounts::match_again(self, desk),
        }
    }

    /// Folds one recorded event. One at or before [`Picture::through`] is ignored.
    pub fn apply(&mut self, recorded: &Recorded) {
        if recorded.seq <= self.through {
            return;
        }
        self.through = recorded.seq;
        self.causes.insert(recorded.cause);
        let stamp = recorded.stamp();
        match &recorded.event {
            Event::IncidentDeclared(event) => {
                self.incidents
                    .insert(event.id, Arc::new(Incident::new(event, &stamp)));
            }
            Event::AlertFired(event) => alerts::fired(&mut self.alerts, event, recorded.incident),
            Event::AlertCleared(event) => alerts::cleared(&mut self.alerts, event, &stamp),
            Event::AccountClaimed(event) => self.claims.claimed(event, recorded.incident, &stamp),
            Event::ClaimExtended(event) => self.claims.extended(event, &stamp),
            Event::ClaimEnded(event) => self.claims.ended(event),
            Event::CallStarted(event) => self.claims.call_started(event, &stamp),
            Event::DirectoryImported(_) => {}
            Event::ComponentAdded(_)
            | Event::AccountsAffected(_)
            | Event::StateChanged(_)
            | Event::RoleTaken(_)
            | Event::LevelTried(_)
            | Event::LevelInformed(_)
            | Event::LevelSkipped(_)
            | Event::AttemptRecorded(_)
            | Event::AccountPinned(_)
            | Event::StepTicked(_)
            | Event::StepUnticked(_)
            | Event::PromiseMade(_)
            | Event::PromiseKept(_)
            | Event::NoteWritten(_)
            | Event::IntentSet(_)
            | Event::PostRecorded(_)
            | Event::TakenBack(_) => {}
        }
        let Some(incident) = recorded.incident.and_then(|id| self.incidents.get_mut(&id)) else {
            return;
        };
        let incident = Arc::make_mut(incident);
        incident.apply(&recorded.event, &stamp);
        let entry = timeline::entry(recorded, incident);
        incident.timeline.push(Arc::new(entry));
    }
}

impl Incident {
    /// Folds what concerns this incident alone.
    fn apply(&mut self, event: &Event, stamp: &super::event::Stamp) {
        match event {
            Event::ComponentAdded(event) => self.components.push(event.component.clone()),
            Event::AccountsAffected(event) => self.accounts_affected(event),
            Event::StateChanged(event) => self.state_changed(event, stamp),
            Event::RoleTaken(event) => self.role_taken(event, stamp),
            Event::LevelTried(event) => self.level_tried(event, stamp),
            Event::LevelInformed(event) => self.level_informed(event, stamp),
            Event::LevelSkipped(event) => self.level_skipped(event, stamp),
            Event::AttemptRecorded(event) => self.attempt_recorded(event, stamp),
            Event::AccountPinned(event) => self.account_pinned(event, stamp),
            Event::StepTicked(event) => self.step_ticked(event, stamp),
            Event::StepUnticked(event) => self.step_unticked(event),
            Event::PromiseMade(event) => self.promise_made(event, stamp),
            Event::PromiseKept(event) => self.promise_kept(event, stamp),
            Event::IntentSet(event) => self.intent_set(event, stamp),
            Event::PostRecorded(event) => self.post_recorded(event, stamp),
            Event::TakenBack(event) => self.taken_back(event, stamp),
            Event::IncidentDeclared(_)
            | Event::AlertFired(_)
            | Event::AlertCleared(_)
            | Event::AccountClaimed(_)
            | Event::ClaimExtended(_)
            | Event::ClaimEnded(_)
            | Event::CallStarted(_)
            | Event::NoteWritten(_)
            | Event::DirectoryImported(_) => {}
        }
    }
}
