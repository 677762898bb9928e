//! The real program by what TERM and the locale say: what it draws with, that it leaves clean, and the same inside tmux.

use super::tty::Tty;
use super::{declared, rig};
use crate::trust;
use nix::sys::signal::Signal;
use std::process::Command;

/// What TERM says, and whether there are colours then.
const TERMS: [(&str, bool); 5] = [
    ("xterm-256color", true),
    ("tmux-256color", true),
    ("screen", true),
    ("linux", true),
    ("vt100", false),
];

/// What the locale says, and whether lines are drawn then.
const LOCALES: [(&str, bool); 2] = [("C", false), ("C.UTF-8", true)];

#[test]
fn every_terminal_gets_the_colours_and_characters_it_has_and_no_others() {
    let rig = rig();
    let hub = declared(&rig);
    let token = hub.token("dana", "advocate");
    let mut opened = 0;
    for (term, has_colours) in TERMS {
        for (locale, has_lines) in LOCALES {
            let mut command = hub.command(&[]);
            command.env("WARROOM_TOKEN_FILE", &token);
            command.env("TERM", term).env("LC_ALL", locale);
            let room = Tty::open(&command, 80, 24);
            let what = format!("a live room with {term} and {locale}");
            let shot = room.wait_until(&what, |shot| {
                shot.has_line(&["Video calls drop", "LIVE"]) && shot.has_line(&["Northwind"])
            });
            assert_eq!(room.has_colours(), has_colours, "{what}");
            assert_eq!(!shot.text.is_ascii(), has_lines, "{what}:\n{}", shot.text);
            room.signal(Signal::SIGTERM);
            assert_eq!(room.wait_for_end(), 143, "{what}");
            room.is_left_as_it_was();
            opened += 1;
        }
    }
    for (locale, _) in LOCALES {
        let mut command = hub.command(&[]);
        command.env("WARROOM_TOKEN_FILE", &token);
        let mut dumb = Tty::open(command.env("TERM", "dumb").env("LC_ALL", locale), 80, 24);
        dumb.wait_for(&["In lines of text"]);
        dumb.wait_for(&["quit ends this."]);
        dumb.press("\x04");
        assert_eq!(dumb.wait_for_end(), 0);
    }
    let counts =
        format!("{opened} of {opened} with their own colours and characters, and dumb in lines of text");
    trust::result("T11", "TERM and the locale", &counts);
}

/// A tmux of its own, which ends with the test.
struct Tmux<'a> {
    socket: &'a str,
}

impl Tmux<'_> {
    fn command(&self) -> Command {
        let mut tmux = Command::new("tmux");
        tmux.args(["-u", "-f", "/dev/null", "-S", self.socket]);
        tmux
    }

    /// Whether it shows the other screen, and whether its cursor is seen.
    fn pane(&self) -> String {
        let format = "#{alternate_on} #{cursor_flag}";
        let mut asked = self.command();
        let asked = asked
            .args(["display-message", "-p", "-t", "room", format])
            .output();
        String::from_utf8(asked.unwrap().stdout)
            .unwrap()
            .trim()
            .to_owned()
    }
}

impl Drop for Tmux<'_> {
    fn drop(&mut self) {
        let _ = self.command().arg("kill-server").output();
    }
}

#[test]
fn inside_tmux_the_room_is_there_again_after_somebody_went_away_and_leaves_the_pane_as_it_was() {
    if !trust::has("tmux", &["-V"]) {
        return;
    }
    let rig = rig();
    let hub = declared(&rig);
    let token = hub.token("dana", "advocate");
    let socket = rig.path("tmux");
    let tmux = Tmux {
        socket: socket.to_str().unwrap(),
    };
    let inner = hub.command(&[]);
    let then = format!("'{}'; echo left with $?; exec cat", env!("CARGO_BIN_EXE_warroom"));
    let mut begin = tmux.command();
    begin
        .envs(inner.get_envs().filter_map(|(name, value)| Some((name, value?))))
        .env("WARROOM_TOKEN_FILE", &token)
        .env("PATH", "/usr/bin:/bin")
        .env("SHELL", "/bin/sh")
        .args(["new-session", "-s", "room", &then]);
    let mut here = Tty::open(&begin, 80, 25);
    here.wait_for(&["Video calls drop", "LIVE"]);
    assert_eq!(tmux.pane(), "1 0", "the other screen, and no cursor");
    here.press("\x02d");
    assert_eq!(here.wait_for_end(), 0, "only this end has gone");

    let mut again = tmux.command();
    again.args(["attach", "-t", "room"]).env("PATH", "/usr/bin:/bin");
    let mut there = Tty::open(&again, 120, 41);
    there.wait_for(&["Video calls drop", "LIVE"]);
    there.wait_for(&["Northwind"]);
    there.press("\x03");
    there.wait_for(&["Press Ctrl-C again to leave the room."]);
    there.press("\x03");
    there.wait_for(&["left with 0"]);
    assert_eq!(tmux.pane(), "0 1");
    trust::result(
        "T11",
        "tmux",
        "opened, left, found again at another size, and ended: the pane is as it was",
    );
}
