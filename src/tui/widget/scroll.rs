//! Lines of which only some are in view: which, and the keys that move them.

use crate::domain::speech::word;
use crate::tui::canvas::Canvas;
use crate::tui::theme::Role;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;
use std::cell::Cell;

#[derive(Debug, Default)]
pub struct Scroll {
    /// The first line in view.
    top: usize,
    seen: Cell<Seen>,
}

/// What was drawn last: only then is it known how much there is room for.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    rows: usize,
    /// How far down one can go.
    most: usize,
}

impl Scroll {
    /// Takes a key that moves the lines; false: it is none of these.
    pub fn key(&mut self, key: KeyEvent) -> bool {
        let Seen { rows, most } = self.seen.get();
        let (top, page) = (self.top.min(most), rows.saturating_sub(1).max(1));
        self.top = match key.code {
            KeyCode::Up | KeyCode::Char('k') => top.saturating_sub(1),
            KeyCode::Down | KeyCode::Char('j') => (top + 1).min(most),
            KeyCode::PageUp => top.saturating_sub(page),
            KeyCode::PageDown | KeyCode::Char(' ') => (top + page).min(most),
            KeyCode::Home => 0,
            KeyCode::End => most,
            _ => return false,
        };
        true
    }

    /// What is to be drawn in so many rows, and how many lines are below it.
    pub fn view<'a, T>(&self, lines: &'a [T], rows: usize) -> (&'a [T], usize) {
        let most = lines.len().saturating_sub(rows);
        self.seen.set(Seen { rows, most });
        let top = self.top.min(most);
        let end = lines.len().min(top + rows);
        (&lines[top..end], lines.len() - end)
    }

    /// Draws them over a line that says so where there are more, and how to close what they stand in.
    pub fn draw(&self, canvas: &mut Canvas, area: Rect, lines: &[(String, Role)]) {
        let (shown, below) = self.view(lines, area.height.saturating_sub(1) as usize);
        for (y, (line, role)) in (area.y..).zip(shown) {
            canvas.text(area.x, y, area.width, line, *role);
        }
        let hint = match below {
            0 => word!("Esc closes"),
            _ => word!("Down shows more; Esc closes"),
        };
        let last = area.bottom().saturating_sub(1);
        canvas.text(area.x, last, area.width, hint, Role::Key);
    }

    /// Another text: from its first line.
    pub fn begin(&mut self) {
        self.top = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_move_the_lines_as_far_as_there_are_any_and_no_key_is_lost_beyond_them() {
        let lines: Vec<usize> = (0..10).collect();
        let mut scroll = Scroll::default();
        assert_eq!(scroll.view(&lines, 4), (&lines[..4], 6));
        for (code, top) in [
            (KeyCode::Up, 0),
            (KeyCode::Down, 1),
            (KeyCode::PageDown, 4),
            (KeyCode::Char(' '), 6),
            (KeyCode::Down, 6),
            (KeyCode::Up, 5),
            (KeyCode::PageUp, 2),
            (KeyCode::End, 6),
            (KeyCode::Char('k'), 5),
            (KeyCode::Home, 0),
        ] {
            assert!(scroll.key(KeyEvent::from(code)));
            assert_eq!(scroll.view(&lines, 4).0.first(), Some(&top), "{code:?}");
        }
        assert!(!scroll.key(KeyEvent::from(KeyCode::Enter)));
    }

    #[test]
    fn a_screen_that_grows_shows_what_is_above_and_one_without_room_nothing() {
        let lines: Vec<usize> = (0..10).collect();
        let mut scroll = Scroll::default();
        scroll.view(&lines, 4);
        scroll.key(KeyEvent::from(KeyCode::End));
        assert_eq!(scroll.view(&lines, 8), (&lines[2..], 0));
        assert_eq!(scroll.view(&lines, 20), (&lines[..], 0));
        assert_eq!(scroll.view(&lines, 0).0, [] as [usize; 0]);
        assert_eq!(scroll.view::<usize>(&[], 5), (&[] as &[usize], 0));
    }
}
