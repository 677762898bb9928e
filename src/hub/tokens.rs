//! `/v1/tokens`: a new token, shown this once; whose are good; and taking them away.

use super::Shared;
use super::auth::{Caller, token_hash, token_text};
use super::body;
use super::problem::Refused;
use super::reply::{JSON, json, reply};
use super::whole::whole;
use crate::domain::actor::{Access, Actor};
use crate::store::{StoreError, TokenRow, Whose};
use crate::wire::{KnownToken, NewToken, Revoke, Revoked, Token, Tokens};
use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;

const LIMIT: usize = 16 << 10;

pub async fn list(State(shared): State<Arc<Shared>>, Caller(who): Caller) -> Result<Response, Refused> {
    administrators_only(&who)?;
    let (known, now) = (shared.board.tokens(), shared.now());
    let good = known.iter().filter(|token| token.is_good(now));
    let tokens = good.map(|token| KnownToken {
        id: token.id(),
        name: token.name.clone(),
        role: token.access,
        expires: token.expires,
    });
    let tokens = Tokens {
        tokens: tokens.collect(),
    };
    Ok(json(serde_json::to_string(&tokens).unwrap_or_default()))
}

/// From then on the hub does not know them; what was asked with one before is carried out.
pub async fn revoke(
    State(shared): State<Arc<Shared>>,
    Caller(who): Caller,
    body: Body,
) -> Result<Response, Refused> {
    administrators_only(&who)?;
    let body = body::read(body, LIMIT).await?;
    let Revoke { name, role, id } = serde_json::from_slice(&body)
        .map_err(|error| Refused::bad(format!("the body does not say whose tokens: {error}")))?;
    let whose = Whose {
        name: name.clone(),
        access: role,
        id,
    };
    let revoked = shared.handle.revoke_tokens(whose).await;
    let revoked =
        revoked.ok_or_else(|| Refused::unavailable("the hub is stopping; try again in a moment"))?;
    let revoked = revoked.map_err(|error| match error {
        StoreError::LastAdmin => Refused::new(StatusCode::CONFLICT, "refused", error.to_string()),
        other => Refused::unavailable(other.to_string()),
    })?;
    tracing::info!("{} revoked {revoked} tokens of {name}", who.name);
    Ok(json(
        serde_json::to_string(&Revoked { revoked }).unwrap_or_default(),
    ))
}

fn administrators_only(who: &Actor) -> Result<(), Refused> {
    match who.access {
        Access::Admin => Ok(()),
        _ => Err(Refused::forbidden(format!(
            "tokens take the access \"admin\", and {} signs in with \"{}\"; ask an administrator",
            who.name, who.access
        ))),
    }
}

pub async fn new(
    State(shared): State<Arc<Shared>>,
    Caller(who): Caller,
    body: Body,
) -> Result<Response, Refused> {
    administrators_only(&who)?;
    let body = body::read(body, LIMIT).await?;
    let new: NewToken = serde_json::from_slice(&body)
        .map_err(|error| Refused::bad(format!("the body does not say for whom: {error}")))?;
    whole(&body, &new)?;
    if new.name.as_str().trim().is_empty() {
        return Err(Refused::bad("the name is empty; say whose token it will be"));
    }
    let random = (shared.random)()
        .ok_or_else(|| Refused::unavailable("the system has no randomness for a token; try again"))?;
    let token = token_text(random);
    let expires = new.lasts.map(|lasts| lasts.after(shared.now()));
    let kept = shared.handle.keep_token(TokenRow {
        expires,
        ..TokenRow::new(new.name.clone(), new.role, token_hash(&token))
    });
    kept.await.map_err(Refused::unavailable)?;
    tracing::info!(
        "{} made a token for {} with the access {}",
        who.name,
        new.name,
        new.role
    );
    let body = serde_json::to_string(&Token { token, expires }).unwrap_or_default();
    Ok(reply(StatusCode::CREATED, JSON, body))
}
