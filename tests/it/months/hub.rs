//! A hub on a real store, without threads, whose clock the story sets.

use crate::hub::keeper::put_away;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use uuid::Uuid;
use warroom::directory::reference::Settled;
use warroom::domain::actor::{Access, Actor};
use warroom::domain::command::{Command, Submission};
use warroom::domain::due::{Due, DueState, Kind, dues, owed};
use warroom::domain::ids::{IncidentId, Seq};
use warroom::domain::incident::Incident;
use warroom::hub::writer::{Ask, Errand, Writer};
use warroom::run::demo::scenario::Scenario;
use warroom::run::demo::shelf;
use warroom::store::{Store, kept};

pub struct Hub {
    folder: TempDir,
    writer: Option<Writer>,
    scenario: Scenario,
    pub now: Timestamp,
    asked: u128,
}

impl Hub {
    /// With the accounts and the people of the rehearsed company, and the built-in playbooks.
    pub fn open() -> Hub {
        let scenario = shelf::named("region-down").unwrap();
        let mut hub = Hub {
            folder: tempfile::tempdir().unwrap(),
            writer: None,
            now: scenario.starts_at,
            scenario,
            asked: 0,
        };
        hub.restart();
        let import = serde_json::to_value(Command::ImportDirectory(Box::new(hub.scenario.import())));
        hub.does("root", import.unwrap());
        hub
    }

    /// The hub is gone and comes back on the same store.
    pub fn restart(&mut self) {
        // It begins with the picture that was put away then, and holds it against the log.
        if let Some(mut writer) = self.writer.take() {
            while writer.has_more_to_do() {
                writer.go_on();
            }
            assert!(writer.trouble().is_none());
            put_away(&mut writer);
            assert!(
                kept::read(&writer.store().picture_folder().unwrap())
                    .unwrap()
                    .picture
                    == *writer.picture()
            );
        }
        let settled: Settled = self.scenario.settled();
        let store = Store::open(&self.folder.path().join("hub.sqlite"), [7; 32]).unwrap();
        self.writer = Some(Writer::open(store, settled).unwrap());
    }

    /// So long after the alert.
    pub fn at(&mut self, after: &str) -> &mut Hub {
        self.now = self.after(after);
        self.writer.as_mut().unwrap().tick(self.now);
        self
    }

    pub fn after(&self, after: &str) -> Timestamp {
        let (days, clock) = after.split_once('d').unwrap_or(("0", after));
        let (hours, minutes) = clock.split_once(':').unwrap();
        let number = |text: &str| text.trim().parse::<i64>().unwrap();
        let minutes = (number(days) * 24 + number(hours)) * 60 + number(minutes);
        self.scenario.starts_at + SignedDuration::from_mins(minutes)
    }

    fn ask(&mut self, who: &str, mut fields: Value) -> (u16, Value) {
        self.asked += 1;
        fields["id"] = json!(Uuid::from_u128(self.asked));
        // Once it is closed, whoever means it has to name it.
        let picture = self.writer.as_ref().unwrap().picture();
        if picture.incidents().next().is_some() {
            fields["incident"] = json!("INC-1");
        }
        let submission: Submission = serde_json::from_value(fields).unwrap();
        let access = match who {
            "root" => Access::Admin,
            "prometheus" => Access::Source,
            _ => Access::Lead,
        };
        let ask = Ask {
            errand: Errand::Submitted {
                body_hash: Sha256::digest(serde_json::to_vec(&submission).unwrap()).into(),
                submission,
            },
            by: Actor::new(who, access),
            at: None,
        };
        let now = self.now;
        let done = self.writer.as_mut().unwrap().carry_out(&[ask], now);
        let answer = &done.answers[0];
        (answer.status, serde_json::from_str(&answer.body).unwrap())
    }

    /// It is news and not refused; the number of the last line it caused.
    #[track_caller]
    pub fn does(&mut self, who: &str, fields: Value) -> Seq {
        let (status, body) = self.ask(who, fields.clone());
        let accepted = status == 200 && body["outcome"] == "accepted";
        assert!(accepted, "{who} asked {fields} and got {status} {body}");
        Seq(body["through"].as_u64().unwrap())
    }

    /// It is refused; why.
    #[track_caller]
    pub fn refused(&mut self, who: &str, fields: Value) -> String {
        let (status, body) = self.ask(who, fields.clone());
        assert_eq!(status, 409, "{who} asked {fields} and got {body}");
        body["detail"].as_str().unwrap().to_owned()
    }

    pub fn here(&self) -> &Incident {
        let picture = self.writer.as_ref().unwrap().picture();
        picture.incident(IncidentId(1)).unwrap()
    }

    /// What is overdue, in words.
    pub fn overdue(&self) -> Vec<String> {
        let late = |due: &Due| due.state(self.now) == DueState::Overdue;
        let dues = dues(self.here()).into_iter().filter(late);
        dues.map(|due| due.what.to_string()).collect()
    }

    pub fn owed(&self) -> Vec<Due> {
        owed(self.here())
    }

    pub fn due(&self, wanted: &Kind) -> Option<Due> {
        dues(self.here()).into_iter().find(|due| due.kind == *wanted)
    }
}
