//! How much a wall shows by the size of its terminal, and what is left of that while it is filled.

use super::digits::Scale;
use ratatui::layout::Rect;

/// How much a wall of this size shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Size {
    /// Lines of text alone.
    Lines,
    Small,
    Middle,
    Huge,
}

impl Size {
    pub fn of(width: u16, height: u16) -> Size {
        match (width, height) {
            (160.., 45..) => Size::Huge,
            (120.., 36..) => Size::Middle,
            (80.., 24..) => Size::Small,
            _ => Size::Lines,
        }
    }

    pub(super) fn scale(self) -> Scale {
        match self {
            Size::Huge => Scale::Wide,
            Size::Middle => Scale::Full,
            Size::Small | Size::Lines => Scale::Half,
        }
    }
}

/// What is left of the screen while it is filled from the top.
pub(super) struct Rest(pub Rect);

impl Rest {
    /// The next rows, as many as there are.
    pub fn take(&mut self, rows: u16) -> Rect {
        let rows = rows.min(self.0.height);
        let taken = Rect {
            height: rows,
            ..self.0
        };
        self.0.y += rows;
        self.0.height -= rows;
        taken
    }
}
