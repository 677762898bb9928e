//! The room's frames: drawn when the terminal is ready for the next, and handed over to be written.

use super::look::Look;
use super::pacer::{Pace, Pacer};
use super::screen::Screen;
use super::terminal::{ASK, Sender};
use crate::tui::model::Model;
use crate::tui::theme::Theme;
use std::io;
use std::time::{Duration, Instant};

pub struct Frames {
    screen: Screen,
    pacer: Pacer,
    sender: Sender,
    /// Of the last frame; one that is told of with another number is from before somebody else had the terminal.
    number: u64,
}

impl Frames {
    /// `done` is told of each frame by its number that it is written, or why not; [`Frames::written`] wants to know.
    ///
    /// # Errors
    /// The size of the terminal cannot be told, or no thread be started.
    pub fn new(
        look: Look,
        theme: Theme,
        done: impl Fn(u64, io::Result<()>) + Send + 'static,
    ) -> io::Result<Self> {
        Ok(Frames {
            screen: Screen::new(look, theme)?,
            pacer: Pacer::new(Instant::now()),
            sender: Sender::start(done)?,
            number: 0,
        })
    }

    /// In columns and rows.
    pub fn size(&self) -> (u16, u16) {
        self.screen.size()
    }

    pub fn resized(&mut self, width: u16, height: u16) {
        self.pacer.looked_at(Instant::now());
        self.screen.resized(width, height);
    }

    pub fn bell(&mut self) {
        self.screen.bell();
    }

    /// To be seen in the next frame.
    pub fn dress(&mut self, theme: Theme) {
        self.screen.dress(theme);
    }

    /// Sends these bytes with the next frame: what is not drawn.
    pub fn beside(&mut self, bytes: &str) {
        self.screen.beside(bytes);
    }

    /// Sends what is new, if the terminal is ready for it. If it is not, says how long to wait at most before trying
    /// again; anything that is heard is a reason to try.
    ///
    /// # Errors
    /// Those of drawing.
    pub fn show(&mut self, model: &Model) -> io::Result<Option<Duration>> {
        let now = Instant::now();
        match self.pacer.pace(now) {
            Pace::Later => return Ok(None),
            Pace::At(then) => return Ok(Some(then - now)),
            Pace::Now => {}
        }
        let mut frame = self.screen.draw(model, self.pacer.budget(now))?;
        if !frame.is_empty() {
            if self.pacer.sends(frame.len(), now) {
                frame.extend_from_slice(ASK);
            }
            self.number += 1;
            self.sender.send(self.number, frame);
        }
        Ok(None)
    }

    /// Hears of a frame that it is written.
    ///
    /// # Errors
    /// Those of writing it: `BrokenPipe` when another thread has given the terminal back.
    pub fn written(&mut self, number: u64, result: io::Result<()>) -> io::Result<()> {
        if number == self.number {
            self.pacer.written();
            result?;
        }
        Ok(())
    }

    /// Hears that the terminal has come to the end of what it was sent.
    pub fn ready(&mut self) {
        self.pacer.answered(Instant::now());
    }

    /// Draws everything again with the next frame: something else may have written on the terminal.
    ///
    /// # Errors
    /// Those of the size that is asked for.
    pub fn forget(&mut self) -> io::Result<()> {
        self.pacer.looked_at(Instant::now());
        self.screen.forget()
    }

    /// The same, after something else had the terminal.
    ///
    /// # Errors
    /// Those of the size that is asked for.
    pub fn begin_again(&mut self) -> io::Result<()> {
        self.number += 1;
        self.pacer.begin_again();
        self.screen.forget()
    }
}
