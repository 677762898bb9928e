//! A source as `[sources.NAME]` describes it: a JSON API of incidents, accounts or contacts.

use crate::domain::ids::SourceName;
use crate::domain::span::Span;
use jiff::SignedDuration;
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

/// One source.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The table's name.
    #[serde(skip)]
    pub name: SourceName,
    pub kind: Kind,
    pub url: String,
    /// How often it is asked.
    #[serde(default = "half_a_minute")]
    pub every: Span,
    #[serde(default)]
    pub token_file: Option<PathBuf>,
    /// How the token is sent; `Authorization: Bearer {token}` unless said otherwise.
    #[serde(default)]
    pub header: Option<String>,
    /// Where the list is in the body, as a dotted path; empty: the body is the list.
    #[serde(default)]
    pub items: String,
    /// Our name of a field to its dotted path in an item.
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
    /// Of a field, our word to theirs.
    #[serde(default)]
    pub values: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    /// Where the body says how to get the next page.
    #[serde(default)]
    pub next: Option<String>,
    /// The parameter of the query that takes what `next` holds, when that is no address.
    #[serde(default)]
    pub next_query: Option<String>,
    /// An incident that is no longer in the list is over.
    #[serde(default)]
    pub absent_means_cleared: bool,
}

fn half_a_minute() -> Span {
    Span(SignedDuration::from_secs(30))
}

impl Source {
    /// A source at an address that speaks the usual names, for a quick look.
    pub fn at(name: &str, kind: Kind, url: &str) -> Source {
        Source {
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
}
