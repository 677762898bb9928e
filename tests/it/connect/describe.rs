//! The description of a source: read from the configuration, and checked before it is used.

use super::{PAGER, described};
use warroom::connect::json::{Described, Kind};

fn faults(of: &str, change: impl Fn(&mut Described)) -> Vec<String> {
    let mut source = described(of);
    change(&mut source);
    source.check()
}

const ACCOUNTS: &str = r#"
    kind = "accounts"
    url = "https://crm.test/accounts"
    every = "5m"
    [fields]
    id = "id"
    name = "name"
"#;

#[test]
fn a_right_description_has_no_faults() {
    assert_eq!(described(PAGER).check(), [""; 0]);
    assert_eq!(described(ACCOUNTS).check(), [""; 0]);
    assert_eq!(
        Described::at("look", Kind::Contacts, "http://127.0.0.1:9/contacts").check(),
        [""; 0]
    );
    assert_eq!(described(ACCOUNTS).every, "5m".parse().unwrap());
}

#[test]
fn a_wrong_key_of_the_table_is_refused_by_its_reader() {
    let wrong =
        toml::from_str::<Described>("kind = \"incidents\"\nurl = \"http://x\"\nevry = \"5m\"").unwrap_err();
    assert!(wrong.to_string().contains("evry"), "{wrong}");
}

#[test]
fn every_fault_of_a_description_is_told_with_its_cure() {
    type Change = fn(&mut Described);
    let cases: &[(Change, &str)] = &[
        (
            |s| s.url = "api.test/incidents".into(),
            "url is not an address; expected one such as https://",
        ),
        (
            |s| s.url = "file:///etc/passwd".into(),
            "url is not of http or https",
        ),
        (
            |s| s.url = "https://me:pw@api.test/".into(),
            "put the secret into token_file",
        ),
        (
            |s| s.every = "10ms".parse().unwrap(),
            "every is less than a second",
        ),
        (|s| s.items = "a..b".into(), "items = \"a..b\" is not a path"),
        (|s| s.next = Some("".into()), "next = \"\" is not a path"),
        (|s| s.next_query = Some("after".into()), "next_query needs next"),
        (|s| s.header = Some("nonsense".into()), "not of the form"),
        (
            |s| s.header = Some("X-Key: {token}".into()),
            "there is no token_file",
        ),
        (
            |s| (s.token_file, s.header) = (Some("/t".into()), Some("X-Key: k".into())),
            "no place for the token",
        ),
        (
            |s| drop(s.fields.remove("title")),
            "fields.title is missing; incidents need it",
        ),
        (
            |s| drop(s.fields.remove("started_at")),
            "fields.started_at is missing",
        ),
        (
            |s| drop(s.fields.insert("titel".into(), "t".into())),
            "did you mean title?",
        ),
        (
            |s| drop(s.fields.insert("arr".into(), "t".into())),
            "fields.arr is not a field of incidents; there are fingerprint",
        ),
        (
            |s| drop(s.fields.insert("label.".into(), "t".into())),
            "fields.label. is not a field",
        ),
        (
            |s| drop(s.fields.insert("url".into(), "a|".into())),
            "fields.url = \"a|\" is not a path",
        ),
        (
            |s| drop(s.values.insert("sevrity".into(), Default::default())),
            "did you mean severity?",
        ),
        (
            |s| {
                drop(
                    s.values
                        .insert("status".into(), [("open".to_owned(), vec![])].into()),
                )
            },
            "values.status.open is not a word of ours; there are firing, cleared",
        ),
    ];
    for (change, told) in cases {
        let faults = faults(PAGER, change);
        assert_eq!(faults.len(), 1, "{told}: {faults:?}");
        assert!(faults[0].contains(told), "{told}: {faults:?}");
    }
    let faults = faults(ACCOUNTS, |source| source.absent_means_cleared = true);
    assert_eq!(faults, ["absent_means_cleared is only for incidents"]);
}
