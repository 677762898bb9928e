//! How a room ends: with which status, and with the terminal as it was before.

use super::tty::Tty;
use super::{declared, rig, room};
use nix::sys::signal::Signal;
use std::process::Command;

#[test]
fn a_signal_gives_the_terminal_back_and_is_in_the_exit_status() {
    let rig = rig();
    let hub = declared(&rig);
    let token = hub.token("dana", "advocate");
    let table = [
        (Signal::SIGHUP, 129, ""),
        (Signal::SIGINT, 130, "nhalf a note"),
        (Signal::SIGQUIT, 131, "?"),
        (Signal::SIGTERM, 143, "1 "),
    ];
    let rooms = table.map(|(signal, status, keys)| (room(&hub, &token), signal, status, keys));
    for (mut room, signal, status, keys) in rooms {
        room.is_taken();
        room.press(keys);
        room.signal(signal);
        assert_eq!(room.wait_for_end(), status, "{signal}");
        room.is_left_as_it_was();
    }
}

#[test]
fn ctrl_c_asks_once_and_leaves_the_second_time() {
    let rig = rig();
    let hub = declared(&rig);
    let mut dana = room(&hub, &hub.token("dana", "advocate"));
    dana.press("\x03");
    dana.wait_for(&["Press Ctrl-C again to leave the room."]);
    assert!(dana.is_running());
    dana.press("\x03");
    assert_eq!(dana.wait_for_end(), 0);
    dana.is_left_as_it_was();
}

#[test]
fn ctrl_z_without_a_shell_to_go_back_to_draws_the_room_again() {
    let rig = rig();
    let hub = declared(&rig);
    let mut dana = room(&hub, &hub.token("dana", "advocate"));
    let since = dana.shots();
    dana.press("\x1a");
    dana.wait_for_sight(since, &["NEXT FOR YOU"]);
    dana.wait_for(&["Video calls drop", "LIVE"]);
    dana.is_taken();
    dana.signal(Signal::SIGTERM);
    assert_eq!(dana.wait_for_end(), 143);
    dana.is_left_as_it_was();
}

#[test]
fn a_room_that_cannot_be_drawn_is_refused_in_a_sentence() {
    let rig = rig();
    let inner = rig.command(&[]);
    let mut shell = Command::new("/bin/sh");
    shell
        .args(["-c", "exec \"$0\" </dev/null"])
        .arg(inner.get_program());
    shell.envs(inner.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let deaf = Tty::open(&shell, 80, 24);
    assert_eq!(deaf.wait_for_end(), 2);
    deaf.wait_for(&["standard input is not one"]);
    deaf.is_left_as_it_was();
}
