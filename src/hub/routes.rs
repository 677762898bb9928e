//! Which path is answered by what.

use super::Shared;
use super::{accounts, commands, events, health, hooks, incidents, me, openapi, people, problem, tokens};
use crate::wire;
use axum::Router;
use axum::routing::{get, post};
use std::sync::Arc;
use tower_http::catch_panic::CatchPanicLayer;

pub fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route(wire::EVENTS, get(events::events))
        .route(wire::COMMANDS, post(commands::commands))
        .route(wire::INCIDENTS, get(incidents::incidents))
        .route(&format!("{}/{{id}}", wire::INCIDENTS), get(incidents::incident))
        .route(wire::ACCOUNTS, get(accounts::accounts))
        .route(&format!("{}/{{id}}", wire::ACCOUNTS), get(accounts::account))
        .route(wire::ME, get(me::me))
        .route(wire::PEOPLE, get(people::people))
        .route(&format!("{}/{{source}}", wire::HOOKS), post(hooks::hook))
        .route(wire::TOKENS, get(tokens::list).post(tokens::new))
        .route(wire::REVOKE, post(tokens::revoke))
        .route(wire::HEALTH, get(health::health))
        .route(wire::METRICS, get(health::metrics))
        .route(wire::OPENAPI, get(openapi::openapi))
        .fallback(problem::no_such_path)
        .method_not_allowed_fallback(problem::no_such_method)
        .layer(CatchPanicLayer::custom(problem::panicked))
        .with_state(shared)
}
