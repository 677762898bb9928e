//! Bodies of JSON APIs of several makes, read by their descriptions.

use super::{PAGER, described, moment, received};
use proptest::prelude::*;
use serde_json::{Value, json};
use warroom::connect::Batch;
use warroom::connect::json::read::{Fact, Reading, batch, read};
use warroom::connect::json::{Described, Kind};
use warroom::domain::accounts::{Account, Contact, Tier};
use warroom::domain::alerts::{Sighting, Signal};
use warroom::domain::incident::Severity;
use warroom::domain::money::Amount;

const PAGER_BODY: &[u8] = include_bytes!("../bodies/pager-incidents.json");

const CURSOR: &str = r#"
    kind = "incidents"
    url = "https://api.incidents.test/v2/incidents"
    items = "incidents"
    next = "pagination_meta.after"
    next_query = "after"
    [fields]
    fingerprint = "id"
    title = "name"
    status = "incident_status.category"
    started_at = "created_at"
    url = "permalink"
    severity = "severity.name"
    component = "custom_field_entries.0.values.0.value_literal"
"#;

const ACCOUNTS: &str = r#"
    kind = "accounts"
    url = "https://crm.test/accounts"
    items = "results"
    [fields]
    id = "id"
    name = "name"
    tier = "segment"
    arr = "annual_revenue"
    currency = "currency"
    renewal = "renewal"
    region = "region"
    products = "products.name|products"
    owner = "assigned_to.user.name"
    health = "health"
    nps = "nps"
    do_not_contact = "do_not_call"
    open_tickets = "tickets"
    [values.tier]
    strategic = ["enterprise"]
"#;

const CONTACTS: &str = r#"
    kind = "contacts"
    url = "https://crm.test/contacts"
    items = "contacts"
    [fields]
    id = "id"
    account = "organization"
    name = "name"
    title = "title"
    phone = "phone_e164"
    email = "email"
    do_not_contact = "do_not_call"
"#;

fn reading(source: &str, body: &[u8]) -> Reading {
    read(&described(source), body, received()).unwrap()
}

fn incidents(reading: Reading) -> Vec<Sighting> {
    let Batch::Incidents(incidents) = batch(Kind::Incidents, facts(reading)) else {
        unreachable!()
    };
    incidents
}

fn accounts(reading: Reading) -> Vec<Account> {
    let Batch::Accounts(accounts) = batch(Kind::Accounts, facts(reading)) else {
        unreachable!()
    };
    accounts
}

fn contacts(reading: Reading) -> Vec<Contact> {
    let Batch::Contacts(contacts) = batch(Kind::Contacts, facts(reading)) else {
        unreachable!()
    };
    contacts
}

fn facts(reading: Reading) -> impl Iterator<Item = Fact> {
    reading.items.into_iter().map(|item| item.fact)
}

#[test]
fn a_pager_s_incidents_become_sightings() {
    let read = reading(PAGER, PAGER_BODY);
    assert_eq!((&read.faults[..], read.left_out), (&[][..], 0));
    let [video, login, billing] = &incidents(read)[..] else {
        unreachable!()
    };
    assert_eq!(video.fingerprint, "PT4KHLK");
    assert_eq!(video.title, "Video calls drop in Frankfurt");
    assert_eq!(video.started_at, moment("2026-11-21T23:50:00Z"));
    assert_eq!(
        video.url.as_ref().unwrap().as_str(),
        "https://example.pagers.test/incidents/PT4KHLK"
    );
    assert_eq!(video.severity(), Some(Severity::Sev1));
    let labels: Vec<_> = video
        .labels
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str()))
        .collect();
    assert_eq!(
        labels,
        [("service", "media-eu"), ("severity", "sev1"), ("team", "Media")]
    );
    assert_eq!((login.signal, login.severity()), (Signal::Firing, None));
    assert_eq!(
        (billing.signal, billing.severity()),
        (Signal::Cleared, Some(Severity::Sev4))
    );
}

#[test]
fn an_unheard_of_status_is_told_and_leaves_only_its_own_incident_out() {
    let read = reading(CURSOR, include_bytes!("../bodies/cursor-incidents.json"));
    assert_eq!(read.next.as_deref(), Some("01FDAG4SAP5TYPT98WGR2N7W92"));
    assert_eq!(
        read.faults,
        [
            "item 2: status (from \"incident_status.category\") \"a category of next week\" is neither firing nor \
          cleared; say which in values.status"
        ]
    );
    assert_eq!(read.left_out, 1);
    let [sad] = &incidents(read)[..] else {
        unreachable!()
    };
    assert_eq!(
        sad.severity(),
        Some(Severity::Sev1),
        "their word, kept for the playbooks: {:?}",
        sad.labels
    );
    assert_eq!(sad.labels["component"], "video-eu");
    assert_eq!(sad.started_at, moment("2026-11-21T23:50:01.123456Z"));
}

#[test]
fn alertmanager_s_own_api_is_a_json_api_like_any_other() {
    let source = r#"
        kind = "incidents"
        url = "http://127.0.0.1:9093/api/v2/alerts"
        absent_means_cleared = true
        [fields]
        fingerprint = "fingerprint"
        title = "labels.alertname"
        summary = "annotations.summary"
        status = "status.state"
        started_at = "startsAt"
        severity = "labels.severity"
        service = "labels.service"
        "label.region" = "labels.region"
        [values.status]
        firing = ["active", "unprocessed", "suppressed"]
    "#;
    assert_eq!(described(source).check(), [""; 0]);
    let read = reading(source, include_bytes!("../bodies/alertmanager-api.json"));
    assert_eq!(read.faults, [""; 0]);
    let [asia, europe] = &incidents(read)[..] else {
        unreachable!()
    };
    assert_eq!(
        (asia.fingerprint.as_str(), asia.signal),
        ("f73393d001916944", Signal::Firing)
    );
    assert_eq!(
        (europe.title.as_str(), europe.signal),
        ("CheckoutErrorRate", Signal::Firing)
    );
    assert_eq!(europe.labels["region"], "eu-west-1");
}

#[test]
fn a_crm_s_accounts_are_read_however_it_writes_numbers_and_lists() {
    let read = reading(ACCOUNTS, include_bytes!("../bodies/crm-accounts.json"));
    assert_eq!(
        read.faults,
        [
            "item 2: tier (from \"segment\") \"Startup\" is none of strategic, key, named; say which in values.tier",
            "item 2: health (from \"health\") \"-4\" is not a number from 0 to 100",
            "item 3: name (from \"name\") is missing",
        ]
    );
    let [northwind, fabrikam] = &accounts(read)[..] else {
        unreachable!()
    };
    assert_eq!((northwind.id.as_str(), northwind.tier), ("7", Tier::Strategic));
    assert_eq!(northwind.arr, Some(Amount::whole(1_200_000)));
    assert_eq!(northwind.renewal.unwrap().to_string(), "2027-03-01");
    assert_eq!(northwind.products, ["video", "chat"]);
    assert_eq!(northwind.owner.as_ref().unwrap().as_str(), "dana");
    assert_eq!(
        (northwind.health, northwind.nps, northwind.open_tickets),
        (Some(88), Some(9), Some(3))
    );
    assert_eq!(northwind.do_not_contact, None);
    assert_eq!(
        (fabrikam.id.as_str(), fabrikam.tier, fabrikam.health),
        ("8", Tier::Named, None)
    );
    assert_eq!(fabrikam.arr, Some(Amount(90_000_050)));
    assert_eq!(fabrikam.products, ["video", "chat"]);
    assert_eq!((&fabrikam.owner, &fabrikam.region), (&None, &None));
    assert_eq!(
        fabrikam.do_not_contact.as_ref().unwrap().as_str(),
        "do not contact"
    );
}

#[test]
fn a_crm_s_contacts_are_read_and_cleaned() {
    let read = reading(CONTACTS, include_bytes!("../bodies/crm-contacts.json"));
    assert_eq!(
        read.faults,
        ["item 2: account (from \"organization\") is missing"]
    );
    let [ines, bo] = &contacts(read)[..] else {
        unreachable!()
    };
    assert_eq!(
        (ines.account.as_str(), ines.phone.as_deref()),
        ("7", Some("+4930123456"))
    );
    assert_eq!(ines.do_not_contact.as_deref(), Some("asked on 3 May"));
    assert_eq!(
        (bo.name.as_str(), bo.phone.as_deref()),
        ("Bo Li (cleaned)", Some("4930999"))
    );
}

#[test]
fn a_source_that_describes_no_fields_is_read_by_the_usual_names() {
    let source = Described::at("look", Kind::Incidents, "http://127.0.0.1:9/");
    let body = json!([{"id": 1, "name": "down", "state": "open", "created_at": 1_795_305_580, "component": "video-eu"}]);
    let read = read(&source, body.to_string().as_bytes(), received()).unwrap();
    assert_eq!(read.faults, [""; 0]);
    let [down] = &incidents(read)[..] else {
        unreachable!()
    };
    assert_eq!((down.fingerprint.as_str(), down.title.as_str()), ("1", "down"));
    assert_eq!(down.labels["component"], "video-eu");
}

#[test]
fn an_incident_without_a_readable_start_is_kept_and_starts_now() {
    for created_at in [json!(null), json!("long ago")] {
        let body =
            json!({"incidents": [{"id": 1, "title": "t", "status": "open", "created_at": created_at}]});
        let read = reading(PAGER, body.to_string().as_bytes());
        assert_eq!(read.faults.len(), 1);
        assert!(
            read.faults[0].starts_with("item 1: started_at (from \"created_at\") "),
            "{}",
            read.faults[0]
        );
        assert_eq!(incidents(read)[0].started_at, received());
    }
}

#[test]
fn a_body_without_its_list_says_where_one_is() {
    for (items, body, told) in [
        (
            "",
            json!({"data": [], "meta": {}}),
            "it is not a list; set items to the path of the list; there is one at data",
        ),
        ("rows", json!({"data": []}), "there is no list at \"rows\""),
        ("", json!(null), "it is not a list; set items"),
        (
            "data.id",
            json!({"data": {"id": 7}}),
            "there is no list at \"data.id\"",
        ),
    ] {
        let mut source = described(PAGER);
        source.items = items.to_owned();
        let refused = read(&source, body.to_string().as_bytes(), received())
            .unwrap_err()
            .to_string();
        assert!(refused.contains(told), "{refused}");
    }
    let refused = read(&described(PAGER), b"<html>", received()).unwrap_err();
    assert!(refused.to_string().contains("not JSON"), "{refused}");
}

#[test]
fn an_empty_list_is_a_list() {
    let read = reading(PAGER, "\u{feff}{\"incidents\": []}".as_bytes());
    assert_eq!(read, Reading::default());
}

#[test]
fn the_digest_changes_with_what_we_read_and_with_nothing_else() {
    let item = |title: &str, seen: u32| {
        let body = json!({"incidents": [{"id": 1, "title": title, "status": "open", "created_at": "x", "views": seen}]});
        reading(PAGER, body.to_string().as_bytes()).items.remove(0).digest
    };
    assert_eq!(item("down", 1), item("down", 2));
    assert_ne!(item("down", 1), item("up", 1));
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        let key = prop_oneof![
            Just("id"),
            Just("status"),
            Just("title"),
            Just("created_at"),
            Just("priority")
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(key, inner, 0..5).prop_map(|map| map
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect()),
        ]
    })
}

proptest! {
    #[test]
    fn a_good_item_is_never_lost_beside_bad_ones(
        bad in prop::collection::vec(any_json(), 0..6), at in prop::collection::vec(any::<prop::sample::Index>(), 3),
    ) {
        let mut body: Value = serde_json::from_slice(PAGER_BODY).unwrap();
        let good: Vec<_> = incidents(reading(PAGER, PAGER_BODY));
        let list = body["incidents"].as_array_mut().unwrap();
        for (bad, at) in bad.iter().zip(&at) {
            list.insert(at.index(list.len() + 1), bad.clone());
        }
        let read = reading(PAGER, body.to_string().as_bytes());
        prop_assert_eq!(read.items.len() + read.left_out, 3 + bad.len().min(3));
        let found = incidents(read);
        prop_assert!(good.iter().all(|good| found.contains(good)));
    }

    #[test]
    fn no_damage_to_a_body_is_a_panic(at in any::<prop::sample::Index>(), byte: u8, whole in any_json()) {
        for (source, body) in [
            (PAGER, PAGER_BODY),
            (ACCOUNTS, &include_bytes!("../bodies/crm-accounts.json")[..]),
            (CONTACTS, include_bytes!("../bodies/crm-contacts.json")),
        ] {
            let mut body = body.to_vec();
            let at = at.index(body.len());
            body[at] = byte;
            let _ = read(&described(source), &body, received());
            let _ = read(&described(source), whole.to_string().as_bytes(), received());
        }
    }
}
