//! Terminals and environments out of the ordinary: a room opens and ends in each, or says why not.

use super::tty::Tty;
use super::{declared, rig};
use crate::trust;
use nix::sys::signal::Signal;
use std::process::Command;

/// What is set; nothing is what nothing sets.
const ODD: [&[(&str, &str)]; 14] = [
    &[("TERM", "")],
    &[("TERM", "linux")],
    &[("TERM", "vt100")],
    &[("TERM", "xterm")],
    &[("TERM", "screen")],
    &[("TERM", "screen-256color")],
    &[("TERM", "tmux-256color"), ("TMUX", "/nowhere,1,0")],
    &[("TERM", "tmux-256colop")],
    &[("TERM", "no such terminal\u{1b}[2J")],
    &[("LANG", "C")],
    &[("LC_ALL", "POSIX"), ("LANG", "de_DE.UTF-8")],
    &[("NO_COLOR", "1")],
    &[("COLORTERM", "truecolor"), ("LINES", "0"), ("COLUMNS", "x")],
    &[("TZ", "Nowhere/At_All")],
];

#[test]
fn a_room_opens_and_ends_on_any_terminal_that_can_place_text() {
    let rig = rig();
    let hub = declared(&rig);
    let token = hub.token("dana", "advocate");
    for set in ODD {
        let mut command = hub.command(&[]);
        command.env("WARROOM_TOKEN_FILE", &token);
        command.envs(set.iter().copied());
        let dana = Tty::open(&command, 80, 24);
        dana.wait_until(&format!("a live room with {set:?}"), |shot| {
            shot.has_line(&["SEV1", "Video calls drop", "LIVE"])
        });
        dana.signal(Signal::SIGTERM);
        assert_eq!(dana.wait_for_end(), 143, "{set:?}");
        dana.is_left_as_it_was();
    }
    let mut dumb = hub.command(&[]);
    dumb.env("TERM", "dumb").env("WARROOM_TOKEN_FILE", &token);
    let mut dumb = Tty::open(&dumb, 80, 24);
    dumb.wait_for(&["In lines of text"]);
    dumb.wait_for(&["quit ends this."]);
    dumb.press("\x04");
    assert_eq!(dumb.wait_for_end(), 0);
    assert_eq!(hub.run(&[]).code, Some(2), "no output that is a terminal");
    let mut opened = ODD.len();
    if trust::has("script", &["--version"]) {
        let inner = hub.command(&[]);
        let mut script = Command::new("script");
        script
            .args([
                "-qec",
                &format!("'{}'", env!("CARGO_BIN_EXE_warroom")),
                "/dev/null",
            ])
            .envs(inner.get_envs().filter_map(|(name, value)| Some((name, value?))))
            .env("WARROOM_TOKEN_FILE", &token)
            .env("SHELL", "/bin/sh")
            .env("PATH", "/usr/bin:/bin");
        let mut dana = Tty::open(&script, 80, 24);
        dana.wait_for(&["Video calls drop", "LIVE"]);
        dana.press("\x03");
        dana.wait_for(&["Press Ctrl-C again to leave the room."]);
        dana.press("\x03");
        assert_eq!(dana.wait_for_end(), 0);
        dana.is_left_as_it_was();
        opened += 1;
    }
    let counts = format!("{opened} open and end well, 2 are refused in a sentence, 0 crashes");
    trust::result("T11", "odd terminals and environments", &counts);
}
