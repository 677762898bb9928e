//! `GET /v1/accounts[/ID]`: accounts with the people to call, as far as the asker may see them.

use super::Shared;
use super::auth::Reader;
use super::catalogue::{Page, View};
use super::problem::Refused;
use super::reply::json;
use crate::domain::actor::Actor;
use crate::domain::nearest::nearest;
use axum::extract::{Path, State};
use axum::http::header::{ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use std::sync::Arc;

pub async fn accounts(
    State(shared): State<Arc<Shared>>,
    Reader(who): Reader,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let view = view(&who)?;
    Ok(page(&shared.board.catalogue().accounts(view), &headers))
}

pub async fn account(
    State(shared): State<Arc<Shared>>,
    Reader(who): Reader,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let (view, catalogue) = (view(&who)?, shared.board.catalogue());
    let found = catalogue.account(&id, view).ok_or_else(|| {
        let meant = nearest(&id, catalogue.names()).map(|name| format!("; did you mean {name:?}?"));
        Refused::not_found(format!("there is no account {id:?}{}", meant.unwrap_or_default()))
    })?;
    Ok(page(&found, &headers))
}

/// What the asker may see of the directory.
pub fn view(who: &Actor) -> Result<View, Refused> {
    View::of(who.access).ok_or_else(|| Refused::forbidden("a source reads nothing; use another token"))
}

/// The page, or that the asker has it already (RFC 9110, 13.1.2).
pub fn page(page: &Page, headers: &HeaderMap) -> Response {
    let known = headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let known = known.is_some_and(|known| {
        known
            .split(',')
            .map(|tag| tag.trim().trim_start_matches("W/"))
            .any(|tag| tag == page.etag || tag == "*")
    });
    let mut response = match known {
        true => {
            let mut response = json("");
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            response
        }
        false => json(page.body.to_string()),
    };
    if let Ok(etag) = HeaderValue::from_str(&page.etag) {
        response.headers_mut().insert(ETAG, etag);
    }
    response
}
