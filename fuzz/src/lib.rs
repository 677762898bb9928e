//! Every door that text from outside comes in by, as a function of bytes: none of them makes it panic, and what it lets
//! in is harmless on a terminal. Shared by the targets of cargo-fuzz and by `tests/it/fuzz.rs`.

pub mod harmless;
mod keys;
mod room;
pub mod theme;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use room::Room;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;
use warroom::client::journal::{Entry, Left};
use warroom::config::layer::Layer;
use warroom::config::playbooks;
use warroom::connect::hook::Hook;
use warroom::connect::json::{Described, read};
use warroom::connect::{Delivery, secret};
use warroom::directory::{self, Options};
use warroom::domain::accounts::{Account, Contact};
use warroom::domain::alerts::ReceiveAlerts;
use warroom::domain::command::{Command, Submission};
use warroom::domain::event::Recorded;
use warroom::domain::ids::{AccountId, SourceName};
use warroom::domain::people::Person;
use warroom::domain::scratch;
use warroom::domain::text::{Clean, CleanText, is_clean};
use warroom::domain::times::{self, Clock};
use warroom::report::edit;
use warroom::run::demo::shelf::{self, Files};

pub struct Door {
    pub name: &'static str,
    pub open: fn(&[u8]),
    /// Files and folders with what really comes in by it, beside `fuzz/corpus/NAME`.
    pub seeds: &'static [&'static str],
}

const fn door(name: &'static str, open: fn(&[u8]), seeds: &'static [&'static str]) -> Door {
    Door { name, open, seeds }
}

/// `fuzz/run` reads this table: a row is a line.
#[rustfmt::skip]
pub const DOORS: &[Door] = &[
    door("webhooks", webhooks, &["tests/it/bodies"]),
    door("commands", commands, &[]),
    door("lists", lists, &["src/scenarios/region-down", "tests/it/bodies"]),
    door("sources", sources, &["tests/it/bodies"]),
    door("playbook", playbook, &["src/playbooks"]),
    door("scenario", scenario, &["src/scenarios/region-down.toml"]),
    door("settings", settings, &[]),
    door("log", log, &["tests/it/domain/golden"]),
    door("outbox", outbox, &[]),
    door("text", text, &["tests/it/bodies"]),
    door("typed", typed, &[]),
    door("keys", keys::keys, &[]),
    door("theme", theme::theme, &["themes"]),
];

const HOOKS: &str = r#"
[alertmanager]
kind = "alertmanager"
secret_file = "s"
[pagerduty]
kind = "pagerduty"
secret_file = "s"
[pagerduty.values.severity]
sev1 = ["P1"]
[monitor]
kind = "incidents"
secret_file = "s"
items = "incidents"
[monitor.fields]
fingerprint = "id"
title = "title|name|summary"
status = "status|state|incident_status.category"
started_at = "created_at|since"
"label.team" = "teams.summary"
"#;

const SOURCES: &str = r#"
[pager]
kind = "incidents"
url = "https://pager.test/"
items = "incidents"
next = "pagination_meta.after"
[pager.fields]
fingerprint = "id"
title = "title|name"
status = "status|incident_status.category"
started_at = "created_at"
[pager.values.status]
firing = ["triggered", "acknowledged", "live"]
[accounts]
kind = "accounts"
url = "https://crm.test/"
items = "results"
[accounts.fields]
id = "id"
name = "name"
arr = "annual_revenue"
tier = "segment"
owner = "assigned_to.user.name"
products = "products.name"
[accounts.values.tier]
strategic = ["Enterprise"]
[contacts]
kind = "contacts"
url = "https://crm.test/"
items = "contacts"
[contacts.fields]
id = "id"
account = "organization"
name = "name"
phone = "phone_e164"
do_not_contact = "do_not_call"
"#;

fn named<T: serde::de::DeserializeOwned>(text: &str) -> Vec<(String, T)> {
    let tables: std::collections::BTreeMap<String, T> = toml::from_str(text).expect("described above");
    tables.into_iter().collect()
}

static DESCRIBED_HOOKS: LazyLock<Vec<(String, Hook)>> = LazyLock::new(|| named(HOOKS));
static DESCRIBED_SOURCES: LazyLock<Vec<(String, Described)>> = LazyLock::new(|| named(SOURCES));

fn now() -> Timestamp {
    Timestamp::from_second(1_772_550_000).expect("in March 2026")
}

fn lines(data: &[u8]) -> impl Iterator<Item = &[u8]> {
    data.split(|byte| *byte == b'\n')
}

/// What monitors post; then what becomes of it in a room.
fn webhooks(data: &[u8]) {
    for (name, hook) in &*DESCRIBED_HOOKS {
        let Ok(reading) = hook.read(data, now()) else {
            continue;
        };
        reading.faults.iter().for_each(|fault| harmless::text(fault));
        let command = Command::ReceiveAlerts(ReceiveAlerts {
            source: SourceName::from(name.as_str()),
            alerts: reading.alerts,
        });
        let mut room = Room::new();
        room.ask(None, command.clone());
        // Monitors say everything twice.
        room.ask(None, command);
        room.look();
    }
}

/// Bodies of commands, one a line, one after another in one room.
fn commands(data: &[u8]) {
    played(data).look();
}

fn played(data: &[u8]) -> Room {
    let mut room = Room::new();
    for line in lines(data) {
        if let Ok(submission) = serde_json::from_slice::<Submission>(line) {
            room.submit(submission);
        }
    }
    room
}

/// How many events these commands come to, so that a corpus that reaches nothing is noticed.
pub fn recorded(data: &[u8]) -> usize {
    played(data).news().events.len()
}

/// Lists of accounts, contacts and people, as CSV or as JSON.
fn lists(data: &[u8]) {
    let known = BTreeSet::from([AccountId::from("acme"), AccountId::from("northwind")]);
    for skip_bad in [true, false] {
        let options = Options {
            skip_bad,
            accounts: None,
        };
        let of_these = Options {
            skip_bad,
            accounts: Some(&known),
        };
        if let Ok(read) = directory::read::<Account>("list", data, options) {
            harmless::value(&read.rows);
        }
        if let Ok(read) = directory::read::<Contact>("list", data, of_these) {
            harmless::value(&read.rows);
        }
        if let Ok(read) = directory::read::<Person>("list", data, options) {
            harmless::value(&read.rows);
        }
    }
}

/// Answers of other people's APIs.
fn sources(data: &[u8]) {
    for (name, described) in &*DESCRIBED_SOURCES {
        let Ok(reading) = read::read(described, data, now()) else {
            continue;
        };
        reading.faults.iter().for_each(|fault| harmless::text(fault));
        let facts = reading.items.into_iter().map(|item| item.fact);
        let delivery = Delivery {
            source: SourceName::from(name.as_str()),
            batch: read::batch(described.kind, facts),
            hash: "h".into(),
            columns: read::columns(described),
        };
        let mut room = Room::new();
        room.ask(None, delivery.command());
        room.look();
    }
}

fn playbook(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    match playbooks::parse(Path::new("playbook.toml"), &text) {
        Ok(playbook) => {
            harmless::value(&playbook);
            let mut room = Room::with(playbook);
            room.look();
        }
        Err(faults) => assert!(faults.iter().all(|fault| !fault.to_string().is_empty())),
    }
}

fn scenario(data: &[u8]) {
    let script = String::from_utf8_lossy(data);
    let known = shelf::BUILT_IN[0];
    if let Err(error) = shelf::read(&Files {
        script: &script,
        ..known
    }) {
        assert!(!error.to_string().is_empty());
    }
}

fn settings(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    match Layer::of_text(Path::new("/etc/warroom/warroom.toml"), &text) {
        Ok(layer) => {
            layer.hooks.values().for_each(|hook| drop(hook.value.check()));
            layer
                .sources
                .values()
                .for_each(|source| drop(source.value.check()));
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    let _ = secret::fault(&text, true);
}

/// Lines of the log, folded into an empty picture and into that of a room.
fn log(data: &[u8]) {
    let recorded = || lines(data).filter_map(|line| serde_json::from_slice::<Recorded>(line).ok());
    // A file that is one event over several lines, as a person would write it.
    let whole = serde_json::from_slice::<Recorded>(data).ok();
    for mut room in [Room::empty(), Room::new()] {
        recorded().chain(whole.clone()).for_each(|event| room.fold(event));
        room.look();
    }
}

/// What a terminal keeps on disk until the hub has it.
fn outbox(data: &[u8]) {
    let mut left = Left::default();
    for line in lines(data) {
        if let Ok(entry) = serde_json::from_slice::<Entry>(line) {
            left.take(entry);
        }
    }
    let mut again = Left::default();
    left.entries().for_each(|entry| again.take(entry));
    assert_eq!(left, again, "what is written anew adds up to the same");
    let mut room = Room::new();
    left.unsent
        .into_iter()
        .for_each(|submission| room.submit(submission));
    room.look();
}

/// Cleaned text, parsed back as a terminal would.
fn text(data: &[u8]) {
    let raw = String::from_utf8_lossy(data);
    let line = Clean::line(&raw);
    harmless::text(&line);
    assert!(!line.contains('\n') && is_clean(&line), "{line:?}");
    assert!(line.chars().count() <= Clean::LIMIT);
    assert_eq!(Clean::line(&line), line, "cleaned twice is cleaned once");
    let text = CleanText::new(&raw);
    harmless::text(&text);
    assert!(text.chars().count() <= CleanText::LIMIT);
    assert_eq!(CleanText::new(&text), text, "cleaned twice is cleaned once");
}

/// What people type into a line, a field of a form or their editor.
fn typed(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let there = TimeZone::get("Europe/Berlin").ok();
    let clock = Clock {
        now: now(),
        here: &TimeZone::UTC,
        there: there.as_ref(),
    };
    let read = scratch::read(&text, &clock);
    harmless::text(&read.note);
    read.topics.iter().for_each(|topic| harmless::text(topic));
    read.promises.iter().for_each(|said| harmless::text(&said.what));
    for line in text.lines() {
        let _ = times::to_come(line, &clock);
        let _ = times::beginning(line, &clock);
        let _ = times::ending(line, now(), &clock);
        let _ = times::past(line, now(), &TimeZone::UTC);
        let _ = edit::time_of(line, &TimeZone::UTC);
        let _ = edit::will(line);
    }
    let _ = edit::read(&text, &TimeZone::UTC);
}

/// Hands bytes to the door of this name.
pub fn open(name: &str, data: &[u8]) {
    let door = DOORS
        .iter()
        .find(|door| door.name == name)
        .expect("a door of the table");
    (door.open)(data);
}
