//! Salesforce: questions in SOQL, a token that is renewed, tasks that are there once.

use super::crm::{Asked, Reply, Server, call, secret, task, told, vendor};
use super::received;
use serde_json::{Value, json};
use warroom::connect::Batch;
use warroom::connect::vendor::Vendor;

fn salesforce(url: &str, secret: &std::path::Path) -> Vendor {
    vendor(
        json!({ "kind": "salesforce", "url": url, "client_id": "3MVG9 x", "secret_file": secret,
        "external_id": "Warroom_Id__c", "accounts": { "tier": "Tier__c" },
        "values": { "tier": { "key": ["Gold"] } } }),
    )
}

fn org(asked: &Asked) -> Reply {
    let line = asked.line.as_str();
    let rows = |rows: Value| json!({ "totalSize": 1, "done": true, "records": rows });
    let changed = "2026-11-22T00:00:00.000+0000";
    Reply::Json(
        200,
        if line.contains("/oauth2/token") {
            json!({ "access_token": "00D!x", "instance_url": "https://evil.example", "token_type": "Bearer" })
        } else if line.contains("FROM+User") {
            rows(json!([{ "Id": "005", "Name": "Omar Berg", "Email": "omar@example.com" }]))
        } else if line.contains("SystemModstamp+%3E%3D") {
            rows(json!([]))
        } else if line.contains("FROM+Account") {
            json!({ "done": false, "nextRecordsUrl": "/services/data/v67.0/query/01g-2000",
                "records": [{ "Id": "001", "Name": "O'Neil \\ Sons", "OwnerId": "005", "Tier__c": "Gold",
                    "SystemModstamp": changed }] })
        } else if line.contains("01g-2000") {
            rows(json!([{ "Id": "002", "Name": "Fabrikam", "SystemModstamp": changed }]))
        } else {
            rows(
                json!([{ "Id": "003", "AccountId": "001", "Name": "Ann Lee", "DoNotCall": true,
                "SystemModstamp": changed }]),
            )
        },
    )
}

#[tokio::test]
async fn all_is_listed_once_and_then_a_round_that_finds_nothing_costs_one_question() {
    let server = Server::of(org);
    let file = secret();
    let mut vendor = salesforce(&server.url, &file);
    let mut deliveries = Vec::new();
    loop {
        let round = vendor.read(received()).await.unwrap();
        assert!(round.faults.is_empty(), "{:?}", round.faults);
        deliveries.extend(round.deliveries);
        if !round.more {
            break;
        }
    }
    let [Batch::Accounts(accounts), Batch::Contacts(contacts)] =
        &[&deliveries[0].batch, &deliveries[1].batch].map(Clone::clone)
    else {
        panic!("{deliveries:?}");
    };
    assert_eq!(accounts[0].id.as_str(), "crm:001");
    assert_eq!(&*accounts[0].name, "O'Neil \\ Sons");
    assert_eq!(accounts[0].tier.as_str(), "key");
    assert_eq!(accounts[0].owner.as_ref().unwrap().as_str(), "Omar Berg");
    assert_eq!(accounts.len(), 2);
    assert!(contacts[0].do_not_contact.is_some());
    for _ in 0..4 {
        let before = server.asked().len();
        let round = vendor.read(received()).await.unwrap();
        assert!(round.deliveries.is_empty() && !round.more);
        assert_eq!(server.asked().len(), before + 1);
    }
    let form = &server.asked()[0].text;
    assert!(form.starts_with("grant_type=client_credentials&client_id=3MVG9+x&client_secret=whsec_"));
}

#[tokio::test]
async fn a_token_that_is_no_longer_good_is_asked_for_anew_once() {
    let mut refusals = 1;
    let server = Server::of(move |asked| match asked.line.contains("Task") && refusals > 0 {
        true => {
            refusals -= 1;
            Reply::Json(
                401,
                json!([{ "message": "Session expired", "errorCode": "INVALID_SESSION_ID" }]),
            )
        }
        false if asked.line.contains("Task") => {
            Reply::Raw("HTTP/1.1 204 X\r\nconnection: close\r\n\r\n".to_owned())
        }
        false => org(asked),
    });
    let file = secret();
    let mut vendor = salesforce(&server.url, &file);
    assert_eq!(told(&vendor.deliver(&call(), received()).await), "delivered ");
    let asked = server.asked();
    let tokens = asked.iter().filter(|asked| asked.line.contains("oauth2")).count();
    assert_eq!(tokens, 2, "{:?}", server.lines());
    let last = asked.last().unwrap();
    assert_eq!(
        last.line,
        "PATCH /services/data/v67.0/sobjects/Task/Warroom_Id__c/warroom-INC-7-crm-call-57-1795305780"
    );
    assert_eq!(
        (&last.body["WhatId"], &last.body["WhoId"]),
        (&json!("7"), &json!("70"))
    );
    assert_eq!(
        (&last.body["TaskSubtype"], &last.body["Status"]),
        (&json!("Call"), &json!("Completed"))
    );
    assert_eq!(last.body["OwnerId"], "005");
}

#[tokio::test]
async fn a_used_up_day_is_waited_for_and_their_own_rules_are_told() {
    for (status, code, message, wanted) in [
        (
            403,
            "REQUEST_LIMIT_EXCEEDED",
            "TotalRequests Limit exceeded.",
            "later ",
        ),
        (
            403,
            "INSUFFICIENT_ACCESS_OR_READONLY",
            "insufficient access",
            "refused insufficient",
        ),
        (400, "FIELD_CUSTOM_VALIDATION_EXCEPTION", "Say why", "refused "),
        (
            404,
            "NOT_FOUND",
            "The requested resource does not exist",
            "refused it is no longer",
        ),
        (503, "SERVER_UNAVAILABLE", "busy", "later "),
    ] {
        let server = Server::of(move |asked| match asked.line.contains("Task") {
            true => Reply::Json(
                status,
                json!([{ "message": message, "errorCode": code, "fields": ["Why__c"] }]),
            ),
            false => org(asked),
        });
        let file = secret();
        let mut vendor = salesforce(&server.url, &file);
        let end = told(&vendor.deliver(&task(), received()).await);
        assert!(end.starts_with(wanted), "{code}: {end}");
        if wanted.starts_with("refused") {
            assert!(end.contains("Why__c"), "{end}");
        }
    }
}

#[tokio::test]
async fn a_list_that_goes_on_at_another_host_is_not_followed() {
    let stranger = Server::of(|_| Reply::Json(200, json!({})));
    let elsewhere = format!("{}/services/data/v67.0/query/01g", stranger.url);
    let server = Server::of(move |asked| match asked.line.contains("FROM+Account") {
        true => Reply::Json(200, json!({ "records": [], "nextRecordsUrl": elsewhere })),
        false => org(asked),
    });
    let file = secret();
    let mut vendor = salesforce(&server.url, &file);
    let said = vendor.read(received()).await.unwrap_err().to_string();
    assert!(said.contains("has moved"), "{said}");
    assert_eq!(stranger.asked().len(), 0);
}
