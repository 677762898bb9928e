//! What is asked of the hub over a desk, and waited for.

use super::{Desk, Outcome};
use crate::domain::command::Command;
use crate::domain::ids::{AccountId, IncidentId, Seq, SubmissionId};
use crate::run::perform;
use crate::tui::drafts::Draft;
use crate::tui::msg::{Answer, Msg};
use jiff::Timestamp;
use std::time::Duration;

/// What is kept and has no answer after this long goes on by itself.
const ANSWER: Duration = Duration::from_secs(7);

impl Desk {
    /// Sends a command the way a screen does; what was `typed` for it is given back if it is refused.
    ///
    /// # Errors
    /// It cannot be sent now, as a sentence.
    pub fn submit(
        &mut self,
        incident: Option<IncidentId>,
        said_at: Option<Timestamp>,
        command: Command,
        typed: Option<(Draft, Vec<String>)>,
    ) -> Result<SubmissionId, String> {
        if let Some(why) = self.model.stage.cannot_send(&command) {
            return Err(why.to_owned());
        }
        if let Some((draft, texts)) = typed {
            let commands = std::iter::once(command.clone());
            self.model.stage.send(draft, texts, commands);
        }
        let said_at = said_at.or_else(|| self.time.as_ref().map(|_| self.now()));
        let msg = perform::submit(&self.link, incident, said_at, command);
        let id = match &msg {
            Msg::Submitted(submission) => submission.id,
            _ => SubmissionId::default(),
        };
        self.own.insert(id);
        (self.awaited, self.answered, self.taken) = (Some(id), None, false);
        self.update(msg);
        Ok(id)
    }

    /// What became of what was submitted last; the status, where it is to end meanwhile.
    pub async fn outcome(&mut self) -> Result<Outcome, u8> {
        let until = self.stopwatch.read().after(ANSWER);
        let outcome = loop {
            // What is kept waits behind what was kept before, and for that nothing is said of it.
            let waits = self.model.stage.away() || self.stopwatch.read() >= until;
            match &self.answered {
                Some(Answer::Waiting(_)) if self.taken => break Outcome::Kept,
                None if self.taken && waits => break Outcome::Kept,
                Some(Answer::Waiting(_)) | None => {}
                Some(answer) => break Outcome::Answered(answer.clone()),
            }
            if let Some(status) = self.hear().await {
                return Err(status);
            }
        };
        self.awaited = None;
        Ok(outcome)
    }

    /// Waits until the log has come this far, or the hub stops answering.
    pub async fn caught_up(&mut self, through: Seq) -> Option<u8> {
        while self.model.stage.confirmed().through() < through && !self.model.stage.away() {
            if let Some(status) = self.hear().await {
                return Some(status);
            }
        }
        None
    }

    /// Asks for the people of an account, and waits for them: what was known the last time will do only where the hub is
    /// away.
    pub async fn card(&mut self, account: &AccountId) -> Option<u8> {
        perform::fetch_card(&self.hub, account.clone(), &self.sender);
        self.card = Some(account.clone());
        // The question itself ends after a while, with a reason for an answer.
        while self.card.is_some() {
            let stage = &self.model.stage;
            if stage.away() && matches!(stage.cards.get(account), Some(Ok(_))) {
                break;
            }
            if let Some(status) = self.hear().await {
                return Some(status);
            }
        }
        None
    }
}
