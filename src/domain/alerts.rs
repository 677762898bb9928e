//! Alerts: what monitors report, attached to an incident, opening one, or waiting in the inbox.
//!
//! Only a playbook's `[match]` declares. A later alert attaches by fingerprint, else to the open incident with
//! the same component, else opens its own; firing again soon after resolution reopens; a cleared alert never
//! resolves an incident. A suppressed one neither declares nor reopens; once nobody suppresses it any more, it fires.

use super::ids::{AlertKey, Component, IncidentId, SourceName};
use super::severity::Severity;
use super::stamp::Stamp;
use super::text::Clean;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signal {
    Firing,
    /// It fires, and its source was told to be quiet about it: silenced, inhibited, out of hours. It declares nothing.
    Suppressed,
    Cleared,
}

/// A source's fact in our words: one alert as it is now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sighting {
    /// The source's own key; equal for the same alert firing again.
    pub fingerprint: Clean,
    pub title: Clean,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<Clean>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<Clean, Clean>,
    pub signal: Signal,
    pub started_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Clean>,
}

impl Sighting {
    /// How customers and executives would call it: the summary, where the title is one word of a monitor's making.
    pub fn called(&self) -> Clean {
        const AS_LONG_AS_A_TITLE: usize = 80;
        let one_word = !self.title.trim().contains(char::is_whitespace);
        let summary = self
            .summary
            .as_ref()
            .filter(|summary| !summary.trim().is_empty() && summary.chars().count() <= AS_LONG_AS_A_TITLE);
        match summary {
            Some(summary) if one_word => Clean::from(summary.as_str()),
            Some(_) | None => self.title.clone(),
        }
    }

    /// By its label `severity`, if that is a word we know.
    pub fn severity(&self) -> Option<Severity> {
        Severity::parse(self.labels.get("severity")?)
    }
}

/// An alert we have heard of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alert {
    pub source: SourceName,
    pub sighting: Sighting,
    pub component: Option<Component>,
    /// When it first reached us, this time round.
    pub received_at: Timestamp,
    /// Suppressed or not.
    pub firing: bool,
    pub cleared_at: Option<Timestamp>,
    /// `None`: it waits in the inbox.
    pub incident: Option<IncidentId>,
}

impl Alert {
    pub(super) fn new(event: &AlertFired, incident: Option<IncidentId>) -> Self {
        Alert {
            source: event.source.clone(),
            sighting: event.alert.clone(),
            component: event.component.clone(),
            received_at: event.received_at,
            firing: true,
            cleared_at: None,
            incident,
        }
    }

    pub(super) fn clear(&mut self, stamp: &Stamp) {
        self.firing = false;
        self.cleared_at = Some(stamp.at);
    }

    /// It fires, and nobody is to be woken by it.
    pub fn suppressed(&self) -> bool {
        self.firing && self.sighting.signal == Signal::Suppressed
    }

    pub fn key(&self) -> AlertKey {
        AlertKey {
            source: self.source.clone(),
            fingerprint: self.sighting.fingerprint.clone(),
        }
    }

    /// The event that attaches it, as it is, to the incident that event is recorded for.
    pub fn attached(&self) -> AlertFired {
        AlertFired {
            source: self.source.clone(),
            alert: self.sighting.clone(),
            component: self.component.clone(),
            received_at: self.received_at,
        }
    }
}

/// What a monitor reports: some alerts as they are now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReceiveAlerts {
    pub source: SourceName,
    pub alerts: Vec<Sighting>,
}

/// An alert fires, or is suppressed now; the incident it is recorded for is the one it belongs to, none the inbox.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlertFired {
    pub source: SourceName,
    pub alert: Sighting,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub component: Option<Component>,
    pub received_at: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlertCleared {
    pub alert: AlertKey,
    pub title: Clean,
}
