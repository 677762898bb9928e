//! `GET /v1/incidents[/ID]`: the picture as machines read it.

use super::Shared;
use super::auth::Reader;
use super::problem::Refused;
use super::reply::json;
use crate::domain::ids::IncidentId;
use axum::extract::{Path, State};
use axum::response::Response;
use std::sync::Arc;

const STOPPING: &str = "the hub is stopping; ask again in a moment";

pub async fn incidents(State(shared): State<Arc<Shared>>, Reader(_): Reader) -> Result<Response, Refused> {
    let status = shared.handle.status(None).await;
    status.map(json).ok_or_else(|| Refused::unavailable(STOPPING))
}

pub async fn incident(
    State(shared): State<Arc<Shared>>,
    Reader(_): Reader,
    Path(id): Path<String>,
) -> Result<Response, Refused> {
    let id: IncidentId = id.parse().map_err(Refused::bad)?;
    let status = shared.handle.status(Some(id)).await;
    status
        .map(json)
        .ok_or_else(|| Refused::not_found(format!("there is no incident {id}; /v1/incidents lists them")))
}
