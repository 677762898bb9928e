//! `GET /v1/playbooks`: what an incident can be worked by, a line each.

use super::Shared;
use super::accounts::{page, view};
use super::auth::Reader;
use super::problem::Refused;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use std::sync::Arc;

pub async fn playbooks(
    State(shared): State<Arc<Shared>>,
    Reader(who): Reader,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    view(&who)?;
    Ok(page(&shared.board.catalogue().playbooks(), &headers))
}
