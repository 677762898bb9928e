//! When the next frame may be sent: a terminal that is slow gets the newest one, and never a queue of old ones.
//!
//! With a frame goes the question whether the terminal is well (DSR 5), and the answer says that the frame is on the
//! screen: back-pressure that reaches through ssh and tmux, where what is written seems taken at once. Until then
//! nothing more is sent, and what changes meanwhile is in the next frame. A terminal that does not answer is sent a
//! few bytes a second.

use std::time::{Duration, Instant};

/// So many bytes are sent before the question is asked: a tick of the clock and a letter need no answer. Less than a
/// tenth of a second at 2 KB/s.
const UNASKED: u32 = 128;
/// A terminal that has always answered is waited for so long.
const PATIENCE: Duration = Duration::from_secs(2);
/// One that falls silent all the same is a slow or a broken line: so many bytes a second, less than any line carries,
/// and the less the longer it is silent.
const SILENT: u32 = 256;
const GAP_OF_SILENCE: u32 = 4;
/// One that has never answered may be a slow line that is busy with the first frame: a few frames a second ...
const SHORTEST_GAP: Duration = Duration::from_millis(100);
const LONGEST_GAP: Duration = Duration::from_millis(400);
const GAP_OF_UNKNOWN: u32 = 16;
/// ... until it is certain that it does not know the question: then its silence is no reason to think it slow.
const CERTAIN: Duration = Duration::from_secs(8);
const UNKNOWN: u32 = 16 * 1024;
/// An answer may get lost.
const ASK_AGAIN: Duration = Duration::from_secs(10);

/// One terminal's frames.
#[derive(Debug)]
pub struct Pacer {
    /// A frame is being written: the terminal may take nothing.
    writing: bool,
    asked: Option<Asked>,
    has_answered: bool,
    /// Sent since the last question.
    unasked: u32,
    /// The last frame, in bytes, and when it was sent.
    last: (u32, Instant),
}

/// What is not answered yet.
#[derive(Clone, Copy, Debug)]
struct Asked {
    /// When the first question was asked, and after how many bytes; and when the last.
    first: Instant,
    bytes: u32,
    last: Instant,
}

/// Whether a frame may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    Now,
    /// Not before then, unless something is heard of the terminal.
    At(Instant),
    /// Something will be heard.
    Later,
}

impl Pacer {
    pub fn new(now: Instant) -> Pacer {
        Pacer {
            writing: false,
            asked: None,
            has_answered: false,
            unasked: 0,
            last: (0, now),
        }
    }

    /// May a frame be sent?
    pub fn pace(&self, now: Instant) -> Pace {
        if self.writing {
            return Pace::Later;
        }
        let Some(asked) = self.asked else {
            return Pace::Now;
        };
        let (bytes, sent) = self.last;
        let takes = |bytes, rate| Duration::from_secs(1) * bytes / rate;
        let silence = sent.saturating_duration_since(asked.first);
        let gap = match self.has_answered {
            true if silence.is_zero() => PATIENCE,
            true => takes(bytes, SILENT).max(silence / GAP_OF_SILENCE),
            false if silence < CERTAIN.max(takes(asked.bytes, SILENT)) => {
                (silence / GAP_OF_UNKNOWN).clamp(SHORTEST_GAP, LONGEST_GAP)
            }
            false => takes(bytes, UNKNOWN),
        };
        let then = sent + gap;
        if now < then { Pace::At(then) } else { Pace::Now }
    }

    /// A frame of so many bytes is on its way. True: the question is to go with it.
    pub fn sends(&mut self, bytes: usize, now: Instant) -> bool {
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
        self.last = (bytes, now);
        self.writing = true;
        self.unasked = self.unasked.saturating_add(bytes);
        let may_ask = self.asked.is_none_or(|asked| now >= asked.last + ASK_AGAIN);
        let asks = may_ask && self.unasked > UNASKED;
        if asks {
            let new = Asked {
                first: now,
                bytes,
                last: now,
            };
            self.asked = Some(self.asked.map_or(new, |asked| Asked { last: now, ..asked }));
            self.unasked = 0;
        }
        asks
    }

    /// The frame is written.
    pub fn written(&mut self) {
        self.writing = false;
    }

    /// The terminal has answered.
    pub fn answered(&mut self) {
        self.asked = None;
        self.has_answered = true;
    }

    /// Somebody else had the terminal: what was asked before may never be answered.
    pub fn begin_again(&mut self) {
        self.asked = None;
        self.unasked = 0;
        self.writing = false;
    }
}

#[cfg(test)]
mod tests;
