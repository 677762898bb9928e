//! `POST /v1/hooks/SOURCE`: what monitors tell us. Alertmanager sends again only what is answered with 5xx, so what
//! can never be used is answered with 4xx, and what the store could not record with 503.

use super::Shared;
use super::auth::Caller;
use super::body::{self, BodyError};
use super::counters::Hook;
use super::problem::Refused;
use super::reply::json;
use crate::connect::alertmanager;
use crate::domain::actor::{Access, Actor};
use crate::domain::alerts::ReceiveAlerts;
use crate::domain::command::Command;
use crate::domain::ids::SourceName;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;

/// Bytes of a webhook.
const LIMIT: usize = 1 << 20;
const ALERTMANAGER: &str = "alertmanager";

pub async fn hook(
    State(shared): State<Arc<Shared>>,
    Caller(who): Caller,
    Path(source): Path<String>,
    body: Body,
) -> Result<Response, Refused> {
    may_report(&who)?;
    if source != ALERTMANAGER {
        let detail = format!("the hub has no hook {source:?}; it has {ALERTMANAGER:?}");
        return Err(Refused::not_found(detail));
    }
    let body = body::read(body, LIMIT).await.map_err(|error| {
        shared.counters.hook(match error {
            BodyError::TooLarge { .. } => Hook::TooLarge,
            BodyError::CutOff => Hook::CutOff,
        });
        Refused::from(error)
    })?;
    let reading = alertmanager::read(&body, shared.now()).map_err(|error| {
        shared.counters.hook(Hook::Malformed);
        tracing::warn!("a webhook from {} was turned away: {error}", who.name);
        Refused::bad(error.to_string())
    })?;
    for fault in &reading.faults {
        tracing::warn!("in a webhook from {}: {fault}", who.name);
    }
    if reading.truncated > 0 {
        shared.counters.truncated(reading.truncated);
        tracing::warn!(
            "{} left {} alerts out of a webhook; raise max_alerts there, since nothing else will bring them",
            who.name,
            reading.truncated
        );
    }
    take(&shared, reading, who).await
}

fn may_report(who: &Actor) -> Result<(), Refused> {
    match who.access {
        Access::Source | Access::Admin => Ok(()),
        Access::Viewer
        | Access::Wall
        | Access::Advocate
        | Access::Liaison
        | Access::Scribe
        | Access::Lead
        | Access::Commander => Err(Refused::forbidden(format!(
            "{} signs in with the access \"{}\"; a monitor needs a token with the access \"source\"",
            who.name, who.access
        ))),
    }
}

/// A delivery has no id of its own: one that comes twice is not news the second time.
async fn take(shared: &Shared, reading: alertmanager::Reading, who: Actor) -> Result<Response, Refused> {
    let command = Command::ReceiveAlerts(ReceiveAlerts {
        source: SourceName::from(ALERTMANAGER),
        alerts: reading.alerts,
    });
    match shared.handle.own(command, who).await {
        Ok(accepted) => {
            shared.counters.hook(Hook::Taken);
            let body = serde_json::to_string(&accepted).unwrap_or_default();
            Ok(json(body))
        }
        Err(problem) => {
            shared.counters.hook(Hook::NotRecorded);
            let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
            Err(Refused::new(status, &problem.title, problem.detail))
        }
    }
}
