//! Lines that are typed or piped in, read on a thread of their own.

use std::io::{self, BufRead, Read};
use std::thread;
use tokio::sync::mpsc::{Receiver, channel};

/// Bytes of one line; a longer one is nobody's typing.
const MOST: u64 = 64 * 1024;
/// So many are read ahead of what is done about them.
const AHEAD: usize = 16;

/// One line without its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    Typed(String),
    /// More than is taken; nothing of it was read as a line.
    TooLong,
}

/// Begins to read; the end of the input is the end of the channel.
///
/// # Errors
/// The system has no room for a thread.
pub fn spawn(input: impl Read + Send + 'static) -> io::Result<Receiver<Line>> {
    let (sender, receiver) = channel(AHEAD);
    let reads = move || {
        let mut input = io::BufReader::new(input);
        while let Ok(Some(line)) = next(&mut input) {
            if sender.blocking_send(line).is_err() {
                return;
            }
        }
    };
    thread::Builder::new().name("lines".to_owned()).spawn(reads)?;
    Ok(receiver)
}

fn next(input: &mut impl BufRead) -> io::Result<Option<Line>> {
    let mut bytes = Vec::new();
    if input.by_ref().take(MOST).read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    let whole = bytes.ends_with(b"\n") || (bytes.len() as u64) < MOST;
    if !whole {
        while !bytes.ends_with(b"\n") {
            bytes.clear();
            if input.by_ref().take(MOST).read_until(b'\n', &mut bytes)? == 0 {
                break;
            }
        }
        return Ok(Some(Line::TooLong));
    }
    let text = String::from_utf8_lossy(&bytes);
    Ok(Some(Line::Typed(text.trim_end_matches(['\r', '\n']).to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bytes: &[u8]) -> Vec<Line> {
        let mut input = io::BufReader::new(bytes);
        std::iter::from_fn(|| next(&mut input).unwrap()).collect()
    }

    #[test]
    fn every_line_is_read_with_or_without_its_end_and_whatever_its_bytes() {
        let typed = |text: &str| Line::Typed(text.to_owned());
        let read = all(b"claim 1\r\n\nnote \xff\nquit");
        assert_eq!(
            read,
            [typed("claim 1"), typed(""), typed("note \u{fffd}"), typed("quit")]
        );
    }

    #[test]
    fn a_line_that_is_too_long_is_one_line_and_the_next_is_read() {
        let mut bytes = vec![b'a'; 3 * MOST as usize];
        bytes.extend(b"\nstatus\n");
        assert_eq!(all(&bytes), [Line::TooLong, Line::Typed("status".to_owned())]);
    }
}
