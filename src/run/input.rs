//! Keys as they arrive: one reader, on a thread of its own.

mod decoder;
mod pause;
mod sequence;

pub use decoder::Decoder;
pub use pause::{Pause, Woken};

use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::defect;
use crossterm::event::KeyEvent;
use nix::errno::Errno;
use nix::unistd;

/// What somebody did at the terminal, or it did itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InputEvent {
    /// A key pressed or repeated; never one released.
    Key(KeyEvent),
    /// Pasted text, at most 64 KiB of it and not cleaned.
    Paste(String),
    /// It has come to the end of a frame; see [`super::terminal::ASK`].
    Ready,
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

/// What one read brings at most, in bytes: a paste takes many.
const READ: usize = 4096;

/// Reads standard input on a new thread, the only reader it may have, and hands each event to `deliver` until
/// that answers false. The terminal has to be taken over before. A terminal that is gone ends it without a word:
/// whoever watches the terminal says so.
///
/// # Errors
/// When no thread can be started. Errors of reading arrive as [`InputEvent::Lost`].
pub fn spawn_reader(
    join_wait: Duration,
    pause: Arc<Pause>,
    mut deliver: impl FnMut(InputEvent) -> bool + Send + 'static,
) -> io::Result<JoinHandle<()>> {
    thread::Builder::new().name("input".to_owned()).spawn(move || {
        let tty = io::stdin();
        let next = |wait: Option<Duration>, bytes: &mut Vec<u8>| {
            pause.rest();
            match pause.wait_for(tty.as_fd(), wait)? {
                Woken::ToRest => Ok(Came::Nothing),
                Woken::InVain => Ok(Came::Silence),
                Woken::ToRead => read(tty.as_fd(), bytes),
            }
        };
        let ended = pump(Decoder::new(join_wait), next, &mut deliver);
        pause.gone();
        if let Err(error) = ended {
            deliver(InputEvent::Lost(format!("the keyboard cannot be read: {error}")));
        }
    })
}

/// What a look at the terminal has brought.
enum Came {
    Bytes,
    /// Nothing, for as long as was to be waited.
    Silence,
    Nothing,
    End,
}

fn read(tty: BorrowedFd, bytes: &mut Vec<u8>) -> io::Result<Came> {
    bytes.resize(READ, 0);
    match unistd::read(tty, bytes) {
        Ok(0) | Err(Errno::EIO) => Ok(Came::End),
        Ok(count) => {
            bytes.truncate(count);
            Ok(Came::Bytes)
        }
        Err(Errno::EAGAIN | Errno::EINTR) => Ok(Came::Nothing),
        Err(errno) => Err(errno.into()),
    }
}

fn pump(
    mut decoder: Decoder,
    mut next: impl FnMut(Option<Duration>, &mut Vec<u8>) -> io::Result<Came>,
    deliver: &mut impl FnMut(InputEvent) -> bool,
) -> io::Result<()> {
    let mut bytes = Vec::new();
    loop {
        let wait = decoder
            .deadline()
            .map(|deadline| deadline.saturating_duration_since(Instant::now()));
        let came = next(wait, &mut bytes)?;
        defect::here("input");
        let events = match came {
            Came::Bytes => decoder.feed(&bytes, Instant::now()),
            Came::Silence => decoder.tick(Instant::now()),
            Came::Nothing => continue,
            Came::End => return Ok(()),
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

    /// Runs the reader over a script of reads, taking `most` events, and answers them with how it ended.
    fn read(script: &[&str], most: usize) -> (Vec<InputEvent>, io::Result<()>) {
        let mut script = VecDeque::from(script.to_vec());
        let mut seen = Vec::new();
        let next = |_, bytes: &mut Vec<u8>| {
            let read = script.pop_front().ok_or_else(|| io::Error::other("unplugged"))?;
            *bytes = read.as_bytes().to_vec();
            Ok(if read.is_empty() { Came::End } else { Came::Bytes })
        };
        let end = pump(Decoder::new(Duration::ZERO), next, &mut |event| {
            seen.push(event);
            seen.len() < most
        });
        (seen, end)
    }

    fn key(c: char) -> InputEvent {
        InputEvent::Key(KeyCode::Char(c).into())
    }

    #[test]
    fn events_are_delivered_in_order_until_the_input_fails() {
        let (seen, end) = read(&["a\x1b[200~te", "xt\x1b[201~b"], usize::MAX);
        assert_eq!(seen, [key('a'), InputEvent::Paste("text".into()), key('b')]);
        assert_eq!(end.expect_err("the script is over").to_string(), "unplugged");
    }

    #[test]
    fn the_reader_ends_when_nobody_wants_more_or_the_terminal_is_gone() {
        let (seen, end) = read(&["abc"], 2);
        assert_eq!((seen.len(), end.is_ok()), (2, true));
        let (seen, end) = read(&["a", "", "b"], usize::MAX);
        assert_eq!((seen.len(), end.is_ok()), (1, true));
    }

    #[test]
    fn a_session_over_ssh_waits_longer_for_the_rest_of_a_key() {
        assert_eq!(join_wait(&|_| None), Duration::from_millis(50));
        let ssh = |name: &str| (name == "SSH_CONNECTION").then(|| "192.0.2.1 5022 192.0.2.2 22".to_owned());
        assert_eq!(join_wait(&ssh), Duration::from_millis(100));
    }
}
