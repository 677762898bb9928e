//! The terminal as the room draws on it: the model goes in, the bytes of one frame come out, or none.

use super::look::Look;
use crate::tui::backend::{BackendOptions, ScreenBackend};
use crate::tui::canvas::Lines;
use crate::tui::model::Model;
use crate::tui::theme::Theme;
use crate::tui::view::view;
use ratatui::Terminal;
use ratatui::layout::Size;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

pub struct Screen {
    terminal: Terminal<ScreenBackend<Vec<u8>>>,
    /// The size in columns and rows, packed; asking the terminal before every frame would cost three system calls.
    size: Arc<AtomicU32>,
    theme: Theme,
    lines: Lines,
    /// What the terminal is told beside the screen, with the next frame.
    beside: Vec<u8>,
}

fn pack(width: u16, height: u16) -> u32 {
    u32::from(width) << 16 | u32::from(height)
}

impl Screen {
    pub fn new(look: Look, theme: Theme) -> io::Result<Self> {
        let (width, height) = crossterm::terminal::size()?;
        let size = Arc::new(AtomicU32::new(pack(width, height)));
        let asked = size.clone();
        let source = Box::new(move || {
            let packed = asked.load(Ordering::Relaxed);
            Ok(((packed >> 16) as u16, packed as u16))
        });
        let options = BackendOptions {
            depth: look.depth,
            synchronized: look.synchronized,
        };
        let mut terminal = Terminal::new(ScreenBackend::new(Vec::new(), source, options))?;
        terminal.clear()?;
        Ok(Screen {
            terminal,
            size,
            theme,
            lines: look.lines,
            beside: Vec::new(),
        })
    }

    pub fn size(&self) -> (u16, u16) {
        let packed = self.size.load(Ordering::Relaxed);
        ((packed >> 16) as u16, packed as u16)
    }

    pub fn resized(&self, width: u16, height: u16) {
        self.size.store(pack(width, height), Ordering::Relaxed);
    }

    /// To be seen in the next frame.
    pub fn dress(&mut self, theme: Theme) {
        self.theme = theme;
    }

    /// What differs from what was drawn last, as the terminal is to be told; empty when nothing does. With a budget in
    /// bytes it is the most important of it, a row more than that at most, and the rest comes with the next.
    ///
    /// # Errors
    /// Those of the size that was asked for.
    pub fn draw(&mut self, model: &Model, budget: Option<usize>) -> io::Result<Vec<u8>> {
        self.terminal.backend_mut().allow(budget);
        self.terminal
            .draw(|frame| view(model, self.theme, self.lines, frame))?;
        let mut frame = std::mem::take(self.terminal.backend_mut().writer_mut());
        frame.append(&mut self.beside);
        Ok(frame)
    }

    /// Draws everything again with the next frame: something else may have written on the terminal.
    pub fn forget(&mut self) -> io::Result<()> {
        self.terminal.backend_mut().forget();
        let (width, height) = self.size();
        self.terminal.resize(Size { width, height }.into())
    }

    /// Rings with the next frame.
    pub fn bell(&mut self) {
        if !self.beside.ends_with(b"\x07") {
            self.beside.push(b'\x07');
        }
    }

    /// Sends these bytes with the next frame: what is not drawn.
    pub fn beside(&mut self, bytes: &str) {
        self.beside.extend_from_slice(bytes.as_bytes());
    }
}
