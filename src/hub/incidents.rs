//! `GET /v1/incidents[/ID]`: the picture as machines read it.

use super::Shared;
use super::accounts::view;
use super::auth::Reader;
use super::problem::Refused;
use super::reply::json;
use crate::domain::actor::Actor;
use crate::domain::ids::IncidentId;
use axum::extract::{Path, State};
use axum::response::Response;
use std::sync::Arc;

pub async fn incidents(State(shared): State<Arc<Shared>>, Reader(who): Reader) -> Result<Response, Refused> {
    status(&shared, &who, None).await
}

pub async fn incident(
    State(shared): State<Arc<Shared>>,
    Reader(who): Reader,
    Path(id): Path<String>,
) -> Result<Response, Refused> {
    let id: IncidentId = id.parse().map_err(Refused::bad)?;
    status(&shared, &who, Some(id)).await
}

async fn status(shared: &Shared, who: &Actor, wanted: Option<IncidentId>) -> Result<Response, Refused> {
    let status = shared
        .handle
        .status(wanted, view(who)?)
        .await
        .map_err(Refused::unavailable)?;
    status.map(json).ok_or_else(|| {
        let wanted = wanted.map(|id| id.to_string()).unwrap_or_default();
        Refused::not_found(format!("there is no incident {wanted}; /v1/incidents lists them"))
    })
}
