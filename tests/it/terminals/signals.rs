//! Every signal in whatever the room is doing: nothing is left on, the exit status says which it was, and what was
//! recorded is delivered once.

use super::killed::faults;
use super::tty::Tty;
use super::{declared, drained, rig, room};
use crate::binary::rig::Hub;
use crate::trust;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use std::path::Path;
use std::process::Command;
use std::sync::{Condvar, Mutex};
use std::time::{Duration, Instant};

/// Keys that change what is drawn and record nothing.
const BURST: &str = "1j2j3j4j1k2k3k4k";

#[derive(Clone, Copy, Debug)]
enum Way {
    /// It ends the program with this status.
    End(Signal, u32),
    /// It does nothing: nobody reading a pipe of ours is no reason to leave a room.
    Pipe,
    /// The job stops, and is continued later.
    Stop,
}

const WAYS: [Way; 6] = [
    Way::End(Signal::SIGTERM, 143),
    Way::End(Signal::SIGHUP, 129),
    Way::End(Signal::SIGINT, 130),
    Way::End(Signal::SIGQUIT, 131),
    Way::Pipe,
    Way::Stop,
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doing {
    Idle,
    Drawing,
    Dialog,
    Stalled,
}

const DOINGS: [Doing; 4] = [Doing::Idle, Doing::Drawing, Doing::Dialog, Doing::Stalled];

/// A shell that gives the terminal to the room, and has it back when the room stops or ends.
const SHELL: &str = r#"set -m
"$0"
printf 'stopped with %s\n' "$?"
read -r go
fg > /dev/null
printf 'ended with %s\n' "$?"
"#;

/// A room, and the process that is it.
struct Run {
    tty: Tty,
    program: Pid,
}

impl Run {
    fn start(way: Way, hub: &Hub, token: &Path) -> Run {
        if !matches!(way, Way::Stop) {
            let tty = room(hub, token);
            let program = tty.id();
            return Run { tty, program };
        }
        let inner = hub.command(&[]);
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", SHELL]).arg(inner.get_program());
        shell.env_clear();
        shell.envs(inner.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let tty = Tty::open(shell.env("WARROOM_TOKEN_FILE", token), 80, 24);
        tty.wait_for(&["Video calls drop", "LIVE"]);
        let program = child_of(tty.id());
        Run { tty, program }
    }

    fn signal(&self, signal: Signal) {
        kill(self.program, signal).unwrap();
    }

    /// Records something, and is then doing this.
    fn bring(&mut self, doing: Doing, text: &str, round: usize) {
        self.tty.press(&format!("n{text}\r"));
        self.tty.wait_for(&["dana", text]);
        match doing {
            Doing::Idle => {}
            Doing::Drawing => self.tty.press(&BURST.repeat(40)),
            Doing::Dialog if round.is_multiple_of(2) => {
                self.tty.press("nhalf");
                self.tty.wait_for(&["half"]);
            }
            Doing::Dialog => {
                self.tty.press("1 ");
                self.tty.wait_for(&["How did the call with"]);
            }
            Doing::Stalled => self.tty.stall(),
        }
    }

    /// Sends the signal and holds the room to its end; gives how long that took.
    fn end(&mut self, way: Way) -> Duration {
        let start = Instant::now();
        match way {
            Way::End(signal, status) => {
                self.signal(signal);
                assert_eq!(self.tty.wait_for_end(), status, "{signal}");
            }
            Way::Pipe => {
                self.signal(Signal::SIGPIPE);
                self.signal(Signal::SIGTERM);
                assert_eq!(self.tty.wait_for_end(), 143);
            }
            Way::Stop => {
                self.signal(Signal::SIGTSTP);
                // Nothing stops before its last frame is out.
                self.tty.read_on();
                self.tty.wait_for(&["stopped with 148"]);
                self.tty.is_left_as_it_was();
                let took = start.elapsed();
                let since = self.tty.shots();
                self.tty.press("go\r");
                self.tty.wait_for_sight(since, &["Video calls drop", "LIVE"]);
                self.signal(Signal::SIGTERM);
                self.tty.wait_for(&["ended with 143"]);
                assert_eq!(self.tty.wait_for_end(), 0);
                return took;
            }
        }
        let took = start.elapsed();
        self.tty.read_on();
        took
    }
}

/// The only child of a process.
fn child_of(parent: Pid) -> Pid {
    let is_child = |stat: &str| {
        // The name in brackets may hold anything.
        let after = stat.rsplit_once(')')?.1;
        let parent_of: i32 = after.split_whitespace().nth(1)?.parse().ok()?;
        (parent_of == parent.as_raw()).then_some(())
    };
    let numbers = std::fs::read_dir("/proc").unwrap().filter_map(|entry| {
        let number: i32 = entry.ok()?.file_name().to_str()?.parse().ok()?;
        let stat = std::fs::read_to_string(format!("/proc/{number}/stat")).ok()?;
        is_child(&stat).map(|()| number)
    });
    let [only] = numbers.collect::<Vec<_>>()[..] else {
        panic!("one program runs in the shell")
    };
    Pid::from_raw(only)
}

#[test]
fn any_signal_in_any_state_leaves_nothing_on_and_loses_nothing() {
    let rounds = trust::times(1, 50);
    let rig = rig();
    let hub = declared(&rig);
    let token = hub.token("dana", "advocate");
    let (mut typed, mut slowest) = (Vec::new(), [Duration::ZERO; 2]);
    for round in 0..rounds {
        for (at, way) in WAYS.into_iter().enumerate() {
            for (next, doing) in DOINGS.into_iter().enumerate() {
                let text = format!("t{at}{next}.{round};");
                let mut run = Run::start(way, &hub, &token);
                run.bring(doing, &text, round + at);
                let took = run.end(way);
                run.tty.is_left_as_it_was();
                let slowest = &mut slowest[usize::from(doing == Doing::Stalled)];
                *slowest = took.max(*slowest);
                typed.push(text);
            }
        }
    }
    let log = drained(&rig, &hub, &token);
    assert_eq!(faults(&log, &typed, &typed), [] as [String; 0]);
    let ends = typed.len();
    let counts = format!(
        "{ends} of {ends} leave 0 modes on and the right status; {ends} notes shown, 0 lost, 0 doubled; slowest {:.0} ms",
        slowest[0].as_secs_f64() * 1e3
    );
    trust::result("T4", "signals idle, drawing, in a dialog, stalled", &counts);
    let counts = format!(
        "ended after {:.0} ms at most, 0 modes left when it is read on",
        slowest[1].as_secs_f64() * 1e3
    );
    trust::result("P13", "signals while nobody reads", &counts);
    trust::result(
        "P14",
        "ends by signals",
        &format!("{ends} of {ends} leave 0 modes on"),
    );
}

/// The memory of a process in KB, and its threads' time on a processor.
pub fn weight(program: Pid) -> (u64, Duration) {
    let status = std::fs::read_to_string(format!("/proc/{program}/status")).unwrap();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .unwrap();
    let memory = line.split_whitespace().next().unwrap().parse().unwrap();
    (memory, super::gone::time_used(program))
}

#[test]
fn a_terminal_that_nobody_reads_costs_next_to_nothing() {
    let patience = Duration::from_secs(trust::times(1, 60) as u64);
    let rig = rig();
    let hub = declared(&rig);
    let mut dana = room(&hub, &hub.token("dana", "advocate"));
    dana.stall();
    dana.wait_until_taken();
    let before = weight(dana.id());
    // Time is what is measured here.
    let never = Mutex::new(());
    drop(
        Condvar::new()
            .wait_timeout(never.lock().unwrap(), patience)
            .unwrap(),
    );
    let after = weight(dana.id());
    let grown = after.0.saturating_sub(before.0);
    let used = after.1 - before.1;
    assert!(grown <= 1024 && used <= patience, "{grown} KB, {used:?}");
    dana.signal(Signal::SIGTERM);
    assert_eq!(dana.wait_for_end(), 143);
    dana.read_on();
    dana.is_left_as_it_was();
    let counts = format!(
        "{} s: {grown} KB more, {:.1} % of a processor",
        patience.as_secs(),
        used.as_secs_f64() / patience.as_secs_f64() * 1e2
    );
    trust::result("P13", "a stalled terminal", &counts);
}
