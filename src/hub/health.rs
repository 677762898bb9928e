//! `GET /healthz`, open and without details, and `GET /metrics`.

use super::Shared;
use super::auth::Caller;
use super::reply::{JSON, reply};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;

pub async fn health(State(shared): State<Arc<Shared>>) -> Response {
    match shared.board.trouble() || shared.handle.is_over() {
        false => reply(StatusCode::OK, JSON, r#"{"status":"ok"}"#),
        true => reply(StatusCode::SERVICE_UNAVAILABLE, JSON, r#"{"status":"trouble"}"#),
    }
}

/// For whoever has a token, whatever its access: counts say nothing about anybody.
pub async fn metrics(State(shared): State<Arc<Shared>>, Caller(_): Caller) -> Response {
    reply(
        StatusCode::OK,
        "text/plain; version=0.0.4",
        shared.counters.text(),
    )
}
