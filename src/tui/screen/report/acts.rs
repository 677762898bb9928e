//! What can be done with a report: each by its key, and by Left, Right and Enter.

use crate::domain::speech::{mark, say, word};
use crate::tui::canvas::Canvas;
use crate::tui::theme::Role;
use crossterm::event::KeyCode;
use ratatui::layout::Rect;

/// The first changes nothing: a second Enter on the way in does no harm.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Act {
    #[default]
    Turn,
    Edit,
    Ready,
    Approve,
    Send,
}

/// Each with its key, and both in words.
const ACTS: [(Act, KeyCode, &str, &str); 5] = [
    (Act::Turn, KeyCode::Tab, mark!("Tab"), mark!("next customer")),
    (Act::Edit, KeyCode::Char('e'), "e", "edit"),
    (Act::Ready, KeyCode::Char('p'), "p", "ready"),
    (Act::Approve, KeyCode::Char('a'), "a", "approve"),
    (Act::Send, KeyCode::Char('s'), "s", "send"),
];

impl Act {
    /// That of a key.
    pub fn of(key: KeyCode) -> Option<Act> {
        let found = ACTS.iter().find(|(_, its, ..)| *its == key);
        found.map(|(act, ..)| *act)
    }

    /// The one beside it; behind the last comes the first.
    pub fn beside(self, forward: bool) -> Act {
        let at = ACTS.iter().position(|(act, ..)| *act == self).unwrap_or(0);
        let by = if forward { 1 } else { ACTS.len() - 1 };
        ACTS[(at + by) % ACTS.len()].0
    }
}

/// The last two lines of the dialog: how one is chosen, and all of them; `below`: so many lines of the text are.
pub fn draw(canvas: &mut Canvas, area: Rect, chosen: Act, below: usize) {
    let more = match below {
        0 => String::new(),
        1 => word!("; 1 more line below").to_owned(),
        _ => say!("; {below} more lines below", below),
    };
    let last = area.bottom().saturating_sub(1);
    let how = say!("Left and Right choose, Enter does it{more}", more);
    canvas.text(area.x, last.saturating_sub(1), area.width, &how, Role::Quiet);
    let mut spans = Vec::new();
    for (act, _, key, words) in ACTS {
        let (mark, role) = match act == chosen {
            true => (canvas.pointer(), Role::Selected),
            false => ("  ", Role::Plain),
        };
        spans.extend([
            (mark, Role::Selected),
            (key, Role::Key),
            (" ", role),
            (words, role),
            (" ", Role::Plain),
        ]);
    }
    canvas.spans(area.x, last, area.width, &spans);
}
