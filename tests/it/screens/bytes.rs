//! What the room costs on the wire: counts, so that they hold on any machine.

use super::stage::Screen;
use super::world::{World, at};
use crate::pictures::room_of_the_demo;
use ratatui::Terminal;
use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;
use warroom::tui::backend::{BackendOptions, ScreenBackend};
use warroom::tui::canvas::Lines;
use warroom::tui::depth::Depth;
use warroom::tui::effect::Effect;
use warroom::tui::msg::Msg;
use warroom::tui::theme::Theme;
use warroom::tui::view::view;

/// Keeps every write apart.
#[derive(Clone, Default)]
struct Writes(Rc<RefCell<Vec<Vec<u8>>>>);

impl Write for Writes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().push(bytes.to_vec());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

pub struct Wire {
    pub screen: Screen,
    writes: Writes,
    terminal: Terminal<ScreenBackend<Writes>>,
}

impl Wire {
    fn new(world: &World, width: u16, height: u16) -> Self {
        Wire::of(Screen::of("pat", world, at(13, 12), width, height))
    }

    /// A terminal for this screen.
    pub fn of(screen: Screen) -> Self {
        let (width, height) = (screen.model.stage.width, screen.model.stage.height);
        let writes = Writes::default();
        let options = BackendOptions {
            depth: Depth::Sixteen,
            synchronized: true,
        };
        let backend = ScreenBackend::new(writes.clone(), Box::new(move || Ok((width, height))), options);
        Wire {
            screen,
            writes,
            terminal: Terminal::new(backend).unwrap(),
        }
    }

    /// Draws, and says how many bytes went out in how many writes.
    pub fn draw(&mut self) -> (usize, usize) {
        let (bytes, writes, _) = self.draw_and_read();
        (bytes, writes)
    }

    /// The same, and the first row of what it shows.
    pub fn draw_and_read(&mut self) -> (usize, usize, String) {
        self.writes.0.borrow_mut().clear();
        let model = &self.screen.model;
        let shown = self
            .terminal
            .draw(|frame| view(model, Theme::terminal(), Lines::Drawn, frame))
            .unwrap();
        let cells = (0..shown.area.width).map(|x| shown.buffer[(x, 0)].symbol());
        let first = cells.collect::<String>().trim_end().to_owned();
        let writes = self.writes.0.borrow();
        (writes.iter().map(Vec::len).sum(), writes.len(), first)
    }
}

#[test]
fn a_frame_is_one_write_and_no_change_is_none() {
    let world = World::new().drawn();
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let mut wire = Wire::new(&world, width, height);
        let (bytes, writes) = wire.draw();
        let cells = usize::from(width) * usize::from(height);
        assert_eq!(writes, 1);
        assert!(bytes <= 2 * cells, "{bytes} bytes for {cells} cells");
        assert_eq!(wire.draw(), (0, 0), "nothing changed at {width}x{height}");
    }
}

#[test]
fn a_second_that_passes_is_a_few_bytes() {
    let world = World::new().drawn();
    let mut wire = Wire::new(&world, 80, 24);
    wire.draw();
    let mut costs = Vec::new();
    for second in 13..59 {
        wire.screen.hear(Msg::Clock(at(13, second)));
        let (bytes, writes) = wire.draw();
        assert!(writes <= 1);
        costs.push(bytes);
    }
    costs.sort_unstable();
    let (median, most) = (costs[costs.len() / 2], costs[costs.len() - 1]);
    assert!(
        median <= 12 && most <= 60,
        "median {median}, most {most}: {costs:?}"
    );
}

#[test]
fn moving_the_cursor_is_a_marker_and_not_a_repainted_screen() {
    for size in [(80, 24), (120, 40)] {
        for minutes in [1, 4, 12, 20, 33, 45] {
            let (screen, _) = room_of_the_demo(minutes, size);
            let mut wire = Wire::of(screen);
            wire.draw();
            // From the line that says what is next through all rows in view, and back.
            let rows = usize::from(size.1) / 2 - 3;
            for key in std::iter::repeat_n("<down>", rows).chain(std::iter::repeat_n("<up>", rows)) {
                wire.screen.play(key);
                let (bytes, writes) = wire.draw();
                assert_eq!(writes, 1);
                let sent = wire.writes.0.borrow().concat();
                let sent = String::from_utf8_lossy(&sent);
                assert!(
                    bytes <= 100,
                    "{bytes} bytes for {key} after {minutes} minutes at {size:?}: {sent:?}"
                );
            }
        }
    }
}

#[test]
fn a_letter_typed_on_a_call_sheet_is_one_small_frame_and_is_kept() {
    let mut world = World::new().drawn();
    let mut wire = Wire::new(&world, 80, 24);
    // There is a file for what is typed, with nothing in it.
    wire.screen.model.stage.restore(Vec::new());
    wire.screen.play("<enter>");
    wire.screen.deliver("pat", &mut world, at(13, 13));
    wire.screen.play("<enter>");
    wire.screen.deliver("pat", &mut world, at(13, 14));
    wire.draw();
    // The first letter takes the words away that stand in an empty line.
    wire.screen.play("t");
    wire.draw();
    for letter in "hey ask for #news every hour".chars() {
        wire.screen.effects.clear();
        wire.screen.play(&letter.to_string());
        let kept = &wire.screen.effects[..];
        // A blank at the end says nothing yet.
        assert!(
            matches!(kept, [Effect::KeepDrafts(_)]) || (letter == ' ' && kept.is_empty()),
            "{letter:?}: {kept:?}"
        );
        let (bytes, writes) = wire.draw();
        assert_eq!(writes, 1, "{letter:?}");
        assert!(bytes <= 40, "{bytes} bytes for {letter:?}");
    }
    assert!(wire.screen.text().contains("they ask for #news every hour"));
}
