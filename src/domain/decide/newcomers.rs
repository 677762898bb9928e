//! Accounts and contacts added on the spot.

use crate::domain::command::Desk;
use crate::domain::event::{Decision, Drafted, Event};
use crate::domain::ids::ContactId;
use crate::domain::nearest::nearest;
use crate::domain::newcomers::{AccountAdded, AddAccount, AddContact, ContactAdded};
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;
use crate::domain::text::Clean;

pub fn add_account(picture: &Picture, command: &AddAccount, desk: &Desk) -> Decision {
    if command.name.trim().is_empty() {
        return Err(Refusal::Empty {
            field: "the name of the account",
        });
    }
    let known = &desk.reference.accounts;
    if known
        .get(&command.account)
        .is_some_and(|there| **there == command.row())
    {
        return Ok(Vec::new());
    }
    let same = |name: &Clean| alike(name, &command.name);
    let there = known.get(&command.account);
    if let Some(there) = there.or_else(|| known.values().find(|there| same(&there.name))) {
        return Err(Refusal::AccountThere {
            name: there.name.clone(),
            id: there.id.clone(),
        });
    }
    let added = AccountAdded {
        account: command.account.clone(),
        name: command.name.clone(),
    };
    Ok(vec![drafted(picture, Event::AccountAdded(added), desk)])
}

pub fn add_contact(picture: &Picture, command: &AddContact, desk: &Desk) -> Decision {
    if command.name.trim().is_empty() {
        return Err(Refusal::Empty {
            field: "the name of the contact",
        });
    }
    let reference = desk.reference;
    if !reference.accounts.contains_key(&command.account) {
        let names = reference
            .accounts
            .values()
            .flat_map(|account| [account.id.as_str(), account.name.as_str()]);
        return Err(Refusal::NoSuchAccount {
            given: command.account.clone(),
            nearest: nearest(command.account.as_str(), names),
        });
    }
    let of_them = || {
        let all = reference.contacts.values();
        all.filter(|contact| contact.account == command.account)
    };
    let same = |one: &Option<Clean>, other: &Option<Clean>| match (one, other) {
        (Some(one), Some(other)) => alike(one, other),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    };
    let known = of_them().any(|contact| {
        alike(&contact.name, &command.name)
            && same(&contact.phone, &command.phone)
            && same(&contact.email, &command.email)
    });
    if known {
        return Ok(Vec::new());
    }
    // Numbered, since a name in it would be a name in the log.
    let first = of_them().count() + 1;
    let ids = (first..).map(|number| ContactId::from(format!("{}-{number}", command.account).as_str()));
    let free = |id: &ContactId| !reference.contacts.contains_key(id);
    let added = ids.into_iter().find(free).map(|contact| ContactAdded {
        account: command.account.clone(),
        contact,
    });
    let events = added.map(|added| drafted(picture, Event::ContactAdded(added), desk));
    Ok(events.into_iter().collect())
}

/// A line of the incident it is done for; where there is none, of the hub alone.
fn drafted(picture: &Picture, event: Event, desk: &Desk) -> Drafted {
    match picture.which(desk.incident) {
        Ok(incident) => event.of(incident.id),
        Err(_) => event.of_the_hub(),
    }
}

fn alike(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use crate::domain::event::Event;
    use crate::domain::testkit::*;
    use serde_json::{Value, json};
    use std::sync::Arc;

    fn account(fields: Value) -> crate::domain::command::Command {
        command("add_account", fields)
    }

    #[test]
    fn an_account_on_no_list_is_added_and_its_name_told_in_the_timeline() {
        let mut room = Room::declared();
        let events = room.does(
            "omar",
            account(json!({ "account": "adatum", "name": "A. Datum" })),
        );
        assert_eq!(events[0].kind(), "account_added");
        let line = room.here().timeline.last().unwrap();
        assert_eq!(line.text, "added the account A. Datum to our list");
    }

    #[test]
    fn an_account_there_is_already_is_not_added_a_second_time() {
        let mut room = Room::declared();
        let again = account(json!({ "account": "nw-2", "name": " northwind" }));
        let refusal = room.refused("omar", "account_there", again);
        assert_eq!(
            refusal,
            "there is already an account Northwind (northwind); take that one, or give the new one another name"
        );
        room.refused(
            "omar",
            "account_there",
            account(json!({ "account": "northwind", "name": "Other" })),
        );
        room.refused("omar", "empty", account(json!({ "account": "x", "name": " " })));
    }

    #[test]
    fn without_an_incident_the_lists_can_still_be_added_to() {
        let mut room = Room::empty();
        room.does(
            "omar",
            account(json!({ "account": "adatum", "name": "A. Datum" })),
        );
        assert_eq!(room.log[0].incident, None);
    }

    #[test]
    fn a_contact_is_added_under_a_number_and_the_log_has_neither_name_nor_phone() {
        let mut room = Room::declared();
        let person = json!({ "account": "northwind", "name": "Zoe Quill", "phone": "+1 415 555 0142", "email": "zoe@nw.example" });
        let events = room.does("omar", command("add_contact", person));
        let Event::ContactAdded(added) = &events[0] else {
            panic!("{events:?}")
        };
        assert_eq!(added.contact.as_str(), "northwind-2", "one is there already");
        let log = serde_json::to_string(&room.log).unwrap() + &room.here().timeline.last().unwrap().text;
        for secret in ["Zoe", "0142", "zoe@"] {
            assert!(!log.contains(secret), "{secret} is in {log}");
        }
    }

    #[test]
    fn the_same_person_again_is_already_there_and_an_id_in_use_is_passed_over() {
        let mut room = Room::declared();
        room.reference
            .contacts
            .insert("northwind-2".into(), Arc::new(contact("northwind-2", "fabrikam")));
        room.already(
            "omar",
            command("add_contact", json!({ "account": "northwind", "name": "ann" })),
        );
        let events = room.does(
            "omar",
            command("add_contact", json!({ "account": "northwind", "name": "Bo" })),
        );
        assert!(matches!(&events[0], Event::ContactAdded(added) if added.contact.as_str() == "northwind-3"));
        let refusal = room.refused(
            "omar",
            "unknown_account",
            command("add_contact", json!({ "account": "nortwind", "name": "Bo" })),
        );
        assert_eq!(
            refusal,
            "there is no account \"nortwind\" in our list. Did you mean \"northwind\"?"
        );
    }
}
