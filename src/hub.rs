//! The hub: keeps the one log, decides what is asked of it, and tells every screen what happened.
//!
//! [`writer::Writer`] decides and records; it runs on a thread of its own ([`thread`]) and puts what others read
//! without asking it on the [`board`]: the newest lines, the directory, the tokens, the claims in use. The routes are
//! one file a concern. [`feed`], [`presence`] and the writer are synchronous state machines.

mod absence;
mod accounts;
pub mod allowance;
pub mod answer;
pub mod auth;
mod backup;
mod batch;
mod board;
mod body;
mod catalogue;
mod commands;
mod counters;
mod door;
mod enqueue;
mod events;
pub mod feed;
mod health;
mod hooks;
mod incidents;
mod keeper;
mod links;
pub mod logins;
mod mask;
mod me;
mod openapi;
mod people;
mod pieces;
mod playbooks;
pub mod presence;
mod problem;
mod prompt;
mod pulse;
mod reply;
mod routes;
mod rows;
mod server;
mod sinks;
mod sources;
mod strangers;
mod tended;
mod thread;
pub mod tls;
mod tokens;
mod whole;
pub mod writer;

pub use thread::Handle;

use crate::clock::Clock;
use crate::connect::hook::Hook;
use crate::connect::json::Described;
use crate::connect::vendor::Named;
use crate::directory::reference::Settled;
use crate::domain::ids::Seq;
use crate::store::{Store, StoreError};
use allowance::{Allowance, Limits};
use board::Board;
use counters::Counters;
use door::Door;
use jiff::Timestamp;
use links::Links;
use logins::Owner;
use presence::Presence;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tended::Tended;
use thiserror::Error;
use tokio::net::{TcpListener, UnixListener};
use tokio::sync::watch;
use writer::Writer;

/// What a hub is started with.
pub struct Settings {
    pub store: Store,
    pub clock: Clock,
    /// Components, playbooks and rates.
    pub settled: Settled,
    /// Polled for alerts and accounts.
    pub sources: Vec<Described>,
    /// What may be posted without a token, by a signature.
    pub hooks: Vec<Hook>,
    /// Vendors that are read and written.
    pub connect: Vec<Named>,
    pub limits: Limits,
    /// Something in front encrypts, so that listening beyond this machine is right.
    pub behind_proxy: bool,
    /// Where new tokens come from; `None` when the system has no randomness to give.
    pub random: fn() -> Option<[u8; 16]>,
}

/// Why a hub does not start or listen: sentences for whoever runs it.
#[derive(Debug, Error)]
pub enum HubError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(
        "{0} is not this machine's own address, and without a certificate the hub speaks plain HTTP; give it one with \
         --tls-cert FILE --tls-key FILE, or put a proxy with TLS before it and start it with --behind-proxy, or listen \
         on 127.0.0.1"
    )]
    NotLoopback(SocketAddr),
    #[error(
        "the hub cannot speak TLS: {0}; it takes a certificate with those above it, and its key, both in PEM"
    )]
    Tls(String),
    #[error("the hub cannot {doing}: {why}")]
    System { doing: &'static str, why: String },
}

/// A running hub.
pub struct Hub {
    shared: Arc<Shared>,
    door: Door,
    server: server::Server,
    behind_proxy: bool,
    stop: watch::Sender<bool>,
    writer: std::thread::JoinHandle<()>,
}

/// What every route can reach.
struct Shared {
    clock: Clock,
    handle: Handle,
    hooks: hooks::Hooks,
    allowance: Allowance,
    board: Arc<Board>,
    links: Arc<Links>,
    counters: Arc<Counters>,
    presence: Mutex<Presence>,
    /// Changes when somebody should hear of somebody.
    company: watch::Sender<()>,
    /// Becomes true when the hub stops.
    stopping: watch::Receiver<bool>,
    tended: Tended,
    random: fn() -> Option<[u8; 16]>,
}

impl Shared {
    /// Hub time as screens are told it: never before the last event.
    fn now(&self) -> Timestamp {
        self.clock.now().max(self.board.feed.last_at())
    }
}

impl Hub {
    /// Folds the log and starts the writer and the sources. Call it on the runtime it shall run on.
    ///
    /// # Errors
    /// The log cannot be read, or the system gives no thread.
    pub fn start(settings: Settings) -> Result<Hub, HubError> {
        let mut writer = Writer::open(settings.store, settings.settled)?;
        let board = Arc::new(Board::new(&mut writer)?);
        let counters = Arc::new(Counters::default());
        let clock = settings.clock;
        // So many changes a millisecond no room has had since the start before.
        let version = clock.now().as_millisecond().unsigned_abs();
        let presence = match writer.picture().through() {
            Seq(0) => Presence::new(version),
            _ => Presence::after_a_restart(version),
        };
        let (handle, writer) = thread::start(writer, clock.clone(), board.clone(), counters.clone())?;
        let allowance = Allowance::new(settings.limits);
        let (stop, stopping) = watch::channel(false);
        let tended = Tended::new(clock.clone(), board.clone(), stopping.clone());
        sources::start(settings.sources, &handle, &clock, &counters, &tended);
        let hooks = hooks::Hooks::new(settings.hooks, &settings.connect);
        let links = Arc::new(Links::new(&settings.connect));
        let vendors = sinks::Ground {
            handle: handle.clone(),
            clock: clock.clone(),
            board: board.clone(),
            links: links.clone(),
        };
        sinks::start(settings.connect, &vendors, &tended);
        let shared = Arc::new(Shared {
            clock,
            handle,
            hooks,
            allowance: allowance.clone(),
            board,
            links,
            counters,
            presence: Mutex::new(presence),
            company: watch::Sender::new(()),
            stopping: stopping.clone(),
            tended: tended.clone(),
            random: settings.random,
        });
        absence::watch(&shared);
        Ok(Hub {
            door: Door::new(shared.clone(), routes::router(shared.clone())),
            shared,
            server: server::Server::new(stopping, (!settings.behind_proxy).then_some(allowance), tended),
            behind_proxy: settings.behind_proxy,
            stop,
            writer,
        })
    }

    /// A way to the writer from inside this process.
    pub fn handle(&self) -> Handle {
        self.shared.handle.clone()
    }

    /// Answers what comes in on a TCP socket, without encryption.
    ///
    /// # Errors
    /// It listens beyond this machine without `behind_proxy`.
    pub fn serve_tcp(&self, listener: TcpListener) -> Result<(), HubError> {
        let address = listener.local_addr().map_err(|error| HubError::System {
            doing: "tell where it listens",
            why: error.to_string(),
        })?;
        if !address.ip().is_loopback() && !self.behind_proxy {
            return Err(HubError::NotLoopback(address));
        }
        self.server.tcp(listener, self.door.clone(), None);
        Ok(())
    }

    /// Answers what comes in on a TCP socket, encrypted.
    pub fn serve_tls(&self, listener: TcpListener, tls: tls::Tls) {
        self.server.tcp(listener, self.door.clone(), Some(tls));
    }

    /// Answers what comes in on a Unix socket, where this user needs no token.
    pub fn serve_unix(&self, listener: UnixListener) {
        self.serve_unix_of(listener, Owner::of_this_process());
    }

    /// Answers what comes in on a Unix socket, where its owner and those who share it need no token.
    pub fn serve_unix_of(&self, listener: UnixListener, owner: Owner) {
        self.server.unix(listener, self.door.clone(), owner);
    }

    /// Ends within a second: waiting polls are answered, what is in the writer's queue is recorded.
    pub async fn stop(self) {
        const PATIENCE: Duration = Duration::from_millis(700);
        self.stop.send_replace(true);
        self.server.ended(PATIENCE).await;
        self.shared.handle.stop(self.writer).await;
    }
}
