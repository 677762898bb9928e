//! Who may do what: every access at every endpoint.

use super::live::{Live, token};
use super::*;
use warroom::domain::command::{COMMANDS, May};

/// Who gets past the door of each endpoint.
fn welcome(endpoint: &str, access: Access) -> bool {
    match endpoint {
        "/v1/events" | "/v1/incidents" | "/v1/accounts" | "/v1/accounts/acme" | "/v1/people"
        | "/v1/playbooks" => access != Access::Source,
        "/v1/hooks/alertmanager" => matches!(access, Access::Source | Access::Admin),
        "/v1/tokens" => access == Access::Admin,
        "/metrics" | "/openapi.json" | "/healthz" => true,
        _ => unreachable!("{endpoint}"),
    }
}

const ENDPOINTS: &[(&str, &str, &str)] = &[
    ("GET", "/v1/events", ""),
    ("GET", "/v1/incidents", ""),
    ("GET", "/v1/accounts", ""),
    ("GET", "/v1/accounts/acme", ""),
    ("GET", "/v1/people", ""),
    ("GET", "/v1/playbooks", ""),
    ("POST", "/v1/hooks/alertmanager", r#"{"version":"4","alerts":[]}"#),
    ("POST", "/v1/tokens", r#"{"name":"new","role":"viewer"}"#),
    ("GET", "/metrics", ""),
    ("GET", "/openapi.json", ""),
    ("GET", "/healthz", ""),
];

#[tokio::test]
async fn every_access_gets_past_the_doors_that_are_its_own_and_no_other() {
    let live = Live::start().await;
    live.command(Access::Lead, 1, import()).await;
    for (method, path, body) in ENDPOINTS {
        for access in Access::ALL {
            let reply = live.ask(method, path, Some(token(access)), *body).await;
            match welcome(path, access) {
                true => assert!(reply.status < 300, "{access} at {method} {path}: {reply:?}"),
                false => assert_eq!(reply.problem().0, 403, "{access} at {method} {path}"),
            }
        }
        let without = live.ask(method, path, None, *body).await;
        match *path {
            "/healthz" => assert_eq!(without.status, 200),
            _ => assert_eq!(without.problem().0, 401, "{method} {path} without a token"),
        }
    }
}

#[tokio::test]
async fn a_command_is_let_through_by_the_table_and_a_wall_writes_nothing() {
    let live = Live::start().await;
    let mut id = 0;
    for row in COMMANDS {
        for access in Access::ALL {
            id += 1;
            let reply = live.command(access, id, body_of(row.kind)).await;
            let may = match row.may {
                May::Participants => access.takes_part(),
                May::Sources => matches!(access, Access::Source | Access::Admin),
                May::Leads => {
                    matches!(
                        access,
                        Access::Lead | Access::Commander | Access::Admin | Access::Source
                    )
                }
                May::Hub => access == Access::Admin,
            };
            assert_ne!(reply.status, 400, "{}: {reply:?}", row.kind);
            assert_eq!(reply.status != 403, may, "{access} asks {}: {reply:?}", row.kind);
            if !may {
                assert_eq!(reply.json()["refusal"], "access_needed");
            }
        }
    }
    let news = live.get("/v1/events?limit=5000", Access::Lead).await.json();
    for event in news["events"].as_array().unwrap() {
        let access = event["by"]["access"].as_str().unwrap();
        assert!(!["wall", "viewer"].contains(&access), "{event}");
    }
}

#[tokio::test]
async fn a_command_that_was_carried_out_is_answered_as_before_though_its_sender_may_do_less_now() {
    let live = Live::start().await;
    live.command(Access::Lead, 1, declare()).await;
    let handle = live.hub.handle();
    for (token, access) in [("before", Access::Lead), ("now", Access::Viewer)] {
        let hash = warroom::hub::auth::token_hash(token);
        handle.add_token("omar".into(), access, hash).await.unwrap();
    }
    let say = async |token: &str, id: u128, text: &str| {
        let mut said = note(text);
        said["id"] = json!(number(id));
        live.ask("POST", "/v1/commands", Some(token), said.to_string())
            .await
    };
    let first = say("before", 2, "rolled back").await;
    let again = say("now", 2, "rolled back").await;
    assert_eq!((again.status, &again.text), (200, &first.text));
    for (id, text) in [(2, "rolled forward"), (3, "rolled back")] {
        assert_eq!(say("now", id, text).await.problem().0, 403, "{id} {text}");
    }
}

/// A body that can be read as the command; whether it makes sense is not what is asked here.
pub fn body_of(kind: &str) -> Value {
    let mut body = json!({
        "kind": kind,
        "title": "Video",
        "component": "video-eu",
        "to": match kind {
            "move_alert" => "inbox",
            "ask_question" => "tech_lead",
            _ => "mitigated",
        },
        "source": "x",
        "alerts": [],
        "role": match kind {
            "take_role" => "scribe",
            _ => "x",
        },
        "level": "ceo",
        "reason": "r",
        "account": "acme",
        "name": "n",
        "count": 1,
        "disposition": "no_answer",
        "pinned": true,
        "step": "s",
        "text": "t",
        "promise": 1,
        "seq": 1,
        "event": 1,
        "phase": "investigating",
        "audience": "calls",
        "draft": 1,
        "from": match kind {
            "record_impact" | "record_moment" => json!("2026-03-02T14:00:00Z"),
            "merge_topics" => json!(1),
            _ => json!("f"),
        },
        "hash": "h",
        "due": "2026-03-02T15:00:00Z",
        "what": "w",
    });
    let more = json!({
        "severity": "sev2",
        "t0": "2026-03-02T13:00:00Z",
        "playbook": "unknown",
        "into": if kind == "merge_topics" { json!(1) } else { json!("INC-2") },
        "alert": { "source": "x", "fingerprint": "f" },
        "question": "q",
        "ask": 1,
        "answer": "a",
        "stop": "s",
        "debt": "promise:1",
        "how": match kind {
            "decide_unreachable" => "leave",
            _ => "kept",
        },
        "until": "2026-03-02T15:00:00Z",
        "duty": "scribe",
        "certainty": "suspected", "state": "safe",
        "request": 1, "gesture": 1, "number": 1, "at": "2026-03-02T15:00:00Z", "outcome": "held",
        "report": "preliminary", "parts": {}, "reviewer": "legal", "fine": true, "expert": "e",
        "name": "n", "topic": 1, "workaround": "w",
        "condition": "reassured", "mark": "met",
    });
    let shares = json!({ "shares": [], "seen": 0, "present": [], "accounts": [] });
    let fields = body.as_object_mut().unwrap();
    fields.extend(shares.as_object().unwrap().clone());
    fields.extend(more.as_object().unwrap().clone());
    if kind == "want_executive" {
        fields.insert("topic".to_owned(), json!("the contract"));
    }
    if matches!(kind, "set_slots" | "promise_executive_call") {
        // Elsewhere these names stand for other shapes.
        fields.extend([
            ("executive".to_owned(), json!("carol")),
            ("slots".to_owned(), json!(2)),
        ]);
    }
    body
}
