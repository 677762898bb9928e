//! Drives the polled sources: asks, waits, and hands what is news to the writer.

use super::counters::{Counters, Trouble};
use super::tended::Tended;
use super::thread::Handle;
use crate::clock::Clock;
use crate::connect::http::Client;
use crate::connect::json::Described;
use crate::connect::json::poll::{Input, Output, Poller};
use crate::defect;
use crate::domain::actor::{Access, Actor};
use crate::domain::ids::SourceName;
use crate::domain::text::Clean;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// Starts asking each of them; they end when the hub stops.
pub fn start(
    sources: Vec<Described>,
    handle: &Handle,
    clock: &Clock,
    counters: &Arc<Counters>,
    tended: &Tended,
) {
    if sources.is_empty() {
        return;
    }
    let client = match Client::new() {
        Ok(client) => client,
        Err(error) => {
            tracing::error!("no source can be asked: {error}");
            return;
        }
    };
    for source in sources {
        let (client, handle, clock, counters) =
            (client.clone(), handle.clone(), clock.clone(), counters.clone());
        tended.start(format!("what asks {} for news", source.name), move || {
            // Each time a new one: what was half done in the one before was not delivered.
            let driver = Driver {
                jitter: jitter(&source.name),
                poller: Poller::new(source.clone()),
                client: client.clone(),
                handle: handle.clone(),
                clock: clock.clone(),
                counters: counters.clone(),
                told: Vec::new(),
            };
            driver.run()
        });
    }
}

/// Between 0 and 1, the same for a source at every start: it keeps several from asking at the same moment.
fn jitter(source: &SourceName) -> f64 {
    let hash: [u8; 32] = Sha256::digest(source.as_str().as_bytes()).into();
    f64::from(hash[0]) / 255.0
}

struct Driver {
    poller: Poller,
    client: Client,
    handle: Handle,
    clock: Clock,
    counters: Arc<Counters>,
    /// The faults of its last list, which are logged when they are new.
    told: Vec<Clean>,
    jitter: f64,
}

impl Driver {
    async fn run(mut self) {
        let name = self.poller.source().name.clone();
        let Some(firing) = self.handle.firing(name).await else {
            return;
        };
        self.poller.remember(firing);
        let mut input = Input::Due;
        loop {
            defect::here("source");
            let outputs = self.poller.step(input, self.clock.now(), self.jitter);
            self.tell();
            // The last output of a step says where the next input comes from.
            input = Input::Due;
            for output in outputs {
                match output {
                    Output::Fetch { url } => input = self.fetch(&url).await,
                    Output::Deliver(delivery) => self.deliver(delivery).await,
                    Output::Wait(until) => self.wait(until).await,
                }
            }
        }
    }

    /// Says what is wrong with the source's items: once, not at every round.
    fn tell(&mut self) {
        let (name, health) = (&self.poller.source().name, self.poller.health());
        for fault in health.faults.iter().filter(|fault| !self.told.contains(fault)) {
            tracing::warn!("in what {name} lists: {fault}");
        }
        self.told.clone_from(&health.faults);
        let trouble = Trouble {
            faults: health.faults.len(),
            failures: health.failures,
        };
        self.counters.source(name, trouble);
    }

    async fn fetch(&self, url: &str) -> Input {
        let source = self.poller.source();
        match source.fetch(&self.client, url, self.clock.now()).await {
            Ok(fetched) => Input::Answer(fetched.body),
            Err(error) => {
                tracing::warn!("{} {error}", source.name);
                Input::Failed(error)
            }
        }
    }

    async fn deliver(&mut self, delivery: crate::connect::Delivery) {
        let name = self.poller.source().name.clone();
        let by = Actor {
            name: crate::domain::ids::Name(name.0.clone()),
            access: Access::Source,
        };
        if let Err(problem) = self.handle.own(delivery.clone().command(), by).await {
            tracing::warn!("what {name} reports was not taken: {}", problem.detail);
            self.poller.not_delivered(delivery);
        }
    }

    async fn wait(&self, until: Timestamp) {
        tokio::time::sleep(self.clock.until(until)).await;
    }
}
