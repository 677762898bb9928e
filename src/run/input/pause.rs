//! A rest for the reader of keys, while something else reads the terminal.

use std::io::{self, PipeReader, PipeWriter, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};

/// Asked for by one thread, taken by the reader.
#[derive(Debug)]
pub struct Pause {
    state: Mutex<State>,
    changed: Condvar,
    /// A byte in here wakes the reader, wherever it waits.
    bell: PipeWriter,
    hears: PipeReader,
}

#[derive(Debug, Default)]
struct State {
    asked: bool,
    resting: bool,
}

/// While it lives the reader rests.
#[derive(Debug)]
pub struct Resting<'a>(&'a Pause);

/// Why the reader waits no longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Woken {
    ToRead,
    ToRest,
    InVain,
}

impl Pause {
    /// # Errors
    /// When there is no pipe to be had.
    pub fn new() -> io::Result<Pause> {
        let (hears, bell) = io::pipe()?;
        Ok(Pause {
            state: Mutex::default(),
            changed: Condvar::new(),
            bell,
            hears,
        })
    }

    /// Waits until the reader rests.
    pub fn ask(&self) -> Resting<'_> {
        let mut state = self.lock();
        state.asked = true;
        // It cannot be written only when the reader is gone, and that rests.
        let _ = (&self.bell).write(&[0]);
        while !state.resting {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        Resting(self)
    }

    /// The reader's side: comes back at once, or when nobody asks for rest any more.
    pub fn rest(&self) {
        let mut state = self.lock();
        while state.asked {
            if !state.resting {
                state.resting = true;
                self.changed.notify_all();
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.resting = false;
    }

    /// The reader's side: waits for something to read in `tty`, for as long as `wait` says or for ever.
    ///
    /// # Errors
    /// Those of poll(2).
    pub fn wait_for(&self, tty: BorrowedFd, wait: Option<Duration>) -> io::Result<Woken> {
        let mut watched = [
            PollFd::new(self.hears.as_fd(), PollFlags::POLLIN),
            PollFd::new(tty, PollFlags::POLLIN),
        ];
        // Rounded up: what is due in half a millisecond is not waited for in a circle.
        let wait = wait
            .map(|wait| PollTimeout::try_from(wait + Duration::from_millis(1)).unwrap_or(PollTimeout::MAX));
        match poll(&mut watched, wait.unwrap_or(PollTimeout::NONE)) {
            Ok(0) => return Ok(Woken::InVain),
            Ok(_) => {}
            Err(Errno::EINTR) => return Ok(Woken::ToRest),
            Err(errno) => return Err(errno.into()),
        }
        if watched[0].any() == Some(true) {
            // What wakes is not what is asked; that stands in the state.
            (&self.hears).read_exact(&mut [0])?;
            return Ok(Woken::ToRest);
        }
        Ok(Woken::ToRead)
    }

    /// The reader reads no more: it rests for good.
    pub fn gone(&self) {
        self.lock().resting = true;
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Resting<'_> {
    fn drop(&mut self) {
        self.0.lock().asked = false;
        self.0.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nix::pty::openpty;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    #[test]
    fn nothing_is_read_while_the_reader_rests() {
        let (pause, reads) = (Pause::new().unwrap(), AtomicUsize::new(0));
        thread::scope(|scope| {
            let reader = scope.spawn(|| {
                while reads.load(Ordering::SeqCst) < 1_000_000 {
                    pause.rest();
                    reads.fetch_add(1, Ordering::SeqCst);
                }
            });
            for _ in 0..3 {
                let resting = pause.ask();
                let before = reads.load(Ordering::SeqCst);
                thread::yield_now();
                assert_eq!(reads.load(Ordering::SeqCst), before);
                drop(resting);
            }
            reads.store(1_000_000, Ordering::SeqCst);
            reader.join().unwrap();
        });
    }

    #[test]
    fn a_reader_that_waits_for_a_key_is_woken_to_rest() {
        let (pause, pair) = (Pause::new().unwrap(), openpty(None, None).unwrap());
        assert_eq!(
            pause.wait_for(pair.slave.as_fd(), Some(Duration::ZERO)).unwrap(),
            Woken::InVain
        );
        thread::scope(|scope| {
            let reader = scope.spawn(|| {
                let woken = pause.wait_for(pair.slave.as_fd(), None);
                pause.rest();
                woken.unwrap()
            });
            drop(pause.ask());
            assert_eq!(reader.join().unwrap(), Woken::ToRest);
        });
        std::fs::File::from(pair.master).write_all(b"j\r").unwrap();
        assert_eq!(pause.wait_for(pair.slave.as_fd(), None).unwrap(), Woken::ToRead);
    }
}
