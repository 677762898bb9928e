//! O1-O4, O7: a real hub and crowds that come back, those who trickle, who do not read, who send too much, and too few
//! descriptors.

mod come_back;
mod descriptors;
mod line;
mod slow;
mod too_much;
mod unread;

use crate::binary::rig::{Hub, Rig, SETTINGS};
use line::Line;
use nix::sys::resource::{Resource, getrlimit, setrlimit};
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

/// Nothing takes this long, on a bad day either.
const DEADLINE: Duration = Duration::from_secs(60);

fn address(hub: &Hub) -> SocketAddr {
    hub.address().parse().unwrap()
}

fn token(hub: &Hub, name: &str, role: &str) -> String {
    let token = std::fs::read_to_string(hub.token(name, role)).unwrap();
    token.trim().to_owned()
}

/// An incident for notes to be about.
fn declare(hub: &Hub) {
    hub.run(&["declare", "Video calls drop"]).well();
}

/// As many connections for this process as it may have.
fn make_room() {
    let (_, most) = getrlimit(Resource::RLIMIT_NOFILE).unwrap();
    setrlimit(Resource::RLIMIT_NOFILE, most, most).unwrap();
}

fn runtime() -> Runtime {
    Runtime::new().unwrap()
}

/// Asks until it is so.
#[track_caller]
fn until(what: &str, so: impl Fn() -> bool) {
    let end = Instant::now() + DEADLINE;
    while !so() {
        assert!(Instant::now() < end, "it never came to that: {what}");
        std::thread::yield_now();
    }
}

async fn metric(line: &mut Line, token: &str, name: &str) -> usize {
    let metrics = line.ask(&line::get("/metrics", token)).await.unwrap();
    let found = metrics
        .text()
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    found.unwrap().parse().unwrap()
}

/// What the system says of a process.
#[derive(Clone, Copy)]
struct Process(u32);

impl Process {
    fn of(hub: &Hub) -> Process {
        Process(hub.process.id())
    }

    fn file(self, name: &str) -> String {
        std::fs::read_to_string(format!("/proc/{}/{name}", self.0)).unwrap()
    }

    fn status(self, name: &str) -> usize {
        let status = self.file("status");
        let line = status.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() << 10
    }

    /// Bytes of memory.
    fn memory(self) -> usize {
        self.status("VmRSS:")
    }

    /// From here on [`Process::peak`] is the most there was since.
    fn forget_peak(self) {
        std::fs::write(format!("/proc/{}/clear_refs", self.0), "5").unwrap();
    }

    fn peak(self) -> usize {
        self.status("VmHWM:")
    }

    fn descriptors(self) -> usize {
        std::fs::read_dir(format!("/proc/{}/fd", self.0)).unwrap().count()
    }

    /// Time on a processor since it began; counted in hundredths of a second.
    fn cpu(self) -> Duration {
        let stat = self.file("stat");
        // The name may have spaces in it, and is in brackets; user and system time are the 14th and 15th field.
        let after = stat.rsplit(')').next().unwrap();
        let ticks = after.split_whitespace().skip(11).take(2);
        Duration::from_millis(ticks.map(|ticks| ticks.parse::<u64>().unwrap() * 10).sum())
    }
}
