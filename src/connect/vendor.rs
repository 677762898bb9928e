//! A vendor that is set up: the table `[connect.NAME]`, and what it can do for us.
//!
//! Each vendor has a folder with the same files: `setting` (what its table holds), `read` (what it says, in our words),
//! `write` (what we tell it), `check` (whether it would work). A vendor reads, or takes, or both; the hub drives it and
//! keeps what is on its way ([`crate::domain::dispatches`]).

use super::http::Client;
use super::told::{End, Finding, Round};
use super::{Delivery, FetchError, webhook};
use crate::domain::dispatches::What;
use crate::domain::ids::SinkName;
use crate::domain::parcels::Parcel;
use crate::domain::span::Span;
use jiff::Timestamp;
use serde::Deserialize;
use std::path::PathBuf;

/// The table `[connect.NAME]`; `kind` says whose it is.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Setting {
    Webhook(webhook::Setting),
}

/// What one table holds, and its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    pub name: SinkName,
    pub setting: Setting,
}

/// One vendor, ready to be asked. Clones share its pace.
#[derive(Clone, Debug)]
pub enum Vendor {
    Webhook(webhook::Webhook),
}

impl Named {
    /// What is wrong with its table, in sentences; empty when it can be used.
    pub fn check(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let fits = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
        if self.name.as_str().is_empty() || !self.name.as_str().chars().all(fits) {
            faults.push(
                "its name may hold letters, digits, - and _ alone, since it becomes part of ids".to_owned(),
            );
        }
        faults.extend(match &self.setting {
            Setting::Webhook(setting) => setting.check(),
        });
        faults
    }

    /// The same with the files it names found by `file`.
    pub fn with_files(mut self, file: impl Fn(&PathBuf) -> PathBuf) -> Named {
        match &mut self.setting {
            Setting::Webhook(setting) => setting.secret_file = file(&setting.secret_file),
        }
        self
    }

    /// # Errors
    /// What is wrong with its address, in a sentence.
    pub fn vendor(&self, client: Client) -> Result<Vendor, String> {
        match &self.setting {
            Setting::Webhook(setting) => webhook::Webhook::new(setting, client).map(Vendor::Webhook),
        }
    }

    /// What kind it is, as its table says.
    pub fn kind(&self) -> &'static str {
        match &self.setting {
            Setting::Webhook(_) => "webhook",
        }
    }
}

impl Vendor {
    /// What it takes; empty where it only lists.
    pub fn takes(&self) -> Vec<What> {
        match self {
            Vendor::Webhook(webhook) => webhook.takes(),
        }
    }

    /// How often it is asked for what it lists; `None` where it only takes.
    pub fn every(&self) -> Option<Span> {
        match self {
            Vendor::Webhook(_) => None,
        }
    }

    /// One round of reading. What it remembers between rounds is its own.
    ///
    /// # Errors
    /// Nothing was brought, and why.
    pub async fn read(&mut self, _now: Timestamp) -> Result<Round, FetchError> {
        match self {
            Vendor::Webhook(_) => Ok(Round::default()),
        }
    }

    /// What it listed was not taken by the hub: it is news again at the next round.
    pub fn not_taken(&mut self, _lost: Delivery) {
        match self {
            Vendor::Webhook(_) => {}
        }
    }

    /// Brings one thing there. `parcel.begun`: an earlier try may have brought it.
    pub async fn deliver(&mut self, parcel: &Parcel, now: Timestamp) -> End {
        match self {
            Vendor::Webhook(webhook) => webhook.deliver(parcel, now).await,
        }
    }

    /// Tries whether it would work, and leaves nothing there.
    pub async fn check(&mut self, now: Timestamp) -> Vec<Finding> {
        match self {
            Vendor::Webhook(webhook) => webhook.check(now).await,
        }
    }
}
