//! A call or a promise, as a task under an external id: however often it is sent, it is there once.

use super::{Salesforce, code, said, word};
use crate::connect::FetchError;
use crate::connect::call::{Ask, part};
use crate::connect::crm::written::{Written, written};
use crate::connect::told::End;
use crate::domain::outreach::Direction;
use crate::domain::parcels::Parcel;
use crate::domain::text::Clean;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use reqwest::Method;
use serde_json::{Value, json};

/// The longest a subject may be there, in characters.
const SUBJECT: usize = 255;

pub async fn deliver(vendor: &mut Salesforce, parcel: &Parcel, now: Timestamp) -> End {
    let Some(thing) = written(parcel, &vendor.sink) else {
        return End::refused("this is nothing for Salesforce");
    };
    let Some(external) = vendor.setting.external_id.clone() else {
        return End::refused("external_id is missing in its table");
    };
    if vendor.owners.is_empty() {
        // Without it the task is the app's own, which is better than none.
        vendor.load_owners(now).await.ok();
    }
    let owner = vendor.owners.id(&thing.who).map(str::to_owned);
    let path = format!("sobjects/Task/{external}/{}", part(&thing.mark));
    let ask = Ask::new(Method::PATCH, vendor.setting.path(&path)).with(body(&thing, owner.as_deref()));
    match vendor.ask(&ask, now).await {
        Ok(answer) => {
            // A task that was there already is answered by nothing at all.
            let id = answer.read::<Value>().ok().and_then(|body| word(&body["id"]));
            End::delivered(id.map(Clean::from), None)
        }
        Err(failure) => {
            let why = said(&failure);
            let of_it_alone = code(&failure).is_some_and(|code| code.starts_with("INSUFFICIENT_ACCESS"));
            match (&why, &failure.error) {
                (Some(why), FetchError::NotFound { .. }) => End::refused(format!(
                    "it is no longer in Salesforce, or external_id is no field there: {why}"
                )),
                (Some(why), FetchError::Auth { .. }) if of_it_alone => End::refused(why.clone()),
                _ => End::of(&failure, why, true),
            }
        }
    }
}

fn body(thing: &Written, owner: Option<&str>) -> Value {
    let subject: String = thing.subject.chars().take(SUBJECT).collect();
    let mut body = json!({
        "Subject": subject,
        "Description": thing.text(),
        "WhatId": thing.account,
        "ActivityDate": thing.at.to_zoned(TimeZone::UTC).date().to_string(),
    });
    let more = match thing.came {
        None => json!({ "Status": "Not Started", "Priority": "High" }),
        Some((direction, disposition)) => json!({
            "TaskSubtype": "Call",
            "Status": "Completed",
            "CallDisposition": disposition.words(),
            "CallType": match direction {
                Direction::Outbound => "Outbound",
                Direction::Inbound => "Inbound",
            },
        }),
    };
    if let (Value::Object(body), Value::Object(more)) = (&mut body, more) {
        body.extend(more);
        body.extend(
            thing
                .contact
                .iter()
                .map(|contact| ("WhoId".to_owned(), json!(contact))),
        );
        body.extend(owner.map(|owner| ("OwnerId".to_owned(), json!(owner))));
    }
    body
}
