//! Two terminals in one room: what one does, the other sees.

use super::tty::{DEADLINE, Tty};
use super::{Rig, declared, rig, room};
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

#[test]
fn what_one_does_the_other_sees_and_the_second_claim_is_refused_by_name() {
    let rig = rig();
    let hub = declared(&rig);
    let (dana, omar) = (hub.token("dana", "advocate"), hub.token("omar", "advocate"));
    let (mut dana, mut omar) = (room(&hub, &dana), room(&hub, &omar));

    // The first row of the accounts, which both have before them.
    dana.press("1c");
    omar.wait_for(&["claimed", "Northwind", "dana has it"]);
    dana.wait_for(&["yours", "Northwind"]);
    // Hers is no longer the first row of his list: he looks for it.
    omar.press("/northw\rc");
    omar.wait_for_sight(0, &["Refused", "dana claimed Northwind"]);

    // Space and Enter: reached.
    dana.press(" ");
    dana.wait_for(&["How did the call with Northwind end?"]);
    dana.press("\r");
    omar.wait_for(&["reached", "Northwind", "dana"]);
    omar.wait_for(&["reached 1 tried 0 not yet 3"]);

    omar.press("nrolled back media-eu\r");
    dana.wait_for(&["omar", "rolled back media-eu"]);
    dana.wait_for(&["all sent"]);

    let log = hub.run(&["log"]).well();
    assert_eq!(log.matches("rolled back media-eu").count(), 1, "{log}");
}

#[test]
fn what_was_typed_and_not_sent_is_there_again_after_the_terminal_was_killed() {
    let rig = rig();
    let hub = declared(&rig);
    let dana = hub.token("dana", "advocate");
    let mut killed = room(&hub, &dana);
    killed.press("nthe vendor says");
    killed.wait_for(&["the vendor says"]);
    wait_until(&rig, "the vendor says", true);
    killed.kill_and_wait();

    let mut again = room(&hub, &dana);
    again.wait_for_sight(0, &["Not sent before you left: note in INC-1."]);
    again.press("n it is them");
    again.wait_for(&["the vendor says it is them"]);
    again.press("\r");
    again.wait_for(&["dana", "the vendor says it is them"]);
    again.wait_for(&["all sent"]);
    wait_until(&rig, "the vendor says", false);
    again.kill_and_wait();

    let third = room(&hub, &dana);
    third.wait_for(&["dana", "the vendor says it is them"]);
    assert!(
        !third.text().contains("Not sent before you left"),
        "{}",
        third.text()
    );
}

/// Waits until what is typed is among the drafts on disk, or no longer: a moment after the screen shows it.
fn wait_until(rig: &Rig, typed: &str, kept: bool) {
    let until = Instant::now() + DEADLINE;
    let holds = |path: PathBuf| fs::read_to_string(path).is_ok_and(|text| text.contains(typed));
    let files = || {
        fs::read_dir(rig.path("state/warroom/drafts"))
            .into_iter()
            .flatten()
    };
    while files().flatten().any(|file| holds(file.path())) != kept {
        assert!(Instant::now() < until, "{typed:?} is kept: {}", !kept);
        std::thread::yield_now();
    }
}

/// The command that a room says a second terminal joins with, as words.
fn join_command(room: &Tty) -> Vec<String> {
    const SAID: &str = "A second terminal joins with: ";
    room.wait_for(&[SAID]);
    let text = room.text();
    let line = text.lines().find_map(|line| line.split_once(SAID)).unwrap().1;
    line.split_whitespace().map(str::to_owned).collect()
}

/// Runs the command another room shows, on a machine's environment; `NAME` stands for whoever joins.
fn join(rig: &Rig, shown: &[String]) -> Tty {
    let named: Vec<&str> = shown[1..]
        .iter()
        .map(|word| if word == "NAME" { "lisa" } else { word.as_str() })
        .collect();
    assert!(named.ends_with(&["--as", "lisa"]), "{shown:?}");
    Tty::open(&rig.command(&named), 120, 40)
}

#[test]
fn whoever_joins_the_demo_with_the_command_it_shows_records_a_call_that_the_first_room_sees() {
    let rig = rig();
    // Wide enough for the path of wherever this was built.
    let mut demo = Tty::open(&rig.command(&["demo", "--speed", "20"]), 200, 60);
    let shown = join_command(&demo);
    assert_eq!(
        shown[0],
        env!("CARGO_BIN_EXE_warroom"),
        "it is this program that joins"
    );
    let mut guest = join(&rig, &shown);
    for room in [&demo, &guest] {
        room.wait_for(&["SEV1", "DEMO", "LIVE"]);
    }
    guest.wait_for(&["CALL NOW"]);

    // The last of the list but one: the cast calls the first, and nobody may call the last.
    guest.press("1\x1b[F\x1b[A ");
    guest.wait_for(&["How did the call with", "end?"]);
    guest.press("\r");
    demo.wait_for(&["lisa", ": reached, told"]);

    demo.press("q");
    demo.wait_for(&["Enter"]);
    demo.press("\r");
    assert_eq!(demo.wait_for_end(), 0);
    demo.is_left_as_it_was();
}

#[test]
fn the_first_room_of_a_user_is_the_hub_of_the_second() {
    let rig = rig();
    let mut first = Tty::open(&rig.command(&[]), 80, 24);
    first.wait_for(&["LOCAL ROOM", "LIVE"]);
    let shown = join_command(&first);
    assert_eq!(shown[0], "warroom");
    let mut second = join(&rig, &shown);
    second.wait_for(&["LOCAL ROOM", "LIVE"]);

    rig.run(&["declare", "Video calls drop", "--yes"]).well();
    for room in [&first, &second] {
        room.wait_for(&["LOCAL ROOM", "Video calls drop"]);
        room.wait_for(&["INC-1", "2 here"]);
    }
    second.press("ndo you see this?\r");
    first.wait_for(&["lisa", "do you see this?"]);
    first.press("nyes\r");
    second.wait_for(&[" yes"]);
}
