//! The newest part of the log in memory, each line encoded once a view and shared by every answer that carries it.
//!
//! A poll waits from the sequence number it asked for: a [`Follower`] notes where the head is, looks, and only then
//! waits for the head to change. What is recorded between the look and the wait has changed it, so it wakes.

use super::mask::Told;
use crate::domain::ids::{IncidentId, Seq};
use crate::store::Line;
use crate::store::chain::Head;
use crate::wire::Mark;
use jiff::Timestamp;
use std::collections::VecDeque;
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::watch;

/// Lines kept in memory: a long incident several times over.
pub const KEPT: usize = 20_000;

#[derive(Debug)]
pub struct Feed {
    window: RwLock<Window>,
    head: watch::Sender<Seq>,
}

/// What comes after a place in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Read {
    News(Batch),
    /// There is none up to `through`.
    Nothing {
        through: Seq,
        mark: Mark,
    },
    /// It is no longer in memory.
    Older,
    /// The log ends before that place.
    Ended {
        head: Seq,
    },
    /// Up to that place it is another log than the asker's.
    Another,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    pub lines: Vec<Arc<Told>>,
    /// The last one looked at.
    pub through: Seq,
    /// Of the log up to there.
    pub mark: Option<Mark>,
    /// The log goes on.
    pub more: bool,
}

/// What a poll asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub after: Seq,
    /// Of the log that the asker has up to there.
    pub mark: Option<Mark>,
    pub limit: usize,
    /// `None`: every line, the hub's own too.
    pub incident: Option<IncidentId>,
}

impl Wanted {
    fn wants(&self, line: &Line) -> bool {
        self.incident.is_none() || line.incident == self.incident
    }

    /// The asker has another log than one with this mark at that place.
    pub fn knows_another(&self, mark: Mark) -> bool {
        self.mark.is_some_and(|known| known != mark)
    }

    /// Of lines in order, those wanted; after the last of them the log ends.
    pub fn of(&self, lines: impl IntoIterator<Item = Arc<Told>>) -> Batch {
        let mut batch = Batch {
            lines: Vec::new(),
            through: self.after,
            mark: self.mark,
            more: false,
        };
        for line in lines {
            if batch.lines.len() == self.limit {
                batch.more = true;
                break;
            }
            batch.through = line.line.seq;
            batch.mark = Some(line.mark);
            if self.wants(&line.line) {
                batch.lines.push(line);
            }
        }
        batch
    }
}

/// The lines that are kept, and where they end.
#[derive(Debug)]
struct Window {
    lines: VecDeque<Arc<Told>>,
    /// The mark before the first of them.
    before: Mark,
    head: Head,
    /// Hub time of the last event.
    last_at: Timestamp,
}

impl Feed {
    /// Begins with the end of a log: what comes after `before`.
    pub fn new(before: Head, lines: Vec<Line>, last_at: Timestamp) -> Self {
        let mut head = before;
        let lines = Told::all(&mut head, lines).into();
        Feed {
            window: RwLock::new(Window {
                lines,
                before: Mark::from(&before.hash),
                head,
                last_at,
            }),
            head: watch::Sender::new(head.seq),
        }
    }

    /// Takes in what was recorded, and wakes whoever waits.
    pub fn publish(&self, lines: Vec<Line>, last_at: Timestamp) {
        let Some(head) = lines.last().map(|line| line.seq) else {
            return;
        };
        {
            let mut window = self.window.write().unwrap_or_else(PoisonError::into_inner);
            let told = Told::all(&mut window.head, lines);
            window.lines.extend(told);
            let over = window.lines.len().saturating_sub(KEPT);
            let last = window.lines.drain(..over).next_back();
            window.before = last.map_or(window.before, |last| last.mark);
            window.last_at = last_at;
        }
        self.head.send_replace(head);
    }

    /// Takes in lines from before those it has: what comes after `before`.
    pub fn earlier(&self, before: Head, lines: Vec<Line>) {
        let told = Told::all(&mut before.clone(), lines);
        let mut window = self.window.write().unwrap_or_else(PoisonError::into_inner);
        for line in told.into_iter().rev() {
            window.lines.push_front(line);
        }
        window.before = Mark::from(&before.hash);
    }

    /// The line before the first one it has, and how many more it may have; `None` when it has all it may.
    pub fn room(&self) -> Option<(Seq, usize)> {
        let window = self.window.read().unwrap_or_else(PoisonError::into_inner);
        let first = Seq(window.head.seq.0 - window.lines.len() as u64);
        let room = KEPT.saturating_sub(window.lines.len());
        (first > Seq(0) && room > 0).then_some((first, room))
    }

    pub fn follow(&self) -> Follower<'_> {
        Follower {
            feed: self,
            head: self.head.subscribe(),
        }
    }

    /// Hub time of the last event: what an answer calls "now" is never before it.
    pub fn last_at(&self) -> Timestamp {
        self.window.read().unwrap_or_else(PoisonError::into_inner).last_at
    }

    /// What is wanted, as far as it is here.
    pub fn read(&self, wanted: &Wanted) -> Read {
        let window = self.window.read().unwrap_or_else(PoisonError::into_inner);
        let head = window.head.seq;
        let first = Seq(head.0 - window.lines.len() as u64);
        if wanted.after > head {
            return Read::Ended { head };
        }
        if wanted.after < first {
            return Read::Older;
        }
        let skipped = (wanted.after.0 - first.0) as usize;
        if wanted.knows_another(window.mark_after(skipped)) {
            return Read::Another;
        }
        let batch = wanted.of(window.lines.range(skipped..).cloned());
        match batch.lines.is_empty() {
            true => Read::Nothing {
                through: head,
                mark: Mark::from(&window.head.hash),
            },
            false => Read::News(batch),
        }
    }
}

impl Window {
    /// The mark after so many of the lines.
    fn mark_after(&self, lines: usize) -> Mark {
        let last = lines.checked_sub(1).and_then(|last| self.lines.get(last));
        last.map_or(self.before, |line| line.mark)
    }
}

/// One poll's eye on the feed.
pub struct Follower<'a> {
    feed: &'a Feed,
    head: watch::Receiver<Seq>,
}

impl Follower<'_> {
    /// What is wanted, as far as it is here.
    pub fn look(&mut self, wanted: &Wanted) -> Read {
        // Before the look: what is recorded during it must count as a change.
        self.head.mark_unchanged();
        self.feed.read(wanted)
    }

    /// Waits until something was recorded since the last look began.
    pub async fn changed(&mut self) {
        // Cannot end early: the feed outlives its follower.
        let _ = self.head.changed().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(seq: u64, incident: Option<u32>) -> Line {
        Line {
            seq: Seq(seq),
            incident: incident.map(IncidentId),
            json: format!(r#"{{"seq":{seq}}}"#),
        }
    }

    fn wanted(after: u64, limit: usize, incident: Option<u32>) -> Wanted {
        Wanted {
            after: Seq(after),
            mark: None,
            limit,
            incident: incident.map(IncidentId),
        }
    }

    #[test]
    fn earlier_lines_are_taken_in_before_the_others_until_there_are_enough() {
        let feed = feed();
        let (first, room) = feed.room().unwrap();
        assert_eq!((first, room), (Seq(7), KEPT - 4));
        let before = Head {
            seq: Seq(5),
            hash: [5; 32],
        };
        feed.earlier(before, vec![line(6, None), line(7, None)]);
        assert_eq!(feed.room().unwrap().0, Seq(5));
        assert_eq!(
            seqs(feed.read(&wanted(5, 9, None))),
            (vec![6, 7, 8, 9, 10, 11], 11)
        );
        assert_eq!(feed.read(&wanted(4, 9, None)), Read::Older);
    }

    fn seqs(read: Read) -> (Vec<u64>, u64) {
        let Read::News(batch) = read else {
            panic!("{read:?}");
        };
        (
            batch.lines.iter().map(|line| line.line.seq.0).collect(),
            batch.through.0,
        )
    }

    /// Up to where there is nothing.
    fn nothing(read: Read) -> u64 {
        let Read::Nothing { through, .. } = read else {
            panic!("{read:?}");
        };
        through.0
    }

    fn feed() -> Feed {
        let before = Head {
            seq: Seq(7),
            hash: [7; 32],
        };
        let feed = Feed::new(
            before,
            vec![line(8, Some(1)), line(9, Some(2))],
            Timestamp::UNIX_EPOCH,
        );
        feed.publish(vec![line(10, None), line(11, Some(1))], Timestamp::UNIX_EPOCH);
        feed
    }

    #[test]
    fn a_poll_gets_what_comes_after_the_number_it_asked_for_and_no_more_than_the_limit() {
        let feed = feed();
        assert_eq!(seqs(feed.read(&wanted(8, 10, None))), (vec![9, 10, 11], 11));
        assert_eq!(seqs(feed.read(&wanted(7, 2, None))), (vec![8, 9], 9));
        assert_eq!(nothing(feed.read(&wanted(11, 10, None))), 11);
    }

    #[test]
    fn a_poll_about_one_incident_gets_its_lines_and_has_looked_at_the_others() {
        let feed = feed();
        assert_eq!(seqs(feed.read(&wanted(7, 10, Some(1)))), (vec![8, 11], 11));
        assert_eq!(seqs(feed.read(&wanted(7, 1, Some(1)))), (vec![8], 8));
        assert_eq!(nothing(feed.read(&wanted(7, 10, Some(3)))), 11);
    }

    #[test]
    fn what_is_not_in_memory_is_older_and_what_is_beyond_the_end_is_another_log() {
        let feed = feed();
        assert_eq!(feed.read(&wanted(6, 10, None)), Read::Older);
        assert_eq!(feed.read(&wanted(12, 10, None)), Read::Ended { head: Seq(11) });
    }

    #[test]
    fn another_log_is_told_by_its_mark_wherever_the_asker_has_come() {
        let feed = feed();
        let marks = [7, 8, 9, 10].map(|after| {
            let Read::News(batch) = feed.read(&wanted(after, 1, None)) else {
                panic!("nothing after {after}");
            };
            (batch.through.0, batch.mark)
        });
        let other = Some(Mark::default());
        for (after, mark) in marks.into_iter().chain([(7, Some(Mark::from(&[7; 32])))]) {
            let asked = |mark| Wanted {
                mark,
                ..wanted(after, 10, None)
            };
            assert_ne!(feed.read(&asked(mark)), Read::Another, "{after}");
            assert_eq!(feed.read(&asked(other)), Read::Another, "{after}");
            assert_ne!(feed.read(&asked(None)), Read::Another, "{after}");
        }
        let Read::Nothing { mark, .. } = feed.read(&wanted(11, 10, None)) else {
            panic!("there is something after the end");
        };
        assert_eq!(Some(mark), marks[3].1);
    }

    #[test]
    fn only_so_many_lines_are_kept() {
        let feed = Feed::new(Head::default(), Vec::new(), Timestamp::UNIX_EPOCH);
        let total = KEPT as u64 + 5;
        feed.publish(
            (1..=total).map(|seq| line(seq, None)).collect(),
            Timestamp::UNIX_EPOCH,
        );
        assert_eq!(feed.read(&wanted(4, 1, None)), Read::Older);
        assert_eq!(seqs(feed.read(&wanted(5, 1, None))), (vec![6], 6));
        let mut fifth = Head::default();
        Told::all(&mut fifth, (1..=5).map(|seq| line(seq, None)).collect());
        let known = Wanted {
            mark: Some(Mark::from(&fifth.hash)),
            ..wanted(5, 1, None)
        };
        assert_eq!(seqs(feed.read(&known)), (vec![6], 6));
    }
}
