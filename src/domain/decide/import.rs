//! Imports of the lists of accounts, contacts and people.

use crate::domain::command::Desk;
use crate::domain::event::{Decision, Event};
use crate::domain::import::{DirectoryImported, ImportDirectory};

/// What is not news is dropped: an import that changes no row records nothing.
pub fn import(command: &ImportDirectory, desk: &Desk) -> Decision {
    let known = desk.reference;
    let rows = command.completed(known);
    let old_accounts = rows
        .accounts
        .iter()
        .all(|a| known.accounts.get(&a.id).is_some_and(|old| **old == *a));
    let old_contacts = rows
        .contacts
        .iter()
        .all(|c| known.contacts.get(&c.id).is_some_and(|old| **old == *c));
    let old_people = rows.people.iter().all(|person| known.people.contains(person));
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

#[cfg(test)]
mod tests {
    use crate::domain::testkit::*;
    use serde_json::json;

    #[test]
    fn the_log_keeps_how_many_and_a_hash_and_what_is_not_news_is_dropped() {
        let mut room = Room::declared();
        let known = room.reference.accounts["northwind"].clone();
        let import = |account: serde_json::Value| {
            command(
                "import_directory",
                json!({ "accounts": [account], "from": "accounts.csv", "hash": "ab" }),
            )
        };
        let mut news = serde_json::to_value(&*known).unwrap();
        room.already("root", import(news.clone()));
        news["health"] = 20.into();
        room.refused("omar", "access_needed", import(news.clone()));
        let events = room.does("root", import(news));
        let recorded = serde_json::to_string(&events).unwrap();
        assert!(!recorded.contains("Northwind"), "{recorded}");
        assert!(room.log.last().unwrap().incident.is_none());
    }
}
