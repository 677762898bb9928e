//! Asking a source again and again: when, which page next, what of it is news, how it is doing.
//!
//! ```text
//! Due -> Fetch, then Answer -> Fetch (the next page) ... -> Deliver, Wait
//!               or   Failed -> Deliver (what came before), Wait (longer each time)
//! ```
//! It reads no clock and waits for nothing: whoever drives it does as each output says and tells it what came of it.

use super::Described;
use super::read::{Fact, Reading, batch, columns, read};
use crate::connect::{Batch, Delivery, FetchError};
use crate::domain::alerts::{Sighting, Signal};
use crate::domain::span::Span;
use crate::domain::text::Clean;
use jiff::{SignedDuration, Timestamp};
use reqwest::Url;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// The most pages of one list; more is a list that never ends.
const PAGES: usize = 50;
/// The longest pause after failures that we choose ourselves.
const LONGEST: SignedDuration = SignedDuration::from_mins(5);

/// What has happened.
#[derive(Debug)]
pub enum Input {
    /// The time of the last [`Output::Wait`] has come, or nothing was asked yet.
    Due,
    /// What the last [`Output::Fetch`] brought.
    Answer(Vec<u8>),
    /// The last [`Output::Fetch`] brought nothing.
    Failed(FetchError),
}

/// What to do; the last of a step is always `Fetch` or `Wait`.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    Fetch { url: String },
    Deliver(Delivery),
    Wait(Timestamp),
}

/// How the source is doing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Health {
    pub last_success: Option<Timestamp>,
    /// In a row; 0 when the last list was read to its end.
    pub failures: u32,
    /// A sentence; gone after a success.
    pub last_error: Option<Clean>,
    /// What of the last list could not be used.
    pub faults: Vec<Clean>,
    pub next_try: Option<Timestamp>,
}

#[derive(Debug)]
pub struct Poller {
    source: Described,
    /// What was delivered of each item, as long as the source lists it.
    known: BTreeMap<Clean, Known>,
    round: Option<Round>,
    health: Health,
}

#[derive(Debug)]
struct Known {
    digest: [u8; 32],
    /// As it was told to be firing.
    firing: Option<Sighting>,
}

/// One list being read, page by page.
#[derive(Debug)]
struct Round {
    url: String,
    asked: BTreeSet<String>,
    seen: BTreeSet<Clean>,
    news: Vec<Fact>,
    digest: Sha256,
    faults: Vec<Clean>,
    /// Items that could not be read: they are listed, under ids we do not know.
    left_out: usize,
}

/// What follows a page.
enum Next {
    Page(String),
    End,
    /// The list goes on, and we do not follow: why.
    Cut(String),
}

impl Poller {
    pub fn new(source: Described) -> Self {
        Poller {
            source,
            known: BTreeMap::new(),
            round: None,
            health: Health::default(),
        }
    }

    /// What the hub already knows to be firing from this source, so that after a restart an incident that is no
    /// longer listed can be missed. Only matters with `absent_means_cleared`.
    pub fn remember(&mut self, firing: impl IntoIterator<Item = Sighting>) {
        for sighting in firing {
            let known = Known {
                digest: [0; 32],
                firing: Some(sighting.clone()),
            };
            self.known.insert(sighting.fingerprint, known);
        }
    }

    /// This did not arrive after all: it is news again at the next round.
    pub fn not_delivered(&mut self, lost: Delivery) {
        match lost.batch {
            Batch::Incidents(sightings) => self.remember(sightings.into_iter().map(|sighting| Sighting {
                signal: Signal::Firing,
                ..sighting
            })),
            Batch::Accounts(accounts) => accounts.iter().for_each(|account| self.forget(&account.id.0)),
            Batch::Contacts(contacts) => contacts.iter().for_each(|contact| self.forget(&contact.id.0)),
        }
    }

    fn forget(&mut self, id: &Clean) {
        self.known.remove(id);
    }

    pub fn source(&self) -> &Described {
        &self.source
    }

    pub fn health(&self) -> &Health {
        &self.health
    }

    /// One step. `jitter`, 0 to 1, spreads the retries of many.
    pub fn step(&mut self, input: Input, now: Timestamp, jitter: f64) -> Vec<Output> {
        match input {
            Input::Due => vec![self.begin()],
            Input::Failed(error) => self.failed(&error.to_string(), error.retry_after(), now, jitter),
            Input::Answer(body) => match read(&self.source, &body, now) {
                Ok(page) => self.page(page, now),
                Err(error) => self.failed(&error.to_string(), None, now, jitter),
            },
        }
    }

    fn begin(&mut self) -> Output {
        let url = self.source.url.clone();
        self.round = Some(Round {
            url: url.clone(),
            asked: BTreeSet::from([url.clone()]),
            seen: BTreeSet::new(),
            news: Vec::new(),
            digest: Sha256::new(),
            faults: Vec::new(),
            left_out: 0,
        });
        self.health.next_try = None;
        Output::Fetch { url }
    }

    fn page(&mut self, page: Reading, now: Timestamp) -> Vec<Output> {
        let Some(mut round) = self.round.take() else {
            return self.wait(self.source.every.after(now));
        };
        let next = round.next(&self.source, page.next.as_deref());
        round.faults.extend(page.faults);
        round.left_out += page.left_out;
        for item in page.items {
            // Pages overlap when the list grows between them.
            if !round.seen.insert(item.id.clone()) {
                continue;
            }
            if self
                .known
                .get(&item.id)
                .is_some_and(|known| known.digest == item.digest)
            {
                continue;
            }
            let firing = match &item.fact {
                Fact::Incident(sighting) if sighting.signal == Signal::Firing => Some(sighting.clone()),
                Fact::Incident(_) | Fact::Account(_) | Fact::Contact(_) => None,
            };
            round.digest.update(item.digest);
            round.news.push(item.fact);
            self.known.insert(
                item.id,
                Known {
                    digest: item.digest,
                    firing,
                },
            );
        }
        match next {
            Next::Page(url) => {
                round.url.clone_from(&url);
                round.asked.insert(url.clone());
                self.round = Some(round);
                vec![Output::Fetch { url }]
            }
            Next::End => {
                self.miss_the_absent(&mut round);
                self.succeeded(round, now)
            }
            Next::Cut(why) => {
                round.faults.push(why.into());
                self.succeeded(round, now)
            }
        }
    }

    /// What a whole list no longer has is forgotten; where absence says so, it is over.
    fn miss_the_absent(&mut self, round: &mut Round) {
        if round.left_out > 0 {
            return;
        }
        let absent = self.known.extract_if(.., |id, _| !round.seen.contains(id));
        let firing = absent.filter_map(|(_, known)| known.firing);
        for sighting in firing.filter(|_| self.source.absent_means_cleared) {
            round.digest.update(sighting.fingerprint.as_bytes());
            round.news.push(Fact::Incident(Sighting {
                signal: Signal::Cleared,
                ..sighting
            }));
        }
    }

    fn succeeded(&mut self, mut round: Round, now: Timestamp) -> Vec<Output> {
        let mut outputs: Vec<Output> = self.delivery(&mut round).into_iter().collect();
        self.health.last_success = Some(now);
        self.health.failures = 0;
        self.health.last_error = None;
        self.health.faults = round.faults;
        outputs.extend(self.wait(self.source.every.after(now)));
        outputs
    }

    fn failed(&mut self, why: &str, asked: Option<Span>, now: Timestamp, jitter: f64) -> Vec<Output> {
        // The pages before the one that failed are facts.
        let round = self.round.take();
        let mut outputs: Vec<Output> = round
            .and_then(|mut round| self.delivery(&mut round))
            .into_iter()
            .collect();
        self.health.failures = self.health.failures.saturating_add(1);
        self.health.last_error = Some(Clean::line(why));
        let pause = self.pause(jitter).max(asked.unwrap_or_default());
        outputs.extend(self.wait(pause.after(now)));
        outputs
    }

    /// Doubled with every failure in a row, five minutes at most; of that, between a half and the whole.
    fn pause(&self, jitter: f64) -> Span {
        let doublings = self.health.failures.saturating_sub(1).min(16);
        let whole = self.source.every.0.saturating_mul(1 << doublings).min(LONGEST);
        Span(whole / 2 + (whole / 2).mul_f64(jitter.clamp(0.0, 1.0)))
    }

    fn wait(&mut self, until: Timestamp) -> Vec<Output> {
        self.health.next_try = Some(until);
        vec![Output::Wait(until)]
    }

    fn delivery(&self, round: &mut Round) -> Option<Output> {
        let news = std::mem::take(&mut round.news);
        if news.is_empty() {
            return None;
        }
        let hash = round.digest.finalize_reset();
        let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        Some(Output::Deliver(Delivery {
            source: self.source.name.clone(),
            batch: batch(self.source.kind, news),
            hash: hash.into(),
            columns: columns(&self.source),
        }))
    }
}

impl Round {
    fn next(&self, source: &Described, mark: Option<&str>) -> Next {
        let Some(mark) = mark else { return Next::End };
        let Some(url) = self.address(source, mark) else {
            return Next::Cut(
                "the list goes on at something that is no address; if it is a mark, set next_query"
                    .to_owned(),
            );
        };
        let origin = |url: &str| Url::parse(url).map(|url| url.origin());
        if origin(&url) != origin(&self.url) {
            return Next::Cut(
                "the list goes on at another host, which would get the token; not followed".to_owned(),
            );
        }
        if self.asked.contains(&url) {
            return Next::Cut("the list goes on at a page we had; stopped there".to_owned());
        }
        if self.asked.len() >= PAGES {
            return Next::Cut(format!(
                "the list goes on after {PAGES} pages; ask for less in the source's url"
            ));
        }
        Next::Page(url)
    }

    fn address(&self, source: &Described, mark: &str) -> Option<String> {
        let mut url = Url::parse(&self.url).ok()?;
        let Some(parameter) = &source.next_query else {
            return Some(url.join(mark).ok()?.into());
        };
        let kept = url
            .query_pairs()
            .into_owned()
            .filter(|(name, _)| name != parameter);
        let kept: Vec<(String, String)> = kept.collect();
        url.query_pairs_mut()
            .clear()
            .extend_pairs(kept)
            .append_pair(parameter, mark);
        Some(url.into())
    }
}
