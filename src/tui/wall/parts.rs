//! The parts of a wall that are read from near by: what is known, who waits for a call, who knows, what happened.

use super::facts::{Account, Facts, Known, Told};
use super::numbers::joined;
use super::safe;
use crate::domain::speech::{say, word};
use crate::tui::canvas::Canvas;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::words::brief::executive;
use crate::tui::words::{fit, when};
use ratatui::layout::Rect;

/// The column of the titles, as in the brief.
const TITLES: usize = 11;

/// What we know, in lines: what customers feel, what we do, what we need, and what they can read.
pub fn known(
    facts: &Facts,
    stage: &Stage,
    width: usize,
    asked: &[usize],
    rows: usize,
) -> Vec<(String, Role)> {
    let zone = &stage.setting.zone;
    let mut lines = Vec::new();
    if let Some(brief) = &facts.brief {
        for at in asked {
            let said = executive(brief, *at, zone, width, rows);
            lines.extend(said.iter().map(|line| (safe::text(line), Role::Plain)));
        }
    }
    let Some(page) = &facts.page else {
        lines.push((
            beside(word!("They read"), word!("nothing public yet")),
            Role::Plain,
        ));
        return lines;
    };
    let room = width.saturating_sub(TITLES);
    lines.push((beside(word!("They read"), &fit::cut(&page.head, room)), page.role));
    let mut wrapped = fit::wrap(&page.text, room);
    if wrapped.len() > rows {
        let rest = wrapped.split_off(rows - 1).join(" ");
        wrapped.push(fit::cut(&rest, room));
    }
    lines.extend(wrapped.iter().map(|text| (beside("", text), Role::Strong)));
    lines
}

fn beside(title: &str, text: &str) -> String {
    format!("{}{text}", fit::left(title, TITLES))
}

/// Who waits for a call, the worst first, and who has them.
pub fn accounts(canvas: &mut Canvas, area: Rect, facts: &Facts, stage: &Stage) {
    let left = facts.accounts.len() + facts.more;
    let title = match left {
        0 if stage.board.coverage.total == 0 => word!("KEY ACCOUNTS  none is on the list").to_owned(),
        0 => word!("KEY ACCOUNTS  nobody is left to call").to_owned(),
        left => say!("KEY ACCOUNTS  {left} not settled, the most urgent first", left),
    };
    canvas.title(area, &title, false);
    let rows = area.height.saturating_sub(1) as usize;
    for (at, account) in facts.accounts.iter().take(rows).enumerate() {
        let line = Rect {
            y: area.y + 1 + at as u16,
            height: 1,
            ..area
        };
        let hidden = left - at;
        match at + 1 == rows && hidden > 1 {
            true => {
                let more = say!(" ... and {hidden} more", hidden);
                canvas.text(line.x, line.y, line.width, &more, Role::Plain);
            }
            false => row(canvas, line, account),
        }
    }
}

fn row(canvas: &mut Canvas, line: Rect, account: &Account) {
    let width = line.width as usize;
    let tier = if width >= 70 { 8 } else { 0 };
    let rest = width.saturating_sub(1 + 10 + 1 + tier + 1);
    let who = (rest * 9 / 20).min(44);
    let tiers = say!("tier {tier}", tier = account.tier);
    // What follows a comma is left out where there is no room for it.
    let parts: Vec<String> = account.who.split(", ").map(str::to_owned).collect();
    let said = joined(&parts, who);
    canvas.spans(
        line.x,
        line.y,
        line.width,
        &[
            (" ", Role::Plain),
            (&fit::left(account.state, 10), account.role),
            (" ", Role::Plain),
            (&fit::left(&account.name, rest - who), Role::Strong),
            (" ", Role::Plain),
            (&fit::left(&tiers, tier), Role::Plain),
            (&said, Role::Plain),
        ],
    );
}

/// The levels of the policy with their names.
pub fn levels(canvas: &mut Canvas, area: Rect, facts: &Facts) {
    let knows = facts
        .levels
        .iter()
        .filter(|level| level.role == Role::Done)
        .count();
    let title = match facts.levels.len() {
        0 => word!("WHO KNOWS  the playbook asks for nobody").to_owned(),
        all => say!("WHO KNOWS  {knows} of {all}", knows, all),
    };
    canvas.title(area, &title, false);
    let rows = area.height.saturating_sub(1) as usize;
    // Where not all fit, those who do not know yet are worth more than those who do.
    let spare = facts.levels.len().saturating_sub(rows).min(knows);
    let mut left_out = spare;
    let shown = facts.levels.iter().filter(|level| {
        let out = level.role == Role::Done && left_out > 0;
        left_out -= usize::from(out);
        !out
    });
    for (y, level) in (area.y + 1..area.bottom()).zip(shown) {
        draw_level(canvas, Rect { y, height: 1, ..area }, level);
    }
}

fn draw_level(canvas: &mut Canvas, line: Rect, level: &Known) {
    let width = line.width as usize;
    let time = fit::width(&level.when).max(if width >= 44 { 13 } else { 0 });
    let rest = width.saturating_sub(1 + 8 + time + 2);
    let who = rest * 2 / 5;
    canvas.spans(
        line.x,
        line.y,
        line.width,
        &[
            (" ", Role::Plain),
            (&fit::left(level.state, 8), level.role),
            (&fit::left(&level.title, rest - who), Role::Strong),
            (" ", Role::Plain),
            (&fit::left(&level.who, who), Role::Plain),
            (" ", Role::Plain),
            (&level.when, level.role),
        ],
    );
}

/// What happened, the newest first.
pub fn timeline(canvas: &mut Canvas, area: Rect, facts: &Facts, stage: &Stage) {
    if area.height < 2 {
        return;
    }
    canvas.title(area, word!("WHAT HAPPENED  newest first"), false);
    for (y, told) in (area.y + 1..area.bottom()).zip(&facts.lines) {
        line(canvas, Rect { y, height: 1, ..area }, told, stage);
    }
}

fn line(canvas: &mut Canvas, line: Rect, told: &Told, stage: &Stage) {
    let at = when::clock(told.at, stage.now, &stage.setting.zone);
    canvas.spans(
        line.x,
        line.y,
        line.width,
        &[
            (" ", Role::Plain),
            (&at, Role::Plain),
            (" ", Role::Plain),
            (&fit::left(&told.who, 9), Role::Plain),
            (" ", Role::Plain),
            (&told.text, Role::Plain),
        ],
    );
}

/// The open incidents that are not shown, the worst first.
pub fn others(stage: &Stage) -> String {
    let shown = stage.incident().map(|incident| incident.id);
    let open = stage.picture().open();
    let others = open.iter().filter(|other| Some(other.id) != shown);
    let said: Vec<String> = others
        .map(|other| {
            let lasted = when::lasted(other.t0, stage.now);
            let severity = other.severity.as_str().to_uppercase();
            format!("{} {severity} {lasted}: {}", other.id, safe::text(&other.title))
        })
        .collect();
    match said.is_empty() {
        true => String::new(),
        false => say!("ALSO OPEN  {said}", said = said.join("   ")),
    }
}
