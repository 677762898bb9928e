//! What is found by what is typed.

use super::super::reference::{Rows, Settled, import, reference};
use super::*;
use proptest::prelude::*;
use serde_json::json;

fn account(id: &str, name: &str) -> Account {
    serde_json::from_value(json!({ "id": id, "name": name, "tier": "key" })).unwrap()
}

fn contact(id: &str, account: &str, name: &str, phone: &str, email: &str) -> Contact {
    let contact = json!({ "id": id, "account": account, "name": name, "phone": phone, "email": email });
    serde_json::from_value(contact).unwrap()
}

fn rows() -> Rows {
    Rows {
        accounts: vec![
            account("acme", "Acme"),
            account("north", "Northwind Traders"),
            account("kyoto", "Kyoto Denki"),
            account("south", "Southridge Video"),
            account("kyoto-eu", "Kyoto Denki Europe"),
        ],
        contacts: vec![
            contact(
                "n-1",
                "north",
                "Ann Lee",
                "+1 (415) 555-0142",
                "ann@northwind.example",
            ),
            contact(
                "n-2",
                "north",
                "Jürgen Müller",
                "030 1234567",
                "jm@northwind.example",
            ),
            contact(
                "k-1",
                "kyoto",
                "Aiko Tanaka",
                "+81 3-1234-5678",
                "aiko@kyoto.example",
            ),
            contact(
                "k-2",
                "kyoto-eu",
                "Aiko Tanaka",
                "0081 3 1234 5678",
                "tanaka@kyoto.example",
            ),
            contact(
                "s-1",
                "south",
                "Annette North",
                "call the desk 77",
                "ANN@northwind.example",
            ),
            contact("x-1", "nowhere", "Ann Nobody", "+1 999 999 9999", "x@x.example"),
        ],
        people: Vec::new(),
    }
}

fn known() -> Reference {
    reference(Settled::default(), rows(), b"secret")
}

fn of(known: &Reference) -> Index {
    Index::new(known.accounts.values(), known.contacts.values())
}

fn index() -> Index {
    of(&known())
}

/// `account: contact, contact` a line, as an answer has them.
fn found(typed: &str) -> Vec<String> {
    let index = index();
    let found = index.find(typed, Reach::All);
    let line = |hit: &Hit| {
        let people: Vec<&str> = hit.contacts.iter().map(|contact| contact.id.as_str()).collect();
        match people.is_empty() {
            true => hit.account.id.to_string(),
            false => format!("{}: {}", hit.account.id, people.join(", ")),
        }
    };
    found.hits.iter().map(line).collect()
}

#[test]
fn a_company_is_found_by_the_beginning_of_any_word_of_its_name_first() {
    assert_eq!(found("north"), ["north: n-1, n-2", "south: s-1"]);
    assert_eq!(found("TRADERS"), ["north"]);
    assert_eq!(
        found("wind tra"),
        ["north: n-1, n-2"],
        "with those who have it in their address"
    );
    assert_eq!(found("denki"), ["kyoto", "kyoto-eu"]);
}

#[test]
fn a_person_is_found_by_name_and_told_apart_by_the_company() {
    assert_eq!(found("ann"), ["north: n-1", "south: s-1"]);
    assert_eq!(found("ann southridge"), ["south: s-1"]);
    assert_eq!(found("mueller"), ["north: n-2"]);
    assert_eq!(found("jurgen"), ["north: n-2"]);
}

#[test]
fn the_last_digits_of_a_number_are_enough_in_any_format() {
    for typed in [
        "0142",
        "555 0142",
        "+1 415 555 0142",
        "001-415-555-0142",
        "(415) 555.0142",
        "tel:+14155550142",
    ] {
        assert_eq!(found(typed), ["north: n-1"], "{typed}");
    }
    for typed in ["030/123 45 67", "+49 30 1234567", "301234567", "4567"] {
        assert_eq!(found(typed), ["north: n-2"], "{typed}");
    }
    assert_eq!(
        found("8131234"),
        ["kyoto: k-1", "kyoto-eu: k-2"],
        "the first ones too"
    );
    assert!(
        found("99 99").is_empty(),
        "of an account on no list nothing can be shown"
    );
}

#[test]
fn what_nobody_can_dial_leaves_a_trace_and_too_few_digits_find_nothing() {
    assert!(found("77").is_empty());
    assert!(found("0000001").is_empty());
    assert_eq!(numbers::typed("12"), None);
    assert_eq!(numbers::typed("abc 123"), None);
}

#[test]
fn an_address_finds_its_person_and_one_nobody_knows_its_company() {
    assert_eq!(found("aiko@kyoto.example"), ["kyoto: k-1"]);
    assert_eq!(
        found("someone.new@kyoto.example"),
        ["kyoto: k-1", "kyoto-eu: k-2"]
    );
}

#[test]
fn a_name_that_was_misheard_finds_the_one_most_like_it_and_says_so() {
    let index = index();
    let like = index.find("Nordwint Traders", Reach::All);
    assert_eq!(like.hits[0].account.id.as_str(), "north");
    assert!(like.alike);
    assert!(index.find("qqq", Reach::All).hits.is_empty());
    assert!(index.find("", Reach::All).hits.is_empty());
}

#[test]
fn who_may_not_see_numbers_cannot_ask_whose_they_are() {
    let index = index();
    for typed in ["0142", "ann@northwind.example", "@northwind.example", "ann"] {
        let found = index.find(typed, Reach::Accounts);
        assert!(
            found.hits.iter().all(|hit| hit.contacts.is_empty()),
            "{typed}: {found:?}"
        );
    }
    assert_eq!(index.find("north", Reach::Accounts).hits.len(), 1);
}

#[test]
fn accounts_with_a_phone_or_an_address_in_common_are_linked() {
    let index = index();
    let shared = |account: &str| -> Vec<(String, Common)> {
        let shared = index.shared(&account.into()).into_iter();
        shared
            .map(|other| (other.account.id.to_string(), other.by))
            .collect()
    };
    assert_eq!(shared("kyoto"), [("kyoto-eu".to_owned(), Common::Phone)]);
    assert_eq!(shared("north"), [("south".to_owned(), Common::Address)]);
    assert!(shared("acme").is_empty() && shared("nobody").is_empty());
}

#[test]
fn no_more_accounts_than_fit_and_the_rest_counted() {
    let many: Vec<Arc<Account>> = (0..30)
        .map(|number| {
            let account =
                json!({ "id": format!("a{number:02}"), "name": format!("Alpha {number}"), "tier": "key" });
            Arc::new(serde_json::from_value(account).unwrap())
        })
        .collect();
    let index = Index::new(&many, &[]);
    let found = index.find("alpha", Reach::All);
    assert_eq!((found.hits.len(), found.more), (MOST, 18));
}

#[test]
fn an_address_or_a_name_that_begins_with_what_was_typed_comes_first() {
    assert_eq!(found("tanaka")[0], "kyoto-eu: k-2", "tanaka@ before Aiko Tanaka");
    assert_eq!(
        found("jürgen@"),
        ["north: n-2"],
        "his name, though his address is another"
    );
    assert_eq!(found("jürgen@north"), ["north: n-2"]);
}

/// What is typed in the tests that compare two ways to find it.
const TYPED: [&str; 24] = [
    "a",
    "an",
    "ann",
    "north",
    "ann north",
    "lee traders",
    "denki",
    "kyoto",
    "tanaka",
    "@",
    "@kyoto",
    "example",
    "-eu",
    "jm@northwind.example",
    "someone@kyoto.example",
    "0142",
    "4567",
    "99 99",
    "1234567",
    "nobody",
    "zoe",
    "Nordwint",
    "wing",
    "traders denki",
];

#[test]
fn what_changes_is_found_as_if_the_lists_were_put_in_order_again() {
    let mut known = known();
    let (whole, mut changed) = (of(&known), Changed::default());
    let rows = |accounts: Vec<Account>, contacts: Vec<Contact>| Rows {
        accounts,
        contacts,
        people: Vec::new(),
    };
    let later = [
        (
            "an account",
            rows(vec![account("wingtip", "Wingtip Toys")], vec![]),
        ),
        (
            "somebody at it, with the phone of another",
            rows(
                vec![],
                vec![contact(
                    "w-1",
                    "wingtip",
                    "Zoe Tanaka",
                    "030 1234567",
                    "zoe@wingtip.example",
                )],
            ),
        ),
        (
            "another name of a company",
            rows(vec![account("north", "Southwind Traders")], vec![]),
        ),
        (
            "somebody goes to another company",
            rows(
                vec![],
                vec![contact(
                    "n-1",
                    "kyoto",
                    "Ann Lee",
                    "+1 415 555 0142",
                    "ann@kyoto.example",
                )],
            ),
        ),
        (
            "another address, and no phone",
            rows(
                vec![],
                vec![contact(
                    "k-2",
                    "kyoto-eu",
                    "Aiko Tanaka",
                    "",
                    "ann@northwind.example",
                )],
            ),
        ),
        (
            "the company of one who had none",
            rows(vec![account("nowhere", "Nowhere Video")], vec![]),
        ),
    ];
    for (what, rows) in later {
        changed.extend(&import(&mut known, rows, b"secret"));
        let (anew, with) = (of(&known), whole.with(&changed, &known));
        for typed in TYPED {
            for reach in [Reach::All, Reach::Accounts] {
                assert_eq!(
                    with.find(typed, reach),
                    anew.find(typed, reach),
                    "{what}: {typed}"
                );
            }
        }
        for account in known.accounts.keys() {
            assert_eq!(with.shared(account), anew.shared(account), "{what}: {account}");
        }
    }
    assert_eq!(changed.accounts.len(), 5, "acme and south are as they were");
    let with = whole.with(&changed, &known);
    assert_eq!(with.find("nobody", Reach::All).hits.len(), 1);
    assert_eq!(with.find("zoe", Reach::All).hits.len(), 1);
    assert_eq!(with.since.map_or(0, |since| since.accounts.len()), 5);
}

#[test]
fn what_is_found_in_both_is_counted_once_and_shown_in_one_order() {
    let many = (0..30).map(|number| account(&format!("a{number:02}"), &format!("Alpha {number}")));
    let rows = Rows {
        accounts: many.collect(),
        ..Rows::default()
    };
    let mut known = reference(Settled::default(), rows, b"secret");
    let whole = of(&known);
    let rows = Rows {
        accounts: vec![account("a03", "Alpha 3 Ltd"), account("a005", "The Alpha")],
        ..Rows::default()
    };
    let changed = import(&mut known, rows, b"secret");
    let index = whole.with(&changed, &known);
    let found = index.find("alpha", Reach::All);
    assert_eq!((found.hits.len(), found.more), (MOST, 19));
    let names: Vec<&str> = found.hits.iter().map(|hit| hit.account.name.as_str()).collect();
    assert_eq!(names[2..5], ["Alpha 2", "Alpha 3 Ltd", "Alpha 4"]);
}

proptest! {
    /// The words of the lists are looked through, not the lines; it must come to the same.
    #[test]
    fn whoever_has_what_was_typed_is_found_wherever_it_stands(
        names in prop::collection::vec("[abÄ\\-'@. 1]{1,6}", 1..6), typed in "[abä\\-'@.1]{1,3}( [ab.1]{1,2})?",
    ) {
        let one = |(nth, name): (usize, &String)| {
            let person = contact(&nth.to_string(), "x", name, "", &name.replace(' ', ""));
            Arc::new(person)
        };
        let people: Vec<Arc<Contact>> = names.iter().enumerate().map(one).collect();
        // Their company has none of the letters, and all that is typed must stand with them.
        let index = Layer::new(&[Arc::new(account("x", "x"))], &people);
        let words = fold(&typed);
        let words: Vec<&str> = words.split_whitespace().collect();
        let has = |person: &&Arc<Contact>| {
            let (name, address) = (fold(&person.name), fold(person.email.as_deref().unwrap_or_default()));
            words.iter().all(|word| name.contains(word) || address.contains(word))
        };
        let expected = people.iter().filter(has).count();
        let best = index.named(&words, Reach::All, &[]);
        let found = best.hits.first().map_or(0, |(_, hit)| hit.contacts.len());
        prop_assert_eq!(found, expected.min(PEOPLE), "{:?} in {:?}", words, names);
    }
}
