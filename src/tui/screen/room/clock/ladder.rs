//! The escalation clock as a picture of time: who is to be informed by when, who was, and where now is.

use crate::domain::escalation::{Level, LevelState};
use crate::domain::incident::Incident;
use crate::domain::speech::{say, word};
use crate::tui::canvas::{Canvas, Lines};
use crate::tui::drawing::labels::{Place, Wanted, placed};
use crate::tui::theme::Role;
use crate::tui::words::fit;
use crate::tui::words::when::after_start;
use jiff::Timestamp;
use ratatui::layout::Rect;

/// Lines it takes where there is room for words beside the marks.
pub const TALL: u16 = 3;
/// At most so many cells for the title of a level.
const TITLE: usize = 14;
/// Cells left free at both sides.
const MARGIN: u16 = 2;

/// The line from T0 on, in seconds, and the levels on it where they are due.
#[derive(Debug, PartialEq)]
pub struct Ladder {
    now: i64,
    until: i64,
    marks: Vec<Mark>,
}

#[derive(Debug, PartialEq)]
struct Mark {
    due: i64,
    state: LevelState,
    title: String,
    /// The minute they were told.
    told: Option<i64>,
}

/// What stands in one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Gone,
    ToCome,
    Now,
    Level(LevelState),
}

impl Ladder {
    /// The picture, while somebody is still to be informed.
    pub fn of(incident: &Incident, now: Timestamp) -> Option<Ladder> {
        let asked = incident.levels.iter().filter(|level| level.asked);
        let marks: Vec<Mark> = asked.map(|level| Mark::of(incident, level, now)).collect();
        if marks.iter().all(|mark| mark.state.settled()) {
            return None;
        }
        let now = incident.minutes(now).saturating_mul(60);
        let last = marks.iter().map(|mark| mark.due).filter(|due| *due < FAR).max();
        Some(Ladder {
            now,
            until: end(last.unwrap_or(0), now),
            marks,
        })
    }

    fn column(&self, at: i64, cells: usize) -> usize {
        let last = cells.saturating_sub(1);
        let part = i128::from(at.clamp(0, self.until)) * last as i128 / i128::from(self.until.max(1));
        usize::try_from(part).unwrap_or(last).min(last)
    }

    fn cells(&self, cells: usize) -> Vec<Sign> {
        let now = self.column(self.now, cells);
        let mut signs: Vec<Sign> = (0..cells)
            .map(|x| match x.cmp(&now) {
                std::cmp::Ordering::Less => Sign::Gone,
                std::cmp::Ordering::Equal => Sign::Now,
                std::cmp::Ordering::Greater => Sign::ToCome,
            })
            .collect();
        let mut marks: Vec<&Mark> = self.marks.iter().collect();
        // Of several in one cell the one that is worst stays.
        marks.sort_by_key(|mark| std::cmp::Reverse(weight(mark.state)));
        for mark in marks {
            let x = self.column(mark.due, cells);
            // Who is told already gives way to now for the minute.
            if let Some(sign) = signs.get_mut(x)
                && !(x == now && mark.state.settled())
            {
                *sign = Sign::Level(mark.state);
            }
        }
        signs
    }

    /// In one line, with the end of it named.
    pub fn draw_thin(&self, canvas: &mut Canvas, line: Rect) {
        let last = self.marks.iter().max_by_key(|mark| mark.due);
        let words = match last {
            Some(last) if self.now <= last.due => {
                say!(
                    "{title} {after_start} min",
                    title = fit::cut(&last.title, TITLE),
                    after_start = after_start(last.due / 60)
                )
            }
            Some(_) | None => say!("now {after_start} min", after_start = after_start(self.now / 60)),
        };
        let width = fit::width(&words) as u16;
        let cells = line.width.saturating_sub(MARGIN + 1 + width + 1);
        self.draw_marks(canvas, line.x + MARGIN, line.y, cells);
        canvas.text(line.x + MARGIN + cells + 1, line.y, width, &words, Role::Plain);
    }

    /// In three lines: words above and below the marks.
    pub fn draw_tall(&self, canvas: &mut Canvas, area: Rect) {
        let cells = area.width.saturating_sub(2 * MARGIN);
        let x = area.x + MARGIN;
        self.draw_marks(canvas, x, area.y + 1, cells);
        let now = say!("now {after_start} min", after_start = after_start(self.now / 60));
        let mut said = vec![(self.now, now.clone(), now, Role::Strong)];
        let next = self.marks.iter().position(|mark| !mark.state.settled());
        let mut marks: Vec<(usize, &Mark)> = self.marks.iter().enumerate().collect();
        let last = marks.len() - 1;
        marks.sort_by_key(|(at, mark)| {
            let class = match mark.state {
                LevelState::Late => 0,
                _ if Some(*at) == next => 1,
                _ if *at == last => 2,
                LevelState::Waiting | LevelState::Due | LevelState::Trying => 3,
                LevelState::Informed => 4,
                LevelState::Skipped | LevelState::NotAsked => 5,
            };
            (class, *at)
        });
        said.extend(marks.into_iter().map(|(_, mark)| {
            let (words, short, role) = mark.words();
            (mark.due, words, short, role)
        }));
        // Now stands below the line and before its mark where it can, the levels above and behind theirs.
        let wanted = |all_short: bool| -> Vec<Wanted> {
            let wanted = said.iter().enumerate();
            let wanted = wanted.map(|(at, (seconds, words, short, _))| Wanted {
                column: self.column(*seconds, cells as usize),
                widths: [
                    fit::width(if all_short { short } else { words }),
                    fit::width(short),
                ],
                row: usize::from(at == 0),
                before: at == 0,
            });
            wanted.collect()
        };
        let said_of = |places: &[Option<Place>]| places.iter().flatten().count();
        let (long, short) = (
            placed(&wanted(false), 2, cells as usize),
            placed(&wanted(true), 2, cells as usize),
        );
        // More of them in short say more than some of them in full.
        let all_short = said_of(&short) > said_of(&long);
        let places = if all_short { short } else { long };
        for ((_, words, short, role), place) in said.iter().zip(places) {
            if let Some(place) = place {
                let words = if place.short || all_short { short } else { words };
                let y = area.y + 2 * place.row as u16;
                canvas.text(x + place.x as u16, y, fit::width(words) as u16, words, *role);
            }
        }
    }

    fn draw_marks(&self, canvas: &mut Canvas, x: u16, y: u16, cells: u16) {
        for (at, sign) in self.cells(cells as usize).into_iter().enumerate() {
            let (glyph, role) = look(sign, canvas.lines);
            canvas.text(x + at as u16, y, 1, glyph, role);
        }
    }
}

/// A level so far off would press all others into a corner.
const FAR: i64 = 7 * 24 * 3_600;

/// Where the line ends: at the last level; once that is over at the next round number, so that it seldom moves.
fn end(last: i64, now: i64) -> i64 {
    if now <= last {
        return last.max(60);
    }
    let minutes = now / 60 + 1;
    let round = match minutes {
        ..60 => 10,
        60..240 => 30,
        _ => 120,
    };
    (minutes / round + i64::from(minutes % round > 0)) * round * 60
}

fn weight(state: LevelState) -> u8 {
    match state {
        LevelState::Late => 0,
        LevelState::Due => 1,
        LevelState::Trying => 2,
        LevelState::Waiting => 3,
        LevelState::Informed => 4,
        LevelState::Skipped => 5,
        LevelState::NotAsked => 6,
    }
}

fn look(sign: Sign, lines: Lines) -> (&'static str, Role) {
    let (drawn, ascii, role) = match sign {
        Sign::Gone => ("━", "=", Role::Plain),
        Sign::ToCome => ("─", "-", Role::Rule),
        Sign::Now => ("┃", "|", Role::Strong),
        Sign::Level(LevelState::Informed) => ("●", "#", Role::Done),
        Sign::Level(LevelState::Late) => ("!", "!", Role::Overdue),
        Sign::Level(LevelState::Due | LevelState::Trying) => ("○", "o", Role::Soon),
        Sign::Level(LevelState::Waiting) => ("○", "o", Role::Plain),
        Sign::Level(LevelState::Skipped | LevelState::NotAsked) => ("·", ".", Role::Plain),
    };
    match lines {
        Lines::Drawn => (drawn, role),
        Lines::Ascii => (ascii, role),
    }
}

impl Mark {
    fn of(incident: &Incident, level: &Level, now: Timestamp) -> Mark {
        Mark {
            due: level.due.duration_since(incident.t0).as_secs().max(0),
            state: level.state(now),
            title: level.title.to_string(),
            told: level.informed().map(|informed| incident.minutes(informed.at)),
        }
    }

    /// What is said of it, the same in short where that still says something, and how.
    fn words(&self) -> (String, String, Role) {
        let title = fit::cut(&self.title, TITLE);
        let due = after_start(self.due / 60);
        let by = |word: &str, role| (format!("{title} {word} {due}"), format!("{title} {due}"), role);
        match (self.state, self.told) {
            (LevelState::Informed, told) => {
                let told = told.map_or_else(
                    || word!("told").to_owned(),
                    |told| say!("told {after_start}", after_start = after_start(told)),
                );
                (format!("{title} {told}"), told, Role::Plain)
            }
            (LevelState::Late, _) => by(word!("LATE, by"), Role::Overdue),
            (LevelState::Due, _) => by(word!("by"), Role::Soon),
            (LevelState::Trying, _) => by(word!("tried, by"), Role::Soon),
            (LevelState::Waiting, _) => by(word!("by"), Role::Plain),
            (LevelState::Skipped | LevelState::NotAsked, _) => {
                let skipped = say!("{title} skipped", title);
                (skipped.clone(), skipped, Role::Plain)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(due: i64, state: LevelState) -> Mark {
        Mark {
            due: due * 60,
            state,
            title: "CEO".to_owned(),
            told: None,
        }
    }

    fn line(now: i64, marks: Vec<Mark>, cells: usize, lines: Lines) -> String {
        let last = marks.iter().map(|mark| mark.due).max().unwrap_or(0);
        let ladder = Ladder {
            now: now * 60,
            until: end(last, now * 60),
            marks,
        };
        let signs = ladder.cells(cells);
        signs.into_iter().map(|sign| look(sign, lines).0).collect()
    }

    #[test]
    fn levels_stand_where_they_are_due_and_now_moves_past_them() {
        let levels = || {
            vec![
                mark(4, LevelState::Informed),
                mark(10, LevelState::Late),
                mark(20, LevelState::Waiting),
            ]
        };
        assert_eq!(line(12, levels(), 21, Lines::Drawn), "━━━━●━━━━━!━┃───────○");
        assert_eq!(line(12, levels(), 21, Lines::Ascii), "====#=====!=|-------o");
        assert_eq!(line(0, levels(), 21, Lines::Ascii), "|---#-----!---------o");
        assert_eq!(
            line(-5, levels(), 21, Lines::Ascii),
            "|---#-----!---------o",
            "T0 is still to come"
        );
        assert_eq!(
            line(20, levels(), 21, Lines::Ascii),
            "====#=====!=========o",
            "now is the level"
        );
        assert_eq!(
            line(25, levels(), 31, Lines::Ascii),
            "====#=====!=========o====|-----"
        );
    }

    #[test]
    fn now_is_seen_over_whom_is_told_already() {
        let levels = vec![mark(4, LevelState::Informed), mark(20, LevelState::Waiting)];
        assert_eq!(line(4, levels, 21, Lines::Ascii), "====|---------------o");
    }

    #[test]
    fn of_two_levels_in_one_cell_the_worse_is_shown() {
        let levels = vec![
            mark(10, LevelState::Late),
            mark(11, LevelState::Informed),
            mark(20, LevelState::Waiting),
        ];
        assert_eq!(line(11, levels, 5, Lines::Ascii), "==!-o");
    }

    #[test]
    fn no_room_and_no_time_break_nothing() {
        assert_eq!(line(3, vec![mark(20, LevelState::Waiting)], 0, Lines::Ascii), "");
        assert_eq!(line(3, vec![mark(20, LevelState::Waiting)], 1, Lines::Ascii), "o");
        assert_eq!(line(0, vec![mark(0, LevelState::Late)], 4, Lines::Ascii), "!---");
        assert_eq!(end(20 * 60, i64::MAX / 120) % 60, 0);
    }

    #[test]
    fn the_end_of_the_line_is_a_round_number_once_the_last_level_is_over() {
        for (now, minutes) in [
            (0, 20),
            (20, 20),
            (21, 30),
            (29, 30),
            (30, 40),
            (65, 90),
            (250, 360),
        ] {
            assert_eq!(end(20 * 60, now * 60), minutes * 60, "at {now}");
        }
    }
}
