//! Presence over HTTP: who is here is in an answer when it has changed since that screen last heard.

use super::live::Live;
use super::*;

#[tokio::test]
async fn a_screen_hears_who_is_here_and_then_only_of_changes() {
    let live = Live::start().await;
    let first = live.get(&poll(1, "acme", 0), Access::Lead).await.json();
    assert_eq!(names(&first), ["lead-person"]);
    assert_eq!(first["present"][0]["looking_at"], "acme");
    assert_eq!(first["present"][0]["role"], "lead");
    // It waits, and is answered when somebody comes.
    let waiting = poll(1, "acme", 30);
    let (second, _) = tokio::join!(live.get(&waiting, Access::Lead), async {
        while !live
            .get("/metrics", Access::Lead)
            .await
            .text
            .contains("warroom_polls_waiting 1")
        {}
        live.get(&poll(2, "bolt", 5), Access::Advocate).await
    });
    assert_eq!(names(&second.json()), ["advocate-person", "lead-person"]);
    let third = live.get(&poll(1, "acme", 1), Access::Lead).await.json();
    assert!(third.get("present").is_none(), "{third}");
    // Where an answer did not come to it, it says which list it has.
    let before = format!("{}&presence={}", poll(1, "acme", 30), first["presence"]);
    let fourth = live.get(&before, Access::Lead).await.json();
    assert_eq!(names(&fourth), ["advocate-person", "lead-person"]);
    let known = format!("{}&presence={}", poll(1, "acme", 1), fourth["presence"]);
    let fifth = live.get(&known, Access::Lead).await.json();
    assert!(fifth.get("present").is_none(), "{fifth}");
}

#[tokio::test]
async fn the_claim_an_account_is_seen_under_is_extended_for_its_holder_alone() {
    let live = Live::with(warroom::hub::Settings {
        // Two minutes pass in a quarter of a second, and a claim is over after more than one: several polls come between.
        clock: warroom::clock::Clock::starting_at(at("14:00:00"), 500.0),
        ..super::live::settings(super::live::memory())
    })
    .await;
    live.command(Access::Lead, 1, import()).await;
    live.command(Access::Lead, 2, declare()).await;
    live.command(Access::Lead, 3, claim("acme")).await;
    let deadline = std::time::Duration::from_secs(20);
    let extended = async {
        loop {
            live.get(&poll(2, "acme", 0), Access::Advocate).await;
            live.get(&poll(1, "acme", 0), Access::Lead).await;
            let news = live.get("/v1/events?after=4", Access::Lead).await.json();
            if let Some(event) = news["events"].get(0) {
                return event.clone();
            }
        }
    };
    let event = tokio::time::timeout(deadline, extended).await.unwrap();
    assert_eq!(event["kind"], "claim_extended", "{event}");
    assert_eq!(event["by"]["name"], "lead-person");
}

fn poll(screen: u128, looking_at: &str, wait: u64) -> String {
    format!(
        "/v1/events?after=0&screen={}&looking_at={looking_at}&wait={wait}",
        number(screen)
    )
}

fn names(news: &Value) -> Vec<&str> {
    let present = news["present"].as_array().unwrap();
    present
        .iter()
        .map(|present| present["name"].as_str().unwrap())
        .collect()
}
