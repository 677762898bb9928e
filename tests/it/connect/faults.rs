//! Every fault that a vendor's answer may have, against every vendor: none panics, loses something, sends it twice, or
//! leads to another host.

use super::crm::{Asked, Reply, Server, call, secret, told, vendor};
use super::received;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

/// What becomes of what was on its way once the vendor is well again.
#[derive(Clone, Copy, PartialEq)]
enum Ends {
    There,
    /// With somebody, who is told why.
    WithSomebody,
    Either,
}

struct Fault {
    name: &'static str,
    answer: &'static str,
    /// The vendor did as it was told before it answered so.
    done: bool,
    ends: Ends,
}

const fn fault(name: &'static str, answer: &'static str, done: bool, ends: Ends) -> Fault {
    Fault {
        name,
        answer,
        done,
        ends,
    }
}

const CLOSE: &str = "connection: close\r\n";

const FAULTS: &[Fault] = &[
    fault("401", "401 X\r\n\r\n{}", false, Ends::There),
    fault("403", "403 X\r\n\r\n{}", false, Ends::There),
    fault("404", "404 X\r\n\r\n{}", false, Ends::There),
    fault("409", "409 X\r\n\r\n{}", false, Ends::WithSomebody),
    fault("412", "412 X\r\n\r\n{}", false, Ends::WithSomebody),
    fault("420", "420 X\r\n\r\n{}", false, Ends::There),
    fault(
        "422",
        "422 X\r\n\r\n{\"message\":7,\"errors\":{}}",
        false,
        Ends::WithSomebody,
    ),
    fault("429", "429 X\r\n\r\n", false, Ends::There),
    fault(
        "429 in seconds",
        "429 X\r\nretry-after: 7\r\n\r\n{}",
        false,
        Ends::There,
    ),
    fault(
        "429 at a date",
        "429 X\r\nretry-after: Sun, 22 Nov 2026 00:07:00 GMT\r\n\r\n{}",
        false,
        Ends::There,
    ),
    fault(
        "429 at an hour",
        "429 X\r\nx-ratelimit-reset: 1795306000\r\n\r\n[]",
        false,
        Ends::There,
    ),
    fault("503", "503 X\r\n\r\n<html>busy</html>", false, Ends::There),
    fault(
        "moved",
        "302 X\r\nlocation: STRANGER/steal\r\n\r\n",
        false,
        Ends::There,
    ),
    fault("500, done all the same", "500 X\r\n\r\n{}", true, Ends::There),
    fault("504, done all the same", "504 X\r\n\r\n", true, Ends::There),
    fault(
        "a cut answer",
        "201 X\r\ncontent-length: 900\r\n\r\n{\"id\":",
        true,
        Ends::There,
    ),
    fault("no answer", "", true, Ends::There),
    fault(
        "a web page",
        "200 X\r\ncontent-type: text/html\r\n\r\n<!doctype html>",
        true,
        Ends::There,
    ),
    fault("null", "200 X\r\n\r\nnull", true, Ends::Either),
    fault("a list", "200 X\r\n\r\n[[[]]]", true, Ends::Either),
    fault(
        "207",
        "207 X\r\n\r\n{\"status\":\"X\",\"errors\":[{\"message\":\"no\"}]}",
        true,
        Ends::Either,
    ),
    fault(
        "unknown words",
        "201 X\r\n\r\n{\"id\":31,\"status\":\"NEVER_HEARD\",\"\\u001b[2J\":{}}",
        true,
        Ends::Either,
    ),
];

fn settings(url: &str, file: &std::path::Path) -> [(&'static str, Value); 4] {
    [
        (
            "webhook",
            json!({ "kind": "webhook", "url": format!("{url}/write"), "secret_file": file, "takes": ["call"] }),
        ),
        (
            "hubspot",
            json!({ "kind": "hubspot", "url": url, "token_file": file }),
        ),
        (
            "hubspot, unique",
            json!({ "kind": "hubspot", "url": url, "token_file": file, "unique": "warroom_id" }),
        ),
        (
            "salesforce",
            json!({ "kind": "salesforce", "url": url, "client_id": "x", "secret_file": file,
                "external_id": "Warroom_Id__c" }),
        ),
    ]
}

fn is_write(asked: &Asked) -> bool {
    let line = asked.line.as_str();
    line.ends_with("/write/")
        || line.ends_with("/calls")
        || line.ends_with("/batch/upsert")
        || line.contains("/Task/")
}

/// By what it is known again there, if anything.
fn id(asked: &Asked) -> Option<String> {
    let header = asked
        .head
        .lines()
        .find_map(|line| line.strip_prefix("webhook-id: "));
    let unique = asked.body["inputs"][0]["id"].as_str();
    let external = asked.line.split_once("/Task/").map(|(_, external)| external);
    header.or(unique).or(external).map(str::to_owned)
}

/// What a vendor has, as any of them keeps it: by its id, or one more each time.
#[derive(Default)]
struct Has(Vec<(Option<String>, Value)>);

impl Has {
    fn take(&mut self, asked: &Asked) {
        let id = id(asked);
        if id.is_none() || !self.0.iter().any(|(known, _)| *known == id) {
            self.0.push((id, asked.body.clone()));
        }
    }

    fn well(&mut self, asked: &Asked) -> Reply {
        let line = asked.line.as_str();
        if is_write(asked) {
            self.take(asked);
            return Reply::Json(200, json!({ "id": "31", "results": [{ "id": "31" }] }));
        }
        let each = || self.0.iter().enumerate();
        Reply::Json(
            200,
            if line.contains("oauth2") {
                json!({ "access_token": "x" })
            } else if line.contains("/associations/calls") {
                json!({ "results": each().map(|(at, _)| json!({ "toObjectId": at })).collect::<Vec<_>>() })
            } else if line.ends_with("/batch/read") {
                let rows =
                    each().map(|(at, (_, body))| json!({ "id": at, "properties": body["properties"] }));
                json!({ "results": rows.collect::<Vec<_>>() })
            } else {
                json!({ "results": [], "records": [] })
            },
        )
    }
}

#[tokio::test]
async fn whatever_a_write_is_answered_it_is_there_once_or_with_somebody() {
    let stranger = Server::of(|_| Reply::Json(200, json!({})));
    let file = secret();
    for fault in FAULTS {
        for which in 0..4 {
            let has: Arc<Mutex<Has>> = Arc::default();
            let (kept, elsewhere) = (has.clone(), stranger.url.clone());
            let mut ill = true;
            let server = Server::of(move |asked| {
                let mut has = kept.lock().unwrap();
                if !(ill && is_write(asked)) {
                    return has.well(asked);
                }
                ill = false;
                if fault.done {
                    has.take(asked);
                }
                let answer = fault.answer.replacen("\r\n", &format!("\r\n{CLOSE}"), 1);
                let answer = answer.replace("STRANGER", &elsewhere);
                Reply::Raw(match answer.is_empty() {
                    true => answer,
                    false => format!("HTTP/1.1 {answer}"),
                })
            });
            let (kind, setting) = settings(&server.url, &file)[which].clone();
            let mut vendor = vendor(setting);
            let mut end = "later".to_owned();
            for _ in 0..4 {
                if end.starts_with("later") {
                    end = told(&vendor.deliver(&call(), received()).await);
                }
            }
            let case = format!("{kind}, {}: {end}", fault.name);
            let there = has.lock().unwrap().0.len();
            assert!(there <= 1, "{case}: {there} of one");
            match end.split(' ').next().unwrap() {
                "delivered" => assert!(there == 1 && fault.ends != Ends::WithSomebody, "{case}"),
                "refused" | "unknown" => assert!(fault.ends != Ends::There, "{case}"),
                _ => panic!("{case}"),
            }
        }
    }
    assert_eq!(stranger.asked().len(), 0);
}

#[tokio::test]
async fn whatever_a_list_is_answered_nothing_panics_and_nobody_else_is_asked() {
    let stranger = Server::of(|_| Reply::Json(200, json!({})));
    let file = secret();
    let odd = [
        r#"{"results":null,"records":null}"#,
        r#"{"results":{},"records":7}"#,
        r#"{"results":[null,7,"x",[],{}],"records":[null,7,"x",[],{}]}"#,
        r#"{"results":[{"id":7,"properties":null}],"records":[{"Id":[],"Name":{}}]}"#,
        r#"{"results":[],"records":[],"paging":{"next":{"after":"2"}},"nextRecordsUrl":"/services/data/v67.0/query/2"}"#,
        r#"{"results":[],"records":[],"nextRecordsUrl":"STRANGER/query/2"}"#,
        r#"{"access_token":"x","results":[{"id":"1","properties":{"name":"\u001b[2J","hs_lastmodifieddate":"soon"}}],
            "records":[{"Id":"1","Name":"\u202e","SystemModstamp":-5}]}"#,
    ];
    let made: Vec<String> = odd
        .iter()
        .map(|body| format!("200 X\r\n{CLOSE}\r\n{body}"))
        .collect();
    let known = FAULTS
        .iter()
        .map(|fault| fault.answer.replacen("\r\n", &format!("\r\n{CLOSE}"), 1));
    for answer in known.chain(made) {
        for which in 1..4 {
            let answer = answer.replace("STRANGER", &stranger.url);
            let raw = match answer.is_empty() {
                true => String::new(),
                false => format!("HTTP/1.1 {answer}"),
            };
            let server = Server::of(move |asked| {
                match asked.line.contains("oauth2") || asked.line.contains("owners") {
                    true => Has::default().well(asked),
                    false => Reply::Raw(raw.clone()),
                }
            });
            let (_, setting) = settings(&server.url, &file)[which].clone();
            let mut vendor = vendor(setting);
            for _ in 0..3 {
                if let Err(error) = vendor.read(received()).await {
                    assert!(!error.to_string().contains("whsec"), "{error}");
                }
            }
            assert!(server.asked().len() < 200, "{answer}: it goes on for ever");
        }
    }
    assert_eq!(stranger.asked().len(), 0);
}
