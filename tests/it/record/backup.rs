//! D8: backups of a running hub, taken while it is written to; and what becomes of them.

use super::Line;
use crate::binary::rig::{Rig, SETTINGS};
use crate::trust;
use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use uuid::Uuid;
use warroom::domain::event::Recorded;
use warroom::domain::ids::Seq;
use warroom::store::check::check;

fn log(path: &Path) -> (BTreeMap<Seq, Recorded>, Seq) {
    let mut events = BTreeMap::new();
    let loaded = check(path, &mut |recorded| {
        events.insert(recorded.seq, recorded.clone());
    });
    (events, loaded.unwrap().through)
}

#[test]
fn every_backup_taken_under_load_is_a_prefix_with_all_that_was_acknowledged_before_it() {
    let backups = trust::times(4, 100);
    let rig = Rig::with(SETTINGS);
    let hub = rig.serve();
    let mut lines: Vec<Line> = (0..4).map(|_| Line::to(&hub)).collect();
    lines[0].declare();
    let (over, acknowledged) = (AtomicBool::new(false), AtomicU64::new(1));
    let mut taken = Vec::new();
    std::thread::scope(|scope| {
        for line in &mut lines {
            scope.spawn(|| {
                while !over.load(Ordering::SeqCst) {
                    assert_eq!(line.note(Uuid::new_v4(), 2_000).unwrap().0, 200);
                    acknowledged.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
        for number in 0..backups {
            let path = rig.path(&format!("backup-{number}.db"));
            let before = acknowledged.load(Ordering::SeqCst);
            let said = hub.run(&["backup", path.to_str().unwrap()]);
            if said.code != Some(0) {
                over.store(true, Ordering::SeqCst);
            }
            taken.push((path, before, said));
        }
        over.store(true, Ordering::SeqCst);
    });
    let acknowledged = acknowledged.into_inner();
    hub.terminate();
    let (whole, through) = log(&rig.path("hub.sqlite"));
    assert!(through.0 >= acknowledged);
    for (path, before, said) in &taken {
        assert_eq!(said.code, Some(0), "{said:?}");
        let (events, through) = log(path);
        assert!(
            through.0 >= *before,
            "{before} were acknowledged and {through} are there"
        );
        assert!(events.iter().all(|(seq, event)| whole[seq] == *event));
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
    trust::result(
        "D8",
        "backups of a hub under load",
        &format!("{backups} backups, each a prefix; {acknowledged} acknowledged meanwhile"),
    );
}

#[test]
fn a_backup_is_whole_and_a_hub_started_on_it_goes_on() {
    let rig = Rig::with(SETTINGS);
    let hub = rig.serve();
    let mut line = Line::to(&hub);
    line.declare();
    assert_eq!(line.note(Uuid::new_v4(), 40).unwrap().0, 200);
    let backup = rig.path("backup.db");
    let backup = backup.to_str().unwrap();
    let said = hub.run(&["backup", backup]).well();
    let hash = said.trim().rsplit(' ').next().unwrap().to_owned();
    assert_eq!(hash.len(), 64, "{said}");
    let checked = rig.run(&["check", backup]).well();
    assert!(checked.contains(&hash), "{checked}");

    let address = hub.address().to_owned();
    assert_eq!(line.note(Uuid::new_v4(), 40).unwrap().0, 200);
    drop(line);
    hub.terminate();
    let store = rig.path("hub.sqlite");
    let other = rig.path("other.db");
    let of = format!("sqlite:{}", store.display());
    let stopped = rig
        .run(&["backup", other.to_str().unwrap(), "--store", &of])
        .well();
    assert!(!stopped.contains(&hash), "it has one note more");

    std::fs::copy(backup, &store).unwrap();
    let hub = rig.serve_at(&address);
    assert!(hub.run(&["log"]).well().contains(&"x".repeat(40)));
    hub.run(&["note", "and", "it", "goes", "on"]).well();
}

#[test]
fn a_backup_takes_an_administrator_and_no_other_file_s_place() {
    let rig = Rig::with(SETTINGS);
    let hub = rig.serve();
    let there = rig.write("backups/there.db", "something else");
    let said = hub.run(&["backup", there.to_str().unwrap()]).refused();
    assert!(said.contains("is there already"), "{said}");
    assert_eq!(std::fs::read_to_string(&there).unwrap(), "something else");

    let omar = hub.token("omar", "commander");
    let mine = rig.path("backups/mine.db");
    let said = hub.run_as(&omar, &["backup", mine.to_str().unwrap()]).refused();
    assert!(said.contains("takes the access \"admin\""), "{said}");
    let left = std::fs::read_dir(rig.path("backups")).unwrap().count();
    assert_eq!(left, 1, "nothing is left of one that was refused");
}
