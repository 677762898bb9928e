//! One beat of a scenario: who does what when, and how that becomes a command.

use crate::domain::actor::{Access, Actor};
use crate::domain::command::Command;
use crate::domain::ids::{AccountId, Name};
use crate::domain::span::Span;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// A beat as a file has it.
#[derive(Deserialize)]
pub struct RawBeat {
    at: Span,
    by: Name,
    alert: Option<Map<String, Value>>,
    refused: Option<String>,
    /// The command and its fields.
    #[serde(flatten)]
    command: Map<String, Value>,
}

#[derive(Clone, Debug)]
pub struct Beat {
    /// After the start.
    pub at: Span,
    pub by: Actor,
    /// The word with which the hub must refuse it.
    pub refused: Option<String>,
    /// As the API takes it, but for what nobody knows beforehand.
    pub written: Value,
}

/// What a scenario cannot know beforehand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// The number of the oldest promise to an account that is still owed.
    Promise(AccountId),
    /// The number of the oldest wish of an account for an executive that is open.
    Wish(AccountId),
    /// The number of what this person recorded last.
    Last(Name),
    /// The oldest question without an answer.
    Question,
    /// The oldest draft of the cast for the page that is not published.
    PageDraft,
    /// The number under which the cast's text of this number went live.
    Text(u64),
}

/// Keys that hold a time, which may be written "+31m".
const TIMES: [&str; 6] = ["next_at", "due", "until", "started_at", "alerted_at", "at"];

/// When an executive is to call: in a scenario the command's own `at` is when the beat comes.
const CALLS_AT: &str = "calls_at";

impl Beat {
    /// # Errors
    /// It is by nobody of the cast, or is both an alert and a command, or neither.
    pub fn new(raw: RawBeat, cast: &BTreeMap<Name, Access>) -> Result<Beat, String> {
        let place = place(raw.at, &raw.by);
        let access = cast
            .get(&raw.by)
            .ok_or_else(|| format!("{place}: {} is not in [cast]", raw.by))?;
        let mut fields = raw.command;
        if let Some(at) = fields.remove(CALLS_AT) {
            fields.insert("at".to_owned(), at);
        }
        let written = match (raw.alert, fields.is_empty()) {
            (None, false) => Value::Object(fields),
            (Some(mut alert), true) => {
                let started = || Value::String(format!("+{:#}", raw.at.0));
                alert.entry("started_at").or_insert_with(started);
                json!({"kind": "receive_alerts", "source": raw.by, "alerts": [alert]})
            }
            (Some(_), false) | (None, true) => {
                return Err(format!(
                    "{place}: expected either an alert or a command with its kind"
                ));
            }
        };
        Ok(Beat {
            at: raw.at,
            by: Actor {
                name: raw.by,
                access: *access,
            },
            refused: raw.refused,
            written,
        })
    }

    /// Where it stands, in words.
    pub fn place(&self) -> String {
        place(self.at, &self.by.name)
    }

    /// The command it is when the clock starts at `start` and `by` acts; `None` when `find` does not find what it
    /// is about.
    ///
    /// # Errors
    /// Why it is no command, as the reader of JSON says it.
    pub fn command(
        &self,
        start: Timestamp,
        by: &Name,
        find: impl Fn(Unknown) -> Option<u64>,
    ) -> Result<Option<Command>, String> {
        let mut command = self.written.clone();
        times(&mut command, start)?;
        for (key, unknown) in unknowns(&command, by) {
            let Some(found) = find(unknown) else {
                return Ok(None);
            };
            command[key] = json!(found);
        }
        serde_json::from_value(command)
            .map(Some)
            .map_err(|error| error.to_string())
    }
}

fn place(at: Span, by: &Name) -> String {
    format!("the beat of {by} at {:#}", at.0)
}

fn unknowns(command: &Value, by: &Name) -> Vec<(&'static str, Unknown)> {
    let mut unknowns = Vec::new();
    if let Some(account) = command["promise"].as_str() {
        unknowns.push(("promise", Unknown::Promise(AccountId::from(account))));
    }
    if let Some(account) = command["request"].as_str() {
        unknowns.push(("request", Unknown::Wish(AccountId::from(account))));
    }
    if command["seq"].as_str() == Some("last") {
        unknowns.push(("seq", Unknown::Last(by.clone())));
    }
    if command["ask"].as_str() == Some("oldest") {
        unknowns.push(("ask", Unknown::Question));
    }
    if command["draft"].as_str() == Some("page") {
        unknowns.push(("draft", Unknown::PageDraft));
    }
    // 0 is the playbook's first words, whatever is on the page.
    if let Some(text) = command["told"].as_u64().filter(|text| *text > 0) {
        unknowns.push(("told", Unknown::Text(text)));
    }
    unknowns
}

/// Makes times of "+31m", wherever a time belongs.
fn times(value: &mut Value, start: Timestamp) -> Result<(), String> {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                let after = value.as_str().and_then(|text| text.strip_prefix('+'));
                match after.filter(|_| TIMES.contains(&key.as_str())) {
                    Some(after) => *value = json!(after.parse::<Span>()?.after(start)),
                    None => times(value, start)?,
                }
            }
        }
        Value::Array(values) => {
            for value in values {
                times(value, start)?;
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    Ok(())
}
