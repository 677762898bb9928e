//! Screens drawn in each theme: the words stay, the ground is everywhere, and no state is told by its colour alone.

use super::built_in;
use crate::screens::stage::{Screen, lines_of};
use crate::screens::world::{World, at};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use std::collections::BTreeMap;
use warroom::tui::backend::printed;
use warroom::tui::canvas::Lines;
use warroom::tui::depth::Depth;
use warroom::tui::msg::{Liveness, Msg};
use warroom::tui::theme::shelf::BUILT_IN;
use warroom::tui::theme::{Role, Theme};
use warroom::tui::view::view;

/// What to press, and on how large a screen: panes, dialogs, forms, lists, and the one line where there is no room.
const SCREENS: [(&str, u16, u16); 16] = [
    ("", 80, 24),
    ("", 120, 40),
    ("", 200, 60),
    ("", 20, 5),
    ("1", 60, 16),
    ("2", 80, 24),
    ("3", 120, 40),
    ("4", 120, 40),
    ("3z", 80, 24),
    ("<enter>", 80, 24),
    ("1<space>", 80, 24),
    ("i", 80, 24),
    ("eVideo<tab>", 80, 24),
    (":", 80, 24),
    ("?", 120, 40),
    ("/strategic<enter>", 80, 24),
];

/// The drawn room, fresh and long after; live, stale and offline.
fn screens() -> Vec<Screen> {
    let mut world = World::new().drawn();
    let mut screens = Vec::new();
    for minutes in [13, 21, 47] {
        for (keys, width, height) in SCREENS {
            let mut screen = Screen::of("pat", &world, at(minutes, 12), width, height);
            screen.play(keys);
            screen.deliver("pat", &mut world, at(minutes, 12));
            screens.push(screen);
        }
    }
    for liveness in [
        Liveness::Stale { since: at(12, 0) },
        Liveness::Offline {
            since: at(12, 0),
            trouble: "connection refused".to_owned(),
        },
    ] {
        let mut screen = Screen::of("pat", &world, at(14, 0), 120, 40);
        screen.hear(Msg::Liveness(liveness));
        screens.push(screen);
    }
    screens.push(Screen::of("pat", &World::new(), at(0, 0), 80, 24));
    screens
}

fn drawn(screen: &Screen, theme: Theme) -> Buffer {
    let stage = &screen.model.stage;
    let mut terminal = Terminal::new(TestBackend::new(stage.width, stage.height)).unwrap();
    terminal
        .draw(|frame| view(&screen.model, theme, Lines::Drawn, frame))
        .unwrap();
    terminal.backend().buffer().clone()
}

/// Places, whose cells are not the right halves of wide characters.
fn seen(buffer: &Buffer) -> Vec<(u16, u16)> {
    let mut seen = Vec::new();
    for y in 0..buffer.area.height {
        let mut x = 0;
        while x < buffer.area.width {
            seen.push((x, y));
            x += buffer[(x, y)].symbol().cell_width().max(1);
        }
    }
    seen
}

#[test]
fn a_theme_changes_no_word_and_its_ground_is_everywhere() {
    for screen in screens() {
        let words = lines_of(&drawn(&screen, Theme::mono()));
        for (name, depth) in [
            ("terminal", Depth::Sixteen),
            ("dark", Depth::True),
            ("light", Depth::Indexed),
        ] {
            let theme = built_in(name).theme(depth);
            let buffer = drawn(&screen, theme);
            assert_eq!(lines_of(&buffer), words, "{name}");
            let ground = theme.style(Role::Plain).bg.unwrap();
            let bare = seen(&buffer)
                .into_iter()
                .find(|place| buffer[*place].bg != ground);
            assert_eq!(bare, None, "{name} at {depth:?}:\n{}", words.join("\n"));
        }
    }
}

/// Words drawn alike but for their colour: what is told by colour alone. Numbers and times are told by the state beside
/// them, and a label that is only less than the text is no state.
fn by_colour_alone(buffers: &[Buffer], theme: Theme) -> Vec<String> {
    let label = Some(theme.style(Role::Quiet)).filter(|label| *label != theme.style(Role::Plain));
    let mut colours: BTreeMap<(String, u16), Vec<Color>> = BTreeMap::new();
    for (words, style) in buffers.iter().flat_map(runs) {
        let is_label =
            label.is_some_and(|label| (style.fg, style.add_modifier) == (label.fg, label.add_modifier));
        let says = !is_label
            && words.chars().any(|c| c.is_alphabetic())
            && !words.contains(|c: char| c.is_ascii_digit());
        if says {
            let weight = style.add_modifier.bits();
            let known = colours.entry((words, weight)).or_default();
            let color = style.fg.unwrap_or(Color::Reset);
            if !known.contains(&color) {
                known.push(color);
            }
        }
    }
    let alone = colours.into_iter().filter(|(_, colours)| colours.len() > 1);
    alone
        .map(|((words, _), colours)| format!("{words:?} in {colours:?}"))
        .collect()
}

/// Neighbours of one style, as words; not what a box lies half over.
fn runs(buffer: &Buffer) -> Vec<(String, Style)> {
    let is_edge = |c: char| "│┌┐└┘".contains(c);
    let mut runs = Vec::new();
    for places in seen(buffer).chunk_by(|one, next| one.1 == next.1) {
        let mut row: Vec<(String, Style)> = Vec::new();
        for place in places.iter().copied() {
            let cell = &buffer[place];
            let style = Style::new().fg(cell.fg).add_modifier(cell.modifier);
            match row.last_mut() {
                Some((words, before)) if *before == style => words.push_str(cell.symbol()),
                _ => row.push((cell.symbol().to_owned(), style)),
            }
        }
        let whole = (0..row.len()).filter(|at| {
            let before = at.checked_sub(1).and_then(|before| row[before].0.chars().last());
            let after = row.get(at + 1).and_then(|(words, _)| words.chars().next());
            !before.is_some_and(is_edge) && !after.is_some_and(is_edge)
        });
        runs.extend(whole.map(|at| (row[at].0.trim().to_owned(), row[at].1)));
    }
    runs
}

#[test]
fn no_state_is_told_by_its_colour_alone() {
    let screens = screens();
    let told = BUILT_IN.iter().flat_map(|(name, _)| {
        let theme = built_in(name).theme(Depth::True);
        let buffers: Vec<Buffer> = screens.iter().map(|screen| drawn(screen, theme)).collect();
        let told = by_colour_alone(&buffers, theme).into_iter();
        told.map(move |words| format!("{name}: {words}"))
    });
    let told: Vec<String> = told.collect();
    assert!(told.is_empty(), "{told:#?}");
}

#[test]
fn a_state_that_is_told_by_its_colour_alone_is_noticed() {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 3));
    buffer.set_string(0, 0, "Acme", Style::new().fg(Color::Red));
    buffer.set_string(
        0,
        1,
        "Acme",
        Style::new().fg(Color::Green).add_modifier(Modifier::BOLD),
    );
    assert_eq!(
        by_colour_alone(std::slice::from_ref(&buffer), Theme::terminal()),
        [""; 0],
        "weight tells"
    );
    buffer.set_string(0, 2, "Acme", Style::new().fg(Color::Green));
    assert_eq!(
        by_colour_alone(&[buffer], Theme::terminal()),
        ["\"Acme\" in [Red, Green]"]
    );
}

#[test]
fn without_colours_reverse_and_weight_are_sent_and_nothing_else() {
    for (name, _) in BUILT_IN {
        for screen in &screens()[..6] {
            let theme = built_in(name).theme(Depth::Mono);
            let bytes = String::from_utf8(printed(&drawn(screen, theme), Some(Depth::Mono))).unwrap();
            let sent = bytes
                .split("\x1b[")
                .skip(1)
                .map(|rest| rest.split_once('m').unwrap().0);
            let codes: Vec<&str> = sent.flat_map(|codes| codes.split(';')).collect();
            let allowed = ["", "1", "4", "7", "22", "24", "27"];
            assert!(
                codes.iter().all(|code| allowed.contains(code)),
                "{name}: {codes:?}"
            );
            assert!(codes.contains(&"7") && codes.contains(&"1"), "{name}: {codes:?}");
        }
    }
}
