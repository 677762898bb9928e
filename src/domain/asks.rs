//! Asks: one question to one duty, everyone who waits for the answer, and what was answered.

use super::ids::{AccountId, Name, Seq};
use super::people::Duty;
use super::span::Span;
use super::stamp::Stamp;
use super::text::{Clean, CleanText};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How long a question may stand without an answer.
pub const ANSWERED_WITHIN: Span = Span::minutes(10);

/// One question. Its number is the place of its event in the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ask {
    pub seq: Seq,
    pub to: Duty,
    pub question: Clean,
    /// Whoever asked first, and all who asked the same since.
    waits: Vec<Waits>,
    answers: Vec<Answer>,
    pub asked_at: Timestamp,
    pub withdrawn: bool,
}

/// Somebody who waits for the answer, and for which account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Waits {
    pub seq: Seq,
    pub by: Name,
    pub account: Option<AccountId>,
    pub since: Timestamp,
    pub withdrawn: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    pub seq: Seq,
    pub text: CleanText,
    /// Not sure of it: not to be told as a fact.
    pub guess: bool,
    pub by: Name,
    pub at: Timestamp,
    pub withdrawn: bool,
}

/// Every question of an incident, in the order asked.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Asks {
    all: Vec<Ask>,
}

/// Asks a duty something. The same question, while it is open, is joined instead.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AskQuestion {
    pub to: Duty,
    pub question: Clean,
    /// The account that wants to know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
}

/// Waits for the answer too.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JoinAsk {
    pub ask: Seq,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AnswerAsk {
    pub ask: Seq,
    pub answer: CleanText,
    #[serde(default)]
    pub guess: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    pub to: Duty,
    pub question: Clean,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AskJoined {
    pub ask: Seq,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AskAnswered {
    pub ask: Seq,
    pub answer: CleanText,
    #[serde(default)]
    pub guess: bool,
}

impl Ask {
    /// Everyone who waits, whoever asked first before the others.
    pub fn waits(&self) -> impl Iterator<Item = &Waits> {
        self.waits.iter().filter(|waits| !waits.withdrawn)
    }

    /// The answers that stand, oldest first; the last one counts.
    pub fn answers(&self) -> impl DoubleEndedIterator<Item = &Answer> {
        self.answers.iter().filter(|answer| !answer.withdrawn)
    }

    /// The answer that counts.
    pub fn answer(&self) -> Option<&Answer> {
        self.answers().next_back()
    }

    /// Neither answered nor taken back.
    pub fn open(&self) -> bool {
        !self.withdrawn && self.answer().is_none()
    }

    /// Whether the sheet of this account waits for it.
    pub fn concerns(&self, account: &AccountId) -> bool {
        self.waits().any(|waits| waits.account.as_ref() == Some(account))
    }

    /// The first account named with it.
    pub fn account(&self) -> Option<&AccountId> {
        self.waits().find_map(|waits| waits.account.as_ref())
    }
}

impl Asks {
    pub fn get(&self, seq: Seq) -> Option<&Ask> {
        let at = self.all.binary_search_by_key(&seq, |ask| ask.seq).ok()?;
        Some(&self.all[at])
    }

    /// Those not taken back, in the order asked.
    pub fn standing(&self) -> impl DoubleEndedIterator<Item = &Ask> {
        self.all.iter().filter(|ask| !ask.withdrawn)
    }

    pub fn open(&self) -> impl DoubleEndedIterator<Item = &Ask> {
        self.all.iter().filter(|ask| ask.open())
    }

    /// The same question to the same duty without an answer, as often as it was asked.
    pub fn same(&self, to: Duty, question: &str) -> impl Iterator<Item = &Ask> {
        let wanted = folded(question);
        self.open()
            .filter(move |ask| ask.to == to && folded(&ask.question) == wanted)
    }

    /// Takes over the questions of another incident.
    pub(super) fn absorb(&mut self, other: &mut Asks) {
        self.all.append(&mut other.all);
        self.all.sort_by_key(|ask| ask.seq);
    }

    pub(super) fn asked(&mut self, event: &Asked, stamp: &Stamp) {
        self.all.push(Ask {
            seq: stamp.seq,
            to: event.to,
            question: event.question.clone(),
            waits: vec![waits(event.account.as_ref(), stamp)],
            answers: Vec::new(),
            asked_at: stamp.said_at,
            withdrawn: false,
        });
    }

    pub(super) fn joined(&mut self, event: &AskJoined, stamp: &Stamp) {
        if let Some(ask) = self.get_mut(event.ask) {
            ask.waits.push(waits(event.account.as_ref(), stamp));
        }
    }

    pub(super) fn answered(&mut self, event: &AskAnswered, stamp: &Stamp) {
        if let Some(ask) = self.get_mut(event.ask) {
            ask.answers.push(Answer {
                seq: stamp.seq,
                text: event.answer.clone(),
                guess: event.guess,
                by: stamp.by.name.clone(),
                at: stamp.said_at,
                withdrawn: false,
            });
        }
    }

    pub(super) fn withdraw(&mut self, seq: Seq) {
        for ask in &mut self.all {
            ask.withdrawn |= ask.seq == seq;
            for waits in ask.waits.iter_mut().filter(|waits| waits.seq == seq) {
                waits.withdrawn = true;
            }
            for answer in ask.answers.iter_mut().filter(|answer| answer.seq == seq) {
                answer.withdrawn = true;
            }
        }
    }

    fn get_mut(&mut self, seq: Seq) -> Option<&mut Ask> {
        let at = self.all.binary_search_by_key(&seq, |ask| ask.seq).ok()?;
        Some(&mut self.all[at])
    }
}

fn waits(account: Option<&AccountId>, stamp: &Stamp) -> Waits {
    Waits {
        seq: stamp.seq,
        by: stamp.by.name.clone(),
        account: account.cloned(),
        since: stamp.said_at,
        withdrawn: false,
    }
}

/// Two people type the same question in their own case, spacing and punctuation.
fn folded(question: &str) -> String {
    let words = question.split_whitespace().map(str::to_lowercase);
    let one_space = words.collect::<Vec<_>>().join(" ");
    one_space
        .trim_end_matches(|end: char| end.is_ascii_punctuation() || end == ' ')
        .to_owned()
}
