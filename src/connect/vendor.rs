//! A vendor that is set up: the table `[connect.NAME]`, and what it can do for us.
//!
//! Each vendor has a folder with the same files: `setting` (what its table holds), `read` (what it says, in our words),
//! `write` (what we tell it), `check` (whether it would work). A vendor reads, or takes, or both; the hub drives it and
//! keeps what is on its way ([`crate::domain::dispatches`]).

use super::http::Client;
use super::told::{End, Finding, Round};
use super::{Delivery, FetchError, alertmanager, hubspot, mail, pagerduty, salesforce, statuspage, webhook};
use crate::domain::alerts::Sighting;
use crate::domain::dispatches::What;
use crate::domain::ids::{SinkName, SourceName};
use crate::domain::parcels::{Parcel, Tells};
use crate::domain::span::Span;
use jiff::Timestamp;
use serde::Deserialize;
use std::path::PathBuf;

/// The table `[connect.NAME]`; `kind` says whose it is.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Setting {
    Alertmanager(alertmanager::Setting),
    Pagerduty(pagerduty::Setting),
    Webhook(webhook::Setting),
    Statuspage(statuspage::Setting),
    Mail(Box<mail::Setting>),
    Hubspot(Box<hubspot::Setting>),
    Salesforce(Box<salesforce::Setting>),
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
    Alertmanager(Box<alertmanager::Alertmanager>),
    Pagerduty(Box<pagerduty::Pagerduty>),
    Webhook(Box<webhook::Webhook>),
    Statuspage(Box<statuspage::Statuspage>),
    Mail(Box<mail::Mail>),
    Hubspot(Box<hubspot::Hubspot>),
    Salesforce(Box<salesforce::Salesforce>),
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
            Setting::Alertmanager(setting) => setting.check(),
            Setting::Pagerduty(setting) => setting.check(),
            Setting::Webhook(setting) => setting.check(),
            Setting::Statuspage(setting) => setting.check(),
            Setting::Mail(setting) => setting.check(),
            Setting::Hubspot(setting) => setting.check(),
            Setting::Salesforce(setting) => setting.check(),
        });
        faults
    }

    /// The same with the files it names found by `file`.
    pub fn with_files(mut self, file: impl Fn(&PathBuf) -> PathBuf) -> Named {
        match &mut self.setting {
            Setting::Alertmanager(setting) => setting.token_file = setting.token_file.as_ref().map(&file),
            Setting::Pagerduty(setting) => setting.token_file = file(&setting.token_file),
            Setting::Webhook(setting) => setting.secret_file = file(&setting.secret_file),
            Setting::Statuspage(setting) => setting.token_file = file(&setting.token_file),
            Setting::Mail(setting) => setting.token_file = setting.token_file.as_ref().map(&file),
            Setting::Hubspot(setting) => setting.token_file = file(&setting.token_file),
            Setting::Salesforce(setting) => setting.secret_file = file(&setting.secret_file),
        }
        self
    }

    /// # Errors
    /// What is wrong with its address, in a sentence.
    pub fn vendor(&self, client: Client) -> Result<Vendor, String> {
        match &self.setting {
            Setting::Alertmanager(setting) => {
                let name = SourceName(self.name.0.clone());
                let vendor = alertmanager::Alertmanager::new(name, setting, client)?;
                Ok(Vendor::Alertmanager(Box::new(vendor)))
            }
            Setting::Pagerduty(setting) => {
                let name = SourceName(self.name.0.clone());
                let vendor = pagerduty::Pagerduty::new(&name, setting, client)?;
                Ok(Vendor::Pagerduty(Box::new(vendor)))
            }
            Setting::Webhook(setting) => {
                let vendor = webhook::Webhook::new(setting, client)?;
                Ok(Vendor::Webhook(Box::new(vendor)))
            }
            Setting::Statuspage(setting) => {
                let vendor = statuspage::Statuspage::new(setting, client)?;
                Ok(Vendor::Statuspage(Box::new(vendor)))
            }
            Setting::Hubspot(setting) => {
                let vendor = hubspot::Hubspot::new(&self.name, setting, client)?;
                Ok(Vendor::Hubspot(Box::new(vendor)))
            }
            Setting::Salesforce(setting) => {
                let vendor = salesforce::Salesforce::new(&self.name, setting, client)?;
                Ok(Vendor::Salesforce(Box::new(vendor)))
            }
            Setting::Mail(setting) => Ok(Vendor::Mail(Box::new(mail::Mail::new(setting)))),
        }
    }

    /// It posts what an Alertmanager posts, to `/v1/hooks/NAME`, beside being asked.
    pub fn posts(&self) -> bool {
        match &self.setting {
            Setting::Alertmanager(_) => true,
            // What it posts is signed.
            Setting::Pagerduty(_) => false,
            Setting::Webhook(_)
            | Setting::Statuspage(_)
            | Setting::Hubspot(_)
            | Setting::Salesforce(_)
            | Setting::Mail(_) => false,
        }
    }

    /// What kind it is, as its table says.
    pub fn kind(&self) -> &'static str {
        match &self.setting {
            Setting::Alertmanager(_) => "alertmanager",
            Setting::Pagerduty(_) => "pagerduty",
            Setting::Webhook(_) => "webhook",
            Setting::Statuspage(_) => "statuspage",
            Setting::Mail(_) => "mail",
            Setting::Hubspot(_) => "hubspot",
            Setting::Salesforce(_) => "salesforce",
        }
    }
}

impl Vendor {
    /// What it takes; empty where it only lists.
    pub fn takes(&self) -> Vec<What> {
        match self {
            Vendor::Alertmanager(_) => Vec::new(),
            Vendor::Pagerduty(pagerduty) => pagerduty.takes(),
            Vendor::Webhook(webhook) => webhook.takes(),
            Vendor::Statuspage(page) => page.takes(),
            Vendor::Mail(mail) => mail.takes(),
            Vendor::Hubspot(hubspot) => hubspot.takes(),
            Vendor::Salesforce(salesforce) => salesforce.takes(),
        }
    }

    /// What of the news it tells, where it takes news.
    pub fn tells(&self) -> Tells {
        match self {
            Vendor::Webhook(webhook) => webhook.tells(),
            Vendor::Mail(mail) => mail.tells(),
            Vendor::Alertmanager(_)
            | Vendor::Pagerduty(_)
            | Vendor::Statuspage(_)
            | Vendor::Hubspot(_)
            | Vendor::Salesforce(_) => Tells::default(),
        }
    }

    /// How often it is asked for what it lists; `None` where it only takes.
    pub fn every(&self) -> Option<Span> {
        match self {
            Vendor::Alertmanager(alertmanager) => Some(alertmanager.every()),
            Vendor::Pagerduty(pagerduty) => Some(pagerduty.every()),
            Vendor::Statuspage(page) => page.every(),
            Vendor::Hubspot(hubspot) => Some(hubspot.every()),
            Vendor::Salesforce(salesforce) => Some(salesforce.every()),
            Vendor::Webhook(_) | Vendor::Mail(_) => None,
        }
    }

    /// What the hub knows to be firing from it, to be told before each round.
    pub fn remember(&mut self, firing: Vec<Sighting>) {
        match self {
            Vendor::Alertmanager(alertmanager) => alertmanager.remember(firing),
            Vendor::Pagerduty(pagerduty) => pagerduty.remember(firing),
            Vendor::Webhook(_)
            | Vendor::Statuspage(_)
            | Vendor::Hubspot(_)
            | Vendor::Salesforce(_)
            | Vendor::Mail(_) => {}
        }
    }

    /// One round of reading. What it remembers between rounds is its own.
    ///
    /// # Errors
    /// Nothing was brought, and why.
    pub async fn read(&mut self, now: Timestamp) -> Result<Round, FetchError> {
        match self {
            Vendor::Alertmanager(alertmanager) => alertmanager.read(now).await,
            Vendor::Pagerduty(pagerduty) => pagerduty.read(now).await,
            Vendor::Statuspage(page) => page.read(now).await,
            Vendor::Hubspot(hubspot) => hubspot.read(now).await,
            Vendor::Salesforce(salesforce) => salesforce.read(now).await,
            Vendor::Webhook(_) | Vendor::Mail(_) => Ok(Round::default()),
        }
    }

    /// What it listed was not taken by the hub: it is news again at the next round.
    pub fn not_taken(&mut self, lost: Delivery) {
        match self {
            Vendor::Alertmanager(alertmanager) => alertmanager.not_taken(&lost),
            Vendor::Pagerduty(pagerduty) => pagerduty.not_taken(&lost),
            Vendor::Webhook(_) | Vendor::Statuspage(_) | Vendor::Mail(_) => {}
            Vendor::Hubspot(hubspot) => hubspot.not_taken(lost),
            Vendor::Salesforce(salesforce) => salesforce.not_taken(lost),
        }
    }

    /// Brings one thing there. `parcel.begun`: an earlier try may have brought it.
    pub async fn deliver(&mut self, parcel: &Parcel, now: Timestamp) -> End {
        match self {
            // Cannot happen: it takes nothing.
            Vendor::Alertmanager(_) => End::refused("it takes nothing"),
            Vendor::Pagerduty(pagerduty) => pagerduty.deliver(parcel, now).await,
            Vendor::Webhook(webhook) => webhook.deliver(parcel, now).await,
            Vendor::Statuspage(page) => page.deliver(parcel, now).await,
            Vendor::Mail(mail) => mail.deliver(parcel, now).await,
            Vendor::Hubspot(hubspot) => hubspot.deliver(parcel, now).await,
            Vendor::Salesforce(salesforce) => salesforce.deliver(parcel, now).await,
        }
    }

    /// Tries whether it would work, and leaves nothing there.
    pub async fn check(&mut self, now: Timestamp) -> Vec<Finding> {
        match self {
            Vendor::Alertmanager(alertmanager) => alertmanager.check(now).await,
            Vendor::Pagerduty(pagerduty) => pagerduty.check(now).await,
            Vendor::Webhook(webhook) => webhook.check(now).await,
            Vendor::Statuspage(page) => page.check(now).await,
            Vendor::Mail(mail) => mail.check(now).await,
            Vendor::Hubspot(hubspot) => hubspot.check(now).await,
            Vendor::Salesforce(salesforce) => salesforce.check(now).await,
        }
    }
}
