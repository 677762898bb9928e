//! `GET /openapi.json`: the API's description, put together from the table of commands and the paths.

use super::accounts::LONGEST_FIND;
use super::auth::Caller;
use super::reply::json;
use crate::domain::actor::Access;
use crate::domain::command::{COMMANDS, Row};
use crate::wire::{self, LARGEST, LONGEST_WAIT, MOST_EVENTS};
use axum::response::Response;
use serde_json::{Map, Value, json};

pub async fn openapi(Caller(_): Caller) -> Response {
    json(document().to_string())
}

/// OpenAPI 3.1.
pub fn document() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "warroom hub",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Readers ignore fields they do not know.",
        },
        "security": [{ "bearer": [] }],
        "paths": paths(),
        "components": {
            "securitySchemes": { "bearer": { "type": "http", "scheme": "bearer" } },
            "schemas": schemas(),
        },
    })
}

fn paths() -> Value {
    let mut paths = Map::new();
    let mut add = |path: String, method: &str, operation: Value| {
        // A path may have several methods.
        let methods = paths.entry(path).or_insert_with(|| json!({}));
        methods[method] = operation;
    };
    add(wire::EVENTS.to_owned(), "get", events());
    add(wire::COMMANDS.to_owned(), "post", commands());
    let by_id = |about: &str, what: &str, like: &str, mut schema: Value| {
        let mut operation = read(about);
        operation["parameters"] = json!([parameter("path", "id", "string", what)]);
        schema["type"] = json!("string");
        operation["parameters"][0]["schema"] = schema;
        operation["parameters"][0]["example"] = json!(like);
        operation
    };
    add(
        wire::INCIDENTS.to_owned(),
        "get",
        read("Every incident that is not closed"),
    );
    add(
        format!("{}/{{id}}", wire::INCIDENTS),
        "get",
        by_id("One incident", "Its name", "INC-7", incident()),
    );
    add(wire::ACCOUNTS.to_owned(), "get", accounts());
    add(
        format!("{}/{{id}}", wire::ACCOUNTS),
        "get",
        by_id("One account", "The account's id", "northwind", json!({})),
    );
    add(
        wire::ME.to_owned(),
        "get",
        read("Who the hub takes the asker for"),
    );
    add(wire::PEOPLE.to_owned(), "get", read("Our own people, by access"));
    add(
        wire::PLAYBOOKS.to_owned(),
        "get",
        read("What an incident can be worked by, a line each"),
    );
    add(
        wire::CONNECT.to_owned(),
        "get",
        read("The vendors of this hub, and how each is doing"),
    );
    add(format!("{}/{{source}}", wire::HOOKS), "post", hook());
    add(wire::ENQUEUE.to_owned(), "post", enqueue());
    add(wire::TOKENS.to_owned(), "post", token());
    add(
        wire::TOKENS.to_owned(),
        "get",
        read("Whose tokens are good, for access admin"),
    );
    add(wire::REVOKE.to_owned(), "post", revoke());
    let file = json!({ "summary": "The record as it is now, as an SQLite file; for access admin", "responses": {
        "200": { "description": "The file", "content": { "application/vnd.sqlite3": {} } },
        "409": problem(), "default": problem() } });
    add(wire::BACKUP.to_owned(), "get", file);
    let mut health = read("Whether the hub can record; open");
    health["security"] = json!([]);
    health["responses"]["503"] =
        read("What keeps it from recording, or makes it slow")["responses"]["200"].clone();
    add(wire::HEALTH.to_owned(), "get", health);
    let counts = json!({ "summary": "Counts, as Prometheus reads them", "responses": {
        "200": { "description": "Text", "content": { "text/plain": {} } }, "default": problem() } });
    add(wire::METRICS.to_owned(), "get", counts);
    add(wire::OPENAPI.to_owned(), "get", read("This document"));
    Value::Object(paths)
}

fn events() -> Value {
    let mut operation = read("What happened after a place in the log, waited for if need be");
    operation["parameters"] = json!([
        parameter(
            "query",
            "after",
            "integer",
            "Answer with what comes after this; 0 for everything"
        ),
        parameter(
            "query",
            "mark",
            "string",
            "The mark of the answer that came that far; a hub with another log there says so (409)"
        ),
        parameter(
            "query",
            "wait",
            "integer",
            &format!("Seconds to wait for news, at most {LONGEST_WAIT}")
        ),
        parameter(
            "query",
            "limit",
            "integer",
            &format!("Events in an answer, at most {MOST_EVENTS}")
        ),
        parameter(
            "query",
            "incident",
            "string",
            "Only this incident's events, as INC-7"
        ),
        parameter(
            "query",
            "screen",
            "string",
            "A UUID: which screen asks, for presence"
        ),
        parameter(
            "query",
            "looking_at",
            "string",
            "What the screen shows: an account's id or a pane"
        ),
        parameter(
            "query",
            "presence",
            "integer",
            "Which list of who is here the screen has: the number that came with it"
        ),
    ]);
    for (name, rule) in [
        ("after", count()),
        ("mark", json!({ "type": "string", "pattern": MARK })),
        ("wait", count()),
        ("limit", count()),
        ("incident", incident()),
        ("screen", json!({ "type": "string", "format": "uuid" })),
        ("presence", count()),
    ] {
        let parameters = operation["parameters"].as_array_mut().into_iter().flatten();
        for parameter in parameters.filter(|parameter| parameter["name"] == name) {
            parameter["schema"] = rule.clone();
        }
    }
    operation["responses"]["200"] = answer("#/components/schemas/News");
    operation["responses"]["409"] = problem();
    operation
}

/// Of [`wire::Mark`].
const MARK: &str = "^[0-9a-f]{8}$";

fn count() -> Value {
    json!({ "type": "integer", "minimum": 0, "maximum": LARGEST })
}

/// The name of an incident as it is read; it is always written as `INC-7`.
fn incident() -> Value {
    json!({ "type": "string", "pattern": "^([Ii][Nn][Cc]-)?0*[1-9][0-9]{0,8}$" })
}

fn access() -> Value {
    json!({ "enum": Access::ALL.map(Access::as_str) })
}

fn accounts() -> Value {
    let mut operation = read("Accounts with their contacts, by access");
    let mut find = parameter(
        "query",
        "find",
        "string",
        "Only those that have this: part of a name or an address, or the last digits of a number",
    );
    find["schema"]["maxLength"] = json!(LONGEST_FIND);
    operation["parameters"] = json!([find]);
    operation
}

fn commands() -> Value {
    json!({
        "summary": "Asks for something; the same id again is answered as before and does nothing more",
        "requestBody": body("#/components/schemas/Submission"),
        "responses": {
            "200": answer("#/components/schemas/Accepted"),
            "409": problem(),
            "422": problem(),
            "default": problem(),
        },
    })
}

fn hook() -> Value {
    let mut source = parameter(
        "path",
        "source",
        "string",
        "alertmanager, or a name of the settings",
    );
    source["example"] = json!("alertmanager");
    json!({
        "summary": "A monitor's webhook; alertmanager is known",
        "parameters": [source],
        "requestBody": { "required": true, "content": { "application/json": { "schema": { "type": "object" } } } },
        "responses": { "200": answer("#/components/schemas/Accepted"), "default": problem() },
    })
}

/// Nobody's own invention: the schema is PagerDuty's, as far as it is read.
fn enqueue() -> Value {
    let text = json!({ "type": "string" });
    let about = |words: &str| json!({ "description": words });
    // What monitors send is of many types; what is odd is left out, and the page of an alert is not.
    let event = json!({ "type": "object", "required": ["event_action"], "properties": {
        "routing_key": about("A token for access source; or it is shown as any other"),
        "event_action": { "enum": ["trigger", "acknowledge", "resolve"] },
        "dedup_key": about("Text of at most 255 characters; only trigger can do without"),
        "payload": about("Of trigger: summary and source, texts; severity: critical, error, warning or info; if known: \
            component, group, class, timestamp (RFC 3339, else it counts as now), custom_details"),
        "client": about("Text"), "client_url": about("Text"),
        "links": about("A list of objects with href"),
    } });
    let taken = json!({ "type": "object", "required": ["status", "message", "dedup_key"], "properties": {
        "status": { "const": "success" }, "message": text, "dedup_key": text } });
    let wrong = json!({ "type": "object", "required": ["status", "message"], "properties": {
        "status": text, "message": text, "errors": { "type": "array", "items": text } } });
    let as_json = |about: &str, schema: Value| json!({ "description": about, "content": { "application/json": { "schema": schema } } });
    let mut refused = as_json("What is wrong with it", wrong);
    refused["content"]["application/problem+json"] = problem()["content"]["application/problem+json"].clone();
    json!({
        "summary": "One event, as PagerDuty's Events API, version 2, takes it",
        "requestBody": { "required": true, "content": { "application/json": { "schema": event } } },
        "responses": {
            "202": as_json("Taken", taken),
            "400": refused,
            "default": problem(),
        },
    })
}

fn token() -> Value {
    json!({
        "summary": "A new token, for access admin; it is shown this once",
        "requestBody": body("#/components/schemas/NewToken"),
        "responses": { "201": answer("#/components/schemas/Token"), "default": problem() },
    })
}

fn revoke() -> Value {
    let name = json!({ "type": "object", "required": ["name"], "properties": {
        "name": { "type": "string" },
        "role": { "anyOf": [access(), { "type": "null" }], "description": "Only those with this access" },
        "id": { "type": ["string", "null"], "description": "Only the one listed under this" },
    } });
    let ok = json!({ "description": "How many were good", "content": { "application/json": { "schema": {
        "type": "object", "properties": { "revoked": { "type": "integer" } },
    } } } });
    json!({
        "summary": "Revokes tokens of a name, for access admin; never the last one with that access",
        "requestBody": { "required": true, "content": { "application/json": { "schema": name } } },
        "responses": { "200": ok, "default": problem() },
    })
}

fn read(about: &str) -> Value {
    let ok = json!({ "description": about, "content": { "application/json": { "schema": { "type": "object" } } } });
    json!({ "summary": about, "responses": { "200": ok, "default": problem() } })
}

fn parameter(place: &str, name: &str, kind: &str, about: &str) -> Value {
    json!({
        "in": place,
        "name": name,
        "required": place == "path",
        "description": about,
        "schema": { "type": kind },
    })
}

fn body(schema: &str) -> Value {
    json!({ "required": true, "content": { "application/json": { "schema": { "$ref": schema } } } })
}

fn answer(schema: &str) -> Value {
    json!({ "description": "Done", "content": { "application/json": { "schema": { "$ref": schema } } } })
}

fn problem() -> Value {
    let schema = json!({ "$ref": "#/components/schemas/Problem" });
    json!({ "description": "Not done, and why", "content": { wire::PROBLEM_JSON: { "schema": schema } } })
}

fn schemas() -> Value {
    let (text, time) = (
        json!({ "type": "string" }),
        json!({ "type": "string", "format": "date-time" }),
    );
    let number = json!({ "type": "integer" });
    json!({
        "Submission": {
            "type": "object",
            "required": ["id", "kind"],
            "properties": {
                "id": { "type": "string", "format": "uuid" },
                "incident": { "anyOf": [incident(), { "type": "null" }] },
                "said_at": { "type": ["string", "null"], "format": "date-time" },
                "kind": { "oneOf": COMMANDS.iter().map(kind).collect::<Vec<_>>() },
            },
            "description": "The fields of a kind stand beside it.",
        },
        "Accepted": {
            "type": "object",
            "required": ["outcome", "through"],
            "properties": { "outcome": { "enum": ["accepted", "already_so"] }, "through": number },
        },
        "News": {
            "type": "object",
            "required": ["now", "through", "events"],
            "properties": {
                "now": time,
                "rate": { "type": "number" },
                "through": number,
                "mark": { "type": "string", "pattern": MARK },
                "more": { "type": "boolean" },
                "events": { "type": "array", "items": { "type": "object" } },
                "present": { "type": "array", "items": { "type": "object" } },
                "presence": number,
            },
        },
        "Problem": {
            "type": "object",
            "required": ["title", "status", "detail"],
            "properties": {
                "title": text, "status": number, "detail": text, "refusal": text, "holder": text, "since": time,
            },
        },
        "NewToken": {
            "type": "object",
            "required": ["name", "role"],
            "properties": {
                "name": text,
                "role": access(),
                "lasts": { "type": ["string", "null"], "pattern": "^[1-9][0-9]{0,3}[dh]$", "description": "30d" },
            },
        },
        "Token": { "type": "object", "required": ["token"], "properties": { "token": text, "expires": time } },
    })
}

fn kind(row: &Row) -> Value {
    json!({ "const": row.kind, "description": row.about })
}
