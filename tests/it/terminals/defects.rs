//! Panics wherever the room works: the terminal is given back once, the words can be read, and what was recorded is
//! delivered once. A screen whose poller is dead does not stay to look alive.

use super::killed::faults;
use super::tty::{DEADLINE, Tty};
use super::{Rig, declared, drained, rig};
use crate::trust;
use nix::sys::signal::Signal;
use nix::sys::stat::Mode;
use nix::unistd::mkfifo;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// The exit status of a Rust program that panicked.
const PANICKED: u32 = 101;

/// Places, and the keys that lead there; what draws is passed with every frame.
const PLACES: [(&str, &str); 34] = [
    ("header", "1"),
    ("lanes", "1"),
    ("next", "1"),
    ("accounts", "1"),
    ("clock", "1"),
    ("checklist", "1"),
    ("timeline", "1"),
    ("footer", "1"),
    ("dialog", "n"),
    ("dialog", "1 "),
    ("dialog", "1\r"),
    ("dialog", "?"),
    ("dialog", ":"),
    ("dialog", "r"),
    ("dialog", "i"),
    ("dialog", "l"),
    ("dialog", "d"),
    ("dialog", "e"),
    ("dialog", "g"),
    ("dialog", "w"),
    ("dialog", "x"),
    ("dialog", "s"),
    ("update", "j"),
    ("input", "j"),
    ("card", "1\r"),
    ("drafts", "na"),
    ("feed", "na\r"),
    ("poll", "na\r"),
    ("post", "na\r"),
    ("pen", "na\r"),
    ("signals", ""),
    ("themes", "1"),
    ("lobby", "1"),
    ("line", "1"),
];

/// A pipe through which a room is told where it has a defect.
pub struct Defects(PathBuf);

impl Defects {
    pub fn new(rig: &Rig) -> Defects {
        let pipe = rig.path("defects");
        mkfifo(&pipe, Mode::S_IRWXU).unwrap();
        Defects(pipe)
    }

    pub fn pipe(&self) -> &Path {
        &self.0
    }

    fn open<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.env("WARROOM_DEFECTS", &self.0)
    }

    /// Asks for a defect, and comes back once that is heard.
    #[track_caller]
    pub fn ask(&self, place: &str) {
        fs::write(&self.0, place).unwrap();
        let until = Instant::now() + DEADLINE;
        while self.0.exists() {
            assert!(Instant::now() < until, "nobody heard of the defect at {place}");
            std::thread::yield_now();
        }
    }
}

/// What is wrong with the end of a room that had a defect.
fn wrong(status: u32, given_back: usize, screen: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    if status != PANICKED {
        wrong.push(format!("it ended with {status}"));
    }
    if given_back != 1 {
        wrong.push(format!("the terminal was given back {given_back} times"));
    }
    if !is_readable(screen) {
        wrong.push("its words cannot be read".to_owned());
    }
    if screen.contains(['\u{202e}', '\u{9b}', '\u{1b}']) {
        wrong.push("its words are not clean".to_owned());
    }
    wrong
}

fn is_readable(screen: &str) -> bool {
    // The last column breaks words.
    let words: String = screen.split_whitespace().collect();
    words.contains("warroom:adefectpanickedatsrc/") && words.contains("atestaskedforitat")
}

/// The screen once the last words are on it, which come after the terminal is given back.
#[track_caller]
fn last_words(room: &Tty) -> String {
    room.wait_until("what it says of its defect", |shot| is_readable(&shot.text))
        .text
}

#[test]
fn a_panic_anywhere_gives_the_terminal_back_once_and_says_what_it_was() {
    let rounds = trust::times(1, 10);
    let rig = rig();
    let hub = declared(&rig);
    let empty = super::rig();
    let quiet = empty.serve();
    let tokens = [&hub, &quiet].map(|hub| hub.token("dana", "advocate"));
    let mut typed = Vec::new();
    for round in 0..rounds {
        for (at, (place, keys)) in PLACES.into_iter().enumerate() {
            let defects = Defects::new(&rig);
            let lobby = place == "lobby";
            let mut command = if lobby { &quiet } else { &hub }.command(&[]);
            command.env("WARROOM_TOKEN_FILE", &tokens[usize::from(lobby)]);
            let (columns, rows) = if place == "line" { (30, 5) } else { (80, 24) };
            let mut dana = Tty::open(defects.open(&mut command), columns, rows);
            dana.wait_for(&["LIVE"]);
            if !lobby && place != "line" {
                let text = format!("t{at}.{round};");
                dana.press(&format!("n{text}\r"));
                dana.wait_for(&["dana", &text]);
                typed.push(text);
            }
            defects.ask(place);
            match place {
                "signals" => dana.signal(Signal::SIGTERM),
                _ => dana.press(keys),
            }
            let status = dana.wait_for_end();
            let given_back = dana.times_given_back();
            assert_eq!(
                wrong(status, given_back, &last_words(&dana)),
                [] as [String; 0],
                "{place} {keys:?}"
            );
        }
    }
    let log = drained(&rig, &hub, &tokens[0]);
    assert_eq!(faults(&log, &typed, &typed), [] as [String; 0]);
    let panics = rounds * PLACES.len();
    let counts = format!(
        "{panics} of {panics} restored once, said readably, ended with {PANICKED}; {} notes shown, 0 lost, 0 doubled",
        typed.len()
    );
    trust::result("T5", "panics in what draws and in every task", &counts);
    trust::result("P14", "panics", &format!("{panics} of {panics} leave 0 modes on"));
}

#[test]
fn a_room_that_does_not_end_as_it_should_is_found_out() {
    let good = "warroom: a defect panicked at src/a.rs:1:2: a test asked for it at accounts";
    assert_eq!(wrong(101, 1, good), [] as [String; 0]);
    assert_eq!(wrong(0, 1, good), ["it ended with 0"]);
    assert_eq!(wrong(101, 2, good), ["the terminal was given back 2 times"]);
    assert_eq!(wrong(101, 1, "$"), ["its words cannot be read"]);
    assert_eq!(
        wrong(101, 1, &format!("{good}\u{202e}")),
        ["its words are not clean"]
    );
}

#[test]
fn a_dead_writer_of_the_local_room_ends_the_room_loudly() {
    let rig = rig();
    let defects = Defects::new(&rig);
    let first = Tty::open(defects.open(&mut rig.command(&[])), 80, 24);
    first.wait_for(&["LOCAL ROOM", "LIVE"]);
    defects.ask("writer");
    // Refused; or the room itself had something for its writer before, and whoever declares now is alone.
    let said = rig.run(&["declare", "Video calls drop", "--yes"]);
    assert!(matches!(said.code, Some(0 | 1)), "{said:?}");
    let status = first.wait_for_end();
    assert_eq!(
        wrong(status, first.times_given_back(), &last_words(&first)),
        [] as [String; 0]
    );
}

#[test]
fn a_panic_while_the_editor_has_the_terminal_ends_the_room_and_keeps_the_text() {
    let rig = rig();
    let hub = declared(&rig);
    let token = hub.token("dana", "advocate");
    let editor = rig.write(
        "editor.sh",
        "printf 'the editor has it\\r\\n'; read -r line; echo \"$line\" >> \"$1\"\n",
    );
    let defects = Defects::new(&rig);
    let mut command = hub.command(&[]);
    command
        .env("WARROOM_TOKEN_FILE", &token)
        .env("EDITOR", format!("sh {}", editor.display()))
        .env("PATH", "/usr/bin:/bin");
    let mut dana = Tty::open(defects.open(&mut command), 80, 24);
    dana.wait_for(&["Video calls drop", "LIVE"]);
    dana.press("r");
    dana.wait_for(&["Preliminary", "not begun"]);
    dana.press("\r");
    dana.wait_for(&["MISSING", "nobody has drafted"]);
    dana.press("e");
    dana.wait_for(&["the editor has it"]);
    defects.ask("poll");
    hub.run(&["note", "meanwhile"]).well();
    dana.wait_for(&["a defect panicked at src/client"]);
    dana.press("what I wrote\r");
    assert_eq!(dana.wait_for_end(), 1);
    dana.is_left_as_it_was();
    dana.wait_until("where the text is", |shot| {
        let words: String = shot.text.split_whitespace().collect();
        words.contains("Yourtextiskeptin")
    });
}
