//! Whether PagerDuty can be asked and written to, as it is set up.

use super::Pagerduty;
use super::write::said;
use crate::connect::call::{Ask, Failure};
use crate::connect::told::Finding;
use jiff::Timestamp;
use serde_json::Value;

pub async fn check(asked: &Pagerduty, now: Timestamp) -> Vec<Finding> {
    let list = "it lists its incidents";
    let mut found = vec![match asked.page(0, now).await {
        Ok(_) => Finding::good(list),
        Err(error) => return vec![Finding::bad(list, format!("it {error}"))],
    }];
    if let Some(from) = &asked.from {
        let what = format!("{from} is a user of theirs");
        let users = asked.ask(Ask::get("users").query("query", from), now).await;
        let users: Result<Value, Failure> = users.and_then(|answer| answer.read());
        found.push(match users {
            Ok(users) if is_one(&users, from) => Finding::good(what),
            Ok(_) => Finding::bad(
                what,
                "it knows nobody of that address, and so takes no note from there",
            ),
            Err(failure) => {
                let said = said(failure.body.as_ref()).unwrap_or_default();
                Finding::bad(what, format!("it {} {said}", failure.error))
            }
        });
    }
    found
}

fn is_one(users: &Value, from: &str) -> bool {
    let users = users["users"].as_array().into_iter().flatten();
    let mut addresses = users.filter_map(|user| user["email"].as_str());
    addresses.any(|address| address.eq_ignore_ascii_case(from))
}
