//! Where wide characters stand, because writing over half of one leaves the other half in doubt.

use std::collections::BTreeSet;

use ratatui::layout::Position;

/// The left halves of the wide characters on the screen.
#[derive(Default)]
pub(super) struct WideCharacters(BTreeSet<Position>);

impl WideCharacters {
    /// Notes that a symbol of `width` columns is written at `at`, and answers the right half it
    /// leaves behind, if any.
    ///
    /// Terminals blank such a half, each with attributes of its own choice, and ratatui does not
    /// repaint a blank that stays a blank.
    pub(super) fn overwrite(&mut self, at: Position, width: u16) -> Option<Position> {
        let after = at.x.saturating_add(width);
        let mut orphan = None;
        for x in at.x..after {
            if self.0.remove(&Position { x, y: at.y }) && x + 1 == after {
                orphan = Some(Position { x: after, y: at.y });
            }
        }
        if width > 1 {
            self.0.insert(at);
        }
        orphan
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_right_half_is_left_over_only_when_its_left_half_was_the_last_thing_covered() {
        let at = |x| Position { x, y: 2 };
        let table = [
            (3, 2, None),
            (3, 2, None),
            (3, 1, Some(4)),
            (3, 1, None),
            (6, 2, None),
            (5, 2, Some(7)),
            (5, 1, Some(6)),
        ];
        let mut wide = WideCharacters::default();
        for (x, width, orphan) in table {
            assert_eq!(
                wide.overwrite(at(x), width),
                orphan.map(at),
                "{width} columns at {x}"
            );
        }
    }
}
