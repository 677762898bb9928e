//! The scenarios there are, and how one is read from its files.

use super::beat::{Beat, RawBeat};
use super::check;
use super::scenario::Scenario;
use crate::config::error::ConfigError;
use crate::directory::digest::sha256_hex_of;
use crate::directory::fault::Unreadable;
use crate::directory::reference::Rows;
use crate::directory::{self, Options};
use crate::domain::accounts::{Account, Contact};
use crate::domain::actor::Access;
use crate::domain::ids::{Component, Name};
use crate::domain::nearest::nearest;
use crate::domain::people::Person;
use crate::domain::reference::Part;
use crate::domain::text::Clean;
use jiff::Timestamp;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use thiserror::Error;

/// The only version of the schema there is.
const VERSION: u32 = 1;

/// The files of one scenario.
#[derive(Clone, Copy, Debug)]
pub struct Files<'a> {
    pub name: &'a str,
    pub script: &'a str,
    pub accounts: &'a str,
    pub contacts: &'a str,
    pub people: &'a str,
}

/// The files of a built-in scenario, by its name.
macro_rules! built_in {
    ($name:literal) => {
        Files {
            name: $name,
            script: include_str!(concat!("../../scenarios/", $name, ".toml")),
            accounts: include_str!(concat!("../../scenarios/", $name, "/accounts.csv")),
            contacts: include_str!(concat!("../../scenarios/", $name, "/contacts.csv")),
            people: include_str!(concat!("../../scenarios/", $name, "/people.csv")),
        }
    };
}

pub const BUILT_IN: &[Files] = &[built_in!("region-down")];

/// Why there is no scenario to play.
#[derive(Debug, Error)]
pub enum ScenarioError {
    #[error("there is no scenario {given:?}; there is {known}{}", meant(nearest))]
    Unknown {
        given: String,
        nearest: Option<String>,
        known: String,
    },
    #[error(transparent)]
    Form(#[from] ConfigError),
    #[error(transparent)]
    Lists(#[from] Unreadable),
    #[error("{file}: {}", faults.join("; "))]
    Wrong { file: String, faults: Vec<String> },
}

fn meant(nearest: &Option<String>) -> String {
    nearest
        .as_ref()
        .map(|name| format!(". Did you mean {name:?}?"))
        .unwrap_or_default()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    version: u32,
    name: Clean,
    title: Clean,
    service: Clean,
    starts_at: Timestamp,
    callers: Vec<Name>,
    rates: BTreeMap<Clean, f64>,
    component: BTreeMap<Component, Part>,
    cast: BTreeMap<Name, Access>,
    beat: Vec<RawBeat>,
}

/// One of the built-in scenarios.
///
/// # Errors
/// There is none of this name; a built-in one is right, as a test holds.
pub fn named(name: &str) -> Result<Scenario, ScenarioError> {
    let names = || BUILT_IN.iter().map(|files| files.name);
    match BUILT_IN.iter().find(|files| files.name == name) {
        Some(files) => read(files),
        None => Err(ScenarioError::Unknown {
            given: name.to_owned(),
            nearest: nearest(name, names()),
            known: names().collect::<Vec<_>>().join(", "),
        }),
    }
}

/// Reads a scenario and checks that everybody and everything it names is there.
///
/// # Errors
/// What is wrong, with its file, and its line or its beat.
pub fn read(files: &Files) -> Result<Scenario, ScenarioError> {
    let file = format!("{}.toml", files.name);
    let raw: Raw = toml::from_str(files.script)
        .map_err(|error| ConfigError::of_toml(Path::new(&file), files.script, &error))?;
    let mut faults = Vec::new();
    if raw.version != VERSION {
        faults.push(format!("version is {}, expected {VERSION}", raw.version));
    }
    if raw.name != files.name {
        faults.push(format!("name is {:?}, expected {:?}", &*raw.name, files.name));
    }
    let beats = raw.beat.into_iter().map(|beat| Beat::new(beat, &raw.cast));
    let scenario = Scenario {
        name: raw.name,
        title: raw.title,
        service: raw.service,
        starts_at: raw.starts_at,
        rates: raw.rates,
        components: raw.component,
        callers: raw.callers,
        rows: lists(files)?,
        hash: hash(files),
        beats: beats
            .filter_map(|beat| beat.map_err(|fault| faults.push(fault)).ok())
            .collect(),
        cast: raw.cast,
    };
    faults.extend(check::faults(&scenario));
    match faults.is_empty() {
        true => Ok(scenario),
        false => Err(ScenarioError::Wrong { file, faults }),
    }
}

fn hash(files: &Files) -> Clean {
    let lists = [files.accounts, files.contacts, files.people];
    Clean::from(sha256_hex_of(&lists.map(str::as_bytes)))
}

fn lists(files: &Files) -> Result<Rows, Unreadable> {
    let file = |list: &str| format!("{}/{list}.csv", files.name);
    let options = Options::default();
    let accounts = directory::read::<Account>(&file("accounts"), files.accounts.as_bytes(), options)?;
    let known: BTreeSet<_> = accounts.rows.iter().map(|account| account.id.clone()).collect();
    let of_these = Options {
        accounts: Some(&known),
        ..options
    };
    let contacts = directory::read::<Contact>(&file("contacts"), files.contacts.as_bytes(), of_these)?;
    let people = directory::read::<Person>(&file("people"), files.people.as_bytes(), options)?;
    Ok(Rows {
        accounts: accounts.rows,
        contacts: contacts.rows,
        people: people.rows,
    })
}
