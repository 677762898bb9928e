//! Durable commands: one alone against fsync and axum, and of 64 at once how many share an fsync.

use super::kit::{ms, percentile, ratio, say};
use super::line::{self, Line};
use super::server::{Kind, Server, TOKEN};
use super::traced::Traced;
use super::{counted, declare, middle, note};
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

/// Commands one after the other, with as many of what they are measured by between them.
const ALONE: usize = 400;
const CLIENTS: usize = 64;
/// How long they all write at a time, and how often they do.
const LONG: Duration = Duration::from_secs(2);
const TURNS: usize = 3;

pub async fn lone(bare: &Server, hub: &Server, folder: &Path) {
    let mut file = File::create(folder.join("raw")).unwrap();
    let (mut axum, mut line) = (
        Line::to(bare.address).await.unwrap(),
        Line::to(hub.address).await.unwrap(),
    );
    let said = said();
    let (mut syncs, mut trips, mut commands) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..ALONE + 20 {
        let sync = raw(&mut file);
        let start = Instant::now();
        axum.ask(&said).await.unwrap();
        let trip = start.elapsed();
        let note = note();
        let start = Instant::now();
        let answer = line.ask(&note).await.unwrap();
        assert_eq!(answer.status, 200, "{}", answer.text());
        if round >= 20 {
            syncs.push(sync);
            trips.push(trip);
            commands.push(start.elapsed());
        }
    }
    let [sync, trip, command] = [&mut syncs, &mut trips, &mut commands].map(|times| percentile(times, 0.5));
    let added = command.saturating_sub(sync + trip);
    say(
        "a lone command beyond fsync and bare axum",
        format!("{} ({} of {} and {})", ms(added), ms(command), ms(sync), ms(trip)),
    );
}

pub fn raw(file: &mut File) -> Duration {
    let start = Instant::now();
    file.write_all(&[b'x'; 512]).unwrap();
    file.sync_data().unwrap();
    start.elapsed()
}

pub async fn many(keeping: &Server, hub: &Server, folder: &Path) {
    let mut file = File::create(folder.join("raw")).unwrap();
    let mut syncs: Vec<Duration> = (0..100).map(|_| raw(&mut file)).collect();
    let mut asker = Line::to(hub.address).await.unwrap();
    let (mut count, mut commands, mut batches) = (0, 0.0, 0.0);
    let (mut ratios, mut slowest, mut spent) = (Vec::new(), Vec::new(), 0.0);
    for _ in 0..TURNS {
        // With a fast disk it is the processors that 64 clients share: so what they take without the hub is told, too.
        let mut bare = write(keeping, kept).await;
        let before = Counted::now(&mut asker).await;
        let mut times = write(hub, note).await;
        let after = Counted::now(&mut asker).await;
        commands += after.commands - before.commands;
        batches += after.batches - before.batches;
        spent += after.seconds - before.seconds;
        count += times.len();
        slowest.push(percentile(&mut times, 0.99));
        ratios.push(ratio(*slowest.last().unwrap(), percentile(&mut bare, 0.99)));
    }
    syncs.extend((0..100).map(|_| raw(&mut file)));
    let sync = percentile(&mut syncs, 0.5);
    let a_second = count as f64 / (LONG * TURNS as u32).as_secs_f64();
    say(
        "commands a batch, 64 clients",
        format!(
            "{:.1} ({a_second:.0} a second, x{:.2} of raw fsync; a batch {:.3} ms)",
            commands / batches,
            a_second * sync.as_secs_f64(),
            spent / batches * 1_000.0
        ),
    );
    say(
        "their acknowledgement, p99, of bare axum with an fsync a batch",
        format!(
            "x{:.2} ({}; an fsync alone takes {})",
            middle(ratios),
            ms(percentile(&mut slowest, 0.5)),
            ms(sync)
        ),
    );
    let before = Counted::now(&mut asker).await;
    let Some(traced) = Traced::begin(hub.id(), folder, "fsync,fdatasync") else {
        return say("fsyncs a batch", "not counted: there is no strace");
    };
    write(hub, note).await;
    let calls = traced.calls();
    let batches = Counted::now(&mut asker).await.batches - before.batches;
    say(
        "fsyncs a batch",
        format!("{:.3} ({calls} in {batches} batches)", calls as f64 / batches),
    );
}

/// On disks with the fsync of a fast and of a slow volume it is the disk that 64 clients wait for.
pub async fn many_on_slow_disks(folder: &Path) {
    for longer in [4, 10].map(Duration::from_millis) {
        let what = format!(
            "acknowledgement to 64, p99, in fsyncs of {} ms and more",
            longer.as_millis()
        );
        let store = folder.join(format!("slow-{}.sqlite", longer.as_millis()));
        let bare = Server::on_slow_disk(Kind::Keeping(&folder.join("kept")), longer);
        let hub = Server::on_slow_disk(Kind::OnDisk(&store), longer);
        let (Some(bare), Some(hub)) = (bare, hub) else {
            return say(&what, "not measured: there is no strace");
        };
        let (mut axum, mut line) = (
            Line::to(bare.address).await.unwrap(),
            Line::to(hub.address).await.unwrap(),
        );
        declare(&mut line).await;
        let (mut ours, mut bares, mut syncs) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..TURNS {
            let sync = axum.ask(&line::get("/syncs", TOKEN)).await.unwrap();
            let sync = Duration::from_micros(sync.text().parse().unwrap());
            bares.push(ratio(percentile(&mut write(&bare, kept).await, 0.99), sync));
            ours.push(ratio(percentile(&mut write(&hub, note).await, 0.99), sync));
            syncs.push(sync);
        }
        say(
            &what,
            format!(
                "{:.2} (bare axum with an fsync a batch {:.2}; an fsync alone takes {})",
                middle(ours),
                middle(bares),
                ms(percentile(&mut syncs, 0.5))
            ),
        );
    }
}

/// What the hub has counted until now.
struct Counted {
    commands: f64,
    batches: f64,
    /// Spent on the batches.
    seconds: f64,
}

impl Counted {
    async fn now(asker: &mut Line) -> Counted {
        Counted {
            commands: counted(asker, "warroom_commands_total").await,
            batches: counted(asker, "warroom_commits_total").await,
            seconds: counted(asker, "warroom_commit_seconds_total").await,
        }
    }
}

fn kept() -> Vec<u8> {
    line::post("/keep", TOKEN, &super::said())
}

fn said() -> Vec<u8> {
    line::post("/say", TOKEN, &"x".repeat(100))
}

/// Everybody writes one after the other; how long each took.
async fn write(server: &Server, what: fn() -> Vec<u8>) -> Vec<Duration> {
    let until = Instant::now() + LONG;
    let mut clients = tokio::task::JoinSet::new();
    for _ in 0..CLIENTS {
        let mut line = Line::to(server.address).await.unwrap();
        clients.spawn(async move {
            let mut times = Vec::new();
            while Instant::now() < until {
                let request = what();
                let start = Instant::now();
                let answer = line.ask(&request).await.unwrap();
                assert_eq!(answer.status, 200, "{}", answer.text());
                times.push(start.elapsed());
            }
            times
        });
    }
    clients.join_all().await.into_iter().flatten().collect()
}
