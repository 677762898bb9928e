//! Whether an Alertmanager can be asked, as it is set up.

use super::{Alertmanager, STATUS};
use crate::connect::call::Ask;
use crate::connect::told::Finding;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

const RECEIVERS: &str = "api/v2/receivers";
/// What only a pattern of names has.
const OF_PATTERNS: &[char] = &['*', '+', '?', '|', '(', '[', '\\', '^', '$'];

#[derive(Deserialize)]
struct Receiver {
    name: String,
}

pub async fn check(asked: &Alertmanager, now: Timestamp) -> Vec<Finding> {
    let status = asked.caller.ask(&Ask::get(STATUS), now).await;
    let status: Value = match status.and_then(|answer| answer.read()) {
        Ok(status) => status,
        Err(failure) => {
            return vec![Finding::bad("it answers", format!("it {}", failure.error))];
        }
    };
    let version = status["versionInfo"]["version"].as_str().unwrap_or("unknown");
    let mut found = vec![Finding::good(format!("it answers, version {version}"))];
    found.push(match asked.listed(now).await {
        Ok(listed) if listed.left_out == 0 => {
            Finding::good(format!("it lists what fires, {} now", listed.alerts.len()))
        }
        Ok(listed) => Finding::bad(
            "it lists what fires",
            listed.faults.first().cloned().unwrap_or_default(),
        ),
        Err(error) => Finding::bad("it lists what fires", format!("it {error}")),
    });
    if let Some(receiver) = asked
        .receiver
        .as_deref()
        .filter(|name| !name.contains(OF_PATTERNS))
    {
        found.push(has(asked, receiver, now).await);
    }
    found
}

/// A receiver that is none lists nothing, which would look like peace.
async fn has(asked: &Alertmanager, receiver: &str, now: Timestamp) -> Finding {
    let what = format!("it has the receiver {receiver}");
    let receivers = asked.caller.ask(&Ask::get(RECEIVERS), now).await;
    let receivers: Vec<Receiver> = match receivers.and_then(|answer| answer.read()) {
        Ok(receivers) => receivers,
        Err(failure) => return Finding::bad(what, format!("it {}", failure.error)),
    };
    if receivers.iter().any(|known| known.name == receiver) {
        return Finding::good(what);
    }
    let known: Vec<&str> = receivers.iter().map(|known| known.name.as_str()).collect();
    Finding::bad(
        what,
        format!(
            "it has none of that name, and so lists nothing; it has {}",
            known.join(", ")
        ),
    )
}
