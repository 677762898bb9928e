//! O1: everybody waits on a hub that is killed, and comes back at once when it is there again.

use super::line::{self, Line};
use super::*;
use crate::hub::live::{self, Live, memory};
use crate::trust;
use std::sync::Arc;
use tokio::sync::Barrier;
use tokio::task::JoinSet;
use uuid::Uuid;
use warroom::hub::Settings;
use warroom::hub::allowance::Limits;

/// Clients that share a token.
const EACH: usize = 2_000;

/// What became of a crowd that came back.
#[derive(Debug, Default)]
struct Figures {
    clients: usize,
    answered: usize,
    /// What went wrong, other than that the hub was away.
    errors: Vec<String>,
    took: Duration,
}

fn judge(figures: &Figures) -> Result<(), String> {
    match (&figures.errors[..], figures.clients - figures.answered) {
        ([], 0) => Ok(()),
        ([], lost) => Err(format!("{lost} were never answered")),
        ([first, ..], _) => Err(format!("{} errors, the first: {first}", figures.errors.len())),
    }
}

fn poll(screen: Uuid, wait: u64) -> String {
    format!("/v1/events?after=0&wait={wait}&screen={screen}&looking_at=room")
}

/// All connect and ask in the same moment.
async fn come_back(address: SocketAddr, tokens: &[String], clients: usize) -> Figures {
    let barrier = Arc::new(Barrier::new(clients));
    let mut all = JoinSet::new();
    for client in 0..clients {
        let (barrier, token) = (barrier.clone(), tokens[client % tokens.len()].clone());
        all.spawn(async move {
            barrier.wait().await;
            let mut line = Line::to(address).await?;
            let answer = line.ask(&line::get(&poll(Uuid::new_v4(), 0), &token)).await?;
            std::io::Result::Ok((answer.status, line))
        });
    }
    let (start, mut figures) = (
        Instant::now(),
        Figures {
            clients,
            ..Figures::default()
        },
    );
    let mut lines = Vec::new();
    while let Some(came) = all.join_next().await {
        match came.unwrap() {
            Ok((200, line)) => {
                figures.answered += 1;
                lines.push(line);
            }
            Ok((status, _)) => figures.errors.push(format!("status {status}")),
            Err(error) => figures.errors.push(error.to_string()),
        }
    }
    figures.took = start.elapsed();
    figures
}

/// So many polls that wait; each says how it ended.
async fn wait(address: SocketAddr, tokens: &[String], clients: usize) -> JoinSet<bool> {
    let mut waiting = JoinSet::new();
    for client in 0..clients {
        let mut line = Line::to(address).await.unwrap();
        // Of an incident that there is not: nobody is told of who else is here.
        let path = "/v1/events?after=0&wait=30&incident=INC-9";
        let request = line::get(path, &tokens[client % tokens.len()]);
        waiting.spawn(async move { line.ask(&request).await.is_err() });
    }
    let mut asker = Line::to(address).await.unwrap();
    while metric(&mut asker, &tokens[0], "warroom_polls_waiting").await < clients {
        tokio::task::yield_now().await;
    }
    waiting
}

#[test]
fn everybody_comes_back_at_once_after_a_restart_and_is_answered() {
    let clients = trust::times(500, 10_000);
    make_room();
    let rig = Rig::with(SETTINGS);
    let hub = rig.serve();
    declare(&hub);
    let tokens: Vec<String> = (0..clients.div_ceil(EACH))
        .map(|number| token(&hub, &format!("wall-{number}"), "wall"))
        .collect();
    let (listens, runtime, before) = (address(&hub), runtime(), Process::of(&hub).memory());
    let waiting = runtime.block_on(wait(listens, &tokens, clients));
    let each = Process::of(&hub).memory().saturating_sub(before) / clients;
    hub.kill();
    let cut = runtime.block_on(waiting.join_all());
    assert!(cut.iter().all(|cut| *cut), "a hub that was killed answered");

    let hub = rig.serve_at(&listens.to_string());
    let figures = runtime.block_on(come_back(address(&hub), &tokens, clients));
    judge(&figures).unwrap();
    trust::result(
        "O1",
        "all come back after a restart",
        &format!(
            "{clients} clients within {:.1} s, 0 errors, {} KB each while they waited",
            figures.took.as_secs_f64(),
            each / 1_000
        ),
    );
}

/// All come back in the same moment, and each waits until it is told of all of them; how often they were listed.
async fn company(address: SocketAddr, token: &str, screens: usize) -> usize {
    let mut asker = Line::to(address).await.unwrap();
    let barrier = Arc::new(Barrier::new(screens));
    let mut all = JoinSet::new();
    for _ in 0..screens {
        let (barrier, token) = (barrier.clone(), token.to_owned());
        all.spawn(async move {
            let mut line = Line::to(address).await.unwrap();
            barrier.wait().await;
            let (screen, mut after, mut told) = (Uuid::new_v4(), 0, 0);
            while told < screens {
                let path = format!("/v1/events?after={after}&wait=30&screen={screen}&looking_at=room");
                let answer = line.ask(&line::get(&path, &token)).await.unwrap();
                assert_eq!(answer.status, 200, "{}", answer.text());
                let news: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
                after = news["through"].as_u64().unwrap();
                told = news["present"].as_array().map_or(told, Vec::len);
            }
        });
    }
    tokio::time::timeout(2 * DEADLINE, all.join_all()).await.unwrap();
    metric(&mut asker, token, "warroom_company_lists_total").await
}

#[test]
fn all_that_come_back_at_once_are_told_one_list_of_who_is_here() {
    let screens = trust::times(300, 2_000);
    make_room();
    let rig = Rig::with(SETTINGS);
    let hub = rig.serve();
    declare(&hub);
    let token = token(&hub, "wall", "wall");
    hub.kill();
    let hub = rig.serve();
    let lists = runtime().block_on(company(address(&hub), &token, screens));
    // Where the machine stands still for half a second in between, they do not come at once.
    assert!((1..=4).contains(&lists), "{lists} lists for {screens} screens");
    trust::result(
        "O1",
        "all are told of all after a restart",
        &format!("{screens} screens, {lists} list of who is here written down"),
    );
}

#[tokio::test]
async fn a_hub_that_turns_some_of_them_away_is_noticed() {
    let live = Live::with(Settings {
        limits: Limits {
            rate: 1,
            burst: 20,
            ..Limits::default()
        },
        ..live::settings(memory())
    })
    .await;
    let address = live.url.strip_prefix("http://").unwrap().parse().unwrap();
    let figures = come_back(address, &["wall".to_owned()], 60).await;
    let said = judge(&figures).unwrap_err();
    assert!(said.contains("status 429"), "{said}");
}
