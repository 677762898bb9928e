//! Which path is answered by what.

use super::Shared;
use super::{
    accounts, backup, commands, enqueue, events, health, hooks, incidents, links, me, openapi, people,
    playbooks, problem, tokens,
};
use crate::wire;
use axum::Router;
use axum::routing::{MethodRouter, get, post};
use std::sync::Arc;

/// A method, a path, and what answers.
type Route = (&'static str, String, MethodRouter<Arc<Shared>>);

pub fn router(shared: Arc<Shared>) -> Router {
    let all = routes().into_iter();
    all.fold(Router::new(), |router, (_, path, answer)| {
        router.route(&path, answer)
    })
    .fallback(problem::no_such_path)
    .method_not_allowed_fallback(problem::no_such_method)
    .with_state(shared)
}

fn routes() -> Vec<Route> {
    let below = |path: &str, name: &str| format!("{path}/{{{name}}}");
    vec![
        ("get", wire::EVENTS.to_owned(), get(events::events)),
        ("post", wire::COMMANDS.to_owned(), post(commands::commands)),
        ("get", wire::INCIDENTS.to_owned(), get(incidents::incidents)),
        ("get", below(wire::INCIDENTS, "id"), get(incidents::incident)),
        ("get", wire::ACCOUNTS.to_owned(), get(accounts::accounts)),
        ("get", below(wire::ACCOUNTS, "id"), get(accounts::account)),
        ("get", wire::ME.to_owned(), get(me::me)),
        ("get", wire::PEOPLE.to_owned(), get(people::people)),
        ("get", wire::PLAYBOOKS.to_owned(), get(playbooks::playbooks)),
        ("get", wire::CONNECT.to_owned(), get(links::connect)),
        ("post", below(wire::HOOKS, "source"), post(hooks::hook)),
        ("post", wire::ENQUEUE.to_owned(), post(enqueue::enqueue)),
        ("get", wire::TOKENS.to_owned(), get(tokens::list)),
        ("post", wire::TOKENS.to_owned(), post(tokens::new)),
        ("post", wire::REVOKE.to_owned(), post(tokens::revoke)),
        ("get", wire::BACKUP.to_owned(), get(backup::backup)),
        ("get", wire::HEALTH.to_owned(), get(health::health)),
        ("get", wire::METRICS.to_owned(), get(health::metrics)),
        ("get", wire::OPENAPI.to_owned(), get(openapi::openapi)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_description_has_every_route_and_no_other() {
        let there: BTreeSet<String> = routes()
            .iter()
            .map(|(method, path, _)| format!("{method} {path}"))
            .collect();
        let document = openapi::document();
        let described = document["paths"].as_object().unwrap().iter();
        let described: BTreeSet<String> = described
            .flat_map(|(path, operations)| {
                let methods = operations.as_object().unwrap().keys();
                methods.map(move |method| format!("{method} {path}"))
            })
            .collect();
        assert_eq!(there, described);
    }
}
