//! The HTTP client against answers of every make, from a server that writes them byte by byte.

use super::{PAGER, described, received};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::thread::{JoinHandle, spawn};
use warroom::connect::FetchError;
use warroom::connect::http::{Client, Fetched};

/// Gives each answer to one connection; in the end, what was asked.
fn server(answers: Vec<String>) -> (String, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let asked = spawn(move || {
        let each = answers.iter().map(|answer| {
            let (mut stream, _) = listener.accept().unwrap();
            let mut asked = Vec::new();
            while !asked.ends_with(b"\r\n\r\n") {
                let mut byte = [0];
                stream.read_exact(&mut byte).unwrap();
                asked.extend(byte);
            }
            // A client that has read enough may hang up.
            let _ = stream.write_all(answer.as_bytes());
            String::from_utf8(asked).unwrap()
        });
        each.collect()
    });
    (url, asked)
}

fn answer(status: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}")
}

async fn got(answer: String) -> Result<Fetched, FetchError> {
    let (url, _) = server(vec![answer]);
    Client::new()
        .unwrap()
        .with_limit(1_000)
        .get(&url, None, received())
        .await
}

#[tokio::test]
async fn an_answer_is_what_its_status_and_its_first_byte_say() {
    let json = "Content-Type: application/json\r\n";
    let big = "[0]".repeat(400);
    let cases = [
        (answer("200 OK", json, "{}"), "Ok"),
        (answer("200 OK", "", " [] "), "Ok"),
        (answer("401 Unauthorized", json, "{}"), "Auth"),
        (answer("404 Not Found", json, "{}"), "NotFound"),
        (answer("422 Unprocessable", json, "{}"), "Refused"),
        (
            answer("429 Too Many", "Retry-After: 7\r\n", ""),
            "RateLimited { retry_after: Some(Span(7s)) }",
        ),
        (
            answer("503 Busy", "Retry-After: Sun, 22 Nov 2026 00:07:00 GMT\r\n", ""),
            "Server { status: 503, retry_after: Some(Span(2m)) }",
        ),
        (
            answer("200 OK", "Content-Type: text/html\r\n", "Sign in"),
            "NotJson(\"a web page\")",
        ),
        (
            answer("200 OK", json, "<!doctype html>"),
            "NotJson(\"a web page\")",
        ),
        (answer("200 OK", json, "  "), "NotJson(\"nothing\")"),
        (answer("204 No Content", "", ""), "NotJson(\"nothing\")"),
        (answer("200 OK", json, &big), "TooLarge"),
        (
            format!("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{big}"),
            "TooLarge",
        ),
        (
            "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[1,".to_owned(),
            "Network",
        ),
        ("SSH-2.0-OpenSSH_9\r\n\r\n".to_owned(), "Network"),
        (String::new(), "Network"),
    ];
    for (answer, meaning) in cases {
        let got = got(answer.clone()).await;
        let said = match &got {
            Ok(_) => "Ok".to_owned(),
            Err(error) => format!("{error:?}"),
        };
        assert!(said.starts_with(meaning), "{answer:.60} -> {said}");
    }
}

#[tokio::test]
async fn nobody_at_home_is_a_sentence_without_the_query() {
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let url = format!("http://127.0.0.1:{port}/incidents?api_key=s3cr3t");
    let error = Client::new()
        .unwrap()
        .get(&url, None, received())
        .await
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with("cannot be reached: ") && error.contains("refused"),
        "{error}"
    );
    assert!(!error.contains("s3cr3t"), "{error}");
}

#[tokio::test]
async fn the_token_goes_to_the_source_and_not_along_a_redirect_to_elsewhere() {
    let token = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(token.path(), "s3cr3t\n").unwrap();
    std::fs::set_permissions(token.path(), std::fs::Permissions::from_mode(0o600)).unwrap();
    let (stranger, _) = server(vec![]);
    let (url, asked) = server(vec![
        answer("302 Found", "Location: /v2\r\n", ""),
        answer("302 Found", &format!("Location: {stranger}/steal\r\n"), ""),
    ]);
    let mut source = described(PAGER);
    source.token_file = Some(token.path().to_owned());
    let error = source
        .fetch(&Client::new().unwrap(), &url, received())
        .await
        .unwrap_err();
    assert_eq!(
        error,
        FetchError::Moved {
            to: format!("{stranger}/steal").into()
        }
    );
    for request in asked.join().unwrap() {
        assert!(request.contains("authorization: Bearer s3cr3t\r\n"), "{request}");
        assert!(request.contains("accept: application/json\r\n"), "{request}");
    }
}

#[tokio::test]
async fn without_its_token_a_source_is_not_asked() {
    let mut source = described(PAGER);
    source.token_file = Some("/nowhere/token".into());
    let error = source
        .fetch(&Client::new().unwrap(), "http://127.0.0.1:9/", received())
        .await
        .unwrap_err();
    assert!(matches!(error, FetchError::Token(_)), "{error:?}");
}
