//! Defects on purpose: a test names a place, and whoever comes by there panics. A released program has none of it.

#[cfg(debug_assertions)]
use std::sync::atomic::{AtomicBool, Ordering};
#[cfg(debug_assertions)]
use std::sync::{Mutex, PoisonError};

/// So that nobody waits for a lock while nothing is asked for.
#[cfg(debug_assertions)]
static ANY: AtomicBool = AtomicBool::new(false);
#[cfg(debug_assertions)]
static PLACE: Mutex<Option<String>> = Mutex::new(None);

/// The next to come by this place has a defect.
#[cfg(debug_assertions)]
pub fn ask(place: &str) {
    *PLACE.lock().unwrap_or_else(PoisonError::into_inner) = Some(place.to_owned());
    ANY.store(true, Ordering::SeqCst);
}

/// A place where a test may want a defect.
///
/// # Panics
/// Once, if a test has asked for it.
#[cfg(debug_assertions)]
#[track_caller]
pub fn here(place: &str) {
    if !ANY.load(Ordering::SeqCst) {
        return;
    }
    let asked = PLACE
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take_if(|asked| asked == place);
    // With what must not reach a terminal as it is: a defect may quote anything.
    assert!(
        asked.is_none(),
        "a test asked for it at {place}\u{1b}[?1049h\u{202e}\u{9b}2J"
    );
}

/// A place where a test may want a defect; nothing in a released program.
#[cfg(not(debug_assertions))]
#[inline(always)]
pub fn here(_place: &str) {}
