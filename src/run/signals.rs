//! Signals that end the program: the terminal is given back, and the exit status says which it was.

use super::terminal;
use std::process;
use std::time::Duration;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// The main loop has this long to end by itself before the process does.
const PATIENCE: Duration = Duration::from_millis(100);

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
