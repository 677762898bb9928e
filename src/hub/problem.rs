//! Errors as RFC 9457 has them, each with a sentence to act on.

use super::reply::reply;
use super::tended::words;
use crate::wire::{PROBLEM_JSON, Problem, TOO_MANY};
use axum::http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use std::any::Any;
use std::time::Duration;

/// A problem as an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused(pub Problem);

impl Refused {
    pub fn new(status: StatusCode, title: &str, detail: impl Into<String>) -> Self {
        Refused(Problem::new(status.as_u16(), title, detail))
    }

    pub fn bad(detail: impl Into<String>) -> Self {
        Refused::new(StatusCode::BAD_REQUEST, "not understood", detail)
    }

    /// To whoever shows no good token, whatever they show: the same to all, so that it tells nothing.
    pub fn unknown() -> Self {
        let detail = "the hub does not know this token, or it was revoked or has expired; show one that is good \
                      (Authorization: Bearer TOKEN), or ask whoever runs the hub for a new one";
        Refused::new(StatusCode::UNAUTHORIZED, "who are you", detail)
    }

    pub fn forbidden(detail: impl Into<String>) -> Self {
        Refused::new(StatusCode::FORBIDDEN, "not allowed", detail)
    }

    pub fn not_found(detail: impl Into<String>) -> Self {
        Refused::new(StatusCode::NOT_FOUND, "not found", detail)
    }

    pub fn unavailable(detail: impl Into<String>) -> Self {
        Refused::new(StatusCode::SERVICE_UNAVAILABLE, "not now", detail)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_string(&self.0).unwrap_or_default();
        let mut response = reply(status, PROBLEM_JSON, body);
        if status == StatusCode::UNAUTHORIZED {
            let bearer = HeaderValue::from_static("Bearer");
            response.headers_mut().insert(WWW_AUTHENTICATE, bearer);
        }
        response
    }
}

/// 404, for a path that is none.
pub async fn no_such_path(uri: Uri) -> Refused {
    Refused::not_found(format!(
        "the hub has nothing at {:?}; /openapi.json lists what it has",
        uri.path()
    ))
}

/// 405, for a method that a path does not have.
pub async fn no_such_method(method: Method, uri: Uri) -> Refused {
    Refused::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "not this way",
        format!(
            "{:?} cannot be asked with {method}; /openapi.json says how",
            uri.path()
        ),
    )
}

/// 429: when to come again, in whole seconds, and never none.
pub fn too_many(wait: Duration) -> Response {
    let seconds = wait.as_secs().saturating_add(1);
    let detail = format!(
        "more is asked with this token than the hub gives one of them; nothing was done, come again in {seconds} s"
    );
    let mut response = Refused::new(StatusCode::TOO_MANY_REQUESTS, TOO_MANY, detail).into_response();
    response
        .headers_mut()
        .insert(RETRY_AFTER, HeaderValue::from(seconds));
    response
}

/// 500, for a defect of ours: it is logged, and the hub goes on.
pub fn panicked(what: &(dyn Any + Send)) -> Response {
    tracing::error!("a defect: {}", words(what));
    let detail = "the hub has a defect there, and goes on; the hub's own log says more";
    Refused::new(StatusCode::INTERNAL_SERVER_ERROR, "a defect", detail).into_response()
}
