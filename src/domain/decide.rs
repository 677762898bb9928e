//! The rules: what a command comes to, given the picture.
//!
//! One file a subject. The rules look at the whole picture; what they decide on (events, and the states these move)
//! knows nothing of them.

mod alerts;
mod checklist;
mod claims;
mod corrections;
mod declaration;
mod escalation;
mod import;
mod matching;
mod messages;
mod notes;
mod outreach;
mod people;
mod promises;
mod state;

use super::command::{Command, Desk, Submission};
use super::event::Decision;
use super::ids::IncidentId;
use super::incident::Incident;
use super::picture::Picture;
use super::refusal::Refusal;
use super::state::Internal;

impl Picture {
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
            Command::DeclareIncident(command) => declaration::declare(self, command, desk),
            Command::AddComponent(command) => declaration::add_component(self, command, desk),
            Command::ChangeState(command) => state::change_state(self, command, desk),
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
            Command::MatchAccounts(_) => matching::match_again(self, desk),
        }
    }

    fn room(&self, desk: &Desk) -> Result<(IncidentId, &Incident), Refusal> {
        let incident = self.which(desk.incident)?;
        Ok((incident.id, incident))
    }

    /// The incident somebody means: the one they name, else the only open one, else the only one that is resolved and
    /// not yet closed, since the calls go on.
    ///
    /// # Errors
    /// There is none of that name; or none is named, and none or several could be meant.
    pub fn which(&self, named: Option<IncidentId>) -> Result<&Incident, Refusal> {
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
        match (named, open.as_slice()) {
            (Some(id), _) => self.incident(id).ok_or_else(|| Refusal::UnknownIncident {
                given: id,
                open: names(&open),
            }),
            (None, [only]) => Ok(only),
            (None, []) => {
                let mut resolved = self.incidents().filter(|one| one.internal == Internal::Resolved);
                match (resolved.next(), resolved.next()) {
                    (Some(only), None) => Ok(only),
                    (Some(_), Some(_)) | (None, _) => Err(Refusal::NoIncident),
                }
            }
            (None, several) => Err(Refusal::WhichIncident { open: names(several) }),
        }
    }
}
