//! What the hub decides by, put together from the lists, the configuration and the playbooks.

use super::phone;
use crate::domain::accounts::{Account, Contact};
use crate::domain::ids::{AccountId, Component, ContactId, PhoneKey};
use crate::domain::people::Person;
use crate::domain::playbook::Playbook;
use crate::domain::reference::{Part, Reference};
use crate::domain::sla::Sla;
use crate::domain::text::Clean;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What the hub's configuration brings.
#[derive(Clone, Debug, Default)]
pub struct Settled {
    pub components: BTreeMap<Component, Part>,
    pub playbooks: Vec<Arc<Playbook>>,
    /// How much of the reporting currency one unit of each buys, the reporting currency itself with 1.
    pub rates: BTreeMap<Clean, f64>,
    /// The terms of each support plan, by its name.
    pub slas: BTreeMap<Clean, Sla>,
}

/// Rows of the lists; each replaces the one with its id.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    pub accounts: Vec<Account>,
    pub contacts: Vec<Contact>,
    pub people: Vec<Person>,
}

/// What an import changed: who is at these accounts may be others than before.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changed {
    pub accounts: BTreeSet<AccountId>,
    pub contacts: BTreeSet<ContactId>,
}

impl Changed {
    pub fn extend(&mut self, later: &Changed) {
        self.accounts.extend(later.accounts.iter().cloned());
        self.contacts.extend(later.contacts.iter().cloned());
    }
}

/// Puts together what is known. `secret` is the hub's own, for the keys of phone numbers: equal numbers have equal
/// keys under it, at every start.
pub fn reference(settled: Settled, rows: Rows, secret: &[u8]) -> Reference {
    let mut reference = Reference {
        components: settled.components,
        playbooks: settled.playbooks,
        rates: settled.rates,
        slas: settled.slas,
        ..Reference::default()
    };
    import(&mut reference, rows, secret);
    reference
}

/// Takes an import in: rows with a known id replace what was there, others are added, none is removed.
pub fn import(reference: &mut Reference, rows: Rows, secret: &[u8]) -> Changed {
    let mut changed = Changed::default();
    for account in rows.accounts {
        changed.accounts.insert(account.id.clone());
        reference.accounts.insert(account.id.clone(), Arc::new(account));
    }
    // A contact may have moved here from another account.
    let mut touched = BTreeSet::new();
    for contact in rows.contacts {
        touched.insert(contact.account.clone());
        changed.contacts.insert(contact.id.clone());
        let before = reference.contacts.insert(contact.id.clone(), Arc::new(contact));
        touched.extend(before.map(|before| before.account.clone()));
    }
    for person in rows.people {
        match reference.people.iter_mut().find(|known| known.id == person.id) {
            Some(known) => *known = person,
            None => reference.people.push(person),
        }
    }
    let theirs = reference.contacts.values().map(Arc::as_ref);
    let keys = phones(
        theirs.filter(|contact| touched.contains(&contact.account)),
        secret,
    );
    reference.phones.retain(|account, _| !touched.contains(account));
    reference.phones.extend(keys);
    changed.accounts.extend(touched);
    changed
}

/// The keys of the numbers each account may be called on, in their order. A contact nobody may call has no number
/// here: nothing has to be kept free for it.
pub fn phones<'a>(
    contacts: impl IntoIterator<Item = &'a Contact>,
    secret: &[u8],
) -> BTreeMap<AccountId, Vec<PhoneKey>> {
    let mut keys: BTreeMap<AccountId, BTreeSet<PhoneKey>> = BTreeMap::new();
    for contact in contacts {
        let callable = contact.do_not_contact.is_none();
        let key = contact
            .phone
            .as_deref()
            .filter(|_| callable)
            .and_then(|phone| phone::key(secret, phone));
        if let Some(key) = key {
            keys.entry(contact.account.clone()).or_default().insert(key);
        }
    }
    keys.into_iter()
        .map(|(account, keys)| (account, keys.into_iter().collect()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn contact(id: &str, account: &str, phone: &str, do_not_contact: Option<&str>) -> Contact {
        serde_json::from_value(json!({
            "id": id, "account": account, "name": id, "phone": phone, "do_not_contact": do_not_contact,
        }))
        .unwrap()
    }

    #[test]
    fn two_accounts_that_share_a_switchboard_share_its_key() {
        let contacts = [
            contact("ann", "acme", "+1 415 555 0142", None),
            contact("bo", "acme", "001 415 555 0142", None),
            contact("cy", "bolt", "+1 (415) 555-0142", None),
        ];
        let phones = phones(&contacts, b"secret");
        assert_eq!(phones["acme"].len(), 1);
        assert_eq!(phones["acme"], phones["bolt"]);
    }

    #[test]
    fn the_number_of_one_who_may_not_be_called_blocks_nobody() {
        let contacts = [contact("ann", "acme", "+1 415 555 0142", Some("legal"))];
        assert!(phones(&contacts, b"secret").is_empty());
    }

    #[test]
    fn a_second_import_replaces_by_id_and_removes_nobody() {
        let person = |id: &str, name: &str| -> Person {
            serde_json::from_value(json!({"id": id, "name": name})).unwrap()
        };
        let rows = |people| Rows {
            people,
            contacts: vec![contact("ann", "acme", "+1 415 555 0142", None)],
            ..Rows::default()
        };
        let first = rows(vec![person("dana", "Dana"), person("omar", "Omar")]);
        let mut known = reference(Settled::default(), first, b"secret");
        import(&mut known, rows(vec![person("omar", "Omar B.")]), b"secret");
        let names: Vec<_> = known.people.iter().map(|person| person.name.as_str()).collect();
        assert_eq!(names, ["Dana", "Omar B."]);
        assert_eq!(known.phones["acme"].len(), 1);
    }
}
