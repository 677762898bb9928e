//! What one call has brought so far: filled from the scratch line, step by step, and kept as a draft.

use super::step::Step;
use crate::domain::heard::{Damage, Outcome, Question};
use crate::domain::ids::ContactId;
use crate::domain::outreach::{Disposition, Feeling, NewAsk};
use crate::domain::scratch::{self, Clock, Said, damage};
use crate::domain::text::Clean;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Written {
    /// Whom they talk to, if not the suggested one.
    pub contact: Option<ContactId>,
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
    pub topics: Vec<Clean>,
    pub promises: Vec<Said>,
    pub asks: Vec<NewAsk>,
    /// How it ended, once somebody has chosen.
    pub ended: Option<Disposition>,
}

/// How it feels to them, worst first.
pub const FEELINGS: [(Feeling, &str); 4] = [
    (Feeling::Crisis, "crisis"),
    (Feeling::Hurting, "hurting"),
    (Feeling::Noticed, "noticed"),
    (Feeling::Fine, "fine"),
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

    /// Takes in what was typed at a step. Gives back sentences about what could not be read, and whether the text is
    /// to stay where it was typed, to be mended.
    pub fn take(
        &mut self,
        text: &str,
        at: Step,
        clock: &Clock,
        currency: Option<&Clean>,
    ) -> (Vec<String>, bool) {
        let typed = match at {
            // A time alone is one, with or without its mark.
            Step::Next if !text.starts_with(['!', '?', '#']) => format!("!{text}"),
            _ => text.to_owned(),
        };
        let read = scratch::read(&typed, clock);
        let untimed = read.next_at.is_none() && read.promises.iter().all(|said| said.due.is_none());
        if typed != text && untimed {
            return (vec![scratch::time::expected(text)], true);
        }
        let note = read.note.to_string();
        if at == Step::Damage && !note.is_empty() {
            match damage::read(&note, currency) {
                Ok(damage) => self.damage = Some(damage),
                Err(why) => return (vec![why], true),
            }
        }
        let mut doubts = self.mark(&read);
        match at {
            _ if note.is_empty() => {}
            Step::Ask(question) => join(self.answers.entry(question).or_default(), &note),
            // What would help more than all that was offered.
            Step::Other => join(self.answers.entry(Question::Help).or_default(), &note),
            Step::Executive => join(self.executive.get_or_insert_default(), &note),
            Step::Feeling => match FEELINGS.iter().find(|(_, word)| note.eq_ignore_ascii_case(word)) {
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
            | Step::Open
            | Step::SayBack
            | Step::Tell
            | Step::Offer(_)
            | Step::Next
            | Step::End => self.notes.push(note),
        }
        (doubts, false)
    }

    /// The marked parts of a line: topics, promises, questions, the next contact.
    pub fn mark(&mut self, read: &scratch::Scratch) -> Vec<String> {
        for topic in &read.topics {
            if !self.topics.contains(topic) {
                self.topics.push(topic.clone());
            }
        }
        self.promises.extend(read.promises.iter().cloned());
        self.asks.extend(read.asks.iter().cloned());
        self.next_at = read.next_at.or(self.next_at);
        read.doubts.clone()
    }

    /// Takes the last thing typed at a step out again, to be mended.
    pub fn take_out(&mut self, at: Step) -> Option<String> {
        match at {
            Step::Ask(question) => self.answers.remove(&question),
            Step::Other => self.answers.remove(&Question::Help),
            Step::Executive => self.executive.take().filter(|text| !text.is_empty()),
            Step::Need => self.need.take().map(|need| need.what.to_string()),
            Step::Damage => self.damage.take().map(|damage| money(&damage)),
            Step::Next => {
                self.next_at = None;
                None
            }
            Step::Call
            | Step::Person(_)
            | Step::Part(_)
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

fn join(text: &mut String, more: &str) {
    if !text.is_empty() {
        text.push_str("; ");
    }
    text.push_str(more);
}
