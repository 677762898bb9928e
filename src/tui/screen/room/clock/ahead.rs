//! What is due over the next hours and days as a picture: how much, when, and what is late already.

use crate::domain::debt::Kind;
use crate::domain::due::{Due, DueState};
use crate::domain::speech::{say, word};
use crate::tui::canvas::{Canvas, Lines};
use crate::tui::drawing::labels::{Wanted, placed};
use crate::tui::drawing::spark;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::words::fit;
use crate::tui::words::when::{self, Count};
use jiff::Timestamp;
use ratatui::layout::Rect;

/// Lines it takes.
pub const LINES: u16 = 3;
/// Cells for what is late or what the line is, left of it.
const EDGE: u16 = 9;
const MARGIN: u16 = 2;

/// What is near has more room than what is far: minutes from now, and what they are called.
const TICKS: [(i64, &str); 9] = [
    (0, "now"),
    (10, "10m"),
    (30, "30m"),
    (60, "1h"),
    (3 * 60, "3h"),
    (12 * 60, "12h"),
    (24 * 60, "1d"),
    (3 * 24 * 60, "3d"),
    (7 * 24 * 60, "7d"),
];

/// The line: how many are late, and in each cell how many are due and whether one of them is soon.
#[derive(Debug, PartialEq)]
pub struct Ahead {
    late: usize,
    cells: Vec<(usize, bool)>,
    /// Where the ticks stand.
    ticks: Vec<(usize, &'static str)>,
}

impl Ahead {
    /// Of dues with so many minutes left, in so many cells. What is late has none left.
    fn of(dues: &[(Option<i64>, bool)], cells: usize) -> Ahead {
        let furthest = dues.iter().filter_map(|(left, _)| *left).max().unwrap_or(0);
        let last = TICKS.iter().position(|(minutes, _)| *minutes > furthest);
        let last = last.unwrap_or(TICKS.len() - 1).max(2);
        let mut ahead = Ahead {
            late: 0,
            cells: vec![(0, false); cells],
            ticks: (0..last)
                .map(|tick| (tick * cells / last, TICKS[tick].1))
                .collect(),
        };
        for (left, soon) in dues {
            let Some(left) = left else {
                ahead.late += 1;
                continue;
            };
            if let Some((count, any_soon)) = ahead.cells.get_mut(column(*left, last, cells)) {
                *count += 1;
                *any_soon |= soon;
            }
        }
        ahead
    }
}

/// Where so many minutes from now stand on a line that ends at a tick; what is further away stands at its end.
fn column(left: i64, last: usize, cells: usize) -> usize {
    let tick = TICKS[..last].iter().rposition(|(minutes, _)| *minutes <= left);
    let tick = tick.unwrap_or(0);
    let (from, until) = (TICKS[tick].0, TICKS[tick + 1].0);
    let part = (left - from).clamp(0, until - from) as usize;
    let length = (until - from) as usize;
    ((tick * length + part) * cells / (last * length)).min(cells.saturating_sub(1))
}

/// Whole minutes are left from the minute it is now, so that the picture moves once a minute.
fn left(due: &Due, now: Timestamp) -> Option<i64> {
    let minute = |at: Timestamp| at.as_second().div_euclid(60);
    (due.at > now).then(|| minute(due.at) - minute(now))
}

pub fn draw(canvas: &mut Canvas, area: Rect, stage: &Stage) {
    let now = stage.now;
    let dues: Vec<_> = stage
        .board
        .dues
        .iter()
        .map(|due| (left(due, now), due.state(now) == DueState::Soon))
        .collect();
    let cells = area.width.saturating_sub(EDGE + 2);
    let ahead = Ahead::of(&dues, cells as usize);
    let (late, role) = match ahead.late {
        0 => (word!("dues").to_owned(), Role::Quiet),
        count => (say!("{count} LATE", count = count.min(999)), Role::Overdue),
    };
    let edge = match canvas.lines {
        Lines::Drawn => "│",
        Lines::Ascii => "|",
    };
    let late = fit::right(&late, EDGE as usize - 1);
    canvas.spans(area.x, area.y, EDGE, &[(&late, role), (edge, Role::Plain)]);
    let x = area.x + EDGE;
    let highest = ahead
        .cells
        .iter()
        .map(|(count, _)| *count)
        .max()
        .unwrap_or(0)
        .max(3);
    for (at, (count, soon)) in ahead.cells.iter().enumerate() {
        let tick = ahead.ticks.iter().any(|(tick, _)| *tick == at && at > 0);
        let (glyph, role) = match (count, soon) {
            (0, _) if tick => (edge.to_owned(), Role::Rule),
            (0, _) => continue,
            (count, true) => (
                spark::column(canvas.lines, *count, highest).to_string(),
                Role::Soon,
            ),
            (count, false) => (
                spark::column(canvas.lines, *count, highest).to_string(),
                Role::Plain,
            ),
        };
        canvas.text(x + at as u16, area.y, 1, &glyph, role);
    }
    let wanted: Vec<Wanted> = ahead
        .ticks
        .iter()
        .map(|(column, words)| Wanted {
            column: *column,
            widths: [fit::width(words); 2],
            row: 0,
            before: false,
        })
        .collect();
    for ((_, words), place) in ahead.ticks.iter().zip(placed(&wanted, 1, cells as usize)) {
        if let Some(place) = place {
            canvas.text(x + place.x as u16, area.y + 1, 8, words, Role::Quiet);
        }
    }
    let width = area.width.saturating_sub(MARGIN);
    canvas.text(area.x + MARGIN, area.y + 2, width, &owed(stage), Role::Plain);
}

/// The promises and the reports in words: what customers were told to expect.
fn owed(stage: &Stage) -> String {
    let dues = &stage.board.dues;
    let promised = || dues.iter().filter(|due| matches!(due.kind, Kind::Promise(_)));
    let until = |due: &Due| when::until(due.at, stage.now, Count::Minutes);
    let promises = match (promised().count(), promised().next()) {
        (_, None) => word!("no promise open").to_owned(),
        (1, Some(only)) => say!("1 promise, {until}", until = until(only)),
        (count, Some(first)) => say!("{count} promises, next {until}", count, until = until(first)),
    };
    let report = dues.iter().find(|due| matches!(due.kind, Kind::Report(_)));
    match report {
        Some(report) => say!("{promises}; report {until}", promises, until = until(report)),
        None => promises,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(dues: &[(Option<i64>, bool)], cells: usize) -> String {
        let ahead = Ahead::of(dues, cells);
        ahead.cells.iter().map(|(count, _)| count.to_string()).collect()
    }

    #[test]
    fn what_is_near_has_more_room_than_what_is_far() {
        let dues: Vec<_> = [0, 5, 10, 20, 29].map(|left| (Some(left), false)).into();
        // Two stretches of ten cells: the next ten minutes, and the twenty after.
        assert_eq!(shown(&dues, 20), "10000100001000010001");
        let ahead = Ahead::of(&[(Some(24 * 60), false)], 70);
        let ticks: Vec<_> = ahead
            .ticks
            .iter()
            .map(|(column, words)| (*column, *words))
            .collect();
        assert_eq!(
            ticks,
            [
                (0, "now"),
                (10, "10m"),
                (20, "30m"),
                (30, "1h"),
                (40, "3h"),
                (50, "12h"),
                (60, "1d")
            ]
        );
    }

    #[test]
    fn what_is_late_is_counted_at_the_edge_and_the_rest_adds_up() {
        let mut dues = vec![(None, false), (None, true)];
        dues.extend((0..5_000).map(|minute| (Some(minute), minute < 3)));
        for cells in [0, 1, 7, 37, 200] {
            let ahead = Ahead::of(&dues, cells);
            assert_eq!(ahead.late, 2);
            let counted: usize = ahead.cells.iter().map(|(count, _)| count).sum();
            assert_eq!(counted, if cells == 0 { 0 } else { 5_000 }, "{cells} cells");
        }
    }

    #[test]
    fn nothing_due_and_what_is_due_in_years_stay_on_the_line() {
        assert_eq!(shown(&[], 4), "0000");
        assert_eq!(shown(&[(Some(i64::MAX / 120), false)], 4), "0001");
        assert_eq!(Ahead::of(&[], 4).ticks, [(0, "now"), (2, "10m")]);
    }
}
