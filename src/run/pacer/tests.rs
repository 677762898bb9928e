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
    pacer.answered();
    assert_eq!(pacer.pace(start + ms(30)), Pace::Now);
    assert!(pacer.sends(FRAME, start + ms(40)));
    pacer.written();
    assert_eq!(pacer.pace(start + ms(50)), Pace::At(start + ms(2_040)));
    pacer.answered();
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
    pacer.answered();
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
            pacer.answered();
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
    assert!(pacer.sends(FRAME, next));
    pacer.written();
    pacer.answered();
    assert!(pacer.sends(FRAME, next));
    pacer.written();
    assert_eq!(pacer.pace(next), Pace::At(next + PATIENCE));
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

/// How old the newest frame on the screen becomes at most, once a line of `speed` bytes a second and `trip` there and
/// back is known: the room changes all the time, by a frame of so many bytes after a first one.
fn lag(speed: u64, trip: Duration, frame: usize, from: Duration) -> Duration {
    let start = Instant::now();
    let (mut pacer, mut now) = (Pacer::new(start), start);
    let (mut busy, mut answers, mut worst) = (start, VecDeque::new(), Duration::ZERO);
    // When each frame was made, and when the terminal had all of it.
    let mut shown: Vec<(Instant, Instant)> = Vec::new();
    while now < start + from + ms(60_000) {
        if answers.pop_front_if(|answer| *answer <= now).is_some() {
            pacer.answered();
        }
        if pacer.pace(now) == Pace::Now {
            let bytes = if shown.is_empty() { FRAME } else { frame };
            let asks = pacer.sends(bytes, now);
            pacer.written();
            busy = busy.max(now) + Duration::from_millis(bytes as u64 * 1_000 / speed);
            shown.push((now, busy));
            if asks {
                answers.push_back(busy + trip);
            }
        }
        let newest = shown.iter().rfind(|(_, shown)| *shown <= now);
        if let (Some((made, _)), true) = (newest, now > start + from) {
            worst = worst.max(now - *made);
        }
        now += ms(5);
    }
    worst
}

#[test]
fn on_a_slow_line_what_is_shown_is_hardly_older_than_the_line_is_slow() {
    // 2 KB/s, each frame a line of the room: a tenth of a second for it, there and back.
    let worst = lag(2_000, ms(40), 200, ms(10_000));
    assert!(worst <= ms(500), "{worst:?}");
    // As a modem was, by way of a satellite: two thirds of a second for the frame, and as much for the answer.
    let worst = lag(300, ms(600), 200, ms(90_000));
    assert!(worst <= ms(4_000), "{worst:?}");
}
