//! The real program on real terminals: rooms that share a hub, hubs that go away, and terminals left as they were.

mod editor;
mod ends;
mod killed;
mod looks;
mod outages;
mod outbox;
mod together;
pub mod tty;

use super::binary::rig::{Hub, Rig, SETTINGS};
use std::path::Path;
use tty::Tty;

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
