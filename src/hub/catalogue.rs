//! The directory as answers: encoded once an access, with what that access may not see left out.

use crate::directory::find::{Index, Reach};
use crate::directory::reference::Changed;
use crate::domain::accounts::{Account, Contact};
use crate::domain::actor::Access;
use crate::domain::ids::AccountId;
use crate::domain::people::Person;
use crate::domain::playbook::Playbook;
use crate::domain::reference::Reference;
use crate::wire::{AccountCard, Accounts, Linked, People, PlaybookLine, Playbooks};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, OnceLock};

/// How much of the directory an access sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    Whole,
    /// No numbers, no addresses, no money: it may hang on a wall.
    Masked,
}

impl View {
    /// `None`: it sees nothing of it.
    pub fn of(access: Access) -> Option<View> {
        match access {
            Access::Viewer | Access::Wall => Some(View::Masked),
            Access::Advocate
            | Access::Liaison
            | Access::Scribe
            | Access::Lead
            | Access::Commander
            | Access::Admin => Some(View::Whole),
            Access::Source => None,
        }
    }
}

/// A body and what tells it from another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    pub body: Arc<str>,
    /// As the header has it, with its quotes.
    pub etag: String,
}

/// After so many accounts or people that have changed, the lists are put in order again.
const MOST_CHANGED: usize = 1_000;

pub struct Catalogue {
    reference: Arc<Reference>,
    /// The lists as they once were.
    whole: Arc<Whole>,
    /// What of them has changed since.
    changed: Changed,
    /// Both together.
    index: OnceLock<Index>,
    accounts: Encoded,
    people: Encoded,
    playbooks: Encoded,
}

/// Made when first asked for: a large list takes a moment.
type Whole = LazyLock<Index, Box<dyn FnOnce() -> Index + Send>>;

#[derive(Default)]
struct Encoded {
    whole: OnceLock<Page>,
    masked: OnceLock<Page>,
}

impl Encoded {
    fn get(&self, view: View, make: impl FnOnce() -> Page) -> Page {
        let place = match view {
            View::Whole => &self.whole,
            View::Masked => &self.masked,
        };
        place.get_or_init(make).clone()
    }
}

impl Catalogue {
    pub fn new(reference: Arc<Reference>) -> Self {
        let lists = reference.clone();
        let ordered = move || Index::new(lists.accounts.values(), lists.contacts.values());
        Catalogue {
            reference,
            whole: Arc::new(LazyLock::new(Box::new(ordered))),
            changed: Changed::default(),
            index: OnceLock::new(),
            accounts: Encoded::default(),
            people: Encoded::default(),
            playbooks: Encoded::default(),
        }
    }

    /// The next one, after `changed`: what has been put in order stays, and is found through what has changed since.
    pub fn after(&self, changed: &Changed, reference: Arc<Reference>) -> Self {
        let mut all = self.changed.clone();
        all.extend(changed);
        let next = Catalogue::new(reference);
        match all.accounts.len().max(all.contacts.len()) > MOST_CHANGED {
            true => next,
            false => Catalogue {
                whole: self.whole.clone(),
                changed: all,
                ..next
            },
        }
    }

    /// Whether the lists are being put in order for this one, and not for one before it.
    pub fn anew(&self, before: &Catalogue) -> bool {
        !Arc::ptr_eq(&self.whole, &before.whole)
    }

    /// Puts the lists in order now, for whoever asks first.
    pub fn prepare(&self) {
        self.index();
    }

    /// Every account with its contacts.
    pub fn accounts(&self, view: View) -> Page {
        self.accounts.get(view, || {
            let mut contacts: BTreeMap<&AccountId, Vec<&Contact>> = BTreeMap::new();
            for contact in self.reference.contacts.values() {
                contacts.entry(&contact.account).or_default().push(contact);
            }
            let cards = self.reference.accounts.values().map(|account| {
                let contacts = contacts.remove(&account.id).unwrap_or_default();
                card(account, contacts, view)
            });
            page(&Accounts {
                accounts: cards.collect(),
                ..Accounts::default()
            })
        })
    }

    /// Who has this: part of a name or an address, or the last digits of a number.
    pub fn find(&self, typed: &str, view: View) -> Page {
        let reach = match view {
            View::Whole => Reach::All,
            View::Masked => Reach::Accounts,
        };
        let found = self.index().find(typed, reach);
        let cards = found.hits.into_iter().map(|hit| {
            let card = card(hit.account, hit.contacts, view);
            self.with_linked(card)
        });
        page(&Accounts {
            accounts: cards.collect(),
            more: found.more,
            alike: found.alike,
        })
    }

    fn index(&self) -> &Index {
        self.index
            .get_or_init(|| self.whole.with(&self.changed, &self.reference))
    }

    fn with_linked(&self, card: AccountCard) -> AccountCard {
        let shared = self.index().shared(&card.account.id).into_iter();
        let linked = shared.map(|shared| Linked {
            account: shared.account.id.clone(),
            name: shared.account.name.clone(),
            by: shared.by,
        });
        AccountCard {
            linked: linked.collect(),
            ..card
        }
    }

    /// One account with its contacts.
    pub fn account(&self, id: &str, view: View) -> Option<Page> {
        let account = self.reference.accounts.get(id)?;
        let contacts = self.reference.contacts.values();
        let contacts = contacts
            .map(Arc::as_ref)
            .filter(|contact| contact.account == account.id);
        let card = card(account, contacts.collect(), view);
        Some(page(&self.with_linked(card)))
    }

    /// Ids and names, for the nearest to one that is not there.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let accounts = self.reference.accounts.values();
        accounts.flat_map(|account| [account.id.as_str(), account.name.as_str()])
    }

    /// The playbooks, a line each.
    pub fn playbooks(&self) -> Page {
        self.playbooks.get(View::Whole, || {
            let playbooks = self.reference.playbooks.iter().map(|playbook| line(playbook));
            page(&Playbooks {
                playbooks: playbooks.collect(),
            })
        })
    }

    /// Our own people.
    pub fn people(&self, view: View) -> Page {
        self.people.get(view, || {
            let people = self
                .reference
                .people
                .iter()
                .map(|person| masked_person(person, view));
            page(&People {
                people: people.collect(),
            })
        })
    }
}

fn line(playbook: &Playbook) -> PlaybookLine {
    PlaybookLine {
        name: playbook.name.clone(),
        title: playbook.title.clone(),
        trigger: playbook.trigger.clone(),
        severity: playbook.severity,
    }
}

fn card(account: &Account, contacts: Vec<&Contact>, view: View) -> AccountCard {
    let mut card = AccountCard {
        account: account.clone(),
        contacts: contacts.into_iter().cloned().collect(),
        linked: Vec::new(),
    };
    match view {
        View::Whole => {}
        View::Masked => {
            card.account.arr = None;
            for contact in &mut card.contacts {
                contact.phone = None;
                contact.email = None;
            }
        }
    }
    card
}

fn masked_person(person: &Person, view: View) -> Person {
    let mut person = person.clone();
    match view {
        View::Whole => {}
        View::Masked => {
            person.phone = None;
            person.email = None;
        }
    }
    person
}

fn page(body: &impl Serialize) -> Page {
    // Cannot fail: accounts, contacts and people have no maps with other keys than text.
    let body = serde_json::to_string(body).expect("the directory is JSON");
    let hash: [u8; 32] = Sha256::digest(body.as_bytes()).into();
    let hash: String = hash[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    Page {
        body: body.into(),
        etag: format!("\"{hash}\""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::reference::{Rows, import};
    use serde_json::json;

    fn company(number: usize) -> Account {
        let account =
            json!({ "id": format!("a-{number}"), "name": format!("Company {number}"), "tier": "key" });
        serde_json::from_value(account).unwrap()
    }

    fn later(before: &Catalogue, accounts: Vec<Account>) -> Catalogue {
        let mut reference = Reference::clone(&before.reference);
        let rows = Rows {
            accounts,
            ..Rows::default()
        };
        let changed = import(&mut reference, rows, b"secret");
        before.after(&changed, Arc::new(reference))
    }

    fn found(catalogue: &Catalogue, typed: &str) -> bool {
        let page = catalogue.find(typed, View::Whole);
        page.body.contains(&format!("\"{typed}\""))
    }

    #[test]
    fn an_account_that_was_added_is_found_at_once_and_the_lists_stay_in_order() {
        let first = Catalogue::new(Arc::default());
        let second = later(&first, vec![company(1)]);
        assert!(found(&second, "Company 1"));
        let third = later(&second, vec![company(2)]);
        assert!(found(&third, "Company 1") && found(&third, "Company 2"));
        assert!(!found(&second, "Company 2"), "whoever still looks at it");
        assert!(!third.anew(&first), "put in order once");
    }

    #[test]
    fn after_an_import_of_many_the_lists_are_put_in_order_again() {
        let first = Catalogue::new(Arc::default());
        let many = later(&first, (0..=MOST_CHANGED).map(company).collect());
        assert!(many.anew(&first));
        assert!(found(&many, "Company 1000") && many.changed == Changed::default());
    }
}
