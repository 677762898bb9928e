//! A transaction that fails: nobody is told that it happened, and the hub goes on by itself.

use super::*;
use warroom::store::StoreError;

fn full() -> StoreError {
    StoreError::Full {
        path: "log.db".to_owned(),
        why: "no space left on device".to_owned(),
    }
}

fn fail_next(writer: &mut Writer) {
    let Store::Memory(memory) = writer.store() else {
        unreachable!("these tests keep their log in memory");
    };
    memory.fail_next_commit(full);
}

#[test]
fn when_a_batch_cannot_be_recorded_all_of_it_is_answered_with_the_reason_and_nothing_has_happened() {
    let mut bench = Bench::with_an_incident();
    let before = format!("{:?}", bench.writer.picture().claims);
    fail_next(&mut bench.writer);
    let asks = [
        asked(1, "dana", claim("acme")),
        asked(2, "omar", claim("acme")),
        asked(3, "omar", note("rolled back")),
    ];
    let answers = bench.turn(&asks, "14:01:00");
    for answer in &answers {
        assert_eq!(outcome(answer), (503, "not recorded".to_owned()));
        assert!(answer.body.contains("no space left on device"), "{}", answer.body);
    }
    assert_eq!(bench.log.len(), 3);
    assert_eq!(format!("{:?}", bench.writer.picture().claims), before);
    assert!(bench.writer.trouble().is_some());
}

#[test]
fn a_batch_that_may_be_on_a_disk_that_failed_is_not_called_unrecorded() {
    let failed = || StoreError::Failed {
        path: "log.db".to_owned(),
        why: "a sync failed".to_owned(),
    };
    let mut bench = Bench::with_an_incident();
    // What comes after it never reaches the disk.
    for expected in ["the disk failed", "not recorded", "not recorded"] {
        let Store::Memory(memory) = bench.writer.store() else {
            unreachable!("these tests keep their log in memory");
        };
        memory.fail_next_commit(failed);
        let answer = bench.one(1, "dana", claim("acme"), "14:01:00");
        assert_eq!(outcome(&answer), (503, expected.to_owned()));
    }
}

#[test]
fn the_same_commands_sent_again_are_carried_out_once_there_is_room() {
    let mut bench = Bench::with_an_incident();
    fail_next(&mut bench.writer);
    let asks = [asked(1, "dana", claim("acme")), asked(2, "omar", claim("acme"))];
    bench.turn(&asks, "14:01:00");
    let answers = bench.turn(&asks, "14:02:00");
    assert_eq!(outcome(&answers[0]), (200, "accepted".to_owned()));
    assert_eq!(outcome(&answers[1]), (409, "already_claimed".to_owned()));
    assert_eq!(bench.told()[3..], ["4 account_claimed 14:02:00"]);
    assert!(bench.writer.trouble().is_none());
}

#[test]
fn an_answer_from_before_is_still_given_while_nothing_can_be_recorded() {
    let mut bench = Bench::with_an_incident();
    let before = bench.one(1, "dana", note("rolled back"), "14:01:00");
    fail_next(&mut bench.writer);
    let answers = bench.turn(
        &[
            asked(1, "dana", note("rolled back")),
            asked(2, "omar", note("watching")),
        ],
        "14:02:00",
    );
    assert_eq!(answers[0], before);
    assert_eq!(answers[1].status, 503);
}

#[test]
fn an_import_that_could_not_be_recorded_leaves_the_directory_as_it_was() {
    let mut bench = Bench::new();
    fail_next(&mut bench.writer);
    assert_eq!(bench.one(1, "dana", import(), "13:00:00").status, 503);
    assert!(bench.writer.reference().accounts.is_empty());
    assert_eq!(
        outcome(&bench.one(1, "dana", import(), "13:01:00")),
        (200, "accepted".to_owned())
    );
    assert_eq!(bench.writer.reference().accounts.len(), 2);
}

#[test]
fn a_claim_whose_end_could_not_be_recorded_ends_at_its_time_all_the_same() {
    let mut bench = Bench::with_an_incident();
    bench.one(1, "dana", claim("acme"), "14:01:00");
    fail_next(&mut bench.writer);
    bench.tick("14:11:00");
    assert_eq!(bench.log.len(), 4);
    bench.tick("14:11:05");
    assert_eq!(bench.told()[4..], ["5 claim_ended 14:11:00"]);
}

/// What the log adds up to.
fn truth(writer: &mut Writer) -> warroom::domain::picture::Picture {
    let mut picture = warroom::domain::picture::Picture::default();
    let lines = writer.store().events(Default::default(), usize::MAX).unwrap();
    for line in lines {
        picture.apply(&serde_json::from_str(&line.json).unwrap());
    }
    picture
}

#[test]
fn after_a_transaction_that_failed_little_of_a_long_log_is_folded_again_and_nothing_when_it_fails_once_more()
{
    let mut bench = Bench::with_an_incident();
    bench.one(1, "dana", claim("acme"), "14:00:00");
    for batch in 0..24_u128 {
        let asks: Vec<Ask> = (0..250)
            .map(|at| asked(1_000 + 250 * batch + at, "omar", note("one of many")))
            .collect();
        bench.turn(&asks, "14:01:00");
    }
    let through = bench.writer.picture().through().0;
    assert!(through > 6_000, "{through}");
    let folded = |bench: &mut Bench, id: u128| {
        let before = bench.writer.folded();
        fail_next(&mut bench.writer);
        let asks = [
            asked(id, "omar", claim("bolt")),
            asked(id + 1, "dana", note("lost")),
            asked(id + 2, "dana", import()),
        ];
        for answer in bench.turn(&asks, "14:02:00") {
            assert_eq!(answer.status, 503);
        }
        let truth = truth(&mut bench.writer);
        assert!(*bench.writer.picture() == truth);
        assert!(!bench.writer.picture().knows(&number(id)) && bench.writer.picture().knows(&number(1_000)));
        bench.writer.folded() - before
    };
    let first = folded(&mut bench, 100);
    assert!(
        first < through / 4,
        "{first} of {through} events were folded again"
    );
    assert_eq!(folded(&mut bench, 100), 0);
    let done = bench.one(100, "omar", claim("bolt"), "14:03:00");
    assert_eq!(outcome(&done), (200, "accepted".to_owned()));
    let truth = truth(&mut bench.writer);
    assert!(*bench.writer.picture() == truth);
}

#[test]
fn an_import_that_failed_beside_others_leaves_the_directory_of_before() {
    let mut bench = Bench::with_an_incident();
    let before = format!("{:?}", bench.writer.reference());
    let mut other = import();
    other["hash"] = json!("2e");
    other["accounts"][0]["name"] = json!("Acme Holdings");
    fail_next(&mut bench.writer);
    assert_eq!(bench.one(1, "dana", other.clone(), "14:01:00").status, 503);
    assert_eq!(format!("{:?}", bench.writer.reference()), before);
    assert_eq!(bench.one(1, "dana", other, "14:02:00").status, 200);
    assert_ne!(format!("{:?}", bench.writer.reference()), before);
}
