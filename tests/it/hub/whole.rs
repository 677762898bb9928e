//! Words that are too long to be kept: refused by the name of their field, but for what monitors say.

use super::live::Live;
use super::*;

#[tokio::test]
async fn a_text_over_its_limit_is_refused_with_its_field_and_nothing_is_recorded() {
    let live = Live::start().await;
    live.command(Access::Lead, 1, import()).await;
    live.command(Access::Lead, 2, declare()).await;
    let before = live.get("/v1/events", Access::Admin).await.json()["through"].clone();
    let long = "word ".repeat(1_000);
    let promise =
        json!({ "kind": "make_promise", "account": "acme", "what": long, "due": "2026-03-02T15:00:00Z" });
    let account = json!({ "id": "corp", "name": long, "tier": "key" });
    let list = json!({ "kind": "import_directory", "from": "f", "hash": "h", "accounts": [account] });
    let slots = json!({ "kind": "draft_message", "audience": "page", "phase": "investigating", "text": "t",
        "slots": { "scope": long.repeat(7) } });
    let table = [
        (
            note(&long.repeat(7)),
            "text is 35000 characters long; at most 32000 are kept",
        ),
        (promise, "what is 5000 characters long; at most 4000"),
        (list, "accounts[0].name is 5000"),
        (slots, "slots.scope is 35000 characters long; at most 32000"),
    ];
    for (at, (body, wanted)) in table.into_iter().enumerate() {
        let reply = live.command(Access::Lead, 10 + at as u128, body).await;
        let (status, said) = reply.problem();
        assert!(status == 422 && said.contains(wanted), "{status}: {said}");
        assert_eq!(reply.json()["refusal"], "too_long");
    }
    let after = live.get("/v1/events", Access::Admin).await.json()["through"].clone();
    assert_eq!(after, before);
    // The id is not spent: whoever shortens it sends it again.
    let reply = live.command(Access::Lead, 10, note("in short")).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    let body = json!({ "name": long, "role": "viewer" });
    let (status, said) = live.post("/v1/tokens", Access::Admin, &body).await.problem();
    assert!(
        status == 422 && said.starts_with("name is 5000"),
        "{status}: {said}"
    );
}

#[tokio::test]
async fn a_text_at_its_limit_is_kept_to_its_last_letter() {
    let live = Live::start().await;
    live.command(Access::Lead, 1, declare()).await;
    let text = format!("{}z", "é".repeat(31_999));
    let reply = live.command(Access::Lead, 2, note(&text)).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    let log = live.get("/v1/events", Access::Lead).await;
    assert!(log.text.contains(&text));
}

#[tokio::test]
async fn what_a_monitor_says_is_shortened_and_marked_and_never_refused() {
    let live = Live::start().await;
    let alert = json!({ "status": "firing", "fingerprint": "f", "startsAt": "2026-03-02T14:00:00Z",
        "endsAt": "0001-01-01T00:00:00Z", "labels": { "alertname": "Down", "severity": "critical" },
        "annotations": { "summary": "down", "description": "word ".repeat(1_000) } });
    let body = json!({ "version": "4", "status": "firing", "alerts": [alert] });
    let reply = live.post("/v1/hooks/alertmanager", Access::Source, &body).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    let sighting = json!({ "fingerprint": "g", "signal": "firing", "title": "Down, too", "started_at": "2026-03-02T14:00:00Z",
        "summary": "word ".repeat(1_000) });
    let command = json!({ "kind": "receive_alerts", "source": "own", "alerts": [sighting] });
    let reply = live.command(Access::Source, 1, command).await;
    assert_ne!(reply.status, 422, "{reply:?}");
    let log = live.get("/v1/events", Access::Lead).await;
    assert!(
        log.text.contains("word word…") || log.text.contains("word …"),
        "{}",
        log.text
    );
}
