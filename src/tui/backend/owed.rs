//! What the terminal is still owed where a frame may have so many bytes only: whole rows, and which of them first.

use std::collections::BTreeMap;

use ratatui::buffer::{Cell, CellWidth};
use ratatui::layout::Position;

/// The rows at the top say which incident this is, how bad, how long, and how old what is seen: they never wait.
const HEADER: u16 = 2;
/// A row of which so few cells have changed costs next to nothing: the mark of the selection, a digit of a clock.
const FEW: usize = 8;

/// Cells that have changed and were not sent yet. A row is sent as a whole: half of one could say what never was.
#[derive(Default)]
pub(super) struct Owed {
    rows: BTreeMap<u16, Row>,
    /// How many frames have come by now.
    frames: u64,
}

struct Row {
    /// The frame that owed it first.
    since: u64,
    cells: BTreeMap<u16, Cell>,
}

impl Owed {
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub(super) fn clear(&mut self) {
        self.rows.clear();
    }

    /// Another frame begins.
    pub(super) fn begin(&mut self) {
        self.frames += 1;
    }

    /// Notes that `cell` is to stand at `at`.
    pub(super) fn owe(&mut self, at: Position, cell: &Cell) {
        let since = self.frames;
        let row = self.rows.entry(at.y).or_insert_with(|| Row {
            since,
            cells: BTreeMap::new(),
        });
        let after = |x: u16, cell: &Cell| x.saturating_add(cell.cell_width());
        let end = after(at.x, cell);
        let before = row.cells.insert(at.x, cell.clone());
        let mut bared = before.map_or(end, |before| after(at.x, &before));
        for covered in at.x.saturating_add(1)..end {
            if let Some(gone) = row.cells.remove(&covered) {
                bared = bared.max(after(covered, &gone));
            }
        }
        // Ratatui takes the right half of a wide character for blank once it is gone, but those never came.
        for x in end..bared {
            row.cells.insert(x, Cell::EMPTY);
        }
    }

    /// How many cells the row has that presses most.
    pub(super) fn next_len(&self, cursor: Option<u16>) -> Option<usize> {
        self.first(cursor).map(|first| self.rows[&first].cells.len())
    }

    /// Takes the row that presses most; `cursor` is the row somebody types in.
    pub(super) fn take_first(&mut self, cursor: Option<u16>) -> Option<(u16, BTreeMap<u16, Cell>)> {
        let first = self.first(cursor)?;
        let row = self.rows.remove(&first)?;
        Some((first, row.cells))
    }

    fn first(&self, cursor: Option<u16>) -> Option<u16> {
        let presses = |y: u16, row: &Row| {
            let kind = match y {
                _ if y < HEADER || cursor == Some(y) => 0,
                _ if row.cells.len() <= FEW => 1,
                _ => 2,
            };
            (kind, row.since, y)
        };
        let first = self.rows.iter().map(|(y, row)| presses(*y, row)).min();
        first.map(|(_, _, first)| first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Owes so many cells of a row.
    fn owe(owed: &mut Owed, y: u16, cells: usize) {
        for x in 0..cells {
            owed.owe(Position { x: x as u16, y }, &Cell::new("x"));
        }
    }

    fn order(owed: &mut Owed, cursor: Option<u16>) -> Vec<u16> {
        std::iter::from_fn(|| owed.take_first(cursor).map(|(y, _)| y)).collect()
    }

    #[test]
    fn the_header_the_line_somebody_types_in_and_a_mark_go_before_what_is_long() {
        let mut owed = Owed::default();
        owed.begin();
        for y in 0..6 {
            owe(&mut owed, y, if y == 4 { 2 } else { 40 });
        }
        assert_eq!(order(&mut owed, Some(5)), [0, 1, 5, 4, 2, 3]);
    }

    #[test]
    fn what_has_waited_longest_goes_first_however_often_it_changes() {
        let mut owed = Owed::default();
        owed.begin();
        owe(&mut owed, 9, 40);
        owed.begin();
        for y in [3, 9] {
            owe(&mut owed, y, 40);
        }
        assert_eq!(order(&mut owed, None), [9, 3]);
        assert!(owed.is_empty());
    }

    #[test]
    fn a_wide_character_that_never_came_leaves_no_half_behind() {
        let mut owed = Owed::default();
        let at = |x| Position { x, y: 0 };
        owed.owe(at(4), &Cell::new("a"));
        owed.owe(at(3), &Cell::new("界"));
        owed.owe(at(3), &Cell::new("b"));
        let (_, cells) = owed.take_first(None).expect("a row");
        let cells: Vec<_> = cells.iter().map(|(x, cell)| (*x, cell.symbol())).collect();
        assert_eq!(cells, [(3, "b"), (4, " ")]);
        // Nor when the one that takes its place begins before it.
        owed.owe(at(8), &Cell::new("界"));
        owed.owe(at(7), &Cell::new("界"));
        let (_, cells) = owed.take_first(None).expect("a row");
        let cells: Vec<_> = cells.iter().map(|(x, cell)| (*x, cell.symbol())).collect();
        assert_eq!(cells, [(7, "界"), (9, " ")]);
    }
}
