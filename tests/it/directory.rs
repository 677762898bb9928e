//! Lists of accounts, contacts and people: right ones in every form, and what is said of wrong ones.

use std::collections::BTreeSet;
use warroom::directory::entries::Entry;
use warroom::directory::fault::Unreadable;
use warroom::directory::{Options, Read, read};
use warroom::domain::accounts::{Account, Contact, Tier};
use warroom::domain::ids::AccountId;
use warroom::domain::people::Person;

const HEADER: &str =
    "id,name,tier,arr,currency,renewal,region,timezone,products,owner,backup,health,nps,do_not_contact";
const ACME: &str = "acme,Acme Corp,1,1200000,EUR,2026-12-31,eu,Europe/Berlin,video;chat,dana,omar,green,9,no";

fn file(header: &str, rows: &[&str]) -> String {
    let mut text = header.to_owned();
    for row in rows {
        text = format!("{text}\n{row}");
    }
    text
}

fn accounts(text: &str) -> Read<Account> {
    read("accounts.csv", text.as_bytes(), Options::default()).unwrap_or_else(|why| panic!("{why}"))
}

fn refused<T: Entry>(name: &str, bytes: &[u8]) -> String {
    match read::<T>(name, bytes, Options::default()) {
        Ok(_) => panic!("{name} was taken"),
        Err(why) => why.to_string(),
    }
}

/// What is said of one row under the whole header.
fn said(row: &str) -> String {
    refused::<Account>("accounts.csv", file(HEADER, &[ACME, row]).as_bytes())
}

#[test]
fn a_row_becomes_an_account() {
    let read = accounts(&file(HEADER, &[ACME]));
    let acme = &read.rows[0];
    assert_eq!(
        (acme.id.as_str(), acme.name.as_str(), acme.tier),
        ("acme", "Acme Corp", Tier::Strategic)
    );
    assert_eq!(acme.arr.map(|arr| arr.to_string()).as_deref(), Some("1200000"));
    assert_eq!(
        acme.renewal.map(|date| date.to_string()).as_deref(),
        Some("2026-12-31")
    );
    assert_eq!(acme.products, ["video", "chat"]);
    assert_eq!(
        (acme.health, acme.nps, &acme.do_not_contact),
        (Some(83), Some(9), &None)
    );
    assert_eq!(read.absent, Vec::<&str>::new());
    assert_eq!(read.hash.len(), 64);
}

#[test]
fn the_form_of_the_file_does_not_matter() {
    let plain = file(HEADER, &[ACME, "bolt,Bolt,key,,,,,,,,,,,"]);
    let expected = accounts(&plain).rows;
    let semicolons = plain
        .replace(',', "|")
        .replace(';', ",")
        .replace('|', ";")
        .replace("video,chat", "\"video;chat\"");
    let forms = [
        ("CRLF", plain.replace('\n', "\r\n")),
        ("a byte order mark", format!("\u{FEFF}{plain}")),
        ("quotes", plain.replace("Acme Corp", "\"Acme Corp\"")),
        ("semicolons", semicolons),
        ("tabs", plain.replace(',', "\t")),
        ("an end of line", format!("{plain}\n")),
        (
            "empty rows",
            format!("\n\n{}\n,,,,,,,,,,,,,\n\n", plain.replace('\n', "\n\n")),
        ),
        ("spaces", plain.replace(',', " , ")),
        (
            "a header written out",
            plain
                .replacen("do_not_contact", "Do not contact", 1)
                .replacen("id", "ID", 1),
        ),
    ];
    for (form, text) in forms {
        assert_eq!(accounts(&text).rows, expected, "{form}");
    }
}

#[test]
fn columns_stand_in_any_order_and_optional_ones_may_be_missing() {
    let read = accounts("tier,reference,name,id\n2,yes,Bolt,bolt");
    assert_eq!(
        (
            read.rows[0].id.as_str(),
            read.rows[0].tier,
            read.rows[0].reference
        ),
        ("bolt", Tier::Key, true)
    );
    assert!(read.absent.contains(&"products") && read.absent.contains(&"do_not_contact"));
    assert!(
        !read.absent.contains(&"parent"),
        "nobody expects an optional column"
    );
}

#[test]
fn json_says_the_same_as_csv() {
    let expected = accounts(&file(HEADER, &[ACME])).rows;
    let bare = serde_json::to_string(&expected).unwrap();
    let held = format!(r#"{{"next": 2, "accounts": {bare}}}"#);
    let typed = r#"[{"id": "acme", "name": "Acme Corp", "tier": 1, "arr": 1200000, "currency": "eur",
        "renewal": "2026-12-31T00:00:00Z", "region": "eu", "timezone": "europe/berlin", "products": "video;chat",
        "owner": "dana", "backup": "omar", "health": "green", "nps": 9, "do_not_contact": false, "parent": null}]"#;
    for text in [bare.as_str(), &held, typed] {
        let read: Read<Account> = read("accounts.json", text.as_bytes(), Options::default()).unwrap();
        assert_eq!(read.rows, expected, "{text}");
    }
}

#[test]
fn a_wrong_cell_is_named_with_its_line_its_column_and_what_was_expected() {
    let cases = [
        (
            "a,A,4,,,,,,,,,,,",
            r#"column tier: "4" is not a tier; expected 1 or strategic, 2 or key, 3 or named"#,
        ),
        (
            "a,A,,,,,,,,,,,,",
            "column tier: is empty; expected 1 or strategic, 2 or key, 3 or named",
        ),
        (",A,1,,,,,,,,,,,", "column id: is empty; expected a text"),
        (
            "a,A,1,lots,,,,,,,,,,",
            r#"column arr: "lots" is not an amount; expected a number such as 1200000 or 950.50"#,
        ),
        ("a,A,1,-5,,,,,,,,,,", r#"column arr: "-5" is not an amount"#),
        (
            "a,A,1,5,euro,,,,,,,,,",
            r#"column currency: "euro" is not a currency; expected three letters such as EUR"#,
        ),
        (
            "a,A,1,,,next year,,,,,,,,",
            r#"column renewal: "next year" is not a date; expected YYYY-MM-DD"#,
        ),
        (
            "a,A,1,,,2026-02-30,,,,,,,,",
            r#"column renewal: "2026-02-30" is not a date"#,
        ),
        (
            "a,A,1,,,2026-02-03 soon,,,,,,,,",
            r#"column renewal: "2026-02-03 soon" is not a date"#,
        ),
        (
            "a,A,1,,,31/12/2026,,,,,,,,",
            r#"column renewal: "31/12/2026" is not a date"#,
        ),
        (
            "a,A,1,,,,,Europe/Berlni,,,,,,",
            r#"column timezone: "Europe/Berlni" is not a time zone; did you mean "Europe/Berlin"?"#,
        ),
        (
            "a,A,1,,,,,UK office,,,,,,",
            r#"column timezone: "UK office" is not a time zone; expected one such as Europe/Berlin"#,
        ),
        (
            "a,A,1,,,,,,,,,101,,",
            r#"column health: "101" is not a health score; expected 0 to 100, or red, yellow or green"#,
        ),
        (
            "a,A,1,,,,,,,,,,happy,",
            r#"column nps: "happy" is not a promoter score"#,
        ),
        (
            "acme,Again,1,,,,,,,,,,,",
            r#"column id: "acme" is on line 2 already; expected every id once"#,
        ),
    ];
    for (row, expected) in cases {
        let said = said(row);
        assert!(
            said.contains(&format!("accounts.csv line 3, {expected}")),
            "{row}: {said}"
        );
        assert!(
            said.starts_with("one thing in accounts.csv is wrong, and nothing was taken:"),
            "{said}"
        );
    }
}

#[test]
fn a_row_of_another_length_says_how_many_cells_and_perhaps_why() {
    assert!(said("a,A,1").contains("line 3: found 3 cells, expected 14 as in the first line"));
    let comma = said(&ACME.replace("Acme Corp", "Acme, Inc").replace("acme", "b"));
    assert!(
        comma.contains("found 15 cells, expected 14") && comma.contains("goes in quotation marks"),
        "{comma}"
    );
    let open = said("b,\"B,1,,,,,,,,,,,\nc,C,1,,,,,,,,,,,");
    assert!(open.contains("is a quotation mark left open?"), "{open}");
}

#[test]
fn lines_are_counted_as_an_editor_counts_them() {
    let text = format!("\r\n{HEADER}\r\n\r\na,\"two\nlines\",1,,,,,,,,,,,\r\n\r\n\r\nb,B,9,,,,,,,,,,,");
    let said = refused::<Account>("accounts.csv", text.as_bytes());
    assert!(said.contains("line 8, column tier"), "{said}");
}

#[test]
fn every_wrong_cell_is_said_up_to_twenty_and_the_rest_are_counted() {
    let rows: Vec<String> = (0..30).map(|at| format!("a{at},A,9,lots,,,,,,,,,,")).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let said = refused::<Account>("accounts.csv", file(HEADER, &rows).as_bytes());
    assert!(said.starts_with("60 things in accounts.csv are wrong"), "{said}");
    assert_eq!(said.matches("accounts.csv line ").count(), 20);
    assert!(
        said.contains("... and 40 more") && said.contains("--skip-bad"),
        "{said}"
    );
}

#[test]
fn with_skip_bad_the_good_rows_are_taken_and_the_others_listed() {
    let text = file(HEADER, &["a,A,9,lots,,,,,,,,,,", ACME, "b,B"]);
    let options = Options {
        skip_bad: true,
        ..Options::default()
    };
    let read: Read<Account> = read("accounts.csv", text.as_bytes(), options).unwrap();
    let ids: Vec<_> = read.rows.iter().map(|account| account.id.as_str()).collect();
    assert_eq!((ids, read.skipped.len()), (vec!["acme"], 3));
    assert!(
        read.skipped[1]
            .to_string()
            .starts_with("accounts.csv line 2, column arr")
    );
}

#[test]
fn columns_nobody_knows_and_missing_ones_are_all_named_even_with_skip_bad() {
    let options = Options {
        skip_bad: true,
        ..Options::default()
    };
    let text = "id,nmae,arr,arr,renewal_date\na,A,1,1,2026-01-01";
    let said = read::<Account>("accounts.csv", text.as_bytes(), options)
        .unwrap_err()
        .to_string();
    for expected in [
        "line 1, column nmae: unknown; did you mean \"name\"?",
        "line 1, column arr: is there twice; expected once",
        "line 1, column renewal_date: unknown; did you mean \"renewal\"?",
        "line 1: missing: name, tier",
    ] {
        assert!(said.contains(expected), "{expected}\n{said}");
    }
    let said = refused::<Account>("accounts.csv", b"id,name,tier,,\na,A,1,,");
    let place = "accounts.csv line 1: the column at place 4 has no name";
    assert!(said.contains(place), "{said}");
    let json =
        r#"[{"id": "a", "name": "A", "tier": 1, "zip": 1}, {"id": "b", "name": "B", "tier": 1, "zip": 2}]"#;
    let said = refused::<Account>("accounts.json", json.as_bytes());
    assert_eq!(
        said.matches("field zip: unknown; the columns are id, name, tier")
            .count(),
        1,
        "{said}"
    );
}

#[test]
fn a_file_that_is_not_a_list_is_named_for_what_it_is() {
    let cases: [(&[u8], &str); 13] = [
        (
            b"",
            "is empty; expected a first line with the columns id, name, tier, arr",
        ),
        (b" \r\n\n", "is empty"),
        (b"id,name,tier\n", "holds no accounts; expected at least one"),
        (b"[]", "holds no accounts"),
        (
            b"id,name,tier\na,A,1\nb,M\xFCller,1",
            "line 3 is not UTF-8 text: with the byte FC there it looks like Windows-1252, what spreadsheets call plain CSV, and \
             would say \"M\u{fc}ller\"; save the file as UTF-8 (\"CSV UTF-8\" in a spreadsheet) and try again",
        ),
        (
            b"id,name,tier\na,\x84Caf\xE9\x93,1",
            "would say \"\u{201e}Caf\u{e9}\u{201c}\"",
        ),
        (b"\xFF\xFEi\0d\0", "line 1 begins as UTF-16 text does"),
        (
            b"\xFE\xFF\0i\0d",
            "line 1 begins as UTF-16 (big-endian) text does",
        ),
        (b"i\0d\0,\0n\0a\0m\0e\0\n\0", "line 1 begins as UTF-16 text does"),
        (b"[{\"id\": }]", "line 1, character 9 is not JSON: expected value"),
        (
            b"{\"rows\": [], \"page\": 1}",
            "holds an object with the fields page, rows; expected an array of objects, or {\"accounts\": [...]}",
        ),
        (b"{\"accounts\": 7}", "holds a number; expected an array"),
        (
            b"[{\"id\": \"a\", \"name\": {\"first\": 1}, \"tier\": 1}, 5]",
            "object 1, field name: found an object, expected one value",
        ),
    ];
    for (bytes, expected) in cases {
        let said = refused::<Account>("accounts", bytes);
        assert!(said.contains(expected), "{expected}\n{said}");
    }
}

#[test]
fn a_contact_of_an_account_we_do_not_have_is_a_wrong_row() {
    let known: BTreeSet<AccountId> = ["northwind", "contoso"].map(AccountId::from).into();
    let options = Options {
        accounts: Some(&known),
        ..Options::default()
    };
    let text = "id,account,name,phone,office_hours\nann,nortwind,Ann,,\nbo,zzz,Bo,,\ncy,contoso,Cy,call me,early\ndi,contoso,Di,+1 415 555 0142,8-16";
    let why = read::<Contact>("contacts.csv", text.as_bytes(), options).unwrap_err();
    let said = why.to_string();
    for expected in [
        "line 2, column account: \"nortwind\" is not the id of an account we have; did you mean \"northwind\"?",
        "line 3, column account: \"zzz\" is not the id of an account we have; import the accounts first",
        "line 4, column phone: \"call me\" is not a phone number; expected one such as +49 30 1234567",
        "line 4, column office_hours: \"early\" are not office hours; expected 09:00-17:30",
    ] {
        assert!(said.contains(expected), "{expected}\n{said}");
    }
    let Unreadable::Cells { faults, .. } = why else {
        panic!("{said}")
    };
    assert_eq!(faults.0.len(), 4, "the row of di is right");
}

#[test]
fn duties_and_roles_are_words_programs_compare() {
    let text = "id,name,duties,deputy\ndana,Dana,Head of CS; commander,omar\nomar,Omar,,";
    let people: Read<Person> = read("people.csv", text.as_bytes(), Options::default()).unwrap();
    assert_eq!(people.rows[0].duties, ["head_of_cs", "commander"]);
    assert_eq!(
        people.rows[0].deputy.as_ref().map(|name| name.as_str()),
        Some("omar")
    );
    let text =
        "id,account,name,role,do_not_contact\nann,acme,Ann,Economic buyer,yes\nbo,acme,Bo,,only by letter";
    let contacts: Read<Contact> = read("contacts.csv", text.as_bytes(), Options::default()).unwrap();
    assert_eq!(contacts.rows[0].role.as_deref(), Some("economic_buyer"));
    let reasons: Vec<_> = contacts
        .rows
        .iter()
        .map(|contact| contact.do_not_contact.as_deref())
        .collect();
    assert_eq!(reasons, [Some("no reason on record"), Some("only by letter")]);
}

#[test]
fn what_a_file_says_cannot_act_on_the_terminal() {
    let said = said("a,A,\x1b[2Jboss,,,,,,,,,,,");
    assert!(!said.contains('\x1b'), "{said:?}");
    let read = accounts(&file(
        HEADER,
        &[&ACME.replace("Acme Corp", "\x1b]0;owned\x07Acme")],
    ));
    assert!(!read.rows[0].name.contains('\x1b'));
}

#[test]
fn a_wish_not_to_be_contacted_is_one_of_words_and_none_is_none() {
    let wish = |cell: &str| {
        let row = format!("bell,Bellows,2,1,EUR,2026-12-31,eu,Europe/Berlin,video,dana,omar,green,9,{cell}");
        let read = accounts(&file(HEADER, &[&row]));
        read.rows[0].do_not_contact.as_ref().map(ToString::to_string)
    };
    for none in [
        "", "none", "None", "N/A", "n/a", "-", "no", "nein", "false", "0", "unknown", "NULL",
    ] {
        assert_eq!(wish(none), None, "{none:?}");
    }
    assert_eq!(wish("lawyers only").as_deref(), Some("lawyers only"));
    assert_eq!(wish("yes").as_deref(), Some("no reason on record"));
}

#[test]
fn a_text_too_long_to_be_kept_is_a_wrong_cell_and_never_shortened() {
    let long = "x".repeat(4_001);
    for row in [
        format!("{long},Bolt,1,1,EUR,,eu,,video,,,,,"),
        format!("bolt,{long},1,1,EUR,,eu,,video,,,,,"),
        format!("bolt,Bolt,1,1,EUR,,eu,,video;{long},,,,,"),
        format!("bolt,Bolt,1,1,EUR,,eu,,video,,,,,{long}"),
    ] {
        let said = said(&row);
        assert!(
            said.contains("is 4001 characters long; at most 4000 are kept"),
            "{said}"
        );
    }
    let many = vec!["video"; 1_000].join(";");
    let read = accounts(&file(HEADER, &[&format!("bolt,Bolt,1,1,EUR,,eu,,{many},,,,,")]));
    assert_eq!(read.rows[0].products.len(), 1_000);
}
