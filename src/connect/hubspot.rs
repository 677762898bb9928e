//! HubSpot: companies, contacts and owners in; calls and tasks out.
//!
//! All is listed once, then what has changed is searched for, companies and contacts in turn, one question each. The
//! clock that counts is theirs: changes are asked for since the newest they told us of.

mod check;
mod read;
mod setting;
mod write;

pub use setting::Setting;

use super::call::{Answer, Ask, Caller, Failure, Secret};
use super::crm::owners::{Owner, Owners};
use super::http::Client;
use super::told::{End, Finding, Round};
use super::{Delivery, FetchError};
use crate::domain::dispatches::What;
use crate::domain::ids::SinkName;
use crate::domain::parcels::Parcel;
use crate::domain::span::Span;
use crate::domain::text::Clean;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;
use std::time::Duration;

/// 100 questions in 10 s are what the smallest of their plans allows.
const GAP: Duration = Duration::from_millis(110);
/// The most pages of people that are read.
const PAGES: usize = 40;

#[derive(Clone, Debug)]
pub struct Hubspot {
    sink: SinkName,
    setting: Setting,
    caller: Caller,
    owners: Owners,
    lists: read::Lists,
}

#[derive(Deserialize)]
struct OwnerPage {
    #[serde(default)]
    results: Vec<RawOwner>,
    #[serde(default)]
    paging: Option<Paging>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawOwner {
    id: Value,
    #[serde(default)]
    email: Option<String>,
    #[serde(default)]
    first_name: Option<String>,
    #[serde(default)]
    last_name: Option<String>,
}

#[derive(Deserialize)]
struct Paging {
    #[serde(default)]
    next: Option<Next>,
}

#[derive(Deserialize)]
struct Next {
    after: Value,
}

impl Hubspot {
    /// # Errors
    /// What is wrong with its address, in a sentence.
    pub fn new(sink: &SinkName, setting: &Setting, client: Client) -> Result<Hubspot, String> {
        let secret = Secret {
            token_file: Some(setting.token_file.clone()),
            text: String::new(),
        };
        let gap = match super::http::is_this_machine(&setting.url) {
            true => Duration::ZERO,
            false => GAP,
        };
        Ok(Hubspot {
            sink: sink.clone(),
            caller: Caller::new(client, &setting.url, Some(secret), gap)?,
            owners: Owners::new(&setting.owners),
            lists: read::Lists::new(sink, setting),
            setting: setting.clone(),
        })
    }

    pub fn takes(&self) -> Vec<What> {
        self.setting.takes.clone()
    }

    /// Two lists are asked in turn, each so often.
    pub fn every(&self) -> Span {
        Span(self.setting.every.0 / 2)
    }

    /// # Errors
    /// Nothing was brought, and why.
    pub async fn read(&mut self, now: Timestamp) -> Result<Round, FetchError> {
        read::round(self, now).await
    }

    pub fn not_taken(&mut self, lost: Delivery) {
        self.lists.lost.push(lost);
    }

    pub async fn deliver(&mut self, parcel: &Parcel, now: Timestamp) -> End {
        write::deliver(self, parcel, now).await
    }

    pub async fn check(&mut self, now: Timestamp) -> Vec<Finding> {
        check::findings(self, now).await
    }

    async fn ask(&self, ask: &Ask, now: Timestamp) -> Result<Answer, Failure> {
        self.caller.ask(ask, now).await
    }

    async fn load_owners(&mut self, now: Timestamp) -> Result<(), Failure> {
        let mut owners = Vec::new();
        let mut after: Option<String> = None;
        for _ in 0..PAGES {
            let mut ask = Ask::get(self.setting.path("owners", "")).query("limit", "500");
            if let Some(after) = &after {
                ask = ask.query("after", after);
            }
            let page: OwnerPage = self.ask(&ask, now).await?.read()?;
            owners.extend(page.results.into_iter().filter_map(owner));
            let next = page.paging.and_then(|paging| paging.next);
            let next = next.and_then(|next| word(&next.after));
            if next.is_none() || next == after {
                break;
            }
            after = next;
        }
        self.owners.replace(owners);
        Ok(())
    }
}

fn owner(raw: RawOwner) -> Option<Owner> {
    let name = format!(
        "{} {}",
        raw.first_name.unwrap_or_default(),
        raw.last_name.unwrap_or_default()
    );
    Some(Owner {
        id: word(&raw.id)?,
        name: name.trim().to_owned(),
        email: raw.email.unwrap_or_default(),
    })
}

fn word(value: &Value) -> Option<String> {
    super::coerce::text(value).ok()?
}

/// What they say of a question they refuse.
fn said(failure: &Failure) -> Option<Clean> {
    let body = failure.body.as_ref()?;
    let message = word(body.get("message")?)?;
    Some(Clean::line(&message.chars().take(400).collect::<String>()))
}
