//! Polls: those without news, news to many that wait, and all of them coming back at once.

use super::kit::{ms, percentile, ratio, say};
use super::line::{self, Line};
use super::server::{Kind, Server, TOKEN};
use super::traced::Traced;
use super::{counted, declare, middle, note};
use std::time::{Duration, Instant};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;
use uuid::Uuid;

/// Connections that poll at once.
const POLLERS: usize = 16;
const LONG: Duration = Duration::from_millis(500);
/// Times of both in turns.
const ROUNDS: usize = 9;
/// News that everybody hears.
const NEWS: usize = 25;
/// Lines that whoever comes anew reads.
const LINES: usize = 100;

pub async fn empty(bare: &Server, hub: &Server) {
    let mut asker = Line::to(hub.address).await.unwrap();
    let head = head(&mut asker).await;
    let request = line::get(&format!("/v1/events?after={head}&wait=0"), TOKEN);
    let nothing = line::get("/nothing", TOKEN);
    let answer = asker.ask(&request).await.unwrap();
    let mut ratios = Vec::new();
    for _ in 0..ROUNDS {
        let axum = rate(bare, &nothing).await;
        ratios.push(rate(hub, &request).await / axum);
    }
    say(
        "polls without news, of bare axum's rate",
        format!(
            "x{:.2} ({} B out, {} B back)",
            middle(ratios),
            request.len(),
            answer.bytes
        ),
    );
    let folder = tempfile::tempdir().unwrap();
    let Some(traced) = Traced::begin(hub.id(), folder.path(), "pread64,preadv") else {
        return say(
            "database reads in 1,000 of them",
            "not counted: there is no strace",
        );
    };
    for _ in 0..1_000 {
        asker.ask(&request).await.unwrap();
    }
    say("database reads in 1,000 of them", traced.calls());
}

async fn rate(server: &Server, request: &[u8]) -> f64 {
    let until = Instant::now() + LONG;
    let mut pollers = JoinSet::new();
    for _ in 0..POLLERS {
        let (mut line, request) = (Line::to(server.address).await.unwrap(), request.to_vec());
        pollers.spawn(async move {
            let mut count = 0_u32;
            while Instant::now() < until {
                let answer = line.ask(&request).await.unwrap();
                assert_eq!(answer.status, 200, "{}", answer.text());
                count += 1;
            }
            count
        });
    }
    f64::from(pollers.join_all().await.into_iter().sum::<u32>()) / LONG.as_secs_f64()
}

/// Where the log ends, once one more thing was said.
async fn head(asker: &mut Line) -> u64 {
    let answer = asker.ask(&note()).await.unwrap();
    let said: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    said["through"].as_u64().unwrap()
}

/// So many screens that wait on a server.
struct Crowd {
    asker: Line,
    heard: UnboundedReceiver<Instant>,
    screens: usize,
    head: u64,
    /// What each of them costs the server while it waits.
    memory: usize,
    path: &'static str,
}

impl Crowd {
    async fn gather(server: &Server, screens: usize, is_hub: bool) -> Crowd {
        let mut asker = Line::to(server.address).await.unwrap();
        if is_hub {
            declare(&mut asker).await;
        }
        let head = if is_hub { head(&mut asker).await } else { 0 };
        let (ear, heard) = unbounded_channel();
        let before = server.memory();
        for _ in 0..screens {
            let line = Line::to(server.address).await.unwrap();
            tokio::spawn(
                match is_hub {
                    true => Waiter::Hub(Uuid::new_v4()),
                    false => Waiter::Bare,
                }
                .listen(line, head, ear.clone()),
            );
        }
        let mut crowd = Crowd {
            // The one from before may have been idle for too long.
            asker: Line::to(server.address).await.unwrap(),
            heard,
            screens,
            head,
            memory: 0,
            path: if is_hub { "/metrics" } else { "/waiting" },
        };
        crowd.all_wait().await;
        crowd.memory = server.memory().saturating_sub(before) / screens;
        crowd
    }

    /// Nobody is on the way to the server any more.
    async fn all_wait(&mut self) {
        loop {
            let answer = self.asker.ask(&line::get(self.path, TOKEN)).await.unwrap();
            let waiting = format!("\nwarroom_polls_waiting {}\n", self.screens);
            if format!("\n{}", answer.text()).contains(&waiting) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Something is said, and everybody hears it; how long that took the last but one in a hundred.
    async fn hear(&mut self, said: &[u8]) -> Duration {
        self.all_wait().await;
        let start = Instant::now();
        let answer = self.asker.ask(said).await.unwrap();
        assert_eq!(answer.status, 200, "{}", answer.text());
        self.head += 1;
        let mut times = Vec::new();
        while times.len() < self.screens {
            times.push(self.heard.recv().await.unwrap() - start);
        }
        percentile(&mut times, 0.99)
    }
}

enum Waiter {
    Bare,
    Hub(Uuid),
}

impl Waiter {
    /// Polls, and tells when it has heard of the next thing that was said.
    async fn listen(self, mut line: Line, mut head: u64, ear: UnboundedSender<Instant>) {
        loop {
            let path = match &self {
                Waiter::Bare => format!("/poll/{head}"),
                Waiter::Hub(screen) => {
                    format!("/v1/events?after={head}&wait=30&screen={screen}&looking_at=room")
                }
            };
            let Ok(answer) = line.ask(&line::get(&path, TOKEN)).await else {
                return;
            };
            assert_eq!(answer.status, 200, "{}", answer.text());
            // An answer without news says who is here.
            let news = match &self {
                Waiter::Bare => true,
                Waiter::Hub(_) => !answer.text().contains(r#""events":[]"#),
            };
            if news {
                head += 1;
                if ear.send(Instant::now()).is_err() {
                    return;
                }
            }
        }
    }
}

pub async fn fan_out(bare: &Server, hub: &Server, screens: usize) {
    let mut axum = Crowd::gather(bare, screens, false).await;
    let mut room = Crowd::gather(hub, screens, true).await;
    let said = line::post("/say", TOKEN, &"x".repeat(100));
    let (mut ratios, mut times) = (Vec::new(), Vec::new());
    for _ in 0..NEWS {
        let by = axum.hear(&said).await;
        let took = room.hear(&note()).await;
        ratios.push(ratio(took, by));
        times.push(took);
    }
    say(
        &format!("news to {screens} screens, p99, of bare axum"),
        format!("x{:.2} ({})", middle(ratios), ms(percentile(&mut times, 0.5))),
    );
    say(
        &format!("memory a held screen, of {screens}"),
        format!(
            "{:.1} KB, bare axum {:.1} KB",
            room.memory as f64 / 1_000.0,
            axum.memory as f64 / 1_000.0
        ),
    );
}

/// The hub was started again, and all come back at once and read what there is.
pub async fn storm(bare: &Server, store: &std::path::Path, screens: usize) {
    {
        let hub = Server::start(Kind::OnDisk(store));
        let mut asker = Line::to(hub.address).await.unwrap();
        for _ in 0..LINES {
            asker.ask(&note()).await.unwrap();
        }
    }
    let (mut ratios, mut bytes) = (Vec::new(), 0);
    let mut lists = 0.0;
    for round in 0..3 {
        let hub = Server::start(Kind::OnDisk(store));
        let mut asker = Line::to(hub.address).await.unwrap();
        let head = head(&mut asker).await;
        let from = head - LINES as u64;
        let one = line::get(&format!("/v1/events?after={from}"), TOKEN);
        bytes = asker.ask(&one).await.unwrap().body.len();
        let many = line::get(&format!("/many/{bytes}"), TOKEN);
        let (by, _) = come_back(bare, screens, |_| many.clone()).await;
        let (took, lines) = come_back(&hub, screens, |screen| poll(from, screen)).await;
        ratios.push(ratio(took, by));
        if round == 2 {
            lists = told_of_all(&hub, lines, head).await;
        }
    }
    say(
        &format!("{screens} screens come back and read {bytes} B, of bare axum"),
        format!(
            "x{:.2}; {lists} list of who is here until all are told of all",
            middle(ratios)
        ),
    );
}

fn poll(after: u64, screen: usize) -> Vec<u8> {
    let screen = Uuid::from_u128(screen as u128);
    line::get(
        &format!("/v1/events?after={after}&wait=30&screen={screen}"),
        TOKEN,
    )
}

/// They go on to poll; how often who is here was listed until everybody knew of everybody.
async fn told_of_all(hub: &Server, lines: Vec<Line>, head: u64) -> f64 {
    let (screens, mut all) = (lines.len(), JoinSet::new());
    for (screen, mut line) in lines.into_iter().enumerate() {
        all.spawn(async move {
            let mut told = 0;
            while told < screens {
                let answer = line.ask(&poll(head, screen)).await.unwrap();
                told = answer.text().matches(r#""idle_s""#).count();
            }
        });
    }
    all.join_all().await;
    // A connection on which nothing was asked for a while has been closed.
    let mut asker = Line::to(hub.address).await.unwrap();
    counted(&mut asker, "warroom_company_lists_total").await
}

/// How long the last but one in a hundred takes, and everybody's connection.
async fn come_back(
    server: &Server,
    screens: usize,
    request: impl Fn(usize) -> Vec<u8>,
) -> (Duration, Vec<Line>) {
    let start = Instant::now();
    let mut all = JoinSet::new();
    for screen in 0..screens {
        let (address, request) = (server.address, request(screen));
        all.spawn(async move {
            let mut line = Line::to(address).await.unwrap();
            let answer = line.ask(&request).await.unwrap();
            assert_eq!(answer.status, 200, "{}", answer.text());
            (screen, start.elapsed(), line)
        });
    }
    let mut came = all.join_all().await;
    came.sort_by_key(|(screen, ..)| *screen);
    let (mut times, lines): (Vec<_>, Vec<_>) = came.into_iter().map(|(_, took, line)| (took, line)).unzip();
    (percentile(&mut times, 0.99), lines)
}
