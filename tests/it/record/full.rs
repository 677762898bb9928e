//! D4: a hub that may not write any more refuses with a reason, can be read, and goes on by itself once it may.

use super::Line;
use crate::binary::rig::{Rig, SETTINGS};
use crate::trust;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use uuid::Uuid;

/// Lets the hub write files of at most so many bytes from here on; `unlimited` is one such number.
fn limit(process: u32, bytes: &str) {
    let set = Command::new("prlimit")
        .args([
            "--pid",
            &process.to_string(),
            &format!("--fsize={bytes}:unlimited"),
        ])
        .status()
        .unwrap();
    assert!(set.success(), "prlimit {bytes}");
}

/// Notes until one is refused: its id, the status, and what was said. Counts those that were acknowledged.
fn until_refused(line: &mut Line, acknowledged: &mut usize) -> (Uuid, u16, String) {
    loop {
        let id = Uuid::new_v4();
        let (status, said) = line.note(id, 4_000).unwrap();
        match status {
            200 => *acknowledged += 1,
            _ => return (id, status, said),
        }
        assert!(*acknowledged < 100_000, "it is never full");
    }
}

/// What is wrong with the record: nothing that was acknowledged is missing from it, and nothing else is in it.
fn missing(rig: &Rig, acknowledged: usize) -> Option<String> {
    let record = rig.path("hub.sqlite");
    let said = rig.run(&["check", record.to_str().unwrap()]).well();
    let whole = format!(": {acknowledged} events,");
    (!said.contains(&whole)).then(|| format!("{acknowledged} were acknowledged: {said}"))
}

#[test]
fn a_hub_that_may_not_write_refuses_with_a_reason_is_read_and_goes_on_without_a_restart() {
    if !trust::has("prlimit", &["--version"]) {
        return;
    }
    let fills = trust::times(3, 20);
    let rig = Rig::with(SETTINGS);
    // What would end a program that does not expect it.
    let hub = rig.serve_under(&["sh", "-c", "trap '' XFSZ; exec \"$0\" \"$@\""]);
    let mut line = Line::to(&hub);
    line.declare();
    let mut acknowledged = 1;
    for fill in 0..fills {
        let now = std::fs::metadata(rig.path("hub.sqlite-wal")).unwrap().len();
        limit(
            hub.process.id(),
            &(now + 100_000 + fill as u64 * 4_096).to_string(),
        );
        let (id, refused, said) = until_refused(&mut line, &mut acknowledged);
        assert!(said.contains("a quota or a limit is used up"), "{said}");
        let filled = Filled::of(&mut line, id, refused, || limit(hub.process.id(), "unlimited"));
        assert_eq!(wrong(&filled, LIMITED), None, "{filled:?}");
        acknowledged += 1;
    }
    hub.kill();
    assert_eq!(missing(&rig, acknowledged), None);
    trust::result(
        "D4",
        "a hub that may not write",
        &format!("{fills} fills, {acknowledged} acknowledged, 0 lost"),
    );
}

/// A disk of 4 MiB that is unmounted at the end.
struct Disk<'a>(&'a Path);

impl Disk<'_> {
    fn mounted(place: &Path) -> Option<Disk<'_>> {
        let made = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=4m,mode=0700", "tmpfs"])
            .arg(place)
            .output();
        made.is_ok_and(|made| made.status.success())
            .then_some(Disk(place))
    }

    /// Takes all the room there is, but for so many bytes.
    fn filled_but(&self, left: u64) {
        let mut filler = File::create(self.filler()).unwrap();
        while filler.write_all(&[7; 4_096]).is_ok() {}
        let full = filler.metadata().unwrap().len();
        filler.set_len(full.saturating_sub(left)).unwrap();
    }

    fn filler(&self) -> PathBuf {
        self.0.join("filler")
    }
}

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        // Also while a program that failed still has its files.
        let _ = Command::new("umount").arg("--lazy").arg(self.0).status();
    }
}

/// What a hub says of its health, where it may not write and where there is no room.
const LIMITED: &str = r#"{"status":"trouble","why":"a quota or a limit is used up, or the disk is failing"}"#;
const FULL: &str = r#"{"status":"trouble","why":"the disk is full"}"#;

/// How a hub that could not write went on.
#[derive(Debug, PartialEq)]
struct Filled {
    refused: u16,
    health: String,
    read: u16,
    once_more: u16,
    health_after: u16,
}

impl Filled {
    /// Asks a hub that has refused this note, before and after there is room again.
    fn of(line: &mut Line, id: Uuid, refused: u16, make_room: impl FnOnce()) -> Filled {
        let (status, health) = line.ask("GET", "/healthz", "").unwrap();
        assert_eq!(status, 503, "{health}");
        let read = line.ask("GET", "/v1/incidents", "").unwrap().0;
        make_room();
        Filled {
            refused,
            health,
            read,
            once_more: line.note(id, 4_000).unwrap().0,
            health_after: line.ask("GET", "/healthz", "").unwrap().0,
        }
    }
}

/// What is wrong with that, where this is what it has to say.
fn wrong(filled: &Filled, told: &str) -> Option<&'static str> {
    match filled {
        Filled { refused, .. } if *refused != 503 => Some("it does not refuse"),
        Filled { health, .. } if health != told => Some("it does not say why"),
        Filled { read, .. } if *read != 200 => Some("it can not be read"),
        Filled { once_more, .. } if *once_more != 200 => Some("it does not go on"),
        Filled { health_after, .. } if *health_after != 200 => Some("it does not say that all is well again"),
        Filled { .. } => None,
    }
}

#[test]
fn a_hub_on_a_full_disk_refuses_is_read_and_goes_on_by_itself_once_there_is_room() {
    let rig = Rig::new();
    let home = rig.path("");
    let Some(disk) = Disk::mounted(&home) else {
        eprintln!("skipped: only root can mount a disk of 4 MiB");
        return;
    };
    rig.write("config/warroom/warroom.toml", SETTINGS);
    let fills = trust::times(3, 20);
    let hub = rig.serve();
    let mut line = Line::to(&hub);
    line.declare();
    let mut acknowledged = 1;
    for _ in 0..fills {
        disk.filled_but(64 << 10);
        let (id, refused, said) = until_refused(&mut line, &mut acknowledged);
        assert!(said.contains("the disk is full"), "{said}");
        let filled = Filled::of(&mut line, id, refused, || {
            std::fs::remove_file(disk.filler()).unwrap();
        });
        assert_eq!(wrong(&filled, FULL), None, "{filled:?}");
        acknowledged += 1;
    }
    drop(line);
    hub.kill();
    assert_eq!(missing(&rig, acknowledged), None);
    trust::result(
        "D4",
        "a full disk of 4 MiB",
        &format!("{fills} fills, {acknowledged} acknowledged, 0 lost"),
    );
}

#[test]
fn a_hub_that_takes_a_full_disk_or_a_limit_lightly_is_caught() {
    for told in [FULL, LIMITED] {
        let right = || Filled {
            refused: 503,
            health: told.to_owned(),
            read: 200,
            once_more: 200,
            health_after: 200,
        };
        let caught = |change: &dyn Fn(&mut Filled)| {
            let mut filled = right();
            change(&mut filled);
            wrong(&filled, told)
        };
        assert_eq!(wrong(&right(), told), None);
        let answers = caught(&|filled| filled.refused = 200);
        assert_eq!(answers, Some("it does not refuse"));
        let well = r#"{"status":"ok"}"#;
        let silent = caught(&|filled| well.clone_into(&mut filled.health));
        assert_eq!(silent, Some("it does not say why"));
        let other = [LIMITED, FULL].into_iter().find(|other| *other != told).unwrap();
        let another = caught(&|filled| other.clone_into(&mut filled.health));
        assert_eq!(another, Some("it does not say why"));
        let blind = caught(&|filled| filled.read = 503);
        assert_eq!(blind, Some("it can not be read"));
        let stuck = caught(&|filled| filled.once_more = 503);
        assert_eq!(stuck, Some("it does not go on"));
        let sulking = caught(&|filled| filled.health_after = 503);
        assert_eq!(sulking, Some("it does not say that all is well again"));
    }
}

#[test]
fn a_record_with_fewer_events_than_were_acknowledged_is_caught() {
    let rig = Rig::with(SETTINGS);
    let hub = rig.serve();
    let mut line = Line::to(&hub);
    line.declare();
    assert_eq!(line.note(Uuid::new_v4(), 40).unwrap().0, 200);
    hub.kill();
    assert_eq!(missing(&rig, 2), None);
    let caught = missing(&rig, 3).unwrap();
    assert!(caught.starts_with("3 were acknowledged"), "{caught}");
}
