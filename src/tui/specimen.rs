//! Every role and every state of a theme painted with its name, for whoever chooses a theme or writes one.

use crate::domain::speech::say;
use crate::tui::canvas::{Canvas, Lines};
use crate::tui::depth::Depth;
use crate::tui::theme::Role;
use crate::tui::theme::role::{Described, ROLES};
use crate::tui::theme::sheet::Sheet;
use crate::tui::words::fit;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// How many cells wide it is.
const WIDE: u16 = 80;
/// Where the painted words begin, and where what the theme says of them.
const WORDS: u16 = 12;
const SAID: u16 = 52;

/// What stands on one line of it.
struct Row {
    name: &'static str,
    role: Role,
    words: Vec<&'static str>,
    said: String,
}

/// A theme as a terminal of this depth shows it, and what it says of each role there.
pub fn page(name: &str, sheet: &Sheet, depth: Depth, lines: Lines) -> Buffer {
    let rows: Vec<Row> = ROLES
        .iter()
        .flat_map(|described| of_role(described, sheet, depth))
        .collect();
    let area = Rect::new(0, 0, WIDE, rows.len() as u16 + 3);
    let mut buffer = Buffer::empty(area);
    let mut canvas = Canvas {
        buffer: &mut buffer,
        theme: sheet.theme(depth),
        lines,
        cursor: None,
    };
    canvas.ground();
    canvas.title(Rect { height: 1, ..area }, &say!("THEME {name}", name), true);
    canvas.text(1, 1, WIDE - 2, &sheet.about, Role::Plain);
    for (y, row) in (3..).zip(&rows) {
        draw(&mut canvas, y, row);
    }
    buffer
}

fn draw(canvas: &mut Canvas, y: u16, row: &Row) {
    canvas.text(1, y, WORDS - 2, row.name, Role::Plain);
    let mut x = WORDS;
    for word in &row.words {
        canvas.text(x, y, SAID - 1 - x, word, row.role);
        x += fit::width(word) as u16 + 2;
    }
    canvas.text(SAID, y, WIDE - SAID, &row.said, Role::Quiet);
}

/// What it is for where it has no words of its own; more words than fit go on below.
fn of_role(described: &Described, sheet: &Sheet, depth: Depth) -> Vec<Row> {
    let fits = usize::from(SAID - 1 - WORDS);
    let mut lines: Vec<Vec<&'static str>> = vec![Vec::new()];
    let mut used = 0;
    let says = match described.says.is_empty() {
        true => &[described.what],
        false => described.says,
    };
    for word in says.iter().copied() {
        let cells = fit::width(word) + 2;
        if used + cells > fits + 2 && used > 0 {
            lines.push(Vec::new());
            used = 0;
        }
        used += cells;
        if let Some(line) = lines.last_mut() {
            line.push(word);
        }
    }
    let rows = lines.into_iter().enumerate().map(|(nth, words)| Row {
        name: if nth == 0 { described.name } else { "" },
        role: described.role,
        words,
        said: match nth {
            0 => sheet.words(described.role, depth),
            _ => String::new(),
        },
    });
    rows.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::backend::printed;
    use crate::tui::theme::shelf::standard;

    #[test]
    fn every_role_and_every_word_of_a_state_is_on_it() {
        let page = page("terminal", &standard(), Depth::True, Lines::Drawn);
        let text = String::from_utf8(printed(&page, None)).unwrap();
        for described in &ROLES {
            assert!(
                text.contains(&format!("\n {}", described.name)),
                "{}: {text}",
                described.name
            );
            for word in described.says {
                assert!(text.contains(word), "{word}: {text}");
            }
        }
        assert!(text.contains("red, bold, reversed"), "{text}");
        assert!(!text.contains('\x1b'));
    }
}
