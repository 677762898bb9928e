//! An Alertmanager that is asked: its list as a real one writes it, and what of it is news.

use super::{moment, received};
use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};
use warroom::connect::alertmanager::{read, read_list, read_start};
use warroom::connect::watch::Watch;
use warroom::domain::alerts::{Sighting, Signal};

const LIST: &[u8] = include_bytes!("../bodies/alertmanager-api.json");
const WEBHOOK: &[u8] = include_bytes!("../bodies/alertmanager-firing.json");

#[test]
fn the_list_and_the_webhook_speak_of_the_same_alert() {
    let (list, webhook) = (
        read_list(LIST, received()).unwrap(),
        read(WEBHOOK, received()).unwrap(),
    );
    assert_eq!((list.left_out, list.faults.len()), (0, 0));
    let (listed, posted) = (&list.alerts[0], &webhook.alerts[0]);
    assert_eq!(listed.fingerprint, posted.fingerprint);
    assert_eq!((&listed.title, &listed.labels), (&posted.title, &posted.labels));
    let states: Vec<Signal> = list.alerts.iter().map(|alert| alert.signal).collect();
    assert_eq!(states, [Signal::Firing, Signal::Suppressed]);
}

#[test]
fn whatever_holds_an_alert_back_suppresses_it_in_old_bodies_and_new() {
    for (status, signal) in [
        (
            json!({"state": "active", "silencedBy": [], "inhibitedBy": []}),
            Signal::Firing,
        ),
        (
            json!({"state": "unprocessed", "silencedBy": [], "inhibitedBy": []}),
            Signal::Firing,
        ),
        (json!({"state": "of tomorrow"}), Signal::Firing),
        (
            json!({"state": "suppressed", "silencedBy": ["s"], "inhibitedBy": []}),
            Signal::Suppressed,
        ),
        (
            json!({"state": "suppressed", "silencedBy": null}),
            Signal::Suppressed,
        ),
        (
            json!({"state": "active", "inhibitedBy": ["f"]}),
            Signal::Suppressed,
        ),
        (
            json!({"state": "active", "silencedBy": [], "inhibitedBy": [], "mutedBy": ["nights"]}),
            Signal::Suppressed,
        ),
    ] {
        let alert = json!([{"labels": {"alertname": "A"}, "fingerprint": "a", "startsAt": "2026-11-21T23:59:40Z",
            "status": status, "receivers": [{"name": "hub"}], "extra": {"of": "tomorrow"}}]);
        let list = read_list(alert.to_string().as_bytes(), received()).unwrap();
        assert_eq!(list.alerts[0].signal, signal, "{status}");
    }
}

#[test]
fn a_webhook_of_a_newer_version_is_read_as_one_of_an_older() {
    let mut body: Value = serde_json::from_slice(WEBHOOK).unwrap();
    body["notification_reason"] = json!("new_alerts_in_group");
    body["alerts"][0]["mutedBy"] = json!([]);
    let newer = read(body.to_string().as_bytes(), received()).unwrap();
    assert_eq!(newer, read(WEBHOOK, received()).unwrap());
}

#[test]
fn what_is_no_list_of_alerts_is_said() {
    for body in [
        "{}",
        "null",
        "\"x\"",
        "{\"code\":602,\"message\":\"0.labels in body is required\"}",
    ] {
        let wrong = read_list(body.as_bytes(), received()).unwrap_err().to_string();
        assert!(wrong.contains("Alertmanager"), "{wrong}");
    }
    assert!(read_list(b"<html>", received()).is_err());
    let odd = json!([7, {}, {"status": []}, {"status": {"state": "active"}}, alert("a", "active")]);
    let list = read_list(odd.to_string().as_bytes(), received()).unwrap();
    assert_eq!((list.alerts.len(), list.left_out, list.faults.len()), (1, 4, 4));
    assert_eq!(read_start(b"{\"uptime\":\"soon\"}").unwrap(), None);
}

fn alert(fingerprint: &str, state: &str) -> Value {
    json!({"labels": {"alertname": fingerprint}, "annotations": {}, "fingerprint": fingerprint,
        "startsAt": "2026-11-21T23:59:40.585Z", "endsAt": "2026-11-22T00:10:00Z", "status": {"state": state}})
}

/// An Alertmanager since long ago, and a hub that remembers what it is told.
struct Play {
    watch: Watch,
    now: Timestamp,
    hub: Vec<Sighting>,
    since: Option<Timestamp>,
}

fn play() -> Play {
    Play {
        watch: Watch::default(),
        now: received(),
        hub: Vec::new(),
        since: Some(moment("2026-11-01T00:00:00Z")),
    }
}

fn told(sightings: &[Sighting]) -> String {
    let told = sightings.iter().map(|sighting| {
        let mark = match sighting.signal {
            Signal::Firing => '+',
            Signal::Suppressed => '~',
            Signal::Cleared => '-',
        };
        format!("{}{mark}", sighting.fingerprint)
    });
    told.collect::<Vec<_>>().join(" ")
}

impl Play {
    fn hears(&mut self, sighting: &Sighting) {
        self.hub.retain(|known| known.fingerprint != sighting.fingerprint);
        if sighting.signal != Signal::Cleared {
            self.hub.push(sighting.clone());
        }
    }

    /// By a webhook.
    fn told(&mut self, fingerprint: &str, signal: Signal) {
        let mut sighting = read(WEBHOOK, received()).unwrap().alerts.remove(0);
        (sighting.fingerprint, sighting.signal) = (fingerprint.into(), signal);
        self.hears(&sighting);
    }

    /// A whole round: `a+ b~ c-` for firing, suppressed, cleared.
    fn round(&mut self, list: &[Value]) -> String {
        let news = self.compare(list, &self.hub.clone());
        news.iter().for_each(|sighting| self.hears(sighting));
        told(&news)
    }

    fn compare(&mut self, list: &[Value], known: &[Sighting]) -> Vec<Sighting> {
        let listed = read_list(json!(list).to_string().as_bytes(), self.now).unwrap();
        let since = self.since.filter(|_| Watch::misses(&listed, known));
        self.watch.news(listed, known, since, self.now)
    }
}

#[test]
fn what_no_webhook_brought_is_news_and_what_one_brought_is_not() {
    let mut play = play();
    play.told("a", Signal::Firing);
    // Once after a start: whether it says something else of itself than before only the hub knows.
    assert_eq!(play.round(&[alert("a", "active"), alert("b", "active")]), "a+ b+");
    assert_eq!(play.round(&[alert("a", "active"), alert("b", "active")]), "");
    play.told("c", Signal::Firing);
    play.round(&[alert("a", "active"), alert("b", "active"), alert("c", "active")]);
    assert_eq!(play.hub.len(), 3);
}

#[test]
fn what_has_gone_from_the_list_has_resolved_once() {
    let mut play = play();
    play.round(&[alert("a", "active"), alert("b", "suppressed")]);
    assert_eq!(play.round(&[alert("b", "suppressed")]), "a-");
    assert_eq!(play.round(&[]), "b-");
    assert_eq!(play.round(&[]), "");
}

#[test]
fn a_silence_is_shown_and_its_end_is_news() {
    let mut play = play();
    assert_eq!(play.round(&[alert("a", "suppressed")]), "a~");
    assert_eq!(play.round(&[alert("a", "suppressed")]), "");
    assert_eq!(play.round(&[alert("a", "active")]), "a+");
    assert_eq!(play.round(&[alert("a", "suppressed")]), "a~");
    // A webhook that was on its way when the silence came says the older thing last.
    play.told("a", Signal::Firing);
    assert_eq!(play.round(&[alert("a", "suppressed")]), "a~");
}

#[test]
fn a_webhook_that_comes_while_the_list_is_read_is_not_taken_for_gone() {
    let mut play = play();
    let before = play.hub.clone();
    play.told("a", Signal::Firing);
    assert_eq!(play.compare(&[], &before), []);
}

#[test]
fn one_that_was_just_started_again_and_knows_nothing_yet_ends_nothing() {
    let mut play = play();
    play.round(&[alert("a", "active")]);
    play.since = Some(moment("2026-11-22T00:04:00Z"));
    assert_eq!(play.round(&[]), "");
    // What began since then it has heard of.
    let mut young = alert("b", "active");
    young["startsAt"] = json!("2026-11-22T00:04:30Z");
    assert_eq!(play.round(&[young]), "b+");
    assert_eq!(play.round(&[]), "b-");
    play.now = moment("2026-11-22T00:09:01Z");
    assert_eq!(play.round(&[]), "a-");
}

#[test]
fn nothing_has_gone_while_something_of_the_list_cannot_be_read_or_nobody_knows_since_when_it_runs() {
    let mut play = play();
    play.round(&[alert("a", "active")]);
    assert_eq!(play.round(&[json!({"labels": {}})]), "");
    play.since = None;
    assert_eq!(play.round(&[alert("b", "active")]), "b+");
    assert_eq!(play.hub.len(), 2);
}

#[test]
fn what_did_not_arrive_is_news_again() {
    let mut play = play();
    let list = [alert("a", "active")];
    play.told("a", Signal::Firing);
    let lost = play.compare(&list, &play.hub.clone());
    play.watch.not_delivered(&lost);
    assert_eq!(play.round(&list), "a+");
    assert_eq!(play.round(&list), "");
}

proptest! {
    /// Whatever came by webhook, in whatever order, the next round leaves the hub with what the list says.
    #[test]
    fn one_round_heals_whatever_was_lost(
        told in prop::collection::vec((0..4_usize, 0..3_usize), 0..12),
        lists in prop::collection::vec(prop::collection::vec(0..3_usize, 4), 1..5),
    ) {
        const NAMES: [&str; 4] = ["a", "b", "c", "d"];
        let mut play = play();
        for list in lists {
            for (name, signal) in &told {
                let signal = [Signal::Firing, Signal::Suppressed, Signal::Cleared][*signal];
                play.told(NAMES[*name], signal);
            }
            let listed: Vec<(&str, &str)> = NAMES.into_iter().zip(list)
                .filter_map(|(name, state)| Some((name, ["active", "suppressed"].get(state).copied()?)))
                .collect();
            let bodies: Vec<Value> = listed.iter().map(|(name, state)| alert(name, state)).collect();
            play.round(&bodies);
            let mut hub: Vec<(&str, bool)> = play.hub.iter()
                .map(|alert| (alert.fingerprint.as_str(), alert.signal == Signal::Suppressed))
                .collect();
            hub.sort_unstable();
            let wanted: Vec<(&str, bool)> = listed.iter().map(|(name, state)| (*name, *state == "suppressed")).collect();
            prop_assert_eq!(hub, wanted);
        }
    }
}
