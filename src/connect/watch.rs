//! What a vendor lists of what fires, beside what the hub knows of it: what a lost webhook would have said, what is
//! suppressed, which no webhook says, and what has gone.
//!
//! What the hub knows is asked for before the list is: a webhook that comes meanwhile can then never look like an alert
//! that has gone. An alert that is not listed has resolved; but an Alertmanager keeps no alerts over a restart, so one
//! from before that is not missed until Prometheus has had the time to send it again.

use crate::domain::alerts::{Sighting, Signal};
use crate::domain::span::Span;
use crate::domain::text::Clean;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// How long after its start an Alertmanager may not have heard of everything that fires: Prometheus sends each minute.
const SETTLES: Span = Span::minutes(5);

/// What was listed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listed {
    pub alerts: Vec<Sighting>,
    /// How many could not be used at all: they are listed, under fingerprints we do not know.
    pub left_out: usize,
    /// What could not be used, in sentences; the rest could.
    pub faults: Vec<Clean>,
}

/// What was listed last and delivered, so that only what is said anew is delivered again.
#[derive(Clone, Debug, Default)]
pub struct Watch {
    last: BTreeMap<Clean, Sighting>,
}

impl Watch {
    /// Whether something the hub knows to be firing is not listed any more.
    pub fn misses(listed: &Listed, known: &[Sighting]) -> bool {
        gone(listed, known).next().is_some()
    }

    /// Where the list and what the hub knew differ, and what is said anew. `since`: it knows everything from then on;
    /// `None`: nobody knows, and nothing is missed.
    pub fn news(
        &mut self,
        listed: Listed,
        known: &[Sighting],
        since: Option<Timestamp>,
        now: Timestamp,
    ) -> Vec<Sighting> {
        let missed = gone(&listed, known).filter(|gone| {
            since.is_some_and(|since| gone.started_at >= since || SETTLES.after(since) <= now)
        });
        let missed = missed.map(|gone| Sighting {
            signal: Signal::Cleared,
            ..gone.clone()
        });
        let missed: Vec<Sighting> = missed.collect();
        let known: BTreeMap<&Clean, Signal> = known
            .iter()
            .map(|known| (&known.fingerprint, known.signal))
            .collect();
        let news = listed.alerts.iter().filter(|listed| {
            known.get(&listed.fingerprint) != Some(&listed.signal)
                || self.last.get(&listed.fingerprint) != Some(listed)
        });
        let news: Vec<Sighting> = news.cloned().chain(missed).collect();
        let last = listed.alerts.into_iter();
        self.last = last.map(|alert| (alert.fingerprint.clone(), alert)).collect();
        news
    }

    /// These did not arrive after all: they are news again at the next round.
    pub fn not_delivered(&mut self, lost: &[Sighting]) {
        for sighting in lost {
            self.last.remove(&sighting.fingerprint);
        }
    }
}

/// What the hub knows to be firing and the list does not have. Of an alert that cannot be read it is not known which
/// it is, so then nothing looks gone.
fn gone<'a>(listed: &Listed, known: &'a [Sighting]) -> impl Iterator<Item = &'a Sighting> {
    let whole = listed.left_out == 0;
    let listed = listed.alerts.iter().map(|alert| alert.fingerprint.clone());
    let listed: BTreeSet<Clean> = listed.collect();
    known
        .iter()
        .filter(move |known| whole && !listed.contains(&known.fingerprint))
}
