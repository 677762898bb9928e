//! When the next frame may be sent: a terminal that is slow gets the newest one, and never a queue of old ones.
//!
//! With a frame goes the question whether the terminal is well (DSR 5), and the answer says that the frame is on the
//! screen: back-pressure that reaches through ssh and tmux, where what is written seems taken at once. Until then
//! nothing more is sent, and what changes meanwhile is in the next frame. How fast the answers come says how many bytes
//! a frame may have: on a slow line as many as are through in a moment, so that the next one is never far. A terminal that
//! does not answer is sent a few bytes a second.

mod line;

use line::Line;
use std::time::{Duration, Instant};

/// So many bytes are sent before the question is asked: a tick of the clock and a letter need no answer. Less than a
/// tenth of a second at 2 KB/s.
const UNASKED: u32 = 128;
/// A frame may be so long on its way, or as long as the way is: what is seen is then at most half a second old on a short
/// way, and on a long one the line is not idle for most of the time.
const MOMENT: Duration = Duration::from_millis(160);
const LONGEST_MOMENT: Duration = Duration::from_secs(1);
/// Fewer bytes are not worth a frame, however slow the line.
const LEAST: u64 = 192;
/// A line that carries so much in a moment carries any frame.
const PLENTY: u64 = 16 * 1024;
/// A terminal that has always answered is waited for so long, and longer where a frame took longer than that.
const PATIENCE: Duration = Duration::from_secs(2);
/// One that falls silent all the same is a slow or a broken line: so many bytes a second, less than any line carries,
/// and the less the longer it is silent.
const SILENT: u32 = 256;
const GAP_OF_SILENCE: u32 = 4;
/// Somebody may have come back to it, and the questions may be gone for good.
const LONGEST_SILENCE: Duration = Duration::from_secs(15);
/// One that has never answered may be a slow line that is busy with the first frame: a few frames a second ...
const SHORTEST_GAP: Duration = Duration::from_millis(200);
const LONGEST_GAP: Duration = Duration::from_millis(400);
const GAP_OF_UNKNOWN: u32 = 16;
/// ... until it is certain that it does not know the question: then its silence is no reason to think it slow.
const CERTAIN: Duration = Duration::from_secs(8);
const UNKNOWN: u32 = 16 * 1024;
/// An answer may get lost. It may also be late, on a line slower than any, and then there are two.
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
    line: Line,
}

/// What is not answered yet.
#[derive(Clone, Copy, Debug)]
struct Asked {
    /// When the first question was asked, and after how many bytes that no other had asked for; and when the last.
    first: Instant,
    bytes: u32,
    last: Instant,
    /// How many are still to be answered, unless one got lost.
    questions: u32,
    /// One of several was answered: of the next nobody knows which it is.
    in_part: bool,
}

impl Asked {
    /// Whoever has not answered by then for the first time does not know the question.
    fn long_enough(&self) -> Duration {
        CERTAIN.max(takes(self.bytes, SILENT))
    }
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
            line: Line::default(),
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
        let silence = sent.saturating_duration_since(asked.first);
        let gap = match self.has_answered {
            true if silence.is_zero() => PATIENCE.max(2 * self.expected(asked.bytes)),
            true => takes(bytes, SILENT)
                .max(silence / GAP_OF_SILENCE)
                .min(LONGEST_SILENCE),
            false if silence < asked.long_enough() => {
                (silence / GAP_OF_UNKNOWN).clamp(SHORTEST_GAP, LONGEST_GAP)
            }
            false => takes(bytes, UNKNOWN),
        };
        let then = sent + gap;
        if now < then { Pace::At(then) } else { Pace::Now }
    }

    /// How many bytes the next frame may have; `None`: as many as it takes.
    pub fn budget(&self, now: Instant) -> Option<usize> {
        let bytes = match self.asked {
            // Whatever it is that does not answer, it has enough to do.
            Some(asked) if self.has_answered || now < asked.first + asked.long_enough() => LEAST,
            Some(_) => return None,
            None => {
                let moment = self.line.trip().clamp(MOMENT, LONGEST_MOMENT);
                let bytes = self.line.carries(moment)?;
                if bytes >= PLENTY {
                    return None;
                }
                bytes.max(LEAST)
            }
        };
        Some(bytes as usize)
    }

    /// How long so many bytes should take, there and back.
    fn expected(&self, bytes: u32) -> Duration {
        let rate = self.line.rate().unwrap_or(u64::MAX).max(1);
        self.line.trip() + Duration::from_millis(u64::from(bytes) * 1_000 / rate)
    }

    /// A frame of so many bytes is on its way. True: the question is to go with it.
    pub fn sends(&mut self, bytes: usize, now: Instant) -> bool {
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
        self.last = (bytes, now);
        self.writing = true;
        self.unasked = self.unasked.saturating_add(bytes);
        let may_ask = self.asked.is_none_or(|asked| {
            let under_way = asked.bytes.saturating_add(self.unasked);
            now >= asked.last + ASK_AGAIN.max(2 * takes(under_way, SILENT))
        });
        let asks = may_ask && self.unasked > UNASKED;
        if asks {
            self.asked = Some(match self.asked {
                None => Asked {
                    first: now,
                    bytes: self.unasked,
                    last: now,
                    questions: 1,
                    in_part: false,
                },
                Some(asked) => Asked {
                    last: now,
                    // What did not come by now after another had come is lost.
                    questions: if asked.in_part { 1 } else { asked.questions + 1 },
                    ..asked
                },
            });
            self.unasked = 0;
        }
        asks
    }

    /// The frame is written.
    pub fn written(&mut self) {
        self.writing = false;
    }

    /// The terminal has answered.
    pub fn answered(&mut self, now: Instant) {
        self.has_answered = true;
        match self.asked.take() {
            Some(asked) if asked.questions > 1 => {
                self.asked = Some(Asked {
                    first: now,
                    last: now,
                    questions: asked.questions - 1,
                    in_part: true,
                    ..asked
                });
            }
            Some(asked) if !asked.in_part => {
                let took = now.saturating_duration_since(asked.first);
                self.line.hear(asked.bytes, took);
            }
            Some(_) | None => {}
        }
    }

    /// Somebody is before the terminal, and looks: a question that was not answered by now is not waited for.
    pub fn looked_at(&mut self, now: Instant) {
        self.asked = self.asked.filter(|asked| now < asked.first + PATIENCE);
    }

    /// Somebody else had the terminal: what was asked before may never be answered.
    pub fn begin_again(&mut self) {
        self.asked = None;
        self.unasked = 0;
        self.writing = false;
    }
}

/// How long so many bytes take at so many a second.
fn takes(bytes: u32, rate: u32) -> Duration {
    Duration::from_secs(1) * bytes / rate
}

#[cfg(test)]
mod tests;
