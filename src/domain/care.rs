//! Care for those who call: hard calls in a row, minutes on calls, and the breaks they take. Over all incidents.
//!
//! Bliss: care for the front line. What one person bore is for that person alone; everyone else sees how many are due a
//! break, and nobody is ranked.

use super::claims::CallStarted;
use super::corrections::TakenBack;
use super::disposition::Counts;
use super::ids::{AccountId, Name, Seq};
use super::outreach::{AttemptRecorded, Feeling};
use super::span::Span;
use super::stamp::Stamp;
use crate::domain::speech::{say, word};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// So many hard calls in a row ask for a break.
pub const HARD: usize = 3;
/// So long on calls asks for a break.
pub const LONG: Span = Span::minutes(90);
/// How long a break is if nobody says otherwise.
pub const BREAK: Span = Span::minutes(15);
/// The longest break; who is away for longer hands over.
pub const LONGEST: Span = Span::hours(8);
/// Whoever did not call for so long has rested.
const RESTED: Span = Span::minutes(30);
/// The suggestion stands so long after a call, then it is theirs to remember.
const SUGGESTED: Span = Span::minutes(5);
/// A call that lasted longer was started and forgotten.
const FORGOTTEN: Span = Span::hours(2);
/// A call weighs on nobody any longer after so long, though they never rested since: what is kept of each who calls is a
/// day, and not years.
const BORNE: Span = Span::hours(24);

/// I take a break; I am back by myself when it is over.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TakeBreak {
    /// Left out: a quarter of an hour. 0: I am back already; or, asked whether to take one, not now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u16>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BreakTaken {
    /// When they are back; the moment itself for one who came back earlier, or takes none.
    pub until: Timestamp,
}

/// One call as it weighs on whoever made it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Call {
    seq: Seq,
    began: Timestamp,
    ended: Timestamp,
    /// Somebody was spoken with.
    spoken: bool,
    /// It hurt them, or worse.
    hard: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Load {
    /// In the order they ended.
    calls: Vec<Call>,
    on_phone: Option<(AccountId, Timestamp)>,
    /// The last break: from, until.
    rest: Option<(Timestamp, Timestamp)>,
    /// When they last said "not now".
    not_now: Option<Timestamp>,
}

/// Everyone who called, and what they bore.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Care {
    people: BTreeMap<Name, Load>,
}

/// What somebody bore since they last rested.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Strain {
    /// Hard calls, one after the other.
    pub hard: usize,
    pub on_calls: SignedDuration,
}

impl Strain {
    pub fn asks_for_a_break(self) -> bool {
        self.hard >= HARD || self.on_calls >= LONG.0
    }

    /// "3 hard calls in a row", "96 min on calls".
    pub fn words(self) -> String {
        match self.hard >= HARD {
            true => say!("{hard} hard calls in a row", hard = self.hard),
            false => say!(
                "{on_calls} on calls",
                on_calls = super::span::words(self.on_calls)
            ),
        }
    }
}

impl Care {
    /// What somebody bore since their last break, or since they last did not call for a while.
    pub fn strain(&self, who: &Name, now: Timestamp) -> Strain {
        self.people
            .get(who)
            .map(|load| load.strain(now))
            .unwrap_or_default()
    }

    /// How many are due a break at this moment, and are not on one.
    pub fn due(&self, now: Timestamp) -> usize {
        let due = |load: &&Load| load.away(now).is_none() && load.strain(now).asks_for_a_break();
        self.people.values().filter(due).count()
    }

    /// "2 people are due a break"; never who, and nothing if nobody is.
    pub fn due_words(&self, now: Timestamp) -> Option<String> {
        match self.due(now) {
            0 => None,
            1 => Some(word!("1 person is due a break").to_owned()),
            several => Some(say!("{several} people are due a break", several)),
        }
    }

    /// The break to suggest to somebody whose call has just ended.
    pub fn suggested(&self, who: &Name, now: Timestamp) -> Option<Strain> {
        let load = self.people.get(who)?;
        let ended = load.calls.last()?.ended;
        let answered = load.not_now.is_some_and(|at| at >= ended);
        let just = SUGGESTED.after(ended) > now && !answered;
        let strain = load.strain(now);
        (just && load.away(now).is_none() && strain.asks_for_a_break()).then_some(strain)
    }

    /// Until when somebody is on a break.
    pub fn away(&self, who: &Name, now: Timestamp) -> Option<Timestamp> {
        self.people.get(who)?.away(now)
    }

    pub(super) fn call_started(&mut self, event: &CallStarted, stamp: &Stamp) {
        self.of(stamp).on_phone = Some((event.account.clone(), stamp.said_at));
    }

    pub(super) fn attempted(&mut self, event: &AttemptRecorded, stamp: &Stamp) {
        // One call that spoke for several accounts was borne once.
        if event.same_call.is_some() {
            return;
        }
        let load = self.of(stamp);
        let ended = stamp.said_at;
        let on_it = load.on_phone.take_if(|(account, _)| *account == event.account);
        let began = on_it.map(|(_, at)| at).filter(|at| FORGOTTEN.after(*at) >= ended);
        let call = Call {
            seq: stamp.seq,
            began: began.map_or(ended, |began| began.min(ended)),
            ended,
            spoken: event.disposition.counts() == Counts::Spoken,
            hard: matches!(event.feeling, Some(Feeling::Crisis | Feeling::Hurting)),
        };
        // One told late has its place among the others.
        let at = load.calls.partition_point(|other| other.ended <= ended);
        load.calls.insert(at, call);
        let borne = load
            .calls
            .partition_point(|call| BORNE.after(call.ended) <= stamp.at);
        load.calls.drain(..borne);
    }

    pub(super) fn rested(&mut self, event: &BreakTaken, stamp: &Stamp) {
        let (load, from) = (self.of(stamp), stamp.said_at);
        match event.until <= from && load.away(from).is_none() {
            true => load.not_now = Some(from),
            false => load.rest = Some((from, event.until)),
        }
    }

    pub(super) fn taken_back(&mut self, event: &TakenBack) {
        for load in self.people.values_mut() {
            load.calls.retain(|call| !event.corrects.contains(&call.seq));
        }
    }

    fn of(&mut self, stamp: &Stamp) -> &mut Load {
        self.people.entry(stamp.by.name.clone()).or_default()
    }
}

impl Load {
    fn away(&self, now: Timestamp) -> Option<Timestamp> {
        let (from, until) = self.rest?;
        (from <= now && now < until).then_some(until)
    }

    fn strain(&self, now: Timestamp) -> Strain {
        let mut strain = Strain::default();
        let (mut next, mut in_a_row) = (now, true);
        for call in self.calls.iter().rev() {
            let rested = self.rest.is_some_and(|(from, _)| call.ended <= from);
            if rested || RESTED.after(call.ended) <= next {
                break;
            }
            next = call.began;
            strain.on_calls += call.ended.duration_since(call.began);
            // Nobody was spoken with: that is no relief.
            if call.spoken || call.hard {
                in_a_row &= call.hard;
                strain.hard += usize::from(in_a_row);
            }
        }
        strain
    }
}
