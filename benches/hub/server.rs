//! A server in a process of its own, so that its memory is its own: the hub, or as little as axum can be.

use super::world::World;
use axum::extract::{Path, State};
use axum::routing::{get, post};
use axum::serve::ListenerExt;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::path::Path as File;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};
use warroom::clock::Clock;
use warroom::directory::reference::Settled;
use warroom::domain::actor::Access;
use warroom::hub::allowance::Limits;
use warroom::hub::auth::token_hash;
use warroom::hub::{Hub, Settings};
use warroom::store::Store;

/// The one token there is.
pub const TOKEN: &str = "0123456789abcdef0123456789abcdef";
/// Which of them it is depends on how SQLite was built.
const SYNCS: &str = "fdatasync,fsync";
/// As many bytes as the hub's answer with one note in it, but for the headers.
const NEWS: usize = 420;
/// The same for a poll without news.
const NO_NEWS: usize = 88;
/// The same for a command that was carried out.
const ACCEPTED: usize = 37;

/// What the process is to be.
#[derive(Clone, Copy, Debug)]
pub enum Kind<'a> {
    Bare,
    /// The same, and it keeps what it is told in a file: what came in while it wrote shares the next fsync.
    Keeping(&'a File),
    InMemory,
    OnDisk(&'a File),
}

pub struct Server {
    child: Child,
    /// The same as the child, but where something else runs it.
    id: u32,
    pub address: SocketAddr,
}

impl Server {
    pub fn start(kind: Kind) -> Server {
        let program = std::env::current_exe().unwrap();
        Server::under(&mut Command::new(program), kind)
    }

    /// On a disk that takes so much longer for each fsync; `None` where there is no strace to make one.
    pub fn on_slow_disk(kind: Kind, longer: Duration) -> Option<Server> {
        Command::new("strace")
            .args(["-o", "/dev/null", "true"])
            .status()
            .ok()
            .filter(|status| status.success())?;
        let inject = format!("inject={SYNCS}:delay_exit={}", longer.as_micros());
        let mut strace = Command::new("strace");
        // Only what is traced goes by way of strace, so that all else is as fast as ever.
        strace
            .args(["-f", "--seccomp-bpf", "-o", "/dev/null", "-e"])
            .args([&format!("trace={SYNCS}"), "-e", &inject])
            .arg(std::env::current_exe().unwrap());
        Some(Server::under(&mut strace, kind))
    }

    fn under(command: &mut Command, kind: Kind) -> Server {
        command.arg("--serve");
        match kind {
            Kind::Bare => command.arg("bare"),
            Kind::Keeping(path) => command.arg("keeping").arg(path),
            Kind::InMemory => command.arg("memory"),
            Kind::OnDisk(path) => command.arg("disk").arg(path),
        };
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let (id, address) = line.trim().split_once(' ').unwrap();
        Server {
            child,
            id: id.parse().unwrap(),
            address: address.parse().unwrap(),
        }
    }

    pub fn id(&self) -> u32 {
        self.id
    }

    /// Bytes of memory it holds now.
    pub fn memory(&self) -> usize {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() << 10
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Whatever runs it ends with it.
        let server = Pid::from_raw(i32::try_from(self.id).unwrap());
        let _ = kill(server, Signal::SIGKILL);
        let _ = self.child.wait();
    }
}

/// Serves until it is killed; never returns where this process was started to be a server.
pub fn serve_if_asked() {
    let asked: Vec<String> = std::env::args().skip_while(|word| word != "--serve").collect();
    let store = match asked.get(1).map(String::as_str) {
        None => return,
        Some("bare" | "keeping") => None,
        Some("disk") => Some(Store::open(File::new(&asked[2]), [7; 32]).unwrap()),
        Some(_) => Some(Store::memory([7; 32])),
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let hub = match store {
            None => {
                tokio::spawn(bare(listener, kept(asked.get(2))));
                None
            }
            Some(store) => {
                let hub = hub(store);
                hub.serve_tcp(listener).unwrap();
                Some(hub)
            }
        };
        let mut out = std::io::stdout();
        writeln!(out, "{} {address}", std::process::id()).unwrap();
        std::future::pending::<()>().await;
        drop(hub);
    });
}

fn hub(mut store: Store) -> Hub {
    if store.tokens().unwrap().is_empty() {
        store
            .add_token(&"pat".into(), Access::Admin, token_hash(TOKEN))
            .unwrap();
    }
    let reference = World::with(Vec::new()).reference;
    Hub::start(Settings {
        store,
        clock: Clock::real(),
        settled: Settled {
            components: reference.components,
            playbooks: reference.playbooks,
            rates: reference.rates,
            slas: reference.slas,
        },
        sources: Vec::new(),
        hooks: Vec::new(),
        connect: Vec::new(),
        limits: Limits {
            rate: 1_000_000,
            under_way: 100_000,
            ..Limits::default()
        },
        behind_proxy: false,
        random: || None,
    })
    .unwrap()
}

struct Bare {
    head: watch::Sender<u64>,
    waiting: AtomicUsize,
    kept: Option<Sender<ToKeep>>,
}

/// Words, and whom to tell that they are on the disk.
type ToKeep = (String, oneshot::Sender<()>);

/// The way to a thread that keeps words in a file.
fn kept(path: Option<&String>) -> Option<Sender<ToKeep>> {
    let mut file = std::fs::File::create(path?).unwrap();
    let (sender, words) = channel::<ToKeep>();
    std::thread::spawn(move || {
        while let Ok(first) = words.recv() {
            let batch: Vec<ToKeep> = [first].into_iter().chain(words.try_iter()).collect();
            for (word, _) in &batch {
                file.write_all(word.as_bytes()).unwrap();
            }
            file.sync_data().unwrap();
            for (_, told) in batch {
                let _ = told.send(());
            }
        }
    });
    Some(sender)
}

/// A long poll and nothing else: what any server on axum has to do.
async fn bare(listener: TcpListener, kept: Option<Sender<ToKeep>>) {
    let bare = Arc::new(Bare {
        head: watch::Sender::new(0),
        waiting: AtomicUsize::new(0),
        kept,
    });
    let router = axum::Router::new()
        .route("/nothing", get(|| async { "x".repeat(NO_NEWS) }))
        .route("/many/{bytes}", get(many))
        .route("/poll/{after}", get(poll))
        .route("/say", post(say))
        .route("/keep", post(keep))
        .route("/syncs", get(syncs))
        .route("/waiting", get(waiting))
        .with_state(bare);
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    axum::serve(listener, router).await.unwrap();
}

async fn many(Path(bytes): Path<usize>) -> String {
    "x".repeat(bytes)
}

async fn poll(State(bare): State<Arc<Bare>>, Path(after): Path<u64>) -> String {
    let mut head = bare.head.subscribe();
    bare.waiting.fetch_add(1, Ordering::Relaxed);
    let _ = head.wait_for(|head| *head > after).await;
    bare.waiting.fetch_sub(1, Ordering::Relaxed);
    "x".repeat(NEWS)
}

async fn say(State(bare): State<Arc<Bare>>, body: String) -> String {
    bare.head.send_modify(|head| *head += 1);
    body
}

async fn keep(State(bare): State<Arc<Bare>>, body: String) -> String {
    let (told, kept) = oneshot::channel();
    bare.kept.as_ref().unwrap().send((body, told)).unwrap();
    kept.await.unwrap();
    "x".repeat(ACCEPTED)
}

/// How long an fsync of half a kilobyte takes in this process, in microseconds: the middle one of many.
async fn syncs() -> String {
    let mut file = tempfile::tempfile_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut times: Vec<u128> = (0..50)
        .map(|_| super::commands::raw(&mut file).as_micros())
        .collect();
    times.sort_unstable();
    times[times.len() / 2].to_string()
}

async fn waiting(State(bare): State<Arc<Bare>>) -> String {
    format!("warroom_polls_waiting {}\n", bare.waiting.load(Ordering::Relaxed))
}
