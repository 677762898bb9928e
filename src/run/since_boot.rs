//! The time since the machine started, its sleep included.

use nix::time::{ClockId, clock_gettime};
use std::time::Duration;

/// The clock that goes on while the machine sleeps, where there is one.
#[cfg(any(target_os = "linux", target_os = "android"))]
const CLOCK: ClockId = ClockId::CLOCK_BOOTTIME;
#[cfg(not(any(target_os = "linux", target_os = "android")))]
const CLOCK: ClockId = ClockId::CLOCK_MONOTONIC;

/// Never steps back, whatever happens to the time of day.
pub fn since_boot() -> Duration {
    // A system without the clock has no time to tell; then nothing seems to pass, and nothing is taken for fresh.
    clock_gettime(CLOCK).map_or(Duration::ZERO, Duration::from)
}
