//! The terminal: taken over once, given back on every exit.

mod gate;
mod question;
mod sender;
mod stop;
mod watch;

pub use question::{ASK, answered};
pub use sender::Sender;
pub use stop::{let_pass, set_action, stop_too};
pub use watch::watch_tty;

use std::io::{self, IsTerminal, Write};
use std::os::fd::AsFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, Once, PoisonError};
use std::time::{Duration, Instant};
use std::{env, panic, process, thread};

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use nix::sys::termios::{FlushArg, tcflush};
use thiserror::Error;

use gate::Gate;

/// Save the window title, alternate screen, bracketed paste, hide the cursor. Whoever adds a mode here ends it in
/// `LEAVE`. Ours is set with the first frame, where one is wanted.
const ENTER: &[u8] = b"\x1b[22;2t\x1b[?1049h\x1b[?2004h\x1b[?25l";
/// Everything in `ENTER` undone in reverse, after ending a synchronized frame that may have been
/// cut short.
const LEAVE: &[u8] = b"\x1b[?2026l\x1b[?25h\x1b[?2004l\x1b[m\x1b[?1049l\x1b[23;2t";

/// How long giving back waits for a terminal that takes nothing; SIGTERM has to end the program
/// within 250 ms.
const PATIENCE: Duration = Duration::from_millis(200);

/// How long an answer of the terminal is waited for before somebody else reads it, where nothing presses.
const ANSWER: Duration = Duration::from_secs(1);

/// The exit status of a Rust program that panicked.
const PANICKED: i32 = 101;
/// How long the words of a panic may take to be written, to a terminal that takes nothing.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// The one terminal of this process. Open means taken.
static GATE: Gate = Gate::new();

/// Held while the terminal is being given back. Who comes second may be about to end the process, and has to wait
/// until the first is done.
static GIVING_BACK: Mutex<()> = Mutex::new(());

/// Set when something panicked while the terminal was lent: it is not taken again then.
static BROKEN: AtomicBool = AtomicBool::new(false);

/// Why there is no screen.
#[derive(Debug, Error)]
pub enum TerminalError {
    #[error(
        "warroom draws on a terminal, and {0} is not one; `warroom status` and `warroom log --follow` print lines"
    )]
    NotATerminal(&'static str),
    #[error(
        "TERM=dumb means a terminal that cannot place text; `warroom status` and `warroom log --follow` print lines"
    )]
    Dumb,
    #[error("this program has taken over the terminal already")]
    Taken,
    #[error("a part of this program ended by a defect while something else had the terminal")]
    Broken,
    #[error("the terminal cannot be taken over: {0}")]
    Io(#[from] io::Error),
}

impl TerminalError {
    /// The status to exit with: 2 where another invocation would do, 1 where something failed.
    pub fn exit_code(&self) -> u8 {
        match self {
            TerminalError::NotATerminal(_) | TerminalError::Dumb => 2,
            TerminalError::Taken | TerminalError::Broken | TerminalError::Io(_) => 1,
        }
    }
}

/// Refuses to go on without a terminal to draw on and to read keys from.
///
/// # Errors
/// `NotATerminal` and `Dumb`, which name the way out.
pub fn refuse_unless_tty() -> Result<(), TerminalError> {
    let streams = [
        ("standard input", io::stdin().is_terminal()),
        ("standard output", io::stdout().is_terminal()),
    ];
    judge(streams, env::var("TERM").ok().as_deref())
}

fn judge(streams: [(&'static str, bool); 2], term: Option<&str>) -> Result<(), TerminalError> {
    if let Some((name, _)) = streams.into_iter().find(|(_, is_terminal)| !is_terminal) {
        return Err(TerminalError::NotATerminal(name));
    }
    if term == Some("dumb") {
        return Err(TerminalError::Dumb);
    }
    Ok(())
}

/// The terminal while it is ours: raw mode, alternate screen, bracketed paste, no cursor. Dropping
/// gives it back.
///
/// A panic gives it back as well, in whatever thread, and ends the program with status 101 once the
/// message is out: a live screen over a dead worker would show old news as new, and all that must
/// survive is on disk before it is shown. After a panic while the terminal is lent it is not taken
/// again. One before it is taken is left to whoever catches it.
#[must_use = "dropping it gives the terminal back"]
pub struct TerminalGuard(());

impl TerminalGuard {
    /// Takes over the terminal and drops what was typed before.
    ///
    /// # Errors
    /// `Taken` if this process has it, `Io` if the terminal refuses; it is then as it was.
    pub fn enter() -> Result<TerminalGuard, TerminalError> {
        give_back_on_panic();
        take()?;
        Ok(TerminalGuard(()))
    }

    /// Gives the terminal to something else for as long as that takes, and takes it again.
    ///
    /// The screen is blank afterwards and the backend has to forget what it knew.
    ///
    /// # Errors
    /// Those of [`TerminalGuard::enter`], and `Broken`.
    pub fn lend<T>(&mut self, other: impl FnOnce() -> T) -> Result<T, TerminalError> {
        give_back_within(ANSWER);
        let done = other();
        take_again()?;
        Ok(done)
    }

    /// Gives the terminal back, stops this job as Ctrl-Z does, and takes the terminal again when
    /// continued; what `meanwhile` makes lives until then.
    ///
    /// The screen is blank afterwards and the backend has to forget what it knew. A listener for
    /// SIGTSTP may call this too: it is switched off while the job stops.
    ///
    /// # Errors
    /// Those of [`TerminalGuard::enter`], `Broken`, and of stopping. Dropping the guard is right after either.
    pub fn suspend<T>(&mut self, meanwhile: impl FnOnce() -> T) -> Result<(), TerminalError> {
        give_back_within(ANSWER);
        let _meanwhile = meanwhile();
        let stopped = stop::stop_job();
        take_again()?;
        Ok(stopped.map_err(io::Error::from)?)
    }
}

impl Drop for TerminalGuard {
    fn drop(&mut self) {
        give_back_within(ANSWER);
    }
}

/// Gives the terminal back if it is taken, from any thread and as often as one likes; true if it
/// was this call.
///
/// Takes at most 200 ms however stalled the terminal is, and returns when it is given back, by whomever. For the
/// tasks that wait for signals: call this, then exit.
pub fn give_back() -> bool {
    question::hurry();
    give_back_within(PATIENCE)
}

/// The same; an answer of the terminal is waited for so long, where nothing presses.
fn give_back_within(patience: Duration) -> bool {
    let until = Instant::now() + patience;
    let _until_done = GIVING_BACK.lock().unwrap_or_else(PoisonError::into_inner);
    let closed = GATE.close(io::stdout().as_fd(), LEAVE, PATIENCE);
    if closed {
        // What is still under way would be typed into the shell.
        question::settle(until);
        drop_typed_ahead();
        // Fails only when the terminal is gone, and then nobody is left to see its state.
        let _ = disable_raw_mode();
    }
    closed
}

/// True when something panicked while the terminal was lent.
pub fn is_broken() -> bool {
    BROKEN.load(Ordering::SeqCst)
}

fn take_again() -> Result<(), TerminalError> {
    match is_broken() {
        true => Err(TerminalError::Broken),
        false => take(),
    }
}

fn take() -> Result<(), TerminalError> {
    question::forget();
    // Raw mode first: a job continued in the background is stopped in here, and when it is ended
    // there, the terminal is the shell's and must not be given back.
    enable_raw_mode()?;
    if !GATE.open() {
        return Err(TerminalError::Taken);
    }
    drop_typed_ahead();
    Ok(TtyWriter.write_all(ENTER).inspect_err(|_| {
        give_back();
    })?)
}

fn drop_typed_ahead() {
    let _ = tcflush(io::stdin(), FlushArg::TCIFLUSH);
}

fn give_back_on_panic() {
    static HOOKED: Once = Once::new();
    HOOKED.call_once(|| {
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let was_taken = give_back();
            if was_taken {
                // A terminal that takes nothing would keep the words for ever, and this program with them.
                let _ = thread::Builder::new().spawn(|| {
                    thread::park_timeout(LAST_WORDS);
                    end();
                });
            } else {
                BROKEN.store(true, Ordering::SeqCst);
            }
            previous(info);
            if was_taken {
                end();
            }
        }));
    });
}

#[expect(
    clippy::disallowed_methods,
    reason = "the terminal has been given back, and nothing else is left to guard"
)]
fn end() -> ! {
    process::exit(PANICKED)
}

/// Standard output without a buffer: a frame handed over whole is one write(2) if the terminal has
/// room for it.
///
/// Writing fails with `BrokenPipe` while the terminal is not ours, so that no late frame lands on
/// the shell's screen, and with `EIO` (no `ErrorKind` of its own) when the terminal is gone.
#[derive(Debug, Clone, Copy)]
pub struct TtyWriter;

impl Write for TtyWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        GATE.write(io::stdout().as_fd(), bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU16;

    use super::*;

    #[test]
    fn leaving_undoes_everything_that_entering_did() {
        let size = |count| NonZeroU16::new(count).expect("not zero");
        let mut parser = vt100::Parser::new(size(24), size(80), 0);
        parser.process(b"$ warroom\r\n");
        let before = parser.screen().state_formatted();
        parser.process(ENTER);
        let screen = parser.screen();
        assert!(screen.alternate_screen() && screen.hide_cursor() && screen.bracketed_paste());
        parser.process(b"\x1b[?2026h\x1b[1;7;31mhalf a frame");
        parser.process(LEAVE);
        assert_eq!(parser.screen().state_formatted(), before);
    }

    #[test]
    fn a_terminal_is_needed_on_both_sides_and_the_refusal_names_the_way_out() {
        let table = [
            (true, true, Some("xterm"), None),
            (true, true, None, None),
            (false, true, Some("xterm"), Some("standard input")),
            (true, false, Some("xterm"), Some("standard output")),
            (true, true, Some("dumb"), Some("TERM=dumb")),
        ];
        for (stdin, stdout, term, named) in table {
            let verdict = judge([("standard input", stdin), ("standard output", stdout)], term);
            let refusal = verdict.err();
            assert_eq!(refusal.is_some(), named.is_some());
            if let (Some(refusal), Some(named)) = (refusal, named) {
                assert!(refusal.to_string().contains(named), "{refusal}");
                assert!(
                    refusal.to_string().contains("`warroom log --follow`"),
                    "{refusal}"
                );
                assert_eq!(refusal.exit_code(), 2);
            }
        }
    }

    #[test]
    fn no_frame_is_written_to_a_terminal_that_is_not_ours() {
        let refused = TtyWriter.write(b"frame").expect_err("nothing was taken");
        assert_eq!(refused.kind(), io::ErrorKind::BrokenPipe);
        assert!(!give_back(), "there is nothing to give back");
    }
}
