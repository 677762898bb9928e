//! The pictures of the page for users: any screen of the demo as SVG, and that those in `docs/` are of today's screens.

mod svg;
mod xml;

use crate::demo::stage::{Played, play};
use crate::screens::stage::Screen;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use std::env;
use std::path::{Path, PathBuf};
use warroom::run::demo::scenario::Scenario;
use warroom::tui::canvas::Lines;
use warroom::tui::depth::Depth;
use warroom::tui::effect::Effect;
use warroom::tui::manner::Manner;
use warroom::tui::msg::Msg;
use warroom::tui::theme::shelf::Shelf;
use warroom::tui::view::view;
use warroom::wire::{AccountCard, News, Present};

/// A screen of the demo as its guest sees it.
struct Shown {
    name: &'static str,
    about: &'static str,
    /// Of the incident.
    minutes: i64,
    /// What the guest has pressed by then.
    keys: &'static [&'static str],
    manner: Manner,
    size: (u16, u16),
}

/// Those of the page. Another one is a line here and `tests/draw`.
const SHOWN: &[Shown] = &[
    Shown {
        name: "room",
        about: "The room twelve minutes into an incident: the accounts in the order of the calls, the escalation clock, \
                the checklist and the timeline",
        minutes: 12,
        keys: &[],
        manner: Manner::TakesPart,
        size: (120, 40),
    },
    Shown {
        name: "call-sheet",
        about: "A call sheet: who they are and whom to call there, what to ask, and the approved words",
        minutes: 12,
        keys: &["<down>", "<down>", "<enter>"],
        manner: Manner::TakesPart,
        size: (110, 36),
    },
    Shown {
        name: "report",
        about: "The reports owed to customers, and what each still lacks",
        minutes: 45,
        keys: &["r"],
        manner: Manner::TakesPart,
        size: (110, 36),
    },
    Shown {
        name: "lobby",
        about: "The lobby while nothing is open: what is owed, and what monitors have reported",
        minutes: 0,
        keys: &[],
        manner: Manner::TakesPart,
        size: (100, 24),
    },
    Shown {
        name: "menu",
        about: "The menu of all actions, each with its key",
        minutes: 12,
        keys: &[":"],
        manner: Manner::TakesPart,
        size: (100, 30),
    },
    Shown {
        name: "small",
        about: "The room on a terminal of 80 columns and 24 rows",
        minutes: 12,
        keys: &[],
        manner: Manner::TakesPart,
        size: (80, 24),
    },
    Shown {
        name: "wall",
        about: "The wall: how long it has lasted, what comes next, how many key accounts have heard from us, and the worst \
                of them",
        minutes: 12,
        keys: &[],
        manner: Manner::Wall,
        size: (160, 45),
    },
];

/// Where they are.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")
}

/// The demo as kim sees it so many minutes into the incident, with nothing pressed yet, and what it is played from.
pub fn room_of_the_demo(minutes: i64, (width, height): (u16, u16)) -> (Screen, Played) {
    let played = play(1).until(minutes, 0);
    let now = played.at(minutes, 0);
    let events: Vec<_> = played
        .recorded()
        .into_iter()
        .filter(|recorded| recorded.at <= now)
        .collect();
    let through = played.picture.through();
    let present = ["kim", "omar", "ines"].map(|name| Present {
        name: name.into(),
        role: "advocate".into(),
        looking_at: None,
        idle_s: 0,
    });
    let news = News {
        now,
        rate: 1.0,
        through,
        mark: None,
        more: false,
        events,
        present: Some(present.to_vec()),
        presence: None,
    };
    (Screen::hearing("kim", news, width, height), played)
}

fn drawn(shown: &Shown, theme: &str) -> Buffer {
    let (width, height) = shown.size;
    let (mut screen, played) = room_of_the_demo(shown.minutes, shown.size);
    if shown.manner == Manner::Wall {
        screen.model.open_as(Manner::Wall, None);
        screen.hear(Msg::Clock(screen.model.stage.now));
    }
    for key in shown.keys {
        screen.play(key);
        answer(&mut screen, played.script.scenario());
    }
    let shelf = Shelf {
        names: Vec::new(),
        own: &|_| Vec::new(),
    };
    let theme = shelf.named(theme).unwrap().theme(Depth::True);
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal
        .draw(|frame| view(&screen.model, theme, Lines::Drawn, frame))
        .unwrap();
    terminal.backend().buffer().clone()
}

/// What is asked of the hub about an account.
fn answer(screen: &mut Screen, scenario: &Scenario) {
    let import = scenario.import();
    for effect in std::mem::take(&mut screen.effects) {
        let Effect::FetchCard(id) = effect else { continue };
        let account = import.accounts.iter().find(|account| account.id == id).unwrap();
        let contacts = import.contacts.iter().filter(|contact| contact.account == id);
        let card = AccountCard {
            account: account.clone(),
            contacts: contacts.cloned().collect(),
            linked: Vec::new(),
        };
        let card = Ok(Box::new(card));
        screen.hear(Msg::Card { account: id, card });
    }
}

/// `tests/draw` sets the folder to draw into.
#[test]
fn the_pictures_of_the_page_are_of_todays_screens() {
    let anew = env::var_os("WARROOM_DRAW").map(PathBuf::from);
    let size = env::var("WARROOM_DRAW_SIZE").ok();
    let theme = env::var("WARROOM_DRAW_THEME").unwrap_or_else(|_| "dark".to_owned());
    let only = env::var("WARROOM_DRAW_ONLY").ok();
    for shown in SHOWN {
        let size = size
            .as_deref()
            .filter(|_| anew.is_some())
            .map_or(shown.size, |size| {
                let (width, height) = size.split_once('x').expect("a size such as 120x40");
                (width.parse().unwrap(), height.parse().unwrap())
            });
        if only.as_deref().is_some_and(|only| only != shown.name) {
            continue;
        }
        let buffer = drawn(&Shown { size, ..*shown }, &theme);
        let picture = svg::svg(&buffer, shown.about);
        assert_eq!(xml::faults(&picture), Vec::<String>::new(), "{}", shown.name);
        let file = format!("{}.svg", shown.name);
        if let Some(folder) = &anew {
            std::fs::write(folder.join(file), picture).unwrap();
            continue;
        }
        let kept = std::fs::read_to_string(folder().join(&file)).unwrap_or_default();
        assert_eq!(xml::faults(&kept), Vec::<String>::new(), "docs/{file}");
        // Colours may change with a theme; what is said may not.
        let (kept, today) = (svg::text_of(&kept).unwrap_or_default(), svg::text(&buffer));
        assert!(
            kept == today,
            "docs/{file} is not today's screen: run tests/draw\n{kept}\n---\n{today}"
        );
    }
}

#[test]
fn every_picture_is_on_the_page_and_every_one_of_the_page_is_drawn() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let shown = page
        .split("](docs/")
        .skip(1)
        .filter_map(|rest| rest.split_once(".svg)"));
    let mut shown: Vec<&str> = shown.map(|(name, _)| name).collect();
    let mut drawn: Vec<&str> = SHOWN.iter().map(|shown| shown.name).collect();
    shown.sort_unstable();
    drawn.sort_unstable();
    assert_eq!(shown, drawn);
}

#[test]
fn what_a_screen_says_is_escaped_and_read_again_and_cells_keep_their_place_and_style() {
    use ratatui::layout::Rect;
    use ratatui::style::{Color, Style};
    let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 2));
    buffer.set_string(0, 0, "a<b> & \"京\"", Style::new());
    buffer.set_string(
        3,
        1,
        "late",
        Style::new().fg(Color::Rgb(9, 80, 255)).bold().reversed(),
    );
    let picture = svg::svg(&buffer, "a < b");
    assert_eq!(xml::faults(&picture), Vec::<String>::new());
    assert_eq!(svg::text_of(&picture).unwrap(), "a<b> & \"京\"\n   late");
    assert!(
        picture.contains("<rect x=\"33.2\" y=\"26\" width=\"33.6\" height=\"18\" fill=\"#0950ff\"/>"),
        "{picture}"
    );
    assert!(
        picture.contains("font-weight=\"bold\" xml:space=\"preserve\">late</text>"),
        "{picture}"
    );
}
