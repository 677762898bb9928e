//! Imports: what is not news is dropped.

use crate::domain::command::Desk;
use crate::domain::event::{Decision, Event};
use crate::domain::import::{DirectoryImported, ImportDirectory};

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
