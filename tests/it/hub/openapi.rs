//! The API's description, against the API.

use super::live::Live;
use super::*;
use warroom::domain::command::COMMANDS;

#[tokio::test]
async fn every_path_it_names_is_there_and_every_command_is_named() {
    let live = Live::start().await;
    let document = live.get("/openapi.json", Access::Admin).await.json();
    assert_eq!(document["openapi"], "3.1.0");
    let paths = document["paths"].as_object().unwrap();
    assert_eq!(paths.len(), 18);
    for (path, operations) in paths {
        let given = path.replace("{id}", "x").replace("{source}", "x");
        for method in operations.as_object().unwrap().keys() {
            let reply = live.ask(&method.to_uppercase(), &given, None, "").await;
            assert!(
                reply.status == 401 || path == "/healthz",
                "{method} {path}: {reply:?}"
            );
        }
    }
    let kinds = document["components"]["schemas"]["Submission"]["properties"]["kind"]["oneOf"].clone();
    let named: Vec<&str> = kinds
        .as_array()
        .unwrap()
        .iter()
        .map(|kind| kind["const"].as_str().unwrap())
        .collect();
    assert_eq!(named, COMMANDS.iter().map(|row| row.kind).collect::<Vec<_>>());
}

#[tokio::test]
async fn every_reference_in_it_leads_somewhere() {
    let live = Live::start().await;
    let document = live.get("/openapi.json", Access::Admin).await.json();
    let text = document.to_string();
    let references = text
        .split("\"$ref\":\"#")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap());
    for reference in references {
        assert!(document.pointer(reference).is_some(), "{reference}");
    }
}
