//! What an error status means to whoever asked: the hub's word on the question, or nobody's.

use crate::hub::{note, submission};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use warroom::client::ClientError;
use warroom::client::connection::{Address, Hub, Reach};

/// What becomes of a command that is answered so.
async fn answered(status: u16, kind: &str, body: &str) -> ClientError {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let answer = format!(
        "HTTP/1.1 {status} Word\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let (mut asked, mut part) = (Vec::new(), [0; 4096]);
        // The command's last field is its kind's text: then all of it is here.
        while !asked.ends_with(b"}") {
            let length = stream.read(&mut part).await.unwrap();
            asked.extend_from_slice(&part[..length]);
        }
        stream.write_all(answer.as_bytes()).await.unwrap();
    });
    let hub = Hub::new(Reach {
        address: Address::parse(&url).unwrap(),
        token: Some("lead".to_owned()),
        speak_as: None,
        ca: None,
    })
    .unwrap();
    hub.submit(&submission(1, note("rolled back"))).await.unwrap_err()
}

fn problem(status: u16, refusal: &str) -> String {
    format!(r#"{{"title":"no","status":{status},"detail":"because of something"{refusal}}}"#)
}

const PROBLEM: &str = "application/problem+json";

#[tokio::test]
async fn only_the_hubs_own_word_on_a_command_ends_it() {
    for status in [400, 409, 413, 422] {
        let told = answered(status, PROBLEM, &problem(status, "")).await;
        assert!(matches!(told, ClientError::Refused(_)), "{status}: {told:?}");
    }
    let refusal = problem(404, r#","refusal":"no_such_incident""#);
    let told = answered(404, PROBLEM, &refusal).await;
    assert!(matches!(told, ClientError::Refused(_)), "{told:?}");
    for status in [401, 403] {
        let told = answered(status, PROBLEM, &problem(status, "")).await;
        assert!(matches!(told, ClientError::Denied(_)), "{status}: {told:?}");
    }
}

#[tokio::test]
async fn what_may_pass_and_what_somebody_in_between_says_leaves_the_command_to_be_sent_again() {
    for status in [404, 405, 408, 429, 500, 503] {
        let told = answered(status, PROBLEM, &problem(status, "")).await;
        let ClientError::Unanswered(why) = told else {
            panic!("{status}: {told:?}");
        };
        assert_eq!(why, "because of something");
    }
    for status in [400, 401, 403, 404, 408, 409, 413, 429, 502] {
        for (kind, body) in [
            ("text/html", "<h1>no</h1>".to_owned()),
            ("application/json", problem(status, "")),
        ] {
            let told = answered(status, kind, &body).await;
            let ClientError::Unanswered(why) = told else {
                panic!("{status} {kind}: {told:?}");
            };
            assert!(why.contains("something in between"), "{why}");
        }
    }
}

#[tokio::test]
async fn whoever_sends_us_elsewhere_is_told_of_and_nobody_there_is_asked_or_shown_a_token() {
    let stranger = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    stranger.set_nonblocking(true).unwrap();
    let there = format!("http://{}/v1/commands", stranger.local_addr().unwrap());
    for status in [301, 302, 303, 307, 308] {
        let headers = format!("text/html\r\nlocation: {there}?token=s3cr3t");
        let told = answered(status, &headers, "").await;
        let ClientError::Unanswered(why) = told else {
            panic!("{status}: {told:?}");
        };
        assert!(
            why.contains(&format!("sent us to {there}; a hub sends nobody elsewhere")),
            "{why}"
        );
    }
    let asked = stranger.accept().unwrap_err();
    assert_eq!(asked.kind(), std::io::ErrorKind::WouldBlock);
}

#[tokio::test]
async fn a_hub_without_tls_that_is_asked_with_it_is_told_apart_from_one_that_is_away() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut part = [0; 4096];
        let _ = stream.read(&mut part).await;
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
    });
    let hub = Hub::new(Reach {
        address: Address::parse(&url).unwrap(),
        token: None,
        speak_as: None,
        ca: None,
    });
    let told = hub.unwrap().submit(&submission(1, note("x"))).await.unwrap_err();
    assert!(
        told.to_string().contains("speaks plain HTTP and not TLS"),
        "{told}"
    );
}

#[tokio::test]
async fn what_the_store_had_no_room_for_has_not_happened() {
    let full = problem(503, "").replace("\"no\"", "\"not recorded\"");
    let told = answered(503, PROBLEM, &full).await;
    assert!(matches!(told, ClientError::NotRecorded(_)), "{told:?}");
    assert_eq!(told.to_string(), "because of something");
}
