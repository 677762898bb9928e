//! The hub's own Unix socket: the login is enough, and one person may be two.

use super::live::{Live, read};
use super::*;
use reqwest::header::HeaderMap;
use warroom::connect::http;

async fn ask(path: &std::path::Path, headers: &[(&'static str, &'static str)]) -> super::live::Reply {
    let http = http::build(|builder| builder.unix_socket(path).no_proxy(), &[]).unwrap();
    let mut all = HeaderMap::new();
    for (name, value) in headers {
        all.insert(*name, value.parse().unwrap());
    }
    let body = json!({ "id": number(headers.len() as u128 + 10), "kind": "write_note", "text": "hello" });
    let request = http
        .post("http://hub/v1/commands")
        .headers(all)
        .body(body.to_string());
    read(request.send().await.unwrap()).await
}

#[tokio::test]
async fn on_its_own_socket_the_login_is_enough_and_another_name_may_be_given() {
    let live = Live::start().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hub.sock");
    live.listen(&path);
    live.command(Access::Lead, 1, declare()).await;
    assert_eq!(ask(&path, &[]).await.status, 200);
    assert_eq!(ask(&path, &[("x-warroom-as", "omar")]).await.status, 200);
    let news = live.get("/v1/events?after=1", Access::Lead).await.json();
    let login = nix::unistd::User::from_uid(nix::unistd::geteuid())
        .unwrap()
        .unwrap()
        .name;
    assert_eq!(
        news["events"][0]["by"],
        json!({ "name": login, "access": "admin" })
    );
    assert_eq!(
        news["events"][1]["by"],
        json!({ "name": "omar", "access": "admin" })
    );
}

#[tokio::test]
async fn a_token_counts_on_the_socket_too_and_no_other_name_goes_with_it() {
    let live = Live::start().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hub.sock");
    live.listen(&path);
    let wall = ask(&path, &[("authorization", "Bearer wall")]).await;
    assert_eq!(wall.problem().0, 403);
    let both = ask(
        &path,
        &[("authorization", "Bearer lead"), ("x-warroom-as", "omar")],
    )
    .await;
    assert_eq!(both.problem().0, 403);
    assert_eq!(ask(&path, &[("x-warroom-as", "")]).await.problem().0, 400);
    let remote = live
        .ask_with("GET", "/v1/events", Some("lead"), "", &[("x-warroom-as", "omar")])
        .await;
    assert_eq!(remote.problem().0, 403);
}
