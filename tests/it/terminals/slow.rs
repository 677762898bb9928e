//! T9: a line that takes a few bytes a second, one whose answers come late, and one that stands still, while keys are
//! pressed and much happens. No queue of frames waits in it, and what is seen last is the newest.

use super::tty::{DEADLINE, Pace, Tty};
use super::{declared, rig, room};
use crate::binary::rig::Hub;
use crate::record::Line;
use crate::trust;
use nix::sys::signal::Signal;
use nix::unistd::Pid;
use serde_json::json;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// 300 bytes a second.
const SLOW: Pace = Pace {
    bytes: 30,
    every: Duration::from_millis(100),
};
/// Half of a round trip: as much as comes, so late. Keys are as late.
const FAR: Pace = Pace {
    bytes: 1 << 16,
    every: Duration::from_millis(300),
};
/// Keys that change what is drawn, each of them, and record nothing.
const KEYS: [&str; 2] = ["j", "k"];
/// Whatever was selected, this is then the first row.
const FIRST_ROW: &str = "1kkkk";

/// What waited in a line, and what became of it.
#[derive(Clone, Copy, Debug)]
struct Figures {
    /// Bytes in front of the newest frame, with it.
    behind: usize,
    /// Bytes that a fresh start writes.
    whole: usize,
    /// KB of memory, and those of a fresh start.
    memory: u64,
    fresh_memory: u64,
}

/// What is wrong with it.
fn judge(figures: &Figures) -> Result<(), String> {
    // The frame that was not answered, one that was sent after long silence, the newest, and what changes meanwhile.
    let most = 3 * figures.whole + 1_000;
    if figures.behind > most {
        return Err(format!(
            "{} bytes before the newest frame: a queue",
            figures.behind
        ));
    }
    match figures.memory <= figures.fresh_memory * 2 {
        true => Ok(()),
        false => Err(format!("{} KB of memory", figures.memory)),
    }
}

/// A room on a line, and somebody else who writes into the log.
struct Watched<'a> {
    hub: &'a Hub<'a>,
    token: PathBuf,
    room: Tty,
    other: Line,
    pressed: usize,
    notes: usize,
}

impl<'a> Watched<'a> {
    fn new(hub: &'a Hub<'a>) -> Watched<'a> {
        let token = hub.token("dana", "advocate");
        let other = std::fs::read_to_string(hub.token("omar", "advocate")).unwrap();
        Watched {
            hub,
            room: room(hub, &token),
            other: Line::at(hub.address(), other.trim()).unwrap(),
            token,
            pressed: 0,
            notes: 0,
        }
    }

    fn press(&mut self) {
        self.room.press(KEYS[self.pressed % KEYS.len()]);
        self.pressed += 1;
    }

    fn note(&mut self) {
        self.notes += 1;
        let text = format!("event {};", self.notes);
        let body = json!({ "id": Uuid::new_v4(), "kind": "write_note", "text": text });
        let (status, said) = self.other.command(&body).unwrap();
        assert_eq!(status, 200, "{said}");
    }

    /// Ends what went on, and gives what was read from then until the screen is that of a fresh start.
    fn behind(&mut self, pace: Option<Pace>) -> Figures {
        self.note();
        self.room.press(FIRST_ROW);
        self.room.wait_until_taken();
        let since = self.room.shots();
        let mut fresh = room(self.hub, &self.token);
        fresh.press(FIRST_ROW);
        fresh.wait_for(&[&format!("event {};", self.notes)]);
        self.room.read_at(pace);
        self.room.read_on();
        same(&self.room, &fresh);
        Figures {
            behind: bytes(&self.room, since),
            whole: bytes(&fresh, 0),
            memory: memory(self.room.id()),
            fresh_memory: memory(fresh.id()),
        }
    }
}

fn bytes(room: &Tty, since: usize) -> usize {
    room.shots_since(since).iter().map(|shot| shot.bytes).sum()
}

/// In KB.
fn memory(program: Pid) -> u64 {
    super::signals::weight(program).0
}

/// Waits until both show the same, at the same time.
#[track_caller]
fn same(room: &Tty, fresh: &Tty) {
    // A cell that was cleared is one that was never drawn.
    let shown = |room: &Tty| {
        let text = room.text();
        text.lines()
            .map(|line| line.trim_end().to_owned())
            .collect::<Vec<_>>()
    };
    let until = Instant::now() + DEADLINE;
    while shown(room) != shown(fresh) {
        assert!(
            Instant::now() < until,
            "not the same:\n{}\n{}",
            room.text(),
            fresh.text()
        );
        pass(Duration::from_millis(20));
    }
}

/// Time is what makes a line slow.
fn pass(time: Duration) {
    let until = Instant::now() + time;
    while Instant::now() < until {
        std::thread::park_timeout(until.saturating_duration_since(Instant::now()));
    }
}

#[test]
fn behind_a_line_that_stood_still_there_is_little_and_then_the_newest_frame() {
    let much = trust::times(100, 3_000);
    let rig = rig();
    let hub = declared(&rig);
    let mut watched = Watched::new(&hub);
    watched.room.stall();
    for _ in 0..much {
        watched.press();
        watched.note();
    }
    let figures = watched.behind(None);
    assert_eq!(judge(&figures), Ok(()), "{figures:?}");
    let counts = format!(
        "{much} keys and {much} events meanwhile: {} bytes in front of the newest frame and with it, of a fresh start {}; \
         memory {} KB, of a fresh start {} KB",
        figures.behind, figures.whole, figures.memory, figures.fresh_memory
    );
    trust::result("T9", "a line that stood still", &counts);
}

#[test]
fn on_a_line_of_300_bytes_a_second_the_newest_frame_comes_and_the_room_ends_at_once() {
    let length = Duration::from_secs(trust::times(6, 240) as u64);
    let rig = rig();
    let hub = declared(&rig);
    let mut watched = Watched::new(&hub);
    watched.room.read_at(Some(SLOW));
    let (begin, since) = (Instant::now(), watched.room.shots());
    while begin.elapsed() < length {
        watched.press();
        if watched.pressed.is_multiple_of(5) {
            watched.note();
        }
        pass(Duration::from_millis(50));
    }
    let rate = bytes(&watched.room, since) as f64 / begin.elapsed().as_secs_f64();
    let (keys, events) = (watched.pressed, watched.notes);
    let figures = watched.behind(None);
    assert_eq!(judge(&figures), Ok(()), "{figures:?}");

    watched.room.read_at(Some(SLOW));
    for _ in 0..200 {
        watched.press();
    }
    watched.room.wait_until_taken();
    let begin = Instant::now();
    watched.room.signal(Signal::SIGTERM);
    assert_eq!(watched.room.wait_for_end(), 143);
    let took = begin.elapsed();
    watched.room.read_at(None);
    watched.room.is_left_as_it_was();
    let counts = format!(
        "{} s, {keys} keys and {events} events, {rate:.0} bytes a second read: {} bytes in front of the newest frame and \
         with it, {:.0} s of that line; SIGTERM ends it after {:.0} ms, 0 modes left",
        length.as_secs(),
        figures.behind,
        figures.behind as f64 / 300.0,
        took.as_secs_f64() * 1e3
    );
    trust::result("T9", "a line of 300 bytes a second", &counts);
}

#[test]
fn on_a_line_with_a_round_trip_of_600_ms_nothing_waits_longer_than_that() {
    let turns = trust::times(8, 200);
    let rig = rig();
    let hub = declared(&rig);
    let mut watched = Watched::new(&hub);
    watched.room.read_at(Some(FAR));
    for _ in 0..turns {
        pass(FAR.every);
        watched.press();
        watched.note();
    }
    let figures = watched.behind(Some(FAR));
    assert_eq!(judge(&figures), Ok(()), "{figures:?}");
    let counts = format!(
        "{turns} keys and {turns} events: {} bytes in front of the newest frame and with it, of a fresh start {}",
        figures.behind, figures.whole
    );
    trust::result("T9", "a round trip of 600 ms", &counts);
}

#[test]
fn a_line_that_hoards_what_nobody_reads_is_found_out() {
    let rig = rig();
    let hub = declared(&rig);
    let mut watched = Watched::new(&hub);
    // As a relay between the room and its reader would that takes whatever comes: every frame waits in it.
    let hoarded = watched.room.shots();
    while bytes(&watched.room, hoarded) < 40_000 {
        for columns in [81, 80] {
            let before = watched.room.shots();
            watched.room.resize(columns, 24);
            watched.room.wait_for_shots(before + 1);
        }
    }
    let figures = watched.behind(None);
    let behind = bytes(&watched.room, hoarded);
    let hoarded = Figures { behind, ..figures };
    let found = judge(&hoarded).unwrap_err();
    assert!(found.contains("a queue"), "{found}");
    let grown = Figures {
        behind: 0,
        memory: figures.fresh_memory * 3,
        ..figures
    };
    assert!(judge(&grown).unwrap_err().contains("KB of memory"));
}
