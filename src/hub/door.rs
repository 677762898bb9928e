//! The door before every path: who is let in, and how much at a time. A stranger gets the same answer wherever they
//! knock.

use super::Shared;
use super::auth::{self, Pass};
use super::logins::Peer;
use super::problem::{self, Refused, too_many};
use super::strangers::Newcomer;
use super::tended::caught;
use super::{enqueue, hooks};
use crate::wire;
use axum::Router;
use axum::extract::Request;
use axum::http::Method;
use axum::response::{IntoResponse, Response};
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;
use std::convert::Infallible;
use std::sync::Arc;

/// The way in: what a request goes through before the router. Not a layer of axum's, each of which boxes the rest.
#[derive(Clone)]
pub struct Door {
    shared: Arc<Shared>,
    inside: TowerToHyperService<Router>,
}

impl Door {
    /// The door is before the router and not a part of it, which would tell a stranger which methods a path has.
    pub fn new(shared: Arc<Shared>, inside: Router) -> Self {
        Door {
            shared,
            inside: TowerToHyperService::new(inside),
        }
    }

    /// The answer, whatever happens: a defect is one, too.
    pub async fn answer(self, request: Request) -> Result<Response, Infallible> {
        let answered = caught(self.let_through(request)).await;
        answered.unwrap_or_else(|defect| Ok(problem::panicked(defect.as_ref())))
    }

    async fn let_through(&self, mut request: Request) -> Result<Response, Infallible> {
        let shared = &self.shared;
        if is_open(&request) || hooks::is_signed(shared, &request) || enqueue::is_keyed(&request) {
            return self.inside.call(request).await;
        }
        let pass = match let_in(shared, &request) {
            Ok(pass) => pass,
            Err(refused) => return Ok(refused.into_response()),
        };
        let _under_way = match shared.allowance.take(pass.key(), shared.clock.running()) {
            Ok(under_way) => under_way,
            Err(wait) => return Ok(too_many(wait)),
        };
        request.extensions_mut().insert(pass);
        self.inside.call(request).await
    }
}

/// For whoever watches over the hub from outside.
fn is_open(request: &Request) -> bool {
    request.uri().path() == wire::HEALTH && matches!(*request.method(), Method::GET | Method::HEAD)
}

fn let_in(shared: &Shared, request: &Request) -> Result<Pass, Refused> {
    let peer = request.extensions().get::<Peer>();
    let pass = auth::pass(request.headers(), peer, &shared.board.tokens(), shared.now())?;
    if let Some(newcomer) = request.extensions().get::<Arc<Newcomer>>() {
        newcomer.is_known();
    }
    Ok(pass)
}
