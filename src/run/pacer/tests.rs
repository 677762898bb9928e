//! A terminal's side played by hand, and by a line of so many bytes a second.

use super::*;
use std::collections::VecDeque;

const FRAME: usize = 3_000;
const LETTER: usize = 12;

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

#[test]
fn after_a_frame_nothing_is_sent_until_the_terminal_has_answered() {
    let start = Instant::now();
    let mut pacer = Pacer::new(start);
    assert_eq!(pacer.pace(start), Pace::Now);
    assert!(pacer.sends(FRAME, start), "the question goes with it");
    assert_eq!(pacer.pace(start), Pace::Later, "it is being written");
    pacer.written();
    pacer.answered(start + ms(30));
    assert_eq!(pacer.pace(start + ms(30)), Pace::Now);
    assert!(pacer.sends(FRAME, start + ms(40)));
    pacer.written();
    assert_eq!(pacer.pace(start + ms(50)), Pace::At(start + ms(2_040)));
    pacer.answered(start + ms(600));
    assert_eq!(pacer.pace(start + ms(600)), Pace::Now);
}

#[test]
fn a_letter_and_a_tick_of_the_clock_need_no_answer_but_many_of_them_do() {
    let start = Instant::now();
    let mut pacer = Pacer::new(start);
    let mut letters = 0;
    while !pacer.sends(LETTER, start) {
        pacer.written();
        assert_eq!(pacer.pace(start), Pace::Now);
        letters += 1;
    }
    assert_eq!(letters, UNASKED as usize / LETTER);
    pacer.written();
    pacer.answered(start);
    assert!(!pacer.sends(LETTER, start));
}

#[test]
fn one_that_falls_silent_is_sent_little_and_one_that_speaks_again_is_waited_for_again() {
    let start = Instant::now();
    let mut pacer = Pacer::new(start);
    for _ in 0..2 {
        assert!(pacer.sends(LETTER * 20, start));
        pacer.written();
        if !pacer.has_answered {
            pacer.answered(start);
        }
    }
    // After two seconds of silence a frame, and then as few bytes a second as any line carries.
    let late = start + PATIENCE;
    assert_eq!((pacer.pace(start), pacer.pace(late)), (Pace::At(late), Pace::Now));
    assert!(!pacer.sends(FRAME, late), "one question is enough");
    pacer.written();
    let next = late + Duration::from_secs(1) * FRAME as u32 / SILENT;
    assert_eq!((pacer.pace(late), pacer.pace(next)), (Pace::At(next), Pace::Now));
    // But not for ever: an answer may get lost.
    let next = next + ms(60_000);
    assert!(pacer.sends(FRAME, next), "once more");
    pacer.written();
    pacer.answered(next);
    assert_eq!(pacer.pace(next), Pace::At(next + PATIENCE), "of two questions");
    pacer.answered(next);
    assert_eq!(pacer.pace(next), Pace::Now);
    assert!(pacer.sends(FRAME, next));
    pacer.written();
    assert_eq!(pacer.pace(next), Pace::At(next + PATIENCE));
}

#[test]
fn of_two_questions_an_answer_may_be_lost_for_good() {
    let start = Instant::now();
    let mut pacer = Pacer::new(start);
    pacer.sends(FRAME, start);
    pacer.written();
    pacer.answered(start);
    pacer.sends(FRAME, start);
    pacer.written();
    let mut now = start;
    for questions in 1..=2 {
        now += ms(60_000);
        assert!(pacer.sends(FRAME, now), "{questions}");
        pacer.written();
        pacer.answered(now);
        assert_eq!(pacer.pace(now) == Pace::Now, questions == 2, "{questions}");
    }
}

#[test]
fn one_that_was_left_for_hours_is_drawn_soon_after_somebody_comes_back() {
    let start = Instant::now();
    let mut pacer = Pacer::new(start);
    pacer.sends(FRAME, start);
    pacer.written();
    pacer.answered(start);
    // Every question is swallowed from now on.
    let (mut now, end) = (start, start + Duration::from_secs(8 * 3_600));
    let mut longest = Duration::ZERO;
    while now < end {
        match pacer.pace(now) {
            Pace::Now => {
                pacer.sends(LETTER * 20, now);
                pacer.written();
            }
            Pace::At(next) => {
                longest = longest.max(next - now);
                now = next;
            }
            Pace::Later => panic!("nothing is on its way"),
        }
    }
    assert!(longest <= LONGEST_SILENCE, "{longest:?}");
    pacer.sends(FRAME, now);
    pacer.written();
    assert_ne!(pacer.pace(now), Pace::Now);
    pacer.looked_at(now);
    assert_eq!(pacer.pace(now), Pace::Now, "Ctrl-L, or another size");
    // But whoever drags a corner asks for no queue of frames.
    pacer.sends(FRAME, now);
    pacer.written();
    pacer.looked_at(now + ms(30));
    assert_ne!(pacer.pace(now + ms(30)), Pace::Now);
}

#[test]
fn one_that_never_answers_can_still_be_worked_with() {
    let start = Instant::now();
    let (mut pacer, mut now) = (Pacer::new(start), start);
    let mut waits = Vec::new();
    while now < start + ms(20_000) {
        match pacer.pace(now) {
            Pace::Now => {
                pacer.sends(FRAME, now);
                pacer.written();
            }
            Pace::At(next) => {
                waits.push(next - now);
                now = next;
            }
            Pace::Later => panic!("nothing is on its way"),
        }
    }
    assert!(waits.iter().all(|wait| *wait <= LONGEST_GAP), "{waits:?}");
    assert!(waits.last().is_some_and(|wait| *wait < ms(200)), "{waits:?}");
}

#[test]
fn a_terminal_that_takes_nothing_is_sent_nothing_more_and_one_given_back_is_begun_with_anew() {
    let start = Instant::now();
    let mut pacer = Pacer::new(start);
    pacer.sends(FRAME, start);
    assert_eq!(pacer.pace(start + ms(3_600_000)), Pace::Later);
    pacer.begin_again();
    assert_eq!(pacer.pace(start), Pace::Now);
    assert!(pacer.sends(FRAME, start));
}

/// What a line of `speed` bytes a second and `trip` there and back makes of a room in which `change` bytes are new
/// whenever somebody looks, and a person presses a key twenty times a second.
struct Far {
    speed: u64,
    trip: Duration,
    change: usize,
}

/// The worst that was seen of it, once the line was known.
#[derive(Debug)]
struct Worst {
    /// How old the newest frame on the screen became.
    age: Duration,
    /// For how long what had been sent was still under way.
    queue: Duration,
    /// Of the line's bytes, how many were used.
    used: f64,
}

/// The first seconds are for getting to know the line.
fn watch(far: &Far, from: Duration) -> Worst {
    let start = Instant::now();
    let (mut pacer, mut now) = (Pacer::new(start), start);
    let (mut busy, mut answers) = (start, VecDeque::new());
    // When each frame was made, and when the terminal had all of it.
    let mut shown: Vec<(Instant, Instant)> = Vec::new();
    let (mut worst, mut sent) = (
        Worst {
            age: Duration::ZERO,
            queue: Duration::ZERO,
            used: 0.0,
        },
        0,
    );
    let length = ms(60_000);
    while now < start + from + length {
        if answers.pop_front_if(|answer| *answer <= now).is_some() {
            pacer.answered(now);
        }
        if pacer.pace(now) == Pace::Now {
            let all = if shown.is_empty() { FRAME } else { far.change };
            let bytes = pacer.budget(now).map_or(all, |budget| all.min(budget));
            let asks = pacer.sends(bytes, now);
            pacer.written();
            busy = busy.max(now) + Duration::from_millis(bytes as u64 * 1_000 / far.speed);
            shown.push((now, busy));
            if asks {
                answers.push_back(busy + far.trip);
            }
            if now > start + from {
                sent += bytes;
            }
        }
        let newest = shown.iter().rfind(|(_, shown)| *shown <= now);
        if let (Some((made, _)), true) = (newest, now > start + from) {
            worst.age = worst.age.max(now - *made);
            worst.queue = worst.queue.max(busy.saturating_duration_since(now));
        }
        now += ms(5);
    }
    worst.used = sent as f64 / (far.speed as f64 * length.as_secs_f64());
    worst
}

#[test]
fn at_2_kb_a_second_what_is_shown_is_half_a_second_old_at_most_whatever_changes() {
    for change in [30, 200, 600, 3_000, 20_000] {
        let far = Far {
            speed: 2_000,
            trip: ms(40),
            change,
        };
        let worst = watch(&far, ms(20_000));
        assert!(
            worst.age <= ms(500) && worst.queue <= ms(250),
            "{change}: {worst:?}"
        );
        assert!(change < 200 || worst.used > 0.6, "{change}: {worst:?}");
    }
}

#[test]
fn as_slow_as_a_modem_by_way_of_a_satellite_it_is_as_old_as_two_frames_and_the_way() {
    let far = Far {
        speed: 300,
        trip: ms(600),
        change: 3_000,
    };
    let worst = watch(&far, ms(90_000));
    assert!(worst.age <= ms(3_000) && worst.queue <= ms(1_200), "{worst:?}");
}

#[test]
fn a_long_way_alone_cuts_no_frame() {
    let far = Far {
        speed: 1_000_000,
        trip: ms(600),
        change: 10_000,
    };
    let worst = watch(&far, ms(10_000));
    assert!(worst.age <= ms(1_300) && worst.queue <= ms(20), "{worst:?}");
    assert!(worst.used > 0.015, "a frame a trip is whole: {worst:?}");
}

#[test]
fn one_late_answer_of_a_busy_machine_cuts_none() {
    let start = Instant::now();
    let mut pacer = Pacer::new(start);
    let mut now = start;
    for took in [2, 3, 400, 2, 900, 2, 1] {
        assert_eq!(pacer.budget(now), None);
        pacer.sends(FRAME, now);
        pacer.written();
        now += ms(took);
        pacer.answered(now);
    }
}
