//! Takes connections in and answers on them until the hub stops.
//!
//! By hand instead of `axum::serve`, which waits for a request's headers for ever and has no limit on connections.

use super::allowance::{Allowance, Connected};
use super::door::Door;
use super::logins::{Owner, Peer};
use super::prompt::Prompt;
use super::strangers::{Newcomer, Strangers};
use super::tended::Tended;
use super::tls::Tls;
use crate::defect;
use axum::body::Body;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream, UnixListener, UnixStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

/// Connections at a time; the next one waits to be taken in.
const MOST: u32 = 12_000;
/// Of those, connections that have not yet shown a good token: strangers leave room for whoever is known.
const MOST_STRANGERS: usize = 6_000;
/// The longest a request's headers may take, and the longest an idle connection is kept.
const HEADERS: Duration = Duration::from_secs(12);
/// Bytes of a request's headers, and of an answer that wait to be sent.
const BUFFER: usize = 16 << 10;
/// After a connection that could not be taken in: there may be no more descriptors for now.
const BREATH: Duration = Duration::from_millis(200);

/// As the hub's own log calls it.
const TAKING_IN: &str = "the taking in of connections";

#[derive(Clone)]
pub struct Server {
    /// One permit a connection.
    room: Arc<Semaphore>,
    strangers: Strangers,
    /// Of connections by address; `None`: all come from one.
    allowance: Option<Allowance>,
    tended: Tended,
    stopping: watch::Receiver<bool>,
}

/// What a connection holds while it lasts.
struct Held {
    _room: OwnedSemaphorePermit,
    _connected: Option<Connected>,
}

impl Server {
    pub fn new(stopping: watch::Receiver<bool>, allowance: Option<Allowance>, tended: Tended) -> Self {
        Server {
            room: Arc::new(Semaphore::new(MOST as usize)),
            strangers: Strangers::new(MOST_STRANGERS),
            allowance,
            tended,
            stopping,
        }
    }

    pub fn tcp(&self, listener: TcpListener, door: Door, tls: Option<Tls>) {
        let (server, listener) = (self.clone(), Arc::new(listener));
        self.tended.start(TAKING_IN, move || {
            server
                .clone()
                .take_in(listener.clone(), door.clone(), tls.clone())
        });
    }

    async fn take_in(self, listener: Arc<TcpListener>, door: Door, tls: Option<Tls>) {
        while let Some((permit, taken)) = self.next(listener.accept()).await {
            let Some((stream, address)) = usable(taken).await else {
                continue;
            };
            defect::here("accept");
            let Some(held) = self.hold(permit, address.ip()) else {
                continue;
            };
            // News is small and must not wait for more of it.
            let _ = stream.set_nodelay(true);
            let visit = self.visit(Peer::Remote, &door, held);
            match tls.clone() {
                None => drop(tokio::spawn(visit.answer(stream))),
                Some(tls) => drop(tokio::spawn(visit.answer_encrypted(stream, tls))),
            }
        }
    }

    pub fn unix(&self, listener: UnixListener, door: Door, owner: Owner) {
        let (server, listener) = (self.clone(), Arc::new(listener));
        self.tended.start(TAKING_IN, move || {
            server
                .clone()
                .take_in_unix(listener.clone(), door.clone(), owner.clone())
        });
    }

    async fn take_in_unix(self, listener: Arc<UnixListener>, door: Door, owner: Owner) {
        while let Some((permit, taken)) = self.next(listener.accept()).await {
            let Some((stream, _)) = usable(taken).await else {
                continue;
            };
            let (server, door, owner) = (self.clone(), door.clone(), owner.clone());
            tokio::spawn(async move {
                let peer = at_the_other_end(&stream, owner).await;
                // Another user of this machine gets nothing at all: it is closed before a byte.
                if matches!(peer, Peer::Stranger) {
                    return;
                }
                let held = Held {
                    _room: permit,
                    _connected: None,
                };
                server.visit(peer, &door, held).answer(stream).await;
            });
        }
    }

    /// The next connection, once there is room for one; `None` when the hub stops.
    async fn next<T>(
        &self,
        accept: impl Future<Output = io::Result<T>>,
    ) -> Option<(OwnedSemaphorePermit, io::Result<T>)> {
        let mut stopping = self.stopping.clone();
        let taking = async {
            let permit = self.room.clone().acquire_owned().await.ok()?;
            Some((permit, accept.await))
        };
        tokio::select! {
            taken = taking => taken,
            () = stop(&mut stopping) => None,
        }
    }

    /// `None`: there are enough connections from there. On this machine an address says nothing.
    fn hold(&self, room: OwnedSemaphorePermit, from: IpAddr) -> Option<Held> {
        let counted = self.allowance.as_ref().filter(|_| !from.is_loopback());
        let connected = match counted {
            Some(allowance) => Some(allowance.connect(from)?),
            None => None,
        };
        Some(Held {
            _room: room,
            _connected: connected,
        })
    }

    fn visit(&self, peer: Peer, door: &Door, held: Held) -> Visit {
        Visit {
            peer,
            door: door.clone(),
            newcomer: self.strangers.enter(),
            stopping: self.stopping.clone(),
            _held: held,
        }
    }

    /// Waits until every connection has ended, but no longer than `patience`.
    pub async fn ended(&self, patience: Duration) {
        let all = self.room.acquire_many(MOST);
        if tokio::time::timeout(patience, all).await.is_err() {
            tracing::warn!("some connections were cut off when the hub stopped");
        }
    }
}

/// The system says who made the connection; nobody can say it for themselves.
async fn at_the_other_end(stream: &UnixStream, owner: Owner) -> Peer {
    let Ok(credentials) = stream.peer_cred() else {
        return Peer::Stranger;
    };
    let uid = credentials.uid();
    match owner.looks_up() {
        false => owner.peer(uid),
        true => {
            let looked = tokio::task::spawn_blocking(move || owner.peer(uid));
            looked.await.unwrap_or(Peer::Stranger)
        }
    }
}

/// Ends when the hub stops, or is gone without a word.
async fn stop(stopping: &mut watch::Receiver<bool>) {
    // The value it lends must not live across another wait.
    let _ = stopping.wait_for(|stopping| *stopping).await.is_ok();
}

async fn usable<T>(taken: io::Result<T>) -> Option<T> {
    match taken {
        Ok(connection) => Some(connection),
        Err(error) => {
            tracing::warn!("a connection could not be taken in: {error}");
            tokio::time::sleep(BREATH).await;
            None
        }
    }
}

/// One connection.
struct Visit {
    peer: Peer,
    door: Door,
    newcomer: Arc<Newcomer>,
    stopping: watch::Receiver<bool>,
    _held: Held,
}

impl Visit {
    async fn answer_encrypted(self, stream: TcpStream, tls: Tls) {
        let mut stopping = self.stopping.clone();
        let stream = tokio::select! {
            stream = tokio::time::timeout(HEADERS, tls.accept(stream)) => stream,
            () = self.newcomer.sent_away() => return,
            () = stop(&mut stopping) => return,
        };
        // How a handshake fails is the other side's affair.
        if let Ok(Ok(stream)) = stream {
            self.answer(stream).await;
        }
    }

    async fn answer<S>(mut self, stream: S)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let (peer, newcomer, door) = (self.peer, self.newcomer.clone(), self.door);
        let service = service_fn(move |request: hyper::Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(peer.clone());
            request.extensions_mut().insert(newcomer.clone());
            door.clone().answer(request)
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADERS)
            .max_buf_size(BUFFER)
            .serve_connection(TokioIo::new(Prompt::new(stream)), service);
        tokio::pin!(connection);
        // How a connection ends is the other side's affair.
        let stopped = tokio::select! {
            _ = connection.as_mut() => false,
            () = self.newcomer.sent_away() => false,
            () = stop(&mut self.stopping) => true,
        };
        if stopped {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}
