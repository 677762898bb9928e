//! How a frame becomes bytes: one write a frame, nothing when nothing changed.

mod bytes;
mod cursor;
mod owed;
mod pen;
mod printed;
mod wide;

#[cfg(test)]
mod faithful;
#[cfg(test)]
mod golden;

use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::{Cell, CellWidth};
use ratatui::layout::{Position, Size};

use super::depth::Depth;
use crate::domain::text::is_clean;
use owed::Owed;
use pen::Pen;
pub use printed::printed;
use wide::WideCharacters;

/// A frame up to this many bytes is sent bare: it arrives in one piece anyway, and the 16 bytes
/// around it would be most of a clock tick, and much of a step of the selection.
const BARE_BYTES: usize = 100;
const BEGIN_SYNCHRONIZED: &[u8] = b"\x1b[?2026h";
const END_SYNCHRONIZED: &[u8] = b"\x1b[?2026l";
const SHOW_CURSOR: &[u8] = b"\x1b[?25h";
const HIDE_CURSOR: &[u8] = b"\x1b[?25l";
const CLEAR: &[u8] = b"\x1b[m\x1b[H\x1b[2J";

/// What the bytes may contain.
#[derive(Debug, Clone, Copy)]
pub struct BackendOptions {
    /// A colour beyond this depth is sent as the terminal's own: a theme names a colour for each
    /// depth, and nothing is computed here.
    pub depth: Depth,
    /// Whether a large frame is wrapped in synchronized output (DEC private mode 2026).
    pub synchronized: bool,
}

/// Answers the size of the terminal in columns and rows. It is asked before every frame, so it
/// should be cheap.
pub type SizeSource = Box<dyn Fn() -> io::Result<(u16, u16)> + Send>;

/// A ratatui backend that keeps track of the terminal and sends only what differs.
///
/// It never asks the terminal anything: who sends the frames may.
pub struct ScreenBackend<W: Write> {
    writer: W,
    size_source: SizeSource,
    options: BackendOptions,
    /// The width ratatui was last told, in columns; a write into the last one leaves the cursor in
    /// doubt.
    columns: std::cell::Cell<u16>,
    /// The bytes of the frame under way.
    frame: Vec<u8>,
    known: Known,
    wanted: WantedCursor,
    /// How many bytes a frame may have, where that is not for the frame to say.
    budget: Option<usize>,
    owed: Owed,
}

/// What is known of the terminal once it has taken everything in `frame`; `None` is unknown.
#[derive(Default)]
struct Known {
    pen: Option<Pen>,
    place: Option<Position>,
    cursor_shown: Option<bool>,
    wide: WideCharacters,
}

/// What ratatui asked of the cursor; settled when the frame is complete, because it asks on every
/// frame.
#[derive(Default)]
struct WantedCursor {
    shown: bool,
    place: Option<Position>,
}

impl<W: Write> ScreenBackend<W> {
    /// A backend over a terminal of which nothing is known yet.
    pub fn new(writer: W, size_source: SizeSource, options: BackendOptions) -> ScreenBackend<W> {
        ScreenBackend {
            writer,
            size_source,
            options,
            columns: std::cell::Cell::new(0),
            frame: Vec::new(),
            known: Known::default(),
            wanted: WantedCursor::default(),
            budget: None,
            owed: Owed::default(),
        }
    }

    /// How many bytes a frame may have from now on, at least one row of it; what is left over comes with the frames
    /// after it. `None`: as many as it takes.
    pub fn allow(&mut self, budget: Option<usize>) {
        self.budget = budget;
    }

    /// Something of the frames so far was not sent yet: another is due, though nothing may have changed.
    pub fn owes(&self) -> bool {
        !self.owed.is_empty()
    }

    /// Drops all that is known of the terminal, and what was not sent yet: to be called when
    /// somebody else has written to it, as after a suspension. `Terminal::resize` must follow, so
    /// that the next frame paints everything.
    pub fn forget(&mut self) {
        self.frame.clear();
        self.owed.clear();
        self.known = Known::default();
    }

    /// Where the frames went.
    pub fn writer_mut(&mut self) -> &mut W {
        &mut self.writer
    }

    fn put(&mut self, at: Position, cell: &Cell) {
        let symbol = printable(cell.symbol());
        self.write(at, symbol, Pen::of(cell, self.options.depth));
        if let Some(half) = self.known.wide.overwrite(at, symbol.cell_width()) {
            self.write(half, " ", Pen::PLAIN);
        }
    }

    fn write(&mut self, at: Position, symbol: &str, pen: Pen) {
        let pen = if symbol == " " {
            pen.on_blank(self.known.pen)
        } else {
            pen
        };
        self.move_to(at);
        pen::push_change(&mut self.frame, self.known.pen, pen);
        self.frame.extend_from_slice(symbol.as_bytes());
        self.known.pen = Some(pen);
        self.known.place = self.place_after(at, symbol);
    }

    fn move_to(&mut self, place: Position) {
        cursor::push_move(&mut self.frame, self.known.place, place);
        self.known.place = Some(place);
    }

    /// Where the cursor is after `symbol` at `at`, if all terminals agree on it.
    fn place_after(&self, at: Position, symbol: &str) -> Option<Position> {
        let x = at.x.saturating_add(steady_width(symbol)?);
        // Past the last column a terminal may wrap now, at the next character or not at all.
        (x < self.columns.get()).then_some(Position { x, y: at.y })
    }

    /// Sends what is owed, as far as the budget goes.
    fn pay(&mut self) {
        let cursor = self
            .wanted
            .place
            .filter(|_| self.wanted.shown)
            .map(|place| place.y);
        while let Some((y, cells)) = self.owed.take_first(cursor) {
            for (x, cell) in cells {
                self.put(Position { x, y }, &cell);
            }
            // A cell is a byte at least: a row that goes beyond for certain waits.
            let next = self.owed.next_len(cursor).unwrap_or_default();
            if self
                .budget
                .is_some_and(|budget| self.frame.len() + next >= budget)
            {
                return;
            }
        }
    }

    fn settle_cursor(&mut self) {
        if self.wanted.shown
            && let Some(place) = self.wanted.place
        {
            self.move_to(place);
        }
        if self.known.cursor_shown != Some(self.wanted.shown) {
            self.frame.extend_from_slice(if self.wanted.shown {
                SHOW_CURSOR
            } else {
                HIDE_CURSOR
            });
            self.known.cursor_shown = Some(self.wanted.shown);
        }
    }
}

impl<W: Write> Backend for ScreenBackend<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        if self.budget.is_none() && self.owed.is_empty() {
            for (x, y, cell) in content {
                self.put(Position { x, y }, cell);
            }
            return Ok(());
        }
        self.owed.begin();
        for (x, y, cell) in content {
            self.owed.owe(Position { x, y }, cell);
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.wanted.shown = false;
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.wanted.shown = true;
        Ok(())
    }

    /// Where the cursor is believed to be; the terminal is not asked.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.known.place.unwrap_or(Position::ORIGIN))
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.wanted.place = Some(position.into());
        Ok(())
    }

    /// Clears the screen, whatever state it is in: nothing known is relied on, and what this frame
    /// held is dropped.
    fn clear(&mut self) -> io::Result<()> {
        self.forget();
        self.frame.extend_from_slice(CLEAR);
        self.known.pen = Some(Pen::PLAIN);
        self.known.place = Some(Position::ORIGIN);
        Ok(())
    }

    /// Clears everything; a full-screen viewport asks for no other region.
    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        match clear_type {
            ClearType::All => self.clear(),
            ClearType::AfterCursor
            | ClearType::BeforeCursor
            | ClearType::CurrentLine
            | ClearType::UntilNewLine => Err(io::Error::new(
                io::ErrorKind::Unsupported,
                "this screen can only be cleared as a whole; use a full-screen viewport",
            )),
        }
    }

    fn size(&self) -> io::Result<Size> {
        let (width, height) = (self.size_source)()?;
        self.columns.set(width);
        Ok(Size { width, height })
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        let columns_rows = self.size()?;
        Ok(WindowSize {
            columns_rows,
            pixels: Size::ZERO,
        })
    }

    /// Sends the frame by one `write_all`, or makes no call at all when there is nothing to say.
    ///
    /// # Errors
    /// Those of the writer. How much of the frame arrived is then unknown, so everything known is
    /// forgotten.
    fn flush(&mut self) -> io::Result<()> {
        self.pay();
        self.settle_cursor();
        if self.frame.is_empty() {
            return Ok(());
        }
        if self.options.synchronized && self.frame.len() > BARE_BYTES {
            drop(self.frame.splice(0..0, BEGIN_SYNCHRONIZED.iter().copied()));
            self.frame.extend_from_slice(END_SYNCHRONIZED);
        }
        let sent = self
            .writer
            .write_all(&self.frame)
            .and_then(|()| self.writer.flush());
        self.frame.clear();
        if sent.is_err() {
            self.forget();
        }
        sent
    }
}

/// What may be written of a symbol: one that cleaning would change could act on the terminal or deceive, and one
/// without a width would change the cell before it. Whatever is drawn was cleaned where it was read; this is for what
/// one day is not.
fn printable(symbol: &str) -> &str {
    if !is_clean(symbol) {
        "?"
    } else if symbol.cell_width() == 0 {
        " "
    } else {
        symbol
    }
}

/// The columns a symbol takes, if terminals agree on it: they do on single characters of the basic
/// plane, but not on emoji or on clusters, where some add the widths of the parts.
fn steady_width(symbol: &str) -> Option<u16> {
    let mut scalars = symbol.chars();
    match (scalars.next(), scalars.next()) {
        (Some(scalar), None) if scalar <= '\u{FFFF}' => Some(symbol.cell_width()),
        _ => None,
    }
}
