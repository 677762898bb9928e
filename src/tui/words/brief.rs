//! The brief as lines of a page: a column of titles, the text beside it, each time in the reader's zone.

use super::fit;
use super::when::clock;
use crate::domain::brief::{ASKED, Brief, Line};
use crate::domain::call_brief::Known;
use crate::domain::speech::say;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The column of the titles.
const TITLES: usize = 11;
/// How many rows one of the lines for executives may take.
const ROWS: usize = 2;

/// The five lines for executives alone.
pub fn executives(brief: &Brief, zone: &TimeZone, width: usize) -> Vec<String> {
    let five = 0..ASKED.len();
    five.flat_map(|at| executive(brief, at, zone, width, ROWS))
        .collect()
}

/// The line for executives at this place, in so many rows at most.
pub fn executive(brief: &Brief, at: usize, zone: &TimeZone, width: usize, rows: usize) -> Vec<String> {
    beside(ASKED[at], &said(&brief.executives[at], brief, zone), width, rows)
}

/// All of it: at most 60 lines of `width` cells, which 40 or more make readable.
pub fn page(brief: &Brief, zone: &TimeZone, width: usize) -> Vec<String> {
    let now = clock(brief.now, brief.now, zone);
    let zone_name = brief.now.to_zoned(zone.clone()).strftime("%Z").to_string();
    let heading = say!(
        "{incident} {title}, brief of {now} {zone_name}",
        incident = brief.incident,
        title = brief.title,
        now,
        zone_name
    );
    let mut lines = vec![fit::cut(&heading, width), String::new()];
    lines.extend(executives(brief, zone, width));
    lines.push(String::new());
    for part in &brief.parts {
        let titles = std::iter::once(part.title).chain(std::iter::repeat(""));
        for (title, line) in titles.zip(&part.lines) {
            lines.extend(beside(title, &said(line, brief, zone), width, part.rows));
        }
    }
    lines
}

/// A line with the time it ends with.
fn said(line: &Line, brief: &Brief, zone: &TimeZone) -> String {
    match line.at {
        None => line.text.to_string(),
        Some(at) => {
            let text = line.text.trim_end_matches('.');
            format!("{text}, {} {}", line.word, clock(at, brief.now, zone))
        }
    }
}

/// The brief of one call: the same columns, each line as long as it needs to be.
pub fn call(known: &[Known], now: Timestamp, zone: &TimeZone, width: usize) -> Vec<String> {
    let lines = known.iter().flat_map(|known| {
        let at = known
            .at
            .map(|(word, at)| format!(", {word} {}", clock(at, now, zone)));
        let text = format!("{}{}", known.text, at.unwrap_or_default());
        beside(known.title, &text, width, ROWS)
    });
    lines.collect()
}

/// A title and a text beside it, in so many rows at most; the end of what does not fit is cut, but never its time.
fn beside(title: &str, text: &str, width: usize, rows: usize) -> Vec<String> {
    let room = width.saturating_sub(TITLES).max(1);
    let mut wrapped = fit::wrap(text, room);
    if wrapped.len() > rows {
        let rest = wrapped.split_off(rows - 1).join(" ");
        wrapped.push(shortened(&rest, room));
    }
    let titles = std::iter::once(title).chain(std::iter::repeat(""));
    let lines = titles.zip(wrapped);
    lines
        .map(|(title, text)| {
            format!("{}{text}", fit::left(title, TITLES))
                .trim_end()
                .to_owned()
        })
        .collect()
}

/// Cut in the middle: what a line is about comes first, and its time last.
fn shortened(text: &str, room: usize) -> String {
    let (start, end) = text.rsplit_once(", ").unwrap_or((text, ""));
    let end = if end.is_empty() {
        String::new()
    } else {
        format!(", {end}")
    };
    match room.checked_sub(fit::width(&end)) {
        Some(left) if left > 8 => fit::cut(start, left) + &end,
        Some(_) | None => fit::cut(text, room),
    }
}
