//! A scenario: an incident to be played, as its files describe it.

use super::beat::Beat;
use crate::config::playbooks;
use crate::directory::reference::{Rows, Settled};
use crate::domain::actor::Access;
use crate::domain::ids::{Component, Name};
use crate::domain::import::ImportDirectory;
use crate::domain::reference::Part;
use crate::domain::text::Clean;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// An incident to be played.
#[derive(Clone, Debug)]
pub struct Scenario {
    pub name: Clean,
    pub title: Clean,
    /// Whose service it is.
    pub service: Clean,
    pub starts_at: Timestamp,
    pub rates: BTreeMap<Clean, f64>,
    pub components: BTreeMap<Component, Part>,
    pub cast: BTreeMap<Name, Access>,
    /// Those of the cast who call customers.
    pub callers: Vec<Name>,
    pub rows: Rows,
    /// Of the lists they were read from.
    pub hash: Clean,
    pub beats: Vec<Beat>,
}

impl Scenario {
    /// What a hub's configuration would bring. The playbooks are the built-in ones, so that everybody sees the same.
    pub fn settled(&self) -> Settled {
        Settled {
            components: self.components.clone(),
            playbooks: playbooks::load(&[]).playbooks,
            rates: self.rates.clone(),
            // A rehearsal promises nobody money.
            slas: BTreeMap::new(),
        }
    }

    /// The lists as an import brings them.
    pub fn import(&self) -> ImportDirectory {
        ImportDirectory {
            columns: Vec::new(),
            accounts: self.rows.accounts.clone(),
            contacts: self.rows.contacts.clone(),
            people: self.rows.people.clone(),
            from: self.name.clone(),
            hash: self.hash.clone(),
        }
    }
}
