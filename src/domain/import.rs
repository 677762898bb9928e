//! Imports of accounts, contacts and people: commands that upsert by id, of which the log keeps who, how many
//! and a hash. The rows themselves live in the directory.

use super::accounts::{Account, Contact};
use super::command::Desk;
use super::event::{Decision, Event};
use super::people::Person;
use super::text::Clean;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ImportDirectory {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<Account>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contact>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<Person>,
    /// The file or the source.
    pub from: Clean,
    /// SHA-256 of what was read, in hex.
    pub hash: Clean,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DirectoryImported {
    pub accounts: usize,
    pub contacts: usize,
    pub people: usize,
    pub from: Clean,
    pub hash: Clean,
}

/// What is not news is dropped: an import that changes no row records nothing.
pub fn import(command: &ImportDirectory, desk: &Desk) -> Decision {
    let known = desk.reference;
    let old_accounts = command
        .accounts
        .iter()
        .all(|a| known.accounts.get(&a.id).is_some_and(|old| **old == *a));
    let old_contacts = command
        .contacts
        .iter()
        .all(|c| known.contacts.get(&c.id).is_some_and(|old| **old == *c));
    let old_people = command.people.iter().all(|person| known.people.contains(person));
    if old_accounts && old_contacts && old_people {
        return Ok(Vec::new());
    }
    let event = DirectoryImported {
        accounts: command.accounts.len(),
        contacts: command.contacts.len(),
        people: command.people.len(),
        from: command.from.clone(),
        hash: command.hash.clone(),
    };
    Ok(vec![Event::DirectoryImported(event).of_the_hub()])
}
