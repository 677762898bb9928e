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

type Events = BTreeMap<Seq, Recorded>;

/// All events of a record, or why it is none.
fn log(path: &Path) -> Result<Events, String> {
    let mut events = BTreeMap::new();
    let loaded = check(path, &mut |recorded| {
        events.insert(recorded.seq, recorded.clone());
    });
    let through = loaded.map_err(|error| error.to_string())?.through;
    match events.len() as u64 == through.0 {
        true => Ok(events),
        false => Err(format!("{} events up to {through}", events.len())),
    }
}

/// What is wrong with a backup of a log, when so many events had been acknowledged before it was begun.
fn wrong(backup: &Path, whole: &Events, before: u64) -> Option<String> {
    let events = match log(backup) {
        Ok(events) => events,
        Err(why) => return Some(format!("cannot be restored: {why}")),
    };
    if (events.len() as u64) < before {
        return Some(format!(
            "{before} were acknowledged and {} are there",
            events.len()
        ));
    }
    let other = events.iter().find(|(seq, event)| whole.get(seq) != Some(*event));
    other.map(|(seq, _)| format!("event {seq} is another one"))
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
    let whole = log(&rig.path("hub.sqlite")).unwrap();
    assert!(whole.len() as u64 >= acknowledged);
    for (path, before, said) in &taken {
        assert_eq!(said.code, Some(0), "{said:?}");
        assert_eq!(wrong(path, &whole, *before), None);
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
    trust::result(
        "D8",
        "backups of a hub under load",
        &format!("{backups} backups, each a prefix; {acknowledged} acknowledged meanwhile"),
    );
}

#[test]
fn copies_that_are_no_backup_are_found_out() {
    let rig = Rig::with(SETTINGS);
    let hub = rig.serve();
    let mut line = Line::to(&hub);
    line.declare();
    let store = rig.path("hub.sqlite");
    let mut acknowledged = 1;
    let mut notes = |count: u64| {
        for _ in 0..count {
            assert_eq!(line.note(Uuid::new_v4(), 2_000).unwrap().0, 200);
        }
        acknowledged += count;
        acknowledged
    };
    let before = notes(40);
    // The file alone, and not what is still beside it.
    let alone = rig.path("alone.db");
    std::fs::copy(&store, &alone).unwrap();
    let good = rig.path("good.db");
    hub.run(&["backup", good.to_str().unwrap()]).well();
    let after = notes(400);
    let late = rig.path("late.db");
    hub.run(&["backup", late.to_str().unwrap()]).well();
    hub.terminate();
    // A copy that ended too early, and one whose beginning is newer than its end.
    let read = |path: &Path| std::fs::read(path).unwrap();
    let (first, last) = (read(&good), read(&late));
    let half = first.len() / 2;
    let (short, mixed) = (rig.path("short.db"), rig.path("mixed.db"));
    std::fs::write(&short, &last[..first.len()]).unwrap();
    std::fs::write(&mixed, [&last[..half], &first[half..]].concat()).unwrap();

    let whole = log(&store).unwrap();
    assert_eq!(wrong(&good, &whole, before), None);
    assert_eq!(wrong(&late, &whole, after), None);
    let found = wrong(&late, &whole, after + 1).unwrap();
    assert!(found.contains("were acknowledged and"), "{found}");
    for copy in [alone, short, mixed] {
        let found = wrong(&copy, &whole, before);
        assert!(found.is_some(), "{} passes for a backup", copy.display());
    }
    let mut other = whole.clone();
    other.get_mut(&Seq(7)).unwrap().cause = Uuid::nil();
    assert_eq!(
        wrong(&good, &other, before),
        Some("event 7 is another one".to_owned())
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
