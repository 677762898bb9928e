//! Reads the body of a request: no more than a limit, and no longer than a while.

use super::problem::Refused;
use axum::body::{Body, HttpBody};
use axum::http::StatusCode;
use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

/// The longest a body may take to come in.
const PATIENCE: Duration = Duration::from_secs(12);
/// A body that is too large is read to here all the same, and thrown away: a sender whose connection breaks off
/// while it still sends never sees the answer, and would try again for ever.
const PASSED_OVER: usize = 64 << 20;

/// Why there is no body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyError {
    TooLarge {
        limit: usize,
    },
    /// It broke off, or came in too slowly.
    CutOff,
}

impl From<BodyError> for Refused {
    fn from(error: BodyError) -> Self {
        match error {
            BodyError::TooLarge { limit } => Refused::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                "too large",
                format!("the body is larger than {} KiB; send less at once", limit >> 10),
            ),
            BodyError::CutOff => Refused::new(
                StatusCode::REQUEST_TIMEOUT,
                "cut off",
                "the body did not come to its end within 12 s; send it again",
            ),
        }
    }
}

/// The whole body, of at most `limit` bytes. No more than that is ever held.
pub async fn read(body: Body, limit: usize) -> Result<Vec<u8>, BodyError> {
    let read = tokio::time::timeout(PATIENCE, collect(body, limit));
    read.await.unwrap_or(Err(BodyError::CutOff))
}

async fn collect(mut body: Body, limit: usize) -> Result<Vec<u8>, BodyError> {
    let (mut whole, mut length) = (Vec::new(), 0);
    // What is said to be too large is not kept even at first.
    let kept = match body.size_hint().lower() <= limit as u64 {
        true => limit,
        false => 0,
    };
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let frame = frame.map_err(|_| BodyError::CutOff)?;
        let Ok(part) = frame.into_data() else { continue };
        length += part.len();
        match length {
            length if length <= kept => whole.extend_from_slice(&part),
            length if length <= limit.max(PASSED_OVER) => whole = Vec::new(),
            _ => break,
        }
    }
    match length <= limit {
        true => Ok(whole),
        false => Err(BodyError::TooLarge { limit }),
    }
}
