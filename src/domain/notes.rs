//! What people write into the timeline: facts, guesses and deeds, and the commander's intent on top of it.

use super::actor::Access;
use super::command::Desk;
use super::event::{Decision, Event, Stamp};
use super::ids::{AccountId, Name, Seq};
use super::incident::Incident;
use super::people::Duty;
use super::picture::Picture;
use super::refusal::Refusal;
use super::text::{Clean, CleanText};
use super::timeline::{Entry, What};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What a note is. Sheets, briefs and reports take only facts; a guess carries a `?`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    #[default]
    Fact,
    Guess,
    Did,
}

impl Stance {
    pub fn as_str(self) -> &'static str {
        match self {
            Stance::Fact => "fact",
            Stance::Guess => "guess",
            Stance::Did => "did",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WriteNote {
    pub text: CleanText,
    #[serde(default)]
    pub stance: Stance,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NoteWritten {
    pub text: CleanText,
    pub stance: Stance,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
}

/// What the commander means to do until a time.
#[derive(Clone, Debug, PartialEq)]
pub struct Intent {
    pub seq: Seq,
    pub text: Clean,
    pub by: Name,
    pub at: Timestamp,
    pub until: Option<Timestamp>,
    pub withdrawn: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SetIntent {
    pub text: Clean,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IntentSet {
    pub text: Clean,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

pub fn write(picture: &Picture, command: &WriteNote, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    if command.text.trim().is_empty() {
        return Err(Refusal::Empty { field: "the note" });
    }
    if let Some(account) = &command.account {
        incident.row(account)?;
    }
    let event = NoteWritten {
        text: command.text.clone(),
        stance: command.stance,
        account: command.account.clone(),
    };
    Ok(vec![Event::NoteWritten(event).of(id)])
}

pub fn set_intent(picture: &Picture, command: &SetIntent, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    if command.text.trim().is_empty() {
        return Err(Refusal::Empty { field: "the intent" });
    }
    let by = Some(&desk.by.name);
    let commands = [Duty::Commander, Duty::Deputy]
        .iter()
        .any(|duty| incident.holder(*duty) == by);
    if !commands && desk.by.access != Access::Admin {
        let holder = incident.holder(Duty::Commander).cloned();
        return Err(Refusal::DutyNeeded {
            needed: "the commander or the deputy",
            holder,
        });
    }
    let same = |now: &Intent| now.text == command.text && now.until == command.until;
    if incident.intent().is_some_and(same) {
        return Ok(Vec::new());
    }
    Ok(vec![
        Event::IntentSet(IntentSet {
            text: command.text.clone(),
            until: command.until,
        })
        .of(id),
    ])
}

impl Incident {
    /// The intent that stands.
    pub fn intent(&self) -> Option<&Intent> {
        self.intents.iter().rev().find(|intent| !intent.withdrawn)
    }

    /// One line of how it stands at this moment: the last fact or deed that is not about one account.
    pub fn standing(&self) -> Option<&Entry> {
        let said = self.timeline.iter().rev().find(|entry| {
            let told = matches!(entry.what, What::Note(Stance::Fact | Stance::Did));
            told && entry.account.is_none() && entry.withdrawn.is_none()
        });
        said.map(AsRef::as_ref)
    }

    pub(super) fn intent_set(&mut self, event: &IntentSet, stamp: &Stamp) {
        self.intents.push(Intent {
            seq: stamp.seq,
            text: event.text.clone(),
            by: stamp.by.name.clone(),
            at: stamp.said_at,
            until: event.until,
            withdrawn: false,
        });
    }
}
