//! The wall on a real terminal: it shows how it stands, no byte into it reaches the record, and it leaves at once.

use super::tty::Tty;
use super::{declared, rig};
use crate::binary::rig::Hub;
use std::path::Path;

/// So many bytes of keyboard.
const BYTES: usize = 1_500;

fn wall(hub: &Hub, token: &Path, columns: u16, rows: u16) -> Tty {
    let mut command = hub.command(&["--wall"]);
    Tty::open(command.env("WARROOM_TOKEN_FILE", token), columns, rows)
}

/// Any bytes but those that leave.
fn bytes() -> Vec<u8> {
    let mut random = 11_u32;
    let any = std::iter::repeat_with(|| {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (random >> 24) as u8
    });
    any.filter(|byte| ![b'q', 3].contains(byte)).take(BYTES).collect()
}

#[test]
fn whatever_is_typed_at_a_wall_nothing_is_recorded() {
    let rig = rig();
    let hub = declared(&rig);
    // One who may do everything is told nothing else.
    for access in ["wall", "admin"] {
        let mut wall = wall(&hub, &hub.token(&format!("tv-{access}"), access), 100, 30);
        wall.wait_for(&["Video calls drop", "LIVE"]);
        wall.wait_for(&["WALL, read-only"]);
        let before = hub.run(&["log"]).well();
        for some in bytes().chunks(64) {
            wall.press_bytes(some);
        }
        // Whatever sequence they have begun ends with these.
        wall.press("aaaa");
        wall.wait_until_taken();
        wall.wait_for(&["KEY ACCOUNTS REACHED"]);
        wall.press("q");
        assert_eq!(wall.wait_for_end(), 0);
        wall.is_left_as_it_was();
        assert_eq!(hub.run(&["log"]).well(), before);
    }
}

#[test]
fn ctrl_c_leaves_a_wall_without_a_question() {
    let rig = rig();
    let hub = declared(&rig);
    let mut wall = wall(&hub, &hub.token("tv", "wall"), 160, 45);
    wall.wait_for(&["DOWN FOR"]);
    wall.press("\x03");
    assert_eq!(wall.wait_for_end(), 0);
    wall.is_left_as_it_was();
}

#[test]
fn a_wall_whose_hub_is_gone_says_so_in_large_letters() {
    let rig = rig();
    let hub = declared(&rig);
    let token = hub.token("tv", "wall");
    let wall = wall(&hub, &token, 160, 45);
    wall.wait_for(&["DOWN FOR"]);
    hub.kill();
    wall.wait_for(&["OFFLINE: this is how it stood at"]);
    assert!(!wall.text().contains("LIVE"), "{}", wall.text());
}

#[test]
fn a_screen_that_only_reads_says_so_and_records_nothing() {
    let rig = rig();
    let hub = declared(&rig);
    let token = hub.token("dana", "admin");
    let mut command = hub.command(&["--read-only"]);
    let mut room = Tty::open(command.env("WARROOM_TOKEN_FILE", &token), 100, 30);
    room.wait_for(&["READ-ONLY", "Video calls drop", "LIVE"]);
    let before = hub.run(&["log"]).well();
    room.press("n");
    room.wait_for(&["This screen only reads (--read-only)"]);
    let since = room.shots();
    room.press("1");
    room.wait_for_shots(since + 1);
    room.press("c");
    room.wait_for(&["This screen only reads (--read-only)"]);
    assert_eq!(hub.run(&["log"]).well(), before);
}

#[test]
fn a_wall_wants_a_terminal_and_a_verb_wants_no_wall() {
    let rig = rig();
    for (args, said) in [
        (&["--wall"][..], "is not one"),
        (&["demo", "--wall"], "is not one"),
        (
            &["note", "x", "--wall"],
            "--wall and --read-only are for a screen",
        ),
        (
            &["note", "x", "--read-only"],
            "--wall and --read-only are for a screen",
        ),
        (&["--wall", "--read-only"], "cannot be used with"),
    ] {
        let ran = rig.run(args);
        assert_eq!(ran.code, Some(2), "{args:?}: {ran:?}");
        assert!(ran.err.contains(said), "{args:?}: {ran:?}");
    }
}
