//! One story, told to every kind of store.

use super::{SECRET, answer, change, changes, event, log, open, place};
use jiff::Timestamp;
use proptest::prelude::*;
use uuid::Uuid;
use warroom::domain::actor::Access;
use warroom::domain::ids::{Name, Seq};
use warroom::store::{Change, DirectoryRows, Store, StoreError, StoredAnswer, TokenRow, Whose};

fn every_store(story: impl Fn(&mut Store)) {
    let (_folder, path) = place();
    story(&mut open(&path).unwrap());
    story(&mut Store::memory(SECRET));
}

fn rows(json: serde_json::Value) -> DirectoryRows {
    let list = |name: &str| json.get(name).cloned().unwrap_or_else(|| serde_json::json!([]));
    DirectoryRows {
        accounts: serde_json::from_value(list("accounts")).unwrap(),
        contacts: serde_json::from_value(list("contacts")).unwrap(),
        people: serde_json::from_value(list("people")).unwrap(),
    }
}

fn with_rows(rows: DirectoryRows) -> Change {
    Change {
        directory: Some(rows),
        ..Change::default()
    }
}

#[test]
fn what_is_recorded_is_read_again_in_order_and_in_the_same_bytes() {
    every_store(|store| {
        assert_eq!((store.head(), log(store).unwrap().0), (Seq(0), vec![]));
        let mut served = store.commit(&changes(1..=2)).unwrap();
        served.extend(store.commit(&changes([3])).unwrap());
        assert_eq!(store.head(), Seq(3));

        let expected: Vec<_> = (1..=3).map(event).collect();
        let (events, loaded) = log(store).unwrap();
        assert_eq!((events, loaded.through), (expected.clone(), Seq(3)));

        let lines = store.events(Seq(0), 10).unwrap();
        assert_eq!(lines, served);
        for (line, event) in lines.iter().zip(&expected) {
            assert_eq!((line.seq, line.incident), (event.seq, event.incident));
            assert_eq!(line.json, serde_json::to_string(event).unwrap());
        }
    });
}

#[test]
fn the_hash_of_the_log_up_to_any_event_is_the_one_that_was_when_it_was_the_last() {
    every_store(|store| {
        let mut hashes = vec![[0; 32]];
        for seq in 1..=4 {
            store.commit(&changes([seq])).unwrap();
            hashes.push(log(store).unwrap().1.hash);
        }
        let read: Vec<_> = (0..=4).map(|seq| store.hash_at(Seq(seq)).unwrap()).collect();
        assert_eq!(read, hashes);
        hashes.dedup();
        assert_eq!(hashes.len(), 5);
    });
}

#[test]
fn a_reader_gets_what_comes_after_and_no_more_than_it_asked_for() {
    every_store(|store| {
        store.commit(&changes(1..=9)).unwrap();
        let mut after = |after, limit| -> Vec<u64> {
            let lines = store.events(Seq(after), limit).unwrap();
            lines.iter().map(|line| line.seq.0).collect()
        };
        assert_eq!(after(0, 3), [1, 2, 3]);
        assert_eq!(after(7, 3), [8, 9]);
        assert_eq!(after(7, usize::MAX), [8, 9]);
        assert!(after(9, 3).is_empty() && after(u64::MAX, 3).is_empty() && after(0, 0).is_empty());
    });
}

#[test]
fn an_answer_is_kept_also_when_nothing_was_recorded() {
    every_store(|store| {
        let refused = StoredAnswer {
            body_hash: [9; 32],
            status: 409,
            body: r#"{"title":"refused"}"#.to_owned(),
        };
        let id = Uuid::from_u128(99);
        assert_eq!(store.answered(id).unwrap(), None);
        let only_answer = Change {
            answer: Some((id, refused.clone())),
            ..Change::default()
        };
        store.commit(&[change(1), only_answer]).unwrap();
        assert_eq!(store.answered(id).unwrap(), Some(refused));
        assert_eq!(store.answered(Uuid::from_u128(1)).unwrap(), Some(answer(1)));
        assert_eq!(store.head(), Seq(1));
    });
}

#[test]
fn a_batch_is_recorded_whole_or_not_at_all() {
    every_store(|store| {
        store.commit(&changes([1])).unwrap();
        let mut twice = change(3);
        twice.answer = change(1).answer;
        let bad: [&[Change]; 4] = [
            &changes([2, 4]),
            &changes([1]),
            &[change(2), twice.clone()],
            &[
                change(2),
                Change {
                    answer: change(2).answer,
                    ..Change::default()
                },
            ],
        ];
        for batch in bad {
            let error = store.commit(batch).unwrap_err();
            assert!(matches!(error, StoreError::Defect { .. }), "{error}");
            assert_eq!(store.head(), Seq(1));
            assert_eq!(log(store).unwrap().0, [event(1)]);
            assert_eq!(store.answered(Uuid::from_u128(2)).unwrap(), None);
        }
        store.commit(&changes([2, 3])).unwrap();
        assert_eq!(log(store).unwrap().1.through, Seq(3));
    });
}

#[test]
fn directory_rows_replace_those_with_their_id_in_their_place() {
    every_store(|store| {
        let account = |id: &str, name: &str| serde_json::json!({ "id": id, "name": name, "tier": "key" });
        let first = rows(serde_json::json!({
            "accounts": [account("b", "Bellows"), account("a", "Acme")],
            "contacts": [{ "id": "c1", "account": "a", "name": "Ada", "phone": "+49 30 1234" }],
            "people": [{ "id": "omar", "name": "Omar", "duties": ["cs_lead"] }],
        }));
        store.commit(&[with_rows(first.clone())]).unwrap();
        assert_eq!(store.directory().unwrap(), first);

        let later =
            rows(serde_json::json!({ "accounts": [account("new", "New"), account("b", "Bellows & Co")] }));
        let again = rows(serde_json::json!({ "accounts": [account("new", "Newer")] }));
        store.commit(&[with_rows(later), with_rows(again)]).unwrap();
        let known = store.directory().unwrap();
        let names: Vec<_> = known
            .accounts
            .iter()
            .map(|account| account.name.as_str())
            .collect();
        assert_eq!(names, ["Bellows & Co", "Acme", "Newer"]);
        assert_eq!((known.contacts, known.people), (first.contacts, first.people));
    });
}

#[test]
fn a_token_is_good_until_its_name_is_revoked() {
    every_store(|store| {
        let (dana, omar) = (Name::from("dana"), Name::from("omar"));
        store.add_token(&dana, Access::Commander, [1; 32]).unwrap();
        store.add_token(&omar, Access::Source, [2; 32]).unwrap();
        store.add_token(&dana, Access::Wall, [3; 32]).unwrap();
        assert!(
            store.add_token(&omar, Access::Admin, [1; 32]).is_err(),
            "the same token again"
        );
        let whose = Whose {
            name: dana,
            ..Whose::default()
        };
        assert_eq!(store.revoke(&whose).unwrap(), 2);
        assert_eq!(store.revoke(&whose).unwrap(), 0);
        let tokens = store.tokens().unwrap();
        let told: Vec<_> = tokens
            .iter()
            .map(|token| (token.name.as_str(), token.access, token.hash[0], token.revoked))
            .collect();
        assert_eq!(
            told,
            [
                ("dana", Access::Commander, 1, true),
                ("omar", Access::Source, 2, false),
                ("dana", Access::Wall, 3, true),
            ]
        );
    });
}

#[test]
fn a_restart_changes_nothing() {
    let (_folder, path) = place();
    let mut store = open(&path).unwrap();
    store.commit(&changes(1..=70)).unwrap();
    let person = rows(serde_json::json!({ "people": [{ "id": "omar", "name": "Omar" }] }));
    store.commit(&[with_rows(person)]).unwrap();
    store
        .add_token(&Name::from("dana"), Access::Lead, [1; 32])
        .unwrap();
    let everything = |mut store: Store| {
        let answers: Vec<_> = (0..72)
            .map(|seq| store.answered(Uuid::from_u128(seq)).unwrap())
            .collect();
        (
            (
                store.head(),
                log(&mut store).unwrap(),
                store.events(Seq(0), 100).unwrap(),
            ),
            (
                store.directory().unwrap(),
                store.tokens().unwrap(),
                store.secret(),
                answers,
            ),
        )
    };
    let before = everything(store);
    assert_eq!(before.1.2, SECRET);
    let other_secret = [8; 32];
    assert_eq!(everything(Store::open(&path, other_secret).unwrap()), before);

    let mut store = open(&path).unwrap();
    store.commit(&changes([71])).unwrap();
    assert_eq!(
        log(&mut store).unwrap().1.through,
        Seq(71),
        "the chain goes on after a restart"
    );
}

#[test]
fn a_failure_that_a_test_asks_for_records_nothing_and_passes() {
    let mut store = Store::memory(SECRET);
    let Store::Memory(memory) = &mut store else {
        unreachable!()
    };
    let full = || StoreError::Full {
        path: "somewhere".to_owned(),
        why: "the disk is full".to_owned(),
    };
    memory.fail_next_commit(full);
    assert_eq!(store.commit(&changes([1])), Err(full()));
    assert_eq!(
        (store.head(), store.answered(Uuid::from_u128(1))),
        (Seq(0), Ok(None))
    );
    store.commit(&changes([1])).unwrap();
    assert_eq!(store.head(), Seq(1));
}

/// Opened again at once. A child that another test is just starting holds every file of this process, and so the lock,
/// until it has become another program.
fn again(path: &std::path::Path) -> Store {
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(10);
    loop {
        match open(path) {
            Err(StoreError::InUse { .. }) if std::time::Instant::now() < deadline => std::thread::yield_now(),
            opened => return opened.unwrap(),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// However the same events come in batches, and wherever the file is opened again, the log is the same.
    #[test]
    fn every_store_keeps_the_same_log(batches in prop::collection::vec((1..20_u64, any::<bool>()), 1..8)) {
        let (_folder, path) = place();
        let mut sqlite = open(&path).unwrap();
        let mut memory = Store::memory(SECRET);
        for (size, restart) in batches {
            let next = sqlite.head().0 + 1;
            sqlite.commit(&changes(next..next + size)).unwrap();
            for seq in next..next + size {
                memory.commit(&changes([seq])).unwrap();
            }
            if restart {
                drop(sqlite);
                sqlite = again(&path);
            }
            prop_assert_eq!(sqlite.head(), memory.head());
        }
        prop_assert_eq!(log(&mut sqlite).unwrap(), log(&mut memory).unwrap());
    }
}

#[test]
fn one_token_of_several_is_revoked_and_never_the_last_of_an_administrator() {
    every_store(|store| {
        let dana = Name::from("dana");
        for (access, hash) in [(Access::Wall, 1), (Access::Admin, 2), (Access::Admin, 3)] {
            store.add_token(&dana, access, [hash; 32]).unwrap();
        }
        let of = |access, id: Option<&str>| Whose {
            name: dana.clone(),
            access,
            id: id.map(str::to_owned),
        };
        let refused = store.revoke(&of(None, None)).unwrap_err();
        assert_eq!(refused, StoreError::LastAdmin, "all of hers");
        assert_eq!(store.revoke(&of(Some(Access::Admin), Some("99"))).unwrap(), 0);
        assert_eq!(store.revoke(&of(None, Some("0202"))).unwrap(), 1);
        assert_eq!(
            store.revoke(&of(Some(Access::Admin), None)),
            Err(StoreError::LastAdmin)
        );
        assert_eq!(store.revoke(&of(Some(Access::Wall), None)).unwrap(), 1);
        let good = store.tokens().unwrap().into_iter().filter(|token| !token.revoked);
        assert_eq!(good.map(|token| token.id()).collect::<Vec<_>>(), ["03030303"]);
    });
}

#[test]
fn a_token_that_expires_is_good_until_then_and_does_not_keep_an_administrator_in() {
    every_store(|store| {
        let dana = Name::from("dana");
        let until: Timestamp = "2026-12-01T00:00:00Z".parse().unwrap();
        store.add_token(&dana, Access::Admin, [1; 32]).unwrap();
        store
            .keep_token(TokenRow {
                expires: Some(until),
                ..TokenRow::new(dana.clone(), Access::Admin, [2; 32])
            })
            .unwrap();
        let tokens = store.tokens().unwrap();
        let before = until - jiff::SignedDuration::from_nanos(1);
        let good = |now| tokens.iter().map(|token| token.is_good(now)).collect::<Vec<_>>();
        assert_eq!((good(before), good(until)), (vec![true, true], vec![true, false]));
        let first = Whose {
            name: dana.clone(),
            access: None,
            id: Some("01".to_owned()),
        };
        assert_eq!(store.revoke(&first), Err(StoreError::LastAdmin));
    });
}
