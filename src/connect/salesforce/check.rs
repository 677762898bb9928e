//! Whether Salesforce would do what its table asks: the token, the fields, and how many questions are left today.

use super::{Salesforce, said, word};
use crate::connect::call::{Ask, Failure};
use crate::connect::json::Kind;
use crate::connect::told::Finding;
use jiff::Timestamp;
use serde_json::Value;
use std::collections::BTreeSet;

pub async fn findings(vendor: &mut Salesforce, now: Timestamp) -> Vec<Finding> {
    vec![
        limits(vendor, now).await,
        fields(vendor, Kind::Accounts, "Account", now).await,
        fields(vendor, Kind::Contacts, "Contact", now).await,
        external(vendor, now).await,
    ]
}

/// The token is good, and the day's questions are not used up.
async fn limits(vendor: &mut Salesforce, now: Timestamp) -> Finding {
    let what = "it gives a token, and questions are left for today";
    let ask = Ask::get(vendor.setting.path("limits"));
    let body = match value(vendor, &ask, now).await {
        Ok(body) => body,
        Err(why) => return Finding::bad(what, why),
    };
    let of_day = &body["DailyApiRequests"];
    match (of_day["Remaining"].as_i64(), of_day["Max"].as_i64()) {
        (Some(left), Some(most)) if left * 20 < most => Finding::bad(
            what,
            format!("{left} of {most} are left for today; ask less often with every"),
        ),
        _ => Finding::good(what),
    }
}

async fn describe(vendor: &mut Salesforce, object: &str, now: Timestamp) -> Result<Vec<Value>, String> {
    let ask = Ask::get(vendor.setting.path(&format!("sobjects/{object}/describe")));
    let mut body = value(vendor, &ask, now).await?;
    match body["fields"].take() {
        Value::Array(fields) => Ok(fields),
        _ => Err("Salesforce answered something else than its documentation says".to_owned()),
    }
}

async fn fields(vendor: &mut Salesforce, kind: Kind, object: &str, now: Timestamp) -> Finding {
    let what = format!("the fields of {object} can be read");
    let there = match describe(vendor, object, now).await {
        Ok(there) => there,
        Err(why) => return Finding::bad(what, why),
    };
    let there: BTreeSet<String> = there.iter().filter_map(|field| word(&field["name"])).collect();
    let wanted = vendor.setting.asked(kind);
    // What is read through another object is not among its own.
    let own = wanted.iter().filter(|name| !name.contains('.'));
    let missing: Vec<&str> = own
        .filter(|name| !there.contains(*name))
        .map(String::as_str)
        .collect();
    match missing.as_slice() {
        [] => Finding::good(what),
        missing => Finding::bad(
            what,
            format!(
                "{object} has no {}, or the app's user may not see it",
                missing.join(", ")
            ),
        ),
    }
}

async fn external(vendor: &mut Salesforce, now: Timestamp) -> Finding {
    let what = "a call is there once, by its external id";
    let Some(external) = vendor.setting.external_id.clone() else {
        return Finding::bad(what, "external_id is not set, so nothing is written there");
    };
    let fields = match describe(vendor, "Task", now).await {
        Ok(fields) => fields,
        Err(why) => return Finding::bad(what, why),
    };
    let found = fields
        .iter()
        .find(|field| word(&field["name"]).as_deref() == Some(&external));
    match found {
        Some(field) if field["externalId"] == true => Finding::good(what),
        Some(_) => Finding::bad(
            what,
            format!("{external} of Task is not marked as an external id; mark it so, and unique"),
        ),
        None => Finding::bad(
            what,
            format!("Task has no {external}; make it a text of 255, external id, unique"),
        ),
    }
}

async fn value(vendor: &mut Salesforce, ask: &Ask, now: Timestamp) -> Result<Value, String> {
    let said_there: Result<Value, Failure> = match vendor.ask(ask, now).await {
        Ok(answer) => answer.read(),
        Err(failure) => Err(failure),
    };
    said_there.map_err(|failure| match said(&failure) {
        Some(said) => format!("Salesforce {} ({said})", failure.error),
        None => format!("Salesforce {}", failure.error),
    })
}
