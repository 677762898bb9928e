//! Hubs that go away and come back: a screen says so in words, within the times of the contract, and loses nothing.

use super::tty::Tty;
use super::{declared, rig, room};
use crate::binary::rig::free_port;
use std::time::{Duration, Instant};

/// A broken connection is told within this time, and silence within that of a poll and its patience.
const BROKEN: Duration = Duration::from_secs(1);
const SILENT: Duration = Duration::from_secs(8);

#[test]
fn a_hub_that_crashes_is_told_at_once_and_nothing_is_lost_when_it_is_back() {
    let rig = rig();
    let hub = declared(&rig);
    let address = hub.address().to_owned();
    let mut dana = room(&hub, &hub.token("dana", "advocate"));
    dana.press("1c");
    dana.wait_for(&["yours", "Northwind"]);
    dana.wait_for(&["all sent"]);

    let (since, killed) = (dana.shots(), Instant::now());
    hub.kill();
    let stale = dana.wait_for_sight(since, &["STALE"]);
    assert!(stale.at - killed <= BROKEN, "{:?}", stale.at - killed);
    let offline = dana.wait_for_sight(since, &["OFFLINE", " s"]);
    assert!(offline.at - killed <= SILENT, "{:?}", offline.at - killed);
    dana.wait_for(&["The hub does not answer", &address]);

    // What only she knows is kept; what others act on is not done without the hub.
    dana.press("nsaid while the hub was away\r");
    dana.wait_for(&["1 NOT SENT YET"]);
    dana.wait_for(&["said while the hub was away"]);
    dana.press("\x1b[Bc");
    dana.wait_for(&["Not sent: the hub is away"]);
    dana.press("\r");
    assert!(!dana.text().contains("LIVE"), "{}", dana.text());

    let hub = rig.serve_at(&address);
    dana.wait_for(&["LIVE"]);
    dana.wait_for(&["all sent"]);
    dana.wait_for(&["yours", "Northwind"]);
    let log = hub.run(&["log"]).well();
    assert_eq!(log.matches("said while the hub was away").count(), 1, "{log}");
    let status = hub.status();
    let claimed = status["incidents"][0]["accounts"].as_array().unwrap().iter();
    let claimed: Vec<_> = claimed
        .filter(|account| account["claimed_by"] == "dana")
        .collect();
    assert_eq!(claimed.len(), 1, "{claimed:?}");
}

#[test]
fn a_hub_that_only_stops_answering_is_told_as_well() {
    let rig = rig();
    let hub = declared(&rig);
    let dana = room(&hub, &hub.token("dana", "advocate"));

    let (since, stopped) = (dana.shots(), Instant::now());
    hub.process.signal("-STOP");
    let stale = dana.wait_for_sight(since, &["STALE"]);
    assert!(stale.at - stopped <= SILENT, "{:?}", stale.at - stopped);
    hub.process.signal("-CONT");
    dana.wait_for(&["Video calls drop", "LIVE"]);
}

#[test]
fn without_a_hub_it_says_where_it_looked_and_goes_on_asking() {
    let rig = rig();
    let address = format!("127.0.0.1:{}", free_port());
    let hub = rig.serve_at(&address);
    let token = hub.token("dana", "advocate");
    let mut command = hub.command(&[]);
    hub.kill();

    let dana = Tty::open(command.env("WARROOM_TOKEN_FILE", &token), 80, 24);
    dana.wait_for(&["Looking for the hub at", &address]);
    dana.wait_for(&["no hub answers"]);
    dana.wait_for(&["CONNECTING"]);
    let _hub = rig.serve_at(&address);
    dana.wait_for(&["No incident is open."]);
    dana.wait_for(&["LIVE"]);
}

#[test]
fn whoever_starts_without_the_hub_sees_whom_to_phone_as_it_last_said_and_from_when() {
    let rig = rig();
    let address = format!("127.0.0.1:{}", free_port());
    let hub = rig.serve_at(&address);
    let people = "id,name,duties,phone\ncarol,Carol,commander,+49 30 7654321\nlisa,Lisa,,+49 30 1111111\n";
    let people = rig.write("people.csv", people);
    hub.run(&["people", "import", people.to_str().unwrap()]).well();
    let token = hub.token("dana", "lead");
    let first = super::lobby(&hub, &token);
    first.wait_for(&["LIVE"]);
    let kept = || {
        std::fs::read_dir(rig.path("state/warroom/phones")).is_ok_and(|files| files.flatten().any(is_kept))
    };
    let until = Instant::now() + super::tty::DEADLINE;
    while !kept() {
        assert!(Instant::now() < until, "nobody's number is kept");
        std::thread::yield_now();
    }
    drop(first);
    let mut command = hub.command(&[]);
    hub.kill();

    let mut dana = Tty::open(command.env("WARROOM_TOKEN_FILE", &token), 80, 24);
    dana.wait_for(&["no hub answers"]);
    dana.wait_for(&["WHOM TO PHONE, as of ", " before this start"]);
    dana.wait_for(&["commander", "Carol", "+49 30 7654321"]);
    assert!(!dana.text().contains("1111111"), "{}", dana.text());
    let since = dana.shots();
    dana.press("m");
    dana.wait_for_sight(since, &["Carol", "number hidden"]);

    let stranger = rig.serve_at("127.0.0.1:0");
    let other = stranger.token("omar", "lead");
    let mut command = stranger.command(&[]);
    stranger.kill();
    let omar = Tty::open(command.env("WARROOM_TOKEN_FILE", &other), 80, 24);
    omar.wait_for(&["no hub answers"]);
    assert!(
        !omar.text().contains("PHONE"),
        "another hub's people: {}",
        omar.text()
    );
}

fn is_kept(file: std::fs::DirEntry) -> bool {
    file.path().extension().is_some_and(|end| end == "json")
}

#[test]
fn a_hub_killed_under_an_open_dialog_costs_neither_the_words_nor_the_terminal() {
    let rig = rig();
    let hub = declared(&rig);
    let address = hub.address().to_owned();
    let token = hub.token("dana", "advocate");
    let mut dana = room(&hub, &token);
    dana.press("nbegun here\r");
    dana.wait_for(&["dana", "begun here"]);
    dana.wait_for(&["all sent"]);
    dana.press("nsaid when it");
    dana.wait_for(&["Note: said when it"]);
    hub.kill();
    dana.wait_for(&["STALE"]);
    dana.press(" died\r");
    dana.wait_for(&["1 NOT SENT YET"]);
    dana.wait_for(&["dana", "said when it died"]);
    dana.press("nand a little");
    dana.wait_for(&["Note: and a little"]);
    dana.signal(nix::sys::signal::Signal::SIGTERM);
    assert_eq!(dana.wait_for_end(), 143);
    dana.is_left_as_it_was();
    dana.wait_for(&["1 thing you recorded is not sent yet"]);

    let hub = rig.serve_at(&address);
    let mut again = room(&hub, &token);
    again.wait_for_sight(0, &["What had waited is sent: 1 thing."]);
    again.press("n more\r");
    again.wait_for(&["dana", "and a little more"]);
    again.wait_for(&["all sent"]);
    let log = hub.run(&["log"]).well();
    for said in ["said when it died", "and a little more"] {
        assert_eq!(log.matches(said).count(), 1, "{said}");
    }
}
