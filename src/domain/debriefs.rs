//! Debriefs: what those who took part say afterwards, in three questions, and who has not been heard yet.

use super::actor::Actor;
use super::ids::{Name, Seq};
use super::stamp::Stamp;
use super::text::CleanText;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The three questions, in the order asked.
pub const QUESTIONS: [&str; 3] = ["What slowed you?", "What helped customers?", "What do you need?"];

/// The answers of whoever asks; every one may be left out, not all of them. Said again, they replace those before.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RecordDebrief {
    #[serde(flatten)]
    pub answers: Answers,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DebriefRecorded {
    #[serde(flatten)]
    pub answers: Answers,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Answers {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slowed: Option<CleanText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub helped: Option<CleanText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needs: Option<CleanText>,
}

impl Answers {
    /// In the order of [`QUESTIONS`].
    pub fn in_order(&self) -> [Option<&CleanText>; 3] {
        [self.slowed.as_ref(), self.helped.as_ref(), self.needs.as_ref()]
    }

    pub fn is_empty(&self) -> bool {
        self.in_order().iter().all(Option::is_none)
    }

    /// Without the blank ones.
    pub(super) fn said(&self) -> Answers {
        let said = |text: &Option<CleanText>| text.clone().filter(|text| !text.trim().is_empty());
        Answers {
            slowed: said(&self.slowed),
            helped: said(&self.helped),
            needs: said(&self.needs),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Debrief {
    seq: Seq,
    by: Name,
    answers: Answers,
}

/// Somebody who took part.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Part {
    /// The calls they recorded; one taken back is no call.
    calls: Vec<Seq>,
    /// The debriefs, of this incident or a later one, in which they were heard.
    heard: Vec<Seq>,
}

/// Who took part in an incident, and what they said of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Debriefs {
    people: BTreeMap<Name, Part>,
    said: Vec<Debrief>,
}

impl Debriefs {
    /// How many took part by a record of their own hand.
    pub fn took_part(&self) -> usize {
        self.people.len()
    }

    /// How many of them called customers and have not been asked how it was.
    pub fn unheard(&self) -> usize {
        let unheard = |part: &&Part| !part.calls.is_empty() && part.heard.is_empty();
        self.people.values().filter(unheard).count()
    }

    /// Whether somebody took part and has not been asked.
    pub fn waits_for(&self, who: &Name) -> bool {
        self.people.get(who).is_some_and(|part| part.heard.is_empty())
    }

    /// Whether somebody took part.
    pub fn knows(&self, who: &Name) -> bool {
        self.people.contains_key(who)
    }

    /// What somebody said; for themselves alone.
    pub fn of(&self, who: &Name) -> Option<&Answers> {
        let last = self.said.iter().rfind(|debrief| debrief.by == *who);
        last.map(|debrief| &debrief.answers)
    }

    /// How many answered.
    pub fn count(&self) -> usize {
        self.latest().count()
    }

    /// All answers to one of the [`QUESTIONS`], unnamed: in the order of the alphabet, which tells nothing of who.
    pub fn answers(&self, question: usize) -> Vec<&CleanText> {
        let all = self.latest();
        let mut answers: Vec<&CleanText> = all
            .filter_map(|debrief| debrief.answers.in_order().into_iter().nth(question).flatten())
            .collect();
        answers.sort();
        answers
    }

    /// The last words of each.
    fn latest(&self) -> impl Iterator<Item = &Debrief> {
        self.said.iter().enumerate().filter_map(|(at, debrief)| {
            let later = self.said[at + 1..].iter().any(|later| later.by == debrief.by);
            (!later).then_some(debrief)
        })
    }

    /// Whoever records something takes part; machines do not.
    pub(super) fn seen(&mut self, called: bool, stamp: &Stamp) {
        if !stamp.by.access.takes_part() || stamp.by == Actor::hub() {
            return;
        }
        if !self.people.contains_key(&stamp.by.name) {
            self.people.insert(stamp.by.name.clone(), Part::default());
        }
        if let Some(part) = self.people.get_mut(&stamp.by.name).filter(|_| called) {
            part.calls.push(stamp.seq);
        }
    }

    pub(super) fn recorded(&mut self, event: &DebriefRecorded, stamp: &Stamp) {
        self.said.push(Debrief {
            seq: stamp.seq,
            by: stamp.by.name.clone(),
            answers: event.answers.clone(),
        });
    }

    /// Whether a debrief with this number counts here.
    pub(super) fn holds(&self, seq: Seq) -> bool {
        self.said.iter().any(|debrief| debrief.seq == seq)
            || self.people.values().any(|part| part.heard.contains(&seq))
    }

    /// Somebody was heard, here or in another incident.
    pub(super) fn heard(&mut self, who: &Name, seq: Seq) {
        if let Some(part) = self.people.get_mut(who) {
            part.heard.push(seq);
        }
    }

    /// Takes over who took part in another incident and what they said.
    pub(super) fn absorb(&mut self, other: &mut Debriefs) {
        for (name, mut theirs) in std::mem::take(&mut other.people) {
            let part = self.people.entry(name).or_default();
            part.calls.append(&mut theirs.calls);
            part.heard.append(&mut theirs.heard);
        }
        self.said.append(&mut other.said);
        self.said.sort_by_key(|debrief| debrief.seq);
    }

    pub(super) fn withdraw(&mut self, seq: Seq) {
        self.said.retain(|debrief| debrief.seq != seq);
        for part in self.people.values_mut() {
            part.calls.retain(|call| *call != seq);
            part.heard.retain(|heard| *heard != seq);
        }
    }
}
