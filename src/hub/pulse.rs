//! What is wrong with recording just now: a machine that the writer tells of its turns.

use std::time::Duration;

/// The longest that recording takes on a disk that is well.
const SLOW: Duration = Duration::from_secs(1);
/// How long a slow turn or a defect is told of, so that whoever looks now and then sees it too.
const TOLD: Duration = Duration::from_secs(60);

/// Times are those of a stopwatch.
#[derive(Clone, Debug, Default)]
pub struct Pulse {
    trouble: Option<String>,
    /// The turn that goes on.
    began: Option<Duration>,
    /// When the last slow one was over.
    slow: Option<Duration>,
    /// When what the last defect ended begins again.
    defect: Option<Duration>,
}

impl Pulse {
    pub fn begins(&mut self, now: Duration) {
        self.began = Some(now);
    }

    /// `trouble`: why nothing could be recorded, in words fit for everybody.
    pub fn ends(&mut self, now: Duration, trouble: Option<String>) {
        let began = self.began.take();
        if began.is_some_and(|began| now.saturating_sub(began) > SLOW) {
            self.slow = Some(now);
        }
        self.trouble = trouble;
    }

    /// Something is wrong beside the turns, or no longer.
    pub fn between(&mut self, trouble: Option<String>) {
        self.trouble = trouble;
    }

    /// A defect has ended something beside the turns, which begins again at a time to come.
    pub fn defect(&mut self, again: Duration) {
        self.defect = self.defect.max(Some(again));
    }

    /// `None`: all is well.
    pub fn wrong(&self, now: Duration) -> Option<&str> {
        let since = |then: Option<Duration>| then.map(|then| now.saturating_sub(then));
        if let Some(trouble) = &self.trouble {
            return Some(trouble);
        }
        if self.defect.is_some_and(|again| now < again + TOLD) {
            return Some(
                "a defect ended a part of the hub, which begins again by itself; the hub's own log says more",
            );
        }
        let hangs = since(self.began).is_some_and(|passed| passed > SLOW);
        let was_slow = since(self.slow).is_some_and(|passed| passed < TOLD);
        (hangs || was_slow).then_some("the disk is slow: recording takes longer than 1 s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    #[test]
    fn a_turn_that_takes_longer_than_a_second_is_told_of_while_it_lasts_and_for_a_minute_after() {
        let mut pulse = Pulse::default();
        pulse.begins(at(0));
        assert_eq!(pulse.wrong(at(900)), None);
        assert!(pulse.wrong(at(1_100)).unwrap().contains("slow"));
        pulse.ends(at(5_000), None);
        assert!(pulse.wrong(at(5_100)).unwrap().contains("slow"));
        pulse.begins(at(6_000));
        pulse.ends(at(6_010), None);
        assert!(pulse.wrong(at(60_000)).unwrap().contains("slow"));
        assert_eq!(pulse.wrong(at(66_000)), None);
    }

    #[test]
    fn a_defect_is_told_of_until_a_minute_after_what_it_ended_has_begun_again() {
        let mut pulse = Pulse::default();
        pulse.defect(at(9_000));
        pulse.defect(at(3_000));
        pulse.ends(at(4_000), None);
        for then in [2_000, 8_000, 68_999] {
            let told = pulse.wrong(at(then)).unwrap();
            assert!(
                told.contains("a defect") && told.contains("begins again"),
                "{told}"
            );
        }
        assert_eq!(pulse.wrong(at(69_000)), None);
    }

    #[test]
    fn what_keeps_it_from_recording_is_told_before_how_long_it_took_and_until_it_is_over() {
        let mut pulse = Pulse::default();
        pulse.begins(at(0));
        pulse.ends(at(3_000), Some("the disk is full".to_owned()));
        assert_eq!(pulse.wrong(at(99_000)), Some("the disk is full"));
        pulse.begins(at(99_000));
        pulse.ends(at(99_001), None);
        assert_eq!(pulse.wrong(at(99_002)), None);
    }
}
