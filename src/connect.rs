//! Vendors, and any JSON API: what they say, read into our words.
//!
//! A vendor has a folder whose `read` turns bytes into facts and touches nothing. What asks again and again is a
//! synchronous machine, [`json::poll::Poller`]; the hub drives it. Only [`http`] speaks to the network.

pub mod alertmanager;
pub mod call;
mod coerce;
pub mod crm;
pub mod events;
mod faults;
pub mod hook;
pub mod http;
pub mod hubspot;
pub mod json;
pub mod mail;
pub mod pagerduty;
pub mod salesforce;
pub mod secret;
pub mod statuspage;
pub mod told;
pub mod vendor;
pub mod watch;
pub mod webhook;

use crate::domain::accounts::{Account, Contact};
use crate::domain::alerts::{ReceiveAlerts, Sighting};
use crate::domain::command::Command;
use crate::domain::ids::SourceName;
use crate::domain::import::ImportDirectory;
use crate::domain::span::{Span, words};
use crate::domain::text::Clean;
use serde_json::Value;

/// Facts of one kind, in our words.
#[derive(Clone, Debug, PartialEq)]
pub enum Batch {
    Incidents(Vec<Sighting>),
    Accounts(Vec<Account>),
    Contacts(Vec<Contact>),
}

impl Batch {
    pub fn len(&self) -> usize {
        match self {
            Batch::Incidents(sightings) => sightings.len(),
            Batch::Accounts(accounts) => accounts.len(),
            Batch::Contacts(contacts) => contacts.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// What a source said that is news.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivery {
    pub source: SourceName,
    pub batch: Batch,
    /// SHA-256 of what was read, in hex.
    pub hash: Clean,
    /// The fields it was asked for.
    pub columns: Vec<Clean>,
}

impl Delivery {
    /// What to ask the hub's writer: a source is a client of it like any other.
    pub fn command(self) -> Command {
        let import = ImportDirectory {
            from: self.source.0.clone(),
            hash: self.hash,
            columns: self.columns,
            ..ImportDirectory::default()
        };
        match self.batch {
            Batch::Incidents(alerts) => Command::ReceiveAlerts(ReceiveAlerts {
                source: self.source,
                alerts,
            }),
            Batch::Accounts(accounts) => {
                Command::ImportDirectory(Box::new(ImportDirectory { accounts, ..import }))
            }
            Batch::Contacts(contacts) => {
                Command::ImportDirectory(Box::new(ImportDirectory { contacts, ..import }))
            }
        }
    }
}

/// Why nothing was fetched. None of it carries a token, an address's query or a body.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    // For the operator to mend: asking again changes nothing until they have.
    #[error("{0}")]
    Token(String),
    #[error("refused the token ({status}); put one that may read this into the source's token_file")]
    Auth { status: u16 },
    #[error("knows no such address ({status}); check the source's url")]
    NotFound { status: u16 },
    #[error(
        "has moved to {to}, which is not followed because the token would go along; put it into the source's url if it is right"
    )]
    Moved { to: Clean },
    #[error("refused the question ({status}); check the source's url and its query")]
    Refused { status: u16 },
    #[error(
        "answered {0} instead of JSON; check that the source's url is that of the API, not of its web page"
    )]
    NotJson(&'static str),
    #[error("answered something else than its documentation says: {0}")]
    Odd(Clean),
    #[error("answered with more than {} MiB; ask for less in the source's url, such as a limit", limit >> 20)]
    TooLarge { limit: usize },
    // Theirs to mend: asking again later is right.
    #[error("asks us to slow down{}", after(retry_after))]
    RateLimited { retry_after: Option<Span> },
    #[error("failed ({status}){}", after(retry_after))]
    Server { status: u16, retry_after: Option<Span> },
    #[error("cannot be reached: {0}")]
    Network(Clean),
}

impl FetchError {
    /// How long they asked us to wait, if they did.
    pub fn retry_after(&self) -> Option<Span> {
        match self {
            FetchError::RateLimited { retry_after } | FetchError::Server { retry_after, .. } => *retry_after,
            FetchError::Token(_)
            | FetchError::Auth { .. }
            | FetchError::NotFound { .. }
            | FetchError::Moved { .. }
            | FetchError::Refused { .. }
            | FetchError::NotJson(_)
            | FetchError::Odd(_)
            | FetchError::TooLarge { .. }
            | FetchError::Network(_) => None,
        }
    }
}

fn after(wait: &Option<Span>) -> String {
    wait.map_or(String::new(), |wait| format!("; asked to wait {}", words(wait.0)))
}

/// Why nothing of a body could be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    #[error("the body is not JSON: {0}")]
    NotJson(String),
    #[error("the body is not what was expected: {0}")]
    Shape(Clean),
}

/// Any JSON body, with or without a byte order mark.
fn parse(body: &[u8]) -> Result<Value, ReadError> {
    let body = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body);
    serde_json::from_slice(body).map_err(|error| ReadError::NotJson(error.to_string()))
}
