//! H9: a hub that was killed answers as soon with a long log as with a short one.

use super::Line;
use crate::binary::rig::{DEADLINE, Hub, Rig, SETTINGS};
use crate::screens::world::{World, at};
use crate::trust;
use jiff::SignedDuration;
use serde_json::json;
use std::io::BufReader;
use std::net::TcpStream;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use uuid::Uuid;
use warroom::domain::accounts::Account;
use warroom::domain::event::{Event, Recorded};
use warroom::domain::ids::{IncidentId, Seq};
use warroom::store::kept;
use warroom::store::{Change, Store};

/// One incident as a company has it, from its alert to its end: called, told, noted, closed with something owed.
pub fn incident() -> Vec<Recorded> {
    let account = |number: usize| -> Account {
        let tier = ["strategic", "key", "named"][number % 3];
        let fields = json!({ "id": format!("account-{number:03}"), "name": format!("Account {number:03}"), "tier": tier,
            "arr": 10_000 + number, "currency": "EUR", "timezone": "Europe/Berlin", "region": "eu",
            "products": ["video"], "owner": "omar" });
        serde_json::from_value(fields).unwrap()
    };
    let mut world = World::with((0..120).map(account).collect());
    let mut minute = 0;
    let mut ask = |world: &mut World, command: serde_json::Value| {
        minute += 1;
        world.ask("pat", at(0, minute * 5), command).unwrap();
    };
    ask(
        &mut world,
        json!({ "kind": "declare_incident", "title": "Video calls drop, EU", "severity": "sev1",
            "components": ["video-eu"], "playbook": "full-outage", "alerted_at": at(0, 0) }),
    );
    ask(&mut world, json!({ "kind": "take_role", "role": "commander" }));
    for number in 0..120 {
        let account = format!("account-{number:03}");
        ask(&mut world, json!({ "kind": "claim_account", "account": account }));
        ask(
            &mut world,
            json!({ "kind": "record_attempt", "account": account, "disposition": "voicemail_left",
                "note": "their shop cannot take orders; we try again" }),
        );
        for _ in 0..6 {
            ask(
                &mut world,
                json!({ "kind": "write_note", "text": format!("errors {number} %, watching"), "stance": "fact" }),
            );
        }
    }
    ask(
        &mut world,
        json!({ "kind": "change_state", "to": "resolved", "reason": "it is over" }),
    );
    let closed =
        json!({ "kind": "change_state", "to": "closed", "owing": true, "reason": "the report is to come" });
    ask(&mut world, closed);
    world.log
}

/// The same incident again and again, each after the one before, until there are so many events; the last one is still
/// open.
fn write(path: &std::path::Path, template: &[Recorded], events: usize) {
    let mut store = Store::open(path, [7; 32]).unwrap();
    let mut made = 0;
    for copy in 0.. {
        let again = template.iter().map(|recorded| {
            let seq = Seq(made + recorded.seq.0);
            let later = SignedDuration::from_hours(100 * copy);
            let mut again = Recorded {
                seq,
                at: recorded.at + later,
                said_at: recorded.said_at + later,
                incident: recorded.incident.map(|_| IncidentId(copy as u32 + 1)),
                cause: Uuid::from_u128(u128::from(seq.0)),
                ..recorded.clone()
            };
            if let Event::IncidentDeclared(declared) = &mut again.event {
                declared.id = IncidentId(copy as u32 + 1);
            }
            again
        });
        let left = events - made as usize;
        let again: Vec<Recorded> = again.take(left).collect();
        made += again.len() as u64;
        let change = Change {
            events: again,
            ..Change::default()
        };
        store.commit(&[change]).unwrap();
        if made as usize == events {
            return;
        }
    }
}

pub struct Long {
    pub rig: Rig,
    token: String,
}

impl Long {
    pub fn new(template: &[Recorded], events: usize) -> Long {
        let rig = Rig::with(SETTINGS);
        write(&rig.path("hub.sqlite"), template, events);
        let hub = rig.serve();
        // An answer comes once all is folded, and then the picture is put away.
        let token = std::fs::read_to_string(hub.token("dana", "admin")).unwrap();
        let until = Instant::now() + DEADLINE * 40;
        while !place(&rig).join("contents").exists() {
            assert!(Instant::now() < until, "no picture is put away");
            std::thread::park_timeout(Duration::from_millis(20));
        }
        hub.kill();
        Long {
            token: token.trim().to_owned(),
            rig,
        }
    }

    /// From the start until the log, the picture and a command were answered; then it is killed.
    fn start(&self) -> Duration {
        let begin = Instant::now();
        let hub = self.rig.serve();
        let mut line = self.line(&hub);
        for path in ["/v1/incidents", "/v1/events?after=0&limit=1"] {
            let (status, said) = line.ask("GET", path, "").unwrap();
            assert_eq!(status, 200, "{said}");
        }
        let id = Uuid::new_v4();
        let (status, said) = line.note(id, 40).unwrap();
        assert_eq!(status, 200, "{said}");
        let took = begin.elapsed();
        drop(line);
        hub.kill();
        took
    }

    fn line(&self, hub: &Hub) -> Line {
        Line {
            stream: BufReader::new(TcpStream::connect(hub.address()).unwrap()),
            token: self.token.clone(),
        }
    }
}

pub fn place(rig: &Rig) -> PathBuf {
    kept::place(&rig.path("hub.sqlite"))
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

#[test]
fn a_killed_hub_answers_as_soon_with_a_long_log_as_with_a_short_one() {
    // A test's program folds a few thousand a second.
    let (few, events) = (trust::times(6_000, 10_000), trust::times(18_000, 1_000_000));
    let template = incident();
    // The incident that is still open is as long in both: whoever asks for it has it read.
    let events = events - (events - few) % template.len();
    let (short, long) = (Long::new(&template, few), Long::new(&template, events));
    let (mut shorts, mut longs) = (Vec::new(), Vec::new());
    for _ in 0..trust::times(3, 9) {
        shorts.push(short.start());
        longs.push(long.start());
    }
    let (short, with) = (median(&mut shorts), median(&mut longs));
    let ratio = with.as_secs_f64() / short.as_secs_f64();
    // Without the picture put away, the harness sees the whole log being folded.
    std::fs::remove_dir_all(place(&long.rig)).unwrap();
    let folded = long.start().as_secs_f64() / with.as_secs_f64();
    trust::result(
        "H9",
        "first answers after kill -9, long log to short",
        &format!("{events} events to {few}: x{ratio:.2}; with no picture put away x{folded:.1} of that"),
    );
    assert!(
        ratio <= 3.0,
        "{with:?} with {events} events, {short:?} with {few}"
    );
    assert!(
        folded > 1.5,
        "folding {events} events takes as long as not folding them"
    );
}
