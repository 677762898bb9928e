//! O3: clients that ask for much and never read cost the hub little memory each, and are cut.

use super::line::{self, Line};
use super::*;
use crate::trust;
use serde_json::json;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpSocket, TcpStream};
use tokio::task::JoinSet;
use uuid::Uuid;

/// Notes, of so many letters: more than the system keeps for a connection, so that the hub has to wait.
const NOTES: usize = 1_600;
const LETTERS: usize = 3_900;
/// Bytes of memory.
const EACH: usize = 64 << 10;

#[derive(Debug)]
struct Figures {
    clients: usize,
    /// Bytes of memory at most while nobody read.
    grown: usize,
    /// Connections that are still there.
    left: usize,
}

fn judge(figures: &Figures) -> Result<(), String> {
    let each = figures.grown / figures.clients;
    match figures.left {
        0 if each <= EACH => Ok(()),
        0 => Err(format!("{each} bytes of memory each")),
        left => Err(format!("{left} were not cut")),
    }
}

async fn write(address: SocketAddr, token: &str) {
    let mut writers = JoinSet::new();
    for _ in 0..32 {
        let (mut line, token) = (Line::to(address).await.unwrap(), token.to_owned());
        writers.spawn(async move {
            for _ in 0..NOTES / 32 {
                let note = json!({ "id": Uuid::new_v4(), "kind": "write_note", "text": "x".repeat(LETTERS) });
                let answer = line
                    .ask(&line::post("/v1/commands", &token, &note.to_string()))
                    .await;
                assert_eq!(answer.unwrap().status, 200);
            }
        });
    }
    writers.join_all().await;
}

/// Asks, and has seen that an answer begins to come.
async fn ask(address: SocketAddr, token: &str) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4_096).unwrap();
    let mut stream = socket.connect(address).await.unwrap();
    let request = line::get("/v1/events?after=0&limit=5000", token);
    stream.write_all(&request).await.unwrap();
    let mut first = [0; 12];
    while stream.peek(&mut first).await.unwrap() < first.len() {}
    assert_eq!(&first, b"HTTP/1.1 200");
    stream
}

#[test]
fn whoever_never_reads_costs_little_memory_and_is_cut() {
    let clients = trust::times(50, 500);
    let rig = Rig::with(SETTINGS);
    let hub = rig.serve();
    declare(&hub);
    let token = token(&hub, "omar", "advocate");
    let (listens, process, runtime) = (address(&hub), Process::of(&hub), runtime());
    runtime.block_on(write(listens, &token));
    until("the writers have left", || process.descriptors() < 30);
    let (before, open) = (process.memory(), process.descriptors());
    process.forget_peak();
    let streams = runtime.block_on(async {
        let mut all = Vec::new();
        for _ in 0..clients {
            all.push(ask(listens, &token).await);
        }
        all
    });
    let end = Instant::now() + DEADLINE;
    while process.descriptors() > open && Instant::now() < end {
        std::thread::park_timeout(Duration::from_millis(50));
    }
    let figures = Figures {
        clients,
        grown: process.peak().saturating_sub(before),
        left: process.descriptors().saturating_sub(open),
    };
    drop(streams);
    judge(&figures).unwrap();
    trust::result(
        "O3",
        "clients that never read 6 MB",
        &format!(
            "{clients} cut, {} KB of memory each",
            figures.grown / clients / 1_000
        ),
    );
}

#[test]
fn an_answer_kept_whole_for_each_of_them_is_noticed_and_so_is_one_that_stays() {
    let figures = |grown, left| Figures {
        clients: 50,
        grown,
        left,
    };
    assert_eq!(judge(&figures(50 * EACH, 0)), Ok(()));
    assert!(judge(&figures(50 * 6_000_000, 0)).is_err());
    assert!(judge(&figures(0, 1)).is_err());
}
