//! C7: clocks that are wrong, on the hub and on a screen, that step back and forth, at both edges of summer time and in 2038:
//! the order is that of the log, everything is told in the hub's time, and nothing is younger than nothing.

use super::{let_in, none_wrong, pass, read};
use crate::binary::rig::{Hub, Rig};
use crate::record::Line;
use crate::terminals::tty::Tty;
use crate::terminals::{opened, rig};
use crate::trust;
use jiff::Timestamp;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use uuid::Uuid;
use warroom::domain::actor::Access;

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// Where a clock begins.
#[derive(Clone, Copy)]
enum Clock {
    /// So many seconds ahead.
    Off(i64),
    At(&'static str),
}

/// The hub's clock, and that of one of its screens.
const CASES: [(&str, Clock, i64); 8] = [
    ("an hour ahead", Clock::Off(HOUR), -HOUR),
    ("an hour behind", Clock::Off(-HOUR), HOUR),
    ("a day ahead", Clock::Off(DAY), -DAY),
    ("a day behind", Clock::Off(-DAY), DAY),
    ("the end of 32 bits", Clock::At("2038-01-19T03:14:00Z"), 0),
    ("summer time begins", Clock::At("2026-03-29T00:59:50Z"), DAY),
    ("summer time ends", Clock::At("2026-10-25T00:59:50Z"), -DAY),
    ("in time, and a screen in 2038", Clock::Off(0), 360_000_000),
];
/// Then the hub's clock is set, by so many seconds each time.
const STEPS: [(&str, i64); 4] = [
    ("a leap second", -1),
    ("an hour back", -HOUR),
    ("two hours on", 2 * HOUR),
    ("a day back", -DAY),
];

/// One event's number, when it was recorded, and when it happened by whoever said so.
type Stamped = (u64, Timestamp, Timestamp);

#[derive(Default)]
struct Seen {
    events: Vec<Stamped>,
    /// So many of them come before the hub's clock was set.
    steady: usize,
    /// What answers called now, and the time of the last event they knew.
    nows: Vec<(Timestamp, Timestamp)>,
    screens: Vec<String>,
}

fn faults(seen: &Seen) -> Vec<String> {
    let mut faults = Vec::new();
    let (mut last, mut number) = (Timestamp::MIN, 0);
    for (at, (seq, recorded, said)) in seen.events.iter().enumerate() {
        if *seq != number + 1 {
            faults.push(format!("{seq} comes after {number}"));
        }
        if *recorded < last {
            faults.push(format!(
                "{seq} is recorded at {recorded}, before the one before it"
            ));
        }
        if said > recorded {
            faults.push(format!(
                "{seq} is said to happen after it was recorded: {said}, {recorded}"
            ));
        }
        // A screen's own clock is nobody's business.
        if at < seen.steady && recorded.duration_since(*said).as_secs() > 60 {
            faults.push(format!("{seq} was said at {said} and counts as late: {recorded}"));
        }
        (last, number) = (*recorded, *seq);
    }
    let early = seen.nows.iter().filter(|(now, last)| now < last);
    faults.extend(early.map(|(now, last)| format!("it is {now}, and something was recorded at {last}")));
    faults.extend(seen.screens.iter().filter_map(|screen| below_zero(screen)));
    faults
}

/// A number with a minus before it, and nothing before that.
fn below_zero(screen: &str) -> Option<String> {
    let negative = |word: &str| {
        let mut letters = word.trim_start_matches(['(', '+']).chars();
        letters.next() == Some('-') && letters.next().is_some_and(|next| next.is_ascii_digit())
    };
    let line = screen.lines().find(|line| line.split_whitespace().any(negative));
    line.map(|line| format!("less than nothing: {line}"))
}

/// A clock that is wrong by what stands in a file.
struct Wrong {
    file: PathBuf,
    off: i64,
}

impl Wrong {
    fn by(rig: &Rig, name: &str, off: i64) -> Wrong {
        let mut wrong = Wrong {
            file: rig.path(name),
            off: 0,
        };
        wrong.step(off);
        wrong
    }

    fn step(&mut self, by: i64) {
        self.off += by;
        let new = self.file.with_extension("new");
        fs::write(&new, format!("{:+}\n", self.off)).unwrap();
        // It is read at every look at the clock, and must never be half there.
        fs::rename(new, &self.file).unwrap();
    }

    /// The environment of a program with this clock. What counts from the machine's start goes on as it is.
    fn environment(&self, library: &str) -> Vec<(&'static str, String)> {
        vec![
            ("LD_PRELOAD", library.to_owned()),
            ("FAKETIME_TIMESTAMP_FILE", self.file.display().to_string()),
            ("FAKETIME_NO_CACHE", "1".to_owned()),
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1".to_owned()),
            ("NO_FAKE_STAT", "1".to_owned()),
        ]
    }
}

/// What has to be loaded before a program so that its clock is wrong, where that is installed.
fn library() -> Option<String> {
    if !trust::has("faketime", &["-m", "-f", "+1d", "true"]) {
        return None;
    }
    let said = Command::new("faketime")
        .args(["-m", "-f", "+1d", "printenv", "LD_PRELOAD"])
        .output()
        .unwrap();
    Some(String::from_utf8(said.stdout).unwrap().trim().to_owned())
}

fn serve<'a>(rig: &'a Rig, clock: &Wrong, library: &str) -> Hub<'a> {
    let environment = clock.environment(library);
    let set: Vec<String> = environment
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let under: Vec<&str> = std::iter::once("env")
        .chain(set.iter().map(String::as_str))
        .collect();
    opened(rig, rig.serve_under(&under))
}

/// Dana's room, with this clock, in Berlin.
fn room(hub: &Hub, token: &Path, environment: &[(&'static str, String)]) -> Tty {
    let mut command = hub.command(&[]);
    command
        .env("WARROOM_TOKEN_FILE", token)
        .env("TZ", "Europe/Berlin");
    command.envs(environment.iter().map(|(name, value)| (name, value)));
    let room = Tty::open(&command, 120, 40);
    room.wait_for(&["Video calls drop", "LIVE"]);
    room
}

fn time(value: &Value) -> Timestamp {
    value.as_str().unwrap().parse().unwrap()
}

/// A new connection each time: an idle one is not kept for long.
fn omar(hub: &Hub) -> Line {
    Line::at(hub.address(), "omar").unwrap()
}

/// Hub time, as the hub tells it.
fn look(hub: &Hub, seen: &mut Seen) -> Timestamp {
    let mut line = omar(hub);
    let news = read(line.ask("GET", "/v1/events?limit=5000", ""));
    let stamped = news["events"].as_array().unwrap().iter().map(|event| {
        let seq = event["seq"].as_u64().unwrap();
        (seq, time(&event["at"]), time(&event["said_at"]))
    });
    seen.events = stamped.collect();
    let now = time(&news["now"]);
    let last = seen.events.last().unwrap().1;
    seen.nows.push((now, last));
    let shown = read(line.ask("GET", "/v1/incidents", ""));
    seen.nows.push((time(&shown["now"]), last));
    now
}

/// Both write, and the screen has it.
fn write(dana: &mut Tty, hub: &Hub, about: &str) {
    dana.press(&format!("nfar {about};\r"));
    dana.wait_for(&[&format!("far {about};")]);
    dana.wait_for(&["all sent"]);
    let near = format!("near {about};");
    let body = json!({ "id": Uuid::new_v4(), "incident": "INC-1", "kind": "write_note", "text": near });
    read(omar(hub).command(&body));
    dana.wait_for(&[&near]);
    dana.wait_for(&["Video calls drop", "LIVE"]);
}

/// The screen tells the hub's time, whatever its own clock says.
fn tells(dana: &Tty, now: Timestamp) {
    let minutes = [0, 1].map(|more| {
        let then = now + jiff::SignedDuration::from_mins(more);
        format!("{} UTC)", then.strftime("%H:%M"))
    });
    dana.wait_until(&format!("one of {minutes:?}"), |shot| {
        minutes.iter().any(|minute| shot.has_line(&[minute]))
    });
}

fn watched(library: &str, hub: Clock, screen: i64) -> Seen {
    let rig = rig();
    let_in(&rig, [("dana", Access::Advocate), ("omar", Access::Advocate)]);
    let off = match hub {
        Clock::Off(seconds) => seconds,
        Clock::At(time) => time.parse::<Timestamp>().unwrap().as_second() - super::now().as_second(),
    };
    let mut clock = Wrong::by(&rig, "hub.clock", off);
    let hub = serve(&rig, &clock, library);
    let hers = Wrong::by(&rig, "dana.clock", screen).environment(library);
    let token = rig.secret("dana.token", "dana");
    let mut dana = room(&hub, &token, &hers);
    let mut seen = Seen::default();
    let now = look(&hub, &mut seen);
    assert!(
        (now.as_second() - super::now().as_second() - off).abs() < 60,
        "the hub's clock is {now}"
    );
    tells(&dana, now);
    let mut verb = hub.command(&["note", "by a verb"]);
    verb.env("WARROOM_TOKEN_FILE", &token).envs(hers);
    assert!(verb.output().unwrap().status.success());
    write(&mut dana, &hub, "before");
    pass(&mut omar(&hub), Duration::from_secs(1));
    look(&hub, &mut seen);
    seen.steady = seen.events.len();
    let mut then = now;
    for (name, step) in STEPS {
        clock.step(step);
        write(&mut dana, &hub, name);
        then = look(&hub, &mut seen);
        tells(&dana, then);
    }
    // It never goes back, and it went on.
    assert!(then.duration_since(now).as_secs() > HOUR / 2, "{now} {then}");
    let shots = dana.shots_since(0);
    seen.screens = shots.into_iter().map(|shot| shot.text).collect();
    seen.screens.push(hub.run(&["log"]).well());
    seen.screens.push(hub.run(&["status"]).well());
    seen
}

#[test]
fn however_wrong_the_clocks_are_the_log_is_the_order_and_no_age_is_below_nothing() {
    let Some(library) = library() else { return };
    let (mut wrong, mut events, mut screens) = (Vec::new(), 0, 0);
    for (name, hub, screen) in CASES {
        let seen = watched(&library, hub, screen);
        wrong.extend(faults(&seen).into_iter().map(|fault| format!("{name}: {fault}")));
        events += seen.events.len();
        screens += seen.screens.len();
    }
    none_wrong(&wrong);
    let counts = format!(
        "{} pairs of clocks, each hub's set {} times: {events} events in order, {screens} screens without a negative age",
        CASES.len(),
        STEPS.len()
    );
    trust::result("C7", "wrong clocks", &counts);
}

#[test]
fn an_order_by_the_clock_and_an_age_below_nothing_are_found_out() {
    let at = |second| Timestamp::from_second(second).unwrap();
    let seen = |events: &[(u64, i64, i64)]| Seen {
        events: events
            .iter()
            .map(|(seq, recorded, said)| (*seq, at(*recorded), at(*said)))
            .collect(),
        steady: events.len(),
        ..Seen::default()
    };
    assert_eq!(faults(&seen(&[(1, 5, 5), (2, 5, 3)])), [] as [String; 0]);
    assert_eq!(faults(&seen(&[(1, 5, 5), (2, 4, 4)])).len(), 1, "stepped back");
    assert_eq!(faults(&seen(&[(2, 5, 5), (1, 5, 5)])).len(), 2, "out of order");
    assert_eq!(
        faults(&seen(&[(1, 5, 6)])).len(),
        1,
        "recorded before it happened"
    );
    assert_eq!(faults(&seen(&[(1, 500, 5)])).len(), 1, "late by a screen's clock");
    let now = Seen {
        nows: vec![(at(4), at(5))],
        ..Seen::default()
    };
    assert_eq!(faults(&now).len(), 1);
    assert_eq!(
        below_zero("down 13 min  +7  sev-1\n2026-03-29 ----- x -> y - 5"),
        None
    );
    for negative in ["down -3 min", "CEO in (-59s)", "+-7"] {
        assert!(below_zero(negative).is_some(), "{negative}");
    }
}
