//! A backup over HTTP, whose asker is let in no more before it is done.

use super::live::{Live, settings, token};
use super::*;
use std::path::Path;
use std::time::Duration;
use warroom::clock::Clock;
use warroom::hub::Settings;
use warroom::hub::auth::token_hash;
use warroom::store::TokenRow;

/// More than the system keeps between the two for one who reads slowly.
const BYTES: u64 = 48 << 20;
const PATIENCE: Duration = Duration::from_secs(60);

/// A large record, with an administrator, a guest, and somebody whose token ends at one.
fn store(path: &Path) -> Store {
    let mut store = Store::open(path, [7; 32]).unwrap();
    let admin = TokenRow::new("root".into(), Access::Admin, token_hash(token(Access::Admin)));
    let guest = TokenRow::new("guest".into(), Access::Admin, token_hash("guest"));
    let short = TokenRow {
        expires: Some(at("13:00:00")),
        ..TokenRow::new("short".into(), Access::Admin, token_hash("short"))
    };
    for row in [admin, guest, short] {
        store.keep_token(row).unwrap();
    }
    drop(store);
    let shell = rusqlite::Connection::open(path).unwrap();
    let fill = format!(
        "INSERT INTO answer (id, body_hash, status, body) VALUES (zeroblob(16), zeroblob(32), 200, hex(zeroblob({})))",
        BYTES / 2
    );
    shell.execute_batch(&fill).unwrap();
    drop(shell);
    Store::open(path, [7; 32]).unwrap()
}

async fn begun(live: &Live, token: &str) -> reqwest::Response {
    let asked = live
        .http
        .get(format!("{}/v1/backup", live.url))
        .bearer_auth(token);
    let mut answer = asked.send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert!(answer.content_length().unwrap() > BYTES);
    assert!(!answer.chunk().await.unwrap().unwrap().is_empty());
    answer
}

/// How many more bytes come, and whether that was all.
async fn rest(mut answer: reqwest::Response) -> (u64, bool) {
    let mut bytes = 0;
    loop {
        match tokio::time::timeout(PATIENCE, answer.chunk())
            .await
            .expect("it goes on for ever")
        {
            Ok(Some(chunk)) => bytes += chunk.len() as u64,
            Ok(None) => return (bytes, true),
            Err(_) => return (bytes, false),
        }
    }
}

#[tokio::test]
async fn a_backup_is_cut_off_when_the_token_of_its_asker_is_revoked_and_the_next_one_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let live = Live::with(settings(store(&folder.path().join("hub.db")))).await;
    let answer = begun(&live, "guest").await;
    let done = live
        .post("/v1/tokens/revoke", Access::Admin, &json!({ "name": "guest" }))
        .await;
    assert_eq!(done.json()["revoked"], 1);
    let (bytes, whole) = rest(answer).await;
    assert!(!whole && bytes < BYTES, "{bytes} bytes came after it was revoked");

    let until = tokio::time::Instant::now() + PATIENCE;
    let another = loop {
        // The one that was cut off may not be let go of yet.
        let asked = live
            .http
            .get(format!("{}/v1/backup", live.url))
            .bearer_auth("admin");
        let answer = asked.send().await.unwrap();
        if answer.status() == 200 {
            break answer;
        }
        assert!(tokio::time::Instant::now() < until, "{}", answer.status());
        tokio::task::yield_now().await;
    };
    assert!(rest(another).await.1);
}

#[tokio::test]
async fn a_backup_is_cut_off_when_the_token_of_its_asker_has_expired() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder.path().join("hub.db"));
    let live = Live::with(Settings {
        // An hour is twelve seconds: it begins before that on the busiest machine.
        clock: Clock::starting_at(at("12:00:00"), 300.0),
        ..settings(store)
    })
    .await;
    let answer = begun(&live, "short").await;
    // Until it is over for everybody who asks.
    while live.ask("GET", "/v1/me", Some("short"), "").await.status == 200 {
        tokio::task::yield_now().await;
    }
    let (bytes, whole) = rest(answer).await;
    assert!(!whole && bytes < BYTES, "{bytes} bytes came after it had expired");
}
