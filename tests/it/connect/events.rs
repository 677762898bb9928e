//! PagerDuty's Events API, version 2: what a real Alertmanager sends there, and what others might.

use super::{moment, received};
use serde_json::{Value, json};
use warroom::connect::events::{Posted, Said};
use warroom::domain::alerts::Signal;
use warroom::domain::severity::Severity;

const OF_ALERTMANAGER: &[u8] = include_bytes!("../bodies/events-v2-trigger.json");

fn said(event: &Value) -> Result<Said, Vec<String>> {
    Posted::parse(event.to_string().as_bytes())
        .unwrap()
        .read(received())
}

fn trigger() -> Value {
    json!({"routing_key": "k", "event_action": "trigger", "dedup_key": "disk/7",
        "payload": {"summary": "Disk full", "source": "db-7", "severity": "critical"}})
}

#[test]
fn what_a_real_alertmanager_pages_is_read() {
    let posted = Posted::parse(OF_ALERTMANAGER).unwrap();
    assert_eq!(posted.routing_key(), "0123456789abcdef0123456789abcdef");
    let said = posted.read(received()).unwrap();
    let sighting = said.sighting.unwrap();
    assert_eq!(sighting.fingerprint, said.dedup_key);
    assert_eq!(sighting.title, "[FIRING:2] CheckoutErrorRate checkout (critical)");
    assert_eq!(
        (sighting.signal, sighting.started_at),
        (Signal::Firing, received())
    );
    assert_eq!(
        sighting.url.unwrap().as_str(),
        "http://vm:19093/#/alerts?receiver=pd"
    );
    assert_eq!(sighting.labels["client"].as_str(), "Alertmanager");
    // What is written for people is no label.
    assert!(!sighting.labels.contains_key("firing"));
}

#[test]
fn what_a_playbook_may_match_becomes_a_label() {
    let mut event = trigger();
    event["payload"]["component"] = json!("video-eu");
    event["payload"]["timestamp"] = json!("2026-11-21T23:50:00.000+0000");
    event["payload"]["custom_details"] = json!({"service": "video", "load": 0.93, "hot": true, "none": null,
        "list": [1], "long": "x".repeat(200), "severity": "not this one"});
    event["links"] =
        json!([{"href": "javascript:alert(1)"}, {"href": "https://graphs.test/7", "text": "graph"}]);
    let sighting = said(&event).unwrap().sighting.unwrap();
    let labels: Vec<(&str, &str)> = sighting
        .labels
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str()))
        .collect();
    assert_eq!(
        labels,
        [
            ("component", "video-eu"),
            ("hot", "true"),
            ("load", "0.93"),
            ("service", "video"),
            ("severity", "critical"),
            ("source", "db-7"),
        ]
    );
    assert_eq!(sighting.severity(), Some(Severity::Sev1));
    assert_eq!(sighting.started_at, moment("2026-11-21T23:50:00Z"));
    assert_eq!(sighting.url.unwrap().as_str(), "https://graphs.test/7");
}

#[test]
fn what_ends_needs_its_key_alone_and_what_is_acknowledged_changes_nothing() {
    let cleared = said(&json!({"event_action": "resolve", "dedup_key": "disk/7"})).unwrap();
    assert_eq!(cleared.sighting.unwrap().signal, Signal::Cleared);
    let taken = said(&json!({"event_action": "acknowledge", "dedup_key": "disk/7"})).unwrap();
    assert_eq!((taken.dedup_key.as_str(), taken.sighting), ("disk/7", None));
}

#[test]
fn an_event_without_a_key_gets_the_same_one_each_time_whoever_sends_it() {
    let mut event = trigger();
    event.as_object_mut().unwrap().remove("dedup_key");
    let first = said(&event).unwrap().dedup_key;
    event["routing_key"] = json!("another");
    assert_eq!(said(&event).unwrap().dedup_key, first);
    event["payload"]["summary"] = json!("Disk fuller");
    assert_ne!(said(&event).unwrap().dedup_key, first);
}

#[test]
fn what_is_wrong_is_said_of_each_field() {
    let wrong = |change: fn(&mut Value)| {
        let mut event = trigger();
        change(&mut event);
        said(&event).unwrap_err().join("; ")
    };
    for (told, change) in [
        (
            "event_action",
            (|event| event["event_action"] = json!("explode")) as fn(&mut Value),
        ),
        ("event_action", |event| event["event_action"] = json!(null)),
        ("payload.summary", |event| {
            event["payload"]["summary"] = json!(" \u{202e}")
        }),
        ("payload.source", |event| event["payload"]["source"] = json!({})),
        ("payload.severity", |event| {
            event["payload"]["severity"] = json!("sev1")
        }),
        ("payload.severity", |event| event["payload"] = json!("all of it")),
        ("dedup_key", |event| event["dedup_key"] = json!("x".repeat(256))),
        ("dedup_key", |event| event["dedup_key"] = json!({"a": 1})),
        ("dedup_key", |event| *event = json!({"event_action": "resolve"})),
    ] {
        assert!(wrong(change).contains(told), "{told}: {}", wrong(change));
    }
    for body in ["", "[]", "null", "7", "{", "\u{0}"] {
        assert!(Posted::parse(body.as_bytes()).is_err(), "{body:?}");
    }
}
