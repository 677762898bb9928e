//! `POST /v2/enqueue`: events of monitors that page PagerDuty, or think so. The `routing_key` in the body is a token
//! like any other, with the access "source"; each token's keys are its own.

use super::Shared;
use super::auth::{self, Pass};
use super::counters::Hook as Ended;
use super::hooks::{may_report, read_body, told, unproven};
use super::problem::{Refused, too_many};
use super::reply::{JSON, reply};
use super::strangers::Newcomer;
use super::writer::{Ask, Errand};
use crate::connect::events::Posted;
use crate::domain::alerts::ReceiveAlerts;
use crate::domain::command::Command;
use crate::domain::ids::{Name, SourceName};
use crate::wire;
use axum::extract::{Request, State};
use axum::http::header::AUTHORIZATION;
use axum::http::{Extensions, Method, StatusCode};
use axum::response::Response;
use serde_json::json;
use std::sync::Arc;

/// Whether a request is let through the door to show what it brings in its body.
pub fn is_keyed(request: &Request) -> bool {
    request.method() == Method::POST
        && request.uri().path() == wire::ENQUEUE
        && !request.headers().contains_key(AUTHORIZATION)
}

pub async fn enqueue(State(shared): State<Arc<Shared>>, request: Request) -> Result<Response, Refused> {
    let (parts, body) = request.into_parts();
    // One that has shown its token at the door has had its share taken there.
    if let Some(pass) = parts.extensions.get::<Pass>() {
        let event = Posted::parse(&read_body(&shared, body).await?).map_err(|error| {
            shared.counters.hook(Ended::Malformed);
            Refused::bad(error.to_string())
        })?;
        return take(&shared, pass, event).await;
    }
    // Whatever does not prove itself gets the answer of a stranger.
    let body = unproven(&shared, body).await?;
    let event = Posted::parse(&body).map_err(|_| Refused::unknown())?;
    let pass = auth::by_key(event.routing_key(), &shared.board.tokens(), shared.now());
    let pass = pass.ok_or_else(|| {
        shared.counters.hook(Ended::NotSigned);
        Refused::unknown()
    })?;
    known(&parts.extensions);
    let _under_way = match shared.allowance.take(pass.key(), shared.clock.running()) {
        Ok(under_way) => under_way,
        Err(wait) => return Ok(too_many(wait)),
    };
    take(&shared, &pass, event).await
}

fn known(extensions: &Extensions) {
    if let Some(newcomer) = extensions.get::<Arc<Newcomer>>() {
        newcomer.is_known();
    }
}

async fn take(shared: &Shared, pass: &Pass, event: Posted) -> Result<Response, Refused> {
    may_report(&pass.who)?;
    let said = match event.read(shared.now()) {
        Ok(said) => said,
        Err(wrong) => {
            shared.counters.hook(Ended::Malformed);
            tracing::warn!(
                "an event of {} was turned away: {}",
                pass.who.name,
                wrong.join("; ")
            );
            let wrong =
                json!({ "status": "invalid event", "message": "Event object is invalid", "errors": wrong });
            return Ok(reply(StatusCode::BAD_REQUEST, JSON, wrong.to_string()));
        }
    };
    if let Some(sighting) = said.sighting {
        let command = Command::ReceiveAlerts(ReceiveAlerts {
            source: source(&pass.who.name),
            alerts: vec![sighting],
        });
        let answer = shared.handle.carry(Ask {
            errand: Errand::Own(command),
            by: pass.who.clone(),
            at: None,
        });
        // What is refused is told as the writer tells it, which a sender tries again where that helps.
        told(shared, answer.await)?;
    } else {
        shared.counters.hook(Ended::Taken);
    }
    let taken = json!({ "status": "success", "message": "Event processed", "dedup_key": said.dedup_key });
    Ok(reply(StatusCode::ACCEPTED, JSON, taken.to_string()))
}

/// The keys of one sender mean nothing among those of another, nor among the fingerprints of the same one's webhooks.
fn source(name: &Name) -> SourceName {
    SourceName::from(format!("{name}-events").as_str())
}
