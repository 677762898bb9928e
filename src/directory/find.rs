//! "Who is this?": accounts and the people at them, found by any part of a name or an address, or by the last digits of
//! a number.
//!
//! Names and addresses stand one a line in one text without capitals and accents, so that a search is one pass over
//! memory. Numbers are sorted from their last digit on, so that the last ones typed are a range of them.

mod fold;
mod lines;
mod numbers;
#[cfg(test)]
mod tests;

use crate::domain::accounts::{Account, Contact};
use crate::domain::ids::AccountId;
use crate::domain::nearest::nearest;
use crate::wire::Common;
use fold::fold;
use lines::{Lines, Near};
use numbers::Numbers;
use std::collections::BTreeMap;
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
    /// In the order of their ids.
    accounts: Vec<Arc<Account>>,
    /// In the order of their accounts.
    people: Vec<Person>,
    /// A line an account, then a line a person.
    lines: Lines,
    numbers: Numbers,
    /// Addresses with the place of whose they are, sorted.
    addresses: Vec<(String, usize)>,
}

struct Person {
    contact: Arc<Contact>,
    /// The place of their account.
    account: usize,
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
        let mut accounts: Vec<Arc<Account>> = accounts.into_iter().cloned().collect();
        accounts.sort_by(|a, b| a.id.cmp(&b.id));
        let places: BTreeMap<&AccountId, usize> = (0..accounts.len())
            .map(|place| (&accounts[place].id, place))
            .collect();
        // Of an account on no list nothing could be shown.
        let people = contacts.into_iter().filter_map(|contact| {
            let account = *places.get(&contact.account)?;
            let contact = contact.clone();
            Some(Person { contact, account })
        });
        let mut people: Vec<Person> = people.collect();
        people.sort_by(|a, b| (a.account, &a.contact.id).cmp(&(b.account, &b.contact.id)));
        let mut addresses: Vec<(String, usize)> = people
            .iter()
            .enumerate()
            .filter_map(|(place, person)| Some((fold(person.contact.email.as_deref()?), place)))
            .collect();
        addresses.sort();
        let numbers = people
            .iter()
            .enumerate()
            .filter_map(|(place, person)| Some((person.contact.phone.as_deref()?, place)));
        Index {
            numbers: Numbers::new(numbers),
            lines: lines(&accounts, &people),
            addresses,
            accounts,
            people,
        }
    }

    /// Who has this: part of a name, of an address, or the last digits of a number.
    pub fn find(&self, typed: &str, reach: Reach) -> Found<'_> {
        let typed = typed.trim();
        if let Some(digits) = numbers::typed(typed) {
            let found = match reach {
                Reach::All => self.numbers.find(&digits),
                Reach::Accounts => Vec::new(),
            };
            let found = found.into_iter().map(|place| self.accounts.len() + place);
            return self.gathered(found.map(|line| (Near::Start, line)));
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
        let Ok(place) = self.accounts.binary_search_by(|known| known.id.cmp(account)) else {
            return Vec::new();
        };
        let from = self.people.partition_point(|person| person.account < place);
        let theirs = self.people[from..]
            .iter()
            .take_while(|person| person.account == place);
        let mut others: BTreeMap<usize, Common> = BTreeMap::new();
        for person in theirs {
            let same_phone = person.contact.phone.as_deref();
            for other in same_phone
                .map(|phone| self.numbers.same(phone))
                .unwrap_or_default()
            {
                others.insert(self.people[other].account, Common::Phone);
            }
            for other in self.at_address(person.contact.email.as_deref()) {
                others
                    .entry(self.people[other].account)
                    .or_insert(Common::Address);
            }
        }
        others.remove(&place);
        let others = others.into_iter();
        others
            .map(|(other, by)| Shared {
                account: &self.accounts[other],
                by,
            })
            .collect()
    }

    fn at_address(&self, address: Option<&str>) -> Vec<usize> {
        let Some(address) = address.map(fold) else {
            return Vec::new();
        };
        let from = self.addresses.partition_point(|(known, _)| *known < address);
        let same = self.addresses[from..]
            .iter()
            .take_while(|(known, _)| *known == address);
        same.map(|(_, place)| *place).collect()
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
        let end = match reach {
            Reach::All => usize::MAX,
            Reach::Accounts => self.accounts.len(),
        };
        self.gathered(self.lines.with(&words).filter(|(_, line)| *line < end))
    }

    /// The accounts whose lines were found, the nearest first, each with its people who were.
    fn gathered(&self, lines: impl Iterator<Item = (Near, usize)>) -> Found<'_> {
        let lines: Vec<(Near, usize)> = lines.collect();
        let mut nearest: Vec<Option<u8>> = vec![None; self.accounts.len()];
        for (near, line) in &lines {
            // A company's own name comes before those of its people, equally near.
            let (account, person) = self.at(*line);
            let near = *near as u8 * 2 + u8::from(person.is_some());
            let best = &mut nearest[account];
            *best = Some(best.map_or(near, |best| best.min(near)));
        }
        let places = nearest.iter().enumerate();
        let mut order: Vec<(u8, usize)> = places.filter_map(|(at, near)| Some(((*near)?, at))).collect();
        order.sort_unstable();
        let more = order.len().saturating_sub(MOST);
        order.truncate(MOST);
        let mut people: BTreeMap<usize, Vec<(Near, usize)>> = BTreeMap::new();
        for (near, line) in lines {
            let (account, person) = self.at(line);
            let shown = order.iter().any(|(_, shown)| *shown == account);
            if let Some(person) = person.filter(|_| shown) {
                people.entry(account).or_default().push((near, person));
            }
        }
        let hits = order.into_iter().map(|(_, account)| {
            let mut people = people.remove(&account).unwrap_or_default();
            people.sort_unstable();
            people.truncate(PEOPLE);
            let people = people.into_iter();
            Hit {
                account: &self.accounts[account],
                contacts: people.map(|(_, person)| &*self.people[person].contact).collect(),
            }
        });
        Found {
            hits: hits.collect(),
            more,
            alike: false,
        }
    }

    /// The places of the account and of the person that a line is about.
    fn at(&self, line: usize) -> (usize, Option<usize>) {
        match line.checked_sub(self.accounts.len()) {
            None => (line, None),
            Some(person) => (self.people[person].account, Some(person)),
        }
    }

    /// The account whose name is most like it: people mishear names.
    fn alike(&self, typed: &str) -> Found<'_> {
        let names = self.accounts.iter().map(|account| account.name.as_str());
        let name = nearest(typed, names).filter(|_| typed.chars().count() > 2);
        let like = name.and_then(|name| self.accounts.iter().find(|account| account.name == *name));
        Found {
            hits: like
                .map(|account| Hit {
                    account,
                    contacts: Vec::new(),
                })
                .into_iter()
                .collect(),
            more: 0,
            alike: like.is_some(),
        }
    }
}

fn lines(accounts: &[Arc<Account>], people: &[Person]) -> Lines {
    let mut lines = Lines::default();
    for account in accounts {
        lines.push(&[&account.name, account.id.as_str()], "");
    }
    for Person { contact, account } in people {
        let address = contact.email.as_deref().unwrap_or_default();
        // Found with the name of the company beside their own, and never by that alone.
        lines.push(&[&contact.name, address], &accounts[*account].name);
    }
    lines
}
