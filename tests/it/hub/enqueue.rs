//! `POST /v2/enqueue`: whatever pages PagerDuty reaches the room, and whoever has no token learns nothing.

use super::live::{Live, Reply, memory, settings};
use super::*;
use warroom::hub::Settings;
use warroom::hub::allowance::Limits;

const PATH: &str = "/v2/enqueue";

fn event(key: &str, action: &str) -> Value {
    json!({ "routing_key": key, "event_action": action, "dedup_key": "disk/7",
        "payload": { "summary": "Disk full", "source": "db-7", "severity": "info" } })
}

async fn post(live: &Live, body: &Value) -> Reply {
    live.ask("POST", PATH, None, body.to_string()).await
}

async fn kinds(live: &Live) -> Vec<String> {
    let news = live.get("/v1/events", Access::Lead).await.json();
    let events = news["events"].as_array().unwrap().iter();
    events
        .map(|event| event["kind"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn an_event_with_the_token_of_a_source_fires_once_and_its_end_is_told() {
    let live = Live::start().await;
    for _ in 0..2 {
        let taken = post(&live, &event("source", "trigger")).await;
        assert_eq!(taken.status, 202, "{taken:?}");
        let said = json!({ "status": "success", "message": "Event processed", "dedup_key": "disk/7" });
        assert_eq!(taken.json(), said);
    }
    assert_eq!(kinds(&live).await, ["alert_fired"]);
    assert_eq!(post(&live, &event("source", "acknowledge")).await.status, 202);
    let end = json!({ "routing_key": "source", "event_action": "resolve", "dedup_key": "disk/7" });
    assert_eq!(post(&live, &end).await.status, 202);
    assert_eq!(kinds(&live).await, ["alert_fired", "alert_cleared"]);
    let news = live.get("/v1/events", Access::Lead).await.json();
    assert_eq!(news["events"][0]["source"], "source-person-events");
    assert!(!news.to_string().contains("routing_key"));
}

#[tokio::test]
async fn whoever_has_no_token_that_is_good_gets_the_answer_of_a_stranger() {
    let live = Live::start().await;
    let stranger = live.ask("GET", "/nothing", None, "").await;
    let mut shown = vec![
        json!(null),
        json!([]),
        json!("source"),
        json!({ "routing_key": ["source"] }),
    ];
    let keys = [
        "",
        " ",
        "nobody",
        "Source",
        "source ",
        "source\u{0}",
        "Bearer source",
    ];
    shown.extend(keys.map(|key| event(key, "trigger")));
    let bodies = shown.iter().map(Value::to_string);
    let huge = format!(r#"{{"routing_key":"source","pad":"{}"}}"#, "x".repeat(1 << 20));
    for body in bodies.chain([String::new(), "{".to_owned(), huge]) {
        let reply = live.ask("POST", PATH, None, body.clone()).await;
        assert_eq!((reply.status, &reply.text), (401, &stranger.text), "{:.80}", body);
    }
    assert!(kinds(&live).await.is_empty());
    let whose = json!({ "name": "source-person" });
    live.post("/v1/tokens/revoke", Access::Admin, &whose).await;
    assert_eq!(post(&live, &event("source", "trigger")).await.status, 401);
}

#[tokio::test]
async fn a_token_that_reports_nothing_does_not_report_here() {
    let live = Live::start().await;
    for access in Access::ALL {
        let reply = post(&live, &event(live::token(access), "acknowledge")).await;
        let welcome = matches!(access, Access::Source | Access::Admin);
        assert_eq!(reply.status, if welcome { 202 } else { 403 }, "{access}");
    }
}

#[tokio::test]
async fn what_is_wrong_with_an_event_is_told_as_pagerduty_tells_it() {
    let live = Live::start().await;
    let mut wrong = event("source", "trigger");
    wrong["payload"]["severity"] = json!("high");
    let reply = post(&live, &wrong).await;
    assert_eq!((reply.status, reply.kind.as_str()), (400, "application/json"));
    let body = reply.json();
    assert_eq!(
        (&body["status"], &body["message"]),
        (&json!("invalid event"), &json!("Event object is invalid"))
    );
    assert_eq!(
        body["errors"],
        json!(["'payload.severity' must be one of critical, error, warning, info"])
    );
    let metrics = live.get("/metrics", Access::Lead).await.text;
    assert!(metrics.contains("malformed\"} 1"), "{metrics}");
}

#[tokio::test]
async fn a_sender_that_asks_too_much_is_told_when_to_come_again() {
    let few = Settings {
        limits: Limits {
            rate: 1,
            burst: 1,
            ..Limits::default()
        },
        ..settings(memory())
    };
    let live = Live::with(few).await;
    let mut refused = 0;
    for _ in 0..60 {
        let reply = post(&live, &event("source", "acknowledge")).await;
        refused += usize::from(reply.status == 429);
    }
    assert!(refused > 0);
    // Somebody else's share is their own.
    assert_eq!(post(&live, &event("admin", "acknowledge")).await.status, 202);
}
