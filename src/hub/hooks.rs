//! `POST /v1/hooks/SOURCE`: what monitors tell us. Alertmanager sends again only what is answered with 5xx, so what
//! can never be used is answered with 4xx, and what the store could not record with 503.

use super::Shared;
use super::answer::Answer;
use super::auth::Pass;
use super::body::{self, BodyError};
use super::counters::Hook as Ended;
use super::problem::Refused;
use super::reply::{JSON, json, reply};
use super::writer::{Ask, Errand};
use crate::connect::hook::{Hook, Signed};
use crate::connect::vendor::Named;
use crate::connect::{ReadError, alertmanager};
use crate::domain::actor::{Access, Actor};
use crate::domain::alerts::ReceiveAlerts;
use crate::domain::command::{Command, Submission};
use crate::domain::ids::{Name, SourceName};
use crate::wire;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::Response;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Bytes of a webhook.
const LIMIT: usize = 1 << 20;
const ALERTMANAGER: &str = "alertmanager";

/// The most deliveries that are read at a time before it is known whose they are.
const UNPROVEN: usize = 32;

/// The hooks that are let in by a signature.
pub struct Hooks {
    signed: Vec<Hook>,
    /// What an Alertmanager posts to with a token, by the names of those that are asked as well.
    posted: Vec<String>,
    room: Semaphore,
}

impl Hooks {
    pub fn new(signed: Vec<Hook>, connected: &[Named]) -> Self {
        let posting = connected.iter().filter(|named| named.posts());
        let mut posted: Vec<String> = posting.map(|named| named.name.to_string()).collect();
        if !posted.iter().any(|name| name == ALERTMANAGER) {
            posted.push(ALERTMANAGER.to_owned());
        }
        Hooks {
            signed,
            posted,
            room: Semaphore::new(UNPROVEN),
        }
    }

    fn named(&self, path: &str) -> Option<&Hook> {
        let name = path.strip_prefix(wire::HOOKS)?.strip_prefix('/')?;
        self.signed.iter().find(|hook| hook.name.as_str() == name)
    }
}

/// Whether a request is let through the door to show its signature.
pub fn is_signed(shared: &Shared, request: &Request) -> bool {
    let hook = shared.hooks.named(request.uri().path());
    request.method() == Method::POST && hook.is_some_and(|hook| hook.may_be(request.headers()))
}

pub async fn hook(State(shared): State<Arc<Shared>>, request: Request) -> Result<Response, Refused> {
    let (parts, body) = request.into_parts();
    if let Some(hook) = shared.hooks.named(parts.uri.path()) {
        let ended = signed(&shared, hook, &parts.headers, body).await;
        return ended.inspect_err(|refused| {
            if refused.0.status == 401 {
                shared.counters.hook(Ended::NotSigned);
            }
        });
    }
    let pass = parts.extensions.get::<Pass>().ok_or_else(Refused::unknown)?;
    let who = pass.who.clone();
    may_report(&who)?;
    let source = parts.uri.path().rsplit('/').next().unwrap_or_default();
    if !shared.hooks.posted.iter().any(|name| name == source) {
        let signed = shared.hooks.signed.iter().map(|hook| hook.name.as_str());
        let known: Vec<&str> = signed
            .chain(shared.hooks.posted.iter().map(String::as_str))
            .collect();
        let detail = format!("the hub has no hook {source:?}; it has {}", known.join(", "));
        return Err(Refused::not_found(detail));
    }
    let source = SourceName::from(source);
    let body = read_body(&shared, body).await?;
    let reading = alertmanager::read(&body, shared.now());
    let command = command(&shared, source, reading)?;
    // A delivery has no id of its own: one that comes twice is not news the second time.
    let answer = shared.handle.carry(Ask {
        errand: Errand::Own(command),
        by: who,
        at: None,
    });
    told(&shared, answer.await)
}

/// Whatever does not prove itself gets the answer of a stranger: it is not told even that there is such a hook.
async fn signed(shared: &Shared, hook: &Hook, headers: &HeaderMap, body: Body) -> Result<Response, Refused> {
    let body = unproven(shared, body).await?;
    let proven = hook.signed_by(headers, &body, shared.clock.now()).await;
    let proven = proven.map_err(|why| {
        tracing::error!("the hook {} takes nothing: its secret_file {why}", hook.name);
        Refused::unknown()
    })?;
    let Signed { key } = proven.ok_or_else(Refused::unknown)?;
    let command = command(shared, hook.name.clone(), hook.read(&body, shared.now()));
    if hook.takes_whatever_is_signed() && command.is_err() {
        return Ok(come());
    }
    let command = command?;
    let mut id = [0; 16];
    id.copy_from_slice(&key[..16]);
    let submission = Submission {
        id: uuid::Builder::from_custom_bytes(id).into_uuid(),
        incident: None,
        said_at: None,
        command,
    };
    // Sent again, it is answered as before, for ever.
    let answer = shared.handle.carry(Ask {
        errand: Errand::Submitted {
            submission,
            body_hash: key,
        },
        by: Actor {
            name: Name(hook.name.0.clone()),
            access: Access::Source,
        },
        at: None,
    });
    let told = told(shared, answer.await)?;
    Ok(if hook.takes_whatever_is_signed() {
        come()
    } else {
        told
    })
}

/// 202, and nothing to read.
fn come() -> Response {
    reply(StatusCode::ACCEPTED, JSON, "{}")
}

/// Reads what somebody sends who has not proven themselves yet: only so many at a time.
pub(super) async fn unproven(shared: &Shared, body: Body) -> Result<Vec<u8>, Refused> {
    let busy = |_| Refused::unavailable("too many webhooks come in at once; send it again in a moment");
    let _room = shared.hooks.room.try_acquire().map_err(busy)?;
    read_body(shared, body).await.map_err(|_| Refused::unknown())
}

pub(super) async fn read_body(shared: &Shared, body: Body) -> Result<Vec<u8>, Refused> {
    body::read(body, LIMIT).await.map_err(|error| {
        shared.counters.hook(match error {
            BodyError::TooLarge { .. } => Ended::TooLarge,
            BodyError::CutOff => Ended::CutOff,
        });
        Refused::from(error)
    })
}

/// What to ask the writer for what was read; what could not be used is told in the hub's own log.
fn command(
    shared: &Shared,
    source: SourceName,
    reading: Result<alertmanager::Reading, ReadError>,
) -> Result<Command, Refused> {
    let reading = reading.map_err(|error| {
        shared.counters.hook(Ended::Malformed);
        tracing::warn!("a webhook for {source} was turned away: {error}");
        Refused::bad(error.to_string())
    })?;
    for fault in &reading.faults {
        tracing::warn!("in a webhook for {source}: {fault}");
    }
    if reading.truncated > 0 {
        shared.counters.truncated(reading.truncated);
        tracing::warn!(
            "{source} left {} alerts out of a webhook; raise max_alerts there, since only [connect.{source}] brings them",
            reading.truncated
        );
    }
    Ok(Command::ReceiveAlerts(ReceiveAlerts {
        source,
        alerts: reading.alerts,
    }))
}

pub(super) fn told(shared: &Shared, answer: Answer) -> Result<Response, Refused> {
    match answer.status {
        200 => {
            shared.counters.hook(Ended::Taken);
            Ok(json(answer.body))
        }
        _ => {
            shared.counters.hook(Ended::NotRecorded);
            let problem = serde_json::from_str(&answer.body);
            Err(problem.map_or_else(
                |_| Refused::unavailable("it could not be recorded; send it again"),
                Refused,
            ))
        }
    }
}

pub(super) fn may_report(who: &Actor) -> Result<(), Refused> {
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
