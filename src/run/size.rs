//! The size of the terminal, whenever it has another one.

use std::io;
use std::time::Duration;

use crossterm::terminal;
use tokio::signal::unix::{SignalKind, signal};
use tokio::time::timeout;

/// How long a size has to last before it is told: each costs a whole screen, and dragging a
/// corner makes a hundred.
const QUIET: Duration = Duration::from_millis(30);

/// Its columns and rows, if it says so.
pub fn of_terminal() -> Option<(u16, u16)> {
    terminal::size().ok()
}

/// Calls `tell` with the columns and rows of a new size that has lasted.
///
/// # Errors
/// The signal cannot be listened for.
pub fn watch_size(tell: impl Fn(u16, u16) + Send + 'static) -> io::Result<()> {
    let mut changes = signal(SignalKind::window_change())?;
    tokio::spawn(async move {
        while changes.recv().await.is_some() {
            while let Ok(Some(())) = timeout(QUIET, changes.recv()).await {}
            if let Some((columns, rows)) = of_terminal() {
                tell(columns, rows);
            }
        }
    });
    Ok(())
}
