//! Whether a scenario can be played: everybody and everything it names is there.

use super::beat::Beat;
use super::scenario::Scenario;
use crate::domain::nearest::nearest;
use serde_json::Value;
use std::collections::BTreeSet;

/// What is wrong, a sentence each.
pub fn faults(scenario: &Scenario) -> Vec<String> {
    let names = Names::of(scenario);
    let mut faults = Vec::new();
    for caller in &scenario.callers {
        if !scenario.cast.contains_key(caller) {
            faults.push(format!("callers: {caller} is not in [cast]"));
        }
    }
    for pair in scenario.beats.windows(2) {
        if pair[1].at < pair[0].at {
            faults.push(format!("{} comes after a later one", pair[1].place()));
        }
    }
    for beat in &scenario.beats {
        let wrong = read_back(scenario, beat)
            .err()
            .into_iter()
            .chain(names.missing(&beat.written));
        faults.extend(wrong.map(|what| format!("{}: {what}", beat.place())));
    }
    faults
}

/// A command is taken as it is written, or not at all: a field it does not know would be lost.
fn read_back(scenario: &Scenario, beat: &Beat) -> Result<(), String> {
    let any_number = |_| Some(1);
    let Some(command) = beat.command(scenario.starts_at, &beat.by.name, any_number)? else {
        return Ok(());
    };
    let read = serde_json::to_value(&command).map_err(|error| error.to_string())?;
    match lost(&beat.written, &read) {
        None => Ok(()),
        Some(key) => Err(format!("{} has no field {key:?}", command.kind())),
    }
}

/// The first key of `written` that `read` does not have.
fn lost<'a>(written: &'a Value, read: &Value) -> Option<&'a str> {
    match (written, read) {
        (Value::Object(written), Value::Object(read)) => written
            .iter()
            .find_map(|(key, value)| read.get(key).map_or(Some(key.as_str()), |read| lost(value, read))),
        (Value::Array(written), Value::Array(read)) => written
            .iter()
            .zip(read)
            .find_map(|(written, read)| lost(written, read)),
        _ => None,
    }
}

/// The names a beat may use.
struct Names<'a> {
    accounts: BTreeSet<&'a str>,
    /// With the account each belongs to.
    contacts: BTreeSet<(&'a str, &'a str)>,
    people: BTreeSet<&'a str>,
    components: BTreeSet<&'a str>,
}

impl<'a> Names<'a> {
    fn of(scenario: &'a Scenario) -> Self {
        let rows = &scenario.rows;
        let contacts = rows.contacts.iter();
        Names {
            accounts: rows.accounts.iter().map(|account| account.id.as_str()).collect(),
            contacts: contacts
                .map(|contact| (contact.account.as_str(), contact.id.as_str()))
                .collect(),
            people: rows.people.iter().map(|person| person.id.as_str()).collect(),
            components: scenario
                .components
                .keys()
                .map(|component| component.as_str())
                .collect(),
        }
    }

    /// What a command names that is not there.
    fn missing(&self, command: &Value) -> Vec<String> {
        let owners = command["promises"].as_array().into_iter().flatten();
        let owners = owners.map(|promise| ("person", &promise["owner"], &self.people));
        let named = [
            ("account", &command["account"], &self.accounts),
            ("account", &command["promise"], &self.accounts),
            ("person", &command["person"], &self.people),
            ("person", &command["owner"], &self.people),
            ("component", &command["component"], &self.components),
        ];
        let unknown = named
            .into_iter()
            .chain(owners)
            .filter_map(|(what, value, known)| {
                let name = value.as_str().filter(|name| !known.contains(name))?;
                let meant =
                    nearest(name, known.iter().copied()).map(|name| format!(", did you mean {name:?}?"));
                Some(format!(
                    "there is no {what} {name:?}{}",
                    meant.unwrap_or_default()
                ))
            });
        let mut missing: Vec<String> = unknown.collect();
        if let (Some(account), Some(contact)) = (command["account"].as_str(), command["contact"].as_str())
            && !self.contacts.contains(&(account, contact))
        {
            missing.push(format!("{account:?} has no contact {contact:?}"));
        }
        missing
    }
}
