//! A hub that is killed, and one that is not allowed to write any more: what was acknowledged is there.

use super::{answer, changes, event, log, open, place, refusal};
use std::env;
use std::io::{BufRead, BufReader, Lines, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use uuid::Uuid;
use warroom::domain::ids::Seq;

const STORE: &str = "WARROOM_TEST_STORE";
const BATCH: &str = "WARROOM_TEST_BATCH";

/// What the tests below run in a process of its own: commits batches until it is killed or refused, and tells the
/// last event of each as soon as it is acknowledged.
#[test]
#[ignore = "not a test: a process for those below"]
fn writer() {
    let Some(path) = env::var_os(STORE).map(PathBuf::from) else {
        return;
    };
    let batch: u64 = env::var(BATCH).unwrap().parse().unwrap();
    let mut out = std::io::stdout();
    let mut store = open(&path).unwrap();
    log(&mut store).unwrap();
    let refused = loop {
        let next = store.head().0 + 1;
        match store.commit(&changes(next..next + batch)) {
            Ok(_) => writeln!(out, "\nacked {}", store.head()).unwrap(),
            Err(error) => break error,
        }
        // As a hub does while nobody asks.
        if let Err(error) = store.move_over() {
            break error;
        }
    };
    let through = store.head();
    writeln!(out, "\nrefused {refused}").unwrap();
    let (events, loaded) = log(&mut store).unwrap();
    assert_eq!(
        (events.len() as u64, loaded.through),
        (through.0, through),
        "reads go on"
    );
    writeln!(out, "\nreads {through}").unwrap();
}

/// The writer in a process of its own, and what it says.
pub struct Writer {
    process: Child,
    out: Lines<BufReader<ChildStdout>>,
    /// The last event it has told of.
    acknowledged: u64,
}

impl Writer {
    pub fn start(path: &Path, batch: u64, under: &[&str]) -> Writer {
        let this = env::current_exe().unwrap();
        let (program, arguments) = match under {
            [program, arguments @ ..] => (Path::new(program), arguments),
            [] => (this.as_path(), under),
        };
        let mut command = Command::new(program);
        command.args(arguments);
        if !under.is_empty() {
            command.arg(&this);
        }
        let mut process = command
            .args(["store::crash::writer", "--exact", "--ignored", "--nocapture"])
            .env(STORE, path)
            .env(BATCH, batch.to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let out = BufReader::new(process.stdout.take().unwrap()).lines();
        Writer {
            process,
            out,
            acknowledged: 0,
        }
    }

    /// What it says next that is not an acknowledgement.
    fn said(&mut self) -> Option<String> {
        loop {
            let line = self.heard()?;
            if line.starts_with("refused ") || line.starts_with("reads ") {
                return Some(line);
            }
        }
    }

    /// Waits for so many acknowledgements.
    pub fn wait_for(&mut self, acknowledgements: usize) {
        for _ in 0..acknowledgements {
            let before = self.acknowledged;
            while self.acknowledged == before {
                self.heard().expect("the writer has ended");
            }
        }
    }

    fn heard(&mut self) -> Option<String> {
        let line = self.out.next()?.unwrap();
        if let Some(seq) = line.strip_prefix("acked ") {
            self.acknowledged = seq.parse().unwrap();
        }
        Some(line)
    }

    /// Kills it at once; the last event it had acknowledged by then.
    pub fn kill(mut self) -> u64 {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        while self.heard().is_some() {}
        self.acknowledged
    }
}

/// Every event up to the acknowledged one with its answer, and at most one batch more.
fn everything_is_there(path: &Path, acknowledged: u64, batch: u64) {
    let mut store = open(path).unwrap();
    let (events, loaded) = log(&mut store).unwrap();
    let through = loaded.through.0;
    assert!(
        (acknowledged..=acknowledged + batch).contains(&through),
        "{acknowledged} were acknowledged, and {through} are there"
    );
    let expected: Vec<_> = (1..=through).map(event).collect();
    assert_eq!(events, expected);
    for seq in 1..=through {
        let stored = store.answered(Uuid::from_u128(seq.into())).unwrap();
        assert_eq!(stored, Some(answer(seq)), "the answer with event {seq}");
    }
    assert_eq!(
        store.answered(Uuid::from_u128(u128::from(through) + 1)).unwrap(),
        None
    );
}

#[test]
fn after_kill_9_everything_acknowledged_is_there_and_nothing_by_half() {
    let (_folder, path) = place();
    for cycle in 0..12 {
        let batch = [1, 8, 64][cycle % 3];
        let mut writer = Writer::start(&path, batch, &[]);
        writer.wait_for(1 + cycle * 2);
        everything_is_there(&path, writer.kill(), batch);
    }
    let shell = rusqlite::Connection::open(&path).unwrap();
    let check: String = shell
        .pragma_query_value(None, "quick_check", |row| row.get(0))
        .unwrap();
    assert_eq!(check, "ok");
}

#[test]
fn killed_while_it_makes_the_store_it_leaves_none_or_a_whole_one() {
    for _ in 0..10 {
        let (_folder, path) = place();
        let mut writer = Writer::start(&path, 1, &[]);
        // As soon as there is anything at all.
        while !path.exists() {
            assert_eq!(writer.process.try_wait().unwrap(), None, "the writer has ended");
            std::thread::yield_now();
        }
        everything_is_there(&path, writer.kill(), 1);
    }
}

#[test]
fn another_process_is_kept_out_until_the_one_inside_is_killed() {
    let (_folder, path) = place();
    let mut writer = Writer::start(&path, 1, &[]);
    writer.wait_for(1);
    assert!(refusal(&path).starts_with("another warroom hub is using "));
    everything_is_there(&path, writer.kill(), 1);
}

#[test]
fn a_store_that_may_not_grow_says_so_and_loses_nothing() {
    let (_folder, path) = place();
    // Blocks of 512 or 1024 bytes, as the shell has it.
    let limited = ["sh", "-c", "trap '' XFSZ; ulimit -f 400; exec \"$0\" \"$@\""];
    let mut writer = Writer::start(&path, 8, &limited);
    let refused = writer.said().expect("the writer has ended");
    assert_eq!(
        refused.replace(&path.display().to_string(), "PATH"),
        "refused not recorded: on the hub a quota or a limit is used up, or the disk is failing; it goes on by \
         itself once there is room (PATH)"
    );
    let acknowledged = writer.acknowledged;
    assert!(acknowledged > 0);
    assert_eq!(writer.said(), Some(format!("reads {acknowledged}")));
    writer.process.wait().unwrap();

    everything_is_there(&path, acknowledged, 0);
    let mut store = open(&path).unwrap();
    store.commit(&changes([acknowledged + 1])).unwrap();
    assert_eq!(log(&mut store).unwrap().1.through, Seq(acknowledged + 1));
}
