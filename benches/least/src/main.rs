//! The least program that ratatui makes with the backend it comes with: a clock that counts seconds, a list, and a
//! selection that moves. No tricks.

use ratatui::Frame;
use ratatui::crossterm::event::{self, Event, KeyCode};
use ratatui::layout::{Constraint, Layout};
use ratatui::style::{Style, Stylize};
use ratatui::text::Line;
use ratatui::widgets::{Block, List, ListState};
use std::io;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Until `q` is pressed.
fn main() -> io::Result<()> {
    let mut terminal = ratatui::init();
    let rows: Vec<String> = (0..60).map(row).collect();
    let mut selected = ListState::default().with_selected(Some(0));
    loop {
        terminal.draw(|frame| draw(frame, &rows, &mut selected))?;
        let into = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let until_next = Duration::from_secs(1) - Duration::from_nanos(into.subsec_nanos().into());
        if !event::poll(until_next)? {
            continue;
        }
        if let Event::Key(key) = event::read()? {
            match key.code {
                KeyCode::Char('q') => break,
                KeyCode::Char('j') => selected.select_next(),
                KeyCode::Char('k') => selected.select_previous(),
                _ => {}
            }
        }
    }
    ratatui::restore();
    Ok(())
}

fn row(number: usize) -> String {
    let title = ["checkout latency", "login errors", "webhook backlog", "db failover"][number % 4];
    let (incident, severity, by) = (1_000 + number, number % 4 + 1, number % 17);
    format!("INC-{incident}  SEV{severity}  open  {title:<40} claimed by user{by:02}")
}

fn draw(frame: &mut Frame, rows: &[String], selected: &mut ListState) {
    let [head, body] = Layout::vertical([Constraint::Length(1), Constraint::Min(0)]).areas(frame.area());
    let seconds = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs();
    let (hours, minutes, seconds) = (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
    let clock = format!(" {hours:02}:{minutes:02}:{seconds:02} the least program");
    frame.render_widget(Line::from(clock).bold(), head);
    let list = List::new(rows.iter().map(String::as_str))
        .block(Block::bordered().title("incidents"))
        .highlight_style(Style::new().reversed());
    frame.render_stateful_widget(list, body, selected);
}
