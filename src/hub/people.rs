//! `GET /v1/people`: our own people, as far as the asker may see them.

use super::Shared;
use super::accounts::{shown, view};
use super::auth::Reader;
use super::problem::Refused;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use std::sync::Arc;

pub async fn people(
    State(shared): State<Arc<Shared>>,
    Reader(who): Reader,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let view = view(&who)?;
    let found = shared.board.catalogue().people(view);
    Ok(shown(&found, &headers, &who, "our own people"))
}
