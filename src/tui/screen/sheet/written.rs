//! What one call has brought so far: filled from the scratch line, step by step, and kept as a draft.

use super::step::Step;
use crate::domain::heard::{Damage, Outcome, Question};
use crate::domain::ids::{AccountId, ContactId};
use crate::domain::outreach::{Disposition, Feeling, NewAsk};
use crate::domain::scratch::{self, Clock, Said, damage};
use crate::domain::speech::{mark, said};
use crate::domain::text::Clean;
use crate::domain::times;
use crate::domain::topics::NewTopic;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Written {
    /// Whom they talk to, if not the suggested one.
    pub contact: Option<ContactId>,
    /// They called us while the hub was away, so that no record says so.
    pub inbound: bool,
    /// The words they heard: live when the first was written down here, or those said to have been told.
    pub told: Option<u32>,
    /// Other accounts this one call speaks for.
    pub also: Vec<AccountId>,
    pub answers: BTreeMap<Question, String>,
    /// Asked, whether or not anything was written.
    pub asked: BTreeSet<Question>,
    pub listened: BTreeSet<Question>,
    pub said_back: bool,
    /// The alternatives offered, each with whether they take it.
    pub offered: BTreeMap<Clean, bool>,
    /// Their executive would like to speak with ours: with whom and about what, if they said.
    pub executive: Option<String>,
    pub next_at: Option<Timestamp>,
    pub feeling: Option<Feeling>,
    pub need: Option<Outcome>,
    pub damage: Option<Damage>,
    pub notes: Vec<String>,
    pub topics: Vec<NewTopic>,
    pub promises: Vec<Said>,
    pub asks: Vec<NewAsk>,
    /// How it ended, once somebody has chosen.
    pub ended: Option<Disposition>,
}

/// What became of a line.
pub struct Taken {
    /// Sentences about what could not be read.
    pub doubts: Vec<String>,
    pub then: Then,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// It stays where it was typed, to be mended.
    Stays,
    /// Its marks were noted, and say nothing to the step itself.
    Noted,
    Answered,
}

impl Taken {
    fn stays(why: String) -> Self {
        Taken {
            doubts: vec![why],
            then: Then::Stays,
        }
    }
}

/// How it feels to them, worst first.
pub const FEELINGS: [(Feeling, &str); 4] = [
    (Feeling::Crisis, mark!("crisis")),
    (Feeling::Hurting, mark!("hurting")),
    (Feeling::Noticed, mark!("noticed")),
    (Feeling::Fine, mark!("fine")),
];

impl Written {
    /// How it ended, as far as anybody has said.
    pub fn ending(&self) -> Disposition {
        match (self.ended, &self.executive) {
            (Some(ended), _) => ended,
            (None, Some(_)) => Disposition::ExecCallRequested,
            (None, None) => Disposition::ReachedDecisionMaker,
        }
    }

    /// Somebody was on the line: they were asked, or something of theirs is written down.
    pub fn heard_them(&self) -> bool {
        let asked = !self.asked.is_empty() || !self.answers.is_empty() || self.said_back;
        let offered = !self.offered.is_empty() || !self.topics.is_empty() || !self.asks.is_empty();
        asked || offered || self.feeling.is_some() || self.need.is_some() || self.executive.is_some()
    }

    /// Takes in what was typed at a step, and says what could not be read.
    pub fn take(&mut self, text: &str, at: Step, clock: &Clock, currency: Option<&Clean>) -> Taken {
        let typed = match at {
            // A time alone is one, with or without its mark.
            Step::Next if !text.starts_with(['!', '?', '#']) => format!("!{text}"),
            _ => text.to_owned(),
        };
        let read = scratch::read(&typed, clock);
        let untimed = read.next_at.is_none() && read.promises.iter().all(|said| said.due.is_none());
        if typed != text && untimed {
            return Taken::stays(times::expected(text));
        }
        let note = read.note.to_string();
        if at == Step::Damage && !note.is_empty() {
            match damage::read(&note, currency) {
                Ok(damage) => self.damage = Some(damage),
                Err(why) => return Taken::stays(why),
            }
        }
        let mut doubts = self.mark(&read, clock);
        let noted = note.is_empty() && !(at == Step::Next && read.next_at.is_some());
        let then = if noted { Then::Noted } else { Then::Answered };
        match at {
            _ if note.is_empty() => {}
            Step::Ask(question) => join(self.answers.entry(question).or_default(), &note),
            // What would help more than all that was offered.
            Step::Other => join(self.answers.entry(Question::Help).or_default(), &note),
            Step::Executive => join(self.executive.get_or_insert_default(), &note),
            Step::Feeling => match FEELINGS
                .iter()
                .find(|(_, word)| note.eq_ignore_ascii_case(said(word)))
            {
                Some((feeling, _)) => self.feeling = Some(*feeling),
                None => self.notes.push(note),
            },
            Step::Need => {
                let (what, by, doubt) = scratch::by(&note, clock);
                self.need = Some(Outcome { what, by });
                doubts.extend(doubt);
            }
            Step::Damage => {}
            Step::Call
            | Step::Person(_)
            | Step::Part(_)
            | Step::Linked
            | Step::Open
            | Step::SayBack
            | Step::Tell
            | Step::Offer(_)
            | Step::Next
            | Step::End => self.notes.push(note),
        }
        Taken { doubts, then }
    }

    /// The marked parts of a line: topics, promises, questions, the next contact.
    pub fn mark(&mut self, read: &scratch::Scratch, clock: &Clock) -> Vec<String> {
        let quote = Some(&read.said).filter(|said| !said.is_empty());
        for name in &read.topics {
            if !self.topics.iter().any(|topic| topic.name == *name) {
                self.topics.push(NewTopic {
                    quote: quote.cloned(),
                    ..NewTopic::named(name.clone())
                });
            }
        }
        self.promises.extend(read.promises.iter().cloned());
        self.asks.extend(read.asks.iter().cloned());
        let replaced = read
            .next_at
            .and_then(|now| scratch::replaces(self.next_at, now, clock));
        self.next_at = read.next_at.or(self.next_at);
        read.doubts.iter().cloned().chain(replaced).collect()
    }

    /// Takes the last thing typed at a step out again, to be mended.
    pub fn take_out(&mut self, at: Step, clock: &Clock) -> Option<String> {
        match at {
            Step::Ask(question) => self.answers.remove(&question),
            Step::Other => self.answers.remove(&Question::Help),
            Step::Executive => self.executive.take().filter(|text| !text.is_empty()),
            Step::Need => self.need.take().map(|need| wanted(&need, clock)),
            Step::Damage => self.damage.take().map(|damage| money(&damage)),
            Step::Next => self.next_at.take().map(|at| typed(at, clock)),
            Step::Call
            | Step::Person(_)
            | Step::Part(_)
            | Step::Linked
            | Step::Open
            | Step::SayBack
            | Step::Tell
            | Step::Offer(_)
            | Step::Feeling
            | Step::End => self.notes.pop(),
        }
    }
}

/// `40000 EUR`, as it is typed.
pub fn money(damage: &Damage) -> String {
    format!("{} {}", damage.amount, damage.currency)
}

/// `invoices out @17:00`, as it is typed.
pub fn wanted(need: &Outcome, clock: &Clock) -> String {
    match need.by {
        Some(by) => format!("{} @{}", need.what, typed(by, clock)),
        None => need.what.to_string(),
    }
}

/// A time so that it is read back as the same one.
pub fn typed(at: Timestamp, clock: &Clock) -> String {
    let here = at.to_zoned(clock.here.clone());
    let there = clock.there.map(|zone| at.to_zoned(zone.clone()));
    let ours = match there.is_some_and(|there| there.offset() != here.offset()) {
        true => " here",
        false => "",
    };
    let today = clock.now.to_zoned(clock.here.clone()).date();
    let day = match here.date() == today {
        true => String::new(),
        false => format!("{} ", here.date()),
    };
    format!("{day}{}{ours}", here.strftime("%H:%M"))
}

fn join(text: &mut String, more: &str) {
    if !text.is_empty() {
        text.push_str("; ");
    }
    text.push_str(more);
}
