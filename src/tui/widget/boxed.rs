//! A box in the middle of the screen, for what opens over the room.

use crate::tui::canvas::{Canvas, Lines};
use crate::tui::theme::Role;
use ratatui::layout::Rect;

/// Draws an empty box of at most this size and gives what is inside it. It leaves the header and the footer to see
/// where there is room for that.
pub fn boxed(canvas: &mut Canvas, within: Rect, width: u16, height: u16, title: &str) -> Rect {
    let (width, height) = (width.min(within.width), height.min(within.height));
    let area = Rect {
        x: within.x + (within.width - width) / 2,
        y: within.y + (within.height - height) / 2,
        width,
        height,
    };
    canvas.clear(area);
    if width < 4 || height < 3 {
        return area;
    }
    let [corner, across, down] = match canvas.lines {
        Lines::Drawn => [["┌", "┐", "└", "┘"], ["─"; 4], ["│"; 4]],
        Lines::Ascii => [["+"; 4], ["-"; 4], ["|"; 4]],
    };
    let rule = across[0].repeat(width as usize - 2);
    canvas.text(
        area.x,
        area.y,
        width,
        &format!("{}{rule}{}", corner[0], corner[1]),
        Role::Rule,
    );
    canvas.text(
        area.x,
        area.bottom() - 1,
        width,
        &format!("{}{rule}{}", corner[2], corner[3]),
        Role::Rule,
    );
    for y in area.y + 1..area.bottom() - 1 {
        canvas.text(area.x, y, 1, down[0], Role::Rule);
        canvas.text(area.right() - 1, y, 1, down[0], Role::Rule);
    }
    canvas.text(area.x + 2, area.y, width - 4, &format!(" {title} "), Role::Focus);
    Rect {
        x: area.x + 2,
        y: area.y + 1,
        width: width - 4,
        height: height - 2,
    }
}
