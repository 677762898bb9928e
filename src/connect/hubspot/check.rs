//! Whether HubSpot would do what its table asks: the token, what it may, and that each property is there.

use super::{Hubspot, word};
use crate::connect::call::{Ask, Failure};
use crate::connect::json::Kind;
use crate::connect::told::Finding;
use crate::domain::dispatches::What;
use jiff::Timestamp;
use serde_json::Value;
use std::collections::BTreeSet;

pub async fn findings(vendor: &mut Hubspot, now: Timestamp) -> Vec<Finding> {
    let mut findings = Vec::new();
    let owners = vendor.load_owners(now).await;
    findings.push(finding(
        "its owners can be read",
        owners,
        "crm.objects.owners.read",
    ));
    for (kind, object) in [(Kind::Accounts, "companies"), (Kind::Contacts, "contacts")] {
        let ask = Ask::get(vendor.setting.path("objects", &format!("/{object}"))).query("limit", "1");
        let read = vendor.ask(&ask, now).await.map(|_| ());
        let scope = format!("crm.objects.{object}.read");
        findings.push(finding(&format!("its {object} can be read"), read, &scope));
        let wanted = vendor.setting.properties(kind);
        findings.extend(properties(vendor, object, &wanted, now).await);
    }
    if let Some(unique) = vendor.setting.unique.clone() {
        for what in vendor.setting.takes.clone() {
            let object = match what {
                What::Task => "tasks",
                What::Call | What::Post | What::Note | What::News => "calls",
            };
            findings.push(is_unique(vendor, object, &unique, now).await);
        }
    }
    findings
}

fn finding(what: &str, done: Result<(), Failure>, scope: &str) -> Finding {
    match done {
        Ok(()) => Finding::good(what),
        Err(failure) => Finding::bad(
            what,
            format!("HubSpot {}; the token needs the scope {scope}", failure.error),
        ),
    }
}

/// A property that is not there is answered by nothing at all, so it is looked for here.
async fn properties(vendor: &Hubspot, object: &str, wanted: &[String], now: Timestamp) -> Option<Finding> {
    let what = format!("the properties of its {object} are there");
    let ask = Ask::get(vendor.setting.path("properties", &format!("/{object}")));
    let page: Result<Value, Failure> = vendor.ask(&ask, now).await.and_then(|answer| answer.read());
    let page = match page {
        Ok(page) => page,
        Err(failure) => return Some(Finding::bad(what, format!("HubSpot {}", failure.error))),
    };
    let rows = page["results"].as_array().into_iter().flatten();
    let there: BTreeSet<String> = rows.filter_map(|row| word(&row["name"])).collect();
    let missing: Vec<&str> = wanted
        .iter()
        .map(String::as_str)
        .filter(|name| !there.contains(*name))
        .collect();
    Some(match missing.as_slice() {
        [] => Finding::good(what),
        missing => Finding::bad(
            what,
            format!(
                "{object} have no {}; write their internal names into the table",
                missing.join(", ")
            ),
        ),
    })
}

async fn is_unique(vendor: &Hubspot, object: &str, property: &str, now: Timestamp) -> Finding {
    let what = format!("{property} of its {object} has unique values");
    let rest = format!("/{object}/{}", crate::connect::call::part(property));
    let ask = Ask::get(vendor.setting.path("properties", &rest));
    let said: Result<Value, Failure> = vendor.ask(&ask, now).await.and_then(|answer| answer.read());
    match said {
        Ok(said) if said["hasUniqueValue"] == true => Finding::good(what),
        Ok(_) => Finding::bad(what, "make one that requires unique values, or leave unique out"),
        Err(failure) => Finding::bad(what, format!("HubSpot {}", failure.error)),
    }
}
