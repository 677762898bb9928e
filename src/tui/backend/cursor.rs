//! The shortest bytes that take the cursor from one place to another.

use ratatui::layout::Position;

use super::bytes::{keep_shorter, push_number};

/// The most backspaces that are shorter than a cursor movement with a count.
const BACKSPACES: u16 = 3;

/// Appends what moves the cursor to `to`; `from` is where it is, if known.
pub(super) fn push_move(frame: &mut Vec<u8>, from: Option<Position>, to: Position) {
    if from == Some(to) {
        return;
    }
    let start = frame.len();
    push_absolute(frame, to);
    if let Some(from) = from {
        let middle = frame.len();
        push_relative(frame, from, to);
        keep_shorter(frame, start, middle);
    }
}

fn push_absolute(frame: &mut Vec<u8>, to: Position) {
    frame.extend_from_slice(b"\x1b[");
    // A parameter left out is 1, in a count that begins at 1.
    if to.y > 0 {
        push_number(frame, to.y.saturating_add(1));
    }
    if to.x > 0 {
        frame.push(b';');
        push_number(frame, to.x.saturating_add(1));
    }
    frame.push(b'H');
}

fn push_relative(frame: &mut Vec<u8>, from: Position, to: Position) {
    // A line feed alone would depend on the tty's output modes; after a carriage return it does
    // not. It never scrolls, for the row below is one that is being drawn on.
    if to.x == 0 && to.y == from.y.saturating_add(1) {
        frame.extend_from_slice(b"\r\n");
        return;
    }
    push_steps(
        frame,
        to.y.abs_diff(from.y),
        if to.y < from.y { b'A' } else { b'B' },
    );
    let columns = to.x.abs_diff(from.x);
    if to.x > from.x {
        push_steps(frame, columns, b'C');
    } else if to.x == 0 && columns > 0 {
        frame.push(b'\r');
    } else if columns <= BACKSPACES {
        frame.extend(std::iter::repeat_n(b'\x08', columns.into()));
    } else {
        push_steps(frame, columns, b'D');
    }
}

fn push_steps(frame: &mut Vec<u8>, count: u16, direction: u8) {
    if count == 0 {
        return;
    }
    frame.extend_from_slice(b"\x1b[");
    if count > 1 {
        push_number(frame, count);
    }
    frame.push(direction);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shortest_way_is_taken() {
        let table = [
            (None, (0, 0), "\x1b[H"),
            (None, (0, 4), "\x1b[5H"),
            (None, (4, 0), "\x1b[;5H"),
            (None, (9, 9), "\x1b[10;10H"),
            (Some((9, 9)), (9, 9), ""),
            (Some((9, 9)), (0, 0), "\x1b[H"),
            (Some((9, 9)), (8, 9), "\x08"),
            (Some((9, 9)), (6, 9), "\x08\x08\x08"),
            (Some((9, 9)), (2, 9), "\x1b[7D"),
            (Some((9, 9)), (0, 9), "\r"),
            (Some((9, 9)), (10, 9), "\x1b[C"),
            (Some((9, 9)), (70, 9), "\x1b[61C"),
            (Some((9, 9)), (0, 10), "\r\n"),
            (Some((9, 9)), (0, 11), "\x1b[12H"),
            (Some((9, 9)), (9, 10), "\x1b[B"),
            (Some((9, 9)), (8, 8), "\x1b[A\x08"),
            (Some((9, 9)), (40, 12), "\x1b[13;41H"),
        ];
        for (from, to, wanted) in table {
            let mut frame = Vec::new();
            push_move(&mut frame, from.map(Position::from), Position::from(to));
            assert_eq!(String::from_utf8_lossy(&frame), wanted, "{from:?} to {to:?}");
        }
    }
}
