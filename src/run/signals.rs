//! Signals that end the program: the terminal is given back, and the exit status says which it was.

use super::terminal;
use nix::sys::signal::{self as unix, SigAction};
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// The main loop has this long to end by itself before the process does.
const PATIENCE: Duration = Duration::from_millis(100);

/// Set while an editor has the terminal.
static EDITING: AtomicBool = AtomicBool::new(false);

/// While this lives, Ctrl-C and Ctrl-\ at the terminal are the editor's: they reach this program too, as one of its
/// job, and do not end it.
pub struct LeftToTheEditor {
    before: Vec<(unix::Signal, SigAction)>,
}

pub fn left_to_the_editor() -> LeftToTheEditor {
    EDITING.store(true, Ordering::SeqCst);
    // At the signal itself: a task that hears of it later cannot tell whether it came before the editor's end.
    let typed = [unix::Signal::SIGINT, unix::Signal::SIGQUIT].into_iter();
    let before = typed.filter_map(|signal| Some((signal, terminal::let_pass(signal).ok()?)));
    LeftToTheEditor {
        before: before.collect(),
    }
}

impl Drop for LeftToTheEditor {
    fn drop(&mut self) {
        EDITING.store(false, Ordering::SeqCst);
        for (signal, action) in &self.before {
            // It could be changed a moment ago.
            let _ = terminal::set_action(*signal, action);
        }
    }
}

/// Calls `tell` for every SIGTSTP sent by somebody else: to the program it is what Ctrl-Z is. While an editor has the
/// terminal, Ctrl-Z stops the whole job, and this with it.
///
/// # Errors
/// The signal cannot be listened for.
pub fn stop_on_signal(tell: impl Fn() + Send + 'static) -> std::io::Result<()> {
    let mut stops = signal(SignalKind::from_raw(unix::Signal::SIGTSTP as i32))?;
    tokio::spawn(async move {
        while stops.recv().await.is_some() {
            match EDITING.load(Ordering::SeqCst) {
                // Without a shell to go back to there is no stopping, and nothing to do about it.
                true => drop(terminal::stop_too()),
                false => tell(),
            }
        }
    });
    Ok(())
}

/// The signals that end the program, with their numbers.
pub struct Endings {
    signals: Vec<(i32, Signal)>,
}

impl Endings {
    /// Starts listening, on the runtime this is called on.
    pub fn listen() -> std::io::Result<Self> {
        let kinds = [
            SignalKind::hangup(),
            SignalKind::interrupt(),
            SignalKind::quit(),
            SignalKind::terminate(),
        ];
        let signals = kinds
            .into_iter()
            .map(|kind| Ok((kind.as_raw_value(), signal(kind)?)));
        Ok(Endings {
            signals: signals.collect::<std::io::Result<_>>()?,
        })
    }

    /// The number of the first that arrives.
    pub async fn next(&mut self) -> i32 {
        std::future::poll_fn(|context| {
            for (number, signal) in &mut self.signals {
                if signal.poll_recv(context).is_ready() {
                    return std::task::Poll::Ready(*number);
                }
            }
            std::task::Poll::Pending
        })
        .await
    }
}

/// Gives the terminal back and ends the process with 128 + n, whatever the main loop is stuck in; `tell` lets it
/// end by itself first.
pub fn end_on_signal(mut endings: Endings, tell: impl Fn(u8) + Send + 'static) {
    tokio::spawn(async move {
        let status = 128 + endings.next().await;
        crate::defect::here("signals");
        end_soon(status);
        tell(u8::try_from(status).unwrap_or(1));
    });
}

/// Gives the terminal back now, and ends the process after a moment if nothing else has.
pub fn end_soon(status: i32) {
    // Starting the thread first: giving back may take its time on a terminal that does not read.
    let ending = std::thread::Builder::new()
        .name("ending".to_owned())
        .spawn(move || {
            terminal::give_back();
            std::thread::park_timeout(PATIENCE);
            #[expect(clippy::disallowed_methods, reason = "the main loop may be stuck in a write")]
            process::exit(status)
        });
    if ending.is_err() {
        terminal::give_back();
    }
}
