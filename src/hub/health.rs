//! `GET /healthz`, open: what is wrong is said in words fit for everybody, and `GET /metrics`.

use super::Shared;
use super::auth::Caller;
use super::reply::{JSON, reply};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;
use std::sync::Arc;

pub async fn health(State(shared): State<Arc<Shared>>) -> Response {
    let gone = shared
        .handle
        .is_over()
        .then(|| "nothing can be recorded any more; the hub must be started again".to_owned());
    let now = shared.clock.running();
    let wrong = gone.or_else(|| shared.board.pulse().wrong(now).map(str::to_owned));
    match wrong {
        None => reply(StatusCode::OK, JSON, json!({ "status": "ok" }).to_string()),
        Some(why) => {
            let body = json!({ "status": "trouble", "why": why }).to_string();
            reply(StatusCode::SERVICE_UNAVAILABLE, JSON, body)
        }
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
