//! What a frame costs on the wire, to the byte.

use std::cell::RefCell;
use std::io;
use std::rc::Rc;

use ratatui::layout::{Constraint, Layout, Position};
use ratatui::style::{Color, Style, Styled, Stylize};
use ratatui::text::Line;
use ratatui::widgets::{Block, Paragraph};
use ratatui::{Frame, Terminal};

use super::*;

/// Keeps each write apart.
#[derive(Clone, Default)]
struct Wire(Rc<RefCell<Vec<Vec<u8>>>>);

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().push(bytes.to_vec());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A terminal of a given size at the end of a wire.
struct Bench {
    terminal: Terminal<ScreenBackend<Wire>>,
    wire: Wire,
}

impl Bench {
    fn new(width: u16, height: u16, depth: Depth) -> Bench {
        let wire = Wire::default();
        let options = BackendOptions {
            depth,
            synchronized: true,
        };
        let backend = ScreenBackend::new(wire.clone(), Box::new(move || Ok((width, height))), options);
        Bench {
            terminal: Terminal::new(backend).expect("a size"),
            wire,
        }
    }

    /// Draws one frame and answers what was written, one string a write.
    fn draw(&mut self, render: impl FnOnce(&mut Frame)) -> Vec<String> {
        self.terminal.draw(render).expect("a wire takes everything");
        self.writes()
    }

    fn writes(&self) -> Vec<String> {
        let writes = std::mem::take(&mut *self.wire.0.borrow_mut());
        writes
            .into_iter()
            .map(|bytes| String::from_utf8(bytes).expect("UTF-8"))
            .collect()
    }
}

const ROWS: [&str; 8] = [
    "Northwind Traders   Platinum  CALL NOW   00:08",
    "Fabrikam GmbH       Platinum  CALL NOW   00:02",
    "Contoso Ltd         Platinum  to call    00:04",
    "Adventure Works     Gold      on phone   02:11",
    "Kyoto Denki K.K.    Gold      asleep     email",
    "Tailspin Toys       Gold      voicemail  14:23",
    "Wide World          Platinum  reached    13:21",
    "Litware Inc         Platinum  reached    13:30",
];

/// A screen like those of the program: four panes, a bold clock, states in colour, a marker on the
/// selected row.
fn war_room(frame: &mut Frame, clock: &str, selected: usize) {
    let [head, body, foot] =
        Layout::vertical([Constraint::Length(1), Constraint::Fill(1), Constraint::Length(1)])
            .areas(frame.area());
    let [left, right] = Layout::horizontal([Constraint::Fill(3), Constraint::Fill(2)]).areas(body);
    let [calls, clocks] = Layout::vertical([Constraint::Fill(2), Constraint::Fill(1)]).areas(left);
    let [timeline, people] = Layout::vertical([Constraint::Fill(2), Constraint::Fill(1)]).areas(right);

    let title = Line::from(vec![
        " SEV1 ".bold().reversed(),
        " INC-2041 Checkout API 5xx  ".into(),
        clock.bold(),
    ]);
    frame.render_widget(title, head);
    let rows = ROWS.iter().enumerate().map(|(row, text)| {
        let marker = if row == selected { "> " } else { "  " };
        let state = if row < 2 {
            Style::new().fg(Color::LightRed)
        } else {
            Style::new()
        };
        Line::from(vec![marker.into(), text.set_style(state)])
    });
    for (area, name, lines) in [
        (calls, "1 Call sheet", rows.collect()),
        (
            clocks,
            "3 Escalation clock",
            vec!["level 2  eng manager  informed 13:12".into(); 3],
        ),
        (
            timeline,
            "2 Timeline",
            vec!["14:02 dana  rolled back v881".into(); 12],
        ),
        (people, "4 People", vec![Line::from("dana  commander".green()); 5]),
    ] {
        frame.render_widget(
            Paragraph::new::<Vec<Line>>(lines).block(Block::bordered().title(name)),
            area,
        );
    }
    frame.render_widget(
        Line::from("Space tick  Enter open  c claim  / find  : menu  ? help").dim(),
        foot,
    );
}

#[test]
fn a_tick_of_the_clock_is_a_step_back_and_a_digit() {
    let mut bench = Bench::new(80, 24, Depth::Sixteen);
    bench.draw(|frame| war_room(frame, "14:03:07", 0));
    let first = bench.draw(|frame| war_room(frame, "14:03:08", 0));
    assert_eq!(
        first,
        ["\x1b[;42H\x1b[;1m8"],
        "the cursor comes from the foot of the screen"
    );
    let next = bench.draw(|frame| war_room(frame, "14:03:09", 0));
    assert_eq!(next, ["\x089"]);
    let carry = bench.draw(|frame| war_room(frame, "14:03:10", 0));
    assert_eq!(carry, ["\x08\x0810"]);
}

#[test]
fn nothing_new_is_no_write_at_all() {
    let mut bench = Bench::new(80, 24, Depth::True);
    bench.draw(|frame| war_room(frame, "14:03:07", 0));
    assert!(bench.draw(|frame| war_room(frame, "14:03:07", 0)).is_empty());
}

#[test]
fn moving_the_selection_rewrites_the_marker_only() {
    let mut bench = Bench::new(80, 24, Depth::Sixteen);
    bench.draw(|frame| war_room(frame, "14:03:07", 2));
    let write = bench.draw(|frame| war_room(frame, "14:03:07", 3));
    assert_eq!(write, ["\x1b[5;2H \x1b[B\x08\x1b[m>"]);
}

#[test]
fn a_first_frame_is_one_synchronized_write_of_less_than_two_bytes_a_cell() {
    for (depth, synchronized) in [
        (Depth::Sixteen, true),
        (Depth::Mono, true),
        (Depth::Sixteen, false),
    ] {
        let mut bench = Bench::new(80, 24, depth);
        bench.terminal.backend_mut().options.synchronized = synchronized;
        let writes = bench.draw(|frame| war_room(frame, "14:03:07", 0));
        let [write] = writes.as_slice() else {
            panic!("one write a frame, not {}", writes.len())
        };
        assert!(write.len() <= 2 * 80 * 24, "{} bytes at {depth:?}", write.len());
        assert_eq!(
            write.starts_with("\x1b[?2026h") && write.ends_with("\x1b[?2026l"),
            synchronized
        );
    }
}

#[test]
fn without_colours_no_colour_is_sent_and_the_reverse_is_kept() {
    let mut bench = Bench::new(20, 1, Depth::Mono);
    let style = Style::new().red().on_blue();
    bench.draw(|_| {});
    let write = bench.draw(|frame| {
        let line = Line::from(vec!["a".set_style(style.reversed()), "b".set_style(style)]);
        frame.render_widget(line, frame.area());
    });
    assert_eq!(write, ["\x1b[H\x1b[;7ma\x1b[mb"]);
}

#[test]
fn a_symbol_that_could_act_on_the_terminal_is_refused() {
    for symbol in ["\x1b[2J", "a\u{9b}2J", "a\x07", "\r\n", "a\x7f"] {
        let mut bench = Bench::new(20, 1, Depth::Mono);
        bench.draw(|_| {});
        let write = bench.draw(|frame| {
            frame.buffer_mut()[(3, 0)].set_symbol(symbol);
        });
        assert_eq!(write, ["\x1b[;4H\x1b[m?"], "{symbol:?}");
    }
}

#[test]
fn the_place_of_the_cursor_is_trusted_only_where_terminals_agree_on_the_width() {
    for (symbol, next) in [
        ("x", ""),
        ("界", ""),
        ("e\u{301}", "\x1b[;5H"),
        ("🔥", "\x1b[;6H"),
    ] {
        let mut bench = Bench::new(20, 1, Depth::Mono);
        bench.draw(|_| {});
        let write = bench.draw(|frame| {
            frame.render_widget(
                Line::from(format!("{symbol}!")),
                ratatui::layout::Rect::new(3, 0, 9, 1),
            );
        });
        assert_eq!(write, [format!("\x1b[;4H\x1b[m{symbol}{next}!")]);
    }
}

#[test]
fn the_last_column_leaves_the_cursor_in_doubt() {
    let mut bench = Bench::new(4, 2, Depth::Mono);
    bench.draw(|_| {});
    let write = bench.draw(|frame| frame.render_widget(Paragraph::new("abcd\nx"), frame.area()));
    assert_eq!(write, ["\x1b[H\x1b[mabcd\x1b[2Hx"]);
}

#[test]
fn the_cursor_is_shown_moved_and_hidden_only_when_it_changes() {
    let mut bench = Bench::new(10, 2, Depth::Mono);
    let at = |x| move |frame: &mut Frame| frame.set_cursor_position(Position { x, y: 1 });
    assert_eq!(bench.draw(|_| {}), ["\x1b[?25l"]);
    assert_eq!(bench.draw(at(3)), ["\x1b[2;4H\x1b[?25h"]);
    assert!(bench.draw(at(3)).is_empty());
    assert_eq!(bench.draw(at(4)), ["\x1b[C"]);
    assert_eq!(bench.draw(|_| {}), ["\x1b[?25l"]);
}

#[test]
fn after_forgetting_the_whole_screen_is_painted_from_nothing() {
    let mut bench = Bench::new(80, 24, Depth::Sixteen);
    bench.draw(|frame| war_room(frame, "14:03:07", 0));
    let size = bench.terminal.size().expect("a size");
    bench.terminal.backend_mut().forget();
    bench.terminal.resize(size.into()).expect("no query is made");
    let writes = bench.draw(|frame| war_room(frame, "14:03:07", 0));
    assert_eq!(writes.len(), 1);
    assert!(writes[0].starts_with("\x1b[?2026h\x1b[m\x1b[H\x1b[2J"));
    assert!(writes[0].ends_with("\x1b[?25l\x1b[?2026l"));
}

#[test]
fn clearing_asks_the_terminal_nothing() {
    let mut bench = Bench::new(10, 2, Depth::Mono);
    bench.draw(|_| {});
    bench
        .terminal
        .clear()
        .expect("the cursor's place is remembered, not asked");
    assert_eq!(bench.draw(|_| {}), ["\x1b[m\x1b[H\x1b[2J\x1b[?25l"]);
}

#[test]
fn a_failed_write_leaves_nothing_taken_for_known() {
    struct Gone;
    impl Write for Gone {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let options = BackendOptions {
        depth: Depth::Mono,
        synchronized: true,
    };
    let mut backend = ScreenBackend::new(Gone, Box::new(|| Ok((10, 2))), options);
    backend
        .draw(std::iter::once((0, 0, &Cell::new("x"))))
        .expect("nothing is sent yet");
    assert_eq!(
        backend.flush().expect_err("nobody reads").kind(),
        io::ErrorKind::BrokenPipe
    );
    assert!(backend.frame.is_empty());
    assert!(backend.known.pen.is_none() && backend.known.place.is_none());
}
