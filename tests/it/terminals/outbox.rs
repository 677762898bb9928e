//! What was recorded while the hub was away, through killed terminals and killed hubs: each there once, or said to be not.

use super::tty::Tty;
use super::{declared, lobby, rig, room};
use crate::binary::rig::{Hub, Rig};
use std::path::{Path, PathBuf};

/// Lines of the log that say this.
fn times(hub: &Hub, text: &str) -> usize {
    hub.run(&["log", "--json"]).well().matches(text).count()
}

/// The files of everybody's outbox, and how much is in them.
fn files(rig: &Rig) -> Vec<(PathBuf, u64)> {
    let folder = rig.path("state/warroom/outbox");
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|_| panic!("no outbox at {}", folder.display()));
    let files = entries.map(|entry| entry.unwrap().path());
    files
        .filter(|path| path.extension().is_some_and(|end| end == "jsonl"))
        .map(|path| (path.clone(), path.metadata().unwrap().len()))
        .collect()
}

/// A room whose hub is killed under it.
fn cut_off(rig: &Rig, hub: Hub, token: &Path) -> (Tty, String) {
    let address = hub.address().to_owned();
    let mut dana = room(&hub, token);
    // Once this is through, it is known whose outbox it is.
    dana.press("nhere I am\r");
    dana.wait_for(&["dana", "here I am"]);
    dana.wait_for(&["all sent"]);
    hub.kill();
    dana.wait_for(&["OFFLINE"]);
    assert_eq!(files(rig).len(), 1);
    (dana, address)
}

#[test]
fn what_was_recorded_without_a_hub_outlives_the_terminal_and_is_delivered_once_by_the_next() {
    let rig = rig();
    let hub = declared(&rig);
    let token = hub.token("dana", "advocate");
    let (mut dana, address) = cut_off(&rig, hub, &token);

    dana.press("nthe vendor knows\r");
    // What shows is on disk.
    dana.wait_for(&["dana", "the vendor knows"]);
    dana.wait_for(&["1 NOT SENT YET"]);
    dana.press("1 ");
    dana.wait_for(&["How did the call with Northwind end?"]);
    dana.press("\r");
    dana.wait_for(&["dana", "Northwind: reached"]);
    dana.wait_for(&["2 NOT SENT YET"]);
    dana.press("q");
    dana.wait_for(&["2 things you recorded are not sent yet"]);
    dana.wait_for(&["the next start sends them"]);
    dana.kill_and_wait();

    let hub = rig.serve_at(&address);
    assert_eq!(times(&hub, "the vendor knows"), 0);
    let again = room(&hub, &token);
    again.wait_for_sight(0, &["What had waited is sent: 2 things."]);
    again.wait_for(&["all sent"]);
    again.wait_for(&["dana", "the vendor knows"]);
    assert_eq!(times(&hub, "the vendor knows"), 1);
    assert_eq!(times(&hub, "attempt_recorded"), 1);
    assert_eq!(files(&rig).iter().map(|(_, size)| size).sum::<u64>(), 0);
    drop(again);
    let third = room(&hub, &token);
    third.wait_for(&["all sent"]);
    assert_eq!(times(&hub, "the vendor knows"), 1);
}

#[test]
fn a_room_that_is_left_says_what_is_not_sent_when_the_terminal_is_as_it_was() {
    let rig = rig();
    let hub = declared(&rig);
    let token = hub.token("dana", "advocate");
    let (mut dana, address) = cut_off(&rig, hub, &token);
    dana.press("nthe vendor knows\r");
    dana.wait_for(&["1 NOT SENT YET"]);
    dana.press("q");
    dana.wait_for(&["1 thing you recorded is not sent yet"]);
    dana.press("\r");
    dana.wait_for(&["warroom: 1 thing you recorded is not sent yet; the next start sends it."]);
    assert_eq!(dana.wait_for_end(), 0);
    let hub = rig.serve_at(&address);
    room(&hub, &token).wait_for_sight(0, &["What had waited is sent: 1 thing."]);
    assert_eq!(times(&hub, "the vendor knows"), 1);
}

#[test]
fn where_nothing_can_be_kept_it_says_so_and_sends_all_the_same() {
    let rig = rig();
    let hub = declared(&rig);
    std::fs::write(rig.path("state/warroom/outbox"), "in the way").unwrap();
    let token = hub.token("dana", "advocate");
    let mut dana = lobby(&hub, &token);
    dana.wait_for(&["What you record cannot be kept on this machine"]);
    dana.press("\rnthe vendor knows\r");
    dana.wait_for(&["Not on disk, only in this program"]);
    dana.wait_for(&["dana", "the vendor knows"]);
    dana.wait_for(&["all sent"]);
    assert_eq!(times(&hub, "the vendor knows"), 1);
    hub.kill();
    dana.wait_for(&["OFFLINE"]);
    dana.press("nwe know it too\r");
    dana.wait_for(&["1 NOT KEPT YET"]);
    dana.press("q");
    dana.wait_for(&["1 thing you recorded is in this program only and would be lost."]);
}

#[test]
fn two_screens_of_one_person_keep_apart_and_the_next_start_takes_only_what_nobody_holds() {
    let rig = rig();
    let hub = declared(&rig);
    let address = hub.address().to_owned();
    let token = hub.token("dana", "advocate");
    let (mut first, mut second) = (room(&hub, &token), room(&hub, &token));
    for (screen, said) in [(&mut first, "one"), (&mut second, "two")] {
        screen.press(&format!("nhere I am, {said}\r"));
        screen.wait_for(&["dana", "here I am", said]);
        screen.wait_for(&["all sent"]);
    }
    hub.kill();
    for (screen, said) in [
        (&mut first, "said on the first"),
        (&mut second, "said on the second"),
    ] {
        screen.wait_for(&["OFFLINE"]);
        screen.press(&format!("n{said}\r"));
        screen.wait_for(&["dana", said]);
        screen.wait_for(&["1 NOT SENT YET"]);
    }
    assert_eq!(files(&rig).len(), 2);
    second.kill_and_wait();
    let since = first.shots();
    let hub = rig.serve_at(&address);
    let third = room(&hub, &token);
    // However short it stands there.
    third.wait_for_sight(0, &["What had waited is sent: 1 thing."]);
    first.wait_for_sight(since, &["What had waited is sent: 1 thing."]);
    for said in ["said on the first", "said on the second"] {
        first.wait_for(&["dana", said]);
        assert_eq!(times(&hub, said), 1, "{said}");
    }
}

#[test]
fn what_the_hub_does_not_take_is_shown_with_its_words_by_every_start_until_it_was_read() {
    let rig = rig();
    let hub = declared(&rig);
    let token = hub.token("dana", "advocate");
    let (mut dana, address) = cut_off(&rig, hub, &token);
    dana.press("nthe vendor knows\r");
    dana.wait_for(&["dana", "the vendor knows"]);
    dana.kill_and_wait();

    // Meanwhile somebody has decided that she only looks.
    let hub = rig.serve_at(&address);
    let token = hub.token("dana", "viewer");
    for _ in 0..2 {
        let again = lobby(&hub, &token);
        again.wait_for(&["1 thing you recorded was refused"]);
        again.wait_for(&["note: ", "the vendor knows"]);
        again.wait_for(&["Refused: ", "advocate"]);
        again.kill_and_wait();
    }
    let mut again = lobby(&hub, &token);
    again.wait_for(&["1 thing you recorded was refused"]);
    again.press("\r");
    again.wait_for(&["all sent"]);
    again.press("q\r");
    assert_eq!(again.wait_for_end(), 0);
    let last = room(&hub, &token);
    last.wait_for(&["all sent"]);
    assert!(!last.text().contains("was refused"), "{}", last.text());
    assert_eq!(files(&rig).iter().map(|(_, size)| size).sum::<u64>(), 0);
    assert_eq!(times(&hub, "the vendor knows"), 0);
}
