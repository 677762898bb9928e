//! "Who is this?": accounts and the people at them, found by any part of a name or an address, or by the last digits of
//! a number.
//!
//! Each word of the names and addresses stands once in a text without capitals and accents, with where it occurs: a
//! search is one pass over that. Numbers are sorted from their last digit on, so that the last ones typed are a range of
//! them. What changes after that is a small index of its own, which is asked first: the lists are put in order again
//! only when much has changed.

mod fold;
mod layer;
mod lines;
mod numbers;
mod sorted;
#[cfg(test)]
mod tests;
mod words;

use super::reference::Changed;
use crate::domain::accounts::{Account, Contact};
use crate::domain::ids::{AccountId, ContactId};
use crate::domain::nearest::nearest;
use crate::domain::reference::Reference;
use crate::wire::Common;
use fold::fold;
use layer::{Best, Layer};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The most accounts an answer has.
pub const MOST: usize = 12;
/// The most people of one account that it has.
const PEOPLE: usize = 4;

/// How much of the lists a search goes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Names, addresses and numbers.
    All,
    /// Names of accounts: a search by number or address would tell whether it is there.
    Accounts,
}

pub struct Index {
    whole: Arc<Layer>,
    /// The accounts that have changed since, each with everybody at it.
    since: Option<Layer>,
    /// Their places in the whole, sorted; there they are as they were.
    gone: Vec<usize>,
}

/// What a search came to, the best first.
#[derive(Debug, Default, PartialEq)]
pub struct Found<'a> {
    pub hits: Vec<Hit<'a>>,
    /// How many accounts beyond these have it too.
    pub more: usize,
    /// Nothing has it; these are only like it.
    pub alike: bool,
}

/// An account, with those of its people who were found.
#[derive(Debug, PartialEq)]
pub struct Hit<'a> {
    pub account: &'a Account,
    pub contacts: Vec<&'a Contact>,
}

/// Another account that has a phone or an address in common with one.
#[derive(Clone, Debug, PartialEq)]
pub struct Shared<'a> {
    pub account: &'a Account,
    pub by: Common,
}

impl Index {
    pub fn new<'a>(
        accounts: impl IntoIterator<Item = &'a Arc<Account>>,
        contacts: impl IntoIterator<Item = &'a Arc<Contact>>,
    ) -> Index {
        Index {
            whole: Arc::new(Layer::new(accounts, contacts)),
            since: None,
            gone: Vec::new(),
        }
    }

    /// The same after `changed`, which is all that has changed since [`Index::new`]. It costs what has changed, not what
    /// there is.
    pub fn with(&self, changed: &Changed, reference: &Reference) -> Index {
        let places = changed.accounts.iter().filter_map(|id| self.whole.place(id));
        let gone: Vec<usize> = places.collect();
        let before = gone.iter().flat_map(|place| self.whole.people_of(*place));
        let before = before.map(|person| &person.contact).chain(&self.whole.strays);
        let people: BTreeSet<&ContactId> = before
            .map(|contact| &contact.id)
            .chain(&changed.contacts)
            .collect();
        let people = people.into_iter().filter_map(|id| reference.contacts.get(id));
        let accounts = changed.accounts.iter();
        Index {
            whole: self.whole.clone(),
            since: Some(Layer::new(
                accounts.filter_map(|id| reference.accounts.get(id)),
                // Of the others the whole knows.
                people.filter(|contact| changed.accounts.contains(&contact.account)),
            )),
            gone,
        }
    }

    /// Who has this: part of a name, of an address, or the last digits of a number.
    pub fn find(&self, typed: &str, reach: Reach) -> Found<'_> {
        let typed = typed.trim();
        if let Some(digits) = numbers::typed(typed) {
            return match reach {
                Reach::All => self.found(|layer, but| layer.numbered(&digits, but)),
                Reach::Accounts => Found::default(),
            };
        }
        let found = self.named(typed, reach);
        match (found.hits.is_empty(), typed.find('@')) {
            (true, Some(at)) if reach == Reach::All => self.addressed(typed.split_at(at), reach),
            (true, None) => self.alike(typed),
            _ => found,
        }
    }

    /// Other accounts that have a phone number or an address in common with this one.
    pub fn shared(&self, account: &AccountId) -> Vec<Shared<'_>> {
        let known = self.layers().find_map(|(layer, but)| {
            let place = layer
                .place(account)
                .filter(|place| but.binary_search(place).is_err())?;
            Some(layer.people_of(place))
        });
        let mut others: BTreeMap<&AccountId, Shared> = BTreeMap::new();
        for contact in known.into_iter().flatten().map(|person| &person.contact) {
            for (layer, but) in self.layers() {
                let by_phone = contact.phone.iter().flat_map(|phone| layer.with_phone(phone));
                let by_phone = by_phone.map(|place| (place, Common::Phone));
                let by_address = contact.email.iter().flat_map(|email| layer.with_address(email));
                let by_address = by_address.map(|place| (place, Common::Address));
                for (place, by) in by_address.chain(by_phone) {
                    if but.binary_search(&place).is_ok() {
                        continue;
                    }
                    let account = &*layer.accounts[place];
                    let shared = others.entry(&account.id).or_insert(Shared { account, by });
                    // A phone rings there and here: that matters more.
                    if by == Common::Phone {
                        shared.by = by;
                    }
                }
            }
        }
        others.remove(account);
        others.into_values().collect()
    }

    /// Nobody has this address: whoever of that name has one like it, then the company, then the name alone.
    fn addressed(&self, (name, company): (&str, &str), reach: Reach) -> Found<'_> {
        let both = self.named(&format!("{name} {company}"), reach);
        match both.hits.is_empty() {
            false => both,
            true if company == "@" => self.named(name, reach),
            true => self.named(company, reach),
        }
    }

    fn named(&self, typed: &str, reach: Reach) -> Found<'_> {
        let words = fold(typed);
        let words: Vec<&str> = words.split_whitespace().collect();
        self.found(|layer, but| layer.named(&words, reach, but))
    }

    /// What a search of each layer comes to together.
    fn found<'a>(&'a self, search: impl Fn(&'a Layer, &[usize]) -> Best<'a>) -> Found<'a> {
        let mut found = Best::default();
        for (layer, but) in self.layers() {
            let best = search(layer, but);
            found.hits.extend(best.hits);
            found.all += best.all;
        }
        let hits = &mut found.hits;
        hits.sort_by(|(far, one), (further, other)| {
            (far, &one.account.id).cmp(&(further, &other.account.id))
        });
        hits.truncate(MOST);
        Found {
            more: found.all - hits.len(),
            hits: found.hits.into_iter().map(|(_, hit)| hit).collect(),
            alike: false,
        }
    }

    /// The layers, each with the places of the accounts that are not to be found in it.
    fn layers(&self) -> impl Iterator<Item = (&Layer, &[usize])> {
        let since = self.since.iter().map(|since| (since, &[][..]));
        since.chain([(&*self.whole, &*self.gone)])
    }

    /// The account whose name is most like it: people mishear names.
    fn alike(&self, typed: &str) -> Found<'_> {
        let accounts = || {
            self.layers().flat_map(|(layer, but)| {
                let places = (0..layer.accounts.len()).filter(|place| but.binary_search(place).is_err());
                places.map(|place| &*layer.accounts[place])
            })
        };
        let name = nearest(typed, accounts().map(|account| account.name.as_str()));
        let name = name.filter(|_| typed.chars().count() > 2);
        let like = name.and_then(|name| accounts().find(|account| account.name == *name));
        let hit = like.map(|account| Hit {
            account,
            contacts: Vec::new(),
        });
        Found {
            hits: hit.into_iter().collect(),
            more: 0,
            alike: like.is_some(),
        }
    }
}
