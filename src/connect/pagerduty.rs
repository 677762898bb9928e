//! PagerDuty: its open incidents as alerts, and facts and deeds of our timeline as notes on them. Its webhooks are
//! signed, and come in by [`super::hook`] under the same name.

mod check;
pub mod read;
mod setting;
mod write;

pub use setting::Setting;

use super::call::{Answer, Ask, Caller, Failure, Secret};
use super::http::Client;
use super::json::Described;
use super::told::{End, Finding, Round};
use super::watch::{Listed, Watch};
use super::{Batch, Delivery, FetchError};
use crate::domain::alerts::Sighting;
use crate::domain::dispatches::What;
use crate::domain::ids::SourceName;
use crate::domain::parcels::{Load, Parcel};
use crate::domain::span::Span;
use crate::domain::text::Clean;
use jiff::Timestamp;
use read::Page;
use std::collections::BTreeSet;
use std::time::Duration;

/// As many as they give at once.
const PAGE: usize = 100;
/// They refuse what goes beyond this, and a list that says `more` for ever ends here.
const FARTHEST: usize = 10_000;
/// They let a key ask 960 times a minute.
const GAP: Duration = Duration::from_millis(70);
const VERSION: &str = "application/vnd.pagerduty+json;version=2";

#[derive(Clone, Debug)]
pub struct Pagerduty {
    caller: Caller,
    list: Ask,
    described: Described,
    every: Span,
    takes: Vec<What>,
    from: Option<String>,
    watch: Watch,
    /// What the hub knows to be firing from it.
    known: Vec<Sighting>,
}

impl Pagerduty {
    /// # Errors
    /// What is wrong with its address, in a sentence.
    pub fn new(name: &SourceName, setting: &Setting, client: Client) -> Result<Pagerduty, String> {
        let secret = Secret {
            token_file: Some(setting.token_file.clone()),
            text: "Authorization: Token token={token}".to_owned(),
        };
        let mut list = Ask::get("incidents")
            .query("statuses[]", "triggered")
            .query("statuses[]", "acknowledged")
            .query("sort_by", "created_at:asc")
            .query("limit", PAGE.to_string());
        for service in &setting.services {
            list = list.query("service_ids[]", service);
        }
        for team in &setting.teams {
            list = list.query("team_ids[]", team);
        }
        Ok(Pagerduty {
            caller: Caller::new(client, &setting.url, Some(secret), GAP)?,
            list,
            described: read::described(name.as_str(), &setting.values),
            every: setting.every,
            takes: setting.takes.clone(),
            from: setting.from.clone(),
            watch: Watch::default(),
            known: Vec::new(),
        })
    }

    pub fn takes(&self) -> Vec<What> {
        self.takes.clone()
    }

    pub fn every(&self) -> Span {
        self.every
    }

    /// To be told before each round.
    pub fn remember(&mut self, firing: Vec<Sighting>) {
        self.known = firing;
    }

    /// What is open there. What is open no longer has been resolved, whether a webhook said so or was lost.
    ///
    /// # Errors
    /// The list could not be had, and why.
    pub async fn read(&mut self, now: Timestamp) -> Result<Round, FetchError> {
        let known = std::mem::take(&mut self.known);
        let (listed, faults) = self.listed(now).await?;
        let news = self.watch.news(listed, &known, Some(Timestamp::MIN), now);
        let delivery = (!news.is_empty()).then(|| Delivery {
            source: self.described.name.clone(),
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

    pub async fn deliver(&mut self, parcel: &Parcel, now: Timestamp) -> End {
        match &parcel.load {
            Load::Note(note) => write::note(self, &parcel.key, note, now).await,
            _ => End::refused("PagerDuty takes notes alone"),
        }
    }

    pub async fn check(&mut self, now: Timestamp) -> Vec<Finding> {
        check::check(self, now).await
    }

    async fn listed(&self, now: Timestamp) -> Result<(Listed, Vec<Clean>), FetchError> {
        let mut listed = Listed::default();
        let (mut faults, mut seen) = (Vec::new(), BTreeSet::new());
        for offset in (0..FARTHEST).step_by(PAGE) {
            let page = self.page(offset, now).await?;
            faults.extend(page.reading.faults);
            listed.left_out += page.reading.left_out;
            // Pages overlap when the list grows between them.
            let mut items = page.reading.items;
            items.retain(|item| seen.insert(item.id.clone()));
            let nothing_new = items.is_empty();
            listed.alerts.extend(super::json::read::sightings(items));
            if !page.more {
                return Ok((listed, faults));
            }
            if nothing_new {
                break;
            }
        }
        faults.push("the list goes on and brings nothing more; ask for less, by services or teams".into());
        // What was not read has not gone.
        listed.left_out += 1;
        Ok((listed, faults))
    }

    async fn page(&self, offset: usize, now: Timestamp) -> Result<Page, FetchError> {
        let ask = self.list.clone().query("offset", offset.to_string());
        let answer = self.ask(ask, now).await.map_err(|failure| failure.error)?;
        let page = read::page(&self.described, &answer.body, now);
        page.map_err(|error| FetchError::Odd(error.to_string().into()))
    }

    async fn ask(&self, ask: Ask, now: Timestamp) -> Result<Answer, Failure> {
        self.caller.ask(&ask.header("Accept", VERSION), now).await
    }
}
