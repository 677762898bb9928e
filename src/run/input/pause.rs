//! A rest for the reader of keys, while something else reads the terminal.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Asked for by one thread, taken by the reader.
#[derive(Debug, Default)]
pub struct Pause {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    asked: bool,
    resting: bool,
}

/// While it lives the reader rests.
#[derive(Debug)]
pub struct Resting<'a>(&'a Pause);

impl Pause {
    /// Waits until the reader rests.
    pub fn ask(&self) -> Resting<'_> {
        let mut state = self.lock();
        state.asked = true;
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
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    #[test]
    fn nothing_is_read_while_the_reader_rests() {
        let (pause, reads) = (Pause::default(), AtomicUsize::new(0));
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
}
