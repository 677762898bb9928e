//! A buffer as lines of text, for a terminal that goes on scrolling below it.

use super::super::depth::Depth;
use super::pen::{self, Pen};
use super::printable;
use ratatui::buffer::{Buffer, CellWidth};

/// The rows as a terminal of this depth shows them; without one, their words and nothing else.
pub fn printed(buffer: &Buffer, depth: Option<Depth>) -> Vec<u8> {
    let mut lines = Vec::new();
    for y in buffer.area.rows().map(|row| row.y) {
        let mut line = Vec::new();
        let (mut x, mut held) = (buffer.area.x, Pen::PLAIN);
        while x < buffer.area.right() {
            let cell = &buffer[(x, y)];
            let symbol = printable(cell.symbol());
            if let Some(depth) = depth {
                let pen = Pen::of(cell, depth);
                pen::push_change(&mut line, Some(held), pen);
                held = pen;
            }
            line.extend_from_slice(symbol.as_bytes());
            x += symbol.cell_width().max(1);
        }
        match depth {
            Some(_) => pen::push_change(&mut line, Some(held), Pen::PLAIN),
            None => line.truncate(line.trim_ascii_end().len()),
        }
        lines.append(&mut line);
        lines.push(b'\n');
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    #[test]
    fn a_row_begins_and_ends_plain_and_without_a_depth_is_words_alone() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 2));
        buffer.set_string(0, 0, "late", Style::new().bold().red());
        buffer.set_string(0, 1, "京\u{9b}x", Style::new());
        let painted = String::from_utf8(printed(&buffer, Some(Depth::Sixteen))).unwrap();
        assert_eq!(painted, "\x1b[1;31mlate\x1b[m    \n京x     \n");
        let words = String::from_utf8(printed(&buffer, None)).unwrap();
        assert_eq!(words, "late\n京x\n");
    }
}
