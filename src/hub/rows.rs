//! The rows of the directory that commands bring: an import whole lists, an account or a contact added on the spot one.

use crate::directory::reference::Rows;
use crate::domain::command::Command;
use crate::domain::event::{Event, Recorded};
use crate::domain::reference::Reference;
use crate::store::DirectoryRows;

/// The rows of the directory that a command brought to what is known; of people the log has the ids alone.
pub fn brought(command: &Command, events: &[Recorded], known: &Reference) -> Option<DirectoryRows> {
    match command {
        Command::ImportDirectory(import) => {
            let rows = import.completed(known);
            Some(DirectoryRows {
                accounts: rows.accounts,
                contacts: rows.contacts,
                people: rows.people,
            })
        }
        Command::AddAccount(add) => Some(DirectoryRows {
            accounts: vec![add.row()],
            ..DirectoryRows::default()
        }),
        Command::AddContact(add) => {
            let added = events.iter().find_map(|recorded| match &recorded.event {
                Event::ContactAdded(added) => Some(added.contact.clone()),
                _ => None,
            });
            Some(DirectoryRows {
                contacts: vec![add.row(added?)],
                ..DirectoryRows::default()
            })
        }
        _ => None,
    }
}

/// As the directory takes them.
pub fn rows(stored: DirectoryRows) -> Rows {
    Rows {
        accounts: stored.accounts,
        contacts: stored.contacts,
        people: stored.people,
    }
}
