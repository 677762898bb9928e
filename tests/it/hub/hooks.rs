//! Alertmanager's webhook: taken once, or turned away in the way that makes its sender do the right thing.

use super::live::{Live, memory, settings};
use super::*;
use warroom::store::StoreError;

const HOOK: &str = "/v1/hooks/alertmanager";
const FIRING: &str = include_str!("../bodies/alertmanager-firing.json");

#[tokio::test]
async fn an_alert_opens_an_incident_and_the_same_delivery_again_is_no_news() {
    let live = Live::start().await;
    let first = live.ask("POST", HOOK, Some("source"), FIRING).await;
    assert_eq!(
        (first.status, &first.json()["outcome"]),
        (200, &json!("accepted"))
    );
    let through = first.json()["through"].clone();
    let again = live.ask("POST", HOOK, Some("source"), FIRING).await;
    assert_eq!(
        (again.status, &again.json()["outcome"]),
        (200, &json!("already_so"))
    );
    let news = live.get("/v1/events", Access::Lead).await.json();
    assert_eq!(news["through"], through);
    assert_eq!(news["events"][0]["by"]["name"], "source-person");
}

#[tokio::test]
async fn alerts_that_the_sender_left_out_are_counted() {
    let live = Live::start().await;
    let cut = r#"{"version":"4","alerts":[],"truncatedAlerts":3}"#;
    assert_eq!(live.ask("POST", HOOK, Some("source"), cut).await.status, 200);
    let metrics = live.get("/metrics", Access::Lead).await.text;
    assert!(
        metrics.contains("\nwarroom_hooks_truncated_alerts_total 3\n"),
        "{metrics}"
    );
}

#[tokio::test]
async fn what_can_never_be_used_is_turned_away_for_good_and_counted() {
    let live = Live::start().await;
    for (body, status) in [
        ("", 400),
        ("not json", 400),
        ("{}", 400),
        ("[]", 400),
        ("null", 400),
        (r#"{"alerts":"many"}"#, 400),
        ("\u{0}\u{1}", 400),
    ] {
        let (found, detail) = live.ask("POST", HOOK, Some("source"), body).await.problem();
        assert_eq!(found, status, "{body:?}: {detail}");
    }
    let huge = format!(r#"{{"alerts":[],"pad":"{}"}}"#, "x".repeat(1 << 20));
    assert_eq!(
        live.ask("POST", HOOK, Some("source"), huge).await.problem().0,
        413
    );
    live.ask("POST", HOOK, Some("source"), FIRING).await;
    let metrics = live.get("/metrics", Access::Lead).await.text;
    for counted in [
        "malformed\"} 7",
        "too_large\"} 1",
        "taken\"} 1",
        "not_recorded\"} 0",
    ] {
        assert!(metrics.contains(counted), "{counted}: {metrics}");
    }
}

#[tokio::test]
async fn one_bad_alert_does_not_lose_the_good_ones_beside_it() {
    let live = Live::start().await;
    let mixed = include_str!("../bodies/alertmanager-mixed.json");
    let taken = live.ask("POST", HOOK, Some("source"), mixed).await;
    assert_eq!(taken.status, 200, "{taken:?}");
    assert!(live.get("/v1/events", Access::Lead).await.json()["through"].as_u64() > Some(0));
}

#[tokio::test]
async fn when_the_store_cannot_record_it_the_sender_is_told_to_come_again_and_then_it_is_taken() {
    let mut store = memory();
    let Store::Memory(inner) = &mut store else {
        unreachable!()
    };
    inner.fail_next_commit(|| StoreError::Full {
        path: "log.db".to_owned(),
        why: "no space left on device".to_owned(),
    });
    let live = Live::with(settings(store)).await;
    let (status, detail) = live.ask("POST", HOOK, Some("source"), FIRING).await.problem();
    assert_eq!(status, 503);
    assert!(detail.contains("no space left"), "{detail}");
    assert_eq!(
        live.ask("GET", "/healthz", None, "").await.text,
        r#"{"status":"trouble","why":"no space left on device"}"#
    );
    let again = live.ask("POST", HOOK, Some("source"), FIRING).await;
    assert_eq!(
        (again.status, &again.json()["outcome"]),
        (200, &json!("accepted"))
    );
    assert_eq!(
        live.ask("GET", "/healthz", None, "").await.text,
        r#"{"status":"ok"}"#
    );
}
