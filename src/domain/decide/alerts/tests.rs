//! What becomes of alerts, told by reports of a monitor.

use crate::domain::alerts::{Sighting, Signal};
use crate::domain::testkit::*;
use serde_json::{Value, json};

fn suppressed(fingerprint: &str, minutes: i64, labels: Value) -> Sighting {
    Sighting {
        signal: Signal::Suppressed,
        ..firing(fingerprint, minutes, labels)
    }
}

fn media() -> Value {
    json!({ "alertname": "MediaDown", "job": "media", "zone": "eu" })
}

#[test]
fn only_a_playbook_that_matches_declares() {
    let mut room = Room::empty();
    room.does(
        "monitor",
        report(&[firing("disk", 0, json!({ "alertname": "DiskFull" }))]),
    );
    assert_eq!(room.picture.incidents().count(), 0);
    assert_eq!(room.picture.inbox().len(), 1);
    room.does("monitor", report(&[firing("media", 0, media())]));
    assert_eq!(room.here().playbook.name, "outage");
    assert_eq!(room.here().components, ["video-eu".into()]);
    assert_eq!(room.here().rows.len(), 6);
    assert_eq!(room.picture.inbox().len(), 1);
}

#[test]
fn an_alert_reported_again_is_no_news() {
    let mut room = Room::empty();
    let fired = report(&[firing("media", 0, media())]);
    room.does("monitor", fired.clone());
    room.at(240).already("monitor", fired);
    room.does("monitor", report(&[cleared("media", 0)]));
    room.already(
        "monitor",
        report(&[cleared("media", 0), cleared("never heard of", 0)]),
    );
}

#[test]
fn an_alert_in_the_inbox_that_says_something_else_later_is_news_and_may_declare() {
    let mut room = Room::empty();
    room.does(
        "monitor",
        report(&[firing("m", 0, json!({ "severity": "sev4" }))]),
    );
    assert_eq!(
        (room.picture.incidents().count(), room.picture.inbox().len()),
        (0, 1)
    );
    room.at(1).does("monitor", report(&[firing("m", 0, media())]));
    assert_eq!(
        (room.picture.incidents().count(), room.picture.inbox().len()),
        (1, 0)
    );
    assert_eq!(room.here().t0, at(0));
    let mut worse = media();
    worse["severity"] = json!("sev1");
    room.at(2).already("monitor", report(&[firing("m", 0, worse)]));
}

#[test]
fn a_later_alert_joins_by_fingerprint_else_by_component_else_opens_its_own() {
    let mut room = Room::empty();
    room.does("monitor", report(&[firing("media", 0, media())]));
    room.does("monitor", report(&[firing("media-2", 1, media())]));
    room.does(
        "monitor",
        report(&[firing("eu-latency", 1, json!({ "job": "media", "zone": "eu" }))]),
    );
    assert_eq!(room.picture.incidents().count(), 1);
    let elsewhere = json!({ "alertname": "MediaDown", "component": "chat" });
    room.does("monitor", report(&[firing("chat", 2, elsewhere)]));
    assert_eq!(room.picture.incidents().count(), 2);
    room.does("monitor", report(&[cleared("media", 0)]));
    // By fingerprint, though its labels now say another component.
    room.does(
        "monitor",
        report(&[firing("media", 3, json!({ "component": "chat" }))]),
    );
    let key = room
        .picture
        .alerts
        .keys()
        .find(|key| key.fingerprint == "media")
        .unwrap();
    assert_eq!(
        room.picture.alerts[key].incident,
        Some(crate::domain::ids::IncidentId(1))
    );
}

#[test]
fn alerts_of_one_report_open_one_incident_and_join_it() {
    let mut room = Room::empty();
    room.does(
        "monitor",
        report(&[
            firing("a", 0, media()),
            firing("b", 0, media()),
            firing("a", 0, media()),
        ]),
    );
    assert_eq!(room.picture.incidents().count(), 1);
    assert_eq!(room.picture.alerts.len(), 2);
    let mut room = Room::empty();
    let chat = json!({ "alertname": "MediaDown", "component": "chat" });
    room.does(
        "monitor",
        report(&[firing("a", 0, media()), firing("c", 0, chat)]),
    );
    assert_eq!(room.picture.incidents().count(), 2);
}

#[test]
fn alerts_that_name_no_component_do_not_open_an_incident_each() {
    let mut room = Room::empty();
    let bare = json!({ "alertname": "CallsDropping" });
    room.does(
        "monitor",
        report(&[firing("pod-1", 0, bare.clone()), firing("pod-2", 0, bare.clone())]),
    );
    room.does("monitor", report(&[firing("pod-3", 0, bare)]));
    assert_eq!(room.picture.incidents().count(), 1);
}

#[test]
fn a_cleared_alert_never_resolves() {
    let mut room = Room::empty();
    room.does("monitor", report(&[firing("media", 0, media())]));
    room.does("monitor", report(&[cleared("media", 0)]));
    assert!(room.here().is_open());
}

#[test]
fn a_suppressed_alert_declares_nothing_and_is_news_once_nobody_suppresses_it() {
    let mut room = Room::empty();
    room.does("monitor", report(&[suppressed("media", 0, media())]));
    assert_eq!(room.picture.incidents().count(), 0);
    assert!(room.picture.inbox().is_empty());
    assert_eq!(room.picture.suppressed().len(), 1);
    room.at(5)
        .already("monitor", report(&[suppressed("media", 0, media())]));
    room.at(20)
        .does("monitor", report(&[firing("media", 0, media())]));
    assert_eq!((room.here().t0, room.picture.suppressed().len()), (at(0), 0));
}

#[test]
fn an_alert_suppressed_in_the_midst_stays_with_its_incident_until_it_clears() {
    let mut room = Room::empty();
    room.does("monitor", report(&[firing("media", 0, media())]));
    let told = |room: &Room| room.here().timeline.last().unwrap().text.to_string();
    room.at(5)
        .does("monitor", report(&[suppressed("media", 0, media())]));
    assert!(told(&room).starts_with("suppressed: media"), "{}", told(&room));
    room.at(6).does("monitor", report(&[firing("media", 0, media())]));
    assert!(told(&room).starts_with("media"), "{}", told(&room));
    room.at(7)
        .does("monitor", report(&[suppressed("media", 0, media())]));
    room.at(8).does("monitor", report(&[cleared("media", 0)]));
    assert!(
        !room
            .picture
            .alerts
            .values()
            .any(|alert| alert.firing || alert.suppressed())
    );
    assert_eq!(room.picture.incidents().count(), 1);
}

#[test]
fn a_suppressed_alert_reopens_nothing() {
    let mut room = resolved();
    room.at(20)
        .does("monitor", report(&[suppressed("media", 19, media())]));
    assert!(!room.here().is_open());
    assert_eq!(room.picture.suppressed().len(), 1);
    room.at(30)
        .does("monitor", report(&[firing("media", 19, media())]));
    assert_eq!(room.picture.suppressed().len(), 0);
}

/// An incident opened by the alert `media` at 0, resolved at 10; the alert had cleared.
fn resolved() -> Room {
    let mut room = Room::empty();
    room.does("monitor", report(&[firing("media", 0, media())]));
    room.at(10).does("monitor", report(&[cleared("media", 0)]));
    room.does("dana", move_to("resolved"));
    room
}

#[test]
fn firing_again_within_the_hour_after_resolution_reopens() {
    let mut room = resolved();
    room.at(70)
        .does("monitor", report(&[firing("media", 69, media())]));
    assert!(room.here().is_open());
    assert_eq!(room.picture.incidents().count(), 1);
    let mut room = resolved();
    room.at(71)
        .does("monitor", report(&[firing("media", 70, media())]));
    assert!(!room.here().is_open());
    assert_eq!(room.picture.incidents().count(), 2);
}

#[test]
fn a_closed_incident_is_reopened_as_well() {
    let mut room = resolved();
    room.does("dana", move_to("closed"));
    room.at(20)
        .does("monitor", report(&[firing("media", 19, media())]));
    assert!(room.here().is_open());
}

#[test]
fn new_alerts_of_the_report_that_reopens_join_what_it_reopens() {
    let mut room = resolved();
    let both = [firing("media-2", 19, media()), firing("media", 19, media())];
    room.at(20).does("monitor", report(&both));
    assert_eq!(room.picture.incidents().count(), 1);
}

#[test]
fn a_lost_cleared_message_does_not_make_us_deaf() {
    let mut room = Room::empty();
    room.does("monitor", report(&[firing("media", 0, media())]));
    room.at(10).does("dana", move_to("resolved"));
    room.at(15)
        .already("monitor", report(&[firing("media", 0, media())]));
    room.at(500)
        .does("monitor", report(&[firing("media", 490, media())]));
    assert_eq!(room.picture.incidents().count(), 2);
    assert_eq!(room.picture.incidents().last().unwrap().t0, at(490));
}
