//! The table of a HubSpot account.
//!
//! ```toml
//! [connect.crm]
//! kind = "hubspot"
//! token_file = "/etc/warroom/hubspot.token"   # of a service key or a private app
//! version = "2026-09"                         # of their API
//! currency = "EUR"                            # of the revenue
//! unique = "warroom_id"                       # a property of calls and tasks with unique values
//! [connect.crm.accounts]                      # our name of a field to their property
//! tier = "customer_tier"
//! arr = "annual_recurring_revenue"
//! products = "products"
//! region = "region"
//! [connect.crm.contacts]
//! do_not_contact = "do_not_call"
//! [connect.crm.values.tier]
//! strategic = ["A"]
//! key = ["B"]
//! named = ["C", "D"]
//! [connect.crm.owners]                        # where names differ
//! "o.berg@example.com" = "omar"
//! ```

use crate::connect::crm::mapped::{self, Fields, Values};
use crate::connect::json::{Described, Kind};
use crate::domain::dispatches::What;
use crate::domain::disposition::Disposition;
use crate::domain::ids::{Name, SinkName};
use crate::domain::span::Span;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    #[serde(default = "base")]
    pub url: String,
    /// Of their API, as its paths have it.
    #[serde(default = "version")]
    pub version: String,
    pub token_file: PathBuf,
    /// How often each list is asked for changes.
    #[serde(default = "every")]
    pub every: Span,
    #[serde(default)]
    pub currency: Option<String>,
    #[serde(default)]
    pub accounts: Fields,
    #[serde(default)]
    pub contacts: Fields,
    #[serde(default)]
    pub values: Values,
    #[serde(default)]
    pub owners: BTreeMap<String, Name>,
    /// A property of calls and of tasks whose values are unique: with it what is sent twice is there once.
    #[serde(default)]
    pub unique: Option<String>,
    /// How a call ended, to their id of the outcome.
    #[serde(default)]
    pub outcomes: BTreeMap<Disposition, String>,
    #[serde(default = "takes")]
    pub takes: Vec<What>,
}

fn base() -> String {
    "https://api.hubapi.com".to_owned()
}

fn version() -> String {
    "2026-09".to_owned()
}

fn every() -> Span {
    Span::minutes(1)
}

fn takes() -> Vec<What> {
    vec![What::Call, What::Task]
}

/// What companies have from the start. Their revenue is not what they pay us, so it is not among it.
const ACCOUNTS: &[(&str, &str)] = &[
    ("name", "name|domain"),
    ("owner", "hubspot_owner_id"),
    ("parent", "hs_parent_company_id"),
];

/// `warroom_name` is put together while reading.
const CONTACTS: &[(&str, &str)] = &[
    ("account", "associatedcompanyid"),
    ("name", "warroom_name"),
    ("title", "jobtitle"),
    ("phone", "phone|mobilephone"),
    ("email", "email"),
];

/// What a contact's name is made from.
pub const NAMES: [&str; 2] = ["firstname", "lastname"];

impl Setting {
    pub fn check(&self) -> Vec<String> {
        let sink = SinkName::from("crm");
        let (accounts, contacts) = (
            self.described(&sink, Kind::Accounts),
            self.described(&sink, Kind::Contacts),
        );
        let mut faults = mapped::faults(&[&accounts, &contacts], &self.values);
        if self.every < Span::seconds(5) {
            faults.push("every is less than 5 s; write it with its unit, as in \"1m\"".to_owned());
        }
        let fits = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.');
        if self.version.is_empty() || !self.version.chars().all(fits) {
            faults.push("version is none; it looks like 2026-09".to_owned());
        }
        for what in self
            .takes
            .iter()
            .filter(|what| !matches!(what, What::Call | What::Task))
        {
            faults.push(format!(
                "takes names {:?}; HubSpot takes \"call\" and \"task\"",
                what.as_str()
            ));
        }
        faults
    }

    pub fn fields(&self, kind: Kind) -> Fields {
        match kind {
            Kind::Contacts => mapped::with_usual(CONTACTS, &self.contacts),
            Kind::Accounts | Kind::Incidents => mapped::with_usual(ACCOUNTS, &self.accounts),
        }
    }

    /// The properties that are asked for.
    pub fn properties(&self, kind: Kind) -> Vec<String> {
        let mut properties = mapped::asked(&self.fields(kind));
        if kind == Kind::Contacts {
            properties.retain(|property| property != "warroom_name");
            properties.extend(NAMES.map(str::to_owned));
        }
        properties
    }

    pub fn described(&self, sink: &SinkName, kind: Kind) -> Described {
        let fields = self.fields(kind);
        let place = ("results", "paging.next.after");
        mapped::described(sink, kind, place, ("id", "properties."), &fields, &self.values)
    }

    /// A path of theirs. Versions by number stand before the area, versions by date behind it.
    pub fn path(&self, area: &str, rest: &str) -> String {
        match self.version.starts_with('v') {
            true => format!("crm/{}/{area}{rest}", self.version),
            false => format!("crm/{area}/{}{rest}", self.version),
        }
    }
}
