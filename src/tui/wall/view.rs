//! How a wall is laid out: the header, the large numbers, then what is read from near by; less of it where there is
//! less room, and never half of anything.

use super::digits::{self, Scale};
use super::facts::Facts;
use super::numbers::{self, length};
use super::size::{Rest, Size};
use super::{Wall, lines, parts, quiet, safe};
use crate::domain::incident::Incident;
use crate::domain::people::Duty;
use crate::domain::speech::{mark, said, say, word};
use crate::tui::canvas::Canvas;
use crate::tui::msg::Liveness;
use crate::tui::screen::room::header;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::widget::boxed::boxed;
use crate::tui::words::fit;
use crate::tui::words::when::{self, Count};
use ratatui::layout::Rect;

pub fn draw(canvas: &mut Canvas, screen: Rect, wall: &Wall, stage: &Stage) {
    let size = Size::of(screen.width, screen.height);
    match size {
        Size::Lines => lines::draw(canvas, screen, &wall.facts, stage),
        Size::Small | Size::Middle | Size::Huge => whole(canvas, screen, wall, stage, size),
    }
    if wall.help && screen.width >= 40 && screen.height >= 12 {
        help(canvas, screen);
    }
}

fn whole(canvas: &mut Canvas, screen: Rect, wall: &Wall, stage: &Stage, size: Size) {
    let foot = Rect {
        y: screen.bottom() - 2,
        height: 2,
        ..screen
    };
    let mut rest = Rest(Rect {
        height: screen.height - 2,
        ..screen
    });
    head(canvas, rest.take(2), stage);
    if stage.liveness != Liveness::Live {
        let rows = match size {
            Size::Huge | Size::Middle => 8,
            Size::Small | Size::Lines => 4,
        };
        old(canvas, rest.take(rows), stage, size);
    }
    footer(canvas, foot, wall, stage);
    // Before the first answer nothing is known, and that nothing is broken least of all.
    if matches!(stage.liveness, Liveness::Connecting { .. }) {
        return;
    }
    let Some(incident) = stage.incident() else {
        return quiet::draw(canvas, rest, &wall.facts, stage, size);
    };
    rest.take(u16::from(size == Size::Huge));
    let scale = size.scale();
    let all = [
        numbers::down(stage, incident),
        numbers::due(stage, incident),
        numbers::reached(stage),
    ];
    numbers::draw(canvas, rest.take(numbers::height(scale)), &all, scale);
    rest.take(u16::from(size == Size::Huge));
    know(canvas, &mut rest, &wall.facts, stage, size);
    below(canvas, rest.0, &wall.facts, stage, size);
}

/// Severity, title, which incident, the time and whether it is live; who commands, and how it stands.
fn head(canvas: &mut Canvas, area: Rect, stage: &Stage) {
    let (live, live_role) = header::liveness(stage, area.width);
    let now = match stage.liveness {
        Liveness::Connecting { .. } => String::new(),
        Liveness::Live | Liveness::Stale { .. } | Liveness::Offline { .. } => {
            let zone = &stage.setting.zone;
            let name = stage.now.to_zoned(zone.clone()).strftime("%Z").to_string();
            let clock = when::clock(stage.now, stage.now, zone);
            say!(
                "now {about}{clock} {name}   ",
                about = header::about(stage),
                clock,
                name
            )
        }
    };
    let right = (fit::width(&now) + fit::width(&live)) as u16;
    let left = area.width.saturating_sub(right + 2);
    let label = stage.setting.label.as_ref();
    let label = label.map(|label| format!(" {label} ")).unwrap_or_default();
    let (badge, badge_role, title, second) = match stage.incident() {
        None => (
            word!(" WARROOM ").to_owned(),
            Role::Label,
            String::new(),
            String::new(),
        ),
        Some(incident) => (
            format!(" {} ", incident.severity.as_str().to_uppercase()),
            Role::of(incident.severity),
            format!("{}  {}", incident.id, safe::text(&incident.title)),
            stands(stage, incident),
        ),
    };
    let used = fit::width(&badge) + fit::width(&label) + 2;
    let title = fit::cut(&title, (left as usize).saturating_sub(used));
    let parts = [
        (badge.as_str(), badge_role),
        (&label, Role::Label),
        ("  ", Role::Plain),
        (&title, Role::Strong),
    ];
    canvas.bold(area.x, area.y, left, &parts);
    let x = area.right().saturating_sub(right + 1);
    canvas.bold(x, area.y, right, &[(&now, Role::Plain), (&live, live_role)]);
    canvas.text(
        area.x + 1,
        area.y + 1,
        area.width.saturating_sub(2),
        &second,
        Role::Strong,
    );
}

fn stands(stage: &Stage, incident: &Incident) -> String {
    let commander = match incident.holder(Duty::Commander) {
        Some(name) => say!("Commander {name}", name),
        None => word!("Commander: NOBODY").to_owned(),
    };
    let open = stage.picture().open();
    let of = match open.iter().position(|other| other.id == incident.id) {
        Some(at) if open.len() > 1 => say!("   {at} of {open} open", at = at + 1, open = open.len()),
        Some(_) | None => String::new(),
    };
    let late = incident.declared_at.duration_since(incident.t0).as_secs() / 60;
    let declared = match late {
        1.. => say!(", declared +{late}", late),
        _ => String::new(),
    };
    format!("{commander}   {}{declared}{of}", incident.state_words())
}

/// That what is shown is old, as large as it gets: the word, how old, and why.
fn old(canvas: &mut Canvas, area: Rect, stage: &Stage, size: Size) {
    let (word, since, why) = match &stage.liveness {
        Liveness::Live => return,
        Liveness::Connecting { place, trouble } => {
            let why = trouble
                .clone()
                .unwrap_or_else(|| say!("looking for the hub at {place}", place));
            ("", None, say!("NOT CONNECTED: {why}", why))
        }
        Liveness::Stale { since } => (
            word!("STALE"),
            Some(*since),
            word!("The hub has not answered").to_owned(),
        ),
        Liveness::Offline { since, trouble } => (
            word!("OFFLINE"),
            Some(*since),
            say!("The hub does not answer: {trouble}", trouble),
        ),
    };
    canvas.band(area, Role::Stale);
    let scale = match size {
        Size::Huge | Size::Middle => Scale::Wide,
        Size::Small | Size::Lines => Scale::Half,
    };
    let age = since.map(|since| length(stage.now.duration_since(since).as_secs(), Count::Seconds));
    let text = match &age {
        Some(age) => format!("{word} {age}"),
        None => word.to_owned(),
    };
    let from = since.map(|since| when::clock(since, stage.now, &stage.setting.zone));
    let from = from.map_or_else(String::new, |at| {
        say!("{word}: this is how it stood at {at}. ", word, at)
    });
    let chosen = match digits::width(&text, scale, canvas.lines) + 2 <= area.width {
        true => scale,
        false => Scale::Half,
    };
    let top = area.y + u16::from(area.height > chosen.rows() + 1);
    digits::carve(canvas, (area.x + 2, top), &text, chosen);
    // Our own words, with the address of the hub in them: whoever mends it needs that.
    let said = format!("{from}{why}");
    let last = area.bottom().saturating_sub(1);
    canvas.text(area.x + 2, last, area.width.saturating_sub(4), &said, Role::Stale);
}

/// What customers feel, what we do, what we need from whoever walks past, what customers can read.
fn know(canvas: &mut Canvas, rest: &mut Rest, facts: &Facts, stage: &Stage, size: Size) {
    let (asked, rows, most): (&[usize], usize, u16) = match size {
        Size::Huge => (&[0, 1, 2, 3, 4], 2, 14),
        Size::Middle => (&[0, 3, 4], 2, 9),
        Size::Small | Size::Lines => (&[0, 3], 1, 4),
    };
    let width = (rest.0.width as usize).saturating_sub(2);
    if size != Size::Small {
        canvas.title(rest.take(1), word!("WHAT WE KNOW"), false);
    }
    let lines = parts::known(facts, stage, width, asked, rows);
    let area = rest.take(most.min(lines.len() as u16));
    for (y, (text, role)) in (area.y..area.bottom()).zip(&lines) {
        canvas.text(area.x + 1, y, width as u16, text, *role);
    }
    rest.take(u16::from(size == Size::Huge));
}

/// Accounts on the left; who knows, and what happened, on the right of them or under both.
fn below(canvas: &mut Canvas, area: Rect, facts: &Facts, stage: &Stage, size: Size) {
    if area.height < 3 {
        return;
    }
    let levels = facts.levels.len() as u16 + 1;
    let (left, under) = match size {
        Size::Huge | Size::Middle => (area.width * 11 / 20, 0),
        // Where there is little room a line of what happened is worth less than an account.
        Size::Small | Size::Lines => (area.width * 3 / 5, if area.height >= 9 { 3 } else { 0 }),
    };
    let beside = Rect {
        x: area.x + left + 1,
        width: area.width - left - 1,
        height: area.height - under,
        ..area
    };
    let accounts = Rect {
        width: left,
        height: area.height - under,
        ..area
    };
    parts::accounts(canvas, accounts, facts, stage);
    let mut column = Rest(beside);
    let most = match under {
        0 => levels.min(beside.height.saturating_sub(4).max(beside.height / 2)),
        _ => beside.height,
    };
    parts::levels(canvas, column.take(most), facts);
    let happened = match under {
        0 => {
            column.take(1);
            column.0
        }
        _ => Rect {
            y: area.bottom() - under,
            height: under,
            ..area
        },
    };
    parts::timeline(canvas, happened, facts, stage);
}

/// Which others are open, and the few keys there are.
fn footer(canvas: &mut Canvas, area: Rect, wall: &Wall, stage: &Stage) {
    let width = area.width.saturating_sub(2);
    match wall.missing(stage) {
        Some(id) => {
            let said = say!("{id} is not on record here; this is what is.", id);
            canvas.text(area.x + 1, area.y, width, &said, Role::Stale);
        }
        None => canvas.text(area.x + 1, area.y, width, &parts::others(stage), Role::Strong),
    }
    let many = stage.picture().open().len() > 1;
    let turns = match (wall.turns(), many) {
        (_, false) => "",
        (true, true) => word!("another every 20 s   Tab the next now   "),
        (false, true) => word!("Tab the next   "),
    };
    let keys = say!("WALL, read-only   {turns}? help   q leaves", turns);
    canvas.text(area.x + 1, area.y + 1, width, &keys, Role::Plain);
}

/// What the wall shows, for whoever walks up to it.
const HELP: [&str; 10] = [
    mark!("The wall shows how it stands, from far away. Nothing can be recorded here."),
    mark!("Telephone numbers, money and what customers said are not shown."),
    "",
    mark!("Tab, arrows   another incident, where several are open"),
    mark!("?             this help; Esc closes it"),
    mark!("Ctrl-L        draws the screen again"),
    mark!("q, Ctrl-C     leaves"),
    "",
    mark!("+7 is minutes after the start; 6m48s is how long until it is due."),
    mark!("To take part: `warroom` on your own terminal."),
];

fn help(canvas: &mut Canvas, screen: Rect) {
    let inside = boxed(canvas, screen, 80, HELP.len() as u16 + 2, word!("The wall"));
    for (y, text) in (inside.y..inside.bottom()).zip(HELP) {
        canvas.text(inside.x, y, inside.width, said(text), Role::Plain);
    }
}
