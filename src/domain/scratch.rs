//! The scratch line of a call sheet: what a caller types while listening, read into its parts.
//!
//! `exports hang #export !15:30 send the logs ?is our data safe` is a note, a topic, a promise and a question. A mark
//! counts at the start of a word only; a semicolon or the next mark ends what it began. Nothing typed is ever lost:
//! what cannot be read stays as words, with a sentence about it.

pub mod damage;
#[cfg(test)]
mod tests;

use super::outreach::NewAsk;
use super::people::Duty;
use super::text::Clean;
use super::times;
pub use super::times::Clock;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Whom a question is for that names nobody: whoever fixes it knows first.
pub const ASKED: Duty = Duty::TechLead;

/// What one line comes to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scratch {
    /// Free text, without the marks.
    pub note: Clean,
    /// The part of it that stood before any mark: what they said, word for word.
    pub said: Clean,
    pub topics: Vec<Clean>,
    pub promises: Vec<Said>,
    /// When they hear from us next.
    pub next_at: Option<Timestamp>,
    pub asks: Vec<NewAsk>,
    /// What could not be read, or was read as something the caller may not have meant.
    pub doubts: Vec<String>,
}

/// "We will ...", with the time by which, if it could be read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Said {
    pub what: Clean,
    pub due: Option<Timestamp>,
}

/// Reads one line, or several.
pub fn read(text: &str, clock: &Clock) -> Scratch {
    let mut scratch = Scratch::default();
    let (mut notes, mut said) = (Vec::new(), Vec::new());
    scratch.doubts.extend(text.split_whitespace().filter_map(idle));
    for piece in pieces(text) {
        let topics = piece.words.iter().filter_map(Word::topic);
        for topic in topics {
            scratch.tag(topic);
        }
        match piece.mark {
            Mark::Free => {
                said.push(text_of(&piece.words));
                notes.push(text_of(&piece.words));
            }
            Mark::Promise => notes.extend(scratch.promise(&piece.words, clock)),
            Mark::Ask => scratch.ask(&text_of(&piece.words)),
        }
    }
    notes.retain(|note| !note.is_empty());
    said.retain(|said| !said.is_empty());
    scratch.said = said.join("; ").into();
    scratch.note = notes.join("; ").into();
    scratch
}

/// There is one next contact: what to say where another takes its place.
pub fn replaces(before: Option<Timestamp>, now: Timestamp, clock: &Clock) -> Option<String> {
    let before = before.filter(|before| *before != now)?;
    let show = |at: Timestamp| {
        let at = at.to_zoned(clock.here.clone());
        let today = clock.now.to_zoned(clock.here.clone()).date();
        let form = if at.date() == today {
            "%H:%M"
        } else {
            "%Y-%m-%d %H:%M"
        };
        at.strftime(form).to_string()
    };
    let (now, before) = (show(now), show(before));
    Some(format!(
        "The next contact is at {now} now, no longer at {before}."
    ))
}

/// What somebody needs, and by when: `invoices out @17:00`, `invoices out by 17:00`. A time that cannot be read stays
/// among the words, with a sentence.
pub fn by(text: &str, clock: &Clock) -> (Clean, Option<Timestamp>, Option<String>) {
    let text = text.trim();
    let split = text.rsplit_once('@').or_else(|| {
        text.rsplit_once(" by ")
            .filter(|(_, time)| starts_like_a_time(time))
    });
    let Some((what, time)) = split else {
        return (text.into(), None, None);
    };
    match times::to_come(time, clock) {
        Ok(Some(typed)) => (what.trim().into(), Some(typed.at), typed.doubt),
        Ok(None) => (text.into(), None, Some(times::expected(time))),
        Err(why) => (text.into(), None, Some(why)),
    }
}

/// "by the CFO" says who, "by 17:00" says when.
fn starts_like_a_time(text: &str) -> bool {
    let first = text.trim().to_lowercase();
    first.starts_with(|c: char| c.is_ascii_digit()) || times::names_a_day(&first)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Free,
    Promise,
    Ask,
}

/// Words up to the next mark.
struct Piece<'a> {
    mark: Mark,
    words: Vec<Word<'a>>,
}

#[derive(Clone, Copy)]
enum Word<'a> {
    Plain(&'a str),
    Topic(&'a str),
}

impl<'a> Word<'a> {
    fn topic(&self) -> Option<&'a str> {
        match self {
            Word::Topic(topic) => Some(topic),
            Word::Plain(_) => None,
        }
    }

    fn as_str(&self) -> &'a str {
        match self {
            Word::Plain(word) | Word::Topic(word) => word,
        }
    }
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    for clause in text.split([';', '\n']) {
        let mut open = Piece {
            mark: Mark::Free,
            words: Vec::new(),
        };
        for word in clause.split_whitespace() {
            let (mark, word) = marked(word);
            if let Some(mark) = mark {
                let words = Vec::new();
                pieces.push(std::mem::replace(&mut open, Piece { mark, words }));
            }
            open.words.push(word);
        }
        pieces.push(open);
    }
    pieces
}

/// A mark stands directly before a word; `why?`, `#1` and a lone `!` are words.
fn marked(word: &str) -> (Option<Mark>, Word<'_>) {
    let rest = |mark: char| word.strip_prefix(mark);
    if let Some(rest) = rest('!').filter(|rest| rest.starts_with(char::is_alphanumeric)) {
        return (Some(Mark::Promise), Word::Plain(rest));
    }
    if let Some(rest) = rest('?').filter(|rest| rest.starts_with(char::is_alphanumeric)) {
        return (Some(Mark::Ask), Word::Plain(rest));
    }
    let topic = rest('#').filter(|rest| rest.starts_with(char::is_alphabetic));
    match topic.map(|topic| topic.trim_end_matches(|c: char| !c.is_alphanumeric())) {
        Some(topic) => (None, Word::Topic(topic)),
        None => (None, Word::Plain(word)),
    }
}

/// A mark that marks nothing may have been meant to: it stays a word, and is asked about.
fn idle(word: &str) -> Option<String> {
    match word {
        "!" | "?" | "#" => Some(format!(
            "{word} alone is only a word: write it directly before what it marks, as in !15:30 call back, #topic, ?question."
        )),
        _ if word
            .strip_prefix("!-")
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) =>
        {
            Some(format!(
                "{word} would be over already, and is only a word: write !30m, or !15:30."
            ))
        }
        _ => None,
    }
}

/// The words as a sentence. A topic in the middle of it is one of its words; those at its end only tag it.
fn text_of(words: &[Word]) -> String {
    let last = words.iter().rposition(|word| word.topic().is_none());
    let kept = &words[..last.map_or(0, |last| last + 1)];
    kept.iter().map(Word::as_str).collect::<Vec<_>>().join(" ")
}

/// How people write that they will call again.
const AGAIN: [&str; 7] = [
    "call them back",
    "call you back",
    "call back",
    "call again",
    "ring back",
    "phone back",
    "callback",
];
const CALLS: [&str; 4] = ["", "call", "ring", "phone"];

impl Scratch {
    fn tag(&mut self, topic: &str) {
        let known = |one: &Clean| one.to_lowercase() == topic.to_lowercase();
        if !self.topics.iter().any(known) {
            self.topics.push(topic.into());
        }
    }

    /// A call back sets the next contact, anything else is a promise. Gives back what is only a note.
    fn promise(&mut self, words: &[Word], clock: &Clock) -> Option<String> {
        let plain: Vec<&str> = words.iter().map(Word::as_str).collect();
        let (due, used) = match times::read(&plain, clock) {
            times::Read::At { at, used, doubt } => {
                self.doubts.extend(doubt);
                (Some(at), used)
            }
            times::Read::Wrong(why) => {
                self.doubts.push(why);
                (None, 0)
            }
            times::Read::Nothing => {
                let what = text_of(words);
                self.doubts.push(format!(
                    "By when? Write !15:30 {what}, or !30m {what}: without a time nobody is reminded of it."
                ));
                (None, 0)
            }
        };
        let what = text_of(&words[used.min(words.len())..]);
        let lower = what.to_lowercase();
        let again = AGAIN.iter().find(|again| lower.starts_with(**again));
        match (due, again) {
            (Some(at), Some(again)) => {
                self.contact(at, clock);
                // Lower case may have another length in some scripts, but not in these words.
                return what.get(again.len()..).map(|rest| rest.trim().to_owned());
            }
            (Some(at), None) if CALLS.contains(&&*lower) => self.contact(at, clock),
            (due, _) => self.promises.push(Said {
                what: what.into(),
                due,
            }),
        }
        None
    }

    fn contact(&mut self, at: Timestamp, clock: &Clock) {
        self.doubts.extend(replaces(self.next_at, at, clock));
        self.next_at = Some(at);
    }

    /// `?commander: ...` names a duty.
    fn ask(&mut self, text: &str) {
        let named = text.split_once(':').and_then(|(duty, question)| {
            let duty = duty.trim().to_lowercase().replace([' ', '-'], "_");
            Some((Duty::parse(&duty)?, question.trim()))
        });
        let (to, question) = named.unwrap_or((ASKED, text));
        if !question.is_empty() {
            let question = question.into();
            self.asks.push(NewAsk { to, question });
        }
    }
}
