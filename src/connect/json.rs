//! Any JSON API of incidents, accounts or contacts, as the configuration describes it.
//!
//! ```toml
//! [sources.pager]
//! kind = "incidents"
//! url = "https://api.example.com/incidents?status=open"
//! every = "30s"
//! token_file = "/etc/warroom/pager.token"
//! items = "incidents"
//! next = "links.next"
//! [sources.pager.fields]
//! fingerprint = "id"
//! title = "title|summary"
//! status = "status"
//! started_at = "created_at"
//! severity = "priority.name"
//! [sources.pager.values.severity]
//! sev1 = ["P1", "Critical"]
//! ```

mod check;
mod fields;
pub mod path;
pub mod poll;
pub mod read;

use super::FetchError;
use super::http::{Client, Fetched};
use super::secret::{BEARER, Header};
use crate::domain::ids::SourceName;
use crate::domain::span::Span;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What a source lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Incidents,
    Accounts,
    Contacts,
}

impl Kind {
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Incidents => "incidents",
            Kind::Accounts => "accounts",
            Kind::Contacts => "contacts",
        }
    }
}

/// One source: the table `[sources.NAME]`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Described {
    /// The table's name; whoever reads the table fills it in.
    #[serde(skip)]
    pub name: SourceName,
    pub kind: Kind,
    pub url: String,
    /// How often it is asked.
    #[serde(default = "half_a_minute")]
    pub every: Span,
    #[serde(default)]
    pub token_file: Option<PathBuf>,
    /// How the token is sent, [`BEARER`] unless said otherwise.
    #[serde(default)]
    pub header: Option<String>,
    /// Where the list is in the body, as a dotted path; empty: the body is the list.
    #[serde(default)]
    pub items: String,
    /// Our name of a field to its dotted path in an item. Empty: the usual names are tried.
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
    /// Of a field, our word to theirs. Theirs are compared without regard to case.
    #[serde(default)]
    pub values: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    /// Where the body says how to get the next page: an address on the same host, or what goes into `next_query`.
    #[serde(default)]
    pub next: Option<String>,
    /// The parameter of the query that takes what `next` holds, when that is no address: `after`, `cursor`.
    #[serde(default)]
    pub next_query: Option<String>,
    /// An incident that is no longer in the list is over. Only for lists of what is open: otherwise one that slipped
    /// off the page would look cleared, so the status must say so.
    #[serde(default)]
    pub absent_means_cleared: bool,
}

fn half_a_minute() -> Span {
    Span(SignedDuration::from_secs(30))
}

impl Described {
    /// A source at an address that speaks the usual names, for a quick look.
    pub fn at(name: &str, kind: Kind, url: &str) -> Described {
        Described {
            name: SourceName::from(name),
            kind,
            url: url.to_owned(),
            every: half_a_minute(),
            token_file: None,
            header: None,
            items: String::new(),
            fields: BTreeMap::new(),
            values: BTreeMap::new(),
            next: None,
            next_query: None,
            absent_means_cleared: false,
        }
    }

    /// What is wrong with the description, in sentences; empty when it can be used.
    pub fn check(&self) -> Vec<String> {
        check::faults(self)
    }

    /// The same where nothing is asked for, and what comes is posted to us.
    pub fn check_posted(&self) -> Vec<String> {
        check::faults_of_fields(self)
    }

    /// Asks for one page, as [`poll::Output::Fetch`] says. The token is read anew each time.
    ///
    /// # Errors
    /// What is wrong with the token file, or with the answer.
    pub async fn fetch(&self, client: &Client, url: &str, now: Timestamp) -> Result<Fetched, FetchError> {
        let header = self.secret().await?;
        client.get(url, header.as_ref(), now).await
    }

    async fn secret(&self) -> Result<Option<Header>, FetchError> {
        match (&self.token_file, &self.header) {
            (Some(file), header) => {
                let text = header.as_deref().unwrap_or(BEARER).to_owned();
                let file = file.clone();
                // The disk it is on may be far away, and others wait on this thread.
                let read = tokio::task::spawn_blocking(move || Header::with_token(&text, &file).map(Some));
                read.await.unwrap_or_else(|_| {
                    Err(FetchError::Token(
                        "the token file could not be read: the hub is stopping".to_owned(),
                    ))
                })
            }
            (None, Some(header)) => Header::plain(header).map(Some),
            (None, None) => Ok(None),
        }
    }
}
