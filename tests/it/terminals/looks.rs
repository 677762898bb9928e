//! What reaches the terminal: any size drawn right after many, one line where there is no room, and no byte too many.

use super::tty::{Shot, Tty};
use super::{declared, rig, room};
use std::process::Command;
use std::time::{Duration, Instant};

#[test]
fn after_a_hundred_sizes_the_screen_is_that_of_a_fresh_start() {
    let rig = rig();
    let hub = declared(&rig);
    let token = hub.token("dana", "advocate");
    let worn = room(&hub, &token);
    let mut random = 1_u32;
    for _ in 0..10 {
        let since = worn.shots();
        for _ in 0..10 {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let (columns, rows) = (random >> 24, random >> 16 & 63);
            worn.resize(columns.max(1) as u16, rows.max(1) as u16);
        }
        worn.wait_for_shots(since + 1);
    }
    for (columns, rows) in [(20, 5), (120, 40)] {
        worn.resize(columns, rows);
        let mut command = hub.command(&[]);
        let fresh = Tty::open(command.env("WARROOM_TOKEN_FILE", &token), columns, rows);
        fresh.wait_for(&["LIVE"]);
        // Both count seconds, so that one may be ahead for a moment.
        worn.wait_until("the same as a fresh start", |shot| {
            shot.text == fresh.text() && shot.has_line(&["LIVE"])
        });
    }
    assert!(worn.is_running());
}

/// A size that lasts so long is drawn.
const QUIET: Duration = Duration::from_millis(30);

#[test]
fn a_storm_of_a_hundred_sizes_is_three_frames_at_most() {
    let rig = rig();
    let hub = declared(&rig);
    let room = room(&hub, &hub.token("dana", "advocate"));
    room.wait_for(&["1 here"]);
    let whole: usize = room.shots_since(0).iter().map(|shot| shot.bytes).sum();
    let since = room.shots();
    let (mut last, mut lulls) = (Instant::now(), 0);
    for step in 0..100 {
        room.resize(80 + step % 40, 24 + step % 16);
        // A machine with much else to do may let one size last as long as if somebody had chosen it.
        lulls += usize::from(last.elapsed() >= QUIET / 2);
        last = Instant::now();
    }
    room.resize(80, 24);
    let text = |shot: &Shot| shot.has_line(&["Video calls drop", "LIVE"]) && shot.text.lines().count() <= 24;
    room.wait_for_shots(since + 1);
    room.wait_until("a screen of the last size", text);
    // A frame of the last size may come after one that looks as if it were it; the clock has two ticks for that.
    room.wait_for_shots(room.shots() + 2);
    let bytes: usize = room.shots_since(since).iter().map(|shot| shot.bytes).sum();
    let frames = bytes as f64 / whole as f64;
    assert!(frames <= 3.0 + lulls as f64, "{frames:.1} frames, {lulls} lulls");
}

#[test]
fn where_there_is_no_room_one_line_says_how_it_stands() {
    let rig = rig();
    let hub = declared(&rig);
    let mut command = hub.command(&[]);
    let token = hub.token("dana", "advocate");
    let small = Tty::open(command.env("WARROOM_TOKEN_FILE", token), 20, 5);
    let shot = small.wait_until("a live line", |shot| shot.has_line(&["SEV1", "min", "LIVE"]));
    let lines: Vec<&str> = shot.text.lines().filter(|line| !line.trim().is_empty()).collect();
    assert!(lines[0].starts_with("SEV1"), "{lines:?}");
    let hints = lines[1..].iter().all(|line| line.starts_with("Needs "));
    assert!(hints && lines.len() <= 2, "{lines:?}");
}

/// The words of a screen, but for those that count seconds: `6m48s`.
fn but_seconds(shot: &Shot) -> Vec<&str> {
    let counts = |word: &&str| !(word.starts_with(|c: char| c.is_ascii_digit()) && word.ends_with('s'));
    shot.text.split_whitespace().filter(counts).collect()
}

#[test]
fn between_two_ticks_of_the_clock_nothing_is_written_and_a_tick_is_a_few_bytes() {
    const TICKS: usize = 5;
    let rig = rig();
    let hub = declared(&rig);
    let dana = room(&hub, &hub.token("dana", "advocate"));
    dana.wait_for(&["1 here"]);
    // From the first tick on: what comes before it is the start.
    let start = dana.shots();
    dana.wait_for_shots(start + 1 + TICKS);

    let shots = dana.shots_since(start);
    let took = shots[shots.len() - 1].at - shots[0].at;
    let writes = shots.len() - 1;
    // One tick may have come late, and then the next seems early.
    let most = took + Duration::from_millis(1_500);
    assert!(
        most >= Duration::from_secs(writes as u64),
        "{writes} writes in {took:?}"
    );
    let ticks = shots.windows(2).filter(|pair| pair[0].text != pair[1].text);
    let (mut seen, mut judged) = (0, 0);
    for pair in ticks {
        seen += 1;
        // At the turn of a minute more than the seconds changes.
        if but_seconds(&pair[0]) == but_seconds(&pair[1]) {
            judged += 1;
            assert!(pair[1].bytes <= 60, "{} bytes for a second", pair[1].bytes);
        }
    }
    assert_eq!(seen, writes, "every write changes what stands there");
    assert!(judged + 2 >= writes, "{judged} of {writes} are seconds alone");
}

/// What the header says the time is.
fn minute(shot: &Shot) -> Option<&str> {
    let (_, after) = shot.text.split_once(" now ")?;
    after.split_whitespace().next()
}

#[test]
fn with_reduced_motion_nothing_is_written_from_minute_to_minute() {
    const SECONDS: usize = 5;
    let rig = rig();
    let hub = rig.serve();
    let declare = [
        "declare",
        "Video calls drop",
        "--component",
        "video-eu",
        "--severity",
        "sev1",
    ];
    // Long ago: nothing is due in the next five minutes.
    let began = ["--playbook", "full-outage", "--alerted-at", "3h"];
    hub.run(&[&declare[..], &began].concat()).well();
    let mut command = hub.command(&["--reduced-motion"]);
    let token = hub.token("dana", "advocate");
    let still = Tty::open(command.env("WARROOM_TOKEN_FILE", &token), 80, 24);
    still.wait_for(&["Video calls drop", "LIVE"]);
    still.wait_for(&["1 here"]);
    let mut every_second = Command::new("sh");
    every_second.env("PATH", std::env::var_os("PATH").unwrap());
    every_second.args(["-c", "while sleep 1; do echo tick; done"]);
    let clock = Tty::open(&every_second, 20, 5);
    // From a tick on: what comes before it is the start.
    clock.wait_for_shots(2);
    let since = still.shots();
    clock.wait_for_shots(2 + SECONDS);
    let shots = still.shots_since(since - 1);
    for pair in shots.windows(2) {
        let what = format!(
            "{} bytes:\n{}\n---\n{}",
            pair[1].bytes, pair[0].text, pair[1].text
        );
        assert_ne!(
            minute(&pair[0]),
            minute(&pair[1]),
            "only the turn of a minute is written, not {what}"
        );
    }
    clock.kill_and_wait();
}
