//! A cursor that stays on its thing: by key, not by row, however the list around it changes.

/// Where the cursor is and which rows are in view.
#[derive(Clone, Debug)]
pub struct Cursor<K> {
    /// The thing it is on.
    pub key: Option<K>,
    /// Its row of the list, as last seen.
    row: usize,
    /// The first row in view.
    top: usize,
}

impl<K> Default for Cursor<K> {
    fn default() -> Self {
        Cursor {
            key: None,
            row: 0,
            top: 0,
        }
    }
}

/// How far to move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
}

impl<K: Clone + PartialEq> Cursor<K> {
    pub fn row(&self) -> usize {
        self.row
    }

    pub fn top(&self) -> usize {
        self.top
    }

    /// Where its thing is in the list as it is now; nothing when nobody chose one, or the chosen one is gone.
    pub fn found(&self, mut keys: impl Iterator<Item = K>) -> Option<usize> {
        let key = self.key.as_ref()?;
        keys.position(|other| other == *key)
    }

    /// The same where Enter acts at once: the first row until somebody chooses, and none once the chosen one is gone.
    pub fn chosen(&self, mut keys: impl Iterator<Item = K>) -> Option<usize> {
        match self.key {
            None => keys.next().map(|_| 0),
            Some(_) => self.found(keys),
        }
    }

    /// After the list has changed: stays on its thing and keeps that on the same line of the screen. When the thing
    /// is gone, the one now in its row is taken.
    pub fn follow(&mut self, len: usize, key_at: impl Fn(usize) -> K) {
        let Some(last) = len.checked_sub(1) else {
            *self = Cursor::default();
            return;
        };
        let line = self.row.saturating_sub(self.top);
        let found = self.found((0..len).map(&key_at));
        self.row = found.unwrap_or(self.row.min(last));
        // Only a thing that somebody chose is followed; until then the cursor stays on the first row.
        if self.key.is_some() {
            self.key = Some(key_at(self.row));
        }
        self.top = self.row.saturating_sub(line);
    }

    /// Moves, choosing the thing it comes to. False when it was at the edge already.
    pub fn step(&mut self, step: Step, len: usize, page: usize, key_at: impl Fn(usize) -> K) -> bool {
        let Some(last) = len.checked_sub(1) else {
            return false;
        };
        let before = self.row;
        self.row = match step {
            Step::Up => self.row.saturating_sub(1),
            Step::Down => (self.row + 1).min(last),
            Step::PageUp => self.row.saturating_sub(page.max(1)),
            Step::PageDown => (self.row + page.max(1)).min(last),
            Step::First => 0,
            Step::Last => last,
        };
        self.key = Some(key_at(self.row));
        self.row != before
    }

    /// Stays on its row from now on, whatever moves into it: one's own act has dealt with the thing.
    pub fn let_go(&mut self) {
        self.key = None;
    }

    /// The first row to draw so that the cursor is among `height` rows of `len`.
    pub fn window(&self, len: usize, height: usize) -> usize {
        let highest = len.saturating_sub(height);
        let top = self.top.min(self.row).max((self.row + 1).saturating_sub(height));
        top.min(highest)
    }

    /// Remembers what is in view.
    pub fn settle(&mut self, len: usize, height: usize) {
        self.top = self.window(len, height);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_stays_on_its_thing_and_on_its_line_when_the_list_changes() {
        let mut cursor = Cursor::default();
        let before = ["a", "b", "c", "d", "e", "f"];
        for _ in 0..3 {
            cursor.step(Step::Down, before.len(), 3, |row| before[row]);
            cursor.settle(before.len(), 3);
        }
        assert_eq!((cursor.key, cursor.row(), cursor.top()), (Some("d"), 3, 1));
        let after = ["new", "x", "a", "b", "c", "d", "e", "f"];
        cursor.follow(after.len(), |row| after[row]);
        assert_eq!((cursor.key, cursor.row()), (Some("d"), 5));
        assert_eq!(
            cursor.row() - cursor.window(after.len(), 3),
            2,
            "it moved on the screen"
        );
    }

    #[test]
    fn when_its_thing_is_gone_the_next_one_is_taken() {
        let mut cursor = Cursor::default();
        cursor.step(Step::Last, 3, 3, |row| row);
        cursor.follow(2, |row| row + 10);
        assert_eq!((cursor.key, cursor.row()), (Some(11), 1));
        cursor.follow(0, |row| row);
        assert_eq!((cursor.key, cursor.row()), (None, 0));
    }

    #[test]
    fn nobody_has_chosen_yet_so_the_first_row_stays_first() {
        let mut cursor: Cursor<&str> = Cursor::default();
        cursor.follow(2, |row| ["b", "c"][row]);
        cursor.follow(3, |row| ["a", "b", "c"][row]);
        assert_eq!((cursor.row(), cursor.key), (0, None));
    }
}
