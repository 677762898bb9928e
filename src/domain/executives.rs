//! The executive-call desk: customers who wish to speak with one of our executives, when they will, and how it went.
//!
//! The fourth question of the published procedure is "would your CEO like to speak with one of our executives?"
//! (Lifesize). An executive has only so many calls to give; offering more is said, never forbidden.

use super::ids::{AccountId, Name, Seq};
use super::said::{Numbered, Word};
use super::span::Span;
use super::stamp::Stamp;
use super::text::{Clean, CleanText};
use crate::domain::speech::word;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How soon a customer hears who calls them, and when.
pub const PROMISED_WITHIN: Span = Span::hours(1);
/// How soon the call is, if they named no time.
pub const MET_WITHIN: Span = Span::hours(24);

/// A customer's wish to speak with an executive. Its number is the place of its event in the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Wish {
    pub seq: Seq,
    /// What they wish, from everything they said of it.
    pub facts: NewWish,
    /// Each time they said something of it, and what.
    said: Vec<(Seq, NewWish)>,
    /// Who heard it.
    pub by: Name,
    pub at: Timestamp,
    /// What they were promised; the last one counts.
    promised: Vec<Promised>,
    /// How the calls went; only the last can be the end of it.
    talks: Vec<Talk>,
    withdrawn: bool,
}

/// A call an executive will make.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Promised {
    pub seq: Seq,
    pub executive: Name,
    pub at: Timestamp,
    pub by: Name,
    /// When it was promised.
    pub since: Timestamp,
    /// By how many it was more than the executive has to give.
    pub beyond: u32,
}

/// How a call went, or why there was none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Talk {
    pub word: Word,
    pub outcome: Outcome,
    pub text: CleanText,
}

/// Where a wish stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Standing<'a> {
    /// Nobody has told them yet who calls, and when.
    Open,
    Promised(&'a Promised),
    /// They have spoken, or do not wish to any more.
    Done(&'a Talk),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Held,
    /// Nobody was reached: they wait for another time.
    Missed,
    NotWanted,
}

/// How many calls each executive has to give.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Executives {
    said: BTreeMap<Name, Vec<Slots>>,
}

/// So many calls from the moment it was said, until a time if there is one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Slots {
    pub word: Word,
    pub count: u32,
    pub until: Option<Timestamp>,
}

/// A wish as it is heard on a call. Everything may be left out: "their CEO wants to speak with somebody".
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct NewWish {
    /// With whom, in their words: "your CEO".
    #[serde(skip_serializing_if = "nothing")]
    pub whom: Clean,
    #[serde(skip_serializing_if = "nothing")]
    pub topic: Clean,
    /// By when they need it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WantExecutive {
    pub account: AccountId,
    #[serde(flatten)]
    pub wish: NewWish,
}

/// So many calls an executive will make for this incident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SetSlots {
    pub executive: Name,
    pub slots: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

/// The customer is told that this executive calls at this time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PromiseExecutiveCall {
    pub request: Seq,
    pub executive: Name,
    pub at: Timestamp,
}

/// How the call went.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordExecutiveCall {
    pub request: Seq,
    pub outcome: Outcome,
    #[serde(default)]
    pub text: CleanText,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExecutiveWanted {
    pub account: AccountId,
    #[serde(flatten)]
    pub wish: NewWish,
    /// The wish of which more was said; left out, it is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub betters: Option<Seq>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SlotsSet {
    pub executive: Name,
    pub slots: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExecutiveCallPromised {
    pub request: Seq,
    pub account: AccountId,
    pub executive: Name,
    pub calls_at: Timestamp,
    /// By how many it is more than the executive has to give; 0 when it fits or nobody has said how many.
    #[serde(default)]
    pub beyond: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExecutiveCallRecorded {
    pub request: Seq,
    pub account: AccountId,
    pub outcome: Outcome,
    #[serde(default)]
    pub text: CleanText,
}

fn nothing(text: &str) -> bool {
    text.is_empty()
}

impl Outcome {
    pub const ALL: [Outcome; 3] = [Outcome::Held, Outcome::Missed, Outcome::NotWanted];

    /// In words that follow "was".
    pub fn recorded(self) -> &'static str {
        match self {
            Outcome::Held => word!("recorded as held"),
            Outcome::Missed => word!("recorded as missed"),
            Outcome::NotWanted => word!("recorded as not wanted any more"),
        }
    }

    /// In words that follow "the call".
    pub fn words(self) -> &'static str {
        match self {
            Outcome::Held => word!("they have spoken"),
            Outcome::Missed => word!("nobody was reached"),
            Outcome::NotWanted => word!("not wanted any more"),
        }
    }
}

impl NewWish {
    /// As one line says it: "the CFO, about the contract", or "your CEO, the contract". Without a comma and "about" it is
    /// whom they want: that is what the desk reads first, and what it can do nothing without.
    pub fn told(line: &str) -> Self {
        let line = line.trim();
        let about = line.strip_prefix("about ").map(|topic| ("", topic));
        let about = about.or_else(|| line.split_once(" about "));
        let (whom, topic) = about.or_else(|| line.split_once(',')).unwrap_or((line, ""));
        NewWish {
            whom: whom.trim().trim_end_matches(',').into(),
            topic: topic.trim().into(),
            due: None,
        }
    }

    /// Whether the two can be one wish: neither says what the other does not.
    pub fn fits(&self, other: &NewWish) -> bool {
        let fits = |one: &Clean, other: &Clean| {
            let (one, other) = (one.trim().to_lowercase(), other.trim().to_lowercase());
            one.is_empty() || other.is_empty() || one == other
        };
        fits(&self.whom, &other.whom) && fits(&self.topic, &other.topic)
    }

    /// With what was said of it later.
    pub fn bettered(&self, later: &NewWish) -> NewWish {
        let last = |one: &Clean, later: &Clean| match later.trim().is_empty() {
            true => one.clone(),
            false => later.clone(),
        };
        NewWish {
            whom: last(&self.whom, &later.whom),
            topic: last(&self.topic, &later.topic),
            due: later.due.or(self.due),
        }
    }

    /// With whom, where nobody said.
    pub fn whom(&self) -> &str {
        match self.whom.trim() {
            "" => word!("an executive"),
            whom => whom,
        }
    }
}

impl Wish {
    pub(super) fn new(event: &ExecutiveWanted, stamp: &Stamp) -> Self {
        Wish {
            seq: stamp.seq,
            facts: event.wish.clone(),
            said: vec![(stamp.seq, event.wish.clone())],
            by: stamp.by.name.clone(),
            at: stamp.said_at,
            promised: Vec::new(),
            talks: Vec::new(),
            withdrawn: false,
        }
    }

    pub fn standing(&self) -> Standing<'_> {
        let promised = self.promised.last();
        match (self.talks.last(), promised) {
            (Some(talk), _) if talk.outcome != Outcome::Missed => Standing::Done(talk),
            // Promised anew since nobody was reached.
            (Some(talk), Some(promised)) if promised.seq > talk.word.seq => Standing::Promised(promised),
            (None, Some(promised)) => Standing::Promised(promised),
            (Some(_) | None, _) => Standing::Open,
        }
    }

    pub fn open(&self) -> bool {
        !matches!(self.standing(), Standing::Done(_))
    }

    /// Every call promised, in the order promised.
    pub fn promises(&self) -> impl DoubleEndedIterator<Item = &Promised> {
        self.promised.iter()
    }

    /// How the calls went, in the order recorded.
    pub fn talks(&self) -> impl DoubleEndedIterator<Item = &Talk> {
        self.talks.iter()
    }

    /// By when they speak with somebody, whatever was promised.
    pub fn deadline(&self) -> Timestamp {
        self.facts.due.unwrap_or_else(|| MET_WITHIN.after(self.at))
    }

    /// Since when, and by when the next step is due: a time for the call, then the call.
    pub fn next_step(&self) -> Option<(Timestamp, Timestamp)> {
        match self.standing() {
            Standing::Open => {
                let since = self.talks.last().map_or(self.at, |talk| talk.word.at);
                let within = PROMISED_WITHIN.after(since);
                // A wish for the next half hour does not wait an hour for its time.
                let by = self.facts.due.filter(|by| *by > since);
                Some((since, by.map_or(within, |by| by.min(within))))
            }
            Standing::Promised(promised) => Some((promised.since, promised.at)),
            Standing::Done(_) => None,
        }
    }

    /// The last step that rests on the wish.
    pub(super) fn rests_on(&self, seq: Seq) -> Option<&'static str> {
        if seq != self.seq {
            return None;
        }
        match (self.talks.last(), self.promised.last()) {
            (Some(talk), promised) if promised.is_none_or(|promised| promised.seq < talk.word.seq) => {
                Some(word!("how the call went"))
            }
            (_, Some(_)) => Some(word!("the call that was promised")),
            (_, None) => None,
        }
    }

    pub(super) fn better(&mut self, event: &ExecutiveWanted, stamp: &Stamp) {
        self.said.push((stamp.seq, event.wish.clone()));
        self.put_together();
    }

    fn put_together(&mut self) {
        let said = self.said.iter().map(|(_, said)| said);
        self.facts = said.fold(NewWish::default(), |facts, said| facts.bettered(said));
    }

    pub(super) fn promise(&mut self, event: &ExecutiveCallPromised, stamp: &Stamp) {
        self.promised.push(Promised {
            seq: stamp.seq,
            executive: event.executive.clone(),
            at: event.calls_at,
            by: stamp.by.name.clone(),
            since: stamp.said_at,
            beyond: event.beyond,
        });
    }

    pub(super) fn record(&mut self, event: &ExecutiveCallRecorded, stamp: &Stamp) {
        self.talks.push(Talk {
            word: Word::of(stamp),
            outcome: event.outcome,
            text: event.text.clone(),
        });
    }
}

impl Numbered for Wish {
    fn seq(&self) -> Seq {
        self.seq
    }

    fn withdrawn(&self) -> bool {
        self.withdrawn
    }

    fn withdraw(&mut self, seq: Seq) {
        self.withdrawn |= self.seq == seq;
        self.promised.retain(|promised| promised.seq != seq);
        if seq != self.seq {
            self.said.retain(|(said, _)| *said != seq);
            self.put_together();
        }
        self.talks.retain(|talk| talk.word.seq != seq);
    }
}

impl Executives {
    /// Everyone somebody said a number of, with the last one said.
    pub fn slots(&self) -> impl Iterator<Item = (&Name, &Slots)> {
        self.said
            .iter()
            .filter_map(|(name, said)| Some((name, said.last()?)))
    }

    pub fn of(&self, executive: &Name) -> Option<&Slots> {
        self.said.get(executive)?.last()
    }

    pub(super) fn set(&mut self, event: &SlotsSet, stamp: &Stamp) {
        self.said.entry(event.executive.clone()).or_default().push(Slots {
            word: Word::of(stamp),
            count: event.slots,
            until: event.until,
        });
    }

    /// What was said here of somebody counts; what was said in another incident, where nothing was.
    pub(super) fn absorb(&mut self, other: &mut Executives) {
        for (name, said) in std::mem::take(&mut other.said) {
            self.said.entry(name).or_default().splice(0..0, said);
        }
    }

    pub(super) fn withdraw(&mut self, seq: Seq) {
        for said in self.said.values_mut() {
            said.retain(|slots| slots.word.seq != seq);
        }
    }
}
