//! `POST /v1/tokens`: a new token, shown this once.

use super::Shared;
use super::auth::{Caller, token_hash, token_text};
use super::body;
use super::problem::Refused;
use super::reply::{JSON, reply};
use crate::domain::actor::Access;
use crate::wire::{NewToken, Token};
use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;

const LIMIT: usize = 16 << 10;

pub async fn tokens(
    State(shared): State<Arc<Shared>>,
    Caller(who): Caller,
    body: Body,
) -> Result<Response, Refused> {
    if who.access != Access::Admin {
        return Err(Refused::forbidden(format!(
            "tokens take the access \"admin\", and {} signs in with \"{}\"; ask an administrator",
            who.name, who.access
        )));
    }
    let body = body::read(body, LIMIT).await?;
    let new: NewToken = serde_json::from_slice(&body)
        .map_err(|error| Refused::bad(format!("the body does not say for whom: {error}")))?;
    if new.name.as_str().trim().is_empty() {
        return Err(Refused::bad("the name is empty; say whose token it will be"));
    }
    let random = (shared.random)()
        .ok_or_else(|| Refused::unavailable("the system has no randomness for a token; try again"))?;
    let token = token_text(random);
    let added = shared
        .handle
        .add_token(new.name.clone(), new.role, token_hash(&token));
    added.await.map_err(Refused::unavailable)?;
    tracing::info!(
        "{} made a token for {} with the access {}",
        who.name,
        new.name,
        new.role
    );
    let body = serde_json::to_string(&Token { token }).unwrap_or_default();
    Ok(reply(StatusCode::CREATED, JSON, body))
}
