//! Every screen at the sizes people have and in every state: the rules that hold in each, and how they look.

use super::stage::{Screen, lines_of};
use super::tiers::{cut_number, many};
use super::wall::{offline, wall};
use super::world::{World, at};
use insta::assert_snapshot;
use jiff::Timestamp;
use std::fmt::Write;
use unicode_width::UnicodeWidthStr;
use warroom::tui::canvas::Lines;
use warroom::tui::msg::{Liveness, Msg};

const SIZES: [(u16, u16); 4] = [(60, 16), (80, 24), (120, 40), (200, 60)];

/// What is pressed in the room, by the name of what is then open.
const SCREENS: [(&str, &str); 38] = [
    ("room", ""),
    ("menu focused", "<up>"),
    ("accounts", "1<down>"),
    ("accounts alone", "1z"),
    ("clock alone", "2z"),
    ("checklist alone", "3z"),
    ("timeline alone", "4z"),
    ("found", "/wood<enter>"),
    ("sheet", "1<enter>"),
    ("result", "1<space>"),
    ("note", "n"),
    ("inform", "i"),
    ("who is calling", "l"),
    ("duties", "d"),
    ("hand over", "h"),
    ("brief", "b"),
    ("incidents", "g"),
    ("declare", "e"),
    ("words", "s"),
    ("yes or no", "Y"),
    ("reports", "r"),
    ("report", "r<enter>"),
    ("finding", "f"),
    ("severity", "v"),
    ("owed", "o"),
    ("questions", "x"),
    ("assign", "1A"),
    ("others", "O"),
    ("topics", "T"),
    ("executives", "E"),
    ("recovery", "R"),
    ("menu", ":"),
    ("help", "?"),
    ("who is here", "w"),
    ("masked", "m"),
    ("copy", "y"),
    ("plan", ":commander means<enter>"),
    ("log", ":what it told<enter>"),
];

/// Those whose looks are kept in files.
const KEPT: [&str; 7] = ["room", "sheet", "result", "inform", "reports", "menu", "wall"];

/// When everything is looked at, unless it is old.
fn now() -> Timestamp {
    at(14, 30)
}

/// How a screen stands: its name, what the first line says of it, and whether an incident is open.
struct State {
    name: &'static str,
    live: &'static str,
    severity: &'static str,
    lasted: &'static str,
}

const STATES: [State; 5] = [
    state("normal", "LIVE", "SEV1", "14 min"),
    state("empty", "LIVE", "", ""),
    state("stale", "STALE", "SEV1", "14 min"),
    state("offline", "OFFLINE", "SEV1", "1h42m"),
    state("5,000", "LIVE", "SEV1", "14 min"),
];

const fn state(
    name: &'static str,
    live: &'static str,
    severity: &'static str,
    lasted: &'static str,
) -> State {
    State {
        name,
        live,
        severity,
        lasted,
    }
}

struct Worlds {
    drawn: World,
    empty: World,
    many: World,
}

impl Worlds {
    fn new() -> Worlds {
        Worlds {
            drawn: World::new().drawn(),
            empty: World::new(),
            many: many(),
        }
    }

    fn of(&self, state: &State) -> &World {
        match state.name {
            "empty" => &self.empty,
            "5,000" => &self.many,
            _ => &self.drawn,
        }
    }

    /// This screen, opened while the hub was there.
    fn opened(&self, state: &State, name: &str, keys: &str) -> Screen {
        let world = self.of(state);
        let mut screen = match name {
            "wall" => wall(world, now(), 120, 40),
            _ => Screen::of("pat", world, now(), 120, 40),
        };
        screen.play(keys);
        match state.live {
            "STALE" => {
                screen.hear(Msg::Liveness(Liveness::Stale { since: now() }));
                screen.hear(Msg::Clock(at(14, 38)));
            }
            "OFFLINE" => offline(&mut screen, now(), at(102, 38)),
            _ => {}
        }
        screen
    }
}

/// The corners of the boxes that are drawn.
fn boxes(rows: &[String]) -> Vec<(usize, usize)> {
    let corners = rows.iter().enumerate().filter_map(|(y, row)| {
        let at = row.chars().position(|c| c == '┌')?;
        Some((at, y))
    });
    corners.collect()
}

/// Nothing lies over a box: its right edge and its foot are whole.
fn whole_box(rows: &[String], (left, top): (usize, usize)) -> bool {
    let cell = |x: usize, y: usize| rows.get(y).and_then(|row| row.chars().nth(x));
    let Some(right) = rows[top].chars().position(|c| c == '┐') else {
        return false;
    };
    let mut below = (top + 1..rows.len()).map(|y| (cell(left, y), cell(right, y)));
    let edges = below.find(|edges| *edges != (Some('│'), Some('│')));
    edges == Some((Some('└'), Some('┘')))
}

/// What has to hold in every cell of the matrix; the first that does not.
fn broken(screen: &Screen, state: &State, name: &str) -> Option<String> {
    let (width, height) = (screen.model.stage.width, screen.model.stage.height);
    let rows = lines_of(&screen.buffer(Lines::Drawn));
    if let Some(number) = rows.iter().find_map(|row| cut_number(row)) {
        return Some(format!("half a number: {number}"));
    }
    let fits = |row: &String| row.width() <= width.into() && !row.chars().any(char::is_control);
    if !rows.iter().all(fits) || rows.len() != usize::from(height) {
        return Some("it does not fit".to_owned());
    }
    // The wall says it in lines where there is no room for letters.
    let header = rows[..2].join("\n");
    for word in [state.live, state.severity, state.lasted] {
        let said = match name {
            "wall" => rows.iter().any(|row| row.contains(word)),
            _ => header.contains(word),
        };
        if !said {
            return Some(format!("{word} is not said"));
        }
    }
    let others = ["LIVE", "STALE", "OFFLINE"];
    if others
        .iter()
        .any(|word| *word != state.live && header.contains(*word))
    {
        return Some("it says two things of how old it is".to_owned());
    }
    // Every pane says it as well: whoever reads one does not read the header.
    let panes = ["1 ACCOUNTS", "2 CLOCK", "3 CHECKLIST", "4 TIMELINE"];
    let in_sight = state.live != "LIVE" && screen.model.dialogs.is_empty();
    for row in rows.iter().filter(|_| in_sight) {
        let titles = panes.iter().filter(|pane| row.contains(*pane));
        if let Some(title) = titles.into_iter().find(|title| {
            let (_, after) = row.split_once(**title).unwrap_or_default();
            !after.split('│').next().unwrap_or_default().contains("STALE")
        }) {
            return Some(format!("{title} looks live"));
        }
    }
    let drawn = boxes(&rows);
    if screen.model.dialogs.is_empty() != drawn.is_empty() {
        return Some("a box is there or is not".to_owned());
    }
    if !drawn.iter().all(|corner| whole_box(&rows, *corner)) {
        return Some("something lies over the box".to_owned());
    }
    let ascii = screen.buffer(Lines::Ascii);
    let beyond = ascii.content.iter().find(|cell| !cell.symbol().is_ascii());
    if let Some(cell) = beyond {
        return Some(format!("{:?} where only ASCII is drawn", cell.symbol()));
    }
    None
}

/// The screen at one size in every state: the first whole, of the others what differs from it.
fn looks(shown: &[(&'static str, Vec<String>)]) -> String {
    let mut text = String::new();
    let (name, first) = &shown[0];
    writeln!(text, "== {name}").unwrap();
    for row in first {
        writeln!(text, "{row}").unwrap();
    }
    for (name, rows) in &shown[1..] {
        writeln!(text, "== {name}").unwrap();
        let differs = |(y, row): &(usize, &String)| first[*y] != **row && !row.is_empty();
        for (y, row) in rows.iter().enumerate().filter(differs) {
            writeln!(text, "{:>2} {row}", y + 1).unwrap();
        }
    }
    text
}

#[test]
fn every_screen_at_every_size_in_every_state_keeps_the_rules() {
    let worlds = Worlds::new();
    let mut faults = Vec::new();
    let mut drawn = 0;
    for (name, keys) in SCREENS.into_iter().chain([("wall", "")]) {
        let mut screens = STATES.map(|state| (worlds.opened(&state, name, keys), state));
        for (width, height) in SIZES {
            let mut shown = Vec::new();
            for (screen, state) in &mut screens {
                screen.hear(Msg::Resize { width, height });
                drawn += 1;
                let rows = lines_of(&screen.buffer(Lines::Drawn));
                if let Some(fault) = broken(screen, state, name) {
                    let place = format!("{name}, {} at {width}x{height}", state.name);
                    faults.push(format!("{fault}: {place}:\n{}", rows.join("\n")));
                }
                shown.push((state.name, rows));
            }
            if KEPT.contains(&name) {
                assert_snapshot!(format!("matrix_{name}_{width}x{height}"), looks(&shown));
            }
        }
    }
    assert!(
        faults.is_empty(),
        "{} of {drawn}:\n{}",
        faults.len(),
        faults.join("\n")
    );
}
