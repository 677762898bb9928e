//! The question to the terminal whether it has come to the end of a frame, and its answer.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::gate::rest;

/// "Is all well?", which every terminal since the VT100 answers with `ESC[0n` (ECMA-48 8.3.35, DSR 5).
pub const ASK: &[u8] = b"\x1b[5n";

/// On a line that is not slow an answer takes less.
const MOMENT: Duration = Duration::from_millis(30);

/// An answer is under way.
static ASKED: AtomicBool = AtomicBool::new(false);
/// The program is to end.
static HURRY: AtomicBool = AtomicBool::new(false);
/// This terminal answers.
static ANSWERS: AtomicBool = AtomicBool::new(false);

pub(super) fn asked() {
    ASKED.store(true, Ordering::SeqCst);
}

/// It was not sent after all.
pub(super) fn forget_asked() {
    ASKED.store(false, Ordering::SeqCst);
}

/// To be called by whoever reads the terminal.
pub fn answered() {
    ASKED.store(false, Ordering::SeqCst);
    ANSWERS.store(true, Ordering::SeqCst);
}

/// Somebody wants the program to end now: no answer is waited for any more.
pub(super) fn hurry() {
    HURRY.store(true, Ordering::SeqCst);
}

/// Nothing was asked yet of a terminal that was taken again.
pub(super) fn forget() {
    ASKED.store(false, Ordering::SeqCst);
    HURRY.store(false, Ordering::SeqCst);
}

/// Waits for an answer that is under way, so that it is not typed into the shell; for a moment only where it is to be
/// over soon.
pub(super) fn settle(until: Instant) {
    let soon = Instant::now() + MOMENT;
    let waits = || ASKED.load(Ordering::SeqCst) && ANSWERS.load(Ordering::SeqCst);
    let in_time = || {
        let now = Instant::now();
        now < until && (now < soon || !HURRY.load(Ordering::SeqCst))
    };
    while waits() && in_time() {
        rest();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_waited_for_only_a_moment_once_the_program_is_to_end() {
        let later = |ms| Instant::now() + Duration::from_millis(ms);
        forget();
        asked();
        answered();
        asked();
        hurry();
        let begin = Instant::now();
        settle(later(60_000));
        assert!(begin.elapsed() < Duration::from_secs(30), "{:?}", begin.elapsed());
        forget();
        let begin = Instant::now();
        settle(later(60_000));
        assert!(begin.elapsed() < Duration::from_secs(30), "nothing was asked");
    }
}
