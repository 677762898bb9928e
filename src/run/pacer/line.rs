//! How fast a line is, as its answers tell.

use std::time::Duration;

/// Fewer bytes say nothing of a line: the way there and back is all that is seen of them.
const TELLING: u32 = 256;
/// A machine that is busy for a moment is no slow line: the fastest of so many answers counts, and before there are so
/// many so many bytes are not too much for any.
const ANSWERS: usize = 3;
const UNPROVEN: u64 = 4 * 1024;

/// What is known of a line.
#[derive(Debug, Default)]
pub(super) struct Line {
    quickest: Option<Answer>,
    /// The last that tell.
    last: [Option<Answer>; ANSWERS],
    next: usize,
}

/// So many bytes were answered after so long.
#[derive(Clone, Copy, Debug)]
struct Answer {
    bytes: u32,
    took: Duration,
}

impl Line {
    /// So many bytes were answered after so long.
    pub(super) fn hear(&mut self, bytes: u32, took: Duration) {
        let answer = Answer { bytes, took };
        if self.quickest.is_none_or(|quickest| took < quickest.took) {
            self.quickest = Some(answer);
        }
        // A line that was slow and is no more shows it in the little it is sent.
        if bytes >= TELLING || self.rate().is_some_and(|known| rate(bytes, took) > known) {
            self.last[self.next] = Some(answer);
            self.next = (self.next + 1) % ANSWERS;
        }
    }

    /// Bytes a second at least, once anything is known.
    pub(super) fn rate(&self) -> Option<u64> {
        let answers = || self.last.iter().flatten();
        // Where twice the bytes took hardly longer, it is the way that takes long.
        let beyond = answers().flat_map(|more| {
            let fewer = answers().chain(&self.quickest);
            let fewer =
                fewer.filter(|fewer| more.bytes >= 2 * fewer.bytes && more.bytes - fewer.bytes >= TELLING);
            fewer.map(|fewer| rate(more.bytes - fewer.bytes, more.took.saturating_sub(fewer.took)))
        });
        answers()
            .map(|answer| rate(answer.bytes, answer.took))
            .chain(beyond)
            .max()
    }

    /// There and back, as far as it can be told from what the bytes took.
    pub(super) fn trip(&self) -> Duration {
        let Some(quickest) = self.quickest else {
            return Duration::ZERO;
        };
        let rate = self.rate().unwrap_or(u64::MAX).max(1);
        let bytes = Duration::from_micros(u64::from(quickest.bytes).saturating_mul(1_000_000) / rate);
        quickest.took.saturating_sub(bytes)
    }

    /// How many bytes it carries in so long.
    pub(super) fn carries(&self, moment: Duration) -> Option<u64> {
        let bytes = self.rate()?.saturating_mul(moment.as_millis() as u64) / 1_000;
        let is_proven = self.last.iter().all(Option::is_some);
        Some(if is_proven { bytes } else { bytes.max(UNPROVEN) })
    }
}

fn rate(bytes: u32, took: Duration) -> u64 {
    u64::from(bytes) * 1_000_000 / (took.as_micros() as u64).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn a_line_is_slow_when_every_answer_says_so_and_not_because_one_came_late() {
        let mut line = Line::default();
        line.hear(3_000, ms(1_540));
        line.hear(100, ms(90));
        line.hear(3_000, ms(1_540));
        assert_eq!(line.carries(ms(200)), Some(UNPROVEN), "two may be chance");
        line.hear(3_000, ms(1_540));
        assert_eq!((line.rate(), line.carries(ms(200))), (Some(2_000), Some(400)));
        line.hear(3_000, ms(6));
        assert!(line.rate() > Some(400_000));
    }

    #[test]
    fn a_long_way_is_no_slow_line() {
        let mut line = Line::default();
        for bytes in [5_000, 500, 2_500, 5_000] {
            line.hear(bytes, ms(600 + u64::from(bytes) / 100));
        }
        assert!(line.rate() > Some(90_000), "{:?}", line.rate());
        assert!(
            line.trip() > ms(590) && line.trip() <= ms(600),
            "{:?}",
            line.trip()
        );
    }

    #[test]
    fn where_every_frame_has_as_many_bytes_the_way_is_not_told_from_the_line() {
        let mut line = Line::default();
        for _ in 0..4 {
            line.hear(600, ms(340));
        }
        assert_eq!((line.rate(), line.trip()), (Some(1_764), ms(0)));
    }

    #[test]
    fn a_line_that_was_slow_and_is_no_more_is_found_out_by_the_little_it_is_sent() {
        let mut line = Line::default();
        for _ in 0..4 {
            line.hear(1_000, ms(4_000));
        }
        assert_eq!(line.rate(), Some(250));
        line.hear(200, ms(10));
        assert!(line.rate() >= Some(20_000), "{:?}", line.rate());
    }
}
