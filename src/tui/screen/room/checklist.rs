//! The pane of the outreach checklist: who has heard from us, by count and by money, and what is ticked for each.

mod progress;
mod totals;

use super::header::stale;
use super::{Pane, Room};
use crate::domain::checklist::AccountStep;
use crate::domain::ids::AccountId;
use crate::domain::incident::Incident;
use crate::domain::playbook::StepPlan;
use crate::domain::speech::{say, word};
use crate::domain::text::Clean;
use crate::tui::board::Board;
use crate::tui::canvas::Canvas;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::words::{self, fit, when};
use ratatui::layout::Rect;

/// A row: a step of the playbook, or an account.
#[derive(Clone, Debug, PartialEq)]
pub enum RowKey {
    Step(Clean),
    Account(AccountId),
}

/// The open steps, the accounts, then what is done: nobody has to look past that.
pub fn rows(incident: &Incident, board: &Board, listed: &[usize]) -> Vec<RowKey> {
    let (done, open): (Vec<_>, Vec<_>) = incident
        .playbook
        .steps
        .iter()
        .partition(|step| incident.steps.contains_key(&step.id));
    let key = |step: &StepPlan| RowKey::Step(step.id.clone());
    let accounts = listed
        .iter()
        .map(|at| RowKey::Account(board.list[*at].account.clone()));
    open.into_iter()
        .map(key)
        .chain(accounts)
        .chain(done.into_iter().map(key))
        .collect()
}

/// From this width on every step has a column of its own.
const WIDE: u16 = 76;
const COLUMN: usize = 13;

/// From this width on the title says as well how many are not to be called.
const TELLS_ALL: u16 = 48;

pub fn draw(canvas: &mut Canvas, area: Rect, room: &Room, stage: &Stage, incident: &Incident) {
    let focused = room.pane == Pane::Checklist;
    let total = stage.board.coverage.total;
    // So that whoever counts the rows of the list comes to the same number.
    let counted = match (incident.rows.len() - total, area.width < TELLS_ALL) {
        (_, true) if stage.estimates() => say!("{total} in all", total),
        (0, _) => say!("{total} key accounts", total),
        (rest, true) => say!("{total} of {total2} to call", total, total2 = total + rest),
        (rest, false) => say!("{total} key accounts, {rest} not to be called", total, rest),
    };
    let title = say!("3 CHECKLIST{stale}  {counted}", stale = stale(stage), counted);
    canvas.title(area, &title, focused);
    let taken = totals(area, room, stage);
    let above = Rect {
        y: area.y + 1,
        height: taken,
        ..area
    };
    match detailed(area, room) {
        true => progress::draw(canvas, above, stage, incident),
        false => totals::draw(canvas, above, stage, incident),
    }
    let y = area.y + 1 + taken;
    let below = Rect {
        y,
        height: area.bottom().saturating_sub(y),
        ..area
    };
    draw_rows(canvas, below, room, stage, incident, focused);
}

/// Rows that stay in sight below the totals while the focus is here.
const ROWS: u16 = 3;

/// How many lines stand above the rows. In a small pane the focus shows the rows instead.
pub fn totals(area: Rect, room: &Room, stage: &Stage) -> u16 {
    let below = area.height.saturating_sub(1);
    if detailed(area, room) {
        return progress::height(stage, area.width, below);
    }
    let lines = totals::height(stage, area.width);
    match room.pane == Pane::Checklist {
        true if below < totals::LINES + ROWS => 0,
        true => lines.min(below - ROWS),
        false => below.min(lines),
    }
}

/// Alone on the screen, it shows the tiers and a picture of the calls over time.
fn detailed(area: Rect, room: &Room) -> bool {
    room.zoom && room.pane == Pane::Checklist && area.width >= 60 && area.height >= 15
}

fn draw_rows(
    canvas: &mut Canvas,
    area: Rect,
    room: &Room,
    stage: &Stage,
    incident: &Incident,
    focused: bool,
) {
    let wide = area.width >= WIDE && area.height > 3;
    if wide {
        let names = AccountStep::ALL
            .iter()
            .map(|step| fit::left(step.words(), COLUMN));
        let names: String = names.collect();
        let x = area.right().saturating_sub(fit::width(&names) as u16 + 1);
        canvas.text(
            area.x,
            area.y,
            area.width,
            word!("  step or account"),
            Role::Quiet,
        );
        canvas.text(x, area.y, area.width, &names, Role::Quiet);
    }
    let area = match wide {
        true => Rect {
            y: area.y + 1,
            height: area.height - 1,
            ..area
        },
        false => area,
    };
    let height = area.height as usize;
    let total = room.checklist_rows.len();
    let top = room.checklist.window(total, height);
    for (line, key) in room.checklist_rows.iter().skip(top).take(height).enumerate() {
        let y = area.y + line as u16;
        let selected = focused && top + line == room.checklist.row();
        let pointer = if selected { canvas.pointer() } else { "  " };
        let (what, ticks, role) = match key {
            RowKey::Step(id) => step(incident, id),
            RowKey::Account(id) => account(incident, id, area.width >= WIDE),
        };
        let width = area.width as usize;
        let room_for_ticks = fit::width(&ticks).min(width.saturating_sub(14));
        let what_role = if selected { Role::Selected } else { Role::Plain };
        canvas.spans(
            area.x,
            y,
            area.width,
            &[
                (pointer, Role::Selected),
                (
                    &fit::left(&what, width.saturating_sub(room_for_ticks + 4)),
                    what_role,
                ),
                (" ", Role::Plain),
                (&fit::cut(&ticks, room_for_ticks), role),
            ],
        );
    }
    if total == 0 && height > 0 {
        let nothing = match stage.board.list.is_empty() {
            true => word!("  no accounts on the call list"),
            false => word!("  no row has these words"),
        };
        canvas.text(area.x, area.y, area.width, nothing, Role::Plain);
    }
}

fn step(incident: &Incident, id: &Clean) -> (String, String, Role) {
    let text = incident
        .playbook
        .steps
        .iter()
        .find(|step| step.id == *id)
        .map_or("", |step| &*step.text);
    match incident.steps.get(id) {
        Some(tick) => (
            text.to_owned(),
            say!(
                "done {after_start} {by}",
                after_start = when::after_start(incident.minutes(tick.at)),
                by = tick.by
            ),
            Role::Done,
        ),
        None => (text.to_owned(), word!("open").to_owned(), Role::Plain),
    }
}

/// The steps of one account: a column each where there is room, else what is done in words.
fn account(incident: &Incident, id: &AccountId, columns: bool) -> (String, String, Role) {
    let Some(row) = incident.rows.get(id) else {
        return (id.to_string(), String::new(), Role::Plain);
    };
    let word = |step: AccountStep| match (step, row.told()) {
        (AccountStep::Told, Some(number)) => say!("told {number}", number = words::text(number)),
        _ => step.words().to_owned(),
    };
    let done = |step: &AccountStep| incident.done(row, *step);
    let any = AccountStep::ALL.iter().any(done);
    let role = if any { Role::Done } else { Role::Plain };
    let ticks: Vec<String> = match columns {
        true => AccountStep::ALL
            .iter()
            .map(|step| fit::left(&if done(step) { word(*step) } else { "-".to_owned() }, COLUMN))
            .collect(),
        false if any => AccountStep::ALL
            .iter()
            .filter(|step| done(step))
            .map(|step| word(*step))
            .collect(),
        false if row.standing().next().is_some() => vec![word!("tried").to_owned()],
        false => vec![word!("not yet").to_owned()],
    };
    (
        row.name().to_string(),
        ticks.join(if columns { "" } else { ", " }),
        role,
    )
}
