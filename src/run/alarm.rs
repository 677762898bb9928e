//! How often somebody is called for what is newly overdue: at once, and then at most every half a minute for all that came
//! meanwhile.

use crate::domain::text::Clean;
use std::time::{Duration, Instant};

/// No more than one call in this time.
const EVERY: Duration = Duration::from_secs(30);

#[derive(Debug, Default)]
pub struct Alarm {
    last: Option<Instant>,
    waiting: Vec<Clean>,
}

impl Alarm {
    /// These are newly overdue.
    pub fn add(&mut self, what: impl IntoIterator<Item = Clean>) {
        self.waiting.extend(what);
    }

    /// What to call for now, in words; `None` while nothing is, or it is too soon.
    pub fn call(&mut self, now: Instant) -> Option<Clean> {
        if self.waiting.is_empty() || self.last.is_some_and(|last| now < last + EVERY) {
            return None;
        }
        self.last = Some(now);
        let waiting = std::mem::take(&mut self.waiting);
        Some(match waiting.as_slice() {
            [one] => Clean::from(format!("overdue: {one}")),
            several => Clean::from(format!("{} overdue, first {}", several.len(), several[0])),
        })
    }

    /// How long until there is something to call for.
    pub fn wait(&self, now: Instant) -> Option<Duration> {
        let last = self.last.filter(|_| !self.waiting.is_empty())?;
        Some((last + EVERY).saturating_duration_since(now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_told_at_once_and_those_that_follow_together_half_a_minute_later() {
        let start = Instant::now();
        let after = |seconds| start + Duration::from_secs(seconds);
        let mut alarm = Alarm::default();
        assert_eq!((alarm.call(start), alarm.wait(start)), (None, None));
        alarm.add([Clean::line("VP Eng")]);
        assert_eq!(alarm.call(start).unwrap().as_str(), "overdue: VP Eng");
        for (second, what) in [(1, "CEO"), (2, "page update")] {
            alarm.add([Clean::line(what)]);
            assert_eq!(alarm.call(after(second)), None);
        }
        assert_eq!(alarm.wait(after(2)), Some(Duration::from_secs(28)));
        assert_eq!(alarm.call(after(29)), None);
        assert_eq!(alarm.call(after(30)).unwrap().as_str(), "2 overdue, first CEO");
        assert_eq!(alarm.wait(after(31)), None);
    }
}
