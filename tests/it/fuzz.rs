//! What `fuzz/` does with the nightly toolchain, on stable: everything that ever came in by a door, and what chance makes
//! of it.

#[path = "../../fuzz/src/lib.rs"]
pub mod doors;
mod malformed;
mod mutate;
mod themes;

use crate::simulation::dice::Dice;
use crate::trust;
use doors::{DOORS, Door};
use mutate::mutated;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below, by its name.
fn files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let Ok(entries) = fs::read_dir(path) else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries.flat_map(|entry| files(&entry.unwrap().path())).collect();
    files.sort();
    files
}

/// What really comes in by a door, and what once broke it.
fn corpus(door: &Door) -> Vec<Vec<u8>> {
    let own = format!("fuzz/corpus/{}", door.name);
    let places = [own.as_str()].into_iter().chain(door.seeds.iter().copied());
    let files = places.flat_map(|place| files(&root().join(place)));
    files.map(|file| fs::read(file).unwrap()).collect()
}

/// What a door says to bytes; where that is a panic, how to come by it again.
fn held(door: &Door, bytes: &[u8], from: &str) -> Result<(), String> {
    let opened = catch_unwind(AssertUnwindSafe(|| (door.open)(bytes)));
    opened.map_err(|_| {
        let file = std::env::temp_dir().join(format!("warroom-{}-{from}", door.name));
        let kept = fs::write(&file, bytes);
        format!(
            "the door {} panics at {from}: {:?}; the bytes are in {} ({kept:?}): keep them in fuzz/corpus/{}/",
            door.name,
            String::from_utf8_lossy(&bytes[..bytes.len().min(600)]),
            file.display(),
            door.name
        )
    })
}

/// So many inputs made by chance from those there are, the same ones every time.
fn shaken(door: &Door, pool: &[Vec<u8>], times: usize) -> Result<(), String> {
    for seed in 1..=times as u64 {
        let bytes = mutated(&mut Dice::new(seed), pool);
        held(door, &bytes, &format!("seed-{seed}"))?;
    }
    Ok(())
}

/// Those that take a moment each, such as a whole screen, are tried less often.
fn share_of(door: &Door) -> usize {
    match door.name {
        "scenario" => 40,
        "commands" => 24,
        "keys" => 12,
        "log" | "outbox" | "webhooks" => 6,
        "lists" | "playbook" | "sources" => 3,
        _ => 1,
    }
}

#[test]
fn everything_that_ever_came_in_by_a_door_still_does() {
    for door in DOORS {
        let corpus = corpus(door);
        assert!(!corpus.is_empty(), "nothing is known to come in by {}", door.name);
        for (at, bytes) in corpus.iter().enumerate() {
            held(door, bytes, &format!("file-{at}")).unwrap();
            // Cut off anywhere, as on a bad line.
            for end in (0..bytes.len()).step_by(bytes.len() / 3 + 1) {
                held(door, &bytes[..end], &format!("file-{at}-{end}")).unwrap();
            }
        }
    }
}

/// Else what is made of it would be turned away at the first look.
#[test]
fn the_commands_of_the_corpus_are_carried_out() {
    let commands = DOORS.iter().find(|door| door.name == "commands").unwrap();
    let recorded: Vec<usize> = corpus(commands)
        .iter()
        .map(|bytes| doors::recorded(bytes))
        .collect();
    assert!(recorded.iter().all(|events| *events > 20), "{recorded:?}");
}

#[test]
fn no_bytes_that_chance_makes_break_a_door() {
    let (times, mut all) = (trust::times(600, 100_000), 0);
    for door in DOORS {
        let times = times / share_of(door);
        shaken(door, &corpus(door), times).unwrap();
        all += times;
    }
    let counts = format!("{all} mutations at {} doors, 0 panics, 0 escapes", DOORS.len());
    trust::result("T3", "mutated input at every door", &counts);
}

#[test]
fn a_door_that_breaks_is_found_and_its_bytes_are_told() {
    let breaks = Door {
        name: "breaks",
        open: |bytes| assert!(!bytes.contains(&0x1b), "an escape"),
        seeds: &["tests/it/bodies"],
    };
    let told = shaken(&breaks, &corpus(&breaks), 2_000).unwrap_err();
    assert!(told.contains("the door breaks panics at seed-"), "{told}");
}

/// The targets of cargo-fuzz are the doors, one by one.
#[test]
fn every_door_is_a_target() {
    let manifest = fs::read_to_string(root().join("fuzz/Cargo.toml")).unwrap();
    for door in DOORS {
        let target = fs::read_to_string(root().join(format!("fuzz/fuzz_targets/{}.rs", door.name))).unwrap();
        assert!(target.contains(&format!("open(\"{}\"", door.name)), "{target}");
        doors::open(door.name, b"");
        assert!(
            manifest.contains(&format!("name = \"{}\"", door.name)),
            "{}",
            door.name
        );
    }
    assert_eq!(manifest.matches("[[bin]]").count(), DOORS.len());
}
