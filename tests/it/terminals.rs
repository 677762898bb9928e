//! The real program on real terminals: rooms that share a hub, hubs that go away, and terminals left as they were.

pub mod defects;
mod editor;
mod ends;
mod gone;
mod habits;
mod killed;
mod looks;
mod matrix;
mod modes;
mod odd;
mod outages;
mod outbox;
mod signals;
mod slow;
mod soak;
mod ssh;
mod together;
pub mod tty;
mod typing;
mod wall;

use super::binary::rig::{Hub, Rig, SETTINGS};
use std::path::Path;
use std::time::{Duration, Instant};
use tty::{DEADLINE, Tty};

const ACCOUNTS: &str = "\
id,name,tier,arr,currency,region,products
northwind,Northwind,1,1200000,EUR,eu,video
contoso,Contoso,2,700000,EUR,eu,video
fabrikam,Fabrikam,2,500000,EUR,eu,video
tailspin,Tailspin,3,350000,EUR,eu,video
";

/// A hub with an open incident that affects four accounts.
pub fn declared(rig: &Rig) -> Hub<'_> {
    opened(rig, rig.serve())
}

/// The same, on a hub that runs already.
pub fn opened<'a>(rig: &Rig, hub: Hub<'a>) -> Hub<'a> {
    let accounts = rig.write("accounts.csv", ACCOUNTS);
    hub.run(&["accounts", "import", accounts.to_str().unwrap()])
        .well();
    hub.run(&DECLARE).well();
    hub
}

const DECLARE: [&str; 10] = [
    "declare",
    "Video calls drop",
    "--component",
    "video-eu",
    "--severity",
    "sev1",
    "--playbook",
    "full-outage",
    "--alerted-at",
    "1m",
];

pub fn rig() -> Rig {
    Rig::with(SETTINGS)
}

/// The room of whoever has this token, once it is live.
pub fn room(hub: &Hub, token: &Path) -> Tty {
    let room = lobby(hub, token);
    room.wait_for(&["Video calls drop", "LIVE"]);
    room
}

/// The screen of whoever has this token, whatever it shows.
pub fn lobby(hub: &Hub, token: &Path) -> Tty {
    let mut command = hub.command(&[]);
    Tty::open(command.env("WARROOM_TOKEN_FILE", token), 80, 24)
}

/// The log, once a last room has sent everything that others have left behind.
#[track_caller]
fn drained(rig: &Rig, hub: &Hub, token: &Path) -> String {
    let last = room(hub, token);
    let unsent = || {
        let folder = std::fs::read_dir(rig.path("state/warroom/outbox")).unwrap();
        let files = folder.map(|entry| entry.unwrap().path());
        let files = files.filter(|path| path.extension().is_some_and(|end| end == "jsonl"));
        // One that is just being taken over is gone.
        files
            .filter_map(|path| Some(path.metadata().ok()?.len()))
            .sum::<u64>()
    };
    let until = Instant::now() + DEADLINE;
    while unsent() > 0 {
        assert!(Instant::now() < until, "not all is sent:\n{}", last.text());
        std::thread::park_timeout(Duration::from_millis(20));
    }
    hub.run(&["log"]).well()
}
