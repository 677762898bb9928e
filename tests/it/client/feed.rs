//! The feed, as sequences of what happens and what the shell is told.

use std::time::Duration;
use warroom::client::feed::{Feed, Liveness, Miss, Output};
use warroom::client::time::{Mono, has_slept};
use warroom::domain::ids::Seq;
use warroom::wire::{Anew, Mark, News};

/// What happens at a time, in milliseconds.
enum Happens {
    Answer(u64),
    /// An answer beyond which the log went on.
    Early(u64),
    Part,
    Broken,
    OtherLog,
    OtherSight,
    Time,
    Woke,
}

use Happens::{Answer, Broken, Early, OtherLog, OtherSight, Part, Time, Woke};

fn news(through: u64) -> News {
    News {
        now: format!("2026-03-02T14:00:{:02}Z", through % 60).parse().unwrap(),
        rate: 1.0,
        through: Seq(through),
        mark: None,
        more: false,
        events: Vec::new(),
        present: None,
        presence: None,
    }
}

/// An output in short.
fn told(output: &Output) -> String {
    match output {
        Output::Ask { after, wait, .. } => format!("ask {after} wait {wait}"),
        Output::StartOver(Anew::AnotherLog) => "another log".to_owned(),
        Output::StartOver(Anew::OtherSight) => "other sight".to_owned(),
        Output::Show(Liveness::Connecting) => "connecting".to_owned(),
        Output::Show(Liveness::Live) => "live".to_owned(),
        Output::Show(Liveness::Stale { since }) => format!("stale since {}", second(*since)),
        Output::Show(Liveness::Offline { since, reason }) => {
            format!("offline since {}: {reason}", second(*since))
        }
    }
}

fn second(since: Option<jiff::Timestamp>) -> String {
    since.map_or("never".to_owned(), |since| since.to_string()[17..19].to_owned())
}

/// Plays a story with the greatest jitter, and holds what is told to what is expected.
#[track_caller]
fn play(story: &[(u64, Happens, &[&str])]) -> Feed {
    let (mut feed, first) = Feed::begin(Seq(0), Mono::millis(0));
    let first: Vec<String> = first.iter().map(told).collect();
    assert_eq!(first, ["connecting", "ask 0 wait 0"]);
    for (at, happens, expected) in story {
        let now = Mono::millis(*at);
        let outputs = match happens {
            Answer(through) => feed.answered(&news(*through), now),
            Early(through) => feed.answered(
                &News {
                    more: true,
                    ..news(*through)
                },
                now,
            ),
            Broken => feed.failed(Miss::Failed("refused".to_owned()), now, 1.0),
            OtherLog => feed.failed(Miss::Anew(Anew::AnotherLog), now, 1.0),
            OtherSight => feed.failed(Miss::Anew(Anew::OtherSight), now, 1.0),
            Time => feed.elapsed(now, 1.0),
            Woke => feed.woke(now),
            Part => {
                feed.heard(now);
                Vec::new()
            }
        };
        let outputs: Vec<String> = outputs.iter().map(told).collect();
        assert_eq!(outputs, *expected, "at {at} ms");
    }
    feed
}

#[test]
fn the_first_answer_is_not_waited_for_and_the_next_question_follows_at_once() {
    play(&[
        (10, Answer(7), &["live", "ask 7 wait 5"]),
        (4_000, Answer(9), &["ask 9 wait 5"]),
        (9_000, Answer(9), &["ask 9 wait 5"]),
    ]);
}

#[test]
fn no_answer_two_seconds_after_the_wait_is_stale_and_a_second_miss_is_offline() {
    play(&[
        (0, Answer(7), &["live", "ask 7 wait 5"]),
        (6_999, Time, &[]),
        (7_000, Time, &["stale since 07"]),
        (7_249, Time, &[]),
        (7_250, Time, &["ask 7 wait 0"]),
        (
            9_250,
            Time,
            &["offline since 07: nothing comes back; it hangs, or the network does"],
        ),
        (9_750, Time, &["ask 7 wait 0"]),
        (9_800, Answer(8), &["live", "ask 8 wait 5"]),
    ]);
}

#[test]
fn a_broken_connection_is_stale_at_once() {
    play(&[
        (0, Answer(7), &["live", "ask 7 wait 5"]),
        (1_000, Broken, &["stale since 07"]),
        (1_250, Time, &["ask 7 wait 0"]),
        (1_260, Broken, &["offline since 07: refused"]),
        (1_760, Time, &["ask 7 wait 0"]),
        (1_770, Answer(7), &["live", "ask 7 wait 5"]),
        // The next trouble is a new one.
        (2_000, Broken, &["stale since 07"]),
        (2_250, Time, &["ask 7 wait 0"]),
    ]);
}

#[test]
fn without_a_first_answer_a_screen_says_at_once_where_it_looked_and_keeps_trying() {
    let mut story: Vec<(u64, Happens, &[&str])> = vec![(5, Broken, &["offline since never: refused"])];
    // 0.25 s, doubling to 3 s.
    let mut at = 5;
    for wait in [250, 500, 1_000, 2_000, 3_000, 3_000] {
        at += wait;
        story.push((at - 1, Time, &[]));
        story.push((at, Time, &["ask 0 wait 0"]));
        story.push((at, Broken, &[]));
    }
    play(&story);
}

#[test]
fn a_slow_line_is_no_silence() {
    play(&[
        (1_900, Part, &[]),
        (3_800, Part, &[]),
        (5_700, Time, &[]),
        (5_750, Answer(7), &["live", "ask 7 wait 5"]),
        (5_760, Part, &[]),
        (12_749, Time, &[]),
        (12_750, Time, &["stale since 07"]),
    ]);
}

#[test]
fn what_is_read_from_the_start_is_not_live_before_all_of_it_is_here() {
    play(&[
        (0, Answer(7), &["live", "ask 7 wait 5"]),
        (100, OtherLog, &["another log", "stale since 07", "ask 0 wait 0"]),
        (110, Answer(3), &["live", "ask 3 wait 5"]),
        (
            200,
            OtherSight,
            &["other sight", "stale since 03", "ask 0 wait 0"],
        ),
        (210, Early(2), &["ask 2 wait 0"]),
        // And once more, before it was done.
        (220, OtherSight, &["other sight", "ask 0 wait 0"]),
        (230, Answer(9), &["live", "ask 9 wait 5"]),
    ]);
}

#[test]
fn after_a_sleep_what_was_live_is_stale_until_the_next_answer() {
    play(&[
        (0, Answer(7), &["live", "ask 7 wait 5"]),
        (600_000, Woke, &["stale since 07", "ask 7 wait 0"]),
        (600_100, Answer(8), &["live", "ask 8 wait 5"]),
        (600_200, Broken, &["stale since 08"]),
        (1_200_000, Woke, &["ask 8 wait 0"]),
        (1_200_100, Broken, &["offline since 08: refused"]),
    ]);
}

#[test]
fn who_wakes_much_later_than_they_wanted_has_slept() {
    assert!(!has_slept(Mono::millis(7_000), Mono::millis(100)));
    assert!(!has_slept(Mono::millis(7_000), Mono::millis(12_000)));
    assert!(has_slept(Mono::millis(7_000), Mono::millis(12_001)));
}

#[test]
fn the_mark_of_the_last_answer_goes_with_the_next_question_and_not_into_another_log() {
    let asked = |outputs: Vec<Output>| {
        outputs.into_iter().find_map(|output| match output {
            Output::Ask { mark, .. } => Some(mark),
            Output::Show(_) | Output::StartOver(_) => None,
        })
    };
    let mark = Some(Mark::from(&[7; 32]));
    let (mut feed, first) = Feed::begin(Seq(0), Mono::millis(0));
    assert_eq!(asked(first), Some(None));
    let answer = News { mark, ..news(7) };
    assert_eq!(asked(feed.answered(&answer, Mono::millis(10))), Some(mark));
    let another = feed.failed(Miss::Anew(Anew::AnotherLog), Mono::millis(20), 1.0);
    assert_eq!(asked(another), Some(None));
}

#[test]
fn a_screen_says_with_every_question_which_list_of_who_is_here_came_to_it_last() {
    let asked = |outputs: Vec<Output>| {
        outputs.into_iter().find_map(|output| match output {
            Output::Ask { presence, .. } => Some(presence),
            Output::Show(_) | Output::StartOver(_) => None,
        })
    };
    let (mut feed, first) = Feed::begin(Seq(0), Mono::millis(0));
    assert_eq!(asked(first), Some(None));
    let answer = News {
        present: Some(Vec::new()),
        presence: Some(71),
        ..news(7)
    };
    assert_eq!(asked(feed.answered(&answer, Mono::millis(10))), Some(Some(71)));
    let nothing_new = feed.answered(&news(8), Mono::millis(20));
    assert_eq!(asked(nothing_new), Some(Some(71)));
    let another_log = feed.failed(Miss::Anew(Anew::AnotherLog), Mono::millis(30), 1.0);
    assert_eq!(asked(another_log), Some(Some(71)), "it is shown on");
}

#[test]
fn a_long_log_is_not_live_before_all_of_it_is_here() {
    play(&[
        (10, Early(200), &["ask 200 wait 0"]),
        // However short the answers are.
        (20, Early(201), &["ask 201 wait 0"]),
        (30, Answer(202), &["live", "ask 202 wait 5"]),
        // After an outage, too.
        (40, Woke, &["stale since 22", "ask 202 wait 0"]),
        (50, Early(1_999), &["ask 1999 wait 0"]),
        (60, Answer(2_000), &["live", "ask 2000 wait 5"]),
    ]);
}

#[test]
fn many_screens_do_not_come_back_at_the_same_moment() {
    let wait = |jitter: f64| {
        let (mut feed, _) = Feed::begin(Seq(0), Mono::millis(0));
        feed.failed(Miss::Failed(String::new()), Mono::millis(0), jitter);
        feed.next_wake().since(Mono::millis(0))
    };
    assert_eq!(wait(0.0), Duration::from_millis(125));
    assert_eq!(wait(1.0), Duration::from_millis(250));
}

#[test]
fn hub_time_goes_on_while_the_hub_is_away() {
    let feed = play(&[
        (0, Answer(7), &["live", "ask 7 wait 5"]),
        (1_000, Broken, &["stale since 07"]),
    ]);
    let time = feed.time().unwrap();
    assert_eq!(time.now(Mono::millis(30_000)).to_string(), "2026-03-02T14:00:37Z");
}
