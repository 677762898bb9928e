//! What somebody recorded, in a line of words: all of what they typed, since it may be nowhere else.

use crate::domain::command::{Command, Submission};
use crate::domain::picture::Picture;
use crate::domain::speech::word;
use crate::tui::words::when;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;

/// Fields that name what is said elsewhere in the line, or that nobody reads.
const SILENT: [&str; 6] = ["account", "contact", "kind", "number", "version", "level"];

/// Such as `14:02 call, Northwind: reached, asked for hourly news`.
pub fn recorded(submission: &Submission, picture: &Picture, now: Timestamp, zone: &TimeZone) -> String {
    let command = &submission.command;
    let at = submission
        .said_at
        .map(|at| format!("{} ", when::clock(at, now, zone)))
        .unwrap_or_default();
    let about = command.account().map(|account| {
        let known = submission.incident.and_then(|id| picture.goes_on_as(id));
        let row = known.and_then(|incident| incident.rows.get(account));
        let name = row.map_or_else(|| account.to_string(), |row| row.name().to_string());
        format!(", {name}")
    });
    let mut words = Vec::new();
    if let Ok(Value::Object(fields)) = serde_json::to_value(command) {
        for (name, value) in fields.iter().filter(|(name, _)| !SILENT.contains(&name.as_str())) {
            say(name, value, &mut words);
        }
    }
    let about = about.unwrap_or_default();
    format!("{at}{}{about}: {}", what(command), words.join(", "))
}

fn what(command: &Command) -> String {
    match command {
        Command::RecordAttempt(_) => word!("call").to_owned(),
        Command::WriteNote(_) => word!("note").to_owned(),
        Command::TickStep(_) => word!("tick").to_owned(),
        Command::UntickStep(_) => word!("tick taken away").to_owned(),
        Command::MakePromise(_) => word!("promise").to_owned(),
        Command::KeepPromise(_) => word!("promise kept").to_owned(),
        Command::TagTopic(_) | Command::RaiseTopic(_) => word!("topic").to_owned(),
        Command::TakeBack(_) => word!("taken back").to_owned(),
        other => other.kind().replace('_', " "),
    }
}

/// Texts as they are; a number, or a yes, with the name of its field.
fn say(name: &str, value: &Value, words: &mut Vec<String>) {
    let named = name.replace('_', " ");
    match value {
        Value::Null | Value::Bool(false) => {}
        Value::Bool(true) => words.push(named),
        // The words approved beforehand, or none: nobody wrote that.
        Value::Number(number) if number.as_u64() == Some(0) => {}
        Value::Number(number) => words.push(format!("{named} {number}")),
        Value::String(text) if text.is_empty() => {}
        // A note is a fact unless it says otherwise.
        Value::String(text) if name == "stance" && text == "fact" => {}
        Value::String(word) if name == "disposition" => words.push(word.replace('_', " ")),
        Value::String(text) => words.push(text.clone()),
        Value::Array(values) => values.iter().for_each(|value| say(name, value, words)),
        Value::Object(fields) => fields.iter().for_each(|(name, value)| say(name, value, words)),
    }
}
