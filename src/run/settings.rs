//! What this process is set up with: the configuration, the user's files, and what a hub is told of both.

use super::paths::Paths;
use crate::clock::Clock;
use crate::config::error::ConfigError;
use crate::config::words::Overrides;
use crate::config::{self, Config, Places, playbooks};
use crate::directory::reference::Settled;
use crate::hub;
use crate::hub::allowance::Limits;
use crate::store::Store;
use anyhow::{Context, Result, bail};
use jiff::tz::TimeZone;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

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

    /// Names the hub, and the file its certificate was checked by, in the user's own file of settings, if they have none
    /// yet; gives back where.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn remember_hub(&self, url: &str) -> Result<Option<PathBuf>> {
        let Some(folder) = self.places.user.as_ref().filter(|_| self.config.files.is_empty()) else {
            return Ok(None);
        };
        let file = folder.join(config::FILE);
        let doing = || format!("cannot write {}", file.display());
        std::fs::create_dir_all(folder).with_context(doing)?;
        let mut text = format!("hub = {}\n", toml::Value::String(url.to_owned()));
        if let Some(ca) = &self.config.ca_file {
            let ca = std::path::absolute(&ca.value).with_context(doing)?;
            text += &format!("ca_file = {}\n", toml::Value::String(ca.display().to_string()));
        }
        let mut fresh = OpenOptions::new();
        fresh.write(true).create_new(true);
        // One that is there was not read, since another was named.
        let Ok(mut fresh) = fresh.open(&file) else {
            return Ok(None);
        };
        fresh.write_all(text.as_bytes()).with_context(doing)?;
        Ok(Some(file))
    }

    /// The file of settings that somebody would write first, while nothing at all is chosen: no file, no flag, no variable,
    /// and no local room that was ever used.
    pub fn unchosen(&self) -> Option<PathBuf> {
        let config = &self.config;
        let chosen = !config.files.is_empty()
            || config.hub.is_some()
            || config.name.is_some()
            || config.token_file.is_some()
            || config.ca_file.is_some()
            || config.screen != config::Screen::default()
            || config.local.is_some();
        let folder = self.places.user.as_ref()?;
        let used = self.paths.room_store().exists() || folder.join(config::FILE).exists();
        (!chosen && !used).then(|| folder.join(config::FILE))
    }

    /// What a hub of real time is started with.
    pub fn hub(&self, store: Store, settled: Settled) -> hub::Settings {
        hub::Settings {
            store,
            clock: Clock::real(),
            settled,
            sources: self.config.sources.clone(),
            hooks: self.config.hooks.clone(),
            connect: self.config.connect.clone(),
            limits: Limits::default(),
            behind_proxy: false,
            random,
        }
    }
}

/// Writes the first settings of a user; one that is there already is never written over. The error is a sentence.
///
/// # Errors
/// It cannot be written.
pub fn write_first(file: &Path, text: &str) -> Result<(), String> {
    let why = |error: std::io::Error| format!("{} cannot be written: {error}.", file.display());
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).map_err(why)?;
    }
    let mut fresh = OpenOptions::new();
    let mut fresh = fresh.write(true).create_new(true).open(file).map_err(why)?;
    fresh.write_all(text.as_bytes()).map_err(why)
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
    Ok(Store::open(path, fresh_secret(path)?)?)
}

/// The same for a record that a group keeps together; `pictures` are this user's own. Blocks on the disk.
///
/// # Errors
/// The store's sentence.
pub fn open_shared_store(path: &Path, pictures: &Path) -> Result<Store> {
    Ok(Store::open_shared(path, fresh_secret(path)?, pictures)?)
}

fn fresh_secret(path: &Path) -> Result<[u8; 32]> {
    let mut secret = [0; 32];
    if getrandom::fill(&mut secret).is_err() {
        bail!(
            "the system has no randomness to give for the secret of {}",
            path.display()
        );
    }
    Ok(secret)
}
