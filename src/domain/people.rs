//! Our own people: who they are, and which duty of an incident each holds.

use super::ids::{Name, Seq};
use super::stamp::Stamp;
use super::text::Clean;
use crate::domain::speech::word;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// One line of `people.csv`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Person {
    pub id: Name,
    pub name: Clean,
    /// Duties and policy levels this person holds by default: `commander`, `support_lead`, `ceo`, ...
    #[serde(default)]
    pub duties: Vec<Clean>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Clean>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Clean>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timezone: Option<Clean>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputy: Option<Name>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backup_region: Option<Clean>,
    /// What they can hold a call in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<Clean>,
}

/// A duty in an incident. One person holds each, but advocates are many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    Commander,
    Deputy,
    Scribe,
    SupportLead,
    Liaison,
    CsLead,
    TechLead,
    Advocate,
}

impl Duty {
    pub const ALL: [Duty; 8] = [
        Duty::Commander,
        Duty::Deputy,
        Duty::Scribe,
        Duty::SupportLead,
        Duty::Liaison,
        Duty::CsLead,
        Duty::TechLead,
        Duty::Advocate,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Duty::Commander => "commander",
            Duty::Deputy => "deputy",
            Duty::Scribe => "scribe",
            Duty::SupportLead => "support_lead",
            Duty::Liaison => "liaison",
            Duty::CsLead => "cs_lead",
            Duty::TechLead => "tech_lead",
            Duty::Advocate => "advocate",
        }
    }

    /// As people say it: `support lead`.
    pub fn words(self) -> &'static str {
        match self {
            Duty::SupportLead => word!("support lead"),
            Duty::CsLead => word!("CS lead"),
            Duty::TechLead => word!("tech lead"),
            Duty::Commander | Duty::Deputy | Duty::Scribe | Duty::Liaison | Duty::Advocate => self.as_str(),
        }
    }

    pub fn parse(text: &str) -> Option<Duty> {
        let text = text.replace([' ', '-'], "_").to_lowercase();
        Duty::ALL.into_iter().find(|duty| duty.as_str() == text)
    }
}

impl fmt::Display for Duty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.words())
    }
}

/// Who holds which duty of an incident.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Roles {
    /// One for each time a duty was taken; the latest that stands counts.
    held: Vec<Holding>,
    /// When each last recorded something by their own hand.
    heard: BTreeMap<Name, Timestamp>,
}

/// A duty taken, and the event that said so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Holding {
    seq: Seq,
    duty: Duty,
    person: Name,
    /// Since when.
    at: Timestamp,
    /// An advocate who handed over; the other duties leave by moving on.
    left: Option<Seq>,
    withdrawn: bool,
}

/// Takes a duty, or gives it to `person`. Giving one's own away is an offer, which they accept or decline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TakeRole {
    pub role: Duty,
    /// Left out: whoever asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Name>,
    /// Why it is taken from somebody who holds it; they read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Clean>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoleTaken {
    pub role: Duty,
    pub person: Name,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Name>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Clean>,
}

impl Roles {
    /// Who holds a duty now.
    pub fn holder(&self, duty: Duty) -> Option<&Name> {
        let last = self.standing(duty).next_back()?;
        Some(&last.person)
    }

    /// Whether somebody has any duty now.
    pub fn holds_any(&self, who: &Name) -> bool {
        Duty::ALL.into_iter().any(|duty| self.holds(duty, who))
    }

    /// Whether somebody has a duty now.
    pub fn holds(&self, duty: Duty, who: &Name) -> bool {
        match duty {
            Duty::Advocate => self.advocates().any(|advocate| advocate == who),
            _ => self.holder(duty) == Some(who),
        }
    }

    /// Everything somebody has to do here.
    pub fn duties(&self, who: &Name) -> impl Iterator<Item = Duty> {
        Duty::ALL.into_iter().filter(|duty| self.holds(*duty, who))
    }

    /// Since when somebody has had a duty.
    pub fn since(&self, duty: Duty) -> Option<Timestamp> {
        Some(self.standing(duty).next_back()?.at)
    }

    /// Who holds a duty, and when they last recorded something or took it, whichever is later.
    pub fn last_word(&self, duty: Duty) -> Option<(&Name, Timestamp)> {
        let last = self.standing(duty).next_back()?;
        let heard = self.heard.get(&last.person).copied();
        Some((&last.person, heard.map_or(last.at, |heard| heard.max(last.at))))
    }

    /// Each once, though they took it in two incidents that are one by now.
    pub fn advocates(&self) -> impl Iterator<Item = &Name> {
        let mut seen = BTreeSet::new();
        let people = self.standing(Duty::Advocate).map(|holding| &holding.person);
        people.filter(move |person| seen.insert(*person))
    }

    fn standing(&self, duty: Duty) -> impl DoubleEndedIterator<Item = &Holding> {
        self.held
            .iter()
            .filter(move |holding| holding.duty == duty && !holding.withdrawn && holding.left.is_none())
    }

    pub(super) fn taken(&mut self, event: &RoleTaken, stamp: &Stamp) {
        self.give(event.role, &event.person, stamp);
    }

    pub(super) fn handed_over(&mut self, duty: Duty, from: &Name, to: &Name, stamp: &Stamp) {
        if duty == Duty::Advocate {
            self.left_calls(from, stamp);
        }
        self.give(duty, to, stamp);
    }

    /// An advocate is one no more.
    pub(super) fn left_calls(&mut self, who: &Name, stamp: &Stamp) {
        let advocates = self
            .held
            .iter_mut()
            .filter(|holding| holding.duty == Duty::Advocate && holding.person == *who);
        for holding in advocates.filter(|holding| holding.left.is_none()) {
            holding.left = Some(stamp.seq);
        }
    }

    fn give(&mut self, duty: Duty, to: &Name, stamp: &Stamp) {
        self.held.push(Holding {
            seq: stamp.seq,
            duty,
            person: to.clone(),
            at: stamp.at,
            left: None,
            withdrawn: false,
        });
    }

    /// Takes over the duties of another incident: its holders count where nobody holds the duty here.
    pub(super) fn absorb(&mut self, other: &mut Roles) {
        other.held.append(&mut self.held);
        self.held = std::mem::take(&mut other.held);
        for (name, at) in std::mem::take(&mut other.heard) {
            let heard = self.heard.entry(name).or_insert(at);
            *heard = at.max(*heard);
        }
    }

    /// Somebody recorded something by their own hand.
    pub(super) fn heard(&mut self, stamp: &Stamp) {
        match self.heard.get_mut(&stamp.by.name) {
            Some(at) => *at = stamp.at,
            None => {
                self.heard.insert(stamp.by.name.clone(), stamp.at);
            }
        }
    }

    pub(super) fn withdraw(&mut self, seq: Seq) {
        for holding in &mut self.held {
            holding.withdrawn |= holding.seq == seq;
            holding.left = holding.left.filter(|left| *left != seq);
        }
    }
}
