//! A screen's end of the hub's APIs: one connection, the feed of news, and the outbox of what is not yet delivered.
//!
//! [`feed::Feed`] and [`outbox::Outbox`] are synchronous state machines: an input and the time go in, what to do
//! comes out. [`shell::start`] drives both over a [`connection::Hub`] and hands out [`shell::Message`]s. What must outlive
//! the program goes into a [`journal::Journal`], which is handed in.

pub mod connection;
pub mod feed;
pub mod journal;
pub mod outbox;
mod pen;
pub mod shell;
pub mod time;
mod tls;

use crate::wire::Problem;
use thiserror::Error;

/// Why there is no answer to build on; sorted by what the asker does next.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum ClientError {
    /// The address, the token or the certificate cannot be used: correct the settings.
    #[error("{0}")]
    Settings(String),
    /// The hub says no: the detail says why, and asking again changes nothing.
    #[error("{}", .0.detail)]
    Refused(Problem),
    /// The token is not known (401) or does not allow this (403).
    #[error("{}", .0.detail)]
    Denied(Problem),
    /// It never left, so nothing has happened.
    #[error("{0}")]
    NotSent(String),
    /// The hub could not record it, so nothing has happened; it may later.
    #[error("{}", .0.detail)]
    NotRecorded(Problem),
    /// It may have been carried out or not: send the same again.
    #[error("{0}")]
    Unanswered(String),
}

/// The longer the trouble, the longer the wait before the next try: 0.25 s, doubling to 3 s, spread by `jitter`
/// (0 to 1) so that many screens do not come back at the same moment.
fn backoff(misses: u32, jitter: f64) -> std::time::Duration {
    const FIRST_MS: u64 = 250;
    const LONGEST_MS: u64 = 3_000;
    let full = FIRST_MS
        .saturating_mul(1 << misses.saturating_sub(1).min(8))
        .min(LONGEST_MS);
    std::time::Duration::from_millis(full).mul_f64(0.5 + jitter.clamp(0.0, 1.0) / 2.0)
}
