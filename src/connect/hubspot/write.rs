//! A call or a task for a company: there once, by a property with unique values, else by the mark in its text.

use super::{Hubspot, said, word};
use crate::connect::FetchError;
use crate::connect::call::{Ask, Failure, Left, part};
use crate::connect::crm::written::{Written, written};
use crate::connect::told::End;
use crate::domain::dispatches::What;
use crate::domain::disposition::Disposition;
use crate::domain::outreach::Direction;
use crate::domain::parcels::Parcel;
use crate::domain::text::Clean;
use jiff::Timestamp;
use reqwest::Method;
use serde_json::{Map, Value, json};

/// HubSpot's own numbers of what goes with what: call and contact, call and company, task and company.
const CALL_CONTACT: u32 = 194;
const CALL_COMPANY: u32 = 182;
const TASK_COMPANY: u32 = 192;
/// So many of a company's newest are looked through for a mark.
const NEWEST: usize = 100;
/// The most pages of what goes with a company.
const PAGES: usize = 20;

pub async fn deliver(vendor: &mut Hubspot, parcel: &Parcel, now: Timestamp) -> End {
    let Some(thing) = written(parcel, &vendor.sink) else {
        return End::refused("this is nothing for HubSpot");
    };
    if vendor.owners.is_empty() {
        // Without it the call is nobody's there, which is better than none.
        vendor.load_owners(now).await.ok();
    }
    let properties = properties(vendor, &thing);
    match vendor.setting.unique.clone() {
        Some(unique) => upsert(vendor, &thing, properties, &unique, now).await,
        None => create(vendor, parcel.begun, &thing, properties, now).await,
    }
}

fn object(what: What) -> &'static str {
    match what {
        What::Task => "tasks",
        What::Call | What::Post | What::Note | What::News => "calls",
    }
}

/// The property that holds the text.
fn body(what: What) -> &'static str {
    match what {
        What::Task => "hs_task_body",
        What::Call | What::Post | What::Note | What::News => "hs_call_body",
    }
}

fn properties(vendor: &Hubspot, thing: &Written) -> Map<String, Value> {
    let mut properties = Map::new();
    let mut put = |name: &str, value: String| properties.insert(name.to_owned(), Value::String(value));
    put("hs_timestamp", thing.at.as_millisecond().to_string());
    put(body(thing.what), html(&thing.text()));
    if let Some(owner) = vendor.owners.id(&thing.who) {
        put("hubspot_owner_id", owner.to_owned());
    }
    match thing.came {
        None => {
            put("hs_task_subject", thing.subject.clone());
            put("hs_task_status", "NOT_STARTED".to_owned());
            put("hs_task_priority", "HIGH".to_owned());
        }
        Some((direction, disposition)) => {
            put("hs_call_title", thing.subject.clone());
            put("hs_call_status", status(disposition).to_owned());
            let direction = match direction {
                Direction::Outbound => "OUTBOUND",
                Direction::Inbound => "INBOUND",
            };
            put("hs_call_direction", direction.to_owned());
            if let Some(outcome) = vendor.setting.outcomes.get(&disposition) {
                put("hs_call_disposition", outcome.clone());
            }
        }
    }
    properties
}

fn status(disposition: Disposition) -> &'static str {
    match disposition {
        Disposition::Busy => "BUSY",
        Disposition::NoAnswer => "NO_ANSWER",
        _ => "COMPLETED",
    }
}

/// They show a text as part of a page.
fn html(text: &str) -> String {
    let text = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    text.replace('\n', "<br>")
}

/// There under its mark, however often it is sent; then put with its company.
async fn upsert(
    vendor: &Hubspot,
    thing: &Written,
    mut properties: Map<String, Value>,
    unique: &str,
    now: Timestamp,
) -> End {
    properties.insert(unique.to_owned(), json!(thing.mark));
    let input = json!({ "id": thing.mark, "idProperty": unique, "properties": properties });
    let path = vendor
        .setting
        .path("objects", &format!("/{}/batch/upsert", object(thing.what)));
    let answer = vendor
        .ask(&Ask::post(path, json!({ "inputs": [input] })), now)
        .await;
    let said_there: Value = match answer.and_then(|answer| answer.read()) {
        Ok(body) => body,
        Err(failure) => return end(&failure, true),
    };
    let Some(id) = word(&said_there["results"][0]["id"]) else {
        // 207: of a batch of one, that one was refused.
        return match word(&said_there["errors"][0]["message"]) {
            Some(message) => End::refused(Clean::line(&message)),
            None => End::unknown("HubSpot took it and did not say what it is called there; look there"),
        };
    };
    let companies = Some(("companies", &thing.account));
    let contacts = thing.contact.as_ref().map(|contact| ("contacts", contact));
    for (kind, with) in companies.into_iter().chain(contacts) {
        let rest = format!(
            "/{}/{}/associations/default/{kind}/{}",
            object(thing.what),
            part(&id),
            part(with)
        );
        let path = linked(vendor, &rest);
        if let Err(failure) = vendor.ask(&Ask::new(Method::PUT, path), now).await {
            return end(&failure, true);
        }
    }
    End::delivered(Clean::from(id), None)
}

/// Associations by number belong to the version after the third.
fn linked(vendor: &Hubspot, rest: &str) -> String {
    match vendor.setting.version.as_str() {
        "v3" => format!("crm/v4/objects{rest}"),
        _ => vendor.setting.path("objects", rest),
    }
}

async fn create(
    vendor: &Hubspot,
    begun: bool,
    thing: &Written,
    properties: Map<String, Value>,
    now: Timestamp,
) -> End {
    if begun {
        match find(vendor, thing, now).await {
            Ok(Some(id)) => return End::delivered(id, None),
            Ok(None) => {}
            Err(failure) if failure.passes() => return End::Later(failure.error),
            Err(failure) => return End::unknown(failure.error.to_string()),
        }
    }
    let with = |id: &str, number: u32| {
        json!({ "to": { "id": id },
            "types": [{ "associationCategory": "HUBSPOT_DEFINED", "associationTypeId": number }] })
    };
    let company = match thing.what {
        What::Task => TASK_COMPANY,
        What::Call | What::Post | What::Note | What::News => CALL_COMPANY,
    };
    let mut associations = vec![with(&thing.account, company)];
    associations.extend(thing.contact.iter().map(|contact| with(contact, CALL_CONTACT)));
    let path = vendor
        .setting
        .path("objects", &format!("/{}", object(thing.what)));
    let ask = Ask::post(
        path,
        json!({ "properties": properties, "associations": associations }),
    );
    let made: Result<Value, Failure> = vendor.ask(&ask, now).await.and_then(|answer| answer.read());
    match made {
        Ok(made) => End::delivered(word(&made["id"]).map(Clean::from), None),
        Err(failure) if failure.left == Left::Perhaps => match find(vendor, thing, now).await {
            Ok(Some(id)) => End::delivered(id, None),
            Ok(None) | Err(_) => end(&failure, false),
        },
        Err(failure) => end(&failure, false),
    }
}

/// Through what goes with the company, since a search does not find what was written a moment ago.
async fn find(vendor: &Hubspot, thing: &Written, now: Timestamp) -> Result<Option<Clean>, Failure> {
    let kind = object(thing.what);
    let mut ids = Vec::new();
    let mut after: Option<String> = None;
    for _ in 0..PAGES {
        let rest = format!("/companies/{}/associations/{kind}", part(&thing.account));
        let mut ask = Ask::get(vendor.setting.path("objects", &rest)).query("limit", "500");
        if let Some(after) = &after {
            ask = ask.query("after", after);
        }
        let page: Value = vendor.ask(&ask, now).await?.read()?;
        let rows = page["results"].as_array().into_iter().flatten();
        ids.extend(rows.filter_map(|row| word(&row["toObjectId"]).or_else(|| word(&row["id"]))));
        let next = word(&page["paging"]["next"]["after"]);
        if next.is_none() || next == after {
            break;
        }
        after = next;
    }
    if ids.is_empty() {
        return Ok(None);
    }
    // Their numbers grow.
    ids.sort_by_key(|id| (id.len(), id.clone()));
    let newest: Vec<Value> = ids
        .iter()
        .rev()
        .take(NEWEST)
        .map(|id| json!({ "id": id }))
        .collect();
    let path = vendor.setting.path("objects", &format!("/{kind}/batch/read"));
    let ask = Ask::post(
        path,
        json!({ "inputs": newest, "properties": [body(thing.what)] }),
    );
    let page: Value = vendor.ask(&ask, now).await?.read()?;
    let mut rows = page["results"].as_array().into_iter().flatten();
    let marked = |row: &&Value| {
        word(&row["properties"][body(thing.what)])
            .is_some_and(|text| text.contains(&format!("[{}]", thing.mark)))
    };
    Ok(rows
        .find(marked)
        .and_then(|row| word(&row["id"]))
        .map(Clean::from))
}

/// What they refuse waits for somebody, and so does what belongs to a company that is gone.
fn end(failure: &Failure, safe: bool) -> End {
    let said = said(failure);
    let gone = matches!(failure.error, FetchError::NotFound { .. });
    match (&said, gone) {
        (Some(said), true) => End::refused(format!("it is no longer in HubSpot: {said}")),
        _ => End::of(failure, said, safe),
    }
}
