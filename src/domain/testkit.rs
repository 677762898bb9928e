//! A room to test in: six accounts, a few people, a clock set by hand, and a log that grows by what is decided.
//!
//! Used by the tests of the domain and by those of the whole (`tests/it/domain`), hence the outside paths.

#![allow(dead_code)]

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use uuid::Uuid;
use warroom::domain::accounts::{Account, Contact};
use warroom::domain::actor::{Access, Actor};
use warroom::domain::alerts::{ReceiveAlerts, Sighting};
use warroom::domain::claims::Claim;
use warroom::domain::command::{Command, Desk, Submission};
use warroom::domain::event::{Drafted, Event, Recorded};
use warroom::domain::ids::{AccountId, IncidentId, Name, Seq};
use warroom::domain::incident::Incident;
use warroom::domain::outreach::{Disposition, Row};
use warroom::domain::picture::Picture;
use warroom::domain::playbook::Playbook;
use warroom::domain::reference::Reference;
use warroom::domain::refusal::Refusal;

/// T0 of the incident that [`Room::declared`] opens: noon in London, 21:00 in Tokyo, 08:00 in New York.
pub const T0: &str = "2026-07-01T12:00:00Z";

/// So many minutes after T0.
pub fn at(minutes: i64) -> Timestamp {
    let t0: Timestamp = T0.parse().unwrap();
    t0 + SignedDuration::from_mins(minutes)
}

#[derive(Clone)]
pub struct Room {
    pub picture: Picture,
    pub log: Vec<Recorded>,
    pub reference: Reference,
    /// Who has been in the room.
    pub here: BTreeSet<Name>,
    /// Hub time.
    pub now: Timestamp,
    /// The incident commands name; `None` leaves it out.
    pub incident: Option<IncidentId>,
    asked: u128,
}

impl Room {
    /// Nothing has happened yet.
    pub fn empty() -> Room {
        Room {
            picture: Picture::default(),
            log: Vec::new(),
            reference: reference(),
            here: ["dana", "lena", "omar", "pat", "sam"].map(Name::from).into(),
            now: at(0),
            incident: None,
            asked: 0,
        }
    }

    /// `INC-1` is open since T0 by the playbook `outage`, on the component `video-eu`.
    pub fn declared() -> Room {
        let mut room = Room::empty();
        room.does(
            "dana",
            declare(json!({ "components": ["video-eu"], "playbook": "outage" })),
        );
        room.incident = Some(IncidentId(1));
        room
    }

    /// As [`Room::declared`], with reports owed to everyone affected, and dana in command.
    pub fn reporting() -> Room {
        let mut room = Room::empty();
        let mut owing = (*room.reference.playbooks[1]).clone();
        owing.reports.owed = true;
        room.reference.playbooks[1] = owing.into();
        room.does(
            "dana",
            declare(json!({ "components": ["video-eu"], "playbook": "outage" })),
        );
        room.incident = Some(IncidentId(1));
        room.does("dana", role("commander"));
        room
    }

    /// Moves hub time to so many minutes after T0.
    pub fn at(&mut self, minutes: i64) -> &mut Room {
        self.now = at(minutes);
        self
    }

    pub fn submission(&mut self, command: Command) -> Submission {
        self.asked += 1;
        Submission {
            id: Uuid::from_u128(self.asked),
            incident: self.incident,
            said_at: None,
            command,
        }
    }

    /// Decides a submission and, if it is not refused, records what it comes to, as the hub's writer does.
    pub fn submit(&mut self, who: &str, submission: &Submission) -> Result<Vec<Event>, Refusal> {
        let by = actor(who);
        let desk = Desk {
            by: &by,
            at: self.now,
            said_at: submission.said_at.unwrap_or(self.now),
            incident: submission.incident,
            reference: &self.reference,
            here: &self.here,
        };
        let drafted = self.picture.decide(submission, &desk)?;
        for draft in &drafted {
            let recorded = Recorded {
                seq: self.picture.through().next(),
                at: self.now,
                said_at: desk.said_at.min(self.now),
                by: draft.event.signed(&submission.command.speaker(&by).0),
                incident: draft.incident,
                brought_by: submission.command.speaker(&by).1,
                cause: submission.id,
                event: draft.event.clone(),
            };
            self.picture.apply(&recorded);
            self.log.push(recorded);
        }
        self.is_as_the_table_says(submission, &drafted);
        Ok(drafted.into_iter().map(|draft| draft.event).collect())
    }

    /// Every test that decides holds the table of commands to what the rules really do.
    #[track_caller]
    fn is_as_the_table_says(&self, submission: &Submission, drafted: &[Drafted]) {
        let row = submission.command.row();
        for draft in drafted {
            let kind = draft.event.kind();
            assert!(row.events.contains(&kind), "{} caused {kind}", row.kind);
        }
        let incidents = self.picture.incidents();
        let lines = incidents.flat_map(|incident| &incident.timeline);
        let mut caused = lines.filter(|entry| entry.cause == submission.id);
        // What is of the hub has no line in which it could be taken back.
        if drafted.iter().any(|draft| draft.incident.is_some()) {
            let row = submission.command.said().row();
            let can = caused.any(|entry| entry.undoable());
            assert_eq!(can, row.undo.is_some(), "taking back {}", row.kind);
        }
    }

    /// What the command comes to, or the refusal.
    pub fn asks(&mut self, who: &str, command: Command) -> Result<Vec<Event>, Refusal> {
        let submission = self.submission(command);
        self.submit(who, &submission)
    }

    /// The command is not refused and is news.
    #[track_caller]
    pub fn does(&mut self, who: &str, command: Command) -> Vec<Event> {
        let events = self.asks(who, command.clone());
        match events {
            Ok(events) if !events.is_empty() => events,
            other => panic!("{who} asked {command:?} and got {other:?}"),
        }
    }

    /// As [`Room::does`], said to have happened so many minutes after T0.
    #[track_caller]
    pub fn says(&mut self, who: &str, minutes: i64, command: Command) -> Vec<Event> {
        let mut submission = self.submission(command);
        submission.said_at = Some(at(minutes));
        self.submit(who, &submission).unwrap()
    }

    /// The command changes nothing: it is already so.
    #[track_caller]
    pub fn already(&mut self, who: &str, command: Command) {
        assert_eq!(self.asks(who, command), Ok(Vec::new()));
    }

    /// The command is refused, with this word for programs; the sentence is returned.
    #[track_caller]
    pub fn refused(&mut self, who: &str, code: &str, command: Command) -> String {
        let before = self.picture.through();
        let refusal = self.asks(who, command).unwrap_err();
        assert_eq!(refusal.code(), code, "{refusal}");
        assert_eq!(self.picture.through(), before, "a refusal records nothing");
        refusal.to_string()
    }

    pub fn here(&self) -> &Incident {
        self.picture
            .incident(self.incident.unwrap_or(IncidentId(1)))
            .unwrap()
    }

    pub fn row(&self, account: &str) -> &Row {
        self.here().row(&AccountId::from(account)).unwrap()
    }

    pub fn claim(&self, account: &str) -> Option<&Claim> {
        self.picture.claims.on(&AccountId::from(account))
    }

    pub fn holder(&self, account: &str) -> Option<&str> {
        self.claim(account).map(|claim| claim.holder.as_str())
    }

    /// The number of the last event recorded.
    pub fn last(&self) -> Seq {
        self.picture.through()
    }
}

/// Who asks, with the access their name implies.
pub fn actor(who: &str) -> Actor {
    let access = match who {
        "hub" => return Actor::hub(),
        "root" => Access::Admin,
        "monitor" => Access::Source,
        "wall" => Access::Wall,
        _ => Access::Advocate,
    };
    Actor::new(who, access)
}

/// A command from its JSON, as the API takes it.
#[track_caller]
pub fn command(kind: &str, fields: Value) -> Command {
    let mut body = json!({ "kind": kind });
    let Value::Object(fields) = fields else {
        panic!("the fields of a command are an object")
    };
    body.as_object_mut().unwrap().extend(fields);
    serde_json::from_value(body).unwrap()
}

pub fn declare(mut fields: Value) -> Command {
    let fields = fields.as_object_mut().unwrap();
    fields.entry("title").or_insert_with(|| "Video calls drop".into());
    command("declare_incident", Value::Object(fields.clone()))
}

pub fn role(role: &str) -> Command {
    command("take_role", json!({ "role": role }))
}

pub fn claim(account: &str) -> Command {
    command("claim_account", json!({ "account": account }))
}

pub fn release(account: &str) -> Command {
    command("release_claim", json!({ "account": account }))
}

pub fn attempt(account: &str, disposition: Disposition) -> Command {
    command(
        "record_attempt",
        json!({ "account": account, "disposition": disposition }),
    )
}

/// A call that reached them and told them these words.
pub fn told(account: &str, number: u32) -> Command {
    let disposition = Disposition::ReachedDecisionMaker;
    command(
        "record_attempt",
        json!({ "account": account, "disposition": disposition, "told": number }),
    )
}

pub fn post(phase: &str, text: &str) -> Command {
    command("record_post", json!({ "phase": phase, "text": text }))
}

pub fn note(text: &str) -> Command {
    command("write_note", json!({ "text": text }))
}

pub fn inform(level: &str, fields: Value) -> Command {
    let mut body = json!({ "level": level });
    body.as_object_mut()
        .unwrap()
        .extend(fields.as_object().unwrap().clone());
    command("inform_level", body)
}

/// The words of a report that lacks nothing, for news within the hour.
pub fn report_parts(now: Timestamp) -> Value {
    json!({
        "summary": "Video calls in Europe dropped. All customers there felt it. Calls are stable again.",
        "services": ["Video calls in Europe"],
        "impact": "About one call in four dropped or did not connect.",
        "done": ["We moved calls to healthy servers."],
        "prevention": [{ "what": "Alarm on dropped calls within a minute", "owner": "Head of Platform",
            "keeper": "tom", "due": "2026-08-01T17:00:00Z" }],
        "next_at": now + SignedDuration::from_hours(24), "next": "by e-mail from your advocate",
        "apology": "We are sorry.", "apology_by": "Carol King, CEO", "contact": "care@example.com",
        "lessons": ["We told you late."],
    })
}

/// The words of a report, all of [`report_parts`] but for these fields.
pub fn draft_report(report: &str, now: Timestamp, fields: Value) -> Command {
    let mut parts = report_parts(now);
    parts
        .as_object_mut()
        .unwrap()
        .extend(fields.as_object().unwrap().clone());
    command(
        "draft_report",
        json!({ "report": report, "parts": parts, "ready": true }),
    )
}

pub fn approve_report(report: &str) -> Command {
    command("approve_report", json!({ "report": report }))
}

/// Sends a report to these accounts; to everyone owed it, if none is named.
pub fn send_report(report: &str, accounts: &[&str]) -> Command {
    command("issue_report", json!({ "report": report, "accounts": accounts }))
}

pub fn found_cause(certainty: &str, text: &str) -> Command {
    command("find_cause", json!({ "certainty": certainty, "text": text }))
}

pub fn move_to(state: &str) -> Command {
    command("change_state", json!({ "to": state }))
}

pub fn take_back(seq: Seq) -> Command {
    command("take_back", json!({ "seq": seq }))
}

/// An alert that fires since so many minutes after T0.
pub fn firing(fingerprint: &str, minutes: i64, labels: Value) -> Sighting {
    sighting(fingerprint, "firing", minutes, labels)
}

pub fn cleared(fingerprint: &str, minutes: i64) -> Sighting {
    sighting(fingerprint, "cleared", minutes, json!({}))
}

fn sighting(fingerprint: &str, signal: &str, minutes: i64, labels: Value) -> Sighting {
    serde_json::from_value(json!({
        "fingerprint": fingerprint, "title": fingerprint, "signal": signal, "started_at": at(minutes), "labels": labels,
    }))
    .unwrap()
}

pub fn report(alerts: &[Sighting]) -> Command {
    Command::ReceiveAlerts(ReceiveAlerts {
        source: "alertmanager".into(),
        alerts: alerts.to_vec(),
    })
}

/// On `video-eu`: northwind and fabrikam strategic; contoso key, with contoso-jp sharing its phone; tailspin maybe;
/// litware, who asked long ago not to be called. On `chat` alone: wingtip.
pub fn reference() -> Reference {
    let accounts = [
        account(
            json!({ "id": "northwind", "name": "Northwind", "tier": "strategic", "arr": 1_200_000, "renewal": "2026-07-20" }),
        ),
        account(json!({ "id": "fabrikam", "name": "Fabrikam", "tier": "strategic", "arr": 900_000 })),
        account(json!({ "id": "contoso", "name": "Contoso", "tier": "key", "arr": 700_000 })),
        account(
            json!({ "id": "contoso-jp", "name": "Contoso Japan", "tier": "named", "timezone": "Asia/Tokyo" }),
        ),
        account(
            json!({ "id": "tailspin", "name": "Tailspin", "tier": "key", "region": null, "arr": 350_000 }),
        ),
        account(json!({ "id": "litware", "name": "Litware", "tier": "named", "do_not_contact": "lawsuit" })),
        account(
            json!({ "id": "wingtip", "name": "Wingtip", "tier": "key", "region": "us", "products": ["chat"] }),
        ),
    ];
    let phones = [
        ("northwind", "n"),
        ("fabrikam", "f"),
        ("contoso", "c"),
        ("contoso-jp", "c"),
        ("tailspin", "t"),
        ("wingtip", "w"),
    ];
    Reference {
        accounts: accounts.map(|account| (account.id.clone(), Arc::new(account))).into(),
        contacts: [("n-1".into(), Arc::new(contact("n-1", "northwind")))].into(),
        phones: phones
            .map(|(account, phone)| (account.into(), vec![phone.into()]))
            .into(),
        people: serde_json::from_value(json!([
            { "id": "omar", "name": "Omar", "duties": ["head_of_cs"], "deputy": "lena" },
            { "id": "carol", "name": "Carol", "duties": ["ceo"], "deputy": "dave" },
            { "id": "dave", "name": "Dave" },
        ]))
        .unwrap(),
        components: serde_json::from_value(json!({
            "video-eu": { "products": ["video"], "regions": ["eu"], "labels": { "job": "media", "zone": "eu" } },
            "video": { "products": ["video"] },
            "chat": { "products": ["chat"] },
        }))
        .unwrap(),
        playbooks: vec![Arc::new(playbook("unknown", json!({}))), Arc::new(outage())],
        rates: [("USD".into(), 1.0)].into(),
        slas: Default::default(),
    }
}

fn account(mut fields: Value) -> Account {
    let defaults = json!({ "currency": "USD", "region": "eu", "products": ["video"] });
    for (key, value) in defaults.as_object().unwrap() {
        fields
            .as_object_mut()
            .unwrap()
            .entry(key)
            .or_insert_with(|| value.clone());
    }
    serde_json::from_value(fields).unwrap()
}

pub fn contact(id: &str, account: &str) -> Contact {
    serde_json::from_value(json!({ "id": id, "account": account, "name": "Ann" })).unwrap()
}

fn outage() -> Playbook {
    playbook("outage", json!({ "alertname": ["MediaDown", "CallsDropping"] }))
}

pub fn playbook(name: &str, matches: Value) -> Playbook {
    serde_json::from_value(json!({
        "version": 1, "name": name, "title": name, "severity": "sev1", "match": matches,
        "first_words": "We know of it and are on it.",
        "level": [
            { "role": "support_lead", "title": "Support", "by": "4m" },
            { "role": "head_of_cs", "title": "Head of CS", "by": "8m" },
            { "role": "ceo", "title": "CEO", "by": "20m" },
        ],
        "step": [{ "id": "bridge", "text": "Open the bridge", "by": "5m", "duty": "commander" }],
        // What is owed for months is not what most tests are about; those that are begin with `Room::reporting`.
        "reports": { "owed": false },
        "expert": [{ "id": "legal", "whom": "Legal", "when": "data touched" }],
    }))
    .unwrap()
}
