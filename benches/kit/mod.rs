//! What the benches share: a busy incident of any size, a terminal that only counts, and figures to print.

#![allow(dead_code)]

use super::stage::Screen;
use super::world::{World, at};
use ratatui::Terminal;
use serde_json::json;
use std::fmt::Display;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use warroom::domain::accounts::Account;
use warroom::tui::backend::{BackendOptions, ScreenBackend};
use warroom::tui::canvas::Lines;
use warroom::tui::depth::Depth;
use warroom::tui::model::Model;
use warroom::tui::theme::Theme;
use warroom::tui::view::view;

/// An incident that affects so many accounts, with about so many events: calls on four accounts of five, and notes.
pub fn busy(accounts: usize, events: usize) -> World {
    let mut world = World::with((0..accounts).map(account).collect());
    let declare = json!({ "kind": "declare_incident", "title": "Video calls drop, EU", "severity": "sev1",
        "components": ["video-eu"], "playbook": "full-outage", "alerted_at": at(0, 0) });
    world.ask("monitor", at(0, 20), declare).unwrap();
    let calls = accounts * 4 / 5;
    for number in world.log.len()..events {
        let moment = at(1, 0) + Duration::from_millis(number as u64 * 10);
        let command = match number {
            number if number < calls => json!({ "kind": "record_attempt", "account": id(number),
                "disposition": "voicemail_left", "note": "we try again" }),
            _ => json!({ "kind": "write_note", "text": format!("line {number}"), "stance": "fact" }),
        };
        world.ask("pat", moment, command).unwrap();
    }
    world
}

fn id(number: usize) -> String {
    format!("account-{number:04}")
}

pub fn account(number: usize) -> Account {
    let tier = ["strategic", "key", "named"][number % 3];
    serde_json::from_value(json!({
        "id": id(number), "name": format!("Account {number:04}"), "tier": tier, "arr": 10_000 + number, "currency": "EUR",
        "timezone": "Europe/Berlin", "region": "eu", "products": ["video"], "owner": "omar",
    }))
    .unwrap()
}

/// A terminal that keeps what it was sent.
#[derive(Clone, Default)]
struct Sent(Arc<Mutex<Vec<u8>>>);

impl Write for Sent {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

pub struct Wire {
    terminal: Terminal<ScreenBackend<Sent>>,
    sent: Sent,
}

impl Wire {
    pub fn new(width: u16, height: u16) -> Self {
        let sent = Sent::default();
        let options = BackendOptions {
            depth: Depth::Sixteen,
            synchronized: true,
        };
        let backend = ScreenBackend::new(sent.clone(), Box::new(move || Ok((width, height))), options);
        Wire {
            terminal: Terminal::new(backend).unwrap(),
            sent,
        }
    }

    /// Draws a frame and gives its bytes.
    pub fn draw(&mut self, model: &Model) -> Vec<u8> {
        self.terminal
            .draw(|frame| view(model, Theme::terminal(), Lines::Drawn, frame))
            .unwrap();
        std::mem::take(&mut *self.sent.0.lock().unwrap())
    }
}

/// A screen that shows this world.
pub fn screen(world: &World) -> Screen {
    Screen::of("pat", world, at(20, 0), 120, 40)
}

/// Of many durations: the one that `part` of them do not exceed.
pub fn percentile(times: &mut [Duration], part: f64) -> Duration {
    times.sort_unstable();
    let last = times.len() - 1;
    times[(last as f64 * part).round() as usize]
}

pub fn ratio(a: Duration, b: Duration) -> f64 {
    a.as_secs_f64() / b.as_secs_f64()
}

/// One line of the report.
pub fn say(what: &str, figure: impl Display) {
    // Whoever reads has gone away: nobody is left to tell.
    let _ = writeln!(io::stdout(), "{what:58} {figure}");
}

pub fn ms(time: Duration) -> String {
    format!("{:.3} ms", time.as_secs_f64() * 1_000.0)
}
