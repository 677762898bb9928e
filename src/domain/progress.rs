//! Progress over time, as a picture draws it: how many were spoken with by each moment, and what was to be by then.

use super::accounts::Tier;
use super::incident::Incident;
use jiff::Timestamp;

/// What there is to draw.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Progress {
    pub total: usize,
    /// When each was first spoken with, the earliest first.
    pub spoken: Vec<Timestamp>,
    /// How many are to be called by when, the soonest first; each counts those before it.
    pub targets: Vec<Target>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    pub at: Timestamp,
    pub count: usize,
    pub tier: Tier,
}

impl Incident {
    pub fn progress(&self) -> Progress {
        let rows = || self.rows.values().filter(|row| row.counts());
        let mut targets = Vec::new();
        let mut count = 0;
        for tier in [Tier::Strategic, Tier::Key, Tier::Named] {
            let of_it = rows().filter(|row| row.affected.account.tier == tier).count();
            count += of_it;
            if of_it > 0 && self.calls_owed(tier) {
                let at = self.call_target(tier);
                targets.push(Target { at, count, tier });
            }
        }
        targets.sort_by_key(|target| target.at);
        Progress {
            total: rows().count(),
            spoken: self.first_spoken(),
            targets,
        }
    }
}

impl Progress {
    /// How many were spoken with at the end of each of so many equal steps from `from` to `until`; `None` where that
    /// is still to come.
    pub fn steps(
        &self,
        from: Timestamp,
        until: Timestamp,
        steps: usize,
        now: Timestamp,
    ) -> Vec<Option<usize>> {
        let length = until.duration_since(from).as_secs().max(1);
        let ends = (1..=steps).map(|step| {
            let seconds = length.saturating_mul(step as i64) / steps as i64;
            from.as_second().saturating_add(seconds)
        });
        let now = now.as_second();
        let begins = |end: i64| end - length / steps.max(1) as i64;
        ends.map(|end| {
            let past = begins(end) <= now;
            past.then(|| self.spoken.partition_point(|at| at.as_second() <= end.min(now)))
        })
        .collect()
    }

    /// How many are to have been called by a moment.
    pub fn target(&self, at: Timestamp) -> usize {
        let over = self.targets.iter().rfind(|target| target.at <= at);
        over.map_or(0, |target| target.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testkit::*;

    #[test]
    fn each_step_counts_who_was_spoken_with_by_its_end_and_the_future_is_empty() {
        let progress = Progress {
            total: 4,
            spoken: vec![at(3), at(7), at(7), at(21)],
            targets: Vec::new(),
        };
        let steps = |now| progress.steps(at(0), at(40), 8, at(now));
        let (one, three, four) = (Some(1), Some(3), Some(4));
        assert_eq!(steps(22), [one, three, three, three, four, None, None, None]);
        assert_eq!(steps(40), [one, three, three, three, four, four, four, four]);
        assert_eq!(steps(0)[1], None);
        assert_eq!(progress.steps(at(5), at(5), 1, at(5)), [Some(1)]);
        assert!(progress.steps(at(0), at(5), 0, at(5)).is_empty());
    }

    #[test]
    fn the_targets_add_up_tier_by_tier() {
        let mut room = Room::declared();
        room.at(5).does("omar", told("fabrikam", 0));
        let progress = room.here().progress();
        let by: Vec<_> = [29, 30, 90, 24 * 60]
            .map(|minute| progress.target(at(minute)))
            .into();
        assert_eq!((progress.total, by), (5, vec![0, 2, 4, 5]));
        assert_eq!(progress.spoken, [at(5)]);
    }
}
