//! D3: the disk fails at the Nth write or sync, for every N there is: what was answered is there, and nothing is
//! answered that is not. And a disk that is slow.

use super::Line;
use crate::binary::rig::{Hub, Process, Rig, SETTINGS};
use crate::trust;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::BufReader;
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// Which of them it is depends on how SQLite was built.
const SYNC: &str = "fdatasync,fsync";

/// Whether a program that runs already may be watched.
fn may_attach() -> bool {
    let guarded = std::fs::read_to_string("/proc/sys/kernel/yama/ptrace_scope");
    let guarded = guarded.is_ok_and(|scope| scope.trim() != "0");
    if guarded && !nix::unistd::geteuid().is_root() {
        eprintln!("skipped: only root may watch a program that runs already");
        return false;
    }
    trust::has("strace", &["-o", "/dev/null", "true"])
}

/// Watches a running hub from here on, and makes of its calls what `inject` says.
fn attach(hub: &Hub, trace: &Path, inject: &str) -> Process {
    let mut strace = Command::new("strace");
    strace
        .args(["-f", "-y", "-s", "20", "-o", trace.to_str().unwrap()])
        .args(["-e", "trace=pwrite64,fdatasync,fsync", "-e", inject])
        .args(["-p", &hub.process.id().to_string()])
        .stderr(Stdio::piped());
    let mut tracer = Process::start(&mut strace, |child| child.stderr.take().unwrap());
    tracer.wait_for_line(|line| line.contains(" attached"));
    tracer
}

/// A store that hubs come and go on, and what they have answered.
struct Tried {
    rig: Rig,
    token: String,
    acknowledged: Vec<Uuid>,
    refused: Vec<Uuid>,
}

fn line(hub: &Hub, token: &str) -> Line {
    Line {
        stream: BufReader::new(TcpStream::connect(hub.address()).unwrap()),
        token: token.trim().to_owned(),
    }
}

/// How a hub went on whose disk failed once.
#[derive(Debug, Default, PartialEq)]
struct Seen {
    /// The call that was to fail was made.
    failed: bool,
    /// Notes that were answered before, and after.
    before: usize,
    after: usize,
    /// Syncs of the log after the one that failed.
    syncs_after: usize,
    /// What `/healthz` said then.
    health: String,
}

impl Tried {
    fn new() -> Tried {
        let rig = Rig::with(SETTINGS);
        let hub = rig.serve();
        let token = std::fs::read_to_string(hub.token("dana", "admin")).unwrap();
        line(&hub, &token).declare();
        hub.terminate();
        Tried {
            token,
            rig,
            acknowledged: Vec::new(),
            refused: Vec::new(),
        }
    }

    /// Lets the Nth call of a kind fail while so many notes are written, and starts again.
    fn fails(&mut self, call: &str, number: usize, notes: usize) -> Seen {
        let hub = self.rig.serve();
        let mut line = line(&hub, &self.token);
        let trace = self.rig.path("trace");
        let mut tracer = attach(&hub, &trace, &format!("inject={call}:error=EIO:when={number}"));
        let mut seen = Seen::default();
        let (mut acknowledged, mut refused) = (Vec::new(), Vec::new());
        for _ in 0..notes {
            let id = Uuid::new_v4();
            let (status, said) = line.note(id, 40).unwrap();
            match (status, refused.is_empty()) {
                (200, true) => seen.before += 1,
                (200, false) => seen.after += 1,
                _ => assert_eq!(status, 503, "{said}"),
            }
            match status {
                200 => acknowledged.push(id),
                _ => refused.push(id),
            }
            if status != 200 && seen.health.is_empty() {
                seen.health = line.ask("GET", "/healthz", "").unwrap().1;
                let (status, said) = line.ask("GET", "/v1/incidents", "").unwrap();
                assert_eq!(status, 200, "reads go on: {said}");
            }
        }
        // A write that failed once is made again.
        for id in refused.extract_if(.., |_| call == "pwrite64") {
            assert_eq!(line.note(id, 40).unwrap().0, 200, "the same once more");
            acknowledged.push(id);
        }
        drop(line);
        hub.kill();
        tracer.ended();
        self.acknowledged.extend(acknowledged);
        self.refused.extend(refused);
        let trace = std::fs::read_to_string(&trace).unwrap();
        let mut after = trace.lines().skip_while(|line| !line.contains("(INJECTED)"));
        seen.failed = after.next().is_some();
        seen.syncs_after = after
            .filter(|line| line.contains("sync(") && line.contains("-wal>"))
            .count();
        self.all_is_there();
        seen
    }

    /// Everything answered is there once, and what was refused at most once.
    fn all_is_there(&self) {
        let hub = self.rig.serve();
        let mut line = line(&hub, &self.token);
        let mut found: HashMap<Uuid, usize> = HashMap::new();
        let mut after = 0;
        loop {
            let path = format!("/v1/events?after={after}&limit=1000");
            let news: Value = serde_json::from_str(&line.ask("GET", &path, "").unwrap().1).unwrap();
            let events = news["events"].as_array().unwrap();
            if events.is_empty() {
                break;
            }
            for event in events {
                let cause: Uuid = event["cause"].as_str().unwrap().parse().unwrap();
                *found.entry(cause).or_default() += 1;
            }
            after = news["through"].as_u64().unwrap();
        }
        for id in &self.acknowledged {
            assert_eq!(found.get(id), Some(&1), "an answered note");
        }
        assert!(
            self.refused
                .iter()
                .all(|id| found.get(id).is_none_or(|times| *times == 1))
        );
        hub.terminate();
    }
}

/// What is wrong with how a hub went on after a sync that failed.
fn wrong(seen: &Seen) -> Option<&'static str> {
    if seen.after > 0 {
        return Some("it answered after its disk had failed");
    }
    if seen.syncs_after > 0 {
        return Some("it asked the disk again, which may then say that all is well");
    }
    let told = r#"{"status":"trouble","why":"the disk failed; the hub must be restarted"}"#;
    (seen.health != told).then_some("it does not say so")
}

#[test]
fn a_disk_that_fails_at_any_write_or_sync_costs_nothing_that_was_answered() {
    if !may_attach() {
        return;
    }
    let mut tried = Tried::new();
    let mut failed = [0, 0];
    // A note is one sync and about a dozen writes.
    let calls = [(SYNC, trust::times(3, 40)), ("pwrite64", trust::times(1, 8))];
    for (at, (call, notes)) in calls.into_iter().enumerate() {
        for number in 1.. {
            let seen = tried.fails(call, number, notes);
            if !seen.failed {
                assert_eq!(seen.before, notes, "{call} {number}: {seen:?}");
                break;
            }
            failed[at] += 1;
            assert!(seen.before < notes, "{call} {number}: all was answered: {seen:?}");
            match call {
                SYNC => assert_eq!(wrong(&seen), None, "{call} {number}: {seen:?}"),
                // It is written again with the next note, which only then is answered.
                _ => assert!(
                    seen.health.contains("the disk is failing"),
                    "{call} {number}: {seen:?}"
                ),
            }
        }
    }
    assert!(failed[0] >= 3 && failed[1] >= 3, "{failed:?}");
    let checked = tried
        .rig
        .run(&["check", tried.rig.path("hub.sqlite").to_str().unwrap()]);
    assert!(checked.well().contains("each follows from the one before it"));
    let (answered, [syncs, writes]) = (tried.acknowledged.len(), failed);
    trust::result(
        "D3",
        "EIO at the Nth sync and write, until none is left",
        &format!(
            "{syncs} syncs and {writes} writes failed; {answered} answered, 0 lost, 0 answered too early"
        ),
    );
}

#[test]
fn a_hub_that_goes_on_after_a_sync_that_failed_is_caught() {
    let right = Seen {
        failed: true,
        before: 2,
        health: r#"{"status":"trouble","why":"the disk failed; the hub must be restarted"}"#.to_owned(),
        ..Seen::default()
    };
    assert_eq!(wrong(&right), None);
    let answers = Seen { after: 1, ..right };
    assert!(wrong(&answers).unwrap().contains("answered after"));
    let retries = Seen {
        after: 0,
        syncs_after: 1,
        ..answers
    };
    assert!(wrong(&retries).unwrap().contains("asked the disk again"));
    assert_eq!(wrong(&Seen::default()), Some("it does not say so"));
}

#[test]
fn on_a_slow_disk_answers_wait_the_health_says_so_and_nothing_is_lost() {
    if !may_attach() {
        return;
    }
    let slow = Duration::from_secs(2);
    let mut tried = Tried::new();
    let hub = tried.rig.serve();
    let mut line = line(&hub, &tried.token);
    let trace = tried.rig.path("trace");
    let inject = format!("inject={SYNC}:delay_exit={}", slow.as_micros());
    let mut tracer = attach(&hub, &trace, &inject);
    let notes = trust::times(2, 20);
    for _ in 0..notes {
        let (id, asked) = (Uuid::new_v4(), Instant::now());
        assert_eq!(line.note(id, 40).unwrap().0, 200);
        assert!(asked.elapsed() >= slow, "answered before the disk was");
        tried.acknowledged.push(id);
        let (status, health) = line.ask("GET", "/healthz", "").unwrap();
        assert_eq!(status, 503);
        assert_eq!(
            health,
            json!({ "status": "trouble", "why": "the disk is slow: recording takes longer than 1 s" })
                .to_string()
        );
    }
    drop(line);
    hub.kill();
    tracer.ended();
    tried.all_is_there();
    trust::result(
        "D3",
        "a disk that takes 2 s for each sync",
        &format!("{notes} answers, each after its sync, 0 lost; /healthz says so"),
    );
}
