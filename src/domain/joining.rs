//! What one room has recorded, as it is brought into another: late entries in the words of whoever made them.

use super::actor::Actor;
use super::checklist::AccountStep;
use super::command::{BringEntry, Command};
use super::declaration::{DeclareIncident, IncidentDeclared};
use super::escalation::{InformLevel, LevelInformed, Proof, TryLevel};
use super::event::{Event, Recorded};
use super::ids::{IncidentId, Name, Seq, SubmissionId};
use super::incident::Incident;
use super::notes::{Stance, WriteNote};
use super::outreach::{AttemptRecorded, RecordAttempt};
use super::picture::Picture;
use super::promises::{MakePromise, NewPromise};
use super::text::Clean;
use super::timeline::{Entry, What};
use jiff::Timestamp;

/// One line of a room's timeline, to be said again in another room.
#[derive(Clone, Debug, PartialEq)]
pub struct Late {
    /// Its line here.
    pub seq: Seq,
    /// The command that caused it here: with the line, nothing else anywhere has both.
    pub cause: SubmissionId,
    pub incident: IncidentId,
    pub by: Name,
    pub said_at: Timestamp,
    /// In the words of the timeline, with the account it is about.
    pub words: Clean,
    pub entry: Command,
}

impl Late {
    /// What is asked of the other room.
    pub fn command(&self) -> Command {
        self.bring(self.entry.clone())
    }

    /// The same in words alone, for a room that does not take it as it is; `None` when it is words already.
    pub fn in_words(&self) -> Option<Command> {
        match &self.entry {
            Command::WriteNote(_) => None,
            _ => Some(self.bring(quoted(&self.words))),
        }
    }

    /// An incident that the other room cannot plan as this one did: without its playbook and components, of which it has
    /// others. `None` when this is no declaration.
    pub fn plainly(&self) -> Option<Command> {
        let Command::DeclareIncident(declared) = &self.entry else {
            return None;
        };
        let plain = DeclareIncident {
            components: Vec::new(),
            playbook: None,
            ..declared.clone()
        };
        Some(self.bring(Command::DeclareIncident(plain)))
    }

    pub fn declares(&self) -> bool {
        matches!(self.entry, Command::DeclareIncident(_))
    }

    fn bring(&self, entry: Command) -> Command {
        Command::BringEntry(BringEntry {
            by: self.by.clone(),
            entry: Box::new(entry),
        })
    }
}

/// What is to be brought of these incidents, in the order of the log: all that somebody said and has not taken back. What
/// the room did by itself, the other one does by itself.
pub fn late_entries(picture: &Picture, log: &[Recorded], of: impl Fn(IncidentId) -> bool) -> Vec<Late> {
    let late = log.iter().filter_map(|recorded| {
        let incident = recorded.incident.filter(|id| of(*id));
        let incident = incident.and_then(|id| picture.incident(id))?;
        let entry = incident.entry(recorded.seq)?;
        let said = said_again(recorded, incident);
        // Somebody may be called as the hub is: what only people say is theirs.
        let by_itself = said.is_none() && recorded.by == Actor::hub();
        let worked_out = matches!(recorded.event, Event::AccountsAffected(_));
        if by_itself
            || entry.routine
            || worked_out
            || entry.withdrawn.is_some()
            || entry.what == What::Correction
        {
            return None;
        }
        let words = words(entry);
        Some(Late {
            seq: recorded.seq,
            cause: recorded.cause,
            incident: incident.id,
            by: recorded.by.name.clone(),
            said_at: recorded.said_at,
            entry: said.unwrap_or_else(|| quoted(&words)),
            words,
        })
    });
    late.collect()
}

fn words(entry: &Entry) -> Clean {
    let subject = entry.subject.as_ref().map(|subject| format!("{subject}: "));
    let until = entry.until.map(|until| format!(" (until {until:.0})"));
    let (subject, until) = (subject.unwrap_or_default(), until.unwrap_or_default());
    Clean::from(format!("{subject}{}{until}", entry.text))
}

/// A deed, so that no report takes it for a fact it has checked.
fn quoted(words: &Clean) -> Command {
    Command::WriteNote(WriteNote {
        text: format!("in the local room: {words}").as_str().into(),
        stance: Stance::Did,
        account: None,
    })
}

/// The command that says it again; `None` for what can only be quoted: it is another room's to decide.
fn said_again(recorded: &Recorded, incident: &Incident) -> Option<Command> {
    match &recorded.event {
        Event::IncidentDeclared(event) => Some(Command::DeclareIncident(declared(event))),
        Event::NoteWritten(event) => Some(Command::WriteNote(WriteNote {
            text: event.text.clone(),
            stance: event.stance,
            account: event.account.clone(),
        })),
        Event::LevelTried(event) => Some(Command::TryLevel(TryLevel {
            level: event.level.clone(),
            how: event.how.clone(),
        })),
        Event::LevelInformed(event) => Some(Command::InformLevel(informed(event))),
        Event::AttemptRecorded(event) => Some(Command::RecordAttempt(Box::new(attempt(event)))),
        // One that was kept here would be owed there.
        Event::PromiseMade(event) => {
            let mut promises = incident.promises.iter();
            let owed = promises.any(|promise| promise.seq == recorded.seq && promise.owed());
            owed.then(|| {
                Command::MakePromise(MakePromise {
                    account: event.account.clone(),
                    promise: NewPromise {
                        what: event.what.clone(),
                        owner: Some(event.owner.clone()),
                        due: event.due,
                    },
                })
            })
        }
        Event::StepTicked(event) => {
            let stands = match &event.account {
                None => incident.steps.get(&event.step).map(|tick| tick.seq),
                Some(account) => {
                    let row = incident.rows.get(account);
                    let step = AccountStep::ALL
                        .into_iter()
                        .find(|step| step.as_str() == event.step.as_str());
                    row.zip(step)
                        .and_then(|(row, step)| row.ticks.get(&step))
                        .map(|tick| tick.seq)
                }
            };
            (stands == Some(recorded.seq)).then(|| {
                Command::TickStep(super::checklist::TickStep {
                    step: event.step.clone(),
                    account: event.account.clone(),
                    reason: event.reason.clone(),
                })
            })
        }
        _ => None,
    }
}

fn declared(event: &IncidentDeclared) -> DeclareIncident {
    DeclareIncident {
        title: event.title.clone(),
        severity: Some(event.severity),
        components: event.components.clone(),
        playbook: Some(event.playbook.name.clone()),
        alerted_at: Some(event.t0),
        alert: None,
    }
}

fn informed(event: &LevelInformed) -> InformLevel {
    let (witness, read_back) = match &event.proof {
        Proof::Own => (None, None),
        Proof::Witness(witness) => (Some(witness.clone()), None),
        Proof::ReadBack(words) => (None, Some(words.clone())),
    };
    InformLevel {
        level: event.level.clone(),
        person: Some(event.person.clone()),
        how: event.how.clone(),
        witness,
        read_back,
    }
}

fn attempt(event: &AttemptRecorded) -> RecordAttempt {
    RecordAttempt {
        contact: event.contact.clone(),
        channel: event.channel,
        direction: event.direction,
        // Texts are numbered a room; theirs are older words than those that are live there.
        told: event.told.map(|_| 0),
        note: event.note.clone(),
        feeling: event.feeling,
        next_at: event.next_at,
        heard: event.heard.as_deref().cloned().unwrap_or_default(),
        ..RecordAttempt::new(event.account.clone(), event.disposition)
    }
}

#[cfg(test)]
mod tests;
