//! "Who is this?" over 250,000 people at 50,000 accounts: by name, by address, by the last digits, and by what nobody has.

#![allow(clippy::unwrap_used)]

mod kit;
#[path = "../tests/it/screens/stage.rs"]
#[allow(dead_code)]
mod stage;
#[path = "../tests/it/screens/world.rs"]
#[allow(dead_code)]
mod world;

use kit::{ms, percentile, say};
use serde_json::json;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;
use warroom::directory::find::{Index, Reach};
use warroom::directory::reference::{Rows, Settled, import, reference};
use warroom::domain::accounts::{Account, Contact};

const ACCOUNTS: usize = 50_000;
const PEOPLE: usize = 250_000;
const ROUNDS: usize = 25;

const FIRST: [&str; 8] = ["Anna", "Bo", "Carla", "Dmitri", "Elena", "Farid", "Greta", "Hiro"];
const LAST: [&str; 6] = ["Quill", "Martínez", "Okafor", "Schneider", "Tanaka", "Lindqvist"];

fn account(number: usize) -> Arc<Account> {
    let account = json!({ "id": format!("account-{number:05}"), "name": format!("Company {number:05}"), "tier": "named" });
    Arc::new(serde_json::from_value(account).unwrap())
}

fn person(number: usize) -> Arc<Contact> {
    let (first, last) = (FIRST[number % 8], LAST[number % 6]);
    let person = json!({
        "id": format!("c-{number}"), "account": format!("account-{:05}", number % ACCOUNTS),
        "name": format!("{first} {last} {number}"), "email": format!("{number}@company-{:05}.example", number % ACCOUNTS),
        "phone": format!("+49 30 {:07}", number * 37 % 10_000_000),
    });
    Arc::new(serde_json::from_value(person).unwrap())
}

/// The memory of this process, in bytes.
fn held() -> usize {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap();
    pages.split(' ').nth(1).unwrap().parse::<usize>().unwrap() * 4096
}

fn main() {
    let accounts: Vec<Arc<Account>> = (0..ACCOUNTS).map(account).collect();
    let people: Vec<Arc<Contact>> = (0..PEOPLE).map(person).collect();
    let (start, before) = (Instant::now(), held());
    let index = Index::new(&accounts, &people);
    say("putting the lists in order, once an import", ms(start.elapsed()));
    say(
        "memory it takes",
        format!("{} bytes a person", (held() - before) / PEOPLE),
    );
    let mut known = reference(Settled::default(), Rows::default(), b"secret");
    let by_id = |account: &Arc<Account>| (account.id.clone(), account.clone());
    known.accounts = accounts.iter().map(by_id).collect();
    known.contacts = people
        .iter()
        .map(|person| (person.id.clone(), person.clone()))
        .collect();
    let added = Rows {
        contacts: vec![Contact::clone(&person(PEOPLE))],
        ..Rows::default()
    };
    let start = Instant::now();
    let mut later = known.clone();
    let changed = import(&mut later, added, b"secret");
    say("one person more, in the lists", ms(start.elapsed()));
    let start = Instant::now();
    let index = index.with(&changed, &later);
    say("one person more, in what is searched", ms(start.elapsed()));
    for (what, typed) in [
        ("a company", "company 49999"),
        ("the first letters", "an"),
        ("a name with the company", "okafor company 31"),
        ("an address", "123456@company-23456.example"),
        ("the last digits", "4711"),
        ("a whole number", "030 1234567"),
        ("the end of many addresses", ".example"),
        ("what nobody has", "zzzz"),
        ("a name misheard", "Compony 00001"),
    ] {
        let mut times: Vec<_> = (0..ROUNDS)
            .map(|_| {
                let start = Instant::now();
                black_box(index.find(black_box(typed), Reach::All));
                start.elapsed()
            })
            .collect();
        say(what, ms(percentile(&mut times, 0.95)));
    }
}
