//! Claims end at their own time, by an event of the hub.

use super::*;

#[test]
fn a_claim_ends_at_its_own_time_however_late_the_hub_gets_to_it() {
    let mut bench = Bench::with_an_incident();
    bench.one(1, "dana", claim("acme"), "14:01:00");
    assert_eq!(bench.writer.next_wake(), Some(at("14:11:00")));
    bench.tick("14:10:59");
    assert_eq!(bench.log.len(), 4);
    bench.tick("16:00:00");
    assert_eq!(bench.told()[4..], ["5 claim_ended 14:11:00"]);
    assert_eq!(bench.log[4]["why"], "expired");
    assert_eq!(bench.writer.next_wake(), None);
}

#[test]
fn a_claim_that_is_over_is_ended_before_the_next_one_is_decided() {
    let mut bench = Bench::with_an_incident();
    bench.one(1, "dana", claim("acme"), "14:01:00");
    assert_eq!(outcome(&bench.one(2, "omar", claim("acme"), "14:12:00")).0, 200);
    assert_eq!(
        bench.told()[4..],
        ["5 claim_ended 14:11:00", "6 account_claimed 14:12:00"]
    );
}

#[test]
fn two_claims_end_each_at_its_time_and_in_order() {
    let mut bench = Bench::with_an_incident();
    bench.one(1, "dana", claim("bolt"), "14:01:00");
    bench.one(2, "omar", claim("acme"), "14:02:00");
    bench.tick("15:00:00");
    assert_eq!(
        bench.told()[5..],
        ["6 claim_ended 14:11:00", "7 claim_ended 14:12:00"]
    );
    assert_eq!(bench.log[5]["account"], "bolt");
}

#[test]
fn the_log_is_the_same_whether_the_hub_was_awake_or_not() {
    let play = |ticks: &[&str]| {
        let mut bench = Bench::with_an_incident();
        bench.one(1, "dana", claim("acme"), "14:01:00");
        for tick in ticks {
            bench.tick(tick);
        }
        bench.one(2, "omar", note("still failing"), "14:20:00");
        bench.log
    };
    assert_eq!(play(&[]), play(&["14:11:00"]));
    assert_eq!(play(&[]), play(&["14:05:00", "14:11:03", "14:19:00"]));
}

#[test]
fn a_claim_in_use_lasts_on() {
    let mut bench = Bench::with_an_incident();
    bench.one(1, "dana", claim("acme"), "14:01:00");
    let extend = json!({ "kind": "extend_claim", "account": "acme" });
    assert_eq!(
        outcome(&bench.one(2, "dana", extend.clone(), "14:02:00")),
        (200, "already_so".to_owned())
    );
    assert_eq!(
        outcome(&bench.one(3, "dana", extend, "14:10:00")),
        (200, "accepted".to_owned())
    );
    bench.tick("14:19:59");
    assert_eq!(bench.told()[4..], ["5 claim_extended 14:10:00"]);
    assert_eq!(bench.writer.next_wake(), Some(at("14:20:00")));
}

#[test]
fn a_scenario_that_is_a_little_late_still_comes_before_the_timer() {
    let mut bench = Bench::with_an_incident();
    bench.one(1, "dana", claim("acme"), "14:01:00");
    bench.writer.hold(Some(at("14:10:30")));
    assert_eq!(bench.writer.next_wake(), None);
    bench.tick("14:11:02");
    let step = Ask {
        at: Some(at("14:10:30")),
        ..asked(2, "dana", json!({ "kind": "extend_claim", "account": "acme" }))
    };
    bench.turn(&[step], "14:11:02");
    assert_eq!(bench.told()[4..], ["5 claim_extended 14:10:30"]);
    bench.writer.hold(None);
    assert_eq!(bench.writer.next_wake(), Some(at("14:20:30")));
}
