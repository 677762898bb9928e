//! At any size in any state: the header says how bad and how long, a number at an edge is whole or not there, no pane
//! lies over another, and where there is room for one line alone, that line is true.

use super::stage::{Screen, lines_of};
use super::wall::{offline, wall};
use super::world::{World, at};
use proptest::prelude::*;
use ratatui::layout::Rect;
use std::cell::RefCell;
use unicode_width::UnicodeWidthStr;
use warroom::domain::accounts::Account;
use warroom::tui::canvas::Lines;
use warroom::tui::msg::{Liveness, Msg};
use warroom::tui::screen::room::layout::{self, Tier};
use warroom::tui::screen::room::{Pane, Room};

/// What a screen shows, whatever its size.
struct State {
    name: &'static str,
    screen: Screen,
    severity: &'static str,
    /// As the header says it; nothing where no incident is open.
    lasted: &'static str,
    old: Option<&'static str>,
    dialog: bool,
}

pub fn many() -> World {
    let accounts = (0..5_000).map(|number| -> Account {
        serde_json::from_value(serde_json::json!({
            "id": format!("account-{number}"), "name": format!("Account {number} of 5,000"), "tier": "key",
            "arr": 1_000 * number, "currency": "EUR", "timezone": "Europe/Berlin", "region": "eu",
            "products": ["video"], "owner": "omar",
        }))
        .unwrap()
    });
    let mut world = World::with(accounts.collect());
    let declare = serde_json::json!({ "kind": "declare_incident", "title": "Video calls drop, EU", "severity": "sev1",
        "components": ["video-eu"], "playbook": "full-outage", "alerted_at": at(0, 0) });
    world.ask("dana", at(0, 20), declare).unwrap();
    world
}

fn states() -> Vec<State> {
    let world = World::new().drawn();
    let at_work = |keys: &str| {
        let mut screen = Screen::of("pat", &world, at(14, 30), 200, 60);
        screen.play(keys);
        screen
    };
    let stale = |mut screen: Screen| {
        screen.hear(Msg::Liveness(Liveness::Stale { since: at(14, 30) }));
        screen.hear(Msg::Clock(at(14, 38)));
        screen
    };
    let away = |mut screen: Screen| {
        offline(&mut screen, at(14, 30), at(102, 38));
        screen
    };
    let of = |name, screen, lasted: &'static str, old, dialog| State {
        name,
        screen,
        severity: if lasted.is_empty() { "" } else { "SEV1" },
        lasted,
        old,
        dialog,
    };
    let mut zoned = at_work("");
    zoned.model.stage.setting.zone = jiff::tz::TimeZone::get("Asia/Tokyo").unwrap();
    zoned.model.stage.setting.label = Some("LOCAL ROOM, READ-ONLY".to_owned());
    let many = many();
    vec![
        of("normal", at_work(""), "14 min", None, false),
        of("filtered", at_work("/wood<enter>"), "14 min", None, false),
        of(
            "empty",
            Screen::of("pat", &World::new(), at(0, 0), 80, 24),
            "",
            None,
            false,
        ),
        of("stale", stale(at_work("")), "14 min", Some("STALE"), false),
        of("offline", away(at_work("")), "1h42m", Some("OFFLINE"), false),
        of("offline in Tokyo", away(zoned), "1h42m", Some("OFFLINE"), false),
        of("menu", at_work(":"), "14 min", None, true),
        of("call sheet", at_work("<enter>"), "14 min", None, true),
        of(
            "offline sheet",
            away(at_work("1<enter>")),
            "1h42m",
            Some("OFFLINE"),
            true,
        ),
        of(
            "5,000",
            Screen::of("pat", &many, at(14, 30), 80, 24),
            "14 min",
            None,
            false,
        ),
        of("wall", wall(&world, at(14, 30), 80, 24), "14 min", None, false),
        of(
            "wall, offline",
            away(wall(&world, at(14, 30), 80, 24)),
            "1h42m",
            Some("OFFLINE"),
            false,
        ),
        of(
            "wall, stale",
            stale(wall(&world, at(14, 30), 80, 24)),
            "14 min",
            Some("STALE"),
            false,
        ),
        of(
            "wall, empty",
            wall(&World::new(), at(0, 0), 80, 24),
            "",
            None,
            false,
        ),
        of(
            "wall, 5,000",
            wall(&many, at(14, 30), 80, 24),
            "14 min",
            None,
            false,
        ),
    ]
}

thread_local! {
    static STATES: RefCell<Vec<State>> = RefCell::new(states());
}

/// The digits before a mark that something is missing.
pub fn cut_number(row: &str) -> Option<&str> {
    let starts = row.match_indices('…').map(|(at, _)| at);
    let mut before = starts.map(|at| &row[..at]);
    before.find(|before| before.ends_with(|c: char| c.is_ascii_digit()))
}

fn judge(state: &mut State, width: u16, height: u16) -> Result<(), String> {
    let screen = &mut state.screen;
    screen.hear(Msg::Resize { width, height });
    let buffer = screen.buffer(Lines::Drawn);
    let rows = lines_of(&buffer);
    let (first, text) = (rows[0].as_str(), rows.join("\n"));
    let broken = |what: &str| Err(format!("{what}, {} at {width}x{height}:\n{text}", state.name));
    if let Some(number) = rows.iter().find_map(|row| cut_number(row)) {
        return broken(&format!("half a number: {number}"));
    }
    for row in &rows {
        if row.width() > width as usize || row.chars().any(char::is_control) {
            return broken("a row that does not fit");
        }
    }
    for cell in &screen.buffer(Lines::Ascii).content {
        if !cell.symbol().is_ascii() {
            return broken("not ASCII");
        }
    }
    if state.old.is_some() && first.contains("LIVE") {
        return broken("LIVE and old");
    }
    let is_wall = screen.model.wall.is_some();
    let tier = layout::tier(width, height);
    let least = tier == Tier::Line || is_wall && (width < 80 || height < 24);
    let whole = |words: &[&str]| words.iter().all(|word| first.contains(word));
    let (severity, lasted) = (state.severity, state.lasted);
    // The line needs a gap between its words.
    let room = |words: &[&str]| width as usize >= words.iter().map(|word| word.len() + 1).sum::<usize>() - 1;
    let old = state.old.unwrap_or("");
    let ok = match (least, state.old) {
        (true, None) if room(&[severity, lasted]) => whole(&[severity, lasted]),
        (true, None) => !room(&[severity]) || whole(&[severity]),
        (true, Some(_)) if room(&[severity, lasted, old]) => whole(&[severity, lasted, old]),
        (true, Some(_)) => !room(&[old]) || whole(&[old]),
        // In large letters, and in words under them.
        (false, _) if is_wall && !severity.is_empty() => {
            let said = rows.iter().any(|row| row.contains(&format!("{lasted}, since")));
            whole(&[severity, old]) && said && text.contains("KEY ACCOUNTS REACHED")
        }
        (false, _) => whole(&[severity, lasted, old]),
    };
    if !ok {
        return broken("the header does not say it");
    }
    let panes = ["1 ACCOUNTS", "2 CLOCK", "3 CHECKLIST", "4 TIMELINE"];
    let shown = panes.iter().filter(|pane| text.contains(*pane)).count();
    let expected = match tier {
        _ if least || is_wall || state.dialog || severity.is_empty() => shown,
        Tier::Line => 0,
        Tier::Narrow => 1,
        Tier::Normal | Tier::Wide | Tier::Huge => 4,
    };
    match shown == expected {
        true => Ok(()),
        false => broken(&format!("{shown} panes for {expected}")),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, ..ProptestConfig::default() })]

    #[test]
    fn at_any_size_in_any_state_it_is_whole_and_true(width in 1_u16..230, height in 1_u16..75, state in 0_usize..15) {
        STATES.with_borrow_mut(|states| {
            prop_assert_eq!(states.len(), 15);
            let judged = judge(&mut states[state], width, height);
            prop_assert_eq!(judged.err().unwrap_or_default(), "");
            Ok(())
        })?;
    }

    #[test]
    fn no_pane_lies_over_another(
        width in 60_u16..500, height in 15_u16..200, zoom: bool, pane in 0_usize..5, state in 0_usize..15,
    ) {
        let pane = [Pane::Next, Pane::Accounts, Pane::Clock, Pane::Checklist, Pane::Timeline][pane];
        let body = layout::body(Rect { x: 0, y: 0, width, height });
        let room = Room { pane, zoom, ..Room::default() };
        let tier = layout::tier(width, height);
        let panes = STATES.with_borrow(|states| {
            layout::panes(&room, &states[state].screen.model.stage, body, tier)
        });
        let all = [panes.accounts, panes.clock, panes.checklist, panes.timeline];
        for (at, one) in all.iter().enumerate() {
            prop_assert!(one.is_empty() || body.intersection(*one) == *one, "{one:?} in {body:?}");
            prop_assert!(all[..at].iter().all(|other| other.intersection(*one).is_empty()), "{all:?}");
        }
    }
}

#[test]
fn at_the_sizes_people_have_every_state_is_whole_and_true() {
    let sizes = [
        (200, 60),
        (160, 45),
        (159, 45),
        (120, 40),
        (120, 36),
        (119, 36),
        (100, 30),
        (80, 25),
        (80, 24),
        (80, 23),
        (79, 24),
        (60, 16),
        (60, 15),
        (59, 16),
        (60, 14),
        (40, 12),
        (30, 8),
        (20, 5),
        (12, 2),
        (8, 1),
        (4, 1),
        (1, 1),
    ];
    for mut state in states() {
        for (width, height) in sizes {
            judge(&mut state, width, height).unwrap_or_else(|why| panic!("{why}"));
        }
    }
}
