//! What the hub adds to its parts: bare axum for HTTP, a bare fsync for the disk. Each is a process of its own.

#![allow(clippy::unwrap_used)]

#[path = "hub/commands.rs"]
mod commands;
mod kit;
#[path = "../tests/it/overload/line.rs"]
mod line;
#[path = "hub/polls.rs"]
mod polls;
#[path = "hub/server.rs"]
mod server;
#[path = "../tests/it/screens/stage.rs"]
#[allow(dead_code)]
mod stage;
#[path = "hub/traced.rs"]
mod traced;
#[path = "../tests/it/screens/world.rs"]
#[allow(dead_code)]
mod world;

use line::Line;
use server::{Kind, Server, TOKEN};
use std::time::Duration;

/// Of many ratios or counts: the middle one.
fn middle(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// A figure of the hub's own count.
async fn counted(line: &mut Line, name: &str) -> f64 {
    let metrics = line.ask(&line::get("/metrics", TOKEN)).await.unwrap();
    let found = metrics
        .text()
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    found.map_or(f64::NAN, |figure| figure.parse().unwrap())
}

fn note() -> Vec<u8> {
    line::post("/v1/commands", TOKEN, &said())
}

/// A command as a screen writes it, its id in the order of time.
fn said() -> String {
    serde_json::json!({ "id": uuid::Uuid::now_v7(), "kind": "write_note", "text": "errors 4.1 % -> 0.9 %" })
        .to_string()
}

/// One incident, for notes to be about.
async fn declare(line: &mut Line) {
    let body = serde_json::json!({ "id": uuid::Uuid::new_v4(), "kind": "declare_incident", "title": "Video calls drop" });
    let said = line
        .ask(&line::post("/v1/commands", TOKEN, &body.to_string()))
        .await
        .unwrap();
    assert_eq!(said.status, 200, "{}", said.text());
}

fn main() {
    server::serve_if_asked();
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let bare = Server::start(Kind::Bare);
        {
            let store = folder.path().join("hub.sqlite");
            let hub = Server::start(Kind::OnDisk(&store));
            declare(&mut Line::to(hub.address).await.unwrap()).await;
            polls::empty(&bare, &hub).await;
            commands::lone(&bare, &hub, folder.path()).await;
            let keeping = Server::start(Kind::Keeping(&folder.path().join("kept")));
            commands::many(&keeping, &hub, folder.path()).await;
        }
        commands::many_on_slow_disks(folder.path()).await;
        for screens in [500, 2_000] {
            // New ones: memory that was given back by one crowd would be found again by the next.
            let (bare, hub) = (Server::start(Kind::Bare), Server::start(Kind::InMemory));
            polls::fan_out(&bare, &hub, screens).await;
        }
        polls::storm(&bare, &folder.path().join("hub.sqlite"), 2_000).await;
    });
    runtime.shutdown_timeout(Duration::from_secs(1));
}
