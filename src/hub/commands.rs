//! `POST /v1/commands`: what is asked of the hub, and what became of it.

use super::Shared;
use super::answer::Answer;
use super::auth::Pass;
use super::body;
use super::problem::Refused;
use super::reply::{JSON, reply};
use super::whole::whole;
use super::writer::{Ask, Errand};
use crate::domain::actor::{Access, Actor};
use crate::domain::command::{Command, Submission};
use crate::wire::{PROBLEM_JSON, Problem};
use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// Bytes of a command.
const LIMIT: usize = 1 << 20;
/// Bytes of a command of those who may import whole lists.
const IMPORT_LIMIT: usize = 32 << 20;

pub async fn commands(
    State(shared): State<Arc<Shared>>,
    pass: Pass,
    body: Body,
) -> Result<Response, Refused> {
    let body = body::read(body, limit(&pass.who)).await?;
    // It may have taken a while to come in.
    if pass.is_over(&shared.board.tokens(), shared.now()) {
        return Err(Refused::unknown());
    }
    let who = pass.who;
    let submission: Submission = serde_json::from_slice(&body).map_err(|error| {
        Refused::bad(format!(
            "the body is not a command: {error}; /openapi.json says what there is"
        ))
    })?;
    let body_hash = Sha256::digest(&body).into();
    if let Err(refused) = allowed(&submission, &who).and_then(|()| unshortened(&submission, &body)) {
        // It may have been carried out while they were allowed to, or by a hub that shortened it, and the answer was
        // lost.
        let before = shared.handle.before(submission.id, body_hash).await;
        let before = before.map_err(Refused::unavailable)?;
        return before.map(told).ok_or(refused);
    }
    let errand = Errand::Submitted {
        submission,
        body_hash,
    };
    let ask = Ask {
        errand,
        by: who,
        at: None,
    };
    Ok(told(shared.handle.carry(ask).await))
}

fn told(answer: Answer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let kind = match status {
        StatusCode::OK => JSON,
        _ => PROBLEM_JSON,
    };
    reply(status, kind, answer.body)
}

fn limit(who: &Actor) -> usize {
    match who.access {
        Access::Lead | Access::Commander | Access::Admin | Access::Source => IMPORT_LIMIT,
        Access::Viewer | Access::Wall | Access::Advocate | Access::Liaison | Access::Scribe => LIMIT,
    }
}

/// Refused here, so that those who may write nothing cause no line in the store either.
fn allowed(submission: &Submission, who: &Actor) -> Result<(), Refused> {
    submission.command.allowed(who).map_err(|refusal| {
        let problem = Problem::from(&refusal);
        Refused(Problem {
            status: StatusCode::FORBIDDEN.as_u16(),
            title: "not allowed".to_owned(),
            ..problem
        })
    })
}

/// What monitors say is shortened, as it is where they post it themselves.
fn unshortened(submission: &Submission, body: &[u8]) -> Result<(), Refused> {
    match submission.command {
        Command::ReceiveAlerts(_) => Ok(()),
        _ => whole(body, submission),
    }
}
