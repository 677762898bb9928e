//! The local room: this user's own hub, started by whichever command needs it.

use super::rig::{Process, Rig, SETTINGS};
use std::process::Stdio;

#[test]
fn without_a_hub_commands_share_the_local_room() {
    let rig = Rig::with(SETTINGS);
    assert_eq!(rig.run(&["status"]).well(), "no incident\n");
    rig.run(&["declare", "Video calls drop", "--yes"]).well();
    rig.run(&["--as", "dana", "note", "I see it too"]).well();
    let log = rig.run(&["log"]).well();
    assert!(log.contains("dana       I see it too"), "{log}");
}

#[test]
fn declaring_where_nobody_else_sees_it_is_done_on_purpose_or_not_at_all() {
    let rig = Rig::new();
    let ran = rig.run(&["declare", "Video calls drop"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(
        ran.err.contains("local room") && ran.err.contains("--yes"),
        "{ran:?}"
    );
    assert_eq!(rig.run(&["status"]).well(), "no incident\n");
}

#[test]
fn a_room_that_is_open_is_joined_and_one_that_was_killed_is_taken_over() {
    let rig = Rig::with(SETTINGS);
    rig.run(&["declare", "Video calls drop", "--yes"]).well();
    let mut host = Process::listen(&mut rig.command(&["log", "--follow"]));
    host.wait_for_line(|line| line.contains("declared"));
    rig.run(&["note", "into the room of another process"]).well();
    host.wait_for_line(|line| line.ends_with("into the room of another process"));

    // Killed: its socket stays behind, and nobody answers there.
    drop(host);
    assert!(rig.path("state/warroom/room.sock").exists());
    rig.run(&["note", "and on without it"]).well();
}

#[test]
fn a_screen_that_joined_takes_the_room_over_when_its_host_is_gone() {
    let rig = Rig::with(SETTINGS);
    rig.run(&["declare", "Video calls drop", "--yes"]).well();
    let follow = || {
        let mut process = Process::listen(&mut rig.command(&["log", "--follow"]));
        process.wait_for_line(|line| line.contains("declared"));
        process
    };
    let host = follow();
    let mut joined = follow();
    drop(host);
    rig.run(&["note", "said when the host was gone"]).well();
    joined.wait_for_line(|line| line.ends_with("said when the host was gone"));
}

#[test]
fn commands_that_start_at_once_all_get_through() {
    let rig = Rig::with(SETTINGS);
    rig.run(&["declare", "Video calls drop", "--yes"]).well();
    let started: Vec<_> = (0..6)
        .map(|number| {
            let note = format!("note {number}");
            rig.command(&["note", &note])
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    for child in started {
        super::rig::Ran::from(child.wait_with_output().unwrap()).well();
    }
    let log = rig.run(&["log", "--json"]).well();
    assert_eq!(
        log.lines().filter(|line| line.contains("note_written")).count(),
        6
    );
}

#[test]
fn a_command_waits_for_whoever_has_the_record_and_says_so_when_that_takes_long() {
    let rig = Rig::with(SETTINGS);
    rig.run(&["declare", "Video calls drop", "--yes"]).well();
    let record = rig.path("state/warroom/room.sqlite");
    let held = warroom::store::Store::open(&record, [0; 32]).unwrap();
    let mut late = rig.command(&["note", "said late"]);
    let mut late = Process::start(late.stderr(Stdio::piped()), |child| child.stderr.take().unwrap());
    late.wait_for_line(|line| line.contains("waiting for it to be done"));
    drop(held);
    late.ended();
    assert!(rig.run(&["log"]).well().contains("said late"));
}

#[test]
fn a_state_folder_whose_path_is_too_long_for_a_socket_is_told() {
    let rig = Rig::new();
    let long = rig.path(&"x".repeat(100));
    let ran = rig
        .command(&["status"])
        .env("XDG_STATE_HOME", long)
        .output()
        .unwrap();
    let said = String::from_utf8(ran.stderr).unwrap();
    assert!(said.contains("XDG_STATE_HOME to a shorter folder"), "{said}");
    assert_eq!(ran.status.code(), Some(1));
}

#[test]
fn the_doctor_names_every_key_that_cannot_be_and_its_line() {
    let rig = Rig::with("[keys]\nclaim = \"ctrl-s\"\nnote = [\"k\"]\nup = \"K\"\n");
    let said = rig.run(&["doctor"]).well();
    assert!(said.contains("keys        3 chosen"), "{said}");
    assert!(said.contains("warroom.toml:2: keys.claim: "), "{said}");
    assert!(said.contains("; the usual key stands"), "{said}");
    assert!(!said.contains("keys.note"), "what can be is no fault: {said}");
}

#[test]
fn the_doctor_says_where_everything_is() {
    let rig = Rig::with(SETTINGS);
    let said = rig.run(&["doctor"]).well();
    for part in [
        "config/warroom/warroom.toml",
        "local room, not running",
        "not a terminal",
    ] {
        assert!(said.contains(part), "{part:?} is not in\n{said}");
    }
    assert!(said.contains("keys        those of the table"), "{said}");
    let hub = rig.serve();
    let said = hub.run(&["doctor"]).well();
    assert!(
        said.contains("from the environment variable WARROOM_HUB") && said.contains("answers in"),
        "{said}"
    );
}

#[test]
fn an_import_says_what_a_slip_would_hide() {
    let rig = Rig::new();
    let list = "id,name,tier,arr,currency,do_not_contact\na,Acme,key,5,XTS,none\nb,Bellows,key,5,XTS,see the lawyers\n";
    let file = rig.write("accounts.csv", list);
    let ran = rig.run(&["accounts", "import", file.to_str().unwrap()]);
    assert!(ran.err.contains("no rate for XTS"), "{ran:?}");
    let said = ran.well();
    assert_eq!(
        said,
        "2 accounts imported from accounts.csv; 1 of them \"do not contact\"\n"
    );
    let one = rig.write("one.csv", "id,name,tier\nc,Contoso,key\n");
    let said = rig.run(&["accounts", "import", one.to_str().unwrap()]).well();
    assert_eq!(said, "1 account imported from one.csv\n");
    let held = rig.write("accounts.csv", "id,name,tier\nb,Bellows Ltd,key\n");
    let ran = rig.run(&["accounts", "import", held.to_str().unwrap()]);
    assert!(ran.err.contains("what is known of it stays"), "{ran:?}");
    let kept = rig.run(&["accounts", "list", "--json"]).well();
    assert!(
        kept.contains("Bellows Ltd") && kept.contains("see the lawyers"),
        "{kept}"
    );
    let lifts = rig.write(
        "accounts.csv",
        "id,name,tier,do_not_contact\nb,Bellows Ltd,key,\n",
    );
    let said = rig.run(&["accounts", "import", lifts.to_str().unwrap()]).well();
    assert_eq!(
        said,
        "1 account imported from accounts.csv; 1 do-not-contact is lifted: Bellows Ltd\n"
    );
}

#[test]
fn whoever_calls_in_gets_a_row_though_nothing_of_theirs_is_affected() {
    let rig = Rig::new();
    let list = rig.write("accounts.csv", "id,name,tier\nacme,Acme,key\n");
    rig.run(&["accounts", "import", list.to_str().unwrap()]).well();
    rig.run(&["declare", "Video calls drop", "--yes"]).well();
    assert!(rig.run(&["status"]).well().contains("0 on the call list"));
    rig.run(&["result", "acme", "reached"]).refused();
    let said = rig.run(&["result", "acme", "reached", "--inbound"]).well();
    assert!(said.contains("Acme: they called us: reached"), "{said}");
    assert!(rig.run(&["status"]).well().contains("all 1 heard"));
    let long = "x".repeat(6_000);
    let ran = rig.run(&["note", &long]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(
        ran.err.contains("is 6000 characters long; at most 4000 are kept"),
        "{ran:?}"
    );
}
