//! How wide the terminal draws what the room is drawn with: asked while nothing else reads it, as by the doctor.

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::unistd;
use ratatui::buffer::{Cell, CellWidth};
use std::io::{self, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::time::{Duration, Instant};

/// Lines, marks, a bar, and letters of names that some terminals draw otherwise than others.
const DRAWN: [&str; 9] = ["─", "│", "▌", "▶", "█", "░", "…", "é", "京"];

/// A terminal on the other side of the world answers sooner.
const PATIENCE: Duration = Duration::from_secs(2);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Widths {
    /// The terminal has said where its cursor is.
    pub answered: bool,
    /// What is drawn in another number of columns than it is counted for, with that number.
    pub wrong: Vec<(String, u16)>,
}

/// Asks the terminal on standard input and output, both of which have to be one.
///
/// # Errors
/// The terminal cannot be written or read.
pub fn ask() -> io::Result<Widths> {
    enable_raw_mode()?;
    let asked = ask_raw(io::stdin().as_fd(), &mut io::stdout());
    disable_raw_mode()?;
    asked
}

/// Each text is written at the start of the line, and the cursor asked for (CPR); then the line is cleared.
fn ask_raw(tty: BorrowedFd, out: &mut impl Write) -> io::Result<Widths> {
    let mut widths = Widths {
        answered: true,
        wrong: Vec::new(),
    };
    for text in DRAWN {
        write!(out, "\r{text}\x1b[6n")?;
        out.flush()?;
        let Some(column) = read_column(tty)? else {
            widths.answered = false;
            break;
        };
        let drawn = column.saturating_sub(1);
        if drawn != Cell::new(text).cell_width() {
            widths.wrong.push((text.to_owned(), drawn));
        }
    }
    write!(out, "\r\x1b[K")?;
    out.flush()?;
    Ok(widths)
}

/// The column in the next answer `ESC [ row ; column R`, from 1; `None` if none comes.
fn read_column(tty: BorrowedFd) -> io::Result<Option<u16>> {
    let until = Instant::now() + PATIENCE;
    let mut bytes = Vec::new();
    loop {
        let left = until.saturating_duration_since(Instant::now()).as_millis() as u16;
        match poll(
            &mut [PollFd::new(tty, PollFlags::POLLIN)],
            PollTimeout::from(left),
        ) {
            Ok(0) => return Ok(None),
            Err(Errno::EINTR) => continue,
            ready => ready?,
        };
        let mut chunk = [0; 64];
        match unistd::read(tty, &mut chunk)? {
            0 => return Ok(None),
            count => bytes.extend_from_slice(&chunk[..count]),
        }
        if let Some(column) = column(&bytes) {
            return Ok(Some(column));
        }
    }
}

/// What is typed meanwhile stands before the answer, and is nobody's.
fn column(bytes: &[u8]) -> Option<u16> {
    let text = String::from_utf8_lossy(bytes);
    let (_, answer) = text.rsplit_once("\x1b[")?;
    let (place, _) = answer.split_once('R')?;
    place.split_once(';')?.1.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use nix::pty::openpty;
    use nix::sys::termios::{SetArg, cfmakeraw, tcgetattr, tcsetattr};
    use std::collections::VecDeque;
    use std::fs::File;

    #[test]
    fn the_column_is_read_from_the_answer_whatever_was_typed_before_it() {
        assert_eq!(column(b"\x1b[3;2R"), Some(2));
        assert_eq!(column(b"jj\x1b[A\x1b[24;13R"), Some(13));
        assert_eq!(column(b"\x1b[24;1"), None);
        assert_eq!(column(b"x"), None);
    }

    /// Answers each question with the next of these columns.
    struct Terminal<'a> {
        answers: VecDeque<u16>,
        input: &'a mut File,
    }

    impl Write for Terminal<'_> {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if bytes.ends_with(b"\x1b[6n") {
                let column = self.answers.pop_front().unwrap();
                write!(self.input, "\x1b[1;{column}R")?;
            }
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_terminal_that_draws_something_wider_is_found_out() {
        let pair = openpty(None, None).unwrap();
        let (mut terminal, tty): (File, File) = (pair.master.into(), pair.slave.into());
        let mut modes = tcgetattr(&tty).unwrap();
        cfmakeraw(&mut modes);
        tcsetattr(&tty, SetArg::TCSANOW, &modes).unwrap();
        // Only the second answer is wrong.
        let columns = DRAWN.iter().enumerate().map(|(at, text)| match at {
            1 => 3,
            _ => Cell::new(text).cell_width() + 1,
        });
        let answers: VecDeque<u16> = columns.collect();
        let widths = ask_raw(
            tty.as_fd(),
            &mut Terminal {
                answers,
                input: &mut terminal,
            },
        )
        .unwrap();
        assert!(widths.answered);
        assert_eq!(widths.wrong, [("│".to_owned(), 2)]);
    }
}
