//! Two days later: a time of the day it began never stands without its date.

use super::pseudo::ways;
use super::stage::Screen;
use super::wall::wall;
use super::world::{World, at};
use jiff::Timestamp;

/// Two days after T0, in the morning: no time from 13:49 to 14:30 is of this day.
fn days_later() -> Timestamp {
    "2026-03-05T09:30:00Z".parse().unwrap()
}

/// The times that people wrote into texts of [`World::drawn`].
const WRITTEN: &str = "since 13:49 UTC, next news by 14:15 UTC";

/// How a day is written before its time.
const DAYS: [&str; 4] = ["Mar 3", "Mar 4", "3 March", "2026-03-03"];

/// What a form gives as an example of a time.
const EXAMPLE: &str = "14:05";

/// The times of the first hour on a screen that do not follow a date.
fn undated(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in text.lines() {
        for (start, _) in line.match_indices(':') {
            let (before, after) = (&line[..start], &line[start + 1..]);
            let hour = before.len().checked_sub(2).and_then(|from| before.get(from..));
            let minute = after.get(..2).and_then(|minute| minute.parse::<u32>().ok());
            let (Some(hour @ ("13" | "14")), Some(minute)) = (hour, minute) else {
                continue;
            };
            let day = before[..before.len() - 2].trim_end();
            let first_hour = (hour == "13" && minute >= 49) || (hour == "14" && minute < 30);
            let time = format!("{hour}:{minute:02}");
            let word = day.rsplit(' ').next().unwrap_or_default();
            // What somebody wrote stands as they wrote it, at the start of a line too.
            let quoted = match word.is_empty() || !word.is_ascii() {
                true => WRITTEN.contains(&time),
                false => WRITTEN.contains(&format!("{word} {time}")),
            };
            let dated = DAYS.iter().any(|written| day.ends_with(written));
            if first_hour && !quoted && !dated && time != EXAMPLE {
                found.push(line.trim().to_owned());
            }
        }
    }
    found
}

#[test]
fn a_time_of_another_day_has_its_date_wherever_it_stands() {
    let world = World::new().drawn();
    let mut found = Vec::new();
    for way in ways() {
        let mut screen = Screen::of("pat", &world, days_later(), 120, 40);
        screen.play(&way);
        found.extend(
            undated(&screen.text())
                .into_iter()
                .map(|line| format!("after {way:?}: {line}")),
        );
    }
    found.extend(undated(&wall(&world, days_later(), 120, 40).text()));
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_time_without_its_date_would_be_seen() {
    let today = Screen::of("pat", &World::new().drawn(), at(13, 12), 120, 40).text();
    assert!(!undated(&today).is_empty(), "{today}");
    assert!(undated("Mar 3 13:49, by Mar 3 14:10 (09:30)").is_empty());
}
