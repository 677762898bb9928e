//! Coverage as a bar in three parts: spoken with, tried, not yet; by revenue where that is known.

use super::parts;
use crate::domain::coverage::Coverage;
use crate::tui::canvas::Lines;
use crate::tui::theme::Role;

/// What each part is filled with.
pub fn fillings(lines: Lines) -> [(&'static str, Role); 3] {
    let glyphs = match lines {
        Lines::Drawn => ["█", "▒", "░"],
        Lines::Ascii => ["#", "+", "."],
    };
    [
        (glyphs[0], Role::Done),
        (glyphs[1], Role::Soon),
        (glyphs[2], Role::Plain),
    ]
}

/// A share, and never an amount.
pub fn bar(coverage: &Coverage, lines: Lines, cells: usize) -> [(String, Role); 3] {
    let given = parts::cells(coverage.parts(), cells);
    let mut given = given.into_iter();
    fillings(lines).map(|(glyph, role)| (glyph.repeat(given.next().unwrap_or(0)), role))
}
