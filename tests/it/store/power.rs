//! D6: the power goes off. What was synced is there; of what was not, any part of any write may be.

use super::crash::Writer;
use super::{event, log, open, place};
use crate::{trace, trust};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use warroom::store::check::check;

/// What a disk writes whole, in bytes.
const SECTOR: usize = 512;

/// What a program did to its files, in order.
enum Step {
    Write {
        file: String,
        at: usize,
        bytes: Vec<u8>,
    },
    Cut {
        file: String,
        length: usize,
    },
    Synced {
        file: String,
    },
    /// It has told that this event is recorded.
    Acknowledged(u64),
}

/// Of `pwrite64(4</folder/hub.db-wal>, "...", 24, 0) = 24`: the name of the file without its folder.
fn file(call: &str) -> Option<String> {
    let (_, path) = call.split_once('<')?;
    let (path, _) = path.split_once('>')?;
    let name = Path::new(path).file_name()?.to_str()?;
    name.starts_with("hub.db").then(|| name.to_owned())
}

fn step(call: &str) -> Option<Step> {
    let (call_of, _) = call.split_once('(')?;
    let (arguments, result) = call.rsplit_once(") = ")?;
    let result: i64 = result.split_whitespace().next()?.parse().ok()?;
    let last = || arguments.rsplit_once(", ")?.1.parse().ok();
    match call_of {
        "pwrite64" => {
            let bytes = trace::bytes(call)?;
            assert_eq!(bytes.len() as i64, result, "the trace holds every byte");
            Some(Step::Write {
                file: file(call)?,
                at: last()?,
                bytes,
            })
        }
        "ftruncate" => Some(Step::Cut {
            file: file(call)?,
            length: last()?,
        }),
        "fdatasync" | "fsync" if result == 0 => Some(Step::Synced { file: file(call)? }),
        "write" => {
            let told = String::from_utf8(trace::bytes(call)?).ok()?;
            let seq = told.trim().strip_prefix("acked ")?;
            Some(Step::Acknowledged(seq.parse().ok()?))
        }
        _ => None,
    }
}

/// What was there before, and everything that a writer of batches did until it was killed.
struct Run {
    before: BTreeMap<String, Vec<u8>>,
    steps: Vec<Step>,
}

fn run(batch: u64, acknowledgements: usize) -> Run {
    let (folder, path) = place();
    drop(open(&path).unwrap());
    let name = path.file_name().unwrap().to_str().unwrap().to_owned();
    let before = BTreeMap::from([(name, fs::read(&path).unwrap())]);
    let traced = folder.path().join("trace");
    let calls = "trace=pwrite64,ftruncate,fdatasync,fsync,write";
    let traced_to = traced.to_str().unwrap();
    let strace = [
        "strace", "-D", "-f", "-y", "-x", "-s", "70000", "-o", traced_to, "-e", calls,
    ];
    let mut writer = Writer::start(&path, batch, &strace);
    writer.wait_for(acknowledgements);
    // It also waits for the tracer, which has the other end of the same pipe.
    writer.kill();
    let trace = trace::calls(&fs::read_to_string(&traced).unwrap());
    Run {
        before,
        steps: trace.iter().filter_map(|call| step(call)).collect(),
    }
}

/// Numbers that look thrown, the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

/// What a disk may hold when the power goes off after so many steps, and what was acknowledged by then. Of writes that
/// no sync came after, each sector may be there or not.
fn crashed(run: &Run, steps: usize, syncs: bool, dice: &mut Dice) -> (BTreeMap<String, Vec<u8>>, u64) {
    let done = &run.steps[..steps];
    let mut synced: BTreeMap<&str, usize> = BTreeMap::new();
    let mut acknowledged = 0;
    for (at, step) in done.iter().enumerate() {
        match step {
            Step::Synced { file } if syncs => drop(synced.insert(file, at)),
            Step::Acknowledged(seq) => acknowledged = *seq,
            Step::Synced { .. } | Step::Write { .. } | Step::Cut { .. } => {}
        }
    }
    // From all of it to hardly any.
    let lost_of_eight = dice.below(9);
    let mut files = run.before.clone();
    for (at, step) in done.iter().enumerate() {
        let sure = |file: &str| synced.get(file).is_some_and(|synced| at < *synced);
        match step {
            Step::Write {
                file,
                at: place,
                bytes,
            } => {
                let sure = sure(file);
                let disk = files.entry(file.clone()).or_default();
                let mut from = 0;
                while from < bytes.len() {
                    let here = place + from;
                    let until = (from + SECTOR - here % SECTOR).min(bytes.len());
                    if sure || dice.below(8) >= lost_of_eight {
                        let end = place + until;
                        disk.resize(disk.len().max(end), 0);
                        disk[here..end].copy_from_slice(&bytes[from..until]);
                    }
                    from = until;
                }
            }
            Step::Cut { file, length } => {
                if sure(file) || dice.below(2) == 0 {
                    files.entry(file.clone()).or_default().resize(*length, 0);
                }
            }
            Step::Synced { .. } | Step::Acknowledged(_) => {}
        }
    }
    (files, acknowledged)
}

/// Starts on what the disk held; how many events are there, all as they were recorded.
fn recovered(files: &BTreeMap<String, Vec<u8>>) -> Result<u64, String> {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    let path = folder.path().join("hub.db");
    let mut store = open(&path).map_err(|error| error.to_string())?;
    let (events, loaded) = log(&mut store).map_err(|error| error.to_string())?;
    for (recorded, seq) in events.iter().zip(1..) {
        if *recorded != event(seq) {
            return Err(format!("event {seq} is another one"));
        }
    }
    drop(store);
    check(&path, &mut |_| {}).map_err(|error| error.to_string())?;
    Ok(loaded.through.0)
}

/// A moment at which the power may go off; the more often where something was just acknowledged.
fn moment(run: &Run, dice: &mut Dice) -> usize {
    let acknowledged = |step: &Step| matches!(step, Step::Acknowledged(_));
    let some = dice.below(run.steps.len());
    let next = run.steps[some..].iter().position(acknowledged);
    match (dice.below(2), next) {
        (0, Some(next)) => some + next + 1,
        (_, _) => some + 1,
    }
}

#[test]
fn whenever_the_power_goes_off_everything_acknowledged_is_there_and_nothing_by_half() {
    if !trust::has("strace", &["-o", "/dev/null", "true"]) {
        return;
    }
    // The last is moved from the write-ahead log into the file now and then.
    let kinds = [(1, 12), (8, 12), (64, 80)];
    let runs = trust::times(kinds.len(), 51);
    let states = trust::times(14, 40);
    let (mut lost, mut tried) = (0, 0);
    for number in 0..runs {
        let (batch, acknowledgements) = kinds[number % kinds.len()];
        let run = run(batch, acknowledgements);
        let mut dice = Dice(number as u64);
        for _ in 0..states {
            let steps = moment(&run, &mut dice);
            let (files, acknowledged) = crashed(&run, steps, true, &mut dice);
            let found = recovered(&files).unwrap_or_else(|why| panic!("run {number}, step {steps}: {why}"));
            assert!(
                found >= acknowledged,
                "run {number}, step {steps}: {acknowledged} and {found}"
            );
            assert_eq!(found % batch, 0, "run {number}, step {steps}: half a batch");
            tried += 1;
        }
        // Were nothing ever synced, this would see it.
        for _ in 0..4 {
            let (files, acknowledged) = crashed(&run, run.steps.len(), false, &mut dice);
            lost += usize::from(recovered(&files).map_or(true, |found| found < acknowledged));
        }
    }
    assert!(lost > 0, "a disk that never syncs is not noticed");
    trust::result(
        "D6",
        "power loss: unsynced sectors dropped, torn, out of order",
        &format!("{runs} runs, {tried} states of the disk, 0 acknowledged lost"),
    );
}
