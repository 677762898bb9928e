//! Terminals that go away under a room: it ends, with or without being told, and what was recorded is delivered once.

use super::killed::faults;
use super::{declared, drained, rig};
use crate::trust;
use nix::fcntl::OFlag;
use nix::poll::{PollFd, PollFlags, poll};
use nix::pty::{PtyMaster, grantpt, posix_openpt, ptsname_r, unlockpt};
use nix::sys::wait::{Id, WaitPidFlag, waitid};
use nix::unistd::Pid;
use std::fs::OpenOptions;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::os::fd::AsFd;
use std::os::unix::fs::OpenOptionsExt;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

const DEADLINE: Duration = Duration::from_secs(60);

/// A program on a terminal of its own whose other end is in this hand alone.
struct Held {
    master: PtyMaster,
    child: Child,
    screen: vt100::Parser,
}

/// How a program took the loss of its terminal.
#[derive(Debug)]
struct Loss {
    status: Option<i32>,
    took: Duration,
    used: Duration,
}

impl Held {
    fn start(command: &Command) -> Held {
        // No other program that is started meanwhile may hold it too.
        let master = posix_openpt(OFlag::O_RDWR | OFlag::O_NOCTTY | OFlag::O_CLOEXEC).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let mut open = OpenOptions::new();
        let open = open.read(true).write(true).custom_flags(OFlag::O_NOCTTY.bits());
        let slave = open.open(ptsname_r(&master).unwrap()).unwrap();
        let end = || Stdio::from(slave.try_clone().unwrap());
        let sized = Command::new("stty")
            .args(["rows", "24", "cols", "80"])
            .stdin(end())
            .status();
        assert!(sized.unwrap().success());
        // A session of its own, whose terminal this is; the process stays the same one.
        let mut leader = Command::new("setsid");
        leader
            .arg("-c")
            .arg(command.get_program())
            .args(command.get_args());
        leader
            .env_clear()
            .env("TERM", "xterm-256color")
            .env("LANG", "C.UTF-8");
        leader.envs(
            command
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        );
        leader.env("PATH", std::env::var_os("PATH").unwrap());
        let child = leader.stdin(end()).stdout(end()).stderr(end()).spawn().unwrap();
        let rows_and_columns = [24, 80].map(|count| NonZeroU16::new(count).unwrap());
        Held {
            master,
            child,
            screen: vt100::Parser::new(rows_and_columns[0], rows_and_columns[1], 0),
        }
    }

    fn press(&mut self, keys: &str) {
        self.master.write_all(keys.as_bytes()).unwrap();
    }

    #[track_caller]
    fn wait_for(&mut self, parts: &[&str]) {
        let until = Instant::now() + DEADLINE;
        let mut chunk = [0; 1 << 16];
        loop {
            let text = self.screen.screen().contents();
            if text
                .lines()
                .any(|line| parts.iter().all(|part| line.contains(part)))
            {
                return;
            }
            assert!(Instant::now() < until, "never a line with {parts:?}:\n{text}");
            let mut ready = [PollFd::new(self.master.as_fd(), PollFlags::POLLIN)];
            if poll(&mut ready, 1_000_u16) == Ok(1) {
                let count = self.master.read(&mut chunk).unwrap();
                self.screen.process(&chunk[..count]);
            }
        }
    }

    /// Hangs up, and waits for the end.
    ///
    /// # Errors
    /// It went on for longer than this, and with how much of a processor.
    fn hang_up(self, patience: Duration) -> Result<Loss, String> {
        let Held {
            master, mut child, ..
        } = self;
        let id = Pid::from_raw(child.id().try_into().unwrap());
        let before = time_used(id);
        let (told, ended) = channel();
        let start = Instant::now();
        drop(master);
        std::thread::spawn(move || {
            // Not reaped yet, so that what it used can still be read.
            let _ = told.send(waitid(Id::Pid(id), WaitPidFlag::WEXITED | WaitPidFlag::WNOWAIT));
        });
        let in_time = ended.recv_timeout(patience);
        let (took, used) = (start.elapsed(), time_used(id) - before);
        if in_time.is_err() {
            child.kill().unwrap();
            child.wait().unwrap();
            return Err(format!("it goes on after {took:.1?}, and has used {used:.1?}"));
        }
        let status = child.wait().unwrap().code();
        Ok(Loss { status, took, used })
    }
}

/// How long a process was on a processor, in hundredths of a second.
pub fn time_used(program: Pid) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{program}/stat")).unwrap();
    let after = stat.rsplit_once(')').unwrap().1;
    let ticks: Vec<u64> = after
        .split_whitespace()
        .skip(11)
        .take(2)
        .map(|ticks| ticks.parse().unwrap())
        .collect();
    Duration::from_millis(ticks.iter().sum::<u64>() * 10)
}

#[test]
fn a_room_whose_terminal_is_gone_ends_whether_it_is_told_or_not() {
    if !trust::has("setsid", &["--version"]) || !trust::has("env", &["--block-signal=HUP", "true"]) {
        return;
    }
    let rounds = trust::times(3, 100);
    let rig = rig();
    let hub = declared(&rig);
    let token = hub.token("dana", "advocate");
    let (mut typed, mut slowest, mut most) = (Vec::new(), Duration::ZERO, Duration::ZERO);
    for round in 0..rounds {
        for told in [true, false] {
            let mut command = hub.command(&[]);
            command.env("WARROOM_TOKEN_FILE", &token);
            let mut untold = Command::new("env");
            untold.arg("--block-signal=HUP").arg(command.get_program());
            untold.envs(
                command
                    .get_envs()
                    .filter_map(|(name, value)| Some((name, value?))),
            );
            let mut dana = Held::start(if told { &command } else { &untold });
            dana.wait_for(&["Video calls drop", "LIVE"]);
            let text = format!("t{}.{round};", u8::from(told));
            dana.press(&format!("n{text}\r"));
            dana.wait_for(&["dana", &text]);
            let loss = dana.hang_up(DEADLINE).unwrap();
            assert_eq!(loss.status, Some(129), "told: {told}; {loss:?}");
            slowest = slowest.max(loss.took);
            most = most.max(loss.used);
            typed.push(text);
        }
    }
    let log = drained(&rig, &hub, &token);
    assert_eq!(faults(&log, &typed, &typed), [] as [String; 0]);
    let counts = format!(
        "{} of {} end with status 129, after {:.0} ms at most with {} ms of a processor at most; {} notes shown, 0 lost, \
         0 doubled",
        typed.len(),
        typed.len(),
        slowest.as_secs_f64() * 1e3,
        most.as_millis(),
        typed.len()
    );
    trust::result("T6", "terminals gone, told by a signal and not", &counts);
}

#[test]
fn a_program_that_goes_on_without_its_terminal_is_found_out() {
    if !trust::has("setsid", &["--version"]) {
        return;
    }
    let mut spins = Command::new("/bin/sh");
    spins.args(["-c", "trap '' HUP; echo here; while :; do read -r line; done"]);
    let mut spins = Held::start(&spins);
    spins.wait_for(&["here"]);
    let said = spins.hang_up(Duration::from_secs(1)).unwrap_err();
    assert!(said.starts_with("it goes on after 1"), "{said}");
}
