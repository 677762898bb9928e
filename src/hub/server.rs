//! Takes connections in and answers on them until the hub stops.
//!
//! By hand instead of `axum::serve`, which waits for a request's headers for ever and has no limit on connections.

use super::auth::{Owner, Peer};
use super::prompt::Prompt;
use axum::Router;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, UnixListener};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

/// Connections at a time; the next one waits to be taken in.
const MOST: u32 = 12_000;
/// The longest a request's headers may take, and the longest an idle connection is kept.
const HEADERS: Duration = Duration::from_secs(15);
/// After a connection that could not be taken in: there may be no more descriptors for now.
const BREATH: Duration = Duration::from_millis(200);

pub struct Server {
    /// One permit a connection.
    room: Arc<Semaphore>,
    stopping: watch::Receiver<bool>,
}

impl Server {
    pub fn new(stopping: watch::Receiver<bool>) -> Self {
        Server {
            room: Arc::new(Semaphore::new(MOST as usize)),
            stopping,
        }
    }

    pub fn tcp(&self, listener: TcpListener, router: Router) {
        let (room, stopping) = (self.room.clone(), self.stopping.clone());
        tokio::spawn(async move {
            while let Some((permit, taken)) = next(&room, &stopping, listener.accept()).await {
                let Some((stream, _)) = usable(taken).await else {
                    continue;
                };
                // News is small and must not wait for more of it.
                let _ = stream.set_nodelay(true);
                let answering = answer(stream, Peer::Remote, router.clone(), stopping.clone(), permit);
                tokio::spawn(answering);
            }
        });
    }

    pub fn unix(&self, listener: UnixListener, router: Router, owner: Owner) {
        let (room, stopping) = (self.room.clone(), self.stopping.clone());
        tokio::spawn(async move {
            while let Some((permit, taken)) = next(&room, &stopping, listener.accept()).await {
                let Some((stream, _)) = usable(taken).await else {
                    continue;
                };
                let peer = match stream.peer_cred() {
                    Ok(credentials) => owner.peer(credentials.uid()),
                    Err(_) => Peer::Stranger,
                };
                let answering = answer(stream, peer, router.clone(), stopping.clone(), permit);
                tokio::spawn(answering);
            }
        });
    }

    /// Waits until every connection has ended, but no longer than `patience`.
    pub async fn ended(&self, patience: Duration) {
        let all = self.room.acquire_many(MOST);
        if tokio::time::timeout(patience, all).await.is_err() {
            tracing::warn!("some connections were cut off when the hub stopped");
        }
    }
}

/// The next connection, once there is room for one; `None` when the hub stops.
async fn next<T>(
    room: &Arc<Semaphore>,
    stopping: &watch::Receiver<bool>,
    accept: impl Future<Output = io::Result<T>>,
) -> Option<(OwnedSemaphorePermit, io::Result<T>)> {
    let mut stopping = stopping.clone();
    let taking = async {
        let permit = room.clone().acquire_owned().await.ok()?;
        Some((permit, accept.await))
    };
    tokio::select! {
        taken = taking => taken,
        () = stop(&mut stopping) => None,
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

async fn answer<S>(
    stream: S,
    peer: Peer,
    router: Router,
    mut stopping: watch::Receiver<bool>,
    permit: OwnedSemaphorePermit,
) where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(peer.clone());
        router.call(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS)
        .serve_connection(TokioIo::new(Prompt::new(stream)), service);
    tokio::pin!(connection);
    // How a connection ends is the other side's affair.
    let stopped = tokio::select! {
        _ = connection.as_mut() => false,
        () = stop(&mut stopping) => true,
    };
    if stopped {
        connection.as_mut().graceful_shutdown();
        let _ = connection.await;
    }
    drop(permit);
}
