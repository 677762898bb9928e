//! The table of a Salesforce org.
//!
//! ```toml
//! [connect.crm]
//! kind = "salesforce"
//! url = "https://example.my.salesforce.com"       # My Domain
//! client_id = "3MVG9..."                          # of an external client app with the client-credentials flow
//! secret_file = "/etc/warroom/salesforce.secret"
//! version = "67.0"                                # of their API
//! currency = "EUR"
//! external_id = "Warroom_Id__c"                   # of Task: text, external id, unique
//! where = "Type = 'Customer'"                     # of the accounts
//! [connect.crm.accounts]                          # our name of a field to theirs
//! tier = "Tier__c"
//! arr = "ARR__c"
//! products = "Products__c"
//! region = "Region__c"
//! ```

use crate::connect::crm::mapped::{self, Fields, Values};
use crate::connect::json::{Described, Kind};
use crate::domain::dispatches::What;
use crate::domain::ids::{Name, SinkName};
use crate::domain::span::Span;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    pub url: String,
    pub client_id: String,
    pub secret_file: PathBuf,
    #[serde(default = "version")]
    pub version: String,
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
    /// The field of a task by which what is sent twice is there once; without it nothing is written.
    #[serde(default)]
    pub external_id: Option<String>,
    /// Which accounts, in SOQL; all of them without it.
    #[serde(default, rename = "where")]
    pub only: Option<String>,
    #[serde(default = "takes")]
    pub takes: Vec<What>,
}

fn version() -> String {
    "67.0".to_owned()
}

fn every() -> Span {
    Span::minutes(2)
}

fn takes() -> Vec<What> {
    vec![What::Call, What::Task]
}

const ACCOUNTS: &[(&str, &str)] = &[("name", "Name"), ("owner", "OwnerId"), ("parent", "ParentId")];

const CONTACTS: &[(&str, &str)] = &[
    ("account", "AccountId"),
    ("name", "Name"),
    ("title", "Title"),
    ("phone", "Phone|MobilePhone"),
    ("email", "Email"),
    ("do_not_contact", "DoNotCall"),
];

impl Setting {
    pub fn check(&self) -> Vec<String> {
        let sink = SinkName::from("crm");
        let (accounts, contacts) = (
            self.described(&sink, Kind::Accounts),
            self.described(&sink, Kind::Contacts),
        );
        let mut faults = mapped::faults(&[&accounts, &contacts], &self.values);
        if self.every < Span::seconds(5) {
            faults.push("every is less than 5 s; write it with its unit, as in \"2m\"".to_owned());
        }
        if self.version.is_empty()
            || !self
                .version
                .chars()
                .all(|letter| letter.is_ascii_digit() || letter == '.')
        {
            faults.push("version is none; it looks like 67.0".to_owned());
        }
        for field in [Kind::Accounts, Kind::Contacts]
            .iter()
            .flat_map(|kind| self.asked(*kind))
            .chain(self.external_id.clone())
        {
            if !is_field(&field) {
                faults.push(format!(
                    "{field:?} is no field of theirs; they look like Tier__c or Owner.Name"
                ));
            }
        }
        if self.external_id.is_none() && !self.takes.is_empty() {
            faults.push(
                "external_id is missing; name a field of Task that is an external id, or set takes = []"
                    .to_owned(),
            );
        }
        for what in self
            .takes
            .iter()
            .filter(|what| !matches!(what, What::Call | What::Task))
        {
            faults.push(format!(
                "takes names {:?}; Salesforce takes \"call\" and \"task\"",
                what.as_str()
            ));
        }
        faults
    }

    fn fields(&self, kind: Kind) -> Fields {
        match kind {
            Kind::Contacts => mapped::with_usual(CONTACTS, &self.contacts),
            Kind::Accounts | Kind::Incidents => mapped::with_usual(ACCOUNTS, &self.accounts),
        }
    }

    /// Their fields, without the id and the time of the last change.
    pub fn asked(&self, kind: Kind) -> Vec<String> {
        mapped::asked(&self.fields(kind))
    }

    pub fn described(&self, sink: &SinkName, kind: Kind) -> Described {
        let place = ("records", "nextRecordsUrl");
        mapped::described(sink, kind, place, ("Id", ""), &self.fields(kind), &self.values)
    }

    /// A path of theirs.
    pub fn path(&self, rest: &str) -> String {
        format!("services/data/v{}/{rest}", self.version)
    }
}

/// Nothing else may stand in a question of theirs: what is no name could be another question.
fn is_field(text: &str) -> bool {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.');
    !text.is_empty() && text.chars().all(fits)
}
