//! What somebody chooses for their own screen, on a real terminal: the first start, keys, and leaving.

use super::tty::Tty;
use super::{declared, rig, room};
use crate::binary::rig::Rig;

#[test]
fn the_first_start_asks_three_questions_and_writes_only_what_was_shown() {
    let rig = Rig::new();
    let file = rig.path("config/warroom/warroom.toml");
    let mut room = Tty::open(&rig.command(&[]), 80, 24);
    room.wait_for(&["Welcome to warroom"]);
    room.press("\r");
    room.wait_for(&["Is this right?"]);
    room.wait_for(&["theme = \"terminal\""]);
    room.press("\x1b");
    room.wait_for(&["Three questions"]);
    assert!(!file.exists(), "nothing is written before Enter");
    room.press("\r");
    room.wait_for(&["Is this right?"]);
    let since = room.shots();
    room.press("\r");
    room.wait_for_sight(since, &["LOCAL ROOM", "LIVE"]);
    room.wait_until("the room alone", |shot| {
        shot.has_line(&["No incident is open."]) && !shot.has_line(&["Is this right?"])
    });
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "theme = \"terminal\"\n");
    room.press("q");
    room.wait_for(&["Leave the room?"]);
    room.press("\r");
    assert_eq!(room.wait_for_end(), 0);
    room.is_left_as_it_was();
}

#[test]
fn esc_on_the_first_questions_writes_nothing_and_they_are_not_asked_again() {
    let rig = Rig::new();
    let mut room = Tty::open(&rig.command(&[]), 80, 24);
    room.wait_for(&["Welcome to warroom"]);
    room.press("\x1b");
    room.wait_until("no questions", |shot| {
        shot.has_line(&["No incident is open."]) && !shot.has_line(&["Welcome"])
    });
    room.kill_and_wait();
    assert!(!rig.path("config/warroom/warroom.toml").exists());
    let again = Tty::open(&rig.command(&[]), 80, 24);
    again.wait_for(&["LOCAL ROOM", "LIVE"]);
    again.wait_for(&["No incident is open."]);
    assert!(!again.text().contains("Welcome"), "{}", again.text());
}

#[test]
fn a_wrong_key_is_told_with_its_line_and_the_room_goes_by_those_that_are_right() {
    let rig = rig();
    let hub = declared(&rig);
    let settings = rig.path("config/warroom/warroom.toml");
    let before = std::fs::read_to_string(&settings).unwrap();
    let keys =
        format!("notify = \"off\"\n{before}\n[keys]\nclaim = \"ctrl-s\"\nnote = [\"k\"]\nup = \"K\"\n");
    let line = 1 + keys.lines().position(|line| line.starts_with("claim")).unwrap();
    std::fs::write(&settings, keys).unwrap();
    let token = hub.token("dana", "commander");
    let mut room = room(&hub, &token);
    room.wait_for(&[&format!("warroom.toml:{line}: keys.claim: ")]);
    room.press("k");
    room.wait_for(&["Esc goes back; what you typed is kept."]);
    room.press("by another key\r");
    // Before that, leaving would ask.
    room.wait_until("the note, and that it is sent", |shot| {
        shot.has_line(&["dana", "by another key"]) && shot.has_line(&["all sent"])
    });
    room.press("q");
    assert_eq!(room.wait_for_end(), 0);
    room.is_left_as_it_was();
}

#[test]
fn the_title_of_the_window_is_left_alone_where_that_is_chosen() {
    for (chosen, titled) in [("", true), ("title = false\n", false)] {
        let rig = Rig::with(chosen);
        let mut room = Tty::open(&rig.command(&[]), 80, 24);
        room.wait_for(&["No incident is open."]);
        assert_eq!(room.times_titled() > 0, titled, "{chosen:?}");
        room.press("q");
        room.wait_for(&["Leave the room?"]);
        room.press("\r");
        assert_eq!(room.wait_for_end(), 0);
        assert_eq!(room.times_titled() > 0, titled, "{chosen:?}");
        room.is_left_as_it_was();
    }
}
