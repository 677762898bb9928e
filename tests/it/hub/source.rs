//! A polled source: what it lists becomes events, through the same door as everything else.

use super::live::Live;
use super::*;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use warroom::connect::json::{Described, Kind};

const LIST: &str = r#"[{"id": "77", "title": "Checkout fails", "status": "open", "severity": "critical",
    "created_at": "2026-03-02T13:59:00Z"}, {"id": "78"}]"#;

/// Answers every question with the list.
async fn api() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/incidents", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut question = [0; 4096];
            let _ = stream.read(&mut question).await;
            let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close";
            let answer = format!("{head}\r\ncontent-length: {}\r\n\r\n{LIST}", LIST.len());
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    url
}

#[tokio::test]
async fn what_a_source_lists_is_recorded_under_its_name() {
    let live = Live::with_sources(vec![Described::at("pager", Kind::Incidents, &api().await)]).await;
    let first = tokio::time::timeout(
        Duration::from_secs(20),
        live.get("/v1/events?wait=20", Access::Lead),
    );
    let news = first.await.unwrap().json();
    let event = &news["events"][0];
    assert_eq!(
        event["by"],
        json!({ "name": "pager", "access": "source" }),
        "{news}"
    );
    assert!(news["events"].to_string().contains("Checkout fails"));
    let metrics = live.get("/metrics", Access::Lead).await.text;
    for line in [
        "warroom_source_faults{source=\"pager\"} 1",
        "warroom_source_failures{source=\"pager\"} 0",
    ] {
        assert!(
            metrics.lines().any(|told| told == line),
            "{line} is not in {metrics}"
        );
    }
}
