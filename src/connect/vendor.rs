//! A vendor that is set up: the table `[connect.NAME]`, and what it can do for us.
//!
//! Each vendor has a folder with the same files: `setting` (what its table holds), `read` (what it says, in our words),
//! `write` (what we tell it), `check` (whether it would work). A vendor reads, or takes, or both; the hub drives it and
//! keeps what is on its way ([`crate::domain::dispatches`]).

use super::call::{Caller, Failure, Left, Secret};
use super::http::Client;
use super::{Delivery, FetchError, webhook};
use crate::domain::dispatches::{Came, What};
use crate::domain::ids::SinkName;
use crate::domain::parcels::Parcel;
use crate::domain::span::Span;
use crate::domain::text::Clean;
use jiff::Timestamp;
use serde::Deserialize;
use std::path::PathBuf;
use std::time::Duration;

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

/// What each vendor's table holds besides: where it is, and the secret.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Place {
    pub url: String,
    pub token_file: Option<PathBuf>,
}

/// What came of bringing something there.
#[derive(Clone, Debug, PartialEq)]
pub enum End {
    /// To be recorded; never [`Came::Begun`].
    Came(Came),
    /// Nothing is there, and it goes there later by itself: why not now, and how long they ask us to wait.
    Later(FetchError),
}

impl End {
    pub fn delivered(receipt: impl Into<Option<Clean>>, place: impl Into<Option<Clean>>) -> End {
        End::Came(Came::Delivered {
            receipt: receipt.into(),
            place: place.into(),
        })
    }

    pub fn refused(why: impl Into<Clean>) -> End {
        End::Came(Came::Refused { why: why.into() })
    }

    pub fn unknown(why: impl Into<Clean>) -> End {
        End::Came(Came::Unknown { why: why.into() })
    }

    /// What a failure comes to. `said`: the vendor's own words, read from [`Failure::body`].
    /// `safe`: sending it again does nothing twice, so that a lost answer is no trouble.
    pub fn of(failure: &Failure, said: Option<Clean>, safe: bool) -> End {
        let why = || match &said {
            Some(said) => Clean::from(format!("{} ({said})", failure.error)),
            None => Clean::from(failure.error.to_string()),
        };
        match (failure.left, failure.passes(), safe) {
            (Left::Perhaps, _, true) | (Left::Nothing, true, _) => End::Later(failure.error.clone()),
            (Left::Perhaps, _, false) => End::unknown(why()),
            (Left::Nothing, false, _) => End::refused(why()),
        }
    }
}

/// Something that `warroom connect check` has looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub what: Clean,
    /// What is wrong and how it is mended; `None`: it is as it should be.
    pub wrong: Option<Clean>,
}

impl Finding {
    pub fn good(what: impl Into<Clean>) -> Finding {
        Finding {
            what: what.into(),
            wrong: None,
        }
    }

    pub fn bad(what: impl Into<Clean>, wrong: impl Into<Clean>) -> Finding {
        Finding {
            what: what.into(),
            wrong: Some(wrong.into()),
        }
    }
}

/// What one round of reading brought.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Round {
    pub deliveries: Vec<Delivery>,
    /// What of it could not be used, in sentences; the rest could.
    pub faults: Vec<Clean>,
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

/// The way to a vendor at an address, with a secret sent as `text` says.
///
/// # Errors
/// What is wrong with the address, in a sentence.
pub fn caller(client: Client, place: &Place, text: &str, gap: Duration) -> Result<Caller, String> {
    let secret = Secret {
        token_file: place.token_file.clone(),
        text: text.to_owned(),
    };
    Caller::new(client, &place.url, Some(secret), gap)
}
