//! Keys by the thousand, pastes by the megabyte, mouse reports nobody asked for, and keys that arrive in pieces: each key
//! is what it was, and nothing else is one.

use super::tty::Tty;
use super::{declared, rig};
use crate::binary::rig::Hub;
use crate::trust;
use std::path::Path;
use std::time::{Duration, Instant};

/// How long a beginning of a key waits for its rest where the line is slow.
const JOIN_WAIT: Duration = Duration::from_millis(100);
/// As much as is on the screen of what was typed.
const LONGEST: usize = 40;

/// What a key does to a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Does {
    Type(char),
    Left,
    Right,
    Home,
    End,
    Backspace,
    Delete,
    Nothing,
}

/// Keys, and what terminals send for them. The last ones are reports and answers that no key was pressed for.
const KEYS: [(&str, Does); 29] = [
    ("\x1b[D", Does::Left),
    ("\x1bOD", Does::Left),
    ("\x1b[C", Does::Right),
    ("\x1bOC", Does::Right),
    ("\x1b[H", Does::Home),
    ("\x1b[1~", Does::Home),
    ("\x1bOH", Does::Home),
    ("\x1b[F", Does::End),
    ("\x1b[4~", Does::End),
    ("\x1b[8~", Does::End),
    ("\x7f", Does::Backspace),
    ("\x1b[3~", Does::Delete),
    ("\x1b[A", Does::Nothing),
    ("\x1bOB", Does::Nothing),
    ("\x1b[Z", Does::Nothing),
    ("\x1b[5~", Does::Nothing),
    ("\x1b[15~", Does::Nothing),
    ("\x1b[6;2~", Does::Nothing),
    ("\x1b[<0;10;10M", Does::Nothing),
    ("\x1b[<0;10;10m", Does::Nothing),
    ("\x1b[<64;200;40M", Does::Nothing),
    ("\x1b[M !!", Does::Nothing),
    ("\x1b[M#**", Does::Nothing),
    ("\x1b[32;10;10M", Does::Nothing),
    ("\x1b[I", Does::Nothing),
    ("\x1b[O", Does::Nothing),
    ("\x1b[?62;22c", Does::Nothing),
    ("\x1b[12;40R", Does::Nothing),
    ("\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\", Does::Nothing),
];
/// Where the mouse begins and ends in that table.
const MOUSE: std::ops::Range<usize> = 18..24;

/// A line, as whoever types it knows it.
#[derive(Clone, Debug, Default)]
struct Typed {
    text: Vec<char>,
    at: usize,
}

impl Typed {
    fn does(&mut self, key: Does) {
        match key {
            Does::Type(letter) => {
                self.text.insert(self.at, letter);
                self.at += 1;
            }
            Does::Left => self.at = self.at.saturating_sub(1),
            Does::Right => self.at = (self.at + 1).min(self.text.len()),
            Does::Home => self.at = 0,
            Does::End => self.at = self.text.len(),
            Does::Backspace if self.at > 0 => {
                self.at -= 1;
                self.text.remove(self.at);
            }
            Does::Delete if self.at < self.text.len() => drop(self.text.remove(self.at)),
            Does::Backspace | Does::Delete | Does::Nothing => {}
        }
    }

    fn is_on(&self, screen: &str) -> bool {
        let text: String = self.text.iter().collect();
        note_on(screen).is_some_and(|note| note == text)
    }
}

/// The note on a screen, of letters alone.
fn note_on(screen: &str) -> Option<String> {
    let after = screen
        .lines()
        .find_map(|line| Some(line.split_once("Note: ")?.1))?;
    Some(after.chars().take_while(|c| c.is_alphabetic()).collect())
}

/// Numbers that are the same in every run.
struct Random(u32);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) as usize % end
    }
}

/// A room with a note being written.
fn writing(hub: &Hub, token: &Path) -> Tty {
    let mut command = hub.command(&[]);
    // As over a slow line.
    command
        .env("WARROOM_TOKEN_FILE", token)
        .env("SSH_CONNECTION", "192.0.2.1 5022 192.0.2.2 22");
    let mut room = Tty::open(&command, 80, 24);
    room.wait_for(&["Video calls drop", "LIVE"]);
    room.press("n");
    room.wait_for(&["Note: "]);
    room
}

#[test]
fn a_flood_of_keys_is_typed_as_it_was_pressed_and_the_mouse_types_nothing() {
    let wanted = trust::times(4_000, 100_000);
    let rig = rig();
    let hub = declared(&rig);
    let token = hub.token("dana", "advocate");
    let mut room = writing(&hub, &token);
    let (mut random, mut typed) = (Random(8), Typed::default());
    let (mut keys, mut mouse) = (0, 0);
    while keys < wanted {
        let mut chunk = String::new();
        while chunk.len() < 1_000 {
            let letter = char::from(b'a' + random.below(26) as u8);
            let (bytes, does) = match random.below(10) {
                0..5 if typed.text.len() < LONGEST => (letter.to_string(), Does::Type(letter)),
                5 => {
                    mouse += 1;
                    let (bytes, does) = KEYS[MOUSE.start + random.below(MOUSE.len())];
                    (bytes.to_owned(), does)
                }
                _ => {
                    let (bytes, does) = KEYS[random.below(KEYS.len())];
                    (bytes.to_owned(), does)
                }
            };
            chunk.push_str(&bytes);
            typed.does(does);
            keys += 1;
        }
        // As fast as it takes them.
        room.wait_until_taken();
        room.press(&chunk);
        if keys % 10_000 < 500 {
            room.wait_until("what was typed", |shot| typed.is_on(&shot.text));
            room.forget_shots();
        }
    }
    room.press("z");
    typed.does(Does::Type('z'));
    room.wait_until("what was typed", |shot| typed.is_on(&shot.text));
    room.press("\r");
    room.wait_for(&["all sent"]);
    let text: String = typed.text.iter().collect();
    room.wait_for(&["dana", &text]);
    assert_eq!(hub.run(&["log"]).well().matches(&text).count(), 1);
    let counts = format!("{keys} keys and reports, {mouse} and more of the mouse, 0 misread");
    trust::result("T8", "a flood of keys", &counts);
}

#[test]
fn a_key_that_arrives_in_two_pieces_is_still_that_key() {
    let rig = rig();
    let hub = declared(&rig);
    let token = hub.token("dana", "advocate");
    let splits = |(bytes, does): (&'static str, Does)| (1..bytes.len()).map(move |at| (bytes, at, does));
    let mut cases: Vec<_> = KEYS
        .into_iter()
        .chain([("é", Does::Type('é'))])
        .flat_map(splits)
        .collect();
    cases.reverse();
    let (all, mut again) = (cases.len(), 0);
    'rooms: while !cases.is_empty() {
        let mut room = writing(&hub, &token);
        // What an earlier room has left in the note.
        room.press(&"\x7f".repeat(LONGEST + 2));
        room.press("ab");
        room.wait_until("an empty note", |shot| {
            note_on(&shot.text).is_some_and(|note| note == "ab")
        });
        let mut typed = Typed::default();
        typed.does(Does::Type('a'));
        typed.does(Does::Type('b'));
        while let Some((bytes, at, does)) = cases.last().copied() {
            if typed.text.len() > LONGEST - 4 {
                continue 'rooms;
            }
            let start = Instant::now();
            room.press_in_two(&bytes.as_bytes()[..at], &bytes.as_bytes()[at..]);
            if start.elapsed() >= JOIN_WAIT {
                // This machine was too busy: what came so late is rightly taken for keys of their own.
                again += 1;
                continue 'rooms;
            }
            room.press("xy\x1b[D");
            for does in [does, Does::Type('x'), Does::Type('y'), Does::Left] {
                typed.does(does);
            }
            room.wait_until(&format!("{bytes:?} split at {at}: {typed:?}"), |shot| {
                typed.is_on(&shot.text)
            });
            cases.pop();
        }
    }
    let counts = format!(
        "{all} splits of {} sequences, 0 misread ({again} tried again)",
        KEYS.len()
    );
    trust::result("T8", "keys in two pieces", &counts);
}

#[test]
fn a_huge_paste_presses_no_key() {
    let bytes = trust::times(100_000, 10_000_000);
    let rig = rig();
    let hub = declared(&rig);
    let token = hub.token("dana", "advocate");
    let mut room = writing(&hub, &token);
    let before = hub.run(&["log"]).well();
    // Every key of it would end the room, or record something.
    let pasted = "q\rq\r\x1bq\r\x03\x03 \r\x1b[A\x1a".repeat(bytes / 21);
    room.press(&format!("\x1b[200~{pasted}\x1b[201~"));
    room.wait_until("the paste", |shot| shot.has_line(&["Note: ", "q"]));
    assert!(room.is_running());
    // Not into a note either.
    room.press("\x1b");
    room.wait_until("the note closed", |shot| {
        shot.has_line(&["4 TIMELINE"]) && !shot.has_line(&["Note: "])
    });
    room.press(&format!("\x1b[200~{pasted}\x1b[201~"));
    room.press("?");
    room.wait_for(&["One sentence: what you do next"]);
    assert_eq!(hub.run(&["log"]).well(), before);
    let counts = format!("2 pastes of {} bytes, 0 keys of them pressed", pasted.len());
    trust::result("T8", "huge pastes", &counts);
}

#[test]
fn a_key_that_was_misread_is_found_out() {
    let mut typed = Typed::default();
    for does in [Does::Type('a'), Does::Type('b'), Does::Left, Does::Delete] {
        typed.does(does);
    }
    let screen = |note: &str| format!("│ Note: {note}    │");
    assert!(typed.is_on(&screen("a")));
    assert!(!typed.is_on(&screen("ab")), "Delete was not heard");
    assert!(!typed.is_on(&screen("aM")), "an end of a mouse report was typed");
}
