//! Alertmanager's webhook: what a real one sent, and what others might.

use super::{moment, received};
use proptest::prelude::*;
use serde_json::{Value, json};
use warroom::connect::alertmanager::{Reading, read};
use warroom::domain::alerts::{Sighting, Signal};

const FIRING: &[u8] = include_bytes!("../bodies/alertmanager-firing.json");
const MIXED: &[u8] = include_bytes!("../bodies/alertmanager-mixed.json");

fn reading(body: &Value) -> Reading {
    read(body.to_string().as_bytes(), received()).unwrap()
}

fn webhook(alerts: Value) -> Value {
    json!({"version": "4", "status": "firing", "alerts": alerts})
}

fn alert(name: &str) -> Value {
    json!({"status": "firing", "labels": {"alertname": name}, "startsAt": "2026-11-21T23:59:40Z", "fingerprint": name})
}

fn label<'a>(sighting: &'a Sighting, name: &str) -> &'a str {
    &sighting.labels[name]
}

#[test]
fn what_a_real_alertmanager_sent_is_read_whole() {
    let read = read(FIRING, received()).unwrap();
    assert_eq!((read.alerts.len(), read.truncated, read.faults.len()), (2, 1, 0));
    let [asia, europe] = &read.alerts[..] else {
        unreachable!()
    };
    assert_eq!(asia.fingerprint, "f73393d001916944");
    assert_eq!(asia.title, "CheckoutErrorRate");
    assert_eq!(asia.summary.as_ref().unwrap().as_str(), "5xx > 3%");
    assert_eq!(asia.signal, Signal::Firing);
    assert_eq!(asia.started_at, moment("2026-11-21T23:59:40.585393268Z"));
    assert_eq!(asia.url, None);
    let labels = ["alertname", "region", "service", "severity"].map(|name| label(asia, name));
    assert_eq!(
        labels,
        ["CheckoutErrorRate", "ap-south-1", "checkout", "critical"]
    );
    assert_eq!(asia.labels.len(), 4);
    assert_eq!(
        europe.url.as_ref().unwrap().as_str(),
        "http://prom.example/graph?g0.expr=x"
    );
}

#[test]
fn a_missing_fingerprint_is_made_as_alertmanager_makes_it() {
    let mut body: Value = serde_json::from_slice(FIRING).unwrap();
    let sent = read(FIRING, received()).unwrap();
    for alert in body["alerts"].as_array_mut().unwrap() {
        alert.as_object_mut().unwrap().remove("fingerprint");
    }
    assert_eq!(reading(&body).alerts, sent.alerts);
}

#[test]
fn each_alert_of_a_mixed_group_has_its_own_state() {
    let read = read(MIXED, received()).unwrap();
    let states: Vec<_> = read
        .alerts
        .iter()
        .map(|alert| (label(alert, "region"), alert.signal))
        .collect();
    assert_eq!(
        states,
        [("eu-west-1", Signal::Cleared), ("ap-south-1", Signal::Firing)]
    );
    assert_eq!(read.faults, [""; 0]);
}

#[test]
fn a_title_written_for_people_comes_before_the_name_of_the_rule() {
    let read = read(MIXED, received()).unwrap();
    let [resolved, firing] = &read.alerts[..] else {
        unreachable!()
    };
    assert_eq!(
        (resolved.title.as_str(), &resolved.summary),
        ("CheckoutErrorRate", &None)
    );
    assert_eq!(firing.title, "Checkout fails in Asia");
    assert_eq!(
        firing.summary.as_ref().unwrap().as_str(),
        "more than 3% of checkouts fail"
    );
    assert_eq!(firing.started_at, moment("2026-11-21T23:59:40Z"));
    assert_eq!(firing.url, None, "only what a browser may open");
}

#[test]
fn an_alert_without_a_usable_start_starts_when_it_is_received() {
    for (starts, faults) in [
        (json!("0001-01-01T00:00:00Z"), 0),
        (json!(null), 0),
        (json!("yesterday"), 1),
        (json!({"at": 1}), 1),
    ] {
        let mut alert = alert("A");
        alert["startsAt"] = starts.clone();
        let read = reading(&webhook(json!([alert])));
        assert_eq!(
            (read.alerts[0].started_at, read.faults.len()),
            (received(), faults),
            "{starts}"
        );
    }
}

#[test]
fn a_bad_alert_is_told_and_the_good_ones_stay() {
    let mut odd = alert("odd");
    odd["labels"]["weird"] = json!({"a": 1});
    let bad = [
        (json!(7), "alert 2 of 4: is not an object"),
        (
            json!({"labels": {"alertname": "x"}}),
            "alert 2 of 4: it has no status",
        ),
        (
            json!({"status": "perhaps"}),
            "alert 2 of 4: its status \"perhaps\" is neither firing nor resolved",
        ),
        (
            json!({"status": "firing", "fingerprint": "f"}),
            "alert 2 of 4: it has neither a name nor a summary",
        ),
        (
            json!({"status": "firing", "labels": [], "annotations": {"summary": "s"}}),
            "alert 2 of 4: its labels are not an object",
        ),
    ];
    for (bad, told) in bad {
        let read = reading(&webhook(json!([alert("a"), bad, odd, alert("b")])));
        let titles: Vec<_> = read.alerts.iter().map(|alert| alert.title.as_str()).collect();
        assert_eq!(titles, ["a", "odd", "b"]);
        assert_eq!(read.faults[0], told);
        assert!(
            read.faults
                .last()
                .unwrap()
                .starts_with("alert 3 of 4: labels \"weird\": is an object")
        );
    }
}

#[test]
fn what_is_not_a_webhook_is_refused_in_a_sentence() {
    for (body, told) in [
        ("", "not JSON"),
        ("<html>", "not JSON"),
        ("{\"alerts\": [", "not JSON"),
        ("null", "no list `alerts`"),
        ("[]", "no list `alerts`"),
        ("{}", "no list `alerts`"),
        ("{\"alerts\": {}}", "no list `alerts`"),
    ] {
        let refused = read(body.as_bytes(), received()).unwrap_err().to_string();
        assert!(refused.contains(told), "{body}: {refused}");
    }
    let deep = [b"{\"alerts\":".to_vec(), b"[".repeat(100_000)].concat();
    assert!(read(&deep, received()).is_err());
}

#[test]
fn another_version_is_read_all_the_same_and_told() {
    for version in [json!("5"), json!(4), json!(null)] {
        let mut body = webhook(json!([alert("a")]));
        body["version"] = version;
        let read = reading(&body);
        assert_eq!((read.alerts.len(), read.faults.len()), (1, 1));
    }
    assert_eq!(reading(&webhook(json!([]))), Reading::default());
}

#[test]
fn hostile_text_cannot_act_on_a_terminal() {
    let evil = "down\u{1b}]0;owned\u{7}\u{1b}[2J\u{202e}\r\nnow";
    let body = webhook(json!([{
        "status": "firing", "fingerprint": evil, "labels": {evil: evil, "alertname": evil},
        "annotations": {"summary": evil}, "generatorURL": format!("https://x/{evil}"), "startsAt": evil,
    }, {"status": evil}]));
    let read = reading(&body);
    let said = format!(
        "{}{:?}",
        serde_json::to_string(&read.alerts).unwrap(),
        read.faults
    );
    for bad in ["\u{1b}", "\\u001b", "\u{7}", "\\u0007", "\u{202e}", "\\r", "\\n"] {
        assert!(!said.contains(bad), "{bad:?} in {said}");
    }
    assert_eq!(read.alerts[0].title, "down ⏎ now (cleaned)");
}

#[test]
fn a_huge_webhook_is_read_and_its_faults_are_counted() {
    let long = "x".repeat(1_000_000);
    let mut alerts: Vec<Value> = (0..5_000).map(|n| alert(&n.to_string())).collect();
    alerts.extend((0..500).map(|n| json!(n)));
    alerts[0]["annotations"] = json!({"title": long, "summary": long});
    let read = reading(&webhook(Value::Array(alerts)));
    assert_eq!(read.alerts.len(), 5_000);
    assert!(read.alerts[0].title.chars().count() <= 4_000);
    assert_eq!(read.faults.len(), 21);
    assert_eq!(read.faults[20], "and 480 more faults");
}

proptest! {
    #[test]
    fn no_damage_to_a_body_is_a_panic(at in any::<prop::sample::Index>(), byte: u8, cut in any::<prop::sample::Index>()) {
        let mut body = MIXED.to_vec();
        let at = at.index(body.len());
        body[at] = byte;
        let _ = read(&body, received());
        let _ = read(&body[..cut.index(body.len())], received());
    }
}
