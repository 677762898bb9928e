//! The hub: its writer as a machine, then whole, over HTTP on loopback and on a Unix socket.

pub mod access;
mod answers;
mod backup;
mod claims;
mod company;
mod enqueue;
mod failure;
mod hooks;
mod hostile;
mod inbound;
pub mod keeper;
pub mod live;
mod mail;
mod openapi;
mod pagerduty;
mod same_time;
mod signed;
mod sinks;
mod socket;
mod source;
mod statuspage;
mod stop;
mod strangers;
mod tls;
mod upkeep;
mod wakeups;
mod whole;
mod writer;

use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use uuid::Uuid;
use warroom::directory::reference::Settled;
use warroom::domain::actor::{Access, Actor};
use warroom::domain::command::Submission;
use warroom::domain::reference::Part;
use warroom::hub::answer::Answer;
use warroom::hub::writer::{Ask, Done, Errand, Writer};
use warroom::store::Store;

/// A time of the day all of this happens on.
pub fn at(time: &str) -> Timestamp {
    format!("2026-03-02T{time}Z").parse().unwrap()
}

/// One component, and one playbook that alerts about checkout declare by.
pub fn settled() -> Settled {
    let part = Part {
        products: vec!["video".into()],
        regions: vec!["eu".into()],
        ..Part::default()
    };
    let playbook = |name: &str, matches: Value| {
        Arc::new(
            serde_json::from_value(json!({
                "version": 1, "name": name, "title": "Anything", "severity": "sev2", "first_words": "We are looking.",
                "match": matches, "level": [{ "role": "ceo", "title": "CEO", "by": "20m" }],
            }))
            .unwrap(),
        )
    };
    Settled {
        components: [("video-eu".into(), part)].into(),
        playbooks: vec![
            playbook("unknown", json!({})),
            playbook("outage", json!({ "severity": ["critical"] })),
        ],
        rates: [("EUR".into(), 1.0)].into(),
        slas: Default::default(),
    }
}

pub fn number(id: u128) -> Uuid {
    Uuid::from_u128(id)
}

/// The command of `fields`, with the id `id`.
pub fn submission(id: u128, mut fields: Value) -> Submission {
    fields["id"] = json!(number(id));
    serde_json::from_value(fields).unwrap()
}

pub fn by(name: &str) -> Actor {
    Actor::new(name, Access::Lead)
}

pub fn declare() -> Value {
    json!({ "kind": "declare_incident", "title": "Video calls drop", "components": ["video-eu"] })
}

pub fn claim(account: &str) -> Value {
    json!({ "kind": "claim_account", "account": account })
}

pub fn note(text: &str) -> Value {
    json!({ "kind": "write_note", "text": text })
}

/// Two accounts in the EU, of which the first has somebody to call.
pub fn import() -> Value {
    json!({
        "kind": "import_directory", "from": "accounts.csv", "hash": "1f",
        "accounts": [
            { "id": "acme", "name": "Acme", "tier": "key", "arr": 900000, "currency": "EUR", "region": "eu", "products": ["video"] },
            { "id": "bolt", "name": "Bolt", "tier": "named", "arr": 100000, "currency": "EUR", "region": "eu", "products": ["video"] },
        ],
        "contacts": [
            { "id": "ann", "account": "acme", "name": "Ann", "phone": "+49 30 1234567", "email": "ann@acme.test" },
        ],
        "people": [{ "id": "dana", "name": "Dana", "duties": ["ceo"], "phone": "+49 30 7654321" }],
    })
}

pub fn asked(id: u128, name: &str, fields: Value) -> Ask {
    let submission = submission(id, fields);
    let body_hash = Sha256::digest(serde_json::to_vec(&submission).unwrap()).into();
    Ask {
        errand: Errand::Submitted {
            submission,
            body_hash,
        },
        by: by(name),
        at: None,
    }
}

/// A writer without threads, and what it has written.
pub struct Bench {
    pub writer: Writer,
    pub log: Vec<Value>,
}

impl Bench {
    pub fn on(store: Store) -> Self {
        Bench {
            writer: Writer::open(store, settled()).unwrap(),
            log: Vec::new(),
        }
    }

    pub fn new() -> Self {
        Bench::on(Store::memory([7; 32]))
    }

    /// With an incident that both accounts are affected by.
    pub fn with_an_incident() -> Self {
        let mut bench = Bench::new();
        bench.one(900, "dana", import(), "13:00:00");
        bench.one(901, "dana", declare(), "14:00:00");
        bench
    }

    pub fn turn(&mut self, asks: &[Ask], now: &str) -> Vec<Answer> {
        let done = self.writer.carry_out(asks, at(now));
        self.keep(&done);
        done.answers
    }

    pub fn one(&mut self, id: u128, name: &str, fields: Value, now: &str) -> Answer {
        self.turn(&[asked(id, name, fields)], now).remove(0)
    }

    pub fn tick(&mut self, now: &str) {
        let done = self.writer.tick(at(now));
        self.keep(&done);
    }

    fn keep(&mut self, done: &Done) {
        let lines = done
            .lines
            .iter()
            .map(|line| serde_json::from_str(&line.json).unwrap());
        self.log.extend(lines);
    }

    /// The log in short: number, kind, time of the day.
    pub fn told(&self) -> Vec<String> {
        let told = self.log.iter().map(|event| {
            let time = &event["at"].as_str().unwrap()[11..19];
            format!("{} {} {time}", event["seq"], event["kind"].as_str().unwrap())
        });
        told.collect()
    }
}

pub fn outcome(answer: &Answer) -> (u16, String) {
    let body: Value = serde_json::from_str(&answer.body).unwrap();
    let word = body["outcome"]
        .as_str()
        .or(body["refusal"].as_str())
        .or(body["title"].as_str());
    (answer.status, word.unwrap().to_owned())
}
