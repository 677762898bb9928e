//! The question to the terminal whether it has come to the end of a frame, and its answer.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use super::gate::rest;

/// "Is all well?", which every terminal since the VT100 answers with `ESC[0n` (ECMA-48 8.3.35, DSR 5).
pub const ASK: &[u8] = b"\x1b[5n";

/// An answer is under way.
static ASKED: AtomicBool = AtomicBool::new(false);
/// This terminal answers.
static ANSWERS: AtomicBool = AtomicBool::new(false);

pub(super) fn asked() {
    ASKED.store(true, Ordering::SeqCst);
}

/// To be called by whoever reads the terminal.
pub fn answered() {
    ASKED.store(false, Ordering::SeqCst);
    ANSWERS.store(true, Ordering::SeqCst);
}

/// Waits for an answer that is under way, so that it is not typed into the shell.
pub(super) fn settle(until: Instant) {
    while ASKED.load(Ordering::SeqCst) && ANSWERS.load(Ordering::SeqCst) && Instant::now() < until {
        rest();
    }
    ASKED.store(false, Ordering::SeqCst);
}
