//! The outbox, as sequences: each command once, whatever the line does to it.

use crate::hub::{claim, note, submission};
use serde_json::Value;
use warroom::client::ClientError;
use warroom::client::outbox::{Outbox, Output};
use warroom::client::time::Mono;
use warroom::domain::ids::Seq;
use warroom::wire::{Accepted, Outcome, Problem};

/// What happens at a time in milliseconds, to the command of a number.
enum Happens {
    Made(Value),
    Accepted,
    Refused,
    Denied(u16),
    NotSent,
    Unanswered,
    NotRecorded,
    Time,
    Live,
}

use Happens::{Denied, Live, Made, NotRecorded, NotSent, Refused, Time, Unanswered};

fn told(output: &Output) -> String {
    match output {
        Output::Post(submission) => format!("post {}", submission.id.as_u128()),
        Output::Settled { id, result } => {
            let word = match result {
                Ok(_) => "accepted",
                Err(_) => "refused",
            };
            format!("{} {word}", id.as_u128())
        }
        Output::Unknown { id, .. } => format!("{} unknown", id.as_u128()),
        Output::NotSent { id, .. } => format!("{} not sent", id.as_u128()),
        Output::Waiting { id, .. } => format!("{} waiting", id.as_u128()),
    }
}

#[track_caller]
fn play(story: Vec<(u64, u128, Happens, &[&str])>) -> Outbox {
    let mut outbox = Outbox::default();
    for (at, id, happens, expected) in story {
        let now = Mono::millis(at);
        let answered = |result| (crate::hub::number(id), result);
        let (id, result) = match happens {
            Made(fields) => {
                let outputs = outbox.submit(submission(id, fields));
                assert_eq!(
                    outputs.iter().map(told).collect::<Vec<_>>(),
                    expected,
                    "at {at} ms"
                );
                continue;
            }
            Time | Live => {
                let outputs = match happens {
                    Live => outbox.live(),
                    _ => outbox.elapsed(now),
                };
                assert_eq!(
                    outputs.iter().map(told).collect::<Vec<_>>(),
                    expected,
                    "at {at} ms"
                );
                continue;
            }
            Happens::Accepted => answered(Ok(Accepted {
                outcome: Outcome::Accepted,
                through: Seq(9),
            })),
            Refused => answered(Err(ClientError::Refused(Problem::new(409, "refused", "no")))),
            Denied(status) => answered(Err(ClientError::Denied(Problem::new(status, "denied", "no")))),
            NotSent => answered(Err(ClientError::NotSent("nobody there".to_owned()))),
            NotRecorded => answered(Err(ClientError::NotRecorded(Problem::new(
                503,
                "not recorded",
                "full",
            )))),
            Unanswered => answered(Err(ClientError::Unanswered("silence".to_owned()))),
        };
        let outputs = outbox.answered(id, result, now, 1.0);
        assert_eq!(
            outputs.iter().map(told).collect::<Vec<_>>(),
            expected,
            "at {at} ms"
        );
    }
    outbox
}

fn left(outbox: &Outbox) -> Vec<u128> {
    outbox
        .unsettled()
        .map(|submission| submission.id.as_u128())
        .collect()
}

#[test]
fn what_is_kept_goes_one_by_one_in_the_order_it_was_made() {
    let outbox = play(vec![
        (0, 1, Made(note("a")), &["post 1"]),
        (1, 2, Made(note("b")), &[]),
        (2, 3, Made(note("c")), &[]),
        (3, 1, Happens::Accepted, &["1 accepted", "post 2"]),
        (4, 2, Refused, &["2 refused", "post 3"]),
        (5, 3, Happens::Accepted, &["3 accepted"]),
    ]);
    assert_eq!(left(&outbox), [0_u128; 0]);
    assert_eq!(outbox.next_wake(), None);
}

#[test]
fn what_is_kept_is_sent_again_under_the_same_id_until_it_is_answered() {
    let outbox = play(vec![
        (0, 1, Made(note("a")), &["post 1"]),
        (10, 1, NotSent, &["1 waiting"]),
        (20, 2, Made(note("b")), &[]),
        (259, 0, Time, &[]),
        (260, 0, Time, &["post 1"]),
        (270, 1, Unanswered, &["1 waiting"]),
        (280, 0, Live, &["post 1"]),
        (290, 1, Happens::Accepted, &["1 accepted", "post 2"]),
    ]);
    assert_eq!(left(&outbox), [2]);
}

#[test]
fn a_token_that_is_not_known_keeps_what_is_kept_and_one_that_may_not_ends_it() {
    play(vec![
        (0, 1, Made(note("a")), &["post 1"]),
        (1, 1, Denied(401), &["1 waiting"]),
        (251, 0, Time, &["post 1"]),
        (252, 1, Denied(403), &["1 refused"]),
    ]);
}

#[test]
fn what_others_act_on_is_asked_at_once_beside_what_is_kept() {
    play(vec![
        (0, 1, Made(note("a")), &["post 1"]),
        (1, 2, Made(claim("acme")), &["post 2"]),
        (2, 2, Refused, &["2 refused"]),
        (3, 1, Happens::Accepted, &["1 accepted"]),
    ]);
}

#[test]
fn a_claim_that_never_left_is_not_sent_later_behind_anybodys_back() {
    let outbox = play(vec![
        (0, 1, Made(claim("acme")), &["post 1"]),
        (1, 1, NotSent, &["1 not sent"]),
        (5_000, 0, Time, &[]),
        (5_001, 0, Live, &[]),
    ]);
    assert_eq!(left(&outbox), [0_u128; 0]);
}

#[test]
fn a_claim_without_an_answer_is_unknown_until_sending_it_again_settles_it() {
    let outbox = play(vec![
        (0, 1, Made(claim("acme")), &["post 1"]),
        (5_000, 1, Unanswered, &["1 unknown"]),
        (5_250, 0, Time, &["post 1"]),
        // It may have arrived the first time, so that it never left this time proves nothing.
        (5_260, 1, NotSent, &["1 unknown"]),
        (5_300, 0, Live, &["post 1"]),
        (5_310, 1, Happens::Accepted, &["1 accepted"]),
    ]);
    assert_eq!(left(&outbox), [0_u128; 0]);
}

#[test]
fn an_answer_that_comes_late_or_twice_changes_nothing() {
    play(vec![
        (0, 1, Made(note("a")), &["post 1"]),
        (1, 1, Happens::Accepted, &["1 accepted"]),
        (2, 1, Happens::Accepted, &[]),
        (3, 9, Refused, &[]),
    ]);
}

#[test]
fn on_a_full_disk_what_is_kept_waits_and_what_is_asked_is_over() {
    play(vec![
        (0, 1, Made(note("rolled back")), &["post 1"]),
        (0, 2, Made(claim("acme")), &["post 2"]),
        (10, 1, NotRecorded, &["1 waiting"]),
        (10, 2, NotRecorded, &["2 refused"]),
        (300, 0, Time, &["post 1"]),
        (310, 1, Happens::Accepted, &["1 accepted"]),
    ]);
}
