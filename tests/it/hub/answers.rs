//! Every route, and every error as a problem with a sentence.

use super::live::{Live, token};
use super::*;

#[tokio::test]
async fn every_route_answers() {
    let live = Live::start().await;
    let lead = Access::Lead;
    assert_eq!(
        live.command(lead, 1, import()).await.json()["outcome"],
        "accepted"
    );
    assert_eq!(live.command(lead, 2, declare()).await.json()["through"], 3);

    let news = live.get("/v1/events?after=1", lead).await;
    assert_eq!((news.status, news.kind.as_str()), (200, "application/json"));
    let news = news.json();
    assert_eq!(news["through"], 3);
    assert_eq!(news["rate"], 1.0);
    let kinds: Vec<&str> = news["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["incident_declared", "accounts_affected"]);
    assert_eq!(
        news["events"][0]["by"],
        json!({ "name": "lead-person", "access": "lead" })
    );
    assert!(news.get("present").is_none(), "nobody asked with a screen");

    let status = live.get("/v1/incidents", lead).await.json();
    assert_eq!(status["incidents"][0]["id"], "INC-1");
    assert_eq!(status["live"], true);
    let one = live.get("/v1/incidents/INC-1", lead).await.json();
    assert_eq!(one["coverage"]["total"], 2);
    let accounts = live.get("/v1/accounts", lead).await.json();
    assert_eq!(accounts["accounts"][0]["contacts"][0]["phone"], "+49 30 1234567");
    assert_eq!(live.get("/v1/accounts/bolt", lead).await.json()["name"], "Bolt");
    assert_eq!(
        live.get("/v1/people", lead).await.json()["people"][0]["id"],
        "dana"
    );
    let health = live.ask("GET", "/healthz", None, "").await;
    assert_eq!((health.status, health.text.as_str()), (200, r#"{"status":"ok"}"#));
    let metrics = live.get("/metrics", lead).await.text;
    assert!(metrics.contains("\nwarroom_events_total 3\n"), "{metrics}");
    assert!(metrics.contains("\nwarroom_commands_total 2\n"), "{metrics}");
}

#[tokio::test]
async fn a_page_that_has_not_changed_is_not_sent_again() {
    let live = Live::start().await;
    live.command(Access::Lead, 1, import()).await;
    for path in ["/v1/accounts", "/v1/accounts/acme", "/v1/people"] {
        let first = live.get(path, Access::Lead).await;
        let etag = first.etag.unwrap();
        let known = [("if-none-match", etag.as_str())];
        let again = live
            .ask_with("GET", path, Some(token(Access::Lead)), "", &known)
            .await;
        assert_eq!((again.status, again.text.as_str()), (304, ""), "{path}");
        let other = live
            .ask_with("GET", path, Some(token(Access::Wall)), "", &known)
            .await;
        assert_eq!(other.status, 200, "{path}: another access sees another page");
    }
    let before = live.get("/v1/accounts", Access::Lead).await.etag;
    let mut renamed = import();
    renamed["accounts"][0]["name"] = json!("Acme Corp");
    live.command(Access::Lead, 2, renamed).await;
    assert_ne!(live.get("/v1/accounts", Access::Lead).await.etag, before);
}

#[tokio::test]
async fn a_wall_and_a_viewer_see_no_numbers_no_addresses_and_no_money() {
    let live = Live::start().await;
    live.command(Access::Lead, 1, import()).await;
    live.command(Access::Lead, 2, declare()).await;
    // Whatever the description names is asked, so that a new route is too.
    let document = live.get("/openapi.json", Access::Admin).await.json();
    let paths = document["paths"].as_object().unwrap().iter();
    let read: Vec<&str> = paths
        .filter_map(|(path, operations)| operations.get("get").map(|_| path.as_str()))
        .collect();
    assert!(read.len() > 8, "{read:?}");
    for access in [Access::Wall, Access::Viewer] {
        for path in &read {
            let known = match *path {
                "/v1/accounts/{id}" => "/v1/accounts/acme",
                "/v1/incidents/{id}" => "/v1/incidents/INC-1",
                path => path,
            };
            let text = live.get(known, access).await.text;
            for secret in [
                "1234567", "7654321", "@acme", "900000", "100000", "1000000", "\"arr\"",
            ] {
                assert!(!text.contains(secret), "{access} sees {secret} at {known}");
            }
        }
        let news = live.get("/v1/events", access).await.json();
        assert_eq!(news["events"][2]["kind"], "accounts_affected");
        assert_eq!(
            serde_json::from_value::<warroom::wire::News>(news)
                .unwrap()
                .through
                .0,
            3
        );
        assert_eq!(
            live.get("/v1/accounts/acme", access).await.json()["contacts"][0]["name"],
            "Ann"
        );
    }
    for path in ["/v1/events", "/v1/incidents", "/v1/incidents/INC-1"] {
        let text = live.get(path, Access::Advocate).await.text;
        assert!(text.contains("\"arr\""), "an advocate sees no money at {path}");
    }
}

#[tokio::test]
async fn what_a_credit_comes_to_is_seen_by_whoever_decides_until_it_is_approved() {
    let live = Live::start().await;
    live.command(Access::Lead, 1, import()).await;
    live.command(Access::Lead, 2, declare()).await;
    let others = json!({ "kind": "count_others", "count": 1240, "of": "all on video" });
    live.command(Access::Advocate, 3, others).await;
    let credit = json!({ "kind": "propose_credit", "accounts": ["acme"], "amount": "777.25", "currency": "EUR",
        "reason": "agreed" });
    let proposed = live.command(Access::Admin, 4, credit).await.json();
    let sees = async |access| live.get("/v1/events", access).await.text.contains("777.25");
    assert!(sees(Access::Admin).await);
    for access in [
        Access::Viewer,
        Access::Wall,
        Access::Advocate,
        Access::Lead,
        Access::Commander,
    ] {
        assert!(!sees(access).await, "{access}");
    }
    // Whoever takes the duty is shown the log anew.
    let screen = format!("/v1/events?after=3&screen={}", number(9));
    let before = live.get(&screen, Access::Lead).await;
    assert_eq!(before.status, 200, "{before:?}");
    let lead = json!({ "kind": "take_role", "role": "cs_lead" });
    live.command(Access::Lead, 5, lead).await;
    let (status, sentence) = live.get(&screen, Access::Lead).await.problem();
    assert_eq!(
        (status, sentence.as_str()),
        (
            409,
            "your duty shows you other parts of the log than before, so read it from 0"
        )
    );
    assert!(sees(Access::Lead).await);
    assert_eq!(live.get(&screen, Access::Lead).await.status, 200);

    let status = async |access| live.get("/v1/incidents/INC-1", access).await.json();
    let one = status(Access::Advocate).await;
    assert_eq!(
        one["others"],
        json!({ "count": 1240, "of": "all on video", "wrote_in": 0 })
    );
    let number = proposed["through"].clone();
    let waits = json!([{ "number": number, "account": "acme", "state": "proposed" }]);
    assert_eq!(one["credits"], waits);
    let approve = json!({ "kind": "approve_credit", "number": number });
    live.command(Access::Admin, 6, approve).await;
    assert!(sees(Access::Advocate).await);
    let credit = status(Access::Advocate).await["credits"][0]["credit"].clone();
    assert!(credit.as_str().unwrap().contains("777.25"), "{credit}");
    assert_eq!(
        status(Access::Wall).await["credits"],
        json!([{ "number": number, "account": "acme", "state": "approved" }])
    );
}

/// Method, path, token, body; the status and a part of the sentence.
type Wrong = (
    &'static str,
    &'static str,
    Option<&'static str>,
    &'static str,
    u16,
    &'static str,
);

const WRONG: &[Wrong] = &[
    ("GET", "/v1/events", None, "", 401, "Bearer TOKEN"),
    (
        "GET",
        "/v1/events",
        Some("nobody's"),
        "",
        401,
        "does not know this token",
    ),
    ("GET", "/v1/nothing", Some("lead"), "", 404, "/openapi.json"),
    ("GET", "/", Some("lead"), "", 404, "/openapi.json"),
    ("DELETE", "/v1/events", Some("admin"), "", 405, "DELETE"),
    ("GET", "/v1/commands", Some("admin"), "", 405, "GET"),
    ("POST", "/healthz", Some("lead"), "", 405, "POST"),
    (
        "GET",
        "/v1/events?after=soon",
        Some("lead"),
        "",
        400,
        "invalid digit",
    ),
    (
        "GET",
        "/v1/events?after=-1",
        Some("lead"),
        "",
        400,
        "invalid digit",
    ),
    ("GET", "/v1/events?wait=x", Some("lead"), "", 400, "invalid digit"),
    ("GET", "/v1/events?screen=here", Some("lead"), "", 400, "screen"),
    (
        "GET",
        "/v1/events?incident=seven",
        Some("lead"),
        "",
        400,
        "INC-1, INC-2",
    ),
    ("GET", "/v1/events?after=99", Some("lead"), "", 409, "another log"),
    (
        "GET",
        "/v1/incidents/INC-9",
        Some("lead"),
        "",
        404,
        "no incident INC-9",
    ),
    ("GET", "/v1/incidents/nine", Some("lead"), "", 400, "INC-1, INC-2"),
    ("GET", "/v1/accounts/acmee", Some("lead"), "", 404, "did you mean"),
    (
        "GET",
        "/v1/accounts/zzzzzzzz",
        Some("lead"),
        "",
        404,
        "no account",
    ),
    ("POST", "/v1/commands", Some("lead"), "", 400, "not a command"),
    ("POST", "/v1/commands", Some("lead"), "{", 400, "not a command"),
    ("POST", "/v1/commands", Some("lead"), "[]", 400, "not a command"),
    (
        "POST",
        "/v1/commands",
        Some("lead"),
        "{\"kind\":\"write_note\",\"text\":\"x\"}",
        400,
        "missing field `id`",
    ),
    (
        "POST",
        "/v1/commands",
        Some("lead"),
        "{\"id\":\"00000000-0000-0000-0000-000000000001\",\"kind\":\"fly\"}",
        400,
        "unknown variant `fly`",
    ),
    (
        "POST",
        "/v1/commands",
        Some("lead"),
        "{\"id\":\"1\",\"kind\":\"write_note\",\"text\":\"x\"}",
        400,
        "not a command",
    ),
    (
        "POST",
        "/v1/tokens",
        Some("admin"),
        "{}",
        400,
        "does not say for whom",
    ),
    (
        "POST",
        "/v1/tokens",
        Some("admin"),
        "{\"name\":\" \",\"role\":\"lead\"}",
        400,
        "name is empty",
    ),
    (
        "POST",
        "/v1/tokens",
        Some("admin"),
        "{\"name\":\"omar\",\"role\":\"king\"}",
        400,
        "king",
    ),
    (
        "POST",
        "/v1/hooks/pigeon",
        Some("source"),
        "{}",
        404,
        "alertmanager",
    ),
];

#[tokio::test]
async fn every_error_is_a_problem_with_a_sentence() {
    let live = Live::start().await;
    live.command(Access::Lead, 1, import()).await;
    for (method, path, token, body, status, sentence) in WRONG {
        let reply = live.ask(method, path, *token, *body).await;
        let (found, detail) = reply.problem();
        assert_eq!(found, *status, "{method} {path} {body}: {detail}");
        assert!(detail.contains(sentence), "{method} {path} {body}: {detail}");
    }
}

#[tokio::test]
async fn a_body_that_is_too_large_is_turned_away() {
    let live = Live::start().await;
    let huge = format!("{{\"id\":\"x\",\"text\":\"{}\"}}", "x".repeat(10 << 20));
    for (path, access) in [
        ("/v1/commands", Access::Advocate),
        ("/v1/hooks/alertmanager", Access::Source),
        ("/v1/tokens", Access::Admin),
    ] {
        let (status, detail) = live
            .ask("POST", path, Some(token(access)), huge.clone())
            .await
            .problem();
        assert_eq!(status, 413, "{path}: {detail}");
    }
    let deep = "[".repeat(200_000);
    let (status, _) = live
        .ask("POST", "/v1/commands", Some("lead"), deep)
        .await
        .problem();
    assert_eq!(status, 400);
}

#[tokio::test]
async fn a_refusal_names_the_word_the_holder_and_since_when() {
    let live = Live::start().await;
    live.command(Access::Lead, 1, import()).await;
    live.command(Access::Lead, 2, declare()).await;
    live.command(Access::Lead, 3, claim("acme")).await;
    let refused = live.command(Access::Advocate, 4, claim("acme")).await;
    let (status, detail) = refused.problem();
    let body = refused.json();
    assert_eq!(
        (status, &body["refusal"], &body["holder"]),
        (409, &json!("already_claimed"), &json!("lead-person"))
    );
    assert!(body["since"].is_string());
    assert!(detail.contains("lead-person claimed Acme"), "{detail}");
}

#[tokio::test]
async fn the_same_body_twice_is_answered_twice_and_recorded_once_and_another_with_its_id_is_an_error() {
    let live = Live::start().await;
    live.command(Access::Lead, 1, declare()).await;
    let first = live.command(Access::Lead, 2, note("rolled back")).await;
    let again = live.command(Access::Lead, 2, note("rolled back")).await;
    assert_eq!((again.status, again.text), (200, first.text));
    let (status, detail) = live
        .command(Access::Lead, 2, note("rolled forward"))
        .await
        .problem();
    assert_eq!(status, 422, "{detail}");
    assert_eq!(live.get("/v1/events", Access::Lead).await.json()["through"], 2);
}

#[tokio::test]
async fn a_token_made_over_the_api_lets_its_bearer_in_until_it_is_revoked() {
    let live = Live::start().await;
    let made = live
        .post(
            "/v1/tokens",
            Access::Admin,
            &json!({ "name": "omar", "role": "advocate" }),
        )
        .await;
    assert_eq!(made.status, 201);
    let token = made.json()["token"].as_str().unwrap().to_owned();
    assert_eq!(token, "ab".repeat(16));
    assert_eq!(live.ask("GET", "/v1/events", Some(&token), "").await.status, 200);
    let omar = warroom::store::Whose {
        name: "omar".into(),
        ..Default::default()
    };
    assert_eq!(live.hub.handle().revoke_tokens(omar).await, Some(Ok(1)));
    assert_eq!(
        live.ask("GET", "/v1/events", Some(&token), "").await.problem().0,
        401
    );
}

#[tokio::test]
async fn a_limit_and_an_incident_narrow_what_a_poll_gets() {
    let live = Live::start().await;
    live.command(Access::Lead, 1, import()).await;
    live.command(Access::Lead, 2, declare()).await;
    live.command(Access::Lead, 3, note("one")).await;
    let seqs = async |query: &str| {
        let news = live
            .get(&format!("/v1/events?{query}"), Access::Lead)
            .await
            .json();
        let events = news["events"]
            .as_array()
            .unwrap()
            .iter()
            .map(|event| event["seq"].as_u64().unwrap());
        (events.collect::<Vec<_>>(), news["through"].as_u64().unwrap())
    };
    assert_eq!(seqs("after=0").await, (vec![1, 2, 3, 4], 4));
    assert_eq!(seqs("after=1&limit=2").await, (vec![2, 3], 3));
    assert_eq!(seqs("after=0&limit=0").await, (vec![1], 1));
    assert_eq!(seqs("after=0&incident=INC-1").await, (vec![2, 3, 4], 4));
    assert_eq!(seqs("after=0&incident=INC-2").await, (vec![], 4));
}

#[tokio::test]
async fn a_count_that_json_cannot_say_to_everybody_is_refused_by_its_name() {
    let live = Live::start().await;
    for (asked, status, name) in [
        ("limit=9007199254740991", 200, ""),
        ("limit=9007199254740992", 400, "limit"),
        ("wait=9007199254740992", 400, "wait"),
        ("after=9007199254740992", 400, "after"),
    ] {
        let reply = live.get(&format!("/v1/events?{asked}"), Access::Lead).await;
        assert_eq!(reply.status, status, "{asked}: {reply:?}");
        if status != 200 {
            assert!(reply.problem().1.starts_with(name), "{reply:?}");
        }
    }
}
