//! A look at the files of the theme now and then, off the screen's thread: the disk they are on may hang.

use super::Wardrobe;
use crate::defect;
use crate::tui::theme::Theme;
use std::io;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

/// Whoever saves a theme waits no longer than this to see it, while anything moves on the screen.
const EVERY: Duration = Duration::from_secs(1);

/// Looks when it is told to, and only then: a screen on which nothing happens wakes nobody.
pub struct Watch {
    ask: SyncSender<()>,
    last: Option<Instant>,
}

impl Watch {
    /// `tell` hears the theme that is to be seen from now on, and what to say of it or why it is not another.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn start(
        mut wardrobe: Wardrobe,
        tell: impl Fn(Theme, Result<String, String>) + Send + 'static,
    ) -> io::Result<Watch> {
        let (ask, asked) = sync_channel(1);
        thread::Builder::new().name("themes".to_owned()).spawn(move || {
            for () in asked {
                defect::here("themes");
                if let Some(said) = wardrobe.look_again() {
                    tell(wardrobe.theme(), said);
                }
            }
        })?;
        Ok(Watch { ask, last: None })
    }

    /// Asks for a look, if the last one was a while ago.
    pub fn look(&mut self, now: Instant) {
        if self.last.is_none_or(|last| now >= last + EVERY) {
            self.last = Some(now);
            // One that is under way is enough.
            let _ = self.ask.try_send(());
        }
    }
}
