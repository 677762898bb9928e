//! Atlassian Statuspage: an approved text becomes an update of the page's incident, with the states of its components.
//!
//! The vendor knows no idempotency key and mails every subscriber of a page for each update. So the name of each dispatch
//! stands in the incident's metadata, and it is looked for there before anything is sent, however the last try ended.
//! After a text was sent the page is read again: what it shows is what counts.

mod check;
mod mark;
mod read;
mod setting;
mod write;

pub use setting::Setting;

use super::FetchError;
use super::call::{Ask, Caller, Failure, Secret, part};
use super::http::Client;
use super::told::{End, Round};
use crate::domain::dispatches::What;
use crate::domain::parcels::{Load, Parcel, Post};
use crate::domain::span::Span;
use crate::domain::text::Clean;
use jiff::Timestamp;
use mark::Op;
use read::{Component, Incident};
use reqwest::Method;
use std::time::Duration;

/// One question a second for each token (the vendor's documentation, measured over a minute).
const GAP: Duration = Duration::from_secs(1);
/// How often the page is read for what others put there.
const EVERY: Span = Span::minutes(1);
/// The most incidents of one page of the list.
const RECENT: &str = "100";

#[derive(Clone, Debug)]
pub struct Statuspage {
    caller: Caller,
    setting: Setting,
}

impl Statuspage {
    /// # Errors
    /// What is wrong with its address, in a sentence.
    pub fn new(setting: &Setting, client: Client) -> Result<Statuspage, String> {
        let secret = Secret {
            token_file: Some(setting.token_file.clone()),
            text: "Authorization: OAuth {token}".to_owned(),
        };
        Ok(Statuspage {
            caller: Caller::new(client, &setting.url, Some(secret), GAP)?,
            setting: setting.clone(),
        })
    }

    pub fn takes(&self) -> Vec<What> {
        vec![What::Post]
    }

    pub fn every(&self) -> Option<Span> {
        Some(EVERY)
    }

    /// What stands on the page and is not from here, or not as it was put there, in sentences.
    ///
    /// # Errors
    /// The page could not be read.
    pub async fn read(&mut self, now: Timestamp) -> Result<Round, FetchError> {
        let page = async {
            let incidents = self.unresolved(now).await?;
            Ok((incidents, self.components(now).await?))
        };
        let (incidents, components) = page.await.map_err(|failure: Failure| failure.error)?;
        let mut faults: Vec<Clean> = incidents.iter().filter_map(Incident::by_hand).collect();
        faults.extend(read::missing(&self.setting.components, &components));
        Ok(Round {
            faults,
            ..Round::default()
        })
    }

    /// Looks before it sends, always: nobody is mailed twice.
    pub async fn deliver(&mut self, parcel: &Parcel, now: Timestamp) -> End {
        let Load::Post(post) = &parcel.load else {
            return End::refused("a status page takes nothing but texts for it");
        };
        match self.put(post, &Op::of(parcel, post), now).await {
            Ok(end) => end,
            Err(failure) => match (&failure.error, read::said(failure.body.as_ref())) {
                (FetchError::Refused { status }, Some(said)) => {
                    End::refused(format!("Statuspage says: {said} ({status})"))
                }
                (_, said) => End::of(&failure, said, true),
            },
        }
    }

    async fn put(&self, post: &Post, op: &Op, now: Timestamp) -> Result<End, Failure> {
        let there = match self.find(post, op, now).await {
            Err(failure)
                if matches!(failure.error, FetchError::NotFound { .. }) && post.incident.is_some() =>
            {
                return Ok(End::refused(
                    "the incident is on the page no more: somebody removed it there, or the page in \
                     [connect] is another now. Put the text there by hand, or let it be",
                ));
            }
            there => there?,
        };
        if let Some(incident) = there.as_ref().filter(|incident| incident.has(op)) {
            return Ok(write::shown(incident, post, &self.setting));
        }
        let ask = match &there {
            Some(incident) => Ask::new(
                Method::PATCH,
                self.path(&format!("incidents/{}", part(&incident.id))),
            ),
            None => Ask::new(Method::POST, self.path("incidents")),
        };
        let body = write::body(post, op, there.as_ref(), &self.setting);
        self.caller.ask(&ask.with(body), now).await?;
        let after = self.find(post, op, now).await?;
        Ok(match after.filter(|incident| incident.has(op)) {
            Some(incident) => write::shown(&incident, post, &self.setting),
            None => End::unknown("Statuspage said yes, and the page does not show it"),
        })
    }

    /// The page's incident that a text belongs to.
    async fn find(&self, post: &Post, op: &Op, now: Timestamp) -> Result<Option<Incident>, Failure> {
        if let Some(id) = &post.incident {
            let ask = Ask::get(self.path(&format!("incidents/{}", part(id))));
            return self.caller.ask(&ask, now).await?.read().map(Some);
        }
        let unresolved = self.unresolved(now).await?;
        let found = unresolved
            .into_iter()
            .find(|incident| incident.has(op) || incident.of(op));
        if found.is_some() {
            return Ok(found);
        }
        // A first text may have been the last as well.
        let ask = Ask::get(self.path("incidents")).query("limit", RECENT);
        let recent: Vec<Incident> = self.caller.ask(&ask, now).await?.read()?;
        Ok(recent.into_iter().find(|incident| incident.has(op)))
    }

    async fn unresolved(&self, now: Timestamp) -> Result<Vec<Incident>, Failure> {
        let ask = Ask::get(self.path("incidents/unresolved"));
        self.caller.ask(&ask, now).await?.read()
    }

    async fn components(&self, now: Timestamp) -> Result<Vec<Component>, Failure> {
        let ask = Ask::get(self.path("components"));
        self.caller.ask(&ask, now).await?.read()
    }

    fn path(&self, rest: &str) -> String {
        format!("pages/{}/{rest}", part(&self.setting.page))
    }
}
