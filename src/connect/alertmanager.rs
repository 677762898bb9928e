//! Prometheus Alertmanager: its webhook, which also Grafana and others send, and the list of its API, which says what
//! no webhook brought.

mod check;
mod read;
mod setting;

pub use read::{read, read_list, read_start};
pub use setting::Setting;

use super::call::{Ask, Caller, Secret};
use super::http::Client;
use super::told::{Finding, Round};
use super::watch::{Listed, Watch};
use super::{Batch, Delivery, FetchError, ReadError};
use crate::domain::alerts::Sighting;
use crate::domain::ids::SourceName;
use crate::domain::span::Span;
use crate::domain::text::Clean;
use jiff::Timestamp;
use std::time::Duration;

const ALERTS: &str = "api/v2/alerts";
const STATUS: &str = "api/v2/status";

/// What one webhook said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    pub alerts: Vec<Sighting>,
    /// How many alerts the sender left out (`max_alerts`); no later body brings just those, its API does.
    pub truncated: u64,
    /// What could not be used, in sentences; the rest could.
    pub faults: Vec<Clean>,
}

/// One Alertmanager that is asked.
#[derive(Clone, Debug)]
pub struct Alertmanager {
    /// That of its webhook, `/v1/hooks/NAME`, too: it is the same alert, however we hear of it.
    name: SourceName,
    caller: Caller,
    receiver: Option<String>,
    every: Span,
    watch: Watch,
    /// What the hub knows to be firing from it.
    known: Vec<Sighting>,
}

impl Alertmanager {
    /// # Errors
    /// What is wrong with its address, in a sentence.
    pub fn new(name: SourceName, setting: &Setting, client: Client) -> Result<Alertmanager, String> {
        let secret = Secret {
            token_file: setting.token_file.clone(),
            text: setting.header.clone().unwrap_or_default(),
        };
        Ok(Alertmanager {
            name,
            caller: Caller::new(client, &setting.url, Some(secret), Duration::ZERO)?,
            receiver: setting.receiver.clone(),
            every: setting.every,
            watch: Watch::default(),
            known: Vec::new(),
        })
    }

    pub fn every(&self) -> Span {
        self.every
    }

    /// To be told before each round.
    pub fn remember(&mut self, firing: Vec<Sighting>) {
        self.known = firing;
    }

    /// # Errors
    /// The list could not be had, and why.
    pub async fn read(&mut self, now: Timestamp) -> Result<Round, FetchError> {
        let known = std::mem::take(&mut self.known);
        let mut listed = self.listed(now).await?;
        let mut faults = std::mem::take(&mut listed.faults);
        let since = match Watch::misses(&listed, &known) {
            false => None,
            // Just started again it would not know of what began before.
            true => self.since(now).await.unwrap_or_else(|error| {
                faults.push(format!("since when it runs it does not say: it {error}").into());
                None
            }),
        };
        let news = self.watch.news(listed, &known, since, now);
        let delivery = (!news.is_empty()).then(|| Delivery {
            source: self.name.clone(),
            batch: Batch::Incidents(news),
            // These two are of imports.
            hash: Clean::default(),
            columns: Vec::new(),
        });
        Ok(Round {
            deliveries: delivery.into_iter().collect(),
            faults,
            ..Round::default()
        })
    }

    pub fn not_taken(&mut self, lost: &Delivery) {
        if let Batch::Incidents(sightings) = &lost.batch {
            self.watch.not_delivered(sightings);
        }
    }

    /// Tries whether it can be asked, and whether the receiver is one of its own.
    pub async fn check(&mut self, now: Timestamp) -> Vec<Finding> {
        check::check(self, now).await
    }

    async fn listed(&self, now: Timestamp) -> Result<Listed, FetchError> {
        let mut ask = Ask::get(ALERTS);
        if let Some(receiver) = &self.receiver {
            ask = ask.query("receiver", receiver);
        }
        let answer = self
            .caller
            .ask(&ask, now)
            .await
            .map_err(|failure| failure.error)?;
        read_list(&answer.body, now).map_err(unreadable)
    }

    async fn since(&self, now: Timestamp) -> Result<Option<Timestamp>, FetchError> {
        let answer = self
            .caller
            .ask(&Ask::get(STATUS), now)
            .await
            .map_err(|failure| failure.error)?;
        read_start(&answer.body).map_err(unreadable)
    }
}

fn unreadable(error: ReadError) -> FetchError {
    FetchError::Odd(error.to_string().into())
}
