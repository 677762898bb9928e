//! Who is not let in, and for how long who is: one answer to every stranger, and tokens that end while they wait.

use super::live::{Live, memory, settings, token};
use super::*;
use reqwest::header::{HeaderMap, RETRY_AFTER};
use std::time::Duration;
use warroom::clock::Clock;
use warroom::hub::Settings;
use warroom::hub::allowance::Limits;
use warroom::hub::auth::token_hash;
use warroom::store::TokenRow;

/// Longer than anything here takes, and shorter than a poll waits.
const PATIENCE: Duration = Duration::from_secs(20);

const PATHS: &[&str] = &[
    "/",
    "/v1",
    "/v1/",
    "/v1/events",
    "/v1/events/",
    "/v1/commands",
    "/v1/incidents/INC-1",
    "/v1/accounts/acme",
    "/v1/me",
    "/v1/people",
    "/v1/hooks",
    "/v1/hooks/alertmanager",
    "/v1/hooks/nothing",
    "/v2/enqueue",
    "/v1/tokens",
    "/v1/tokens/revoke",
    "/metrics",
    "/openapi.json",
    "/nothing/at/all",
    "/v1/events?wait=30",
    "/healthz/",
];

#[tokio::test]
async fn a_stranger_gets_one_and_the_same_401_wherever_and_however_they_ask() {
    let live = Live::start().await;
    let first = answer(&live, "GET", "/v1/events", None).await;
    assert_eq!(first.0, 401);
    for method in [
        "GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW",
    ] {
        for path in PATHS {
            let shown = [
                None,
                Some("Bearer nobody"),
                Some("Bearer "),
                Some("Basic bGVhZA=="),
            ];
            for shown in shown {
                let found = answer(&live, method, path, shown).await;
                assert_eq!(found, first, "{method} {path} {shown:?}");
            }
        }
    }
    let posted = answer(&live, "POST", "/healthz", None).await;
    assert_eq!(posted, first);
    assert_eq!(answer(&live, "GET", "/healthz", None).await.0, 200);
}

/// Status, headers but the date, and body.
async fn answer(live: &Live, method: &str, path: &str, shown: Option<&str>) -> (u16, HeaderMap, String) {
    let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
    let mut request = live.http.request(method, format!("{}{path}", live.url));
    if let Some(shown) = shown {
        request = request.header("authorization", shown);
    }
    let response = request.send().await.unwrap();
    let mut headers = response.headers().clone();
    headers.remove("date");
    (
        response.status().as_u16(),
        headers,
        response.text().await.unwrap(),
    )
}

/// A poll that waits, on a connection of its own.
async fn waiting(live: &Live, token: &'static str) -> tokio::task::JoinHandle<reqwest::Response> {
    let before = polls(live).await;
    let request = live
        .http
        .get(format!("{}/v1/events?wait=30", live.url))
        .bearer_auth(token);
    let poll = tokio::spawn(async move { request.send().await.unwrap() });
    while polls(live).await == before {
        tokio::task::yield_now().await;
    }
    poll
}

async fn polls(live: &Live) -> String {
    let metrics = live.get("/metrics", Access::Admin).await.text;
    let line = metrics
        .lines()
        .find(|line| line.starts_with("warroom_polls_waiting "));
    line.unwrap().to_owned()
}

#[tokio::test]
async fn a_poll_that_waits_ends_with_401_when_its_token_is_revoked_and_no_other_does() {
    let live = Live::start().await;
    let (revoked, other) = (waiting(&live, "lead").await, waiting(&live, "scribe").await);
    let whose = json!({ "name": "lead-person" });
    let done = live.post("/v1/tokens/revoke", Access::Admin, &whose).await;
    assert_eq!(done.json()["revoked"], 1);
    let ended = tokio::time::timeout(PATIENCE, revoked)
        .await
        .expect("it still waits")
        .unwrap();
    assert_eq!(ended.status(), 401);
    assert!(!other.is_finished());
    let again = live.get("/v1/events", Access::Lead).await;
    assert_eq!(again.status, 401);
    other.abort();
}

#[tokio::test]
async fn a_token_ends_at_its_time_also_under_a_poll_that_waits() {
    let (start, rate) = (at("12:00:00"), 1_000.0);
    let mut store = memory();
    let short = TokenRow {
        expires: Some(at("13:10:00")),
        ..TokenRow::new("guest".into(), Access::Viewer, token_hash("guest"))
    };
    store.keep_token(short).unwrap();
    let live = Live::with(Settings {
        clock: Clock::starting_at(start, rate),
        ..settings(store)
    })
    .await;
    assert_eq!(live.ask("GET", "/v1/events", Some("guest"), "").await.status, 200);
    let poll = live.ask("GET", "/v1/events?wait=30", Some("guest"), "");
    let ended = tokio::time::timeout(PATIENCE, poll)
        .await
        .expect("it still waits");
    assert_eq!(ended.status, 401);
    let stranger = live.ask("GET", "/v1/events", Some("nobody"), "").await;
    let expired = live.ask("GET", "/v1/events", Some("guest"), "").await;
    assert_eq!(
        (expired.status, expired.text),
        (stranger.status, stranger.text),
        "what was good once is told from nothing"
    );
    let listed = live.get("/v1/tokens", Access::Admin).await.text;
    assert!(!listed.contains("guest"), "{listed}");
}

#[tokio::test]
async fn a_token_is_made_for_a_while_and_the_list_says_until_when() {
    let live = Live::start().await;
    let new = json!({ "name": "eve", "role": "viewer", "lasts": "30d" });
    let made = live.post("/v1/tokens", Access::Admin, &new).await.json();
    let until: Timestamp = made["expires"].as_str().unwrap().parse().unwrap();
    let days = until.duration_since(Clock::real().now()).as_secs_f64() / 86_400.0;
    assert!((29.9..30.1).contains(&days), "{days}");
    let listed = live.get("/v1/tokens", Access::Admin).await.json();
    let listed = listed["tokens"].as_array().unwrap().clone();
    let eve = listed.iter().find(|token| token["name"] == "eve").unwrap();
    assert_eq!(eve["expires"], made["expires"]);
    assert!(
        !listed
            .iter()
            .any(|one| one.to_string().contains(made["token"].as_str().unwrap()))
    );
}

#[tokio::test]
async fn a_storm_of_one_token_is_told_to_wait_and_nobody_else_feels_it() {
    let live = Live::with(Settings {
        limits: Limits {
            rate: 1,
            burst: 20,
            ..Limits::default()
        },
        ..settings(memory())
    })
    .await;
    let (mut taken, mut later) = (0, 0);
    for _ in 0..60 {
        let request = live.http.get(format!("{}/v1/me", live.url)).bearer_auth("lead");
        let response = request.send().await.unwrap();
        match response.status().as_u16() {
            200 => taken += 1,
            429 => {
                later += 1;
                let wait: u64 = response.headers()[RETRY_AFTER].to_str().unwrap().parse().unwrap();
                assert!((1..=3).contains(&wait), "{wait}");
            }
            other => panic!("{other}"),
        }
    }
    assert!(
        (20..50).contains(&taken) && later > 10,
        "{taken} taken, {later} not"
    );
    for access in Access::ALL.into_iter().filter(|access| *access != Access::Lead) {
        let reply = live.ask("GET", "/metrics", Some(token(access)), "").await;
        assert_eq!(reply.status, 200, "{access}");
    }
}

#[tokio::test]
async fn only_so_many_polls_of_one_token_wait_at_a_time() {
    let live = Live::with(Settings {
        limits: Limits {
            under_way: 2,
            ..Limits::default()
        },
        ..settings(memory())
    })
    .await;
    let held = [waiting(&live, "lead").await, waiting(&live, "lead").await];
    let third = live.get("/v1/events?wait=30", Access::Lead).await;
    assert_eq!(third.problem().0, 429);
    assert_eq!(live.get("/v1/events", Access::Scribe).await.status, 200);
    held.into_iter().for_each(|poll| poll.abort());
}
