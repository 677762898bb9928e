//! What this process is set up with: the configuration, the user's files, and what a hub is told of both.

use super::paths::Paths;
use crate::clock::Clock;
use crate::config::error::ConfigError;
use crate::config::words::Overrides;
use crate::config::{self, Config, Places, playbooks};
use crate::directory::reference::Settled;
use crate::hub;
use crate::store::Store;
use anyhow::{Context, Result, bail};
use jiff::tz::TimeZone;
use std::path::Path;

#[derive(Clone, Debug)]
pub struct Settings {
    pub config: Config,
    pub places: Places,
    pub paths: Paths,
}

impl Settings {
    /// Reads the files and the environment of this process, with the flags over them.
    ///
    /// # Errors
    /// A setting is wrong, in a sentence with its file and line; or the user has no home.
    pub fn load(flags: &Overrides) -> Result<Settings> {
        let places = Places::of_this_host();
        Ok(Settings {
            config: config::load(&places, std::env::vars_os(), flags)?,
            paths: Paths::of_this_user()?,
            places,
        })
    }

    /// The zone of times in lists: the configured one, else this machine's.
    ///
    /// # Errors
    /// Nobody knows a zone of that name.
    pub fn zone(&self) -> Result<TimeZone> {
        match &self.config.screen.zone {
            None => Ok(TimeZone::system()),
            Some(zone) => {
                TimeZone::get(&zone.value).with_context(|| format!("{}: zone", zone.origin.place()))
            }
        }
    }

    /// Components, playbooks and rates; and the playbooks that are wrong, which are left out.
    pub fn settled(&self) -> (Settled, Vec<ConfigError>) {
        let found = playbooks::load(&self.places.playbooks());
        let settled = Settled {
            components: self.config.components.clone(),
            playbooks: found.playbooks,
            rates: self.config.money.rates.clone(),
            slas: self.config.slas.clone(),
        };
        (settled, found.faults)
    }

    /// What a hub of real time is started with.
    pub fn hub(&self, store: Store, settled: Settled) -> hub::Settings {
        hub::Settings {
            store,
            clock: Clock::real(),
            settled,
            sources: self.config.sources.clone(),
            behind_proxy: false,
            random,
        }
    }
}

/// What a new token is made from; `None` when the system has no randomness to give.
pub fn random() -> Option<[u8; 16]> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).ok()?;
    Some(bytes)
}

/// Opens the store, with a secret for a new one. Blocks on the disk.
///
/// # Errors
/// The store's sentence.
pub fn open_store(path: &Path) -> Result<Store> {
    let mut secret = [0; 32];
    if getrandom::fill(&mut secret).is_err() {
        bail!(
            "the system has no randomness to give for the secret of {}",
            path.display()
        );
    }
    Ok(Store::open(path, secret)?)
}
