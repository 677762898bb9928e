//! The real program through a real sshd, on a line of a few bytes a second: what is seen is the newest, and not a queue
//! that ssh, its window and the system keep of what nobody has read yet.

use super::tty::Tty;
use super::{declared, rig};
use crate::binary::rig::{Hub, Rig};
use crate::record::Line;
use crate::trust;
use serde_json::json;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use uuid::Uuid;

const SSHD: &str = "/usr/sbin/sshd";
/// What the line carries once the room is open, and what it carries until then.
const SLOW: usize = 4_000;
const FAST: usize = 1 << 20;
/// In so many steps a second.
const STEPS: u64 = 20;

/// A line with an sshd of its own at the other end.
struct Road {
    port: u16,
    rate: Arc<AtomicUsize>,
    /// Bytes that came through, of ssh's own.
    carried: Arc<AtomicUsize>,
}

impl Road {
    fn to_sshd(config: &Path) -> Road {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let road = Road {
            port: listener.local_addr().unwrap().port(),
            rate: Arc::new(AtomicUsize::new(FAST)),
            carried: Arc::default(),
        };
        let (rate, carried, config) = (road.rate.clone(), road.carried.clone(), config.to_owned());
        std::thread::spawn(move || {
            let (near, _) = listener.accept().unwrap();
            // A socket of the system's own, so that sshd finds one at its end.
            let behind = TcpListener::bind("127.0.0.1:0").unwrap();
            let far = TcpStream::connect(behind.local_addr().unwrap()).unwrap();
            let (end, _) = behind.accept().unwrap();
            let mut sshd = sshd(&config, end);
            let (from, to) = (near.try_clone().unwrap(), far.try_clone().unwrap());
            let keys =
                std::thread::spawn(move || carry(from, to, &AtomicUsize::new(FAST), &AtomicUsize::default()));
            carry(far, near, &rate, &carried);
            keys.join().unwrap();
            sshd.wait().unwrap();
        });
        road
    }
}

fn sshd(config: &Path, end: TcpStream) -> Child {
    let end = OwnedFd::from(end);
    let mut sshd = Command::new(SSHD);
    sshd.args(["-i", "-e", "-f"]).arg(config);
    sshd.stdin(Stdio::from(end.try_clone().unwrap()));
    sshd.stdout(Stdio::from(end)).stderr(Stdio::null());
    sshd.spawn().unwrap()
}

/// At so many bytes a second, and with no more under way than that is for a moment.
fn carry(mut from: TcpStream, mut to: TcpStream, rate: &AtomicUsize, carried: &AtomicUsize) {
    let mut chunk = vec![0; FAST];
    loop {
        let most = (rate.load(Ordering::SeqCst) / STEPS as usize).clamp(1, chunk.len());
        let Ok(count @ 1..) = from.read(&mut chunk[..most]) else {
            break;
        };
        if to.write_all(&chunk[..count]).is_err() {
            break;
        }
        carried.fetch_add(count, Ordering::SeqCst);
        if most < FAST / STEPS as usize {
            std::thread::park_timeout(Duration::from_millis(1_000 / STEPS));
        }
    }
    let _ = to.shutdown(Shutdown::Write);
    let _ = from.shutdown(Shutdown::Read);
}

/// What sshd is told; nothing of this machine's own settings.
fn config(rig: &Rig) -> std::path::PathBuf {
    for key in ["host", "user"] {
        let made = Command::new("ssh-keygen")
            .args(["-q", "-t", "ed25519", "-N", "", "-f"])
            .arg(rig.path(key))
            .status()
            .unwrap();
        assert!(made.success());
    }
    let (host, keys) = (rig.path("host"), rig.path("user.pub"));
    rig.write(
        "sshd_config",
        &format!(
            "HostKey {}\nAuthorizedKeysFile {}\nStrictModes no\nPermitRootLogin yes\nPidFile none\nUsePAM no\n\
             PrintMotd no\nPrintLastLog no\nUseDNS no\n",
            host.display(),
            keys.display()
        ),
    )
}

/// What opens the room of this token through the road.
fn through(road: &Road, rig: &Rig, hub: &Hub, token: &Path) -> Command {
    let inner = hub.command(&[]);
    let set = inner.get_envs().filter_map(|(name, value)| {
        let value = value?.to_str().unwrap();
        Some(format!("{}='{value}'", name.to_str().unwrap()))
    });
    let set: Vec<String> = set.collect();
    let line = format!(
        "exec env -i TERM=$TERM LANG=C.UTF-8 SSH_CONNECTION=1 {} WARROOM_TOKEN_FILE='{}' '{}'",
        set.join(" "),
        token.display(),
        env!("CARGO_BIN_EXE_warroom")
    );
    let user = nix::unistd::User::from_uid(nix::unistd::geteuid())
        .unwrap()
        .unwrap();
    let mut ssh = Command::new("ssh");
    ssh.args([
        "-tt",
        "-F",
        "none",
        "-o",
        "BatchMode=yes",
        "-o",
        "StrictHostKeyChecking=no",
    ])
    .args([
        "-o",
        "UserKnownHostsFile=/dev/null",
        "-o",
        "LogLevel=ERROR",
        "-o",
        "IdentitiesOnly=yes",
        "-i",
    ])
    .arg(rig.path("user"))
    .args([
        "-p",
        &road.port.to_string(),
        &format!("{}@127.0.0.1", user.name),
        &line,
    ])
    .env("PATH", "/usr/bin:/bin");
    ssh
}

#[test]
fn through_ssh_on_a_slow_line_the_newest_is_seen_and_no_queue_before_it() {
    let length = Duration::from_secs(trust::times(8, 120) as u64);
    let rig = rig();
    if !trust::has("ssh", &["-V"]) {
        return;
    }
    let settings = config(&rig);
    if !trust::has(SSHD, &["-t", "-f", settings.to_str().unwrap()]) {
        return;
    }
    let hub = declared(&rig);
    let token = hub.token("dana", "advocate");
    let other = std::fs::read_to_string(hub.token("omar", "advocate")).unwrap();
    let mut other = Line::at(hub.address(), other.trim()).unwrap();
    let road = Road::to_sshd(&settings);
    let mut room = Tty::open(&through(&road, &rig, &hub, &token), 80, 24);
    room.wait_for(&["Video calls drop", "LIVE"]);
    let whole: usize = room.shots_since(0).iter().map(|shot| shot.bytes).sum();

    road.rate.store(SLOW, Ordering::SeqCst);
    let begin = Instant::now();
    let mut notes = 0;
    while begin.elapsed() < length {
        notes += 1;
        note(&mut other, notes);
        room.press(["j", "k"][notes % 2]);
        std::thread::park_timeout(Duration::from_millis(50));
    }
    let since = room.shots();
    let before = road.carried.load(Ordering::SeqCst);
    note(&mut other, notes + 1);
    room.wait_for(&[&format!("event {};", notes + 1)]);
    let behind: usize = room.shots_since(since).iter().map(|shot| shot.bytes).sum();
    let carried = road.carried.load(Ordering::SeqCst) - before;
    // The frame that is under way, and one in which nearly everything is new.
    assert!(
        behind <= whole + 1_500,
        "{behind} bytes before the newest, {whole} for a whole screen"
    );

    road.rate.store(FAST, Ordering::SeqCst);
    room.press("\x03");
    room.wait_for(&["Press Ctrl-C again to leave the room."]);
    room.press("\x03");
    assert_eq!(room.wait_for_end(), 0);
    room.is_left_as_it_was();
    let counts = format!(
        "{} s at {SLOW} bytes a second of ssh's own, {notes} keys and {notes} events: {behind} bytes before the newest line, \
         {carried} with what ssh adds; 0 modes left",
        length.as_secs()
    );
    trust::result("T9", "through sshd", &counts);
}

fn note(line: &mut Line, number: usize) {
    let text = format!("event {number};");
    let body = json!({ "id": Uuid::new_v4(), "kind": "write_note", "text": text });
    let (status, said) = line.command(&body).unwrap();
    assert_eq!(status, 200, "{said}");
}
