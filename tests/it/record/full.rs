//! D4: a hub that may not write any more refuses with a reason, can be read, and goes on by itself once it may.

use super::Line;
use crate::binary::rig::{Rig, SETTINGS};
use crate::trust;
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
        let refused = loop {
            let id = Uuid::new_v4();
            let (status, said) = line.note(id, 4_000).unwrap();
            match status {
                200 => acknowledged += 1,
                _ => break (id, status, said),
            }
            assert!(acknowledged < 100_000, "it is never full");
        };
        let (id, status, said) = refused;
        assert_eq!(status, 503, "{said}");
        assert!(said.contains("a quota or a limit is used up"), "{said}");
        let (status, health) = line.ask("GET", "/healthz", "").unwrap();
        assert_eq!(status, 503);
        assert_eq!(
            health,
            r#"{"status":"trouble","why":"a quota or a limit is used up, or the disk is failing"}"#
        );
        assert_eq!(
            line.ask("GET", "/v1/incidents", "").unwrap().0,
            200,
            "reads go on"
        );

        limit(hub.process.id(), "unlimited");
        assert_eq!(line.note(id, 4_000).unwrap().0, 200, "the same once more");
        acknowledged += 1;
        assert_eq!(line.ask("GET", "/healthz", "").unwrap().0, 200);
    }
    hub.kill();
    let said = rig
        .run(&["check", rig.path("hub.sqlite").to_str().unwrap()])
        .well();
    let whole = format!(": {acknowledged} events,");
    assert!(said.contains(&whole), "{acknowledged} were acknowledged: {said}");
    trust::result(
        "D4",
        "a hub that may not write",
        &format!("{fills} fills, {acknowledged} acknowledged, 0 lost"),
    );
}
