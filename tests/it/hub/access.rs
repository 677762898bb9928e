//! Who may do what: every access at every endpoint.

use super::live::{Live, token};
use super::*;
use crate::trust;
use std::collections::BTreeSet;
use warroom::domain::command::{COMMANDS, May};

/// Who gets past the door of a route.
#[derive(Clone, Copy, Debug)]
enum Welcome {
    Everybody,
    /// Whoever reads the picture.
    Readers,
    Monitors,
    Administrators,
    /// As the table of commands says: see below.
    Commands,
}

impl Welcome {
    fn takes(self, access: Access) -> bool {
        match self {
            Welcome::Everybody | Welcome::Commands => true,
            Welcome::Readers => access != Access::Source,
            Welcome::Monitors => matches!(access, Access::Source | Access::Admin),
            Welcome::Administrators => access == Access::Admin,
        }
    }
}

/// Every route as the description has it, and a body for it.
const ROUTES: &[(&str, &str, Welcome, &str)] = &[
    ("get", "/v1/events", Welcome::Readers, ""),
    ("post", "/v1/commands", Welcome::Commands, "{}"),
    ("get", "/v1/incidents", Welcome::Readers, ""),
    ("get", "/v1/incidents/{id}", Welcome::Readers, ""),
    ("get", "/v1/accounts", Welcome::Readers, ""),
    ("get", "/v1/accounts/{id}", Welcome::Readers, ""),
    ("get", "/v1/me", Welcome::Readers, ""),
    ("get", "/v1/people", Welcome::Readers, ""),
    ("get", "/v1/playbooks", Welcome::Readers, ""),
    ("get", "/v1/connect", Welcome::Readers, ""),
    (
        "post",
        "/v1/hooks/{source}",
        Welcome::Monitors,
        r#"{"version":"4","alerts":[]}"#,
    ),
    (
        "post",
        "/v2/enqueue",
        Welcome::Monitors,
        r#"{"event_action":"acknowledge","dedup_key":"d"}"#,
    ),
    ("get", "/v1/tokens", Welcome::Administrators, ""),
    (
        "post",
        "/v1/tokens",
        Welcome::Administrators,
        r#"{"name":"new","role":"viewer"}"#,
    ),
    (
        "post",
        "/v1/tokens/revoke",
        Welcome::Administrators,
        r#"{"name":"nobody"}"#,
    ),
    ("get", "/v1/backup", Welcome::Administrators, ""),
    ("get", "/metrics", Welcome::Everybody, ""),
    ("get", "/openapi.json", Welcome::Everybody, ""),
    ("get", "/healthz", Welcome::Everybody, ""),
];

fn filled(path: &str) -> String {
    let id = if path.contains("incidents") {
        "INC-1"
    } else {
        "acme"
    };
    path.replace("{id}", id).replace("{source}", "alertmanager")
}

#[tokio::test]
async fn every_access_gets_past_the_doors_that_are_its_own_and_no_other() {
    let live = Live::start().await;
    live.command(Access::Lead, 1, import()).await;
    live.command(Access::Lead, 2, declare()).await;
    let mut cells = 0;
    for (method, path, welcome, body) in ROUTES {
        let (method, path) = (method.to_uppercase(), filled(path));
        for access in Access::ALL {
            let reply = live.ask(&method, &path, Some(token(access)), *body).await;
            match (welcome, welcome.takes(access)) {
                (Welcome::Commands, _) => assert_eq!(reply.status, 400, "{access}: {reply:?}"),
                // A record in memory has no file to be copied.
                (_, true) if path == "/v1/backup" => assert_eq!(reply.problem().0, 409),
                (_, true) => assert!(reply.status < 300, "{access} at {method} {path}: {reply:?}"),
                (_, false) => assert_eq!(reply.problem().0, 403, "{access} at {method} {path}"),
            }
            cells += 1;
        }
        let without = live.ask(&method, &path, None, *body).await;
        match path.as_str() {
            "/healthz" => assert_eq!(without.status, 200),
            _ => assert_eq!(without.problem().0, 401, "{method} {path} without a token"),
        }
        cells += 1;
    }
    trust::result("S4", "accesses at every route", &format!("{cells} cells"));
}

#[tokio::test]
async fn the_sweep_has_every_route_there_is() {
    let live = Live::start().await;
    let document = live.get("/openapi.json", Access::Admin).await.json();
    let described = document["paths"].as_object().unwrap().iter();
    let described = described.flat_map(|(path, operations)| {
        let methods = operations.as_object().unwrap().keys();
        methods.map(move |method| format!("{method} {path}"))
    });
    let described: BTreeSet<String> = described.collect();
    let swept = ROUTES.iter().map(|(method, path, ..)| format!("{method} {path}"));
    assert_eq!(described, swept.collect());
}

#[tokio::test]
async fn what_an_access_may_not_see_never_leaves_the_hub() {
    let live = Live::start().await;
    live.command(Access::Lead, 1, import()).await;
    live.command(Access::Lead, 2, declare()).await;
    live.command(Access::Lead, 3, claim("acme")).await;
    // Numbers, addresses and money of the directory.
    let secrets = [
        "1234567",
        "7654321",
        "ann@acme.test",
        "900000",
        "900,000",
        "100000",
    ];
    let mut whole = String::new();
    for (method, path, ..) in ROUTES.iter().filter(|(method, ..)| *method == "get") {
        let path = filled(path);
        whole += &live
            .ask(&method.to_uppercase(), &path, Some("lead"), "")
            .await
            .text;
        for access in [Access::Viewer, Access::Wall, Access::Source] {
            let reply = live.get(&path, access).await;
            for secret in secrets {
                assert!(
                    !reply.text.contains(secret),
                    "{access} reads {secret} at {path}: {reply:?}"
                );
            }
        }
    }
    for secret in ["1234567", "7654321", "ann@acme.test", "900000"] {
        assert!(whole.contains(secret), "{secret} is there to be hidden");
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
                May::Trusted => matches!(access, Access::Lead | Access::Commander | Access::Admin),
                May::Hub => access == Access::Admin,
            };
            assert_ne!(reply.status, 400, "{}: {reply:?}", row.kind);
            assert_eq!(reply.status != 403, may, "{access} asks {}: {reply:?}", row.kind);
            if !may {
                assert_eq!(reply.json()["refusal"], "access_needed");
            }
        }
    }
    trust::result("S4", "accesses at every command", &format!("{id} cells"));
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
            "settle_dispatch" => "again",
            _ => "kept",
        },
        "until": "2026-03-02T15:00:00Z",
        "duty": "scribe",
        "certainty": "suspected", "state": "safe",
        "request": 1, "gesture": 1, "number": 1, "at": "2026-03-02T15:00:00Z", "outcome": "held",
        "report": "preliminary", "parts": {}, "reviewer": "legal", "fine": true, "expert": "e",
        "name": "n", "topic": 1, "workaround": "w",
        "condition": "reassured", "mark": "met",
        "dispatch": "INC-1/crm/call/1", "of": "c", "came": "begun", "sink": "crm",
    });
    let shares = json!({ "shares": [], "seen": 0, "present": [], "accounts": [] });
    let fields = body.as_object_mut().unwrap();
    fields.extend(shares.as_object().unwrap().clone());
    fields.extend(more.as_object().unwrap().clone());
    if kind == "bring_entry" {
        let entry = json!({ "kind": "write_note", "text": "t" });
        fields.extend([("by".to_owned(), json!("omar")), ("entry".to_owned(), entry)]);
    }
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
