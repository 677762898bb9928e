//! `GET /v1/backup`: the record as it is now, as a file, while everybody goes on.

use super::Shared;
use super::auth::Pass;
use super::problem::Refused;
use super::reply::reply;
use crate::domain::actor::Access;
use crate::store::{Frozen, StoreError};
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use hyper::body::{Frame, SizeHint};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// How an SQLite file is called in HTTP.
const SQLITE: &str = "application/vnd.sqlite3";
/// Bytes read from the disk at once, and parts that wait for the asker.
const PART: usize = 256 << 10;
const AHEAD: usize = 4;

type Part = Result<Bytes, StoreError>;

pub async fn backup(State(shared): State<Arc<Shared>>, pass: Pass) -> Result<Response, Refused> {
    let who = &pass.who;
    if who.access != Access::Admin {
        return Err(Refused::forbidden(format!(
            "a backup holds everything, and takes the access \"admin\"; {} signs in with \"{}\"; ask an administrator",
            who.name, who.access
        )));
    }
    let frozen = shared.handle.freeze().await;
    let frozen = frozen.ok_or_else(|| Refused::unavailable("the hub is stopping; try again in a moment"))?;
    let frozen = frozen.map_err(|error| match error {
        StoreError::InMemory | StoreError::BackingUp { .. } => {
            Refused::new(StatusCode::CONFLICT, "refused", error.to_string())
        }
        other => Refused::unavailable(other.to_string()),
    })?;
    tracing::info!("{} takes a backup of {} bytes", who.name, frozen.length());
    let (parts, received) = channel(AHEAD);
    let left = frozen.length();
    tokio::task::spawn_blocking(move || read(&frozen, &parts));
    let over = async move {
        pass.over(&shared).await;
        tracing::warn!(
            "the backup that {} takes is cut off: their token is good no more",
            pass.who.name
        );
    };
    let file = File {
        parts: received,
        left,
        over: Box::pin(over),
    };
    Ok(reply(StatusCode::OK, SQLITE, Body::new(file)))
}

/// Reads the file until its end, or until nobody wants more of it.
fn read(frozen: &Frozen, parts: &Sender<Part>) {
    let mut place = 0;
    while place < frozen.length() {
        let mut part = vec![0; PART];
        let read = frozen.read_at(place, &mut part);
        let read = read.and_then(|length| match length {
            0 => Err(StoreError::CutOff),
            length => Ok(length),
        });
        let (part, last) = match read {
            Ok(length) => {
                part.truncate(length);
                place += length as u64;
                (Ok(Bytes::from(part)), false)
            }
            Err(error) => {
                tracing::warn!("{error}");
                (Err(error), true)
            }
        };
        if parts.blocking_send(part).is_err() || last {
            return;
        }
    }
}

/// An answer of a known length. An error breaks the connection off, so that nobody takes a part for the whole.
struct File {
    parts: Receiver<Part>,
    left: u64,
    /// Ends when its asker is let in no more.
    over: Pin<Box<dyn Future<Output = ()> + Send>>,
}

impl HttpBody for File {
    type Data = Bytes;
    type Error = StoreError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, StoreError>>> {
        if self.over.as_mut().poll(context).is_ready() {
            return Poll::Ready(Some(Err(StoreError::CutOff)));
        }
        self.parts.poll_recv(context).map(|part| {
            let part = part?;
            Some(part.map(|part| {
                self.left = self.left.saturating_sub(part.len() as u64);
                Frame::data(part)
            }))
        })
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
