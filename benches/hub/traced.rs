//! How often a process calls the system in some way, counted by strace.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

pub struct Traced {
    strace: Child,
    summary: PathBuf,
}

impl Traced {
    /// Counts those calls of a process from here on; `None` where that cannot be.
    pub fn begin(process: u32, folder: &Path, calls: &str) -> Option<Traced> {
        let summary = folder.join("calls");
        let strace = Command::new("strace")
            .args(["-f", "-c", "-e", &format!("trace={calls}"), "-o"])
            .arg(&summary)
            .args(["-p", &process.to_string()])
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let traced = Traced { strace, summary };
        let until = Instant::now() + Duration::from_secs(5);
        while !is_traced(process) {
            if Instant::now() > until {
                return None;
            }
            std::thread::yield_now();
        }
        Some(traced)
    }

    /// Ends it; how many calls there were.
    pub fn calls(mut self) -> usize {
        let id = self.strace.id().to_string();
        let _ = Command::new("kill").args(["-INT", &id]).status();
        let _ = self.strace.wait();
        let summary = std::fs::read_to_string(&self.summary).unwrap_or_default();
        let rows = summary.lines().filter(|row| !row.ends_with("total"));
        // % time, seconds, microseconds a call, calls, ...
        rows.filter_map(|row| row.split_whitespace().nth(3)?.parse::<usize>().ok())
            .sum()
    }
}

/// All of its threads are.
fn is_traced(process: u32) -> bool {
    let Ok(threads) = std::fs::read_dir(format!("/proc/{process}/task")) else {
        return false;
    };
    let mut statuses = threads.flatten().map(|thread| {
        let status = std::fs::read_to_string(thread.path().join("status"));
        status.unwrap_or_default()
    });
    statuses.all(|status| !status.contains("TracerPid:\t0\n"))
}
