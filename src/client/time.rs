//! Hub time as a screen knows it, counted on by the screen's own stopwatch: its wall clock may be wrong.

use jiff::{SignedDuration, Timestamp};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// A moment by a [`Stopwatch`]: the time since that was started. It never steps back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mono(pub Duration);

impl Mono {
    pub const fn millis(millis: u64) -> Self {
        Mono(Duration::from_millis(millis))
    }

    pub fn after(self, wait: Duration) -> Self {
        Mono(self.0.saturating_add(wait))
    }

    pub fn since(self, earlier: Mono) -> Duration {
        self.0.saturating_sub(earlier.0)
    }
}

/// Started once a screen; copies go on counting from the same start.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch {
    clock: fn() -> Duration,
    started: Duration,
}

impl Stopwatch {
    /// Stands still while the machine sleeps.
    pub fn start() -> Self {
        Stopwatch::by(awake)
    }

    /// By a clock that never steps back. One that goes on while the machine sleeps is wanted for a screen: hub time does.
    pub fn by(clock: fn() -> Duration) -> Self {
        Stopwatch {
            clock,
            started: clock(),
        }
    }

    pub fn read(self) -> Mono {
        Mono((self.clock)().saturating_sub(self.started))
    }
}

fn awake() -> Duration {
    static FIRST: OnceLock<Instant> = OnceLock::new();
    FIRST.get_or_init(Instant::now).elapsed()
}

/// Who wakes this much later than they wanted has slept, or was stopped.
const LATE: Duration = Duration::from_secs(5);

/// Whether whoever wanted to wake at `due` at the latest, and woke now, has slept meanwhile: then nothing that was so
/// before is known to be so.
pub fn has_slept(due: Mono, now: Mono) -> bool {
    now.since(due) > LATE
}

/// An answer that is this much behind what was counted means that the hub's clock was set back; less is the road.
const ROAD: f64 = 2.0;

/// What hub time was when an answer came, and how fast it runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HubTime {
    hub: Timestamp,
    mono: Mono,
    rate: f64,
}

impl HubTime {
    pub fn new(hub: Timestamp, rate: f64, mono: Mono) -> Self {
        HubTime { hub, mono, rate }
    }

    /// Hub seconds for each second of the world.
    pub fn rate(&self) -> f64 {
        self.rate
    }

    /// Hub time, whether or not the hub can be reached.
    pub fn now(&self, mono: Mono) -> Timestamp {
        let passed = mono.since(self.mono).as_secs_f64() * self.rate;
        SignedDuration::try_from_secs_f64(passed)
            .ok()
            .and_then(|passed| self.hub.saturating_add(passed).ok())
            .unwrap_or(Timestamp::MAX)
    }

    /// With one more answer. The road only ever makes an answer older, so one that is ahead is nearer the truth.
    pub fn corrected(self, hub: Timestamp, rate: f64, mono: Mono) -> Self {
        let behind = self.now(mono).duration_since(hub).as_secs_f64();
        match rate == self.rate && (0.0..ROAD * rate).contains(&behind) {
            true => self,
            false => HubTime::new(hub, rate, mono),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn hub_time_goes_on_while_the_hub_is_away_and_faster_in_a_demo() {
        let real = HubTime::new(at("2026-03-02T14:00:00Z"), 1.0, Mono::millis(5_000));
        assert_eq!(real.now(Mono::millis(65_000)), at("2026-03-02T14:01:00Z"));
        let demo = HubTime::new(at("2026-03-02T14:00:00Z"), 10.0, Mono::millis(5_000));
        assert_eq!(demo.now(Mono::millis(65_000)), at("2026-03-02T14:10:00Z"));
    }

    #[test]
    fn a_slow_answer_does_not_turn_the_time_back_and_a_clock_set_back_does() {
        let time = HubTime::new(at("2026-03-02T14:00:00Z"), 1.0, Mono::millis(0));
        let slow = time.corrected(at("2026-03-02T14:00:09Z"), 1.0, Mono::millis(10_000));
        assert_eq!(slow.now(Mono::millis(10_000)), at("2026-03-02T14:00:10Z"));
        let set_back = time.corrected(at("2026-03-02T13:00:00Z"), 1.0, Mono::millis(10_000));
        assert_eq!(set_back.now(Mono::millis(10_000)), at("2026-03-02T13:00:00Z"));
        let quick = time.corrected(at("2026-03-02T14:00:11Z"), 1.0, Mono::millis(10_000));
        assert_eq!(quick.now(Mono::millis(10_000)), at("2026-03-02T14:00:11Z"));
    }
}
