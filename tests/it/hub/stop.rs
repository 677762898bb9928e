//! How a hub ends, and where it does not listen.

use super::live::{Live, memory, settings};
use super::*;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use warroom::hub::{Hub, HubError, Settings};

#[tokio::test]
async fn stopping_answers_the_waiting_polls_and_does_not_wait_for_them() {
    let live = Live::start().await;
    let (url, http) = (
        live.url.clone(),
        warroom::connect::http::build(|builder| builder, &[]).unwrap(),
    );
    let waiting = http
        .get(format!("{url}/v1/events?wait=30"))
        .bearer_auth("lead")
        .send();
    let waiting = tokio::spawn(waiting);
    while !live
        .get("/metrics", Access::Lead)
        .await
        .text
        .contains("warroom_polls_waiting 1")
    {
        tokio::task::yield_now().await;
    }
    let begun = Instant::now();
    live.hub.stop().await;
    // Long before the poll's own end, on a machine that has much else to do too.
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    let answer = waiting.await.unwrap().unwrap();
    assert_eq!(answer.status(), 200);
    assert!(
        http.get(format!("{url}/healthz")).send().await.is_err(),
        "it listens no more"
    );
}

#[tokio::test]
async fn a_command_after_the_end_is_told_so() {
    let live = Live::start().await;
    let handle = live.hub.handle();
    live.hub.stop().await;
    let problem = handle
        .submit(submission(1, declare()), by("dana"))
        .await
        .unwrap_err();
    assert_eq!(problem.status, 503);
}

#[tokio::test]
async fn a_writer_that_ends_by_a_defect_is_noticed_and_the_hub_says_that_it_is_in_trouble() {
    let mut store = memory();
    let Store::Memory(inner) = &mut store else {
        unreachable!()
    };
    inner.fail_next_commit(|| panic!("a defect in the store"));
    let live = Live::with(settings(store)).await;
    let writer = live.hub.handle();
    assert!(!writer.is_over());
    let (status, _) = live.command(Access::Lead, 1, declare()).await.problem();
    assert_eq!(status, 503);
    tokio::time::timeout(Duration::from_secs(30), writer.over())
        .await
        .expect("nobody noticed");
    assert!(writer.is_over());
    assert_eq!(live.ask("GET", "/healthz", None, "").await.status, 503);
    for path in ["/v1/incidents", "/v1/incidents/INC-1"] {
        assert_eq!(live.get(path, Access::Lead).await.problem().0, 503, "{path}");
    }
}

#[tokio::test]
async fn beyond_this_machine_it_listens_only_behind_a_proxy() {
    let hub = Hub::start(settings(memory())).unwrap();
    let everywhere = TcpListener::bind("0.0.0.0:0").await.unwrap();
    let refused = hub.serve_tcp(everywhere).unwrap_err();
    assert!(matches!(refused, HubError::NotLoopback(_)));
    assert!(refused.to_string().contains("--behind-proxy"));
    let behind = Settings {
        behind_proxy: true,
        ..settings(memory())
    };
    let hub = Hub::start(behind).unwrap();
    let everywhere = TcpListener::bind("0.0.0.0:0").await.unwrap();
    assert!(hub.serve_tcp(everywhere).is_ok());
}

#[test]
fn another_thread_may_wait_for_an_answer_without_a_runtime() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let hub = runtime.block_on(async { Hub::start(settings(memory())).unwrap() });
    let accepted = hub
        .handle()
        .submit_blocking(submission(1, declare()), by("dana"))
        .unwrap();
    assert_eq!(accepted.through.0, 1);
    runtime.block_on(hub.stop());
}
