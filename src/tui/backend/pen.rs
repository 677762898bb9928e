//! The pen: the text attributes of the terminal, and the shortest bytes that change them.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

use super::super::depth::Depth;
use super::super::theme::colour::needed;
use super::bytes::{keep_shorter, push_number};

/// The attributes that are ever sent. Italics are standout on some terminals, and blinking text
/// cannot be read.
const SENT: Modifier = Modifier::BOLD
    .union(Modifier::DIM)
    .union(Modifier::UNDERLINED)
    .union(Modifier::REVERSED);
const INTENSITY: Modifier = Modifier::BOLD.union(Modifier::DIM);
const SEEN_ON_BLANK: Modifier = Modifier::UNDERLINED.union(Modifier::REVERSED);

const FOREGROUND: u16 = 30;
const BACKGROUND: u16 = 40;

/// The attributes the next character gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pen {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

impl Pen {
    /// The terminal's own colours, no attributes.
    pub(super) const PLAIN: Pen = Pen {
        fg: Color::Reset,
        bg: Color::Reset,
        modifier: Modifier::empty(),
    };

    /// The pen for `cell`, as far as a terminal of this depth is told.
    pub(super) fn of(cell: &Cell, depth: Depth) -> Pen {
        let mut modifier = cell.modifier & SENT;
        if depth == Depth::Mono {
            // Without colours dim would have to carry a meaning, and some terminals show it
            // unreadably or not at all.
            modifier -= Modifier::DIM;
        }
        Pen {
            fg: sent(cell.fg, depth),
            bg: sent(cell.bg, depth),
            modifier,
        }
    }

    /// This pen for a blank, where colour and weight of the text do not show: as near to `current`
    /// as can be.
    pub(super) fn on_blank(self, current: Option<Pen>) -> Pen {
        let Some(current) = current else { return self };
        if self.modifier.intersects(SEEN_ON_BLANK) {
            return self;
        }
        Pen {
            fg: current.fg,
            bg: self.bg,
            modifier: current.modifier & INTENSITY,
        }
    }
}

/// What a terminal of this depth is told of `color`.
fn sent(color: Color, depth: Depth) -> Color {
    if depth >= needed(color) {
        color
    } else {
        Color::Reset
    }
}

/// Appends what changes the pen from `from`, if known, to `to`.
pub(super) fn push_change(frame: &mut Vec<u8>, from: Option<Pen>, to: Pen) {
    if from == Some(to) {
        return;
    }
    let start = frame.len();
    let mut fresh = Sequence::begin(frame);
    fresh.reset();
    fresh.difference(Pen::PLAIN, to);
    fresh.end();
    if let Some(from) = from {
        let middle = frame.len();
        let mut step = Sequence::begin(frame);
        step.difference(from, to);
        step.end();
        keep_shorter(frame, start, middle);
    }
}

/// One SGR sequence in the making.
struct Sequence<'a> {
    frame: &'a mut Vec<u8>,
    empty: bool,
}

impl Sequence<'_> {
    fn begin(frame: &mut Vec<u8>) -> Sequence<'_> {
        frame.extend_from_slice(b"\x1b[");
        Sequence { frame, empty: true }
    }

    fn end(self) {
        self.frame.push(b'm');
    }

    /// Everything off: a parameter left out is 0.
    fn reset(&mut self) {
        self.empty = false;
    }

    fn code(&mut self, code: u16) {
        if !self.empty {
            self.frame.push(b';');
        }
        self.empty = false;
        push_number(self.frame, code);
    }

    fn difference(&mut self, from: Pen, to: Pen) {
        let lost = from.modifier - to.modifier;
        let mut held = from.modifier;
        if lost.intersects(INTENSITY) {
            // One code ends bold and dim alike; the one that stays is asked for again.
            self.code(22);
            held -= INTENSITY;
        }
        for (modifier, on, off) in [
            (Modifier::BOLD, 1, None),
            (Modifier::DIM, 2, None),
            (Modifier::UNDERLINED, 4, Some(24)),
            (Modifier::REVERSED, 7, Some(27)),
        ] {
            match off {
                Some(off) if lost.contains(modifier) => self.code(off),
                _ if (to.modifier - held).contains(modifier) => self.code(on),
                _ => {}
            }
        }
        if from.fg != to.fg {
            self.color(FOREGROUND, to.fg);
        }
        if from.bg != to.bg {
            self.color(BACKGROUND, to.bg);
        }
    }

    fn color(&mut self, ground: u16, color: Color) {
        match color {
            Color::Reset => self.code(ground + 9),
            Color::Indexed(index) => {
                for code in [ground + 8, 5, index.into()] {
                    self.code(code);
                }
            }
            Color::Rgb(red, green, blue) => {
                for code in [ground + 8, 2, red.into(), green.into(), blue.into()] {
                    self.code(code);
                }
            }
            Color::Black => self.code(ground),
            Color::Red => self.code(ground + 1),
            Color::Green => self.code(ground + 2),
            Color::Yellow => self.code(ground + 3),
            Color::Blue => self.code(ground + 4),
            Color::Magenta => self.code(ground + 5),
            Color::Cyan => self.code(ground + 6),
            Color::Gray => self.code(ground + 7),
            Color::DarkGray => self.code(ground + 60),
            Color::LightRed => self.code(ground + 61),
            Color::LightGreen => self.code(ground + 62),
            Color::LightYellow => self.code(ground + 63),
            Color::LightBlue => self.code(ground + 64),
            Color::LightMagenta => self.code(ground + 65),
            Color::LightCyan => self.code(ground + 66),
            Color::White => self.code(ground + 67),
        }
    }
}

#[cfg(test)]
mod tests {
    use ratatui::style::Style;

    use super::*;

    fn pen(style: Style, depth: Depth) -> Pen {
        let mut cell = Cell::EMPTY;
        cell.set_style(style);
        Pen::of(&cell, depth)
    }

    fn change(from: Option<Pen>, to: Pen) -> String {
        let mut frame = Vec::new();
        push_change(&mut frame, from, to);
        String::from_utf8(frame).expect("ASCII")
    }

    #[test]
    fn only_the_difference_is_said_or_everything_anew_when_that_is_shorter() {
        let plain = Style::new();
        let table = [
            (plain, plain, ""),
            (plain, plain.bold(), "\x1b[1m"),
            (plain.bold(), plain, "\x1b[m"),
            (plain.bold().red(), plain, "\x1b[m"),
            (plain.bold().red(), plain.bold(), "\x1b[;1m"),
            (
                plain.bold().underlined().red(),
                plain.bold().underlined(),
                "\x1b[39m",
            ),
            (plain.bold().red(), plain.red(), "\x1b[22m"),
            (plain.bold().dim(), plain.dim(), "\x1b[;2m"),
            (
                plain.bold().dim().red().on_blue(),
                plain.dim().red().on_blue(),
                "\x1b[22;2m",
            ),
            (
                plain.reversed().underlined().red(),
                plain.reversed().red(),
                "\x1b[24m",
            ),
            (
                plain.reversed().underlined().red(),
                plain.underlined().red(),
                "\x1b[27m",
            ),
            (plain.red(), plain.on_light_red().white(), "\x1b[97;101m"),
            (plain.italic().slow_blink().crossed_out(), plain, ""),
        ];
        for (from, to, wanted) in table {
            let bytes = change(Some(pen(from, Depth::True)), pen(to, Depth::True));
            assert_eq!(bytes, wanted, "{from:?} to {to:?}");
        }
    }

    #[test]
    fn an_unknown_pen_is_reset_first() {
        assert_eq!(change(None, Pen::PLAIN), "\x1b[m");
        assert_eq!(
            change(None, pen(Style::new().bold().red(), Depth::Sixteen)),
            "\x1b[;1;31m"
        );
    }

    #[test]
    fn each_depth_is_told_what_it_knows_and_nothing_is_computed() {
        let named = Style::new().fg(Color::Gray).bg(Color::DarkGray);
        let indexed = Style::new().fg(Color::Indexed(208));
        let rgb = Style::new().bg(Color::Rgb(1, 20, 255));
        let table = [
            (named, ["", "\x1b[37;100m", "\x1b[37;100m", "\x1b[37;100m"]),
            (indexed, ["", "", "\x1b[38;5;208m", "\x1b[38;5;208m"]),
            (rgb, ["", "", "", "\x1b[48;2;1;20;255m"]),
        ];
        for (style, wanted) in table {
            let depths = [Depth::Mono, Depth::Sixteen, Depth::Indexed, Depth::True];
            for (depth, wanted) in depths.into_iter().zip(wanted) {
                assert_eq!(
                    change(Some(Pen::PLAIN), pen(style, depth)),
                    wanted,
                    "{style:?} at {depth:?}"
                );
            }
        }
    }

    #[test]
    fn without_colours_the_selection_keeps_its_reverse_and_its_weight() {
        let style = Style::new().reversed().bold().underlined().dim().red().on_blue();
        assert_eq!(change(Some(Pen::PLAIN), pen(style, Depth::Mono)), "\x1b[1;4;7m");
    }

    #[test]
    fn a_blank_keeps_the_colour_of_the_text_before_it_but_not_its_line_or_ground() {
        let title = pen(Style::new().bold().red(), Depth::Sixteen);
        assert_eq!(Pen::PLAIN.on_blank(Some(title)), title);
        let link = pen(Style::new().underlined().red().on_blue(), Depth::Sixteen);
        assert_eq!(
            Pen::PLAIN.on_blank(Some(link)),
            pen(Style::new().red(), Depth::Sixteen)
        );
    }
}
