//! A note on PagerDuty's incidents. It has no key that would make a second one the same, so our own name for it stands at
//! its end, and before it is written it is looked for.

use super::Pagerduty;
use crate::connect::FetchError;
use crate::connect::call::{Ask, Failure, part};
use crate::connect::told::End;
use crate::domain::dispatches::DispatchKey;
use crate::domain::parcels::Note;
use crate::domain::text::Clean;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Notes {
    #[serde(default)]
    notes: Vec<Known>,
}

#[derive(Deserialize)]
struct Written {
    note: Known,
}

#[derive(Deserialize)]
struct Known {
    id: Option<Clean>,
    content: Option<String>,
}

/// Brings it to every incident of theirs that is part of ours.
pub async fn note(to: &Pagerduty, key: &DispatchKey, note: &Note, now: Timestamp) -> End {
    let mark = format!("[warroom {key}]");
    let text = format!("{} ({})\n{mark}", note.text, note.by);
    let mut receipt = None;
    for incident in &note.alerts {
        let path = format!("incidents/{}/notes", part(incident));
        match write(to, &path, &text, &mark, now).await {
            Ok(id) => receipt = receipt.or(id),
            Err(Failure {
                error: FetchError::NotFound { .. },
                ..
            }) => return End::refused(format!("PagerDuty has no incident {incident} any more")),
            // It is looked for before it is written again, so a lost answer is no trouble.
            Err(failure) => return End::of(&failure, said(failure.body.as_ref()), true),
        }
    }
    End::delivered(receipt, None)
}

async fn write(
    to: &Pagerduty,
    path: &str,
    text: &str,
    mark: &str,
    now: Timestamp,
) -> Result<Option<Clean>, Failure> {
    let there: Notes = to.ask(Ask::get(path), now).await?.read()?;
    let has_mark = |note: &&Known| {
        note.content
            .as_deref()
            .is_some_and(|content| content.contains(mark))
    };
    if let Some(known) = there.notes.iter().find(has_mark) {
        return Ok(known.id.clone());
    }
    let ask = Ask::post(path, json!({ "note": { "content": text } }));
    let ask = ask.header("From", to.from.clone().unwrap_or_default());
    let written: Written = to.ask(ask, now).await?.read()?;
    Ok(written.note.id)
}

/// Their own words about an error: `{"error":{"message","errors":[]}}`.
pub fn said(body: Option<&Value>) -> Option<Clean> {
    let error = body?.get("error")?;
    let more = error
        .get("errors")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let words: Vec<&str> = error
        .get("message")
        .into_iter()
        .chain(more)
        .filter_map(Value::as_str)
        .collect();
    (!words.is_empty()).then(|| Clean::line(words.join(": ").as_str()))
}
