//! Which commands share a turn of the writer, and so a sync: those that are there, and those that are about to come.

use super::Request;
use crate::clock::Clock;
use crate::hub::writer::BATCH;
use std::sync::mpsc::Receiver;
use std::time::Duration;

/// While several write at once, the next of them is waited for this long: they have just been answered, and their next
/// commands share a sync. One who writes alone is not waited for.
const NEXT: Duration = Duration::from_micros(300);
/// A turn that takes longer has waited for its disk, and one of the next is waited for this part of it at most.
const SLOW: Duration = Duration::from_millis(2);
const PART: u32 = 8;

/// The turn before.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Before {
    pub commands: usize,
    pub took: Duration,
}

impl Before {
    /// So many commands are about to be there, of which so many have come while that turn was under way. With a slow disk
    /// those who were answered by it are waited for, too: writers would else fall into two halves, each of which waits
    /// for the sync of the other and then for its own. A fast disk is not worth waiting: meanwhile the half that is
    /// there gets on.
    pub fn expected(&self, waiting: usize) -> usize {
        match waiting > 0 && self.took >= SLOW {
            true => self.commands + waiting,
            false => self.commands,
        }
    }

    /// Waits for so many commands while they come one after the other; at most for as long as that turn took, so that
    /// nobody waits much longer than if they had missed it.
    pub fn gather(
        &self,
        requests: &Receiver<Request>,
        batch: &mut Vec<Request>,
        expected: usize,
        clock: &Clock,
    ) {
        batch.extend(requests.try_iter().take(BATCH - batch.len()));
        let until = clock.running() + self.took;
        let next = NEXT.max(self.took / PART);
        while (1..expected).contains(&commands(batch)) && batch.len() < BATCH {
            let left = until.saturating_sub(clock.running());
            let Ok(request) = requests.recv_timeout(left.min(next)) else {
                return;
            };
            batch.push(request);
            batch.extend(requests.try_iter().take(BATCH - batch.len()));
        }
    }
}

pub(super) fn commands(batch: &[Request]) -> usize {
    let commands = batch
        .iter()
        .filter(|request| matches!(request, Request::Carry(..)));
    commands.count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn before(commands: usize, ms: u64) -> Before {
        Before {
            commands,
            took: Duration::from_millis(ms),
        }
    }

    #[test]
    fn on_a_slow_disk_both_halves_of_the_writers_are_waited_for_and_on_a_fast_one_as_many_as_came() {
        assert_eq!(before(32, 10).expected(32), 64);
        assert_eq!(before(64, 10).expected(0), 64);
        assert_eq!(before(32, 1).expected(32), 32);
    }

    #[test]
    fn one_who_writes_alone_is_not_waited_for() {
        assert_eq!(before(1, 10).expected(0), 1);
        assert_eq!(Before::default().expected(1), 0);
    }
}
