//! A small world for the screens: an incident, its people and accounts, and commands at a minute.

use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;
use std::sync::Arc;
use warroom::domain::accounts::Account;
use warroom::domain::actor::{Access, Actor};
use warroom::domain::command::{Command, Desk, Submission};
use warroom::domain::event::Recorded;
use warroom::domain::ids::Seq;
use warroom::domain::people::Person;
use warroom::domain::picture::Picture;
use warroom::domain::playbook::Playbook;
use warroom::domain::reference::{Part, Reference};
use warroom::domain::refusal::Refusal;
use warroom::wire::{News, Present};

pub struct World {
    pub picture: Picture,
    pub log: Vec<Recorded>,
    pub reference: Reference,
    made: u128,
}

pub fn t0() -> Timestamp {
    "2026-03-03T13:49:00Z".parse().unwrap()
}

/// A moment some minutes and seconds after T0.
pub fn at(minutes: i64, seconds: i64) -> Timestamp {
    t0() + SignedDuration::from_secs(minutes * 60 + seconds)
}

const NAMES: [(&str, &str, i64, &str); 22] = [
    ("Northwind Traders", "strategic", 1_200_000, "Europe/Berlin"),
    ("Fabrikam", "strategic", 900_000, "Europe/Paris"),
    ("Contoso", "strategic", 700_000, "Europe/London"),
    ("Adventure Works", "key", 400_000, "Europe/Madrid"),
    ("Kyoto Denki", "key", 380_000, "Asia/Tokyo"),
    ("Tailspin Toys", "key", 350_000, "Europe/Rome"),
    ("Wide World Importers", "key", 310_000, "Europe/Oslo"),
    ("Litware", "key", 280_000, "Europe/Vienna"),
    ("Proseware", "key", 240_000, "Europe/Zurich"),
    ("Alpine Ski House", "key", 210_000, "Europe/Zurich"),
    ("Coho Winery", "key", 180_000, "Europe/Lisbon"),
    ("Margies Travel", "key", 150_000, "Europe/Dublin"),
    ("Graphic Design Institute", "named", 120_000, "Europe/Prague"),
    ("Humongous Insurance", "named", 110_000, "Europe/Warsaw"),
    ("Lucerne Publishing", "named", 90_000, "Europe/Zurich"),
    ("School of Fine Art", "named", 80_000, "Europe/Brussels"),
    ("Southridge Video", "named", 70_000, "Europe/London"),
    ("Trey Research", "named", 60_000, "Europe/Helsinki"),
    ("VanArsdel", "named", 50_000, "Europe/Athens"),
    ("Wingtip Toys", "named", 40_000, "Europe/Sofia"),
    ("Woodgrove Bank", "named", 30_000, "Europe/Malta"),
    ("Blue Yonder Airlines", "named", 20_000, "Europe/Riga"),
];

fn account(name: &str, tier: &str, arr: i64, zone: &str) -> Account {
    let id = name.to_lowercase().replace(' ', "-");
    serde_json::from_value(serde_json::json!({
        "id": id, "name": name, "tier": tier, "arr": arr, "currency": "EUR", "timezone": zone, "region": "eu",
        "products": ["video"], "owner": "omar", "renewal": "2026-05-01", "health": 72,
    }))
    .unwrap()
}

impl World {
    /// With the 22 accounts of the drawing.
    pub fn new() -> Self {
        World::with(
            NAMES
                .iter()
                .map(|(name, tier, arr, zone)| account(name, tier, *arr, zone))
                .collect(),
        )
    }

    pub fn with(accounts: Vec<Account>) -> Self {
        let playbook: Playbook = serde_json::from_value(serde_json::json!({
            "version": 1, "name": "full-outage", "title": "Everything is down", "severity": "sev1",
            "first_words": "We know that calls are failing and are working on it.",
            "opening": "Hello {contact}, this is {caller}. Video calls have been failing since {since}.",
            "do_not_say": ["a cause", "a time by which it is fixed"],
            "level": [
                { "role": "support_lead", "title": "Support", "by": "4m" },
                { "role": "head_of_cs", "title": "Head of CS", "by": "10m" },
                { "role": "vp_eng", "title": "VP Eng", "by": "14m" },
                { "role": "ceo", "title": "CEO", "by": "20m" },
            ],
            "step": [{ "id": "bridge", "text": "open the bridge", "by": "5m" }],
        }))
        .unwrap();
        let mut reference = Reference {
            playbooks: vec![
                Arc::new(playbook.clone()),
                Arc::new(Playbook {
                    name: "unknown".into(),
                    ..playbook
                }),
            ],
            ..Reference::default()
        };
        let part = Part {
            products: vec!["video".into()],
            regions: vec!["eu".into()],
            labels: Default::default(),
        };
        reference.components.insert("video-eu".into(), part);
        reference.rates.insert("EUR".into(), 1.0);
        reference.accounts = accounts
            .into_iter()
            .map(|a| (a.id.clone(), Arc::new(a)))
            .collect();
        reference.people = [
            ("dana", "support_lead"),
            ("omar", "head_of_cs"),
            ("paul", "vp_eng"),
            ("ines", "ceo"),
            ("carol", "cfo"),
        ]
        .map(|(id, duty)| -> Person {
            serde_json::from_value(serde_json::json!({ "id": id, "name": id, "duties": [duty] })).unwrap()
        })
        .to_vec();
        World {
            picture: Picture::default(),
            log: Vec::new(),
            reference,
            made: 0,
        }
    }

    /// Decides and records what `by` asks for at a moment; the JSON is that of the API without its id.
    pub fn ask(&mut self, by: &str, at: Timestamp, command: serde_json::Value) -> Result<(), Refusal> {
        self.made += 1;
        let command: Command = serde_json::from_value(command).unwrap();
        let submission = Submission {
            id: uuid::Uuid::from_u128(self.made),
            incident: None,
            said_at: None,
            command,
        };
        self.submit(by, at, &submission)
    }

    pub fn submit(&mut self, by: &str, at: Timestamp, submission: &Submission) -> Result<(), Refusal> {
        let by = Actor::new(by, Access::Admin);
        let incident = submission.incident;
        let desk = Desk {
            by: &by,
            at,
            said_at: submission.said_at.unwrap_or(at),
            incident,
            reference: &self.reference,
            here: &BTreeSet::from([by.name.clone()]),
        };
        for drafted in self.picture.decide(submission, &desk)? {
            let recorded = Recorded {
                seq: Seq(self.log.len() as u64 + 1),
                at,
                said_at: desk.said_at,
                by: drafted.event.signed(&by),
                incident: drafted.incident,
                brought_by: None,
                cause: submission.id,
                event: drafted.event,
            };
            self.picture.apply(&recorded);
            self.log.push(recorded);
        }
        Ok(())
    }

    /// What a poll after `after` answers at a moment.
    pub fn news(&self, after: Seq, now: Timestamp) -> News {
        let present = ["dana", "omar", "lena", "pat", "ines"].map(|name| Present {
            name: name.into(),
            role: "advocate".into(),
            looking_at: None,
            idle_s: 0,
        });
        News {
            now,
            rate: 1.0,
            through: self.picture.through(),
            mark: None,
            more: false,
            events: self
                .log
                .iter()
                .filter(|recorded| recorded.seq > after)
                .cloned()
                .collect(),
            present: Some(present.to_vec()),
            presence: None,
        }
    }

    /// The state of the drawing: 13 minutes in, one level late, some calls made.
    pub fn drawn(mut self) -> Self {
        let ask = |world: &mut World, by: &str, minute: i64, second: i64, command: serde_json::Value| {
            world.ask(by, at(minute, second), command).unwrap();
        };
        use serde_json::json;
        let w = &mut self;
        ask(
            w,
            "monitor",
            0,
            20,
            json!({ "kind": "declare_incident", "title": "Video calls drop, EU", "severity": "sev1",
            "components": ["video-eu"], "playbook": "full-outage", "alerted_at": t0() }),
        );
        ask(
            w,
            "dana",
            1,
            0,
            json!({ "kind": "take_role", "role": "commander" }),
        );
        ask(
            w,
            "lena",
            2,
            10,
            json!({ "kind": "inform_level", "level": "support_lead" }),
        );
        ask(w, "omar", 5, 0, json!({ "kind": "tick_step", "step": "bridge" }));
        ask(
            w,
            "lena",
            7,
            0,
            json!({ "kind": "record_post", "phase": "investigating",
            "text": "Video calls in the EU are dropping since 13:49 UTC. We are on it; next news by 14:15 UTC." }),
        );
        ask(
            w,
            "dana",
            9,
            0,
            json!({ "kind": "inform_level", "level": "head_of_cs" }),
        );
        ask(
            w,
            "pat",
            4,
            30,
            json!({ "kind": "claim_account", "account": "wide-world-importers" }),
        );
        ask(
            w,
            "pat",
            8,
            0,
            json!({ "kind": "record_attempt", "account": "wide-world-importers",
            "disposition": "reached_decision_maker", "told": 1, "note": "their sales calls all drop" }),
        );
        ask(
            w,
            "pat",
            8,
            30,
            json!({ "kind": "record_attempt", "account": "tailspin-toys", "disposition": "voicemail_left" }),
        );
        ask(
            w,
            "omar",
            10,
            0,
            json!({ "kind": "start_call", "account": "adventure-works" }),
        );
        ask(
            w,
            "lena",
            11,
            0,
            json!({ "kind": "claim_account", "account": "contoso" }),
        );
        ask(
            w,
            "tess",
            11,
            20,
            json!({ "kind": "write_note", "text": "rolled back media-eu", "stance": "did" }),
        );
        ask(
            w,
            "tess",
            11,
            50,
            json!({ "kind": "write_note", "text": "the new codec, perhaps", "stance": "guess" }),
        );
        ask(
            w,
            "tess",
            12,
            30,
            json!({ "kind": "write_note", "text": "errors 4.1 % -> 0.9 %, watching", "stance": "fact" }),
        );
        ask(
            w,
            "dana",
            12,
            40,
            json!({ "kind": "set_intent", "text": "watch errors", "until": at(31, 0) }),
        );
        self
    }
}
