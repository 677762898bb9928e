//! Hostile text through every field of every command, and through the other doors of the hub.

use super::access::body_of;
use super::live::{Live, Reply};
use super::*;
use crate::hostile::{fault, places, strings};
use crate::trust;
use warroom::domain::command::COMMANDS;

/// The first text of an answer that a terminal should not be shown.
fn unclean(reply: &Reply) -> Option<String> {
    let Ok(body) = serde_json::from_str::<Value>(&reply.text) else {
        return fault(&reply.text);
    };
    let texts = places(&body).into_iter();
    texts
        .map(|place| {
            body.pointer(&place)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        })
        .find_map(|text| fault(&text))
}

#[tokio::test]
async fn no_field_of_any_command_lets_hostile_text_through() {
    let live = Live::start().await;
    live.command(Access::Lead, 1, import()).await;
    live.command(Access::Lead, 2, declare()).await;
    let strings = strings();
    let (mut id, mut posted, mut taken) = (100, 0, 0);
    for round in 0..trust::times(1, strings.len()) {
        for row in COMMANDS {
            let body = body_of(row.kind);
            for place in places(&body).into_iter().filter(|place| place != "/kind") {
                id += 1;
                let mut body = body.clone();
                let text = &strings[(id as usize + round * 7) % strings.len()];
                *body.pointer_mut(&place).unwrap() = json!(text);
                let reply = live.command(Access::Admin, id, body).await;
                posted += 1;
                taken += usize::from(reply.status < 300);
                assert!(reply.status < 500, "{} {place} {text:?}: {reply:?}", row.kind);
                assert_eq!(unclean(&reply), None, "{} {place}", row.kind);
            }
        }
    }
    for path in [
        "/v1/events?limit=5000",
        "/v1/incidents",
        "/v1/accounts",
        "/v1/people",
        "/v1/playbooks",
        "/v1/connect",
        "/metrics",
    ] {
        let reply = live.get(path, Access::Admin).await;
        assert_eq!(reply.status, 200, "{path}");
        assert_eq!(unclean(&reply), None, "{path}");
    }
    assert!(taken > 300, "{taken} of {posted} were taken, which shows little");
    trust::result(
        "T1",
        "hostile text in every field of every command",
        &format!("{posted} posted, {taken} taken, 0 let through"),
    );
}

#[tokio::test]
async fn no_address_query_or_body_lets_hostile_text_through() {
    let live = Live::start().await;
    live.command(Access::Lead, 1, import()).await;
    live.command(Access::Lead, 2, declare()).await;
    let mut asked = 0;
    for text in strings().iter().filter(|text| text.len() < 2_000) {
        let path: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
        for path in [
            format!("/v1/accounts/{path}"),
            format!("/v1/accounts?find={path}"),
            format!("/v1/incidents/{path}"),
            format!("/v1/events?incident={path}"),
            format!("/v1/events?screen={}&looking_at={path}", number(9)),
            format!("/v1/hooks/{path}"),
            format!("/{path}"),
        ] {
            let reply = live.get(&path, Access::Admin).await;
            asked += 1;
            assert!(reply.status < 500, "{path}: {reply:?}");
            assert_eq!(unclean(&reply), None, "{path}");
        }
        for path in [
            "/v1/commands",
            "/v1/hooks/alertmanager",
            "/v1/tokens",
            "/v1/tokens/revoke",
        ] {
            let bodies = [
                text.clone(),
                json!({ "kind": text, "name": text, "role": text }).to_string(),
            ];
            for body in bodies {
                let reply = live.ask("POST", path, Some("admin"), body).await;
                asked += 1;
                assert!(reply.status < 500, "{path} {text:?}: {reply:?}");
                assert_eq!(unclean(&reply), None, "{path} {text:?}");
            }
        }
    }
    trust::result(
        "T1",
        "hostile addresses, queries and bodies",
        &format!("{asked} asked, 0 let through"),
    );
}

#[test]
fn an_answer_that_lets_it_through_is_found() {
    let reply = |text: &str| Reply {
        status: 400,
        kind: String::new(),
        etag: None,
        text: json!({ "a": [{ "b": text }] }).to_string(),
    };
    assert_eq!(unclean(&reply("all is well")), None);
    assert!(unclean(&reply("\u{9b}2J")).is_some() && unclean(&reply("a\u{2028}b")).is_some());
}
