//! Moving the cursor through 5,000 affected accounts and 10,000 events, against 50 accounts: it should cost the same.

#![allow(clippy::unwrap_used)]

mod kit;
#[path = "../tests/it/screens/stage.rs"]
#[allow(dead_code)]
mod stage;
#[path = "../tests/it/screens/world.rs"]
#[allow(dead_code)]
mod world;

use kit::{Wire, busy, ms, percentile, ratio, say, screen};
use stage::Screen;
use std::time::{Duration, Instant};

/// Keys pressed in a pane of each, in turns, so that what else the machine does falls on both.
const KEYS: usize = 400;

struct Side {
    screen: Screen,
    wire: Wire,
    times: Vec<Duration>,
    bytes: usize,
}

impl Side {
    fn new(accounts: usize, events: usize) -> Side {
        let screen = screen(&busy(accounts, events));
        Side {
            screen,
            wire: Wire::new(120, 40),
            times: Vec::new(),
            bytes: 0,
        }
    }

    fn enter(&mut self, pane: &str) {
        self.screen.play(pane);
        self.wire.draw(&self.screen.model);
        self.times.clear();
        self.bytes = 0;
    }

    /// From the key to the bytes of its frame.
    fn press(&mut self, key: &str) {
        let start = Instant::now();
        self.screen.play(key);
        self.bytes += self.wire.draw(&self.screen.model).len();
        self.times.push(start.elapsed());
    }
}

fn main() {
    let (mut small, mut large) = (Side::new(50, 100), Side::new(5_000, 10_000));
    say(
        "moving the cursor, 120x40",
        "5,000 accounts and 10,000 events against 50 and 100",
    );
    for (pane, name) in [
        ("1", "accounts"),
        ("2", "clock"),
        ("3", "checklist"),
        ("4", "timeline"),
    ] {
        small.enter(pane);
        large.enter(pane);
        for at in 0..KEYS {
            // Down and up again, so that both move and scroll however short the list is.
            let key = if at / 10 % 2 == 0 { "<down>" } else { "<up>" };
            small.press(key);
            large.press(key);
        }
        let (few, many) = (
            percentile(&mut small.times, 0.5),
            percentile(&mut large.times, 0.5),
        );
        let bytes = large.bytes as f64 / small.bytes.max(1) as f64;
        say(
            name,
            format!(
                "time x{:.2} ({} against {}), bytes x{bytes:.2} ({} a key)",
                ratio(many, few),
                ms(many),
                ms(few),
                large.bytes / KEYS
            ),
        );
    }
}
