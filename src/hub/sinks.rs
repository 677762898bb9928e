//! Drives the vendors that are set up: asks each for what it lists, and brings it what has to go there.
//!
//! What waits follows from the picture, so it survives whatever happens to this process. Before a try that may leave
//! something at the vendor its beginning is recorded, after it its end; only whoever is let begin sends. Each vendor has a
//! task of its own: one that is down delays no other, and nobody's command waits for any of them.

use super::board::Board;
use super::links::Links;
use super::tended::Tended;
use super::thread::Handle;
use crate::clock::Clock;
use crate::connect::Delivery;
use crate::connect::call::pause;
use crate::connect::http::Client;
use crate::connect::told::End;
use crate::connect::vendor::{Named, Vendor};
use crate::defect;
use crate::domain::actor::{Access, Actor};
use crate::domain::command::Command;
use crate::domain::dispatches::{Came, DispatchKey, OpenSink, RecordDispatch};
use crate::domain::ids::{Name, SinkName, SourceName};
use crate::domain::parcels::{Outlet, Parcel};
use crate::domain::span::Span;
use crate::domain::text::Clean;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::sleep;

/// How soon something that has come up is looked for.
const GLANCE: Duration = Duration::from_secs(1);
/// Without news it is looked this often, since some things become due by time alone.
const QUIET: u32 = 10;

/// What each of them stands on.
#[derive(Clone)]
pub struct Ground {
    pub handle: Handle,
    pub clock: Clock,
    pub board: Arc<Board>,
    pub links: Arc<Links>,
}

/// Starts reading from and writing to each; they end when the hub stops.
pub fn start(vendors: Vec<Named>, ground: &Ground, tended: &Tended) {
    let client = match Client::new() {
        Ok(client) => client,
        Err(error) => {
            tracing::error!("no vendor can be asked: {error}");
            return;
        }
    };
    for named in vendors {
        let vendor = match named.vendor(client.clone()) {
            Ok(vendor) => vendor,
            Err(why) => {
                tracing::error!("[connect.{}] cannot be used: {why}", named.name);
                continue;
            }
        };
        let driver = Driver {
            jitter: jitter(&named.name),
            name: named.name.clone(),
            vendor,
            ground: ground.clone(),
        };
        if driver.vendor.every().is_some() {
            let reader = driver.clone();
            tended.start(format!("what asks {} for news", named.name), move || {
                reader.clone().read()
            });
        }
        if !driver.vendor.takes().is_empty() {
            tended.start(format!("what brings {} its news", named.name), move || {
                driver.clone().write()
            });
        }
    }
}

/// Between 0 and 1, the same for a vendor at every start: it keeps several from asking at the same moment.
fn jitter(name: &SinkName) -> f64 {
    let hash: [u8; 32] = Sha256::digest(name.as_str().as_bytes()).into();
    f64::from(hash[0]) / 255.0
}

#[derive(Clone)]
struct Driver {
    name: SinkName,
    vendor: Vendor,
    ground: Ground,
    jitter: f64,
}

impl Driver {
    /// Asks for what it lists, again and again.
    async fn read(mut self) {
        let mut told: Vec<Clean> = Vec::new();
        loop {
            defect::here("vendor");
            let every = self.vendor.every().unwrap_or(Span::minutes(1));
            let Some(firing) = self.ground.handle.firing(SourceName(self.name.0.clone())).await else {
                return;
            };
            self.vendor.remember(firing);
            let began = self.now();
            let wait = match self.vendor.read(began).await {
                Ok(round) => {
                    self.worked(began);
                    for fault in round.faults.iter().filter(|fault| !told.contains(fault)) {
                        tracing::warn!("in what {} lists: {fault}", self.name);
                    }
                    told.clone_from(&round.faults);
                    self.ground.links.faults(&self.name, round.faults);
                    for delivery in round.deliveries {
                        self.take_in(delivery).await;
                    }
                    if round.more {
                        continue;
                    }
                    every
                }
                Err(error) => self.failed(&error.to_string(), error.retry_after()),
            };
            self.rest(wait).await;
        }
    }

    async fn take_in(&mut self, delivery: Delivery) {
        let by = Actor {
            name: Name(self.name.0.clone()),
            access: Access::Source,
        };
        if let Err(problem) = self.ground.handle.own(delivery.clone().command(), by).await {
            tracing::warn!("what {} reports was not taken: {}", self.name, problem.detail);
            self.vendor.not_taken(delivery);
        }
    }

    /// Brings it what has to go there, one after the other.
    async fn write(mut self) {
        let outlet = Outlet {
            sink: self.name.clone(),
            takes: self.vendor.takes(),
            tells: self.vendor.tells(),
        };
        self.say(Command::OpenSink(OpenSink {
            sink: self.name.clone(),
        }))
        .await;
        // Of these a try has begun, and nothing was left there.
        let mut clean: BTreeSet<DispatchKey> = BTreeSet::new();
        loop {
            defect::here("sink");
            let seen = self.ground.board.feed.last_at();
            let parcels = self.ground.handle.parcels(outlet.clone()).await;
            let mut queue = parcels.len();
            self.ground.links.queue(&self.name, queue);
            let mut wait = None;
            for mut parcel in parcels {
                parcel.begun &= !clean.contains(&parcel.key);
                let Some(end) = self.bring(&parcel, clean.contains(&parcel.key)).await else {
                    continue;
                };
                match end {
                    Ok(()) => {
                        clean.remove(&parcel.key);
                        queue -= 1;
                        self.ground.links.queue(&self.name, queue);
                    }
                    Err(pause) => {
                        // Of an earlier try it says nothing that this one left nothing there.
                        if !parcel.begun {
                            clean.insert(parcel.key);
                        }
                        wait = Some(pause);
                        break;
                    }
                }
            }
            match wait {
                Some(wait) => self.rest(wait).await,
                None => self.until_news(seen).await,
            }
        }
    }

    /// `None`: it is not to be sent, or its end could not be recorded; else done, or how long to wait before the next try.
    async fn bring(&mut self, parcel: &Parcel, begun: bool) -> Option<Result<(), Span>> {
        if !parcel.begun && !begun && !self.record(parcel, Came::Begun).await {
            return None;
        }
        let began = self.now();
        match self.vendor.deliver(parcel, began).await {
            End::Came(came) => {
                match &came {
                    Came::Begun | Came::Delivered { .. } => self.worked(began),
                    Came::Refused { why } | Came::Unknown { why } => {
                        tracing::warn!("{} at {}: {why}", parcel.of, self.name);
                    }
                }
                self.record(parcel, came).await.then_some(Ok(()))
            }
            End::Later(error) => Some(Err(self.failed(&error.to_string(), error.retry_after()))),
        }
    }

    async fn record(&self, parcel: &Parcel, came: Came) -> bool {
        self.say(Command::RecordDispatch(RecordDispatch {
            dispatch: parcel.key.clone(),
            of: parcel.of.clone(),
            came,
        }))
        .await
    }

    /// Whether it was taken.
    async fn say(&self, command: Command) -> bool {
        match self.ground.handle.own(command, Actor::hub()).await {
            Ok(_) => true,
            Err(problem) => {
                tracing::warn!("for {}: {}", self.name, problem.detail);
                false
            }
        }
    }

    fn now(&self) -> Timestamp {
        self.ground.clock.now()
    }

    fn worked(&self, began: Timestamp) {
        let now = self.now();
        let took = Span(now.duration_since(began));
        self.ground.links.worked(&self.name, now, took);
    }

    fn failed(&self, why: &str, asked: Option<Span>) -> Span {
        tracing::warn!("{} {why}", self.name);
        let failures = self.ground.links.failed(&self.name, why);
        pause(failures, asked, self.jitter)
    }

    async fn rest(&self, wait: Span) {
        let next = wait.after(self.now());
        self.ground.links.waits_until(&self.name, next);
        sleep(self.ground.clock.until(next)).await;
    }

    async fn until_news(&self, seen: Timestamp) {
        for _ in 0..QUIET {
            sleep(GLANCE).await;
            if self.ground.board.feed.last_at() != seen {
                return;
            }
        }
    }
}
