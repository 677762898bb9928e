//! The answer to a poll, written down piece by piece as it is sent: whoever does not read holds a piece of our memory,
//! and shares the lines with everybody.

use super::feed::Batch;
use super::mask::{Sight, Told};
use super::presence::Company;
use axum::body::{Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};
use jiff::Timestamp;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::fmt::Write;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

/// Bytes that are put together at a time; one line may be longer.
const PIECE: usize = 8 << 10;

pub struct Pieces {
    /// What comes before the lines that are left.
    head: String,
    lines: VecDeque<Arc<Told>>,
    tail: String,
    sight: Sight,
    left: usize,
}

impl Pieces {
    /// `company`: who is here, if that is told.
    pub fn new(now: Timestamp, rate: f64, batch: Batch, company: Option<&Company>, sight: Sight) -> Self {
        let mut head = String::with_capacity(160);
        // Cannot fail, nor can the others: a string takes everything.
        let _ = write!(
            head,
            r#"{{"now":"{now}","rate":{rate},"through":{},"#,
            batch.through
        );
        if let Some(mark) = batch.mark {
            let _ = write!(head, r#""mark":"{mark}","#);
        }
        if batch.more {
            head.push_str(r#""more":true,"#);
        }
        head.push_str(r#""events":["#);
        let tail = match company {
            Some(company) => format!(
                r#"],"present":{},"presence":{}}}"#,
                company.json(),
                company.version
            ),
            None => "]}".to_owned(),
        };
        let lines: usize = batch.lines.iter().map(|line| line.json(sight).len()).sum();
        let commas = batch.lines.len().saturating_sub(1);
        Pieces {
            left: head.len() + lines + commas + tail.len(),
            head,
            lines: batch.lines.into(),
            tail,
            sight,
        }
    }

    /// The next piece; empty after the last.
    fn next(&mut self) -> String {
        let mut piece = std::mem::take(&mut self.head);
        piece.reserve_exact(self.left.min(PIECE).saturating_sub(piece.len()));
        while let Some(line) = self.lines.front().map(|line| line.json(self.sight)) {
            if !piece.is_empty() && piece.len() + line.len() + 1 > PIECE {
                break;
            }
            piece.push_str(line);
            self.lines.pop_front();
            if !self.lines.is_empty() {
                piece.push(',');
            }
        }
        if self.lines.is_empty() {
            piece.push_str(&std::mem::take(&mut self.tail));
        }
        self.left -= piece.len();
        piece
    }
}

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        Poll::Ready(Some(Ok(Frame::data(self.next().into()))))
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::Seq;
    use crate::store::Line;
    use crate::store::chain::Head;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn batch(lines: &[String]) -> Batch {
        let lines = lines.iter().zip(1..).map(|(json, seq)| Line {
            seq: Seq(seq),
            incident: None,
            json: json.clone(),
        });
        let mut head = Head::default();
        let lines = Told::all(&mut head, lines.collect());
        Batch {
            through: Seq(lines.len() as u64),
            mark: lines.last().map(|line| line.mark),
            more: false,
            lines,
        }
    }

    fn all(mut pieces: Pieces) -> Vec<String> {
        let mut all = Vec::new();
        while pieces.left > 0 {
            let before = pieces.left;
            let piece = pieces.next();
            assert_eq!(piece.len(), before - pieces.left, "as long as it was said to be");
            all.push(piece);
        }
        all
    }

    #[test]
    fn an_answer_is_put_together_from_the_lines_as_they_are() {
        let lines = [r#"{"seq":1}"#.to_owned(), r#"{"seq":2}"#.to_owned()];
        let batch = batch(&lines);
        let mark = batch.mark.unwrap();
        assert_eq!(
            all(Pieces::new(NOW, 1.0, batch, None, Sight::Whole)),
            [format!(
                r#"{{"now":"1970-01-01T00:00:00Z","rate":1,"through":2,"mark":"{mark}","events":[{{"seq":1}},{{"seq":2}}]}}"#
            )]
        );
        let empty = Batch {
            lines: Vec::new(),
            through: Seq(2),
            mark: None,
            more: true,
        };
        assert_eq!(
            all(Pieces::new(
                NOW,
                10.0,
                empty,
                Some(&Company::default()),
                Sight::NoMoney
            )),
            [
                r#"{"now":"1970-01-01T00:00:00Z","rate":10,"through":2,"more":true,"events":[],"present":[],"presence":0}"#
            ]
        );
    }

    #[test]
    fn a_long_answer_comes_in_small_pieces_that_make_up_the_whole() {
        let lines: Vec<String> = [3, 9_000, 9_000, 40_000, 2]
            .into_iter()
            .chain([700; 100])
            .map(|letters| format!("\"{}\"", "x".repeat(letters)))
            .collect();
        let pieces = all(Pieces::new(
            NOW,
            1.0,
            batch(&lines),
            Some(&Company::default()),
            Sight::Whole,
        ));
        let longest = pieces.iter().map(String::len).max().unwrap();
        assert!((40_000..40_000 + PIECE).contains(&longest), "{longest}");
        assert!(pieces.len() > 6, "{}", pieces.len());
        let whole: serde_json::Value = serde_json::from_str(&pieces.concat()).unwrap();
        let told = whole["events"].as_array().unwrap();
        assert_eq!(told.len(), lines.len());
        assert!(
            told.iter()
                .zip(&lines)
                .all(|(told, line)| told.as_str().unwrap().len() + 2 == line.len())
        );
    }
}
