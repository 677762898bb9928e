//! Accounts and the people at them, put in order once for every search after.

use super::fold::fold;
use super::lines::{Lines, Near};
use super::numbers::Numbers;
use super::words::{Typed, Words};
use super::{Hit, MOST, PEOPLE, Reach};
use crate::domain::accounts::{Account, Contact};
use crate::domain::ids::AccountId;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

pub struct Layer {
    /// In the order of their ids.
    pub accounts: Vec<Arc<Account>>,
    /// In the order of their accounts.
    pub people: Vec<Person>,
    /// Whose account is on no list.
    pub strays: Vec<Arc<Contact>>,
    /// Where the people of each account begin, and where the last one's end.
    firsts: Vec<u32>,
    /// A line an account, then a line a person.
    lines: Lines,
    words: Words,
    numbers: Numbers,
    /// The people who have an address, in the order of these.
    addresses: Vec<u32>,
}

pub struct Person {
    pub contact: Arc<Contact>,
    /// The place of their account.
    pub account: usize,
}

/// The nearest of what a search found, the best first.
#[derive(Default)]
pub struct Best<'a> {
    /// With how near they are, less for nearer.
    pub hits: Vec<(u8, Hit<'a>)>,
    /// How many accounts have it, with those that are not among the hits.
    pub all: usize,
}

/// What is known of a line after some of the words.
#[derive(Clone, Copy, Default)]
struct Mark {
    /// How many words it has, as long as it has had each.
    words: u8,
    near: Near,
}

impl Layer {
    pub fn new<'a>(
        accounts: impl IntoIterator<Item = &'a Arc<Account>>,
        contacts: impl IntoIterator<Item = &'a Arc<Contact>>,
    ) -> Layer {
        let mut accounts: Vec<Arc<Account>> = accounts.into_iter().cloned().collect();
        accounts.sort_by(|a, b| a.id.cmp(&b.id));
        let places: HashMap<&AccountId, usize> = (0..accounts.len())
            .map(|place| (&accounts[place].id, place))
            .collect();
        let (mut people, mut strays) = (Vec::new(), Vec::new());
        for contact in contacts {
            let contact = contact.clone();
            match places.get(&contact.account) {
                Some(account) => people.push(Person {
                    account: *account,
                    contact,
                }),
                None => strays.push(contact),
            }
        }
        people.sort_by(|a, b| (a.account, &a.contact.id).cmp(&(b.account, &b.contact.id)));
        people.shrink_to_fit();
        let lines = lines(&accounts, &people);
        let numbers = people.iter().enumerate();
        let numbers = numbers.filter_map(|(place, person)| Some((person.contact.phone.as_deref()?, place)));
        Layer {
            firsts: firsts(accounts.len(), &people),
            numbers: Numbers::new(numbers),
            words: Words::new(&lines),
            addresses: addresses(&lines, accounts.len()),
            lines,
            accounts,
            people,
            strays,
        }
    }

    /// The place of an account.
    pub fn place(&self, account: &AccountId) -> Option<usize> {
        self.accounts.binary_search_by(|known| known.id.cmp(account)).ok()
    }

    pub fn people_of(&self, account: usize) -> &[Person] {
        &self.people[self.range_of(account)]
    }

    /// Whose last digits these are, but for the accounts at the places `but`.
    pub fn numbered(&self, digits: &str, but: &[usize]) -> Best<'_> {
        let places = self.numbers.find(digits).into_iter();
        let lines = places.map(|place| (self.accounts.len() + place, Near::Start));
        self.best(lines, but)
    }

    /// Who has all of these folded words, one of them at least in what is their own.
    pub fn named(&self, words: &[&str], reach: Reach, but: &[usize]) -> Best<'_> {
        let Ok(all @ 1..) = u8::try_from(words.len()) else {
            return Best::default();
        };
        let end = match reach {
            Reach::All => self.lines.len(),
            Reach::Accounts => self.accounts.len(),
        };
        let mut marks = vec![Mark::default(); self.lines.len()];
        for (before, word) in (0..all).zip(words) {
            let mut mark = |line: usize, near: Near| {
                let mark: &mut Mark = &mut marks[line];
                mark.near = mark.near.max(near);
                if mark.words == before {
                    mark.words += 1;
                }
            };
            self.words
                .find(&Typed::new(word), &self.lines, |line, near, named| {
                    mark(line, near);
                    // Found with the name of the company beside their own, and never by that alone.
                    if named && line < self.accounts.len() {
                        let people = self.range_of(line);
                        people.for_each(|person| mark(self.accounts.len() + person, Near::Beside));
                    }
                });
        }
        let marked = marks[..end].iter().enumerate();
        let found = marked.filter(|(_, mark)| mark.words == all && mark.near > Near::Beside);
        self.best(found.map(|(line, mark)| (line, mark.near)), but)
    }

    /// The accounts who have somebody with this number.
    pub fn with_phone(&self, phone: &str) -> impl Iterator<Item = usize> {
        let same = self.numbers.same(phone).into_iter();
        same.map(|person| self.people[person].account)
    }

    /// The accounts who have somebody with this address.
    pub fn with_address(&self, address: &str) -> impl Iterator<Item = usize> {
        let wanted = fold(address);
        let from = self
            .addresses
            .partition_point(|person| self.address(*person) < &*wanted);
        let same = self.addresses[from..].iter();
        same.take_while(move |person| self.address(**person) == wanted)
            .map(|person| self.people[*person as usize].account)
    }

    fn address(&self, person: u32) -> &str {
        self.lines.parts(self.accounts.len() + person as usize).1
    }

    fn range_of(&self, account: usize) -> Range<usize> {
        self.firsts[account] as usize..self.firsts[account + 1] as usize
    }

    /// The accounts whose lines were found, the nearest first, each with its people who were.
    fn best(&self, lines: impl Iterator<Item = (usize, Near)>, but: &[usize]) -> Best<'_> {
        const NONE: u8 = u8::MAX;
        let mut nearest = vec![NONE; self.accounts.len()];
        let mut people: Vec<(u8, u32)> = Vec::new();
        for (line, near) in lines {
            // A company's own name comes before those of its people, equally near.
            let far = (Near::Start as u8 - near as u8) * 2;
            let (account, far) = match line.checked_sub(self.accounts.len()) {
                None => (line, far),
                Some(person) => {
                    people.push((far, person as u32));
                    (self.people[person].account, far + 1)
                }
            };
            nearest[account] = nearest[account].min(far);
        }
        but.iter().for_each(|account| nearest[*account] = NONE);
        let found = nearest.iter().enumerate().filter(|(_, far)| **far != NONE);
        let mut order: Vec<(u8, usize)> = found.map(|(account, far)| (*far, account)).collect();
        let all = order.len();
        if all > MOST {
            order.select_nth_unstable(MOST);
            order.truncate(MOST);
        }
        order.sort_unstable();
        let hits = order.into_iter().map(|(far, account)| {
            let theirs = self.range_of(account);
            let theirs = |(_, person): &(u8, u32)| theirs.contains(&(*person as usize));
            let mut found: Vec<(u8, u32)> = people.iter().copied().filter(theirs).collect();
            found.sort_unstable();
            found.truncate(PEOPLE);
            let found = found.into_iter();
            let hit = Hit {
                account: &self.accounts[account],
                contacts: found
                    .map(|(_, person)| &*self.people[person as usize].contact)
                    .collect(),
            };
            (far, hit)
        });
        Best {
            hits: hits.collect(),
            all,
        }
    }
}

fn firsts(accounts: usize, people: &[Person]) -> Vec<u32> {
    let mut firsts = vec![0; accounts + 1];
    for person in people {
        firsts[person.account + 1] += 1;
    }
    for account in 0..accounts {
        firsts[account + 1] += firsts[account];
    }
    firsts
}

fn lines(accounts: &[Arc<Account>], people: &[Person]) -> Lines {
    let mut lines = Lines::default();
    for account in accounts {
        lines.push(&account.name, account.id.as_str());
    }
    for Person { contact, .. } in people {
        lines.push(&contact.name, contact.email.as_deref().unwrap_or_default());
    }
    lines.shrink();
    lines
}

fn addresses(lines: &Lines, accounts: usize) -> Vec<u32> {
    let address = |person: &u32| lines.parts(accounts + *person as usize).1;
    let people = 0..(lines.len() - accounts) as u32;
    let mut having: Vec<u32> = people.filter(|person| !address(person).is_empty()).collect();
    having.sort_unstable_by(|a, b| (address(a), a).cmp(&(address(b), b)));
    having.shrink_to_fit();
    having
}
