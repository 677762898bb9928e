//! A room with an incident in it, and what can be done there.

use super::{harmless, now};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;
use std::sync::Arc;
use warroom::directory::reference::{Rows, import, reference};
use warroom::domain::actor::{Access, Actor};
use warroom::domain::command::{Command, Desk, Submission};
use warroom::domain::event::Recorded;
use warroom::domain::ids::{IncidentId, Seq};
use warroom::domain::picture::Picture;
use warroom::domain::playbook::Playbook;
use warroom::domain::reference::Reference;
use warroom::run::demo::shelf;
use warroom::wire::News;
use warroom::wire::status::status;

#[derive(Clone)]
pub struct Room {
    picture: Picture,
    reference: Reference,
    log: Vec<Recorded>,
    at: Timestamp,
    made: u128,
}

thread_local! {
    static EMPTY: Room = Room::unplayed();
    static DECLARED: Room = Room::empty().declared("full-outage");
}

impl Room {
    /// Nothing has happened yet.
    pub fn empty() -> Room {
        EMPTY.with(Clone::clone)
    }

    /// An incident with accounts to call.
    pub fn new() -> Room {
        DECLARED.with(Clone::clone)
    }

    /// The same, worked by this playbook.
    pub fn with(playbook: Playbook) -> Room {
        let mut room = Room::empty();
        let name = playbook.name.to_string();
        room.reference.playbooks.insert(0, Arc::new(playbook));
        room.declared(&name)
    }

    fn unplayed() -> Room {
        let scenario = shelf::named("region-down").expect("built in");
        Room {
            picture: Picture::default(),
            reference: reference(scenario.settled(), scenario.rows.clone(), b"secret"),
            log: Vec::new(),
            at: now(),
            made: 0,
        }
    }

    fn declared(mut self, playbook: &str) -> Room {
        for command in [
            serde_json::json!({ "kind": "declare_incident", "title": "Video calls drop", "severity": "sev1",
                "components": ["video-eu"], "playbook": playbook }),
            serde_json::json!({ "kind": "take_role", "role": "commander" }),
        ] {
            self.ask(None, serde_json::from_value(command).expect("a command"));
        }
        self
    }

    pub fn ask(&mut self, incident: Option<IncidentId>, command: Command) {
        self.submit(Submission {
            id: uuid::Uuid::nil(),
            incident,
            said_at: None,
            command,
        });
    }

    /// Decides and records as the hub's writer does; what is recorded can be read back as it was.
    pub fn submit(&mut self, mut submission: Submission) {
        self.made += 1;
        self.at += SignedDuration::from_secs(30);
        submission.id = uuid::Uuid::from_u128(self.made);
        if let Command::ImportDirectory(list) = &submission.command {
            let list = list.completed(&self.reference);
            let rows = Rows {
                accounts: list.accounts,
                contacts: list.contacts,
                people: list.people,
            };
            harmless::value(&(&rows.accounts, &rows.contacts, &rows.people));
            import(&mut self.reference, rows, b"secret");
        }
        let by = Actor::new("dana", Access::Admin);
        let desk = Desk {
            by: &by,
            at: self.at,
            said_at: submission.said_at.unwrap_or(self.at),
            incident: submission.incident,
            reference: &self.reference,
            here: &BTreeSet::from([by.name.clone()]),
        };
        match self.picture.decide(&submission, &desk) {
            Err(refusal) => harmless::text(&refusal.to_string()),
            Ok(drafted) => {
                let said_at = desk.said_at.min(self.at);
                for drafted in drafted {
                    self.fold(Recorded {
                        seq: Seq(0),
                        at: self.at,
                        said_at,
                        by: drafted.event.signed(&by),
                        incident: drafted.incident,
                        brought_by: None,
                        cause: submission.id,
                        event: drafted.event,
                    });
                }
            }
        }
    }

    /// Takes an event as the next of the log.
    pub fn fold(&mut self, mut event: Recorded) {
        event.seq = Seq(self.picture.through().0 + 1);
        let stored = serde_json::to_string(&event).expect("an event can be stored");
        let read: Recorded = serde_json::from_str(&stored).expect("what was stored can be read");
        assert_eq!(read, event, "it is read as it was stored");
        harmless::value(&event);
        self.picture.apply(&event);
        self.log.push(event);
    }

    /// Everything that follows from it, now and in a month.
    pub fn look(&mut self) {
        for later in [0, 40 * 24 * 3_600] {
            let now = self.at + SignedDuration::from_secs(later);
            harmless::value(&status(&self.picture, now, true));
        }
    }

    /// What a screen that comes in hears.
    pub fn news(&self) -> News {
        News {
            now: self.at,
            rate: 1.0,
            through: self.picture.through(),
            mark: None,
            more: false,
            events: self.log.clone(),
            present: None,
            presence: None,
        }
    }
}
