//! The program somebody has chosen to be run for each newly overdue due, so that it can page with whatever the team has.
//!
//! It gets its arguments as they are written, no shell, and about the due the variables `WARROOM_DUE` (in words),
//! `WARROOM_INCIDENT`, `WARROOM_OWNER` and `WARROOM_AT`. One runs at a time, for ten seconds at most.

use super::heard::Heard;
use crate::domain::text::Clean;
use crate::tui::alarm::Overdue;
use crate::tui::msg::Msg;
use nix::sys::signal::{Signal, killpg};
use nix::sys::wait::{Id, WaitPidFlag, waitid};
use nix::unistd::Pid;
use std::io::{self, Read};
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStderr, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError, SyncSender};
use std::thread;
use std::time::Duration;
use tokio::sync::mpsc::UnboundedSender;

/// Longer than this no program runs.
const LONGEST: Duration = Duration::from_secs(10);
/// So many wait at most: a program that hangs for each of a hundred would page for hours.
const WAITING: usize = 50;
/// Of what it says on standard error, the first so many bytes are kept.
const KEPT: usize = 4096;
/// How long its last words may be on their way after it has ended: another may hold the pipe.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// Hands dues to the program.
pub struct OnDue {
    name: String,
    dues: SyncSender<Overdue>,
}

impl OnDue {
    /// Starts the thread that runs it; what goes wrong is told to `sender`.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn start(command: Vec<String>, sender: UnboundedSender<Heard>) -> io::Result<OnDue> {
        let (dues, next) = mpsc::sync_channel::<Overdue>(WAITING);
        let name = command.first().cloned().unwrap_or_default();
        thread::Builder::new().name("on_due".to_owned()).spawn(move || {
            for due in next {
                if let Err(why) = run(&command, &due, LONGEST) {
                    let said = format!("on_due: {why}; it was for: {}.", due.what);
                    // The room has closed; nobody is waiting.
                    let _ = sender.send(Heard::Msg(Msg::Said(said)));
                }
            }
        })?;
        Ok(OnDue { name, dues })
    }

    /// Runs it for this due as soon as those before are done; else why not, in a sentence.
    pub fn hand(&self, due: Overdue) -> Option<String> {
        let what = due.what.clone();
        let refused = self.dues.try_send(due).err();
        refused.map(|_| {
            format!(
                "on_due: {} is behind by {WAITING} dues; it was not run for: {what}.",
                self.name
            )
        })
    }
}

/// Runs it once, and kills it and whatever it has started when it takes too long. The error is a sentence's beginning.
fn run(command: &[String], due: &Overdue, longest: Duration) -> Result<(), String> {
    let (program, arguments) = command.split_first().ok_or("no program is named")?;
    let mut child = Command::new(program)
        .args(arguments)
        .env("WARROOM_DUE", due.what.as_str())
        .env("WARROOM_INCIDENT", due.incident.to_string())
        .env(
            "WARROOM_OWNER",
            due.owner.as_ref().map_or("", |owner| owner.as_str()),
        )
        .env("WARROOM_AT", due.at.to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        // Whatever it starts is ended with it.
        .process_group(0)
        .spawn()
        .map_err(|error| format!("{program} cannot be started: {error}"))?;
    let words = child.stderr.take().map(listen);
    let in_time = ends_within(&child, longest);
    if !in_time && let Ok(group) = i32::try_from(child.id()) {
        // It may have ended just now; it is not reaped before the next line, so that nobody else is killed.
        let _ = killpg(Pid::from_raw(group), Signal::SIGKILL);
    }
    let status = child
        .wait()
        .map_err(|error| format!("{program} is lost: {error}"))?;
    let words = words
        .and_then(|words| words.recv_timeout(LAST_WORDS).ok())
        .unwrap_or_default();
    match (in_time, status.success()) {
        (true, true) => Ok(()),
        (true, false) => Err(format!("{program} {}{}", failed(status), said(&words))),
        (false, _) => Err(format!(
            "{program} took more than {} s and was ended{}",
            longest.as_secs(),
            said(&words)
        )),
    }
}

/// Whether it has ended before the time is over; it is left to be waited for.
fn ends_within(child: &Child, longest: Duration) -> bool {
    let Ok(pid) = i32::try_from(child.id()) else {
        return true;
    };
    let (sender, ended) = mpsc::channel();
    thread::spawn(move || {
        let flags = WaitPidFlag::WEXITED | WaitPidFlag::WNOWAIT;
        while waitid(Id::Pid(Pid::from_raw(pid)), flags) == Err(nix::errno::Errno::EINTR) {}
        let _ = sender.send(());
    });
    ended.recv_timeout(longest) != Err(RecvTimeoutError::Timeout)
}

/// Reads all it says, so that it is never held up, and keeps the beginning.
fn listen(mut stderr: ChildStderr) -> mpsc::Receiver<Vec<u8>> {
    let (sender, words) = mpsc::channel();
    thread::spawn(move || {
        let mut kept = Vec::new();
        let mut piece = [0; 1024];
        while let Ok(count @ 1..) = stderr.read(&mut piece) {
            let room = KEPT - kept.len();
            kept.extend_from_slice(&piece[..count.min(room)]);
        }
        let _ = sender.send(kept);
    });
    words
}

fn failed(status: ExitStatus) -> String {
    match status.code() {
        Some(code) => format!("failed with status {code}"),
        None => "was killed".to_owned(),
    }
}

/// Its first line, cleaned.
fn said(words: &[u8]) -> String {
    let words = String::from_utf8_lossy(words);
    let first = words
        .lines()
        .map(Clean::line)
        .find(|line| !line.trim().is_empty());
    first.map_or_else(String::new, |line| format!(" and said: {line}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::IncidentId;

    fn due() -> Overdue {
        Overdue {
            incident: IncidentId(7),
            what: "VP Eng $(touch no); `id`".into(),
            owner: Some("dana".into()),
            at: "2026-03-03T14:03:00Z".parse().unwrap(),
        }
    }

    fn script(text: &str) -> Vec<String> {
        ["/bin/sh", "-c", text].map(str::to_owned).to_vec()
    }

    const LONG: Duration = Duration::from_secs(60);

    #[test]
    fn the_program_is_told_of_the_due_and_no_shell_reads_its_words() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("told");
        let text = "printf '%s|%s|%s|%s' \"$WARROOM_INCIDENT\" \"$WARROOM_DUE\" \"$WARROOM_OWNER\" \"$WARROOM_AT\" > \"$0\"";
        let mut command = script(text);
        command.push(file.display().to_string());
        assert_eq!(run(&command, &due(), LONG), Ok(()));
        let told = std::fs::read_to_string(file).unwrap();
        assert_eq!(told, "INC-7|VP Eng $(touch no); `id`|dana|2026-03-03T14:03:00Z");
    }

    #[test]
    fn one_that_fails_is_told_with_the_first_line_of_its_words_cleaned() {
        let why = run(
            &script("printf '\\n\\033[2Jno route\\n' >&2; exit 3"),
            &due(),
            LONG,
        )
        .unwrap_err();
        assert_eq!(why, "/bin/sh failed with status 3 and said: no route (cleaned)");
        let none = run(&["/nowhere/page".to_owned()], &due(), LONG).unwrap_err();
        assert!(none.starts_with("/nowhere/page cannot be started"), "{none}");
    }

    #[test]
    fn one_that_hangs_is_ended_with_what_it_has_started() {
        let short = Duration::from_millis(50);
        let why = run(&script("echo waiting >&2; sleep 300 & wait"), &due(), short).unwrap_err();
        assert!(why.contains("was ended"), "{why}");
    }

    #[test]
    fn one_that_never_stops_talking_is_not_held_up() {
        let text = "i=0; while [ $i -lt 3000 ]; do echo 0123456789012345678901234567890123456789 >&2; i=$((i+1)); done; exit 1";
        let why = run(&script(text), &due(), LONG).unwrap_err();
        assert!(
            why.ends_with("and said: 0123456789012345678901234567890123456789"),
            "{why}"
        );
    }
}
