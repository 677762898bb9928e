//! Keys as they arrive: one reader, on a thread of its own.

mod coalescer;
mod pause;
mod sequence;

pub use coalescer::Coalescer;
pub use pause::Pause;

use std::io;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::defect;
use crossterm::event::{self, Event, KeyEvent};

/// What somebody did at the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InputEvent {
    /// A key pressed or repeated; never one released.
    Key(KeyEvent),
    /// Pasted text, at most 64 KiB of it and not cleaned.
    Paste(String),
    /// The terminal's new size in columns and rows.
    Resize(u16, u16),
    /// The input cannot be read any more, and why. Nothing follows.
    Lost(String),
}

/// How long an Esc waits for the rest of a key that began with it; a person on a slow line does not
/// type that fast.
pub fn join_wait(env: &dyn Fn(&str) -> Option<String>) -> Duration {
    match env("SSH_CONNECTION") {
        Some(_) => Duration::from_millis(100),
        None => Duration::from_millis(50),
    }
}

/// The longest the reader waits for a key before it looks up.
const BEAT: Duration = Duration::from_millis(250);

/// Reads the terminal on a new thread, the only reader it may have, and hands each event to
/// `deliver` until that answers false. The terminal has to be taken over before.
///
/// # Errors
/// When no thread can be started. Errors of reading arrive as [`InputEvent::Lost`].
pub fn spawn_reader(
    join_wait: Duration,
    pause: Arc<Pause>,
    mut deliver: impl FnMut(InputEvent) -> bool + Send + 'static,
) -> io::Result<JoinHandle<()>> {
    thread::Builder::new().name("input".to_owned()).spawn(move || {
        let next = |wait: Option<Duration>| {
            pause.rest();
            // So often it looks whether it is to rest: an editor must not lose a key to this reader.
            next_event(Some(wait.map_or(BEAT, |wait| wait.min(BEAT))))
        };
        let ended = pump(Coalescer::new(join_wait), next, &mut deliver);
        pause.gone();
        if let Err(error) = ended {
            deliver(InputEvent::Lost(format!("the keyboard cannot be read: {error}")));
        }
    })
}

/// The next event, or `None` if there is none within `wait`.
fn next_event(wait: Option<Duration>) -> io::Result<Option<Event>> {
    match wait {
        Some(wait) if !event::poll(wait)? => Ok(None),
        _ => event::read().map(Some),
    }
}

fn pump(
    mut coalescer: Coalescer,
    mut next: impl FnMut(Option<Duration>) -> io::Result<Option<Event>>,
    deliver: &mut impl FnMut(InputEvent) -> bool,
) -> io::Result<()> {
    loop {
        let wait = coalescer
            .deadline()
            .map(|deadline| deadline.saturating_duration_since(Instant::now()));
        let event = next(wait)?;
        defect::here("input");
        let events = match event {
            Some(event) => coalescer.feed(event, Instant::now()),
            None => coalescer.tick(Instant::now()),
        };
        if !events.into_iter().all(&mut *deliver) {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use crossterm::event::KeyCode;

    use super::*;

    fn key(c: char) -> Event {
        Event::Key(KeyCode::Char(c).into())
    }

    /// Runs the reader over a script, taking `most` events, and answers them with how it ended.
    fn read(script: Vec<Event>, most: usize) -> (Vec<InputEvent>, io::Result<()>) {
        let mut script = VecDeque::from(script);
        let mut seen = Vec::new();
        let next = |_| {
            script
                .pop_front()
                .map(Some)
                .ok_or_else(|| io::Error::other("unplugged"))
        };
        let end = pump(Coalescer::new(Duration::ZERO), next, &mut |event| {
            seen.push(event);
            seen.len() < most
        });
        (seen, end)
    }

    #[test]
    fn events_are_delivered_in_order_until_the_input_fails() {
        let (seen, end) = read(vec![key('a'), Event::Paste("text".into()), key('b')], usize::MAX);
        let wanted = [
            InputEvent::Key(KeyCode::Char('a').into()),
            InputEvent::Paste("text".into()),
            InputEvent::Key(KeyCode::Char('b').into()),
        ];
        assert_eq!(seen, wanted);
        assert_eq!(end.expect_err("the script is over").to_string(), "unplugged");
    }

    #[test]
    fn the_reader_ends_when_nobody_wants_more() {
        let (seen, end) = read(vec![key('a'), key('b'), key('c')], 2);
        assert_eq!(seen.len(), 2);
        assert!(end.is_ok());
    }

    #[test]
    fn a_session_over_ssh_waits_longer_for_the_rest_of_a_key() {
        assert_eq!(join_wait(&|_| None), Duration::from_millis(50));
        let ssh = |name: &str| (name == "SSH_CONNECTION").then(|| "192.0.2.1 5022 192.0.2.2 22".to_owned());
        assert_eq!(join_wait(&ssh), Duration::from_millis(100));
    }
}
