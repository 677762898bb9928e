//! What is found by what is typed.

use super::*;
use serde_json::json;

fn index() -> Index {
    let account = |id: &str, name: &str| -> Arc<Account> {
        let account = json!({ "id": id, "name": name, "tier": "key" });
        Arc::new(serde_json::from_value(account).unwrap())
    };
    let contact = |id: &str, account: &str, name: &str, phone: &str, email: &str| -> Arc<Contact> {
        let contact = json!({ "id": id, "account": account, "name": name, "phone": phone, "email": email });
        Arc::new(serde_json::from_value(contact).unwrap())
    };
    Index::new(
        &[
            account("acme", "Acme"),
            account("north", "Northwind Traders"),
            account("kyoto", "Kyoto Denki"),
            account("south", "Southridge Video"),
            account("kyoto-eu", "Kyoto Denki Europe"),
        ],
        &[
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
    )
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
