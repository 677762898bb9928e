//! `GET /v1/me`: who the hub takes the asker for.

use super::auth::Reader;
use super::reply::json;
use axum::response::Response;

pub async fn me(Reader(who): Reader) -> Response {
    json(serde_json::to_string(&who).unwrap_or_default())
}
