//! What a hub reads by itself: any JSON API of incidents and of accounts, as the settings describe it.

use super::rig::Rig;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};

const INCIDENTS: &str = r#"{"data": [{"id": "P-1", "attributes": {
    "title": "Media servers lost", "state": "open", "priority": "P1", "began": "2026-03-02T14:00:00Z",
    "service": "video"}}]}"#;
const ACCOUNTS: &str = r#"[{"key": "northwind", "company": "Northwind", "level": "1", "value": 1200000,
    "cur": "EUR", "area": "eu", "uses": ["video"]}]"#;

/// An API that first asks to be asked later.
fn api() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        let mut asked = 0;
        for stream in listener.incoming().map_while(Result::ok) {
            asked += answer(&stream, asked);
        }
    });
    port
}

/// Answers one question; says how many for incidents that were.
fn answer(mut stream: &TcpStream, asked: u32) -> u32 {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    let first = lines.next().unwrap_or_default();
    let headers: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    let allowed = headers
        .iter()
        .any(|line| line.eq_ignore_ascii_case("authorization: bearer s3cret"));
    let incidents = first.starts_with("GET /incidents ");
    let (status, more, body) = match (allowed, incidents, asked) {
        (false, _, _) => ("401 Unauthorized", "", "{}"),
        (true, true, 0) => ("429 Too Many Requests", "Retry-After: 1\r\n", "{}"),
        (true, true, _) => ("200 OK", "", INCIDENTS),
        (true, false, _) => ("200 OK", "", ACCOUNTS),
    };
    let length = body.len();
    let _ = write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\n{more}Content-Length: {length}\r\n\
         Connection: close\r\n\r\n{body}"
    );
    u32::from(incidents)
}

#[test]
fn a_command_in_the_local_room_asks_no_source() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    let rig = Rig::with(&format!(
        "[sources.pager]\nkind = \"incidents\"\nurl = \"http://127.0.0.1:{port}/incidents\"\n"
    ));
    for _ in 0..3 {
        rig.run(&["status"]).well();
    }
    let asked = listener.accept().unwrap_err();
    assert_eq!(asked.kind(), std::io::ErrorKind::WouldBlock);
}

#[test]
fn incidents_and_accounts_of_a_described_api_reach_the_picture() {
    let port = api();
    let rig = Rig::with(&format!(
        r#"
currency = "EUR"
[component.video]
products = ["video"]
[sources.pager]
kind = "incidents"
url = "http://127.0.0.1:{port}/incidents"
every = "1s"
token_file = "api.token"
items = "data"
[sources.pager.fields]
fingerprint = "id"
title = "attributes.title"
status = "attributes.state"
started_at = "attributes.began"
severity = "attributes.priority"
"label.component" = "attributes.service"
[sources.pager.values.status]
firing = ["open"]
[sources.pager.values.severity]
sev1 = ["P1"]
[sources.crm]
kind = "accounts"
url = "http://127.0.0.1:{port}/accounts"
every = "1s"
token_file = "api.token"
[sources.crm.fields]
id = "key"
name = "company"
tier = "level"
arr = "value"
currency = "cur"
region = "area"
products = "uses"
"#
    ));
    rig.secret("config/warroom/api.token", "s3cret\n");
    let hub = rig.serve();
    let declared = hub.wait_for(|event| event["kind"] == "incident_declared");
    assert_eq!(declared["title"], "Media servers lost");
    assert_eq!(declared["by"]["access"], "source");
    let affected = hub.wait_for(|event| event["kind"] == "accounts_affected");
    assert_eq!(affected["accounts"][0]["account"]["id"], "northwind");
    let status = hub.status();
    assert_eq!(status["incidents"][0]["coverage"]["total"], 1);
}

#[test]
fn a_hub_on_this_machine_is_asked_past_the_proxy_of_the_environment() {
    let proxy = TcpListener::bind("127.0.0.1:0").unwrap();
    proxy.set_nonblocking(true).unwrap();
    let rig = Rig::new();
    let hub = rig.serve();
    let asked = hub
        .command(&["status"])
        .env("http_proxy", format!("http://{}", proxy.local_addr().unwrap()))
        .output()
        .unwrap();
    assert!(asked.status.success(), "{asked:?}");
    assert!(proxy.accept().is_err(), "the proxy was shown the token");
}
