//! The escalation policy, lived: who must be informed by when, who was, and by what proof.
//!
//! "Informed" means a person knows, not that a message was sent. The published target is the CEO informed within
//! 20 minutes of the first alert (Lifesize); the levels and their times come from the playbook.

use super::command::Desk;
use super::event::{Decision, Event, Stamp};
use super::ids::{Name, Seq};
use super::incident::{Incident, LevelHolder};
use super::picture::Picture;
use super::playbook::LevelPlan;
use super::refusal::Refusal;
use super::span::Span;
use super::text::Clean;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One level of the policy in one incident.
#[derive(Clone, Debug)]
pub struct Level {
    pub role: Clean,
    pub title: Clean,
    pub by: Span,
    pub due: Timestamp,
    pub person: Option<Name>,
    pub deputy: Option<Name>,
    pub tries: Vec<Try>,
    pub informed: Vec<Informed>,
    pub skipped: Vec<Skipped>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Try {
    pub seq: Seq,
    pub at: Timestamp,
    pub by: Name,
    pub withdrawn: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Informed {
    pub seq: Seq,
    /// When they knew, as said.
    pub at: Timestamp,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    pub recorded_by: Name,
    pub person: Name,
    pub proof: Proof,
    pub how: Option<Clean>,
    pub withdrawn: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Skipped {
    pub seq: Seq,
    pub reason: Clean,
    pub withdrawn: bool,
}

/// How we know that they know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// They said so here themselves.
    Own,
    /// This person saw or heard it.
    Witness(Name),
    /// The words they read back.
    ReadBack(Clean),
}

/// Where a level stands at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LevelState {
    Waiting,
    /// Four fifths of the time are over.
    Due,
    Trying,
    Late,
    Skipped,
    Informed,
}

impl LevelState {
    pub fn as_str(self) -> &'static str {
        match self {
            LevelState::Waiting => "waiting",
            LevelState::Due => "due",
            LevelState::Trying => "trying",
            LevelState::Late => "late",
            LevelState::Skipped => "skipped",
            LevelState::Informed => "informed",
        }
    }

    /// Nothing is owed any more.
    pub fn settled(self) -> bool {
        match self {
            LevelState::Informed | LevelState::Skipped => true,
            LevelState::Waiting | LevelState::Due | LevelState::Trying | LevelState::Late => false,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TryLevel {
    pub level: Clean,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<Clean>,
}

/// Records that a level was informed. Whoever records it is the witness unless another is named.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct InformLevel {
    pub level: Clean,
    /// Who was informed; left out, the person of the level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Name>,
    /// By phone, in person, in the chat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<Clean>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub witness: Option<Name>,
    /// The words they read back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_back: Option<Clean>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SkipLevel {
    pub level: Clean,
    pub reason: Clean,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LevelTried {
    pub level: Clean,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<Clean>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LevelInformed {
    pub level: Clean,
    pub person: Name,
    pub proof: Proof,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<Clean>,
    /// The deputy was informed in the person's place.
    #[serde(default)]
    pub deputy: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LevelSkipped {
    pub level: Clean,
    pub reason: Clean,
}

pub fn try_level(picture: &Picture, command: &TryLevel, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let level = incident.level(&command.level)?;
    if level.state(desk.at).settled() {
        return Ok(Vec::new());
    }
    Ok(vec![
        Event::LevelTried(LevelTried {
            level: level.role.clone(),
            how: command.how.clone(),
        })
        .of(id),
    ])
}

pub fn inform_level(picture: &Picture, command: &InformLevel, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let level = incident.level(&command.level)?;
    let person = command.person.clone().or_else(|| level.person.clone());
    let person = person.filter(|person| !person.as_str().trim().is_empty());
    let person = person.ok_or(Refusal::Empty {
        field: "who was informed",
    })?;
    if let Some(before) = level.informed() {
        return match before.person == person {
            true => Ok(Vec::new()),
            false => Err(Refusal::AlreadyInformed {
                title: level.title.clone(),
                at: before.at,
            }),
        };
    }
    let proof = match (&command.read_back, &command.witness) {
        (Some(words), _) if !words.trim().is_empty() => Proof::ReadBack(words.clone()),
        (_, Some(witness)) => Proof::Witness(witness.clone()),
        (_, None) if person == desk.by.name => Proof::Own,
        (_, None) => Proof::Witness(desk.by.name.clone()),
    };
    let deputy = level.deputy.as_ref() == Some(&person) && level.person.as_ref() != Some(&person);
    let event = LevelInformed {
        level: level.role.clone(),
        person,
        proof,
        how: command.how.clone(),
        deputy,
    };
    Ok(vec![Event::LevelInformed(event).of(id)])
}

pub fn skip_level(picture: &Picture, command: &SkipLevel, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let level = incident.level(&command.level)?;
    if command.reason.trim().is_empty() {
        return Err(Refusal::ReasonNeeded {
            what: "skipping a level",
        });
    }
    if level.state(desk.at).settled() {
        return Ok(Vec::new());
    }
    let event = LevelSkipped {
        level: level.role.clone(),
        reason: command.reason.clone(),
    };
    Ok(vec![Event::LevelSkipped(event).of(id)])
}

impl Level {
    pub(super) fn new(plan: &LevelPlan, holder: LevelHolder, t0: Timestamp) -> Self {
        Level {
            role: plan.role.clone(),
            title: plan.title.clone(),
            by: plan.by,
            due: plan.by.after(t0),
            person: holder.person,
            deputy: holder.deputy,
            tries: Vec::new(),
            informed: Vec::new(),
            skipped: Vec::new(),
        }
    }

    /// Who knows, and how we know: the record that stands.
    pub fn informed(&self) -> Option<&Informed> {
        self.informed.iter().rev().find(|informed| !informed.withdrawn)
    }

    pub fn skipped(&self) -> Option<&Skipped> {
        self.skipped.iter().rev().find(|skipped| !skipped.withdrawn)
    }

    pub fn state(&self, now: Timestamp) -> LevelState {
        let tried = self.tries.iter().any(|attempt| !attempt.withdrawn);
        let amber = now >= self.due - self.by.0 / 5;
        match (self.informed(), self.skipped()) {
            (Some(_), _) => LevelState::Informed,
            (None, Some(_)) => LevelState::Skipped,
            (None, None) if now >= self.due => LevelState::Late,
            (None, None) if tried => LevelState::Trying,
            (None, None) if amber => LevelState::Due,
            (None, None) => LevelState::Waiting,
        }
    }

    /// They knew only after the due, by the time said.
    pub fn informed_late(&self) -> bool {
        self.informed().is_some_and(|informed| informed.at > self.due)
    }

    pub(super) fn withdraw(&mut self, seq: Seq) {
        for attempt in self.tries.iter_mut().filter(|attempt| attempt.seq == seq) {
            attempt.withdrawn = true;
        }
        for informed in self.informed.iter_mut().filter(|informed| informed.seq == seq) {
            informed.withdrawn = true;
        }
        for skipped in self.skipped.iter_mut().filter(|skipped| skipped.seq == seq) {
            skipped.withdrawn = true;
        }
    }
}

impl Incident {
    /// A level by its role or its title, whichever the asker typed.
    pub fn level(&self, given: &str) -> Result<&Level, Refusal> {
        let wanted = given.to_lowercase();
        let is = |level: &&Level| level.role.to_lowercase() == wanted || level.title.to_lowercase() == wanted;
        self.levels.iter().find(is).ok_or_else(|| Refusal::UnknownLevel {
            given: given.into(),
            known: self
                .levels
                .iter()
                .map(|level| level.role.as_str())
                .collect::<Vec<_>>()
                .join(", "),
        })
    }

    /// The level that must know next.
    pub fn next_level(&self, now: Timestamp) -> Option<&Level> {
        self.levels.iter().find(|level| !level.state(now).settled())
    }

    fn level_mut(&mut self, role: &Clean) -> Option<&mut Level> {
        self.levels.iter_mut().find(|level| level.role == *role)
    }

    pub(super) fn level_tried(&mut self, event: &LevelTried, stamp: &Stamp) {
        let Some(level) = self.level_mut(&event.level) else {
            return;
        };
        level.tries.push(Try {
            seq: stamp.seq,
            at: stamp.said_at,
            by: stamp.by.name.clone(),
            withdrawn: false,
        });
    }

    pub(super) fn level_informed(&mut self, event: &LevelInformed, stamp: &Stamp) {
        let Some(level) = self.level_mut(&event.level) else {
            return;
        };
        level.informed.push(Informed {
            seq: stamp.seq,
            at: stamp.said_at,
            recorded_at: stamp.at,
            recorded_by: stamp.by.name.clone(),
            person: event.person.clone(),
            proof: event.proof.clone(),
            how: event.how.clone(),
            withdrawn: false,
        });
    }

    pub(super) fn level_skipped(&mut self, event: &LevelSkipped, stamp: &Stamp) {
        let Some(level) = self.level_mut(&event.level) else {
            return;
        };
        level.skipped.push(Skipped {
            seq: stamp.seq,
            reason: event.reason.clone(),
            withdrawn: false,
        });
    }
}
