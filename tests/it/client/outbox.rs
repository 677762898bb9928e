//! The outbox, as sequences: each command once, whatever the line does to it.

use crate::hub::{claim, note, submission};
use serde_json::Value;
use warroom::client::ClientError;
use warroom::client::journal::{Entry, Left, Refused as NotTaken};
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
    /// The journal is there, with what earlier runs left.
    Opened(Left),
    NotOpened,
    Written,
    NotWritten,
    Seen,
}

use Happens::{
    Denied, Live, Made, NotOpened, NotRecorded, NotSent, NotWritten, Opened, Refused, Seen, Time, Unanswered,
    Written,
};

fn told(output: &Output) -> String {
    match output {
        Output::Keep(submission) => format!("keep {}", submission.id.as_u128()),
        Output::Taken { id, only_here: None } => format!("{} taken", id.as_u128()),
        Output::Taken {
            id,
            only_here: Some(why),
        } => format!("{} taken, only here: {why}", id.as_u128()),
        Output::Note(Entry::Kept(submission)) => format!("note {} kept", submission.id.as_u128()),
        Output::Note(Entry::Settled(id)) => format!("note {} settled", id.as_u128()),
        Output::Note(Entry::Refused { id, .. }) => format!("note {} refused", id.as_u128()),
        Output::Resumed(left) => {
            let ids: Vec<_> = left.iter().map(|submission| submission.id.as_u128()).collect();
            format!("resumed {ids:?}")
        }
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
        Output::Replayed { sent, refused } => {
            let ids = refused.iter().map(|refused| refused.submission.id.as_u128());
            format!("replayed: {sent} sent, refused {:?}", ids.collect::<Vec<_>>())
        }
    }
}

fn no() -> Problem {
    Problem::new(409, "refused", "no")
}

/// In memory, where there is nothing to be written down.
#[track_caller]
fn play(story: Vec<(u64, u128, Happens, &[&str])>) -> Outbox {
    let mut outbox = Outbox::in_memory();
    go_on(&mut outbox, story, |told| !told.ends_with(" taken"));
    outbox
}

/// With a journal, from before it is there.
#[track_caller]
fn written(story: Vec<(u64, u128, Happens, &[&str])>) -> Outbox {
    let mut outbox = Outbox::awaiting_journal();
    go_on(&mut outbox, story, |_| true);
    outbox
}

#[track_caller]
fn go_on(outbox: &mut Outbox, story: Vec<(u64, u128, Happens, &[&str])>, matters: impl Fn(&String) -> bool) {
    for (at, id, happens, expected) in story {
        let now = Mono::millis(at);
        let id = crate::hub::number(id);
        let mut answered = |result| outbox.answered(id, result, now, 1.0);
        let outputs = match happens {
            Made(fields) => outbox.submit(submission(id.as_u128(), fields), now),
            Time => outbox.elapsed(now),
            Live => outbox.live(),
            Opened(left) => outbox.opened(left),
            NotOpened => outbox.not_opened("others can read it"),
            Written => outbox.kept(id, Ok(())),
            NotWritten => outbox.kept(id, Err("the disk is full".to_owned())),
            Seen => outbox.seen(&[id]),
            Happens::Accepted => answered(Ok(Accepted {
                outcome: Outcome::Accepted,
                through: Seq(9),
            })),
            Refused => answered(Err(ClientError::Refused(no()))),
            Denied(status) => answered(Err(ClientError::Denied(Problem::new(status, "denied", "no")))),
            NotSent => answered(Err(ClientError::NotSent("nobody there".to_owned()))),
            NotRecorded => answered(Err(ClientError::NotRecorded(Problem::new(
                503,
                "not recorded",
                "full",
            )))),
            Unanswered => answered(Err(ClientError::Unanswered("silence".to_owned()))),
        };
        let outputs: Vec<String> = outputs.iter().map(told).filter(&matters).collect();
        assert_eq!(outputs, expected, "at {at} ms");
    }
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
        (
            300,
            2,
            Happens::Accepted,
            &["2 accepted", "replayed: 2 sent, refused []"],
        ),
    ]);
    assert_eq!(left(&outbox), [0_u128; 0]);
}

#[test]
fn a_token_that_is_not_known_keeps_what_is_kept_and_one_that_may_not_ends_it() {
    play(vec![
        (0, 1, Made(note("a")), &["post 1"]),
        (1, 1, Denied(401), &["1 waiting"]),
        (251, 0, Time, &["post 1"]),
        (
            252,
            1,
            Denied(403),
            &["1 refused", "replayed: 0 sent, refused [1]"],
        ),
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
fn that_a_later_try_is_not_recorded_says_nothing_of_the_first() {
    let outbox = play(vec![
        (0, 1, Made(claim("acme")), &["post 1"]),
        (5_000, 1, Unanswered, &["1 unknown"]),
        (5_250, 0, Time, &["post 1"]),
        (5_260, 1, NotRecorded, &["1 unknown"]),
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
        (
            310,
            1,
            Happens::Accepted,
            &["1 accepted", "replayed: 1 sent, refused []"],
        ),
    ]);
}

#[test]
fn what_only_you_know_is_written_down_before_it_shows_and_shows_before_it_is_sent() {
    let outbox = written(vec![
        (0, 0, Opened(Left::default()), &["resumed []"]),
        (0, 1, Made(note("a")), &["keep 1"]),
        (1, 2, Made(note("b")), &["keep 2"]),
        (2, 3, Made(claim("acme")), &["post 3"]),
        (3, 1, Written, &["1 taken", "post 1"]),
        (4, 2, Written, &["2 taken"]),
        (
            5,
            1,
            Happens::Accepted,
            &["1 accepted", "note 1 settled", "post 2"],
        ),
        (6, 2, Refused, &["2 refused", "note 2 settled"]),
        // A claim is nothing to be written down.
        (7, 3, Refused, &["3 refused"]),
    ]);
    assert_eq!(outbox.next_wake(), None);
}

#[test]
fn the_order_stands_though_the_first_is_written_last() {
    written(vec![
        (0, 0, Opened(Left::default()), &["resumed []"]),
        (0, 1, Made(note("a")), &["keep 1"]),
        (0, 2, Made(note("b")), &["keep 2"]),
        (1, 2, Written, &["2 taken"]),
        (2, 1, Written, &["1 taken", "post 1"]),
    ]);
}

#[test]
fn what_cannot_be_written_down_is_sent_all_the_same_and_says_so() {
    let full = "1 taken, only here: the disk is full";
    let hangs = "2 taken, only here: the disk does not answer";
    written(vec![
        (0, 0, Opened(Left::default()), &["resumed []"]),
        (0, 1, Made(note("a")), &["keep 1"]),
        (1, 1, NotWritten, &[full, "post 1"]),
        (2, 1, Happens::Accepted, &["1 accepted", "note 1 settled"]),
        (1_000, 2, Made(note("b")), &["keep 2"]),
        (2_999, 0, Time, &[]),
        (3_000, 0, Time, &[hangs, "post 2"]),
        // It was written after all.
        (9_000, 2, Written, &["2 taken"]),
    ]);
    written(vec![
        (0, 1, Made(note("a")), &[]),
        (
            1,
            0,
            NotOpened,
            &["1 taken, only here: others can read it", "post 1"],
        ),
        (2, 2, Made(note("b")), &["2 taken, only here: others can read it"]),
        (3, 1, Happens::Accepted, &["1 accepted", "post 2"]),
    ]);
}

#[test]
fn before_it_is_known_whose_journal_it_is_nothing_of_it_shows_or_goes_out() {
    written(vec![
        (0, 1, Made(note("a")), &[]),
        (1, 2, Made(claim("acme")), &["post 2"]),
        (900, 0, Opened(Left::default()), &["keep 1", "resumed []"]),
        (901, 1, Written, &["1 taken", "post 1"]),
    ]);
    let silent = "1 taken, only here: the hub has not said yet who you are";
    written(vec![
        (0, 1, Made(note("a")), &[]),
        (2_000, 0, Time, &[silent, "post 1"]),
        (2_001, 0, Opened(Left::default()), &["keep 1", "resumed []"]),
        (2_002, 1, Written, &["1 taken"]),
        (2_003, 1, Happens::Accepted, &["1 accepted", "note 1 settled"]),
    ]);
}

#[test]
fn what_an_earlier_run_left_goes_first_and_one_line_tells_what_became_of_it() {
    let unsent = vec![submission(1, note("a")), submission(2, note("b"))];
    let left = Left {
        unsent,
        refused: Vec::new(),
    };
    written(vec![
        (0, 3, Made(note("c")), &[]),
        (1, 0, Opened(left), &["keep 3", "resumed [1, 2]", "post 1"]),
        (2, 3, Written, &["3 taken"]),
        (3, 1, NotSent, &["1 waiting"]),
        (4, 0, Live, &["post 1"]),
        (
            5,
            1,
            Happens::Accepted,
            &["1 accepted", "note 1 settled", "post 2"],
        ),
        (6, 2, Refused, &["2 refused", "note 2 refused", "post 3"]),
        (
            7,
            3,
            Happens::Accepted,
            &["3 accepted", "note 3 settled", "replayed: 2 sent, refused [2]"],
        ),
        (8, 2, Seen, &["note 2 settled"]),
    ]);
}

#[test]
fn what_was_refused_is_told_again_by_every_start_until_somebody_has_read_it() {
    let left = Left {
        unsent: Vec::new(),
        refused: vec![NotTaken {
            submission: submission(1, note("a")),
            why: no(),
        }],
    };
    written(vec![
        (
            0,
            0,
            Opened(left),
            &["replayed: 0 sent, refused [1]", "resumed []"],
        ),
        (1, 1, Seen, &["note 1 settled"]),
    ]);
}

#[test]
fn the_same_id_twice_is_one_command() {
    written(vec![
        (0, 0, Opened(Left::default()), &["resumed []"]),
        (0, 1, Made(note("a")), &["keep 1"]),
        (0, 1, Made(note("a")), &[]),
    ]);
}
