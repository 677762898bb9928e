//! Whatever the frames, a terminal that reads the bytes shows what ratatui drew.

use std::num::NonZeroU16;

use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

use super::*;

const WIDTH: u16 = 12;
const HEIGHT: u16 = 4;

/// A styled text at a place.
type Stroke = (u16, u16, String, Style);

fn style() -> impl Strategy<Value = Style> {
    let colors = [
        Color::Reset,
        Color::Red,
        Color::Gray,
        Color::LightCyan,
        Color::White,
        Color::Indexed(200),
        Color::Rgb(9, 80, 255),
    ];
    let modifiers = [
        Modifier::BOLD,
        Modifier::DIM,
        Modifier::UNDERLINED,
        Modifier::REVERSED,
        Modifier::ITALIC,
    ];
    let color = || prop::sample::select(colors.to_vec());
    (
        color(),
        color(),
        prop::sample::subsequence(modifiers.to_vec(), 0..=2),
    )
        .prop_map(|(fg, bg, modifiers)| {
            Style::new()
                .fg(fg)
                .bg(bg)
                .add_modifier(modifiers.into_iter().collect())
        })
}

fn stroke() -> impl Strategy<Value = Stroke> {
    let symbols = ["a", "b", "1", " ", "│", "é", "e\u{301}", "界", "한", "🔥"];
    let text =
        prop::collection::vec(prop::sample::select(symbols.to_vec()), 1..8).prop_map(|parts| parts.concat());
    (0..WIDTH, 0..HEIGHT, text, style())
}

fn frames() -> impl Strategy<Value = Vec<Vec<Stroke>>> {
    prop::collection::vec(prop::collection::vec(stroke(), 0..5), 1..6)
}

/// Blanks what a wide character covers and what the edge cuts, as widgets do; ratatui never
/// repaints text under a wide character that goes away.
fn tidy(buffer: &mut Buffer) {
    for y in 0..HEIGHT {
        let mut x = 0;
        while x < WIDTH {
            let width = buffer[(x, y)].cell_width();
            if width > 1 {
                let covered = if x + 1 < WIDTH { x + 1 } else { x };
                buffer[(covered, y)].reset();
            }
            x += width;
        }
    }
}

fn at_least_one(size: u16) -> NonZeroU16 {
    NonZeroU16::new(size).expect("not zero")
}

fn shown(color: Color) -> vt100::Color {
    match color {
        Color::Reset => vt100::Color::Default,
        Color::Red => vt100::Color::Idx(1),
        Color::Gray => vt100::Color::Idx(7),
        Color::LightCyan => vt100::Color::Idx(14),
        Color::White => vt100::Color::Idx(15),
        Color::Indexed(index) => vt100::Color::Idx(index),
        Color::Rgb(red, green, blue) => vt100::Color::Rgb(red, green, blue),
        other => panic!("{other} is not among the colours drawn"),
    }
}

/// Compares what can be seen: on a blank that is the ground and the lines, not the colour and
/// weight of its text.
fn assert_same(screen: &vt100::Screen, drawn: &Buffer) {
    for y in 0..HEIGHT {
        let mut x = 0;
        while x < WIDTH {
            let (cell, wanted) = (screen.cell(y, x).expect("on the screen"), &drawn[(x, y)]);
            let text = if cell.has_contents() { cell.contents() } else { " " };
            assert_eq!(text, wanted.symbol(), "text at {x},{y}");
            let has = |modifier| wanted.modifier.contains(modifier);
            assert_eq!(cell.inverse(), has(Modifier::REVERSED), "reverse at {x},{y}");
            assert_eq!(
                cell.underline(),
                has(Modifier::UNDERLINED),
                "underline at {x},{y}"
            );
            assert_eq!(cell.bgcolor(), shown(wanted.bg), "background at {x},{y}");
            assert!(!cell.italic(), "italics are never sent");
            if text != " " || has(Modifier::REVERSED) {
                assert_eq!(cell.fgcolor(), shown(wanted.fg), "foreground at {x},{y}");
                // This parser knows one intensity at a time; a terminal has both.
                if !has(Modifier::DIM) {
                    assert_eq!(cell.bold(), has(Modifier::BOLD), "bold at {x},{y}");
                }
            }
            x += wanted.cell_width().max(1);
        }
    }
}

proptest! {
    #[test]
    fn a_terminal_shows_what_was_drawn(frames in frames(), synchronized: bool) {
        let mut parser = vt100::Parser::new(at_least_one(HEIGHT), at_least_one(WIDTH), 0);
        let options = BackendOptions { depth: Depth::True, synchronized };
        let backend = ScreenBackend::new(Vec::new(), Box::new(|| Ok((WIDTH, HEIGHT))), options);
        let mut terminal = Terminal::new(backend).expect("a size");
        for strokes in frames {
            let completed = terminal.draw(|frame| {
                for (x, y, text, style) in &strokes {
                    frame.buffer_mut().set_string(*x, *y, text, *style);
                }
                tidy(frame.buffer_mut());
            });
            let drawn = completed.expect("a vector takes everything").buffer.clone();
            let bytes = std::mem::take(&mut terminal.backend_mut().writer);
            parser.process(&bytes);
            assert_same(parser.screen(), &drawn);
        }
    }
    #[test]
    fn a_terminal_that_is_sent_a_little_at_a_time_shows_in_the_end_what_was_drawn_last(
        frames in prop::collection::vec((prop::collection::vec(stroke(), 0..5), 1..120_usize), 1..8),
    ) {
        let mut parser = vt100::Parser::new(at_least_one(HEIGHT), at_least_one(WIDTH), 0);
        let options = BackendOptions { depth: Depth::True, synchronized: true };
        let backend = ScreenBackend::new(Vec::new(), Box::new(|| Ok((WIDTH, HEIGHT))), options);
        let mut terminal = Terminal::new(backend).expect("a size");
        let (last, _) = frames.last().expect("one at least").clone();
        // What is left is sent without anything new.
        let rest = (0..=HEIGHT).map(|_| (last.clone(), 1));
        let mut drawn = Buffer::default();
        for (strokes, budget) in frames.into_iter().chain(rest) {
            terminal.backend_mut().allow(Some(budget));
            let completed = terminal.draw(|frame| {
                for (x, y, text, style) in &strokes {
                    frame.buffer_mut().set_string(*x, *y, text, *style);
                }
                tidy(frame.buffer_mut());
            });
            drawn = completed.expect("a vector takes everything").buffer.clone();
            parser.process(&std::mem::take(&mut terminal.backend_mut().writer));
        }
        assert!(!terminal.backend().owes());
        assert_same(parser.screen(), &drawn);
    }
}
