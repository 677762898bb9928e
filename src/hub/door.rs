//! The door before every path: who is let in, and how much at a time. A stranger gets the same answer wherever they
//! knock.

use super::Shared;
use super::auth::{self, Pass};
use super::hooks;
use super::logins::Peer;
use super::problem::Refused;
use super::strangers::Newcomer;
use crate::wire;
use axum::extract::{Request, State};
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use std::time::Duration;

pub async fn door(State(shared): State<Arc<Shared>>, mut request: Request, next: Next) -> Response {
    if is_open(&request) || hooks::is_signed(&shared, &request) {
        return next.run(request).await;
    }
    let pass = match let_in(&shared, &request) {
        Ok(pass) => pass,
        Err(refused) => return refused.into_response(),
    };
    let _under_way = match shared.allowance.take(pass.key(), shared.clock.running()) {
        Ok(under_way) => under_way,
        Err(wait) => return too_many(wait),
    };
    request.extensions_mut().insert(pass);
    next.run(request).await
}

/// For whoever watches over the hub from outside.
fn is_open(request: &Request) -> bool {
    request.uri().path() == wire::HEALTH && matches!(*request.method(), Method::GET | Method::HEAD)
}

/// In whole seconds, and never none.
fn too_many(wait: Duration) -> Response {
    let seconds = wait.as_secs().saturating_add(1);
    let detail = format!(
        "more is asked with this token than the hub gives one of them; nothing was done, come again in {seconds} s"
    );
    let mut response = Refused::new(StatusCode::TOO_MANY_REQUESTS, wire::TOO_MANY, detail).into_response();
    response
        .headers_mut()
        .insert(RETRY_AFTER, HeaderValue::from(seconds));
    response
}

fn let_in(shared: &Shared, request: &Request) -> Result<Pass, Refused> {
    let peer = request.extensions().get::<Peer>();
    let pass = auth::pass(request.headers(), peer, &shared.board.tokens(), shared.now())?;
    if let Some(newcomer) = request.extensions().get::<Arc<Newcomer>>() {
        newcomer.is_known();
    }
    Ok(pass)
}
