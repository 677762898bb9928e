//! The one line about what just happened, and the last hundred of them with their times.

use jiff::Timestamp;
use std::collections::VecDeque;

/// One line about what just happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Toast {
    pub text: String,
    pub tone: Tone,
    pub since: Timestamp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// It worked, and `u` takes it back.
    Undoable,
    Plain,
    /// It is being asked of the hub; goes with the answer.
    Asking,
    Refused,
}

/// So many are kept.
pub const KEPT: usize = 100;

/// What a screen has said, the oldest first.
#[derive(Clone, Debug, Default)]
pub struct Said(VecDeque<Toast>);

impl Said {
    pub fn add(&mut self, toast: Toast) {
        if self.0.len() == KEPT {
            self.0.pop_front();
        }
        self.0.push_back(toast);
    }

    /// What was said before the hub told the time was said just now.
    pub fn date(&mut self, now: Timestamp) {
        let undated = self
            .0
            .iter_mut()
            .filter(|toast| toast.since == Timestamp::UNIX_EPOCH);
        undated.for_each(|toast| toast.since = now);
    }

    pub fn newest_first(&self) -> impl Iterator<Item = &Toast> {
        self.0.iter().rev()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_hundred_are_kept_the_newest_first_and_dated_once_the_time_is_known() {
        let mut said = Said::default();
        for number in 0..120 {
            said.add(Toast {
                text: number.to_string(),
                tone: Tone::Plain,
                since: Timestamp::UNIX_EPOCH,
            });
        }
        let now: Timestamp = "2026-03-03T14:00:00Z".parse().unwrap();
        said.date(now);
        let all: Vec<&Toast> = said.newest_first().collect();
        assert_eq!(
            (all.len(), all[0].text.as_str(), all[99].text.as_str()),
            (100, "119", "20")
        );
        assert!(all.iter().all(|toast| toast.since == now));
    }
}
