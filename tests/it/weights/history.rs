//! What was asked of a hub and what it said, held against what it has recorded.

use crate::record::Line;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;
use warroom::domain::event::Recorded;

/// One command that does one thing, and what was said to it each time it was sent.
#[derive(Clone, Debug)]
pub struct Sent {
    pub id: Uuid,
    pub body: Value,
    /// Status and body; `None` where no answer came.
    pub said: Vec<Option<(u16, String)>>,
}

/// One event, as far as it is judged here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Happened {
    pub seq: u64,
    pub cause: Uuid,
}

impl From<&Recorded> for Happened {
    fn from(recorded: &Recorded) -> Self {
        Happened {
            seq: recorded.seq.0,
            cause: recorded.cause,
        }
    }
}

impl Sent {
    pub fn new(mut body: Value) -> Sent {
        let id = Uuid::new_v4();
        body["id"] = json!(id);
        let said = Vec::new();
        Sent { id, body, said }
    }

    pub fn note(text: &str) -> Sent {
        Sent::new(json!({ "kind": "write_note", "text": text }))
    }

    /// Sends it, for the first time or again; `None` where no answer came.
    pub fn send(&mut self, line: &mut Line) -> Option<()> {
        let said = line.command(&self.body);
        let answered = said.is_some();
        self.said.push(said);
        answered.then_some(())
    }

    pub fn unanswered(&self) -> bool {
        self.answers().next().is_none()
    }

    fn answers(&self) -> impl Iterator<Item = &(u16, String)> {
        self.said.iter().flatten()
    }
}

/// What is wrong with a log whose first event is to be `first`, after these were sent.
pub fn faults(first: u64, sent: &[Sent], log: &[Happened]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut causes: BTreeMap<Uuid, Vec<u64>> = BTreeMap::new();
    for (happened, seq) in log.iter().zip(first..) {
        if happened.seq != seq {
            faults.push(format!("event {} stands where {seq} should", happened.seq));
            break;
        }
        causes.entry(happened.cause).or_default().push(seq);
    }
    let asked: BTreeSet<Uuid> = sent.iter().map(|one| one.id).collect();
    let unasked = causes.iter().filter(|(cause, _)| !asked.contains(cause));
    faults.extend(unasked.map(|(cause, seqs)| format!("nobody asked for {cause}, {seqs:?}")));
    for one in sent {
        let seqs = causes.get(&one.id).map_or(&[][..], Vec::as_slice);
        faults.extend(wrong(one, seqs).map(|what| format!("{what}: {one:?}, recorded as {seqs:?}")));
    }
    faults
}

fn wrong(one: &Sent, seqs: &[u64]) -> Option<&'static str> {
    if seqs.len() > 1 {
        return Some("doubled");
    }
    let mut answers = one.answers();
    let Some((status, body)) = answers.next() else {
        // Nobody knows; it is there once or not at all.
        return None;
    };
    if answers.any(|(again, other)| (again, other) != (status, body)) {
        return Some("answered in two ways");
    }
    let through = serde_json::from_str::<Value>(body)
        .ok()
        .and_then(|body| body["through"].as_u64());
    match (status, seqs) {
        (200, []) => Some("acknowledged and lost"),
        (200, [seq, ..]) if through.is_none_or(|through| through < *seq) => {
            Some("acknowledged before its place in the log")
        }
        (200, _) => None,
        (_, [_, ..]) => Some("refused and recorded"),
        (_, []) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(id: u128) -> Uuid {
        Uuid::from_u128(id)
    }

    fn sent(id: u128, said: &[Option<(u16, u64)>]) -> Sent {
        let said = said
            .iter()
            .map(|said| said.map(|(status, through)| (status, json!({ "through": through }).to_string())));
        Sent {
            id: number(id),
            body: Value::Null,
            said: said.collect(),
        }
    }

    fn log(causes: &[u128]) -> Vec<Happened> {
        let happened = causes.iter().zip(1..).map(|(cause, seq)| Happened {
            seq,
            cause: number(*cause),
        });
        happened.collect()
    }

    /// The words before the first colon.
    fn found(sent: &[Sent], log: &[Happened]) -> Vec<String> {
        let faults = faults(1, sent, log);
        let words = faults
            .iter()
            .map(|fault| fault.split(':').next().unwrap().to_owned());
        words.collect()
    }

    #[test]
    fn what_was_acknowledged_is_there_once_and_what_was_not_once_at_most() {
        let all = [
            sent(1, &[Some((200, 1)), Some((200, 1))]),
            sent(2, &[None]),
            sent(3, &[None, Some((200, 3))]),
            sent(4, &[None]),
            sent(5, &[Some((409, 0))]),
        ];
        assert_eq!(found(&all, &log(&[1, 2, 3])), [] as [String; 0]);
    }

    #[test]
    fn a_lost_a_doubled_and_an_unasked_event_are_found() {
        let one = [sent(1, &[Some((200, 1))])];
        assert_eq!(found(&one, &[]), ["acknowledged and lost"]);
        assert_eq!(found(&one, &log(&[1, 1])), ["doubled"]);
        assert_eq!(found(&[sent(1, &[None])], &log(&[1, 1])), ["doubled"]);
        assert_eq!(
            found(&[], &log(&[9])),
            [format!("nobody asked for {}, [1]", number(9))]
        );
    }

    #[test]
    fn a_hole_in_the_log_is_found() {
        let mut holed = log(&[1, 2, 3]);
        holed.remove(1);
        let all = [sent(1, &[None]), sent(2, &[None]), sent(3, &[None])];
        assert_eq!(found(&all, &holed), ["event 3 stands where 2 should"]);
    }

    #[test]
    fn an_answer_that_changes_or_comes_too_early_or_is_not_kept_to_is_found() {
        let twice = [sent(1, &[Some((200, 1)), Some((200, 2))])];
        assert_eq!(found(&twice, &log(&[1])), ["answered in two ways"]);
        let early = [sent(1, &[None]), sent(2, &[Some((200, 1))])];
        assert_eq!(
            found(&early, &log(&[1, 2])),
            ["acknowledged before its place in the log"]
        );
        let refused = [sent(1, &[Some((409, 0))])];
        assert_eq!(found(&refused, &log(&[1])), ["refused and recorded"]);
    }
}
