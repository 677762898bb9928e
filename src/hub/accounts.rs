//! `GET /v1/accounts[?find=TEXT|/ID]`: accounts with the people to call, as far as the asker may see them.

use super::Shared;
use super::auth::Reader;
use super::catalogue::{Page, View};
use super::problem::Refused;
use super::reply::json;
use crate::domain::actor::Actor;
use crate::domain::nearest::nearest;
use crate::wire::Find;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::header::{ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::Response;
use std::sync::Arc;

/// The longest text somebody looks for, in letters.
pub const LONGEST_FIND: usize = 200;

pub async fn accounts(
    State(shared): State<Arc<Shared>>,
    Reader(who): Reader,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let view = view(&who)?;
    let query = Query::<Find>::try_from_uri(&uri).map_err(|error| Refused::bad(error.body_text()))?;
    let catalogue = shared.board.catalogue();
    let Some(typed) = query.0.find else {
        return Ok(shown(
            &catalogue.accounts(view),
            &headers,
            &who,
            "the list of accounts",
        ));
    };
    let letters = typed.chars().count();
    if letters > LONGEST_FIND {
        return Err(Refused::bad(format!(
            "nobody has a name or a number of {letters} letters; look for a part of it"
        )));
    }
    // The first search after an import goes through all of the lists.
    let search = tokio::task::spawn_blocking(move || catalogue.find(&typed, view));
    let found = search
        .await
        .map_err(|error| Refused::unavailable(error.to_string()))?;
    Ok(shown(&found, &headers, &who, "accounts that were looked for"))
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
    Ok(shown(&found, &headers, &who, &format!("the account {id:?}")))
}

/// Numbers and money that leave the hub are told in its own log, with who has read them; what is masked is not.
pub fn shown(found: &Page, headers: &HeaderMap, who: &Actor, what: &str) -> Response {
    let response = page(found, headers);
    if response.status() == StatusCode::OK && View::of(who.access) == Some(View::Whole) {
        tracing::info!("{} ({}) has read {what} unmasked", who.name, who.access);
    }
    response
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
        // Shared by all who read it at the same time.
        false => json(Bytes::from_owner(Arc::<[u8]>::from(page.body.clone()))),
    };
    if let Ok(etag) = HeaderValue::from_str(&page.etag) {
        response.headers_mut().insert(ETAG, etag);
    }
    response
}
