//! The writer: each command once, in one order, and the same again after a restart.

use super::*;
use proptest::prelude::*;
use warroom::wire::Accepted;

#[test]
fn the_same_id_twice_is_answered_as_before_and_recorded_once() {
    let mut bench = Bench::with_an_incident();
    let first = bench.one(1, "omar", note("rolled back"), "14:01:00");
    let again = bench.one(1, "omar", note("rolled back"), "14:09:00");
    assert_eq!(outcome(&first), (200, "accepted".to_owned()));
    assert_eq!(again, first);
    assert_eq!(bench.told().last().unwrap(), "4 note_written 14:01:00");
}

#[test]
fn the_same_id_twice_in_one_batch_is_recorded_once_too() {
    let mut bench = Bench::with_an_incident();
    let twice = [
        asked(1, "omar", note("rolled back")),
        asked(1, "omar", note("rolled back")),
    ];
    let answers = bench.turn(&twice, "14:01:00");
    assert_eq!(answers[0], answers[1]);
    assert_eq!(bench.log.len(), 4);
}

#[test]
fn the_same_id_with_another_body_is_an_error_in_the_batch_and_later() {
    let mut bench = Bench::with_an_incident();
    let two = [
        asked(1, "omar", note("rolled back")),
        asked(1, "omar", note("rolled forward")),
    ];
    let answers = bench.turn(&two, "14:01:00");
    assert_eq!(outcome(&answers[1]), (422, "the id is taken".to_owned()));
    let later = bench.one(1, "omar", note("rolled forward"), "14:02:00");
    assert_eq!(outcome(&later), (422, "the id is taken".to_owned()));
    assert_eq!(bench.log.len(), 4);
}

#[test]
fn a_refusal_stands_when_it_is_asked_again_though_things_have_changed() {
    let mut bench = Bench::with_an_incident();
    bench.one(1, "dana", claim("acme"), "14:01:00");
    let refused = bench.one(2, "omar", claim("acme"), "14:02:00");
    assert_eq!(outcome(&refused), (409, "already_claimed".to_owned()));
    bench.one(
        3,
        "dana",
        json!({ "kind": "release_claim", "account": "acme" }),
        "14:03:00",
    );
    assert_eq!(bench.one(2, "omar", claim("acme"), "14:04:00"), refused);
    assert_eq!(outcome(&bench.one(4, "omar", claim("acme"), "14:05:00")).0, 200);
}

#[test]
fn the_log_has_no_gap_and_its_time_does_not_step_back_with_the_clock() {
    let mut bench = Bench::with_an_incident();
    bench.one(1, "omar", note("one"), "14:05:00");
    bench.one(2, "omar", note("two"), "13:05:00");
    bench.one(3, "omar", note("three"), "14:06:00");
    assert_eq!(
        bench.told(),
        [
            "1 directory_imported 13:00:00",
            "2 incident_declared 14:00:00",
            "3 accounts_affected 14:00:00",
            "4 note_written 14:05:00",
            "5 note_written 14:05:00",
            "6 note_written 14:06:00",
        ]
    );
}

#[test]
fn nothing_is_said_to_have_happened_after_it_was_recorded() {
    let mut bench = Bench::with_an_incident();
    let mut early = note("seen at the airport");
    early["said_at"] = json!(at("13:55:00"));
    let mut late = note("a laptop that is ahead");
    late["said_at"] = json!(at("15:00:00"));
    bench.one(1, "omar", early, "14:05:00");
    bench.one(2, "omar", late, "14:06:00");
    let said: Vec<&str> = bench.log[3..]
        .iter()
        .map(|event| event["said_at"].as_str().unwrap())
        .collect();
    assert_eq!(said, ["2026-03-02T13:55:00Z", "2026-03-02T14:06:00Z"]);
}

#[test]
fn an_answer_says_how_far_the_log_has_come_with_it() {
    let mut bench = Bench::with_an_incident();
    let answer = bench.one(1, "omar", claim("acme"), "14:01:00");
    let accepted: Accepted = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(accepted.through.0, 4);
    assert_eq!(
        outcome(&bench.one(2, "omar", claim("acme"), "14:02:00")),
        (200, "already_so".to_owned())
    );
}

#[test]
fn an_import_puts_accounts_on_the_call_lists_they_belong_on_at_once() {
    let mut bench = Bench::new();
    bench.one(1, "dana", declare(), "14:00:00");
    bench.one(2, "dana", import(), "14:01:00");
    assert_eq!(
        bench.told(),
        [
            "1 incident_declared 14:00:00",
            "2 directory_imported 14:01:00",
            "3 accounts_affected 14:01:00"
        ]
    );
    assert_eq!(bench.log[2]["by"]["name"], "hub");
    assert_eq!(outcome(&bench.one(3, "omar", claim("bolt"), "14:02:00")).0, 200);
    assert_eq!(
        outcome(&bench.one(4, "dana", import(), "14:03:00")),
        (200, "already_so".to_owned())
    );
}

#[test]
fn names_and_numbers_of_contacts_never_enter_the_log() {
    let bench = Bench::with_an_incident();
    let log = serde_json::to_string(&bench.log).unwrap();
    for personal in ["1234567", "ann@acme.test", "7654321", "\"Ann\""] {
        assert!(!log.contains(personal), "{personal} is in the log");
    }
}

#[test]
fn the_hubs_own_ids_are_the_same_every_time() {
    let once = || {
        let mut bench = Bench::with_an_incident();
        bench.one(1, "omar", claim("acme"), "14:01:00");
        bench.tick("15:00:00");
        bench.log
    };
    assert_eq!(once(), once());
}

#[test]
fn a_restart_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.db");
    let mut bench = Bench::on(Store::open(&path, [7; 32]).unwrap());
    bench.one(900, "dana", import(), "13:00:00");
    bench.one(901, "dana", declare(), "14:00:00");
    let claimed = bench.one(1, "omar", claim("acme"), "14:01:00");
    let before = (
        format!("{:?}", bench.writer.picture()),
        bench.writer.last_at(),
        bench.writer.next_wake(),
        format!("{:?}", bench.writer.reference()),
    );
    drop(bench);
    let mut bench = Bench::on(Store::open(&path, [9; 32]).unwrap());
    let after = (
        format!("{:?}", bench.writer.picture()),
        bench.writer.last_at(),
        bench.writer.next_wake(),
        format!("{:?}", bench.writer.reference()),
    );
    assert_eq!(comparable(&before.0), comparable(&after.0));
    assert_eq!((before.1, before.2, before.3), (after.1, after.2, after.3));
    assert_eq!(bench.one(1, "omar", claim("acme"), "14:02:00"), claimed);
    assert_eq!(
        outcome(&bench.one(2, "dana", claim("acme"), "14:03:00")),
        (409, "already_claimed".to_owned())
    );
}

/// The set of known ids is written in any order.
fn comparable(picture: &str) -> &str {
    picture.split("causes: ").next().unwrap()
}

/// What two people might do at once, by number.
fn deed(which: u8) -> Value {
    let account = ["acme", "bolt"][usize::from(which / 5 % 2)];
    match which % 5 {
        0 => claim(account),
        1 => json!({ "kind": "release_claim", "account": account }),
        2 => json!({ "kind": "start_call", "account": account }),
        3 => json!({ "kind": "record_attempt", "account": account, "disposition": "reached_other" }),
        _ => note("something"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn however_commands_are_batched_the_log_and_the_answers_are_the_same(
        deeds in prop::collection::vec((any::<bool>(), 0_u8..10), 1..24),
        cuts in prop::collection::vec(1_usize..5, 1..24),
    ) {
        let asks: Vec<Ask> = deeds
            .iter()
            .enumerate()
            .map(|(at, (omar, which))| asked(at as u128, if *omar { "omar" } else { "dana" }, deed(*which)))
            .collect();
        let mut single = Bench::with_an_incident();
        let said: Vec<Answer> = asks.iter().flat_map(|ask| single.turn(std::slice::from_ref(ask), "14:30:00")).collect();
        let mut batched = Bench::with_an_incident();
        let (mut rest, mut told) = (asks.as_slice(), Vec::new());
        for cut in cuts.iter().cycle() {
            if rest.is_empty() {
                break;
            }
            let (now, later) = rest.split_at((*cut).min(rest.len()));
            told.extend(batched.turn(now, "14:30:00"));
            rest = later;
        }
        prop_assert_eq!(said, told);
        prop_assert_eq!(&single.log, &batched.log);
        for account in ["acme", "bolt"] {
            let live = single.writer.picture().claims.live().filter(|claim| claim.account.as_str() == account);
            prop_assert!(live.count() <= 1);
        }
    }
}
