//! Salesforce: accounts, contacts and users in, by SOQL; calls and promises out, as tasks by an external id.
//!
//! All is listed once, then what has changed since the newest that was seen, accounts and contacts in turn, one question
//! each. The clock that counts is theirs.

mod check;
mod read;
mod setting;
mod token;
mod write;

pub use setting::Setting;

use super::call::{Answer, Ask, Caller, Failure};
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
use serde_json::Value;
use std::time::Duration;

/// What they allow is counted by the day; this alone does not use it up.
const GAP: Duration = Duration::from_millis(50);
/// The most pages of people that are read.
const PAGES: usize = 20;

#[derive(Clone, Debug)]
pub struct Salesforce {
    sink: SinkName,
    setting: Setting,
    caller: Caller,
    token: token::Token,
    owners: Owners,
    lists: read::Lists,
}

impl Salesforce {
    /// # Errors
    /// What is wrong with its address, in a sentence.
    pub fn new(sink: &SinkName, setting: &Setting, client: Client) -> Result<Salesforce, String> {
        let gap = match super::http::is_this_machine(&setting.url) {
            true => Duration::ZERO,
            false => GAP,
        };
        Ok(Salesforce {
            sink: sink.clone(),
            caller: Caller::new(client, &setting.url, None, gap)?,
            token: token::Token::default(),
            owners: Owners::new(&setting.owners),
            lists: read::Lists::new(sink, setting),
            setting: setting.clone(),
        })
    }

    pub fn takes(&self) -> Vec<What> {
        match self.setting.external_id {
            Some(_) => self.setting.takes.clone(),
            None => Vec::new(),
        }
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

    /// Asks with the token that is known; once more with a new one where that is no longer good.
    async fn ask(&mut self, ask: &Ask, now: Timestamp) -> Result<Answer, Failure> {
        let first = self.ask_once(ask, now).await;
        match first {
            Err(failure) if matches!(failure.error, FetchError::Auth { status: 401 }) => {
                self.token.forget();
                self.ask_once(ask, now).await
            }
            other => other,
        }
        .map_err(busy)
    }

    async fn ask_once(&mut self, ask: &Ask, now: Timestamp) -> Result<Answer, Failure> {
        let token = self.token.get(&self.caller, &self.setting, now).await?;
        let ask = ask.clone().header("authorization", format!("Bearer {token}"));
        self.caller.ask(&ask, now).await
    }

    async fn load_owners(&mut self, now: Timestamp) -> Result<(), Failure> {
        let mut owners = Vec::new();
        let soql = "SELECT Id, Name, Email FROM User WHERE IsActive = true";
        let mut ask = Ask::get(self.setting.path("query/")).query("q", soql);
        for _ in 0..PAGES {
            let page: Value = self.ask(&ask, now).await?.read()?;
            let rows = page["records"].as_array().into_iter().flatten();
            owners.extend(rows.filter_map(owner));
            let Some(next) = word(&page["nextRecordsUrl"]) else {
                break;
            };
            ask = self
                .caller
                .follow(&next)
                .map_err(|error| Failure::ours(error.to_string()))?;
        }
        self.owners.replace(owners);
        Ok(())
    }
}

fn owner(row: &Value) -> Option<Owner> {
    Some(Owner {
        id: word(&row["Id"])?,
        name: word(&row["Name"]).unwrap_or_default(),
        email: word(&row["Email"]).unwrap_or_default(),
    })
}

fn word(value: &Value) -> Option<String> {
    super::coerce::text(value).ok()?
}

/// Their word for what is wrong: of a list of faults, the first.
fn code(failure: &Failure) -> Option<String> {
    word(&failure.body.as_ref()?[0]["errorCode"])
}

/// The day's questions are used up: they say 403, and it passes.
fn busy(failure: Failure) -> Failure {
    match code(&failure).as_deref() {
        Some("REQUEST_LIMIT_EXCEEDED") => Failure {
            error: FetchError::RateLimited {
                retry_after: Some(Span::minutes(15)),
            },
            ..failure
        },
        _ => failure,
    }
}

/// What they say of a question they refuse.
fn said(failure: &Failure) -> Option<Clean> {
    let faults = failure.body.as_ref()?.as_array()?;
    let one = |fault: &Value| {
        let message = word(&fault["message"])?;
        let fields: Vec<String> = fault["fields"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(word)
            .collect();
        Some(match fields.is_empty() {
            true => message,
            false => format!("{message} ({})", fields.join(", ")),
        })
    };
    let told: Vec<String> = faults.iter().filter_map(one).collect();
    let told: String = told.join("; ").chars().take(400).collect();
    (!told.is_empty()).then(|| Clean::line(&told))
}
